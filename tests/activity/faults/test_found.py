"""Faults listed, shown, written and weighed, without any value of a patient."""

import csv
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from ouzel.activity.faults import Check, Faults, Severity, Taking, write_csv
from ouzel.activity.faults.showing import shown
from ouzel.activity.faults.writing import HEADINGS, csv_text
from ouzel.core.errors import ContentError
from tests.activity.faults.bodies import checked
from tests.activity.readers.files import submission
from tests.shared_data import DATA, needs_data

ODD = Check("X-1", "pod", "it is odd", "An even one")
LIGHT = Check("X-2", "pod", "it may be odd", "An even one", Severity.WARNS)


def faults(errors: int, warnings: int = 0, *, listed: int = 10) -> Faults:
    found = Faults(listed=listed)
    found.note(ODD, np.arange(1, errors + 1), ["v"] * errors)
    found.note(LIGHT, np.arange(1, warnings + 1), ["v"] * warnings)
    return found


def test_faults_are_all_counted_and_listed_up_to_a_limit() -> None:
    found = faults(7, 25)
    found.note(LIGHT, np.array([30]), ["w"])
    assert (found.errors, found.warnings, found.unlisted) == (7, 26, 16)
    assert found.counts == {"X-2": 26, "X-1": 7}
    rows = found.table().to_pydict()
    assert len(rows["row"]) == 17
    assert rows["row"] == sorted(rows["row"])
    assert [entry["code"] for entry in found.summary()] == ["X-1", "X-2"]


@pytest.mark.parametrize(
    ("policy", "errors", "refused"),
    [("refuse-any", 0, False), ("refuse-any", 1, True), ("refuse-from-5", 4, False), ("refuse-from-5", 5, True),
     ("take-and-list", 99, False)],
)  # fmt: skip
def test_taking_refuses_or_takes_whole(policy: str, errors: int, refused: bool) -> None:
    taking = Taking.parse(policy)
    assert taking.slug == policy
    found = faults(errors, warnings=50)
    assert taking.refuses(found) is refused
    if refused:
        with pytest.raises(ContentError, match=f"{errors} errors and is refused whole.*X-1"):
            taking.demand(found, file="a.csv")
    else:
        taking.demand(found)


@pytest.mark.parametrize("text", ["", "refuse-from-0", "refuse-from-x", "take"])
def test_taking_of_another_name_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="Use refuse-any"):
        Taking.parse(text)


def test_write_csv_can_be_opened_and_read_back(tmp_path: Path) -> None:
    found = checked(submission("plcm", {}, {"POINT OF DELIVERY CODE": "=1+1"}))
    path = tmp_path / "faults.csv"
    write_csv(found, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert tuple(rows[0]) == HEADINGS
    (pod,) = [row for row in rows if row["code"] == "POD-UNKNOWN"]
    assert (pod["row"], pod["value"], pod["severity"]) == ("2", "'=1+1", "refuses")


def test_csv_quotes_keep_a_value_in_its_cell() -> None:
    found = Faults()
    found.note(ODD, np.array([1]), ['a","=cmd'])
    row = next(csv.DictReader(StringIO(csv_text(found))))
    assert row["value"] == 'a","=cmd'


@pytest.mark.parametrize("field", ["person", "local_person", "birth_date", "residence", "record", "spell"])
def test_shown_nothing_of_a_personal_field(field: str) -> None:
    assert shown(["anything"], field=field, personal=False) == [""]


@pytest.mark.parametrize(
    "value",
    ["9434765919", "943 476 5919", "SW1A 1AA", "02/04/1980", "1980-04-02", "Jane Smith", "jane smith 2", "x" * 61],
)
def test_shown_nothing_that_may_be_a_patients_in_the_wrong_column(value: str) -> None:
    assert shown([value, "RC9"], field="provider", personal=False) == ["", "RC9"]


def test_shown_days_only_of_days() -> None:
    assert shown(["03/04/2025"], field="start", personal=False) == ["03/04/2025"]
    assert shown(["NEL", "1234.50", "AA22C/N"], field="pod", personal=False) == ["NEL", "1234.50", "AA22C/N"]


@pytest.mark.parametrize("name", ["Smith", "SMITH", "O'Brien", "Patel-Jones"])
def test_shown_no_name_in_the_place_of_a_code(name: str) -> None:
    assert shown([name, "E81046"], field="practice", personal=False) == ["", "E81046"]
    assert shown(["OPFASPXX", "Smith"], field="pod", personal=False) == ["OPFASPXX", ""]


def test_no_fault_of_any_line_shows_a_patient() -> None:
    secrets = ("9434765919", "9434765918", "1980-04-02", "SW1A 1AA", "L-77", "S-77", "RC9-77", "Jane")
    line = {
        "NHS NUMBER": "9434765918",
        "POSTCODE OF USUAL ADDRESS": "SW1A 1AA SW1A 1AA",
        "LOCAL PATIENT IDENTIFIER (EXTENDED)": "L-77" * 9,
        "HOSPITAL PROVIDER SPELL NUMBER": "S-77" * 9,
        "CDS UNIQUE IDENTIFIER": "RC9-77" * 9,
        "PROVIDER REFERENCE NUMBER": "Jane Jane Jane Jane",
        "ORGANISATION IDENTIFIER (CODE OF PROVIDER)": "9434765919",
        "ACTIVITY TREATMENT FUNCTION CODE": "Jane Smith",
        "WARD CODE": "SW1A 1AA",
        "PERSON BIRTH DATE": "1980-04-02 or so",
        "POINT OF DELIVERY CODE": "1980-04-02",
    }
    found = checked(submission("plcm", {}, line))
    assert len(found.counts) > 8
    text = csv_text(found) + str(found.summary()) + str(list(found))
    assert not [secret for secret in secrets if secret in text]


@needs_data
@pytest.mark.parametrize("name", ["apc_0102", "op_0304", "ae_0708"])
def test_published_extracts_are_told_their_faults_and_not_refused(name: str) -> None:
    found = checked((DATA / "activity" / f"artificial_hes_{name}_truncated.csv.gz").read_bytes())
    assert found.errors == 0
    assert found.lines >= 1000
