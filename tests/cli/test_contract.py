"""What others script against: exit statuses, one JSON document on standard output, its shapes."""

import pytest

from tests.doors import Doors, typed


def test_members_json_has_the_shape_of_the_contract(loaded: Doors) -> None:
    done = loaded.ouzel(
        "register", "members", "M1J4Y", "--on", "2021-11-30", "--known-at", "2021-11-30", "--role", "practice", "--json"
    )
    assert done.status == 0
    answer = done.json
    assert {k: answer[k] for k in ("code", "on", "known_at", "count")} == {
        "code": "M1J4Y", "on": "2021-11-30", "known_at": "2021-11-30", "count": 98,
    }  # fmt: skip
    assert len(answer["members"]) == 98
    first = next(m for m in answer["members"] if m["code"] == "Y07040")
    assert (first["since"], first["until"]) == ("2021-05-01", None)
    assert first["name"]
    assert answer["edition"] == 1


@pytest.mark.parametrize(
    ("code", "day", "count"),
    [
        ("06F", "2016-01-31", 55), ("06P", "2016-01-31", 30), ("04F", "2016-01-31", 28),
        ("06F00", "2016-01-31", 55), ("06F", "2019-12-31", 48), ("M1J4Y", "2026-02-28", 86),
    ],
)  # fmt: skip
def test_members_are_counted_as_known_on_the_day(loaded: Doors, code: str, day: str, count: int) -> None:
    done = loaded.ouzel("register", "members", code, "--on", day, "--known-at", day, "--role", "RO76", "--json")
    assert done.json["count"] == count


def test_members_needs_a_day(loaded: Doors) -> None:
    done = loaded.ouzel("register", "members", "M1J4Y")
    assert done.status == 2
    assert "--on" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("register", "members", "M1J4Y", "--on", "31/03/2021"), "2021-11-30"),
        (("register", "members", "M1J4Y", "--on", "2021-11-30", "--role", "surgery"), "practice"),
        (("register", "show"), "CODE"),
        (("register", "walk"), "walk"),
        (("rebase", "x.csv", "--unit", "a", "--value", "b", "--to", "planet"), "board"),
        (("rebase", "x.csv", "--unit", "a", "--value", "b", "--to", "board", "--basis", "as-is"), "as-was"),
        (("register", "history", "M1J4Y", "--edition", "one"), "edition"),
    ],
)
def test_wrong_use_ends_with_status_2_and_says_what_is_right(loaded: Doors, words: tuple[str, ...], said: str) -> None:
    done = loaded.ouzel(*words)
    assert done.status == 2
    assert said in done.err
    assert done.out == ""


def test_an_unknown_code_is_refused_with_what_to_do(loaded: Doors) -> None:
    done = loaded.ouzel("register", "show", "NOWHERE", "--json")
    assert done.status == 1
    assert "NOWHERE" in done.err
    assert "Search" in done.err
    assert done.out == ""


def test_an_edition_that_is_not_there_is_refused(loaded: Doors) -> None:
    done = loaded.ouzel("register", "show", "06F", "--edition", "7")
    assert done.status == 1
    assert "1 to 1" in done.err


def test_an_empty_register_says_what_to_load(fresh: Doors) -> None:
    done = fresh.ouzel("register", "show", "M1J4Y")
    assert done.status == 1
    assert "empty" in done.err
    assert "ouzel register load" in done.err


def test_an_empty_answer_says_why(loaded: Doors) -> None:
    done = loaded.ouzel("register", "members", "06F", "--on", "2022-01-01", "--role", "practice", "--json")
    assert done.status == 0
    assert done.json["count"] == 0
    assert "succeeded by M1J4Y" in done.err


def test_rebase_json_has_the_shape_of_the_contract(loaded: Doors, tmp_path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text("practice,men,women\nE81001,10,20\nK82003,1,2\nZZZZZ,100,\n")
    done = loaded.ouzel(
        "rebase", str(file), "--unit", "practice", "--value", "men", "women", "--date", "2021-01-01",
        "--to", "commissioner", "--basis", "as-at:2021-03-31", "--json",
    )  # fmt: skip
    assert done.status == 0, done.err
    answer = done.json
    assert answer["basis"] == "as-at:2021-03-31"
    assert answer["to"] == "commissioner"
    assert [(r["code"], r["men"], r["women"]) for r in answer["rows"]] == [("04F", 1, 2), ("06P", 10, 20)]
    assert answer["rows"][0]["name"] == "NHS Milton Keynes CCG"
    proof = answer["reconciliation"]
    assert proof["in"] == {"men": 111, "women": 22}
    assert proof["out"] == {"men": 11, "women": 22}
    (lost,) = proof["unresolved"]
    assert (lost["code"], lost["men"], lost["women"]) == ("ZZZZZ", 100, None)
    assert "not in the register" in lost["reason"]


def test_rebase_refuses_what_is_no_number_with_its_place(loaded: Doors, tmp_path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text("practice,patients\nE81001,10\nE81002,many\n")
    done = loaded.ouzel("rebase", str(file), "--unit", "practice", "--value", "patients", "--to", "board", "--json")
    assert done.status == 1
    assert "lists.csv, line 3" in done.err
    assert "'many'" in done.err
    assert done.out == ""


def test_rebase_refuses_a_column_that_is_not_there_and_lists_those_that_are(loaded: Doors, tmp_path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text("practice,patients\nE81001,10\n")
    done = loaded.ouzel("rebase", str(file), "--unit", "code", "--value", "patients", "--to", "board")
    assert done.status == 1
    assert "practice, patients" in done.err


def test_rebase_as_was_without_a_date_is_wrong_use(loaded: Doors, tmp_path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text("practice,patients\nE81001,10\n")
    done = loaded.ouzel(
        "rebase", str(file), "--unit", "practice", "--value", "patients", "--to", "board", "--basis", "as-was"
    )
    assert done.status == 2
    assert "date" in done.err


def test_rebase_writes_a_file_and_the_proof_beside_it(loaded: Doors, tmp_path) -> None:
    file, out = tmp_path / "lists.csv", tmp_path / "out.csv"
    file.write_text("practice,patients\nE81001,10\n")
    done = loaded.ouzel(
        "rebase", str(file), "--unit", "practice", "--value", "patients", "--to", "board", "--out", str(out)
    )
    assert done.status == 0
    assert out.read_text().splitlines()[0] == "code,name,patients"
    assert out.read_text().splitlines()[1].startswith("S1Y5D,")
    assert "10 in = 10 out + 0 unresolved" in done.err


def test_version_is_said(loaded: Doors) -> None:
    done = loaded.ouzel("--version")
    assert done.status == 0
    assert done.out.startswith("ouzel ")


@pytest.mark.usefixtures("register")
def test_tables_fit_eighty_columns() -> None:
    shown = (
        ("register", "members", "M1J4Y", "--on", "2021-11-30", "--role", "practice"),
        ("register", "history", "M1J4Y"),
        ("register", "show", "QHG", "--on", "2022-07-01"),
        ("register", "successors", "06F"),
        ("register", "publications"),
        ("register", "find", "Luton"),
    )
    for words in shown:
        done = typed(*words)
        assert done.status == 0, done.err
        assert done.out.strip()
        assert max(len(line) for line in done.out.splitlines()) <= 80


def test_the_trail_is_verified(loaded: Doors) -> None:
    done = loaded.ouzel("audit", "verify", "--json")
    assert done.status == 0
    assert done.json["whole"] is True
    cut = loaded.ouzel("audit", "verify", "--head", "999:" + "0" * 64)
    assert cut.status == 1
    assert "999" in cut.err
