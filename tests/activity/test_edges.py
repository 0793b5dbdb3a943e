"""Lines and dates at the edges: fillers, sums out of reach, episodes as once known, runs that come to nothing."""

import stat
from datetime import date

import pytest

from ouzel.activity import running
from ouzel.activity.asked import Asked
from ouzel.activity.episodes import record_episode, replace_episode
from ouzel.activity.explaining import explained
from ouzel.activity.models import PricingRun
from ouzel.activity.priced_lines import export_lines
from ouzel.activity.prices.agreements import agree
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.activity.readers import Column, Format
from ouzel.activity.references.tables import load_table
from ouzel.activity.running import run
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import LineRef
from ouzel.engine.pricing.reasons import Why
from tests.activity.loads import ON, lines, load
from tests.activity.paying import answers, payers, take
from tests.activity.test_running import stay
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

RECORDED = date(2018, 1, 1)

__all__ = ["known_bodies", "register"]

pytestmark = pytest.mark.django_db
BOOK = {"since": date(2019, 1, 1), "until": date(2022, 4, 1), "published": date(2019, 1, 1)}


@pytest.fixture(autouse=True)
def small_register(register: None) -> None:
    """The practices, groups and hospitals of the area."""


@pytest.fixture
def book() -> None:
    load_book(demonstration_book(**BOOK), by=OPERATOR)


def as_explained(store):
    """Every line, when it is as it is explained by hand."""
    rows, stored = answers(store), {line["line"]: line for line in lines(store)}
    assert len(rows) == len(stored)
    for row in rows:
        found = explained(stored[row["line"]], LineRef.of(row["line"]), asked=Asked(), store=store)
        told = found.payer, found.priced.why, found.priced.pod, found.priced.price, found.priced.charged
        assert (row["payer"], row["why"], row["pod"], row["price"], row["charged"]) == told, found.words
    return rows


def test_the_end_of_the_calendar_is_a_filler_and_stops_neither_load_nor_run(store, book):
    take(
        store, "admitted", stay(), stay(record="2", end="9999-12-31"),
        stay(record="3", start="9999-12-31", end="9999-12-31"), stay(record="4", start="1801-01-01", end="2021-04-03"),
    )  # fmt: skip
    assert [row["why"] for row in as_explained(store)] == [
        Why.PRICED, Why.NOT_FINISHED, Why.DAY_UNKNOWN, Why.STAY_UNKNOWN
    ]  # fmt: skip
    assert run(by=OPERATOR, on=ON, store=store).lines == 4


@pytest.mark.parametrize("year", ["999900", "000001"])
def test_a_financial_year_that_cannot_be_is_not_said(store, year):
    layout = Format("test-year", "a year", tuple(Column(n, (n,)) for n in ("provider", "year", "month")), "aggregate")
    load(f"provider,year,month\nRC9,{year},12\n".encode(), store, layout=layout)
    assert [line["month"] for line in lines(store)] == [0]
    assert run(by=OPERATOR, on=ON, store=store).lines == 1


def test_a_price_times_an_activity_out_of_all_reach_is_not_said(store):
    names = ("provider", "start", "unit_price", "activity")
    layout = Format("test-units", "units", tuple(Column(n, (n,)) for n in names), "other")
    rows = "RC9,2021-04-01,9999999999,999999999999\nRC9,2021-04-01,-9999999999,999999999999\nRC9,2021-04-01,2.50,3\n"
    load(f"{','.join(names)}\n{rows}".encode(), store, layout=layout)
    assert [line["submitted"] for line in lines(store)] == [None, None, 750]


def test_lines_without_any_day_are_kept_and_lines_of_the_last_day_are_of_it(store, book):
    take(store, "admitted", stay(start="", end=""))
    assert [row["why"] for row in as_explained(store)] == [Why.DAY_UNKNOWN]
    days = ["2021-03-31", "2021-04-01", "2022-03-31", "2022-04-01"]
    take(store, "admitted", *(stay(record=f"day {d}", start="2021-03-20", end=d) for d in days))
    rows = as_explained(store)
    assert [row["payer"] for row in rows] == ["", "06P", "M1J4Y", "M1J4Y", "M1J4Y"]
    assert [row["why"] for row in rows[1:]] == [Why.PRICED, Why.PRICED, Why.PRICED, Why.NO_PRICE_RELEASE]
    assert run(by=OPERATOR, on=ON, store=store).lines == 5


