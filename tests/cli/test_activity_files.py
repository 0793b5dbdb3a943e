"""`ouzel activity check`, `load`, `loads`, `withdraw` and `erase-due`, as a person types them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from ouzel.activity.models import ActivityLoad
from ouzel.core.models import AuditEntry
from tests.cli.activity import LISTED, activity, done, own_store, plcm

pytestmark = pytest.mark.usefixtures("register")
NHS = "9434765919"
BAD = {"ACTIVITY END DATE (CONTRACT MONITORING)": "2021-04-01", "CDS UNIQUE IDENTIFIER": "RC9-2"}


@pytest.fixture(autouse=True)
def _place(tmp_path: Path) -> Iterator[None]:
    with own_store(tmp_path / "home"):
        yield


def number(out: str) -> str:
    """The number of the load that a document tells."""
    return str(json.loads(out)["loads"][0]["load"])


def test_check_says_that_a_file_would_be_taken_and_keeps_nothing(tmp_path: Path) -> None:
    ran = done("check", plcm(tmp_path / "april.csv", {"POSTCODE OF USUAL ADDRESS": "LU1 1AA"}))
    assert "april.csv is a file of patient-level contract monitoring with 1 row.\nIt would be taken" in ran.out
    assert "NHS NUMBER: 1 NHS number (row 1). Made into pseudonyms." in ran.out
    assert "No postcode directory is loaded" in ran.err
    assert "No postcode directory" not in done("check", plcm(tmp_path / "abroad.csv")).err
    assert not ActivityLoad.objects.exists()
    assert not (tmp_path / "home").exists()


def test_check_refuses_with_what_would_be_right(tmp_path: Path) -> None:
    out = tmp_path / "faults.csv"
    ran = activity("check", plcm(tmp_path / "april.csv", {}, BAD), "--faults", str(out))
    assert ran.status == 1
    assert "Error: april.csv would be refused whole. Nothing of it was kept." in ran.err
    assert "Written: faults.csv" in ran.err
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["row"] for row in rows if row["severity"] == "refuses"} == {"2"}
    assert all(row["what would be right"] for row in rows)
    assert NHS not in out.read_text() + ran.out + ran.err


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_list_of_faults_is_never_written_over_the_file_itself(tmp_path: Path, command: str) -> None:
    path = plcm(tmp_path / "april.csv", {}, BAD)
    (tmp_path / "also.csv").symlink_to(path)
    before = Path(path).read_bytes()
    ran = activity(command, path, "--faults", str(tmp_path / "also.csv"))
    assert ran.status == 1
    assert "also.csv: this is the file that is read, and would be written over. Give another name" in ran.err
    assert Path(path).read_bytes() == before


def test_check_of_a_code_with_a_nought_sign_in_it_says_what_is_wrong(tmp_path: Path) -> None:
    ran = activity("check", plcm(tmp_path / "april.csv", {"ORGANISATION SITE IDENTIFIER (OF TREATMENT)": "RC\x0071"}))
    assert "SITE-UNKNOWN, 1 row" in ran.out
    assert "ORGANISATION SITE IDENTIFIER (OF TREATMENT): 1 value that does not fit the column (row 1)." in ran.out


def test_check_as_a_document_ends_with_1_too(tmp_path: Path) -> None:
    ran = activity("check", plcm(tmp_path / "april.csv", {}, BAD), "--json")
    assert ran.status == 1
    assert (ran.json["refused"], ran.json["format"], ran.json["rows"]) == (True, "plcm", 2)
    assert ran.json["faults"][0]["right"]


def test_check_under_another_policy(tmp_path: Path) -> None:
    ran = activity("check", plcm(tmp_path / "april.csv"), "--policy", "strict")
    assert ran.status == 1
    assert "The file is refused: it says who patients are where it may not." in ran.out


def test_check_with_a_mapping_file(tmp_path: Path) -> None:
    file, mapping = tmp_path / "ours.csv", tmp_path / "ours.toml"
    file.write_text("Trust,Practice,Appt\nRC9,E81046,03/04/2021\n")
    mapping.write_text(
        'name = "Appointments"\nslug = "ours"\nkind = "outpatient"\n[fields]\nprovider = "Trust"\n'
        'practice = "Practice"\nstart = { column = "Appt", dates = ["dd/mm/yyyy"], need = true }\n'
    )
    ran = done("check", str(file), "--mapping", str(mapping), *LISTED)
    assert "ours.csv is a file of Appointments with 1 row.\n" in ran.out
    mapping.write_text(mapping.read_text().replace("practice =", "practise ="))
    refused = activity("check", str(file), "--mapping", str(mapping))
    assert (refused.status, "ours.toml, line 6" in refused.err) == (1, True)


def test_load_takes_a_file_and_says_until_when(tmp_path: Path) -> None:
    ran = done("load", plcm(tmp_path / "april.csv"))
    assert ": 1 line of RC9, patient-level contract monitoring, 2021-04-01 to 2021-04-30." in ran.out
    row = ActivityLoad.objects.get()
    assert f"Its lines are erased on {row.retain_until}. Purpose: {row.purpose}." in ran.out
    assert row.state == "ready"


def test_load_the_same_file_again_does_nothing(tmp_path: Path) -> None:
    path = plcm(tmp_path / "april.csv")
    first = number(done("load", path, "--json").out)
    assert f"was taken before, as load {first}. Nothing was done." in done("load", path).out


def test_load_refuses_a_file_whole_and_takes_the_others(tmp_path: Path) -> None:
    good, bad = plcm(tmp_path / "april.csv"), plcm(tmp_path / "may.csv", BAD)
    ran = activity("load", bad, good, "--json")
    assert ran.status == 1
    assert [each["file"] for each in ran.json["loads"]] == ["april.csv"]
    (refused,) = ran.json["refused"]
    assert refused["file"] == "may.csv"
    assert "is refused whole" in refused["why"]
    assert "Error: may.csv" in ran.err
    assert [row.name for row in ActivityLoad.objects.all()] == ["april.csv"]


def test_load_lists_faults_where_they_refuse_nothing(tmp_path: Path) -> None:
    out = tmp_path / "faults.csv"
    ran = done("load", plcm(tmp_path / "april.csv", {}, BAD), *LISTED, "--faults", str(out))
    assert "it was taken all the same" in ran.err
    assert out.read_text(encoding="utf-8-sig").startswith("row,code,field")


def test_load_in_spite_of_few_errors(tmp_path: Path) -> None:
    path = plcm(tmp_path / "april.csv", {}, BAD)
    assert activity("load", path, "--taking", "refuse-from-1").status == 1
    assert done("load", path, "--taking", "refuse-from-50").status == 0


def test_one_list_of_faults_is_of_one_file(tmp_path: Path) -> None:
    path = plcm(tmp_path / "april.csv")
    ran = activity("load", path, path, "--faults", "out.csv")
    assert (ran.status, "one by one" in ran.err) == (2, True)


def test_loads_lists_what_was_taken(tmp_path: Path) -> None:
    assert "No file of activity was taken yet" in done("loads").out
    taken = done("load", plcm(tmp_path / "april.csv"), "--json").json["loads"][0]
    assert (taken["since"], taken["until"], taken["already"]) == ("2021-04-01", "2021-05-01", False)
    assert "april.csv" in done("loads").out
    (listed,) = done("loads", "--json").json["loads"]
    assert listed.items() <= taken.items()


def test_withdraw_takes_a_load_back_with_its_reason(tmp_path: Path) -> None:
    taken = number(done("load", plcm(tmp_path / "april.csv"), "--json").out)
    ran = done("withdraw", taken, "--why", "the provider sent the wrong month")
    assert f"Load {taken}, april.csv, is withdrawn: its lines no longer count (1)." in ran.out
    assert AuditEntry.objects.get(action="activity.load.withdrawn").detail["why"] == "the provider sent the wrong month"
    again = activity("withdraw", taken, "--why", "again")
    assert (again.status, "is withdrawn, so it cannot be withdrawn" in again.err) == (1, True)


def test_withdraw_needs_a_reason_and_a_load() -> None:
    assert activity("withdraw", "1").status == 2
    ran = activity("withdraw", "999999", "--why", "x")
    assert (ran.status, "there is no such load" in ran.err) == (1, True)


def test_erase_due_erases_after_the_day(tmp_path: Path) -> None:
    taken = number(done("load", plcm(tmp_path / "april.csv"), "--json").out)
    assert "None is due." in done("erase-due").out
    with time_machine.travel(ActivityLoad.objects.get().retain_until):
        assert done("erase-due", "--dry-run", "--json").json["due"][0]["load"] == int(taken)
        assert ActivityLoad.objects.get().state == "ready"
        assert "1 load erased." in done("erase-due").out
    assert ActivityLoad.objects.get().state == "erased"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (("check", "nowhere.csv", "--mapping", "nowhere.toml"), "there is no such file"),
        (("check", "x.csv", "--taking", "always"), "refuse-from-100"),
        (("check", "x.csv", "--policy", "lax"), "Use pseudonymise, strict"),
        (("check", "x.csv", "--postcodes", "2021-01-01"), "ouzel activity postcodes load"),
        (("load", "nowhere.csv"), "there is no such file"),
    ],
)
def test_refusals_say_what_is_right(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    words = tuple(str(tmp_path / word) if word == "x.csv" else word for word in words)
    ran = activity(*words)
    assert ran.status == 1
    assert said in ran.err
