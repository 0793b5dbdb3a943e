"""The sections of the case for change that need figures: people, their conditions, money and need."""

from ouzel.measures.case_money import DistanceFromTarget, Need
from ouzel.measures.case_people import Deprivation, People
from ouzel.measures.case_running import RunningCost
from ouzel.reorganisation.case_registry import register_section

SECTIONS = (People(), Deprivation(), RunningCost(), DistanceFromTarget(), Need())


def register_sections() -> None:
    """Put them into every case for change."""
    for section in SECTIONS:
        register_section(section)
