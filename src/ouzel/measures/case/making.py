"""The sections of the case for change that need figures: people, their conditions, money and need."""

from ouzel.measures.case.money import DistanceFromTarget, Need
from ouzel.measures.case.people import Deprivation, People
from ouzel.measures.case.running import RunningCost
from ouzel.reorganisation.case.registry import register_section

SECTIONS = (People(), Deprivation(), RunningCost(), DistanceFromTarget(), Need())


def register_sections() -> None:
    """Put them into every case for change."""
    for section in SECTIONS:
        register_section(section)
