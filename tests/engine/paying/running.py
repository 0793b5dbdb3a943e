"""A world of lines through the one pass, on any engine."""

from dataclasses import dataclass

import ibis
import pyarrow as pa

from ouzel.activity.compiling import NO_DELIVERIES, NO_RULES
from ouzel.engine.columnar import Columnar
from ouzel.engine.days import MINDAY
from ouzel.engine.paying.bodies import Bodies
from ouzel.engine.paying.expression import dated, priced
from ouzel.engine.paying.period import Inputs, Period, compiled
from ouzel.engine.pricing.compiling import Pods
from tests.engine.paying.worlds import World


@dataclass(frozen=True, eq=False)
class Fast:
    """Results by line, and what their numbers stand for."""

    table: pa.Table
    period: Period
    bodies: Bodies
    pods: Pods


def fast(of: World, engine: Columnar) -> Fast:
    bodies, pods = Bodies(of.commissioners), Pods()
    inputs = Inputs(of.facts, of.currencies, of.agreements)
    period = compiled(
        inputs, flow=of.flow, deliveries=of.deliveries, book=of.book, since=of.flow.since.toordinal(),
        until=of.flow.until.toordinal(), bodies=bodies, pods=pods, first_decision=0,
    )  # fmt: skip
    starts = {kind for kind, day in of.flow.dates.items() if day == "start"}
    lines = dated(engine.refer("lines", of.lines), of.facts["profile"], starts, engine)
    before = compiled(
        inputs, flow=NO_RULES, deliveries=NO_DELIVERIES, book=None, since=MINDAY - 1, until=period.since,
        bodies=bodies, pods=pods,
    )  # fmt: skip
    both = [
        priced(lines.filter(lines["assigned"] >= MINDAY), period, engine),
        priced(lines.filter(lines["assigned"] < MINDAY), before, engine, number=1),
    ]
    return Fast(engine.rows(ibis.union(*both).order_by("line")), period, bodies, pods)
