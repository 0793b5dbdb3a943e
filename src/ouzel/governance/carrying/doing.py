"""One enactment of a plan, or one closing of a body by hand, as all that carries it out needs it."""

from dataclasses import dataclass
from datetime import date

from ouzel.core.actors import Actor
from ouzel.governance.carrying.ledger import Book


@dataclass(frozen=True)
class Doing:
    """One enactment: which plan, its day, the day from which it is known, who does it, and its book."""

    plan: str
    title: str
    day: date
    known: date
    by: Actor
    book: Book
    said: str = ""  # the source, where a body was closed by hand

    @property
    def source(self) -> str:
        """What facts name as their source."""
        return self.said or f"Plan {self.plan}: {self.title}"
