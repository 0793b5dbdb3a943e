"""A word where a code should stand is left blank and told, and every code of the published files stays."""

import csv
import gzip

import pyarrow as pa
import pytest

from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.policy import policy
from ouzel.activity.gate.shapes import SHAPES, unfit
from tests.shared_data import DATA, needs_data

KEY = Key(b"a key for tests, and for nothing else")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("practice", "Smith"), ("practice", "JONES"), ("site", "Jones"), ("provider", "O'Brien"),
        ("diagnosis", "O'Brien"),
        ("specialty", "Lee"), ("currency", "hip - J. Smith"), ("currency", "04/03/1970"), ("service", "Khan"),
    ],
)  # fmt: skip
def test_a_name_in_the_place_of_a_code_is_blank_and_told(field: str, value: str) -> None:
    gate = Gate(policy(), KEY, None)
    made = gate.admit(pa.RecordBatch.from_pydict({field: [value, ""]}), first_row=1)
    assert made.column(field).to_pylist() == ["", ""]
    report = gate.report()
    assert not report.refused
    assert [(find.kind, find.count, find.rows) for find in report.finds] == [("no-code", 1, (1,))]
    assert value not in str(report.as_json())


@needs_data
@pytest.mark.parametrize(
    ("path", "column", "field"),
    [
        ("ods/epraccur_2025-05.csv.gz", 0, "practice"), ("ods/etr_2026-07.csv", 0, "provider"),
        ("payment/hrg4plus_codes.csv.gz", "hrg_code", "currency"),
        ("payment/national_cost_collection_2024-25.csv.gz", "currency_code", "currency"),
        ("payment/treatment_function_codes_2026-05.csv", "code", "specialty"),
        ("payment/main_specialty_codes_2026-05.csv", "code", "main_specialty"),
        ("activity/artificial_hes_apc_0102_truncated.csv.gz", "SITETRET", "site"),
        ("activity/artificial_hes_apc_0102_truncated.csv.gz", "PROCODE3", "provider"),
        ("activity/artificial_hes_apc_0102_truncated.csv.gz", "DIAG_4_01", "diagnosis"),
    ],
)  # fmt: skip
def test_every_code_that_is_published_fits(path: str, column: int | str, field: str) -> None:
    opened = gzip.open if path.endswith(".gz") else open
    with opened(DATA / path, "rt", encoding="utf-8", errors="replace") as file:
        rows = csv.DictReader(file) if isinstance(column, str) else csv.reader(file)
        found = sorted({str(row[column]).strip() for row in rows} - {"", "&", "-"})  # type: ignore[index]
    wrong = unfit(field, pa.array(found))
    assert wrong is None or [value for value, no in zip(found, wrong.to_pylist(), strict=True) if no] == []
    assert field in SHAPES