def test_no_activity_and_activity_taken_back_are_priced_as_by_hand(store, book):
    said = ("0", "-1", "-0", "0.0004", "0.0005", "1000000", "1000001", "-1000000", "-1000001")
    take(store, "admitted", *(stay(record=str(n), activity=each) for n, each in enumerate(said)))
    nothing, back, zero, less, least, many, more, taken, beyond = as_explained(store)
    assert nothing["price"] == zero["price"] == less["price"] == 0
    assert (back["price"], taken["price"]) == (-many["price"] // 1_000_000, -many["price"])
    assert least["activity"] == 1
    assert (more["why"], beyond["why"]) == (Why.OUT_OF_RANGE, Why.OUT_OF_RANGE)


def test_as_once_known_a_person_never_had_two_episodes_on_a_day(store):
    take(store, "admitted", stay(person="9434765919"))
    same = {"person": lines(store)[0]["person"], "kind": "looked-after", "source": "a court order", "by": OPERATOR}
    first = record_episode(commissioner="04F", start=date(2019, 1, 1), recorded=date(2020, 1, 1), **same)
    replace_episode(
        episode=first, start=date(2019, 1, 1), until=date(2020, 6, 1), commissioner="04F", source="better known",
        recorded=date(2021, 5, 1), by=OPERATOR,
    )  # fmt: skip
    later = {"commissioner": "06F", "start": date(2020, 6, 1), **same}
    with pytest.raises(ContentError, match="until 1 May 2021 another episode"):
        record_episode(recorded=date(2020, 7, 1), **later)
    record_episode(recorded=date(2021, 5, 1), **later)
    on = date(2021, 3, 31)  # the map of the last day of both
    assert payers(store, Asked(map_on=on, known_at=date(2021, 4, 30))) == ["04F"]
    assert payers(store, Asked(map_on=on, known_at=date(2021, 5, 1))) == ["06F"]


def test_a_block_holds_where_an_episode_decides_on_days_without_rules(store, book):
    take(
        store, "admitted", stay(person="9434765919", start="2019-05-01", end="2019-05-04"),
        stay(person="9434765919", record="2", start="2019-08-01", end="2019-08-04"),
    )  # fmt: skip
    record_episode(
        person=lines(store)[0]["person"], kind="looked-after", commissioner="04F", start=date(2019, 1, 1),
        source="an order", recorded=date(2020, 1, 1), by=OPERATOR,
    )  # fmt: skip
    agree(
        recorded=RECORDED,
        provider="RC9", commissioner="04F", mechanism="block", since=date(2019, 1, 1), until=date(2019, 7, 1),
        source="the contract", by=OPERATOR,
    )  # fmt: skip
    assert [row["why"] for row in as_explained(store)] == [Why.BLOCK, Why.PRICED]


def test_tables_of_rules_are_read_from_the_store_that_is_asked(store):
    load_table(
        b"service,name,colour,highly,programme\nNCBPS01A,a service,RED,,\n", table="service-colours",
        effective=date(2020, 4, 1), published=date(2020, 4, 1), by=OPERATOR, origin="a test", store=store,
    )  # fmt: skip
    take(store, "admitted", stay(service="NCBPS01A"))
    (row,) = answers(store)
    assert ("C-0", True) in row["path"]
    as_explained(store)


def test_a_run_that_loses_a_line_leaves_nothing(store, book, monkeypatch):
    take(store, "admitted", stay())
    extent = running._extent

    def one_more(*asked):
        found = extent(*asked)
        return running._Extent(found.count + 1, found.dateless, found.first, found.last)

    monkeypatch.setattr(running, "_extent", one_more)
    with pytest.raises(running.LinesLost):
        run(by=OPERATOR, on=ON, store=store)
    assert not store.names("cube")
    assert not PricingRun.objects.exists()


def test_exported_lines_are_for_their_owner_alone_and_nothing_is_left_of_an_export_that_fails(store, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    take(store, "admitted", stay())
    done = export_lines(folder / "priced.parquet", by=OPERATOR, why="a query", store=store)
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["priced.parquet"]
    with pytest.raises(RuntimeError, match="cut off"):
        export_lines(folder / "other.parquet", by=OPERATOR, why=_Fails("a query"), store=store)
    assert [path.name for path in folder.iterdir()] == ["priced.parquet"]
    with pytest.raises(ContentError, match="no such folder"):
        export_lines(tmp_path / "nowhere" / "x.parquet", by=OPERATOR, why="a query", store=store)


class _Fails(str):
    """A reason that fails when it is written down, which is after the lines were."""

    def __init__(self, text: str) -> None:
        self.asked = 0

    def strip(self, *chars: str | None) -> str:
        self.asked += 1
        if self.asked > 1:
            raise RuntimeError("cut off")
        return str(self)
