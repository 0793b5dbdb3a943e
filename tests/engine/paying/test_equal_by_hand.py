"""The one pass over lines says of every line what walking it by hand says."""

from collections import Counter
from datetime import date

import pyarrow as pa
import pytest

from ouzel.engine.activity_lines import known
from ouzel.engine.attribution.by_hand import Assigned, assign
from ouzel.engine.attribution.flow import Outcome
from ouzel.engine.columnar import duckdb
from ouzel.engine.paying.expression import RESULTS
from ouzel.engine.pricing.by_hand import ByHand
from ouzel.engine.pricing.reasons import Why
from ouzel.engine.pricing.rounding import POLICIES
from tests.engine.paying.running import fast
from tests.engine.paying.worlds import YEAR, World, world

NOBODY = Assigned("", Outcome((), "", ""), "", "", "", (), "")
"""Of a line without a day: no rules hold."""

FIGURES = ("base", "excess_days", "long_stay", "top_up", "before", "factor", "unit_price", "price", "charged")


def by_hand(of: World) -> list[dict[str, object]]:
    pricer = ByHand(books=[of.book] if of.book else [], deliveries=[of.deliveries], agreements=of.agreements)
    found = []
    for line in of.lines.to_pylist():
        kind = of.facts["profile"].columns["kind"][line["profile"]]
        day = (line["end"] if of.flow.dates[kind] == "end" else 0) or line["start"]
        facts = {table: of.facts[table].on(line[table], day or YEAR[0].toordinal()) for table in of.facts}
        facts["line"] = {"commissioner": of.commissioners[line["commissioner"]]}
        assigned = assign(of.flow, facts, kind) if day else NOBODY
        cost = pricer.price(
            profile=facts["profile"], currency=of.currencies[line["currency"]],
            stay=known(line["stay"]), exempt_days=known(line["exempt_days"]),
            age=known(line["age"]), activity=line["activity"], submitted=line["submitted"],
            provider=facts["supply"]["provider"], service=facts["supply"]["service"], commissioner=assigned.payer,
            end=date.fromordinal(day) if line["end"] else None,
            payable=assigned.payable, outside=assigned.outside, dated=day > 0,
            counted_with="another" if line["counted_with"] else "",
        )  # fmt: skip
        found.append({"assigned": assigned, "cost": cost})
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rounding", list(POLICIES))
def test_every_line_has_the_payer_and_price_worked_out_by_hand(seed: int, rounding: str) -> None:
    of = world(seed, lines=2_000, rounding=rounding)
    with duckdb() as engine:
        found = fast(of, engine)
    assert found.table.column_names == list(RESULTS)
    rows, period, bodies, pods = found.table.to_pylist(), found.period, found.bodies, found.pods
    slow = by_hand(of)
    assert len(rows) == len(slow) == of.lines.num_rows
    for row, hand in zip(rows, slow, strict=True):
        assigned, cost = hand["assigned"], hand["cost"]
        assert bodies.codes[row["commissioner"]] == assigned.payer, (row, hand)
        if assigned is not NOBODY:
            decision = period.attribution.decisions.all[row["decision"]]
            assert [box for box, _ in decision.path] == [step.box for step in assigned.path]
            assert [yes for _, yes in decision.path] == [step.answer == "Yes" for step in assigned.path]
        assert Why(row["why"]) is cost.why, (row, hand)
        assert pods.codes[row["pod"]] == cost.pod, (row, hand)
        assert row["short_stay"] == cost.short_stay
        assert {name: row[name] for name in FIGURES} == {name: getattr(cost, name) for name in FIGURES}, (row, hand)
    met = Counter(Why(row["why"]) for row in rows)
    assert len(met) >= 14, met  # the world is dense enough to mean something


def test_without_a_price_list_every_line_that_needs_one_says_so() -> None:
    of = world(99, priced=False)
    with duckdb() as engine:
        rows = fast(of, engine).table.to_pylist()
    slow = by_hand(of)
    assert [Why(row["why"]) for row in rows] == [hand["cost"].why for hand in slow]
    assert [row["price"] for row in rows] == [hand["cost"].price for hand in slow]


def test_no_line_is_lost_or_doubled() -> None:
    of = world(5)
    with duckdb() as engine:
        rows = fast(of, engine).table.to_pylist()
    assert pa.array([row["line"] for row in rows]).equals(of.lines["line"].combine_chunks())
