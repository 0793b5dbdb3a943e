"""The basis switch: whose shape a figure is in."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Self


@dataclass(frozen=True)
class Basis:
    """`as-was`, `as-now`, `as-at:DATE` or `as-if:PLAN`; several plans together are `as-if:PLAN,PLAN2`.

    `day` is the date of `as-at`; of `as-if` the day on which the last of the plans takes effect, and `titles` are what
    its plans are called, both once the plans are known (`under`).

    >>> Basis.parse("as-at:2026-03-31").describe()
    'bodies as at 31 March 2026'
    """

    kind: Literal["as-was", "as-now", "as-at", "as-if"]
    day: date | None = None
    plan: str = ""
    titles: tuple[str, ...] = field(default=(), compare=False)

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
            plans = [name.strip() for name in rest.split(",")]
            if not all(plans):
                raise ValueError(f"{text!r} is not a basis: a plan is missing before or after a comma")
            if len(set(plans)) < len(plans):
                raise ValueError(f"{text!r} is not a basis: name each plan once")
            return cls("as-if", plan=",".join(plans))
        raise ValueError(f"{text!r} is not a basis: use as-was, as-now, as-at:DATE or as-if:PLAN")

    @property
    def plans(self) -> tuple[str, ...]:
        """What `as-if` names: slugs of proposals or paths of plan files, in the order given."""
        return tuple(self.plan.split(",")) if self.plan else ()

    def under(self, *, titles: tuple[str, ...], day: date) -> Self:
        """An `as-if` whose plans are known: what they are called, and the day the last of them takes effect."""
        return replace(self, titles=titles, day=day)

    @property
    def called(self) -> str:
        """The plans of an `as-if` in words: `the plan \u201cA new board\u201d`."""
        names = [f"\u201c{title}\u201d" for title in self.titles] or list(self.plans)
        if len(names) == 1:
            return f"the plan {names[0]}"
        return f"the plans {', '.join(names[:-1])} and {names[-1]}"

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
        on = f"{self.day.day} {self.day:%B %Y}" if self.day else ""
        if self.kind == "as-at":
            return f"bodies as at {on}"
        text = f"bodies as they would be under {self.called}"
        return f"{text}, on {on}" if on else text
