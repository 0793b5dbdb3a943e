"""Priced lines added up by currency, which the cube does not keep: worked out anew from the lines of some months."""

from collections.abc import Collection, Sequence

import ibis
import numpy as np

from ouzel.activity.answers.cells import Cells, key_of
from ouzel.activity.asked import Asked
from ouzel.activity.cube import UNIT_KINDS
from ouzel.activity.running import Answered, attributed
from ouzel.activity.store import Store
from ouzel.engine.columnar import duckdb
from ouzel.engine.pricing.reasons import CHARGED, GUIDE

NAMES = ("lines", "activity", "price")
"""Figures of such cells: lines, thousandths and pence."""

WITH_PRICE = CHARGED | GUIDE
_BY = ("supply", "currency", "pod", "commissioner", "unit", "decision")


def priced_cells(store: Store, *, months: Collection[int]) -> tuple[Cells, int]:
    """Lines of some months that have a price (be it a guide), and how many have none.

    Keys: provider, currency, pod, commissioner (as attributed), unit and unit_kind.
    """
    with duckdb() as engine:
        answered = attributed(store, Asked(months=tuple(sorted(months))), engine=engine)
        results = answered.results
        has = results["why"].isin(sorted(int(why) for why in WITH_PRICE))
        summed = results.mutate(has=has).group_by(*_BY, "has")
        found = engine.connection.to_pyarrow(
            summed.aggregate(
                lines=ibis._.count(),
                activity=ibis.coalesce(ibis._.activity.sum(), 0).cast("int64"),
                price=ibis.coalesce(ibis._.price.sum(), 0).cast("int64"),
            )
        )
    kept = found.filter(found["has"])
    left_out = int(found["lines"].to_numpy().sum() - kept["lines"].to_numpy().sum())
    numbers = {name: kept[name].to_numpy() for name in _BY}
    keys = {name: key_of(words) for name, words in _words(answered, numbers).items()}
    measures = np.column_stack([kept[name].to_numpy() for name in NAMES]).astype(np.int64)
    return Cells(keys, measures.reshape(-1, len(NAMES)), NAMES), left_out


def _words(answered: Answered, numbers: "dict[str, np.ndarray]") -> "dict[str, Sequence[str]]":
    compiled = answered.compiled
    words = compiled.dictionaries
    codes = {name: [key[0] for key in words.keys(name)] for name in ("supply", "currency", *UNIT_KINDS.values())}
    payers = [compiled.bodies.codes[n] for n in numbers["commissioner"].tolist()]
    methods = [decision.method if decision else "" for _, decision in compiled.decisions]
    kinds = [UNIT_KINDS.get(methods[n], "payer") for n in numbers["decision"].tolist()]
    return {
        "provider": [codes["supply"][n] for n in numbers["supply"].tolist()],
        "currency": [codes["currency"][n] for n in numbers["currency"].tolist()],
        "pod": [compiled.pods.codes[n] for n in numbers["pod"].tolist()],
        "commissioner": payers,
        "unit_kind": kinds,
        "unit": [
            payer if kind == "payer" else codes[kind][unit]
            for payer, kind, unit in zip(payers, kinds, numbers["unit"].tolist(), strict=True)
        ],
    }
