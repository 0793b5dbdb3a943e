"""Priced lines as a Parquet file in words: payer, price, the steps of it, the rules and the list it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from django.db import transaction

from ouzel.activity.asked import USUAL, Asked
from ouzel.activity.compiling import Compiled
from ouzel.activity.gate.file_names import refuse_file_name
from ouzel.activity.running import Answered, attributed
from ouzel.activity.spilling import spilling
from ouzel.activity.store import Store
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.engine.activity_lines import SUPPLY
from ouzel.engine.columnar import MEMORY, Columnar, duckdb
from ouzel.engine.paying.period import MECHANISMS
from ouzel.engine.pricing.reasons import Why

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEEDS = Permission.EXPORT_LINES

FIGURES = (
    "activity", "days", "short_stay", "base", "excess_days", "long_stay", "top_up", "before", "factor", "unit_price",
    "price", "charged", "submitted",
)  # fmt: skip
"""Columns of figures, as in `engine.paying.expression.RESULTS`."""


class Action(StrEnum):
    """What is recorded in the audit trail."""

    EXPORTED = "activity.lines.exported"


@dataclass(frozen=True)
class Exported:
    """What was written."""

    path: Path
    lines: int


def export_lines(
    path: Path, *, by: Actor, why: str, asked: Asked = USUAL, store: Store | None = None, memory: str = MEMORY
) -> Exported:
    """Write every line that counts, attributed and priced anew, to a Parquet file that only its owner may read.

    It holds no person, no spell and no identifier of a record; what is left is still personal. PermissionDenied for who
    may not export lines; ContentError without a reason, or where there is a file already.
    """
    require(by, NEEDS, on=today())
    if not why.strip():
        raise ContentError("say why these lines are exported", field="why", right="It is kept in the audit trail")
    refuse_file_name(path.name)
    if path.exists():
        raise ContentError("there is a file of this name already", file=path.name, right="Choose another name")
    if not path.parent.is_dir():
        raise ContentError("there is no such folder", file=str(path.parent))
    place = store or Store.at()
    with TemporaryDirectory(dir=path.parent, prefix=".ouzel-") as folder:  # open to its owner alone
        beside = Path(folder) / "lines.parquet"
        with transaction.atomic():
            with spilling(place) as spill, duckdb(memory=memory, spill=spill) as engine:
                answered = attributed(place, asked, engine=engine)
                engine.write(in_words(answered, engine), beside)
            audit.record(
                by=by, action=Action.EXPORTED, subject=f"{answered.count} lines of activity",
                detail={"why": why.strip(), "lines": answered.count, "asked": asked.words, "file": path.name},
            )  # fmt: skip
        beside.chmod(0o600)
        beside.rename(path)
    return Exported(path, answered.count)


def in_words(answered: Answered, engine: Columnar) -> "ir.Table":
    """The results with codes and words in the place of numbers."""
    compiled = answered.compiled
    table = answered.results
    for name, columns in _words(compiled).items():
        rows = pa.table({f"{name}_id": np.arange(len(next(iter(columns.values()))), dtype=np.int32), **columns})
        refer = engine.refer(f"words_{name}", rows)
        table = table.join(refer, table[name].cast("int32") == refer[f"{name}_id"])
    return table.select(
        load=table["line"] >> 32, row=table["line"] & 0xFFFFFFFF,
        **{column: table[f"{column}_code"] for column in ("kind", "specialty", "provider", "site", "service")},
        practice=table["practice_code"], residence=table["residence_code"], currency=table["currency_code"],
        submitted_to=table["submitted_to_code"], assigned=table["assigned"], commissioner=table["commissioner_code"],
        category=table["category_code"], rules=table["rules_code"], box=table["box_code"], method=table["method_code"],
        price_list=table["price_list_code"], pod=table["pod_code"], mechanism=table["mechanism_code"],
        why=table["why_code"], **{name: table[name] for name in FIGURES},
    )  # fmt: skip


def _words(compiled: Compiled) -> Mapping[str, Mapping[str, Any]]:
    """For each column of numbers, the columns of words that it stands for."""
    facts, keys = compiled.inputs.facts, compiled.dictionaries.keys
    ended = [decision for _, decision in compiled.decisions]
    return {
        "profile": {f"{name}_code": list(facts["profile"].columns[name]) for name in ("kind", "specialty")},
        "supply": {f"{name}_code": [key[at] for key in keys("supply")] for at, name in enumerate(SUPPLY)},
        **{name: {f"{name}_code": [key[0] for key in keys(name)]} for name in ("practice", "residence", "currency")},
        "submitted_to": {"submitted_to_code": list(compiled.bodies.codes)},
        "commissioner": {"commissioner_code": list(compiled.bodies.codes)},
        "decision": {
            "rules_code": [rules for rules, _ in compiled.decisions],
            "box_code": [each.box if each else "" for each in ended],
            "category_code": [each.outcome.category if each else "" for each in ended],
            "method_code": ["episode" if each is None else each.method.partition(":")[0] for each in ended],
        },
        "period": {"price_list_code": [p.pricing.book.name if p.pricing.book else "" for p in compiled.periods]},
        "pod": {"pod_code": list(compiled.pods.codes)},
        "mechanism": {"mechanism_code": list(MECHANISMS)},
        "why": {"why_code": [Why(number).name for number in range(len(Why))]},
    }  # fmt: skip
