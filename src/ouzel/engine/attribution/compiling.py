"""The flow of a time and the facts of its days as look-up tables: what a line needs to find its payer."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.attribution.classes import Classes, classes, tests_of
from ouzel.engine.attribution.deciding import NOBODY, Decision, Decisions, decide
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import METHOD_FACTS, Flow
from ouzel.engine.days import Ints, Longs
from ouzel.engine.paying.bodies import Bodies
from ouzel.engine.pricing.asking import asked_as
from ouzel.engine.pricing.reasons import Why


@dataclass(frozen=True, eq=False)
class Attribution:
    """`columns[table]`: per row of its facts, what each look-up carries: `TABLE_part`, what it adds to the key of the
    care or the decision, and `TABLE_FACT`, numbers of bodies. `care`: id to the key of the care. `table`: id to
    decision, method, named body and the code of `asking` that says whether somebody pays.
    """

    flow: Flow
    decisions: Decisions
    columns: dict[str, dict[str, Ints]]
    care: pa.Table
    table: pa.Table
    methods: tuple[str, ...]


def attribution(flow: Flow, facts: dict[str, Facts], bodies: Bodies) -> Attribution:
    """Compile a flow. `facts` has the four tables of `flow.TABLES`. ValueError for rules that cannot be followed."""
    asked = tests_of(flow)
    found: dict[str, Classes] = {table: classes(facts[table], tests) for table, tests in asked.items()}
    decisions = decide(flow, found)
    methods = tuple(dict.fromkeys(decision.method for decision in decisions.all))
    parts: dict[str, Longs] = {
        "profile": decisions.profile_part[found["profile"].of].astype(np.int64),
        "supply": found["supply"].of,
        **{table: found[table].of * weight for table, weight in decisions.weights.items()},
    }
    columns: dict[str, dict[str, Ints]] = {
        table: {f"{table}_part": part.astype(np.int32)} for table, part in parts.items()
    }
    for method in methods:
        if method in METHOD_FACTS:
            table, fact = METHOD_FACTS[method]
            columns[table][f"{table}_{fact}"] = bodies.numbers(facts[table].columns[fact])
    by_decision = np.array([methods.index(decision.method) for decision in decisions.all], dtype=np.int8)
    named = bodies.numbers(decision.code for decision in decisions.all)
    table = pa.table(
        {
            "id": np.arange(len(decisions.of), dtype=np.int32),
            "decision": decisions.of,
            "method": by_decision[decisions.of],
            "named": named[decisions.of],
            "payer_why": _whys(decisions)[decisions.of],
        }
    )
    care = pa.table({"id": np.arange(len(decisions.care), dtype=np.int32), "care": decisions.care})
    return Attribution(flow, decisions, columns, care, table, methods)


def _whys(decisions: Decisions) -> npt.NDArray[np.int16]:
    """Of each decision, the code of `asking` that says whether somebody pays."""
    return np.array([asked_as(_why(decision)) for decision in decisions.all], dtype=np.int16)


def _why(decision: Decision) -> Why:
    if decision.method == "none" and decision.path:
        return Why.NOT_PAYABLE
    return Why.NOBODY_PAYS if decision.method in ("none", NOBODY) else Why.PRICED
