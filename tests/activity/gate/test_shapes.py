"""A word where a code should stand is left blank and told, and every code of the published files stays."""

import csv
import gzip

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.fields import FIELDS
from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.policy import Treatment, policies, policy
from ouzel.activity.gate.shapes import SHAPES, unfit
from tests.shared_data import DATA, needs_data

KEY = Key(b"a key for tests, and for nothing else")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("practice", "Smith"), ("practice", "JONES"), ("site", "Jones"), ("provider", "O'Brien"),
        ("diagnosis", "O'Brien"),
        ("specialty", "Lee"), ("service", "Khan"), ("professionals", "Dr John Smith"), ("attended", "SMITH"),
        ("site", "SMITH"), ("department", "Lee"), ("sex", "Jo"), ("ethnicity", "NG"), ("status", "dead"),
        ("unbundled", "SMITH"), ("kind", "Smith"), ("diagnoses", "I10X,SMITH"), ("start", "Smith"), ("price", "Lee"),
        ("created", "03/04/2025"), ("month", "MAY"), ("age", "Khan"), ("administrative", "Ng"), ("category", "JS"),
        ("practice", "E81001\n"), ("local_pod", "CLIN\x007"), ("local_pod_name", "Virtual\nward"),
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
    wrong = [
        value for mask in unfit(field, pa.array(found)).values() for value, no in zip(found, mask, strict=True) if no
    ]
    # Before there were codes of sites, some hospitals called themselves by letters, which nobody can tell from names.
    assert [value for value in wrong if field != "site" or not value.isalpha()] == []
    assert len(wrong) < 10


EXAMPLES = {
    "month": "13", "year": "202526", "created": "2025-05-15T16:00:00Z", "order": "1", "provider": "RC9",
    "site": "RC971", "practice": "E81001", "age": "0", "sex": "1", "ethnicity": "A", "commissioner": "M1J4Y",
    "category": "12", "service": "NCBPS01A", "specialty": "110", "main_specialty": "100", "overseas": "A",
    "administrative": "01", "admission_method": "2A", "admission_source": "19", "patient_class": "1",
    "first_attendance": "1", "attended": "5", "department": "01", "professionals": "multi", "best_practice": "BP01",
    "unbundled": "Y", "pod": "OPFASPCL", "local_pod": "HOTCLIN", "local_pod_name": "Virtual ward",
    "start": "2025-04-01", "end": "2025-04-02", "stay": "12", "critical_days": "0",
    "rehabilitation_days": "1", "palliative_days": "1.0",
    "delayed_days": "3", "currency": "AA22C", "diagnosis": "I10X", "procedure": "W371",
    "diagnoses": "I10X,U07.1,M45X0D",
    "procedures": "W371,Z843", "activity": "1.000", "unit_price": "1E+3", "price": "1234567.89",
    "planned_activity": "-3",
    "planned_price": "12,345.00", "market_forces": "-0.12345678", "status": "finished", "episode_start": "20250401",
    "episode_end": "2025-04-02T00:00:00", "kind": "admitted",
}  # fmt: skip


def test_every_field_that_a_policy_keeps_has_a_shape_and_nothing_else_has_one() -> None:
    for each in policies().values():
        kept = {name for name, treatment in each.treatments.items() if treatment is Treatment.KEEP}
        assert kept == set(SHAPES) == set(EXAMPLES)


@pytest.mark.parametrize("field", SHAPES)
def test_values_of_each_field_stay_and_no_other_text_does(field: str) -> None:
    gate = Gate(policy(), KEY, None)
    odd = ["Okonkwo Chidi", "D'Souza", "x" * 200, "\x01", "Smith\nJones", "MR SMITH", "12/03/1961 Singh"]
    made = gate.admit(pa.RecordBatch.from_pydict({field: [EXAMPLES[field], "", *odd]}), first_row=1)
    assert made.column(field).to_pylist() == [EXAMPLES[field], "", *[SHAPES[field].withheld] * len(odd)]
    assert not set(odd) & set(str(gate.report().as_json()).split("'"))


@pytest.mark.parametrize("field", ["local_pod", "local_pod_name", "currency", "pod", "best_practice", "site"])
def test_a_text_of_any_length_is_not_kept(field: str) -> None:
    gate = Gate(policy(), KEY, None)
    made = gate.admit(pa.RecordBatch.from_pydict({field: ["A1" * 1_000_000, "clinic " * 100_000]}), first_row=1)
    assert made.column(field).to_pylist() == ["", ""]
    assert FIELDS[field].longest


@given(st.sampled_from(list(SHAPES)), st.text(max_size=60))
def test_what_is_kept_is_kept_again(field: str, text: str) -> None:
    once = _kept(field, text)
    assert once in (SHAPES[field].withheld, text)
    assert _kept(field, once) == once


def _kept(field: str, text: str) -> str:
    made = Gate(policy(), KEY, None).admit(pa.RecordBatch.from_pydict({field: pa.array([text], pa.string())}))
    return str(made.column(field).to_pylist()[0])
