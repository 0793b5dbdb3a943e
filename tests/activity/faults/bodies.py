"""Some bodies and when they were open, for checks without a register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from ouzel.activity.faults import Checker, Faults, Reference, shipped
from ouzel.activity.faults.reference import Span
from ouzel.activity.readers import Format, batches, recognise

ALWAYS: tuple[Span, ...] = ((None, None),)


@dataclass(frozen=True)
class Table:
    """Bodies from a table."""

    spans: Mapping[str, tuple[Span, ...] | None] = field(
        default_factory=lambda: {
            "RC9": ALWAYS,
            "RC1": ((None, date(2020, 4, 1)),),
            "RTW": ((date(2000, 4, 1), date(2010, 4, 1)), (date(2025, 4, 1), None)),
            "RC971": None,
            "E81046": ALWAYS,
            "QHG": ((date(2022, 7, 1), date(2026, 4, 1)),),
        }
    )

    def open(self, codes: Collection[str]) -> Mapping[str, tuple[Span, ...] | None]:
        return {code: self.spans[code] for code in codes if code in self.spans}


def reference() -> Reference:
    return shipped().with_bodies(Table())


def checked(
    content: bytes, *, layout: Format | None = None, lists: Reference | None = None, on: date | None = date(2025, 6, 1),
    size: int = 1000, listed: int = 100_000,
) -> Faults:  # fmt: skip
    """All faults of a file."""
    layout = layout or recognise(content)
    checker = Checker(layout, lists or reference(), on=on, listed=listed)
    for row, batch in batches(content, layout, rows=size):
        checker.check(batch, layout.canonical(batch), first_row=row)
    return checker.faults()
