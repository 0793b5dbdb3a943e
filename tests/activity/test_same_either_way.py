"""How the reader cuts and packs a file makes no difference: not to the checks, and not to the gate."""

from collections.abc import Callable

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.faults import Checker, Fault
from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.policy import policy
from ouzel.activity.gate.report import Report
from ouzel.activity.readers import batches, format_named
from tests.activity.faults.bodies import reference
from tests.activity.faults.test_checks import BY_STANDARD
from tests.activity.readers.files import submission

PLCM = format_named("plcm")
WRONG = [changed for standard, changed in BY_STANDARD.values() if standard == "plcm"]
TELLING = [
    {"LOCAL SUB-SPECIALTY CODE": "seen by Mrs Patel"},
    {"ATTENDANCE IDENTIFIER": "943 476 5919"},
    {"LOCAL POINT OF DELIVERY DESCRIPTION": "born on 2 April 1980"},
    {"TARIFF CODE": "SW1A 1AA", "POSTCODE OF USUAL ADDRESS": "SW1A 1AA"},
    {"ORGANISATION SITE IDENTIFIER (OF TREATMENT)": "SMITH, John", "NHS NUMBER": ""},
    {"TOTAL COST": "", "ACTIVITY UNIT PRICE": " 12 ", "AGE AT ACTIVITY DATE (CONTRACT MONITORING)": "44"},
]
LINES = st.lists(
    st.tuples(st.sampled_from([{}, *WRONG, *TELLING]), st.integers(1, 3)).map(
        lambda each: {"CDS UNIQUE IDENTIFIER": f"RC9-{each[1]}"} | each[0]
    ),
    min_size=1,
    max_size=8,
)
Packing = Callable[[pa.RecordBatch], pa.RecordBatch]


def as_texts(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [column.cast(pa.string()) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def as_dictionaries(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [column.dictionary_encode() for column in as_texts(batch).columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def through(content: bytes, *, rows: int, pack: Packing) -> tuple[list[Fault], Report, list[dict[str, object]]]:
    checker, gate = Checker(PLCM, reference()), Gate(policy(), Key(b"0" * 32))
    admitted = []
    for first, batch in batches(content, PLCM, rows=rows):
        packed = pack(batch)
        canonical = PLCM.canonical(packed)
        checker.check(packed, canonical, first_row=first)
        admitted += gate.admit(canonical, first_row=first).to_pylist()
    return list(checker.faults()), gate.report(), admitted


@given(LINES, st.integers(1, 8))
def test_faults_and_finds_are_the_same_for_texts_dictionaries_and_every_size_of_batch(
    lines: list[dict[str, str]], rows: int
) -> None:
    content = submission("plcm", *lines)
    plain = through(content, rows=1, pack=as_texts)
    assert through(content, rows=rows, pack=as_dictionaries) == plain
    assert through(content, rows=rows, pack=lambda batch: batch) == plain
