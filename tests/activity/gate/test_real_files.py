"""Published files: codes in them raise no false alarm."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from ouzel.activity.gate.detecting import detect
from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.policy import policy
from tests.shared_data import DATA, needs_data

pytestmark = needs_data

KEY = Key(b"0123456789abcdef0123456789abcdef")
CODES = (0, 2, 3, 12, 13, 14, 23, 25)  # columns of the ODS files of 27 that hold codes
ODS = (
    "epraccur_2016-01",
    "epraccur_2021-11",
    "epraccur_2025-05",
    "epraccur_2026-02_dse-format",
    "etr_2026-07",
    "eccg_2025-12",
)
CODED = {
    "ods/succ_and_succarc_2022-10.csv.gz": ("old_code", "new_code"),
    "payment/national_cost_collection_2024-25.csv.gz": ("currency_code", "currency_desc"),
    "payment/hrg4plus_codes.csv.gz": ("hrg_code", "hrg_name"),
    "payment/treatment_function_codes_2026-05.csv": None,
    "payment/main_specialty_codes_2026-05.csv": None,
    "payment/market_forces_factor_2026-27.csv": None,
    "activity/ae_by_provider_2024-06.csv": None,
}


def rows_of(path: Path) -> Iterator[list[str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig", "replace")
    yield from csv.reader(io.StringIO(text))


def distinct(values: Iterator[str]) -> pa.Array:
    return pa.array(sorted(set(values)), pa.string())


@pytest.mark.parametrize("name", ODS)
def test_codes_of_organisations_raise_no_alarm(name: str) -> None:
    path = next((DATA / "ods").glob(f"{name}.csv*"))
    rows = list(rows_of(path))
    for column in CODES:
        assert not detect(distinct(row[column] for row in rows)).any


@pytest.mark.parametrize("name", CODED)
def test_codes_and_what_they_are_called_raise_no_alarm(name: str) -> None:
    heading, *rows = rows_of(DATA / name)
    for column in CODED[name] or heading:
        at = heading.index(column)
        assert not detect(distinct(row[at] for row in rows), heading=column).any, column


def test_postcodes_of_practices_are_found() -> None:
    rows = list(rows_of(DATA / "ods" / "epraccur_2025-05.csv.gz"))
    postcodes = distinct(row[9] for row in rows)
    found = detect(postcodes).by_kind[Kind.POSTCODE].certain
    missed = {word for word, hit in zip(postcodes.to_pylist(), found, strict=True) if not hit}
    assert len(postcodes) > 10_000
    assert missed == {"", "DN15 6QV"}  # no postcode ends in V: a slip in the file


@pytest.mark.parametrize("name", ["apc_0102", "op_0304", "ae_0708"])
@pytest.mark.parametrize("strictness", ["pseudonymise", "strict"])
def test_artificial_records_are_taken(name: str, strictness: str) -> None:
    heading, *rows = rows_of(DATA / "activity" / f"artificial_hes_{name}_truncated.csv.gz")
    columns = {name: [row[at] for row in rows] for at, name in enumerate(heading)}
    it = Gate(policy(strictness), KEY)
    fields = {
        "PSEUDO_HESID": "person", "MYDOB": "birth_date", "PROCODE3": "provider", "GPPRAC": "practice",
        "SITETRET": "site", "LSOA11": "residence", "SUSHRG": "currency", "MAINSPEF": "main_specialty",
        "TRETSPEF": "specialty",
        "EPIKEY": "record", "PURCODE": "commissioner", "ADMIDATE": "start", "DIAG_4_CONCAT": "diagnoses",
        "OPERTN_4_CONCAT": "procedures",
    }  # fmt: skip
    it.admit(
        pa.RecordBatch.from_pydict(columns), {source: field for source, field in fields.items() if source in heading}
    )
    report = it.report()
    assert not report.refused
    assert {find.kind for find in report.finds if find.certain} <= {Kind.BIRTH_MONTH, Kind.UNFIT}
