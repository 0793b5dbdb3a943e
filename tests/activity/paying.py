"""Lines for tests of attribution and pricing through the store: any canonical field, any kind, and what came out."""

from collections.abc import Mapping, Sequence
from typing import Any

from ouzel.activity.asked import USUAL, Asked
from ouzel.activity.readers import Column, Format
from ouzel.activity.running import Answered, attributed
from ouzel.activity.store import Store
from ouzel.engine.columnar import duckdb
from ouzel.engine.pricing.reasons import Why
from tests.activity.loads import load

FIELDS = (
    "record", "person", "spell", "order", "provider", "site", "practice", "residence", "start", "end", "age", "service",
    "specialty", "main_specialty", "overseas", "administrative", "admission_method", "admission_source",
    "patient_class", "first_attendance", "attended", "professionals", "currency", "pod", "local_pod", "best_practice",
    "commissioner", "price", "activity", "status", "created", "critical_days",
)  # fmt: skip


def take(store: Store, kind: str, *rows: Mapping[str, str], **options: Any) -> int:
    """Load rows of one kind; the number of the load."""
    layout = Format(f"test-{kind}", f"{kind} for tests", tuple(Column(name, (name,)) for name in FIELDS), kind)
    text = "\n".join([",".join(FIELDS), *(",".join(row.get(name, "") for name in FIELDS) for row in rows), ""])
    return load(text.encode(), store, layout=layout, **options).load.pk


def answers(store: Store, asked: Asked = USUAL) -> list[dict[str, Any]]:
    """Every line that counts, with words: payer, unit, box, pod, why, and the figures of its price."""
    with duckdb() as engine:
        found = attributed(store, asked, engine=engine)
        rows = engine.connection.to_pyarrow(found.results.order_by("line")).to_pylist()
    return [in_words(row, found) for row in rows]


def in_words(row: Mapping[str, Any], found: Answered) -> dict[str, Any]:
    compiled = found.compiled
    _, decision = compiled.decisions[row["decision"]]
    return dict(row) | {
        "payer": compiled.bodies.codes[row["commissioner"]],
        "box": decision.box if decision else "",
        "path": tuple(decision.path) if decision else (),
        "method": decision.method if decision else "episode",
        "category": decision.outcome.category if decision else "",
        "pod": compiled.pods.codes[row["pod"]],
        "why": Why(row["why"]),
    }


def payers(store: Store, asked: Asked = USUAL) -> Sequence[str]:
    """Who pays for each line, by number of line."""
    return [row["payer"] for row in answers(store, asked)]
