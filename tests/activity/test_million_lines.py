"""What the run says of many lines, and of every Artificial HES line, is what walking them by hand says.

`make coverage` makes a million lines, other runs a tenth of them.
"""

from collections import Counter
from operator import attrgetter

import pyarrow as pa
import pytest

from ouzel.activity.asked import Asked
from ouzel.activity.prices.agreements import agreements
from ouzel.activity.prices.books import books
from ouzel.activity.rules.reading import flows
from ouzel.activity.running import Answered, attributed, over
from ouzel.engine.attribution.by_hand import Assigned
from ouzel.engine.columnar import Columnar, duckdb
from ouzel.engine.paying.period import MECHANISMS
from ouzel.engine.pricing.reasons import Why
from tests.activity import countries
from tests.activity.slow import READ, Slow
from tests.shared_data import needs_data
from tests.thorough import THOROUGH

pytestmark = pytest.mark.django_db
LINES = 1_000_000 if THOROUGH else 100_000
DECIDED = "commissioner", "decision", "why", "pod", "mechanism"
FIGURES = (
    "short_stay", "base", "excess_days", "long_stay", "top_up", "before", "factor", "unit_price",
    "price", "charged",
)  # fmt: skip
STEP = 100_000
figures_of = attrgetter(*FIGURES)


def assert_as_by_hand(answered: Answered, lines: "pa.Table", engine: Columnar) -> Counter[str]:
    """Every result is that of its line walked by hand; how many lines there are by reason."""
    compiled = answered.compiled
    slow = Slow(compiled, flows=flows(), books=books(), agreements=agreements())
    paths = [(rules, *(((step, yes) for step, yes in each.path) if each else ())) for rules, each in compiled.decisions]
    codes, pods = compiled.bodies.codes, compiled.pods.codes
    seen: Counter[str] = Counter()
    results = engine.rows(answered.results.order_by("line"))
    assert results["line"].equals(lines["line"])
    for first in range(0, lines.num_rows, STEP):
        given = {name: lines[name].slice(first, STEP).to_pylist() for name in READ}
        told = (results[name].slice(first, STEP).to_pylist() for name in (*DECIDED, *FIGURES))
        for hand, (payer, decision, why, pod, mechanism, *figures) in zip(
            slow.walk(given), zip(*told, strict=True), strict=True
        ):
            cost, assigned = hand.cost, hand.assigned
            assert codes[payer] == (assigned.payer if assigned else ""), hand
            assert paths[decision] == (hand.rules, *steps(assigned)), hand
            assert Why(why) is cost.why, hand
            assert pods[pod] == cost.pod, hand
            if cost.why is not Why.NOT_FINISHED:  # by hand nobody asks how it will be paid for
                assert MECHANISMS[mechanism] == cost.mechanism, hand
            assert figures == list(figures_of(cost)), hand
            seen[cost.why.name] += 1
    assert sum(seen.values()) == answered.count == lines.num_rows
    return seen


def steps(assigned: Assigned | None) -> tuple[tuple[str, bool], ...]:
    return tuple((step.box, step.answer == "Yes") for step in assigned.path) if assigned else ()


def test_made_up_lines_are_as_by_hand(store):
    loads = countries.synthetic(store, lines=LINES)
    with duckdb() as engine:
        answered = attributed(store, Asked(), engine=engine, ready=loads)
        lines = engine.rows(countries.stored(store, engine, loads).order_by("line"))
        seen = assert_as_by_hand(answered, lines, engine)
    assert lines.num_rows > 0.9 * LINES
    assert seen["PRICED"] > 0.5 * lines.num_rows
    assert {"BLOCK", "NOT_CHARGED_BY_RULE", "NOT_FINISHED", "NO_CURRENCY", "NO_FACTOR", "STAY_UNKNOWN"} <= set(seen)


@needs_data
def test_every_artificial_hes_line_is_as_by_hand(store):
    countries.hes(store)
    with duckdb() as engine:
        lines = countries.moved(store, engine)
        answered = over(lines, store, Asked(), engine=engine)
        seen = assert_as_by_hand(answered, engine.rows(lines.order_by("line")), engine)
    assert {"PRICED", "NO_FACTOR", "UNKNOWN_CURRENCY", "NOT_CHARGED_BY_RULE"} <= set(seen)
