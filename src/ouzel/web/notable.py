"""What several pages show, remembered by edition and day: a register is small, and an edition never changes."""

from datetime import date
from functools import lru_cache

from ouzel.register import overview, successions
from ouzel.register.answers import Moment, Wave


@lru_cache(maxsize=64)
def kinds_at_a_glance(edition: int, on: date, known_at: date | None = None) -> dict[str, int]:
    """How many bodies of each kind there are on a day, by slug."""
    return overview.counts_of_kinds(moment=Moment(on=on, known_at=known_at))


@lru_cache(maxsize=8)
def waves_at_a_glance(edition: int, on: date) -> tuple[Wave, ...]:
    """The days of reorganisation, newest first."""
    return tuple(successions.waves(moment=Moment(on=on)))


@lru_cache(maxsize=8)
def picture_root(edition: int, on: date) -> str:
    """The body whose picture the first page offers, found by what is loaded: no code is written here."""
    return overview.heir_of_those_that_stated(moment=Moment(on=on))
