"""Stores full of lines for tests that ask about every one: a synthetic country, and the Artificial HES files."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from ouzel.activity.counting import counting_loads
from ouzel.activity.prices.agreements import agree
from ouzel.activity.prices.loading import load_book
from ouzel.activity.store import Store, live_lines
from ouzel.activity.synthetic.country import LINES_A_PERSON, Country
from ouzel.activity.synthetic.demonstration import demonstration_bodies
from ouzel.activity.synthetic.pricelist import price_book
from ouzel.activity.synthetic.world import World, make
from ouzel.activity.synthetic.writing import write_store
from ouzel.demo.house import OWN_DATA
from ouzel.engine.columnar import Columnar
from ouzel.engine.pricing.book import Price, PriceBook, TopUp
from ouzel.register import actions as register
from tests.activity.loads import load
from tests.core.people import OPERATOR
from tests.shared_data import DATA

RECORDED = date(2018, 1, 1)

if TYPE_CHECKING:
    import ibis.expr.types as ir

BEFORE, AFTER = 2020, 2025
"""Years of the lines: with three clinical commissioning groups in the area, and with the one that followed them."""
HES = ("artificial_hes_apc_0102_truncated", "artificial_hes_op_0304_truncated", "artificial_hes_ae_0708_truncated")
YEAR = date(AFTER, 4, 1)


def area() -> None:
    """The register of the demonstration's own facts."""
    register.load([OWN_DATA / "facts.csv"], by=OPERATOR)


def synthetic(store: Store, *, lines: int, years: tuple[int, int] = (BEFORE, AFTER)) -> frozenset[int]:
    """Two years of made-up care of the area's real practices and trusts, with price lists and agreements; its loads."""
    area()
    bodies = demonstration_bodies(facts=OWN_DATA / "facts.csv", list_sizes=OWN_DATA / "list_sizes.csv")
    country = Country(
        people=round(lines / 2 / LINES_A_PERSON), areas=len(bodies.areas), practices=len(bodies.practices),
        providers=len(bodies.providers), commissioners=1, since=date(BEFORE, 4, 1), moving=0.2,
    )  # fmt: skip
    world = make(country, bodies=bodies)
    for number, year in enumerate(years, start=1):
        load_book(_list(world, year), by=OPERATOR)
        write_store(world, store, load=number, year=year)
    _agreements("06F", "M1J4Y")
    return frozenset({1, 2})


def stored(store: Store, engine: Columnar, loads: frozenset[int]) -> "ir.Table":
    """The lines of some loads."""
    return live_lines(store, connection=engine.connection, ready=loads)


def hes(store: Store) -> None:
    """The three Artificial HES files loaded, and a list that prices what they have in them."""
    area()
    for name in HES:
        load(DATA / "activity" / f"{name}.csv.gz", store)
    words = store.dictionaries()
    words.ids("currency", pa.array(["AA22C", "HN12F", "WF01B", "WF02B", "UZ01Z"]))
    words.save()
    providers = sorted({key[0] for key in words.keys("supply")} - {""})
    load_book(_hes_list(providers), by=OPERATOR)
    _agreements(providers[3], "M1J4Y")


def moved(store: Store, engine: Columnar) -> "ir.Table":
    """Every Artificial HES line as if its care had been in 2025/26; admissions have a currency by their number."""
    lines = live_lines(store, connection=engine.connection, ready=counting_loads())
    day = ibis.greatest(lines["start"], lines["end"])
    shift = YEAR.toordinal() + day % 365 - day
    currencies = len(store.dictionaries().keys("currency"))
    return lines.mutate(
        start=(lines["start"] > 0).ifelse(lines["start"] + shift, 0).cast("int32"),
        end=(lines["end"] > 0).ifelse(lines["end"] + shift, 0).cast("int32"),
        currency=(lines["line"] % currencies).cast("int32"),
        submitted=(lines["line"] % 3 == 0).ifelse(ibis.null("int64"), lines["line"] % 1_000_003),
    )


def _list(world: World, year: int) -> PriceBook:
    """The country's own list, with what it lacks: top-ups, a best practice, local prices, another rounding."""
    book = price_book(world, year=year)
    supplies = sorted({(row[0], row[2]) for row in world.supplies.rows if row[2]})
    top_ups = tuple(TopUp(provider, service, 125 * (n % 40 + 1)) for n, (provider, service) in enumerate(supplies))
    local = tuple(
        replace(price, pence=price.pence + 137, local=supplies[0][0], line=0) for price in book.prices[::7]
    )  # fmt: skip
    return replace(
        book, prices=book.prices + local, top_ups=top_ups,
        rounding="penny-each-step" if year == BEFORE else "penny-at-the-end",
    )  # fmt: skip


def _hes_list(providers: list[str]) -> PriceBook:
    """Invented prices; every fifth provider has no market forces."""
    settings = ("day-case", "elective", "non-elective", "regular", "outpatient-procedure")
    prices = [
        Price(
            code, setting, 100_000 + 12_345 * n, trim_days=3 + n, per_day=21_050,
            short_stay=31_007 if n > 1 else None,
        )
        for code in ("AA22C", "HN12F") for n, setting in enumerate(settings)
    ]  # fmt: skip
    prices += [Price(code, "outpatient-attendance", 9_150) for code in ("WF01B", "WF02B")]
    prices += [Price("WF01B", "outpatient-attendance", 17_099, specialty=code) for code in ("100", "300", "502")]
    prices += [Price("VB08Z", "emergency-care", 18_033)]
    return PriceBook(
        name="Invented 2025/26", since=YEAR, until=date(AFTER + 1, 4, 1), published=YEAR, rounding="penny-at-the-end",
        prices=tuple(prices), factors={code: 1_000_000 + 1_013 * n for n, code in enumerate(providers) if n % 5},
        top_ups=tuple(TopUp(code, "", 250) for code in providers[::4]), source="invented for the test",
    )  # fmt: skip


def _agreements(*commissioners: str, providers: tuple[str, ...] = ("RC9", "RD8")) -> None:
    for number, commissioner in enumerate(commissioners):
        for provider, mechanism in zip(providers, ("fixed-and-variable", "block"), strict=True):
            agree(
                recorded=RECORDED,
                provider=provider, commissioner=commissioner, mechanism=mechanism, since=date(BEFORE, 6, 1),
                until=date(AFTER, 10, 1 + number), source="invented for the test", by=OPERATOR,
            )  # fmt: skip
