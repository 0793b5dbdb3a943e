"""The boards of the area as sheets: what the sources print, and evidently made-up people where a meeting needs them.

A sheet is loaded once, as known on its day; loading the demonstration again changes nothing.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ouzel.demo.loading import LOADER
from ouzel.governance.models import Appointment, Body
from ouzel.governance.seats.sheets import load_sheet

FOLDER = Path(__file__).parent / "boards"
GROUPS = ("bedfordshire-governing-body", "luton-governing-body", "milton-keynes-governing-body")
"""The three that meet in common, in the order in which they sit."""

MERGED = "ccg-governing-body-m1j4y"  # the plan opens it: it takes its address from the kind and the organisation
BOARD = "blmk-integrated-care-board"
NEWEST = "central-east-integrated-care-board"

CHOICES = {f"body.{slug}": "new" for slug in GROUPS}
"""What the plan of the merger says of the three: the commissioner that it makes has a governing body of its own."""


@dataclass(frozen=True)
class Sheet:
    """A file of boards: the day on which it was known, and a body that has members once it is loaded."""

    name: str
    known: date
    told_by: str

    @property
    def loaded(self) -> bool:
        """Whether an earlier run loaded it."""
        return Appointment.objects.filter(body__slug=self.told_by).exists()


BEFORE = Sheet("before-2021", date(2020, 5, 31), GROUPS[0])
AFTER = (
    Sheet("2021", date(2021, 4, 1), MERGED),
    Sheet("2022", date(2022, 6, 30), BOARD),
    Sheet("2026", date(2026, 3, 31), NEWEST),
)


def load(*sheets: Sheet) -> None:
    """Load those that are not there yet."""
    for sheet in sheets:
        if not sheet.loaded:
            path = FOLDER / f"{sheet.name}.toml"
            load_sheet(
                text=path.read_text(encoding="utf-8"), known=sheet.known, by=LOADER, file=path.name,
                source="The demonstration's own sheet of boards",
            )  # fmt: skip


def bodies(*slugs: str) -> tuple[Body, ...]:
    """Bodies by their slugs, in the order given."""
    found = Body.objects.in_bulk(slugs, field_name="slug")
    return tuple(found[slug] for slug in slugs)
