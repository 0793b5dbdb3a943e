"""Two years of made-up care on the real bodies of the area: through the gate into the store, priced, and asked for.

Practices, trusts, small areas and commissioners are those of the demonstration's own facts. Patients, their care, the
prices sent and the postcodes are made up. Doing it again changes nothing.
"""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity import postcodes
from ouzel.activity.answers.report import Report, report
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.gate.detecting import detect
from ouzel.activity.loading import load
from ouzel.activity.models import ActivityLoad, PricingRun
from ouzel.activity.prices.books import books
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.activity.reading_lines import read_lines
from ouzel.activity.references.releases import releases
from ouzel.activity.references.tables import load_table
from ouzel.activity.rules.tables import TABLES, demonstration_rows
from ouzel.activity.running import run
from ouzel.activity.store import Store
from ouzel.activity.synthetic.demonstration import YEARS, DemonstrationFile, demonstration_files
from ouzel.core.types.basis import Basis
from ouzel.demo.figures import EVE
from ouzel.demo.house import OWN_DATA
from ouzel.demo.loading import LOADER
from ouzel.engine.activity_lines import DICTIONARIES, LINE, LineRef
from ouzel.engine.pricing.book import PriceBook
from ouzel.register.answers import Moment
from ouzel.register.columns import names_on

BEGINS, ENDS = date(YEARS[0], 4, 1), date(YEARS[-1] + 1, 4, 1)
"""The days of the years [begins, ends)."""

BASES = (Basis("as-was"), Basis("as-now"), Basis("as-at", day=EVE))
LISTS = ("service-colours", "provider-contracts")
"""Lists of specialised services that the rules ask for: they are not published, so these are made up."""

MADE_UP = "Made up for the demonstration"


@dataclass(frozen=True)
class Taken:
    """A file, and the load it came to; `already`: an earlier run had taken it."""

    file: DemonstrationFile
    load: ActivityLoad
    already: bool


@dataclass(frozen=True)
class Across:
    """A stay that had begun on the eve and ended after it, with the line that told of it while it had not ended."""

    finished: LineRef
    unfinished: LineRef


@dataclass(frozen=True)
class Kept:
    """What the store has of all this: columns of a line, the words they stand for, what of these tells of a person."""

    columns: int
    words: int
    finds: Counter[str]


def take(*, on: date) -> tuple[Taken, ...]:
    """Make the files, load what they and the rules need, and take them. The files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ouzel-") as name:
        folder = Path(name)
        files = demonstration_files(
            folder, facts=OWN_DATA / "facts.csv", list_sizes=OWN_DATA / "list_sizes.csv", book=_book()
        )
        if postcodes.newest(on=EVE) is None:
            postcodes.load_postcodes(next(folder.glob("ONSPD_*.csv")), by=LOADER, source=MADE_UP)
        _lists()
        directory = postcodes.newest(on=EVE)
        done = [(file, load(file.path, by=LOADER, on=on, postcodes=directory)) for file in files]
    return tuple(Taken(file, each.load, each.already) for file, each in done)


def price(*, on: date) -> PricingRun:
    """Load the price list and price every line; the run of an earlier time where nothing has changed since."""
    if price_list() is None:
        load_book(_book(), by=LOADER, note=MADE_UP)
    latest = latest_run()
    return latest if latest is not None and not stale_since(latest) else run(by=LOADER, on=on)


def price_list() -> PriceBook | None:
    """The list that the care of these years is priced by; None before it is loaded."""
    return next((book for book in books() if book.since < ENDS and book.until > BEGINS), None)


def bought(priced: PricingRun, *, year: int, basis: Basis, today: date) -> Report:
    """What was bought in the financial year that begins in `year`, by commissioner on a basis."""
    april = year * 12 + 3
    return report(
        by=["commissioner"], basis=basis, viewer=LOADER, today=today, months=range(april, april + 12), run=priced
    )


def names(codes: list[str], *, year: int, today: date) -> dict[str, str]:
    """What bodies were called on the last day of a financial year."""
    last = date(year + 1, 3, 31)
    return {code: name for (code, _), name in names_on(codes, days=[last], moment=Moment(today)).items()}


def across(taken: tuple[Taken, ...]) -> tuple[Across, ...]:
    """Every stay that was open on the eve and is told of both before and after it ended, in order of the lines."""
    lines = read_lines(
        by=LOADER, why="The demonstration looks for stays across the merger", loads=[each.load.pk for each in taken]
    )
    begun = lines.filter((pc.field("start") <= EVE.toordinal()) & (pc.field("spell") != 0))
    waiting = begun.filter((pc.field("end") == 0) & (pc.field("start") > 0))
    ended = begun.filter(pc.field("end") > EVE.toordinal())
    whose = dict(zip(waiting["spell"].to_pylist(), waiting["line"].to_pylist(), strict=True))
    told = zip(ended["spell"].to_pylist(), ended["line"].to_pylist(), strict=True)
    return tuple(Across(LineRef.of(line), LineRef.of(whose[spell])) for spell, line in told if spell in whose)


def kept() -> Kept:
    """Ask the gate of every word that lines stand for."""
    dictionaries = Store.at().dictionaries()
    words = sorted({word for name in DICTIONARIES for key in dictionaries.keys(name) for word in key if word})
    found = detect(pa.array(words, pa.string()))
    finds = Counter({str(kind): int(each.any.sum()) for kind, each in found.by_kind.items()})
    return Kept(len(LINE), len(words), +finds)


def _book() -> PriceBook:
    return demonstration_book(since=BEGINS, until=ENDS, published=BEGINS)


def _lists() -> None:
    for slug in LISTS:
        if not releases(TABLES[slug].release_kind):
            load_table(
                demonstration_rows(slug).encode(), table=slug, effective=BEGINS, published=BEGINS, by=LOADER,
                origin=MADE_UP, name=f"{slug}.csv",
            )  # fmt: skip
