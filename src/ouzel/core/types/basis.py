"""The basis switch: whose shape a figure is in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Basis:
    """`as-was`, `as-now`, `as-at:DATE` or `as-if:PLAN`.

    >>> Basis.parse("as-at:2026-03-31").describe()
    'bodies as at 31 March 2026'
    """

    kind: Literal["as-was", "as-now", "as-at", "as-if"]
    day: date | None = None
    plan: str = ""

    @classmethod
    def parse(cls, text: str) -> "Basis":
        """Read a basis as it stands in addresses and commands; ValueError says what would be right."""
        kind, _, rest = text.strip().partition(":")
        if kind in ("as-was", "as-now") and not rest:
            return cls(kind)  # type: ignore[arg-type]
        if kind == "as-at":
            try:
                return cls("as-at", day=date.fromisoformat(rest))
            except ValueError:
                raise ValueError(f"{text!r} is not a basis: after as-at: comes a date such as 2026-03-31") from None
        if kind == "as-if" and rest:
            return cls("as-if", plan=rest)
        raise ValueError(f"{text!r} is not a basis: use as-was, as-now, as-at:DATE or as-if:PLAN")

    def __str__(self) -> str:
        if self.kind == "as-at":
            return f"as-at:{self.day}"
        return f"as-if:{self.plan}" if self.kind == "as-if" else self.kind

    def describe(self) -> str:
        """The basis in words, for the caption of every figure."""
        if self.kind == "as-was":
            return "bodies as they were on the date of each figure"
        if self.kind == "as-now":
            return "bodies as they are today"
        if self.day is not None:
            return f"bodies as at {self.day.day} {self.day:%B %Y}"
        return f"bodies as they would be under the plan {self.plan}"
