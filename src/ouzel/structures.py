"""The engine's structure from the register's facts, kept for the few moments asked about last."""

from functools import lru_cache

from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of
from ouzel.register.columns import columns


def structure(*, moment: Moment) -> Structure:
    """Who belongs where, as known at the moment."""
    return _structure(Moment(moment.on, moment.known_at, edition_of(moment)))


@lru_cache(maxsize=4)
def _structure(moment: Moment) -> Structure:
    found = columns(moment=moment)
    return Structure.from_arrays(
        codes=found.codes,
        names=found.names,
        relations=found.relations,
        lifespans=found.lifespans,
        kinds=found.kinds,
        successions=found.successions,
        placements=found.placements,
    )
