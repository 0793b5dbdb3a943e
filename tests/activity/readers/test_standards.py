"""The contract monitoring standards and their elements."""

import csv

import pytest

from ouzel.activity.faults.elements import pattern
from ouzel.activity.fields import FIELDS
from ouzel.activity.readers import FORMATS, batches, recognise
from ouzel.activity.readers.headings import key
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.readers.standards import elements
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import KINDS
from tests.activity.readers.files import submission
from tests.shared_data import DATA, needs_data

STANDARDS = ("acm", "plcm", "drplcm", "deplcm", "iap", "local-prices")


@needs_data
@pytest.mark.parametrize("standard", ["acm", "plcm"])
def test_elements_published_are_all_there_with_their_mandation(standard: str) -> None:
    path = DATA / "contracting" / f"{standard}_data_set_specification_2026-05.csv"
    published = {
        row["data_element"]: row["mandation"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    ours = {element.name: element.mandation for element in elements(standard)}
    assert {name: ours.get(name) for name in published} == published


@pytest.mark.parametrize("standard", STANDARDS)
def test_elements_have_known_fields_shapes_and_places(standard: str) -> None:
    those = elements(standard)
    assert [element.number for element in those] == list(range(1, len(those) + 1))
    for element in those:
        assert element.field in FIELDS or not element.field
        assert element.mandation in "MRO"
        pattern(element.shape)
        assert element.personal or not (element.field and FIELDS[element.field].personal)


@pytest.mark.parametrize("standard", STANDARDS)
def test_recognise_a_file_by_its_headings_however_written(standard: str) -> None:
    content = submission(standard)
    assert recognise(content).slug == standard
    heads, _, rest = content.partition(b"\n")
    assert recognise(heads.lower().replace(b" ", b"_") + b"\n" + rest).slug == standard


def test_recognise_another_file_says_what_is_missing() -> None:
    with pytest.raises(ContentError, match=r"headings are those of no format.*lacks"):
        recognise(b"name,colour\na,b\n")


def test_canonical_patient_level_by_field() -> None:
    content = submission(
        "plcm",
        {},
        {"POINT OF DELIVERY CODE": "OPFASPCL", "TARIFF CODE": "WF01B"}
        | {"CDS UNIQUE IDENTIFIER": "", "NON CDS UNIQUE IDENTIFIER": "N-7"},
        {"ACTIVITY END DATE (CONTRACT MONITORING)": ""},
        {"POINT OF DELIVERY CODE": "drug"},
        {"POINT OF DELIVERY CODE": "WHAT"},
    )
    layout = recognise(content)
    rows = layout.canonical(next(batches(content, layout))[1]).to_pylist()
    assert [row["kind"] for row in rows] == ["admitted", "outpatient", "admitted-unfinished", "drug", "other"]
    first, second = rows[:2]
    assert (first["currency"], first["best_practice"]) == ("AA22C", "BP1")
    assert (second["currency"], second["best_practice"], second["record"]) == ("WF01B", "", "N-7")
    assert (first["start"], first["end"], first["birth_date"]) == ("2025-04-03", "2025-04-07", "1980-04-02")
    assert first["ORGANISATION IDENTIFIER (GP PRACTICE RESPONSIBILITY)"] == "M1J4Y"
    assert "TARIFF CODE" not in first


def test_canonical_a_column_named_like_a_field_is_not_taken_for_it() -> None:
    content = submission("acm")
    heads, _, rest = content.partition(b"\r\n")
    content = heads + b",person\r\n" + rest.rstrip() + b",9434765919\r\n"
    layout = recognise(content)
    batch = layout.canonical(next(batches(content, layout))[1])
    assert "person" not in batch.schema.names
    assert batch.column("person (in the file)").to_pylist() == ["9434765919"]


def test_headings_names_what_people_know_a_field_by() -> None:
    layout = FORMATS["acm"]
    assert layout.headings(["TARIFF_CODE", "Other"]) == {"currency": "TARIFF_CODE"}


def test_points_of_delivery_have_known_kinds() -> None:
    assert {point.kind for point in POINTS.values()} <= set(KINDS)
    assert {code for code, point in POINTS.items() if point.money_only} == {
        "ADJUSTMENT", "BLOCK", "CQUIN", "DRUG", "DEVICE", "NAOTHER"
    }  # fmt: skip
    assert all(point.no_tariff for point in POINTS.values() if point.money_only)


def test_key_of_headings_is_without_signs() -> None:
    assert key("Organisation_Identifier (Code of Provider)") == key("ORGANISATION IDENTIFIER CODE OF PROVIDER")
