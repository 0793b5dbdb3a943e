"""A world of lines through the one pass, on any engine."""

from dataclasses import dataclass

import pyarrow as pa

from ouzel.engine.columnar import Columnar
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
    return Fast(engine.rows(priced(lines, period, engine).order_by("line")), period, bodies, pods)
