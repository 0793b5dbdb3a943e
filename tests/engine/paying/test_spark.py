"""DuckDB and Spark say the same of every line, column by column, types included."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ouzel.activity.asked import Asked
from ouzel.activity.prices.deliveries import shipped
from ouzel.activity.rules.reading import flow_for
from ouzel.activity.running import attributed, over
from ouzel.activity.store import Store
from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.facts import facts
from ouzel.activity.synthetic.lines import lines
from ouzel.activity.synthetic.pricelist import price_book
from ouzel.activity.synthetic.words import Words
from ouzel.activity.synthetic.world import make
from ouzel.engine.columnar import Columnar, duckdb
from ouzel.engine.paying.expression import RESULTS, USED
from ouzel.engine.pricing.reasons import Why
from tests import spark
from tests.activity import countries
from tests.activity.conftest import store
from tests.engine.paying.running import fast
from tests.engine.paying.worlds import YEAR, World, world
from tests.shared_data import needs_data
from tests.thorough import THOROUGH

__all__ = ["store"]  # a fixture

pytestmark = spark.needs_spark


def on_both(results: Callable[[Columnar], pa.Table], *, lines: int) -> pa.Table:
    """The results, which both engines give, to the last column and type."""
    with duckdb() as engine:
        ours = results(engine)
    theirs = results(spark.engine())
    assert ours.num_rows == lines
    for column in RESULTS:
        assert ours[column].equals(theirs[column]), column
    assert ours.schema.equals(theirs.schema)
    return ours


def assert_same(of: World) -> pa.Table:
    return on_both(lambda engine: fast(of, engine).table, lines=of.lines.num_rows)


WORLDS = [(0, "penny-of-the-line"), (1, "penny-each-step"), (2, "pound-at-the-end"), (3, "penny-at-the-end")]


@pytest.mark.parametrize(("seed", "rounding"), WORLDS if THOROUGH else WORLDS[:2])
def test_same_of_random_worlds(seed: int, rounding: str) -> None:
    found = assert_same(world(seed, rounding=rounding))
    assert len(set(found["why"].to_pylist())) >= 12


def synthetic(people: int) -> World:
    """A made-up country and its own price list, in the year of the rules of 2025/26."""
    made = make(Country(people=people, since=YEAR[0]))
    words = Words.of(made)
    return World(
        flow=flow_for(YEAR[0]), deliveries=next(each for each in shipped() if each.since <= YEAR[0] < each.until),
        book=price_book(made), agreements=(), facts=facts(made), currencies=made.currencies.codes,
        commissioners=words.commissioner, lines=pa.concat_tables(lines(made)).select(USED),
    )  # fmt: skip


def test_same_of_a_synthetic_country() -> None:
    found = assert_same(synthetic(people=10_000))
    priced = sum(why == Why.PRICED for why in found["why"].to_pylist())
    assert priced > 0.8 * found.num_rows


@pytest.mark.django_db
def test_same_of_a_store_over_two_years(store: Store) -> None:
    loads = countries.synthetic(store, lines=10_000, years=(countries.BEFORE, countries.BEFORE + 1))
    lines = sum(pq.read_metadata(path).num_rows for path in store.paths())

    def results(engine: Columnar) -> pa.Table:
        answered = attributed(store, Asked(), engine=engine, ready=loads)
        assert answered.count == lines
        assert len([period for period in answered.compiled.periods if period.attribution.flow.name]) >= 2
        return engine.rows(answered.results.order_by("line"))

    on_both(results, lines=lines)


@pytest.mark.django_db
@needs_data
def test_same_of_every_artificial_hes_line(store: Store) -> None:
    countries.hes(store)

    def results(engine: Columnar) -> pa.Table:
        answered = over(countries.moved(store, engine), store, Asked(), engine=engine)
        return engine.rows(answered.results.order_by("line"))

    on_both(results, lines=sum(pq.read_metadata(path).num_rows for path in store.paths()))


def test_what_spark_writes_is_read_back(tmp_path: Path) -> None:
    engine = spark.engine()
    table = pa.table({"id": pa.array([2, 1, 3], pa.int32()), "pence": pa.array([5, None, -7], pa.int64())})
    engine.write(engine.refer("to_be_written", table), tmp_path / "written")
    back = engine.read([str(tmp_path / "written")])
    assert engine.rows(back.order_by("id")).equals(table.sort_by("id"))
    assert pq.read_table(tmp_path / "written").sort_by("id").equals(table.sort_by("id"))
    engine.drop(["to_be_written"])
    assert "to_be_written" not in engine.connection.list_tables()
