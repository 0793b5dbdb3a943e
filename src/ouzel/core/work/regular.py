"""What a worker does by itself every so often: small chores, which packages register when they are set up."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """Something done every so often, and good to do twice: several workers may be at it."""

    slug: str  # "follows.sweep"
    every: timedelta
    do: Callable[[], object]


_chores: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Make a chore known. Registering twice is the same as once."""
    _chores[chore.slug] = chore


def chores() -> tuple[Chore, ...]:
    """All chores, by slug."""
    return tuple(_chores[slug] for slug in sorted(_chores))


@dataclass
class Round:
    """Which chores a worker has done when; each is due when it begins."""

    done: dict[str, float] = field(default_factory=dict)

    def go(self, now: float | None = None) -> None:
        """Do what is due at `now`, in seconds of a clock that only goes on; what goes wrong is logged."""
        at = time.monotonic() if now is None else now
        for chore in chores():
            last = self.done.get(chore.slug)
            if last is not None and at - last < chore.every.total_seconds():
                continue
            self.done[chore.slug] = at
            try:
                chore.do()
            except Exception:
                logger.exception("The chore %s went wrong; it is tried again in %s.", chore.slug, chore.every)
