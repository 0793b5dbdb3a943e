"""DuckDB and Spark say the same of every line, column by column, types included."""

import pyarrow as pa
import pytest

from ouzel.activity.prices.deliveries import shipped
from ouzel.activity.rules.reading import flow_for
from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.facts import facts
from ouzel.activity.synthetic.lines import lines
from ouzel.activity.synthetic.pricelist import price_book
from ouzel.activity.synthetic.words import Words
from ouzel.activity.synthetic.world import make
from ouzel.engine.columnar import duckdb
from ouzel.engine.paying.expression import RESULTS, USED
from ouzel.engine.pricing.reasons import Why
from tests import spark
from tests.engine.paying.running import fast
from tests.engine.paying.worlds import YEAR, World, world

pytestmark = spark.needs_spark


def assert_same(of: World) -> pa.Table:
    """The results, which both engines give."""
    with duckdb() as engine:
        ours = fast(of, engine).table
    theirs = fast(of, spark.engine()).table
    assert ours.num_rows == of.lines.num_rows
    for column in RESULTS:
        assert ours[column].equals(theirs[column]), column
    assert ours.schema.equals(theirs.schema)
    return ours


@pytest.mark.parametrize(
    ("seed", "rounding"), [(0, "penny-at-the-end"), (1, "penny-each-step"), (2, "pound-at-the-end")]
)
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
