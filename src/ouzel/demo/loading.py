"""What the demonstration's register is made of. Loading again changes nothing."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ouzel.core.actors import Actor
from ouzel.demo.house import OWN_DATA
from ouzel.measures import actions as measures
from ouzel.register import actions
from ouzel.register.actions import Loaded
from ouzel.register.gathering import MANIFEST

LOADER = Actor.system("demonstration")
DATED = {
    "registrations/gp-reg-pat-prac-all_2021-01.csv.gz": "2021-01-01",
    "registrations/gp-reg-pat-prac-all_2021-06.csv.gz": "2021-06-01",
    "registrations/gp-reg-pat-prac-all_2021-10.csv.gz": "2021-10-01",
    "registrations/gp-reg-pat-prac-all_2022-01.csv.gz": "2022-01-01",
    "registrations/gp-reg-pat-prac-all_2022-04.csv.gz": "2022-04-01",
}
"""Published files that have no manifest beside them, with the day each is an extract of.

The look-ups of small areas are left out: they double the time, and nothing that is told here asks for them.
"""


def load(data: Path | None, *, known_by: date | None = None) -> Loaded:
    """Our own facts, and the published files where they are, in one edition; with `known_by` what was known by then."""
    own = OWN_DATA / "facts.csv"
    if data is None:
        return actions.load([own], by=LOADER, known_by=known_by)
    with _dated(data) as folder:
        ods = data / "ods" if (data / "ods").is_dir() else data
        return actions.load([own, ods, folder], by=LOADER, known_by=known_by)


def load_people(data: Path | None) -> None:
    """Registered patients of each practice as figures that plans are measured by: all England's, or the area's."""
    files = [data / path for path in DATED if (data / path).exists()] if data else []
    measures.load(files or [OWN_DATA / "list_sizes.csv"], by=LOADER)


@contextmanager
def _dated(data: Path) -> Iterator[Path]:
    """A folder with the files of `DATED` that are there, and the manifest they lack."""
    with tempfile.TemporaryDirectory(prefix="ouzel-") as name:
        folder = Path(name)
        days = {data / path: day for path, day in DATED.items() if (data / path).exists()}
        for path in days:
            (folder / path.name).symlink_to(path.resolve())
        with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["file", "published"])
            rows.writerows([path.name, day] for path, day in days.items())
        yield folder
