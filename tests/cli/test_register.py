"""Loading, and the questions that the contract only names."""

from pathlib import Path

import pytest

from tests.doors import FACTS, typed

pytestmark = pytest.mark.usefixtures("register")

HEAD = "subject,attribute,evidence,since,until,value,share,note,source,published\n"
MOVE = HEAD + "E81001,commissioner,since,2026-10-01,,06H,,,A decision for a test,2026-10-01\n"


def facts(folder: Path, text: str, name: str = "facts.csv") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_load_twice_changes_nothing() -> None:
    again = typed("register", "load", str(FACTS), "--json")
    assert again.status == 0
    assert again.json["edition"] is None
    assert again.json["already"] == ["facts.csv"]
    assert typed("register", "editions", "--json").json[-1]["edition"] == 1


def test_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    file = facts(tmp_path, MOVE)
    done = typed("register", "load", file, "--dry-run", "--json")
    assert done.status == 0, done.err
    assert done.json["dry_run"] is True
    assert done.json["changes"]["counts"]
    assert any("E81001" in line for lines in done.json["changes"]["samples"].values() for line in lines)
    assert len(typed("register", "editions", "--json").json) == 1


def test_a_broken_file_is_refused_whole_with_its_place(tmp_path: Path) -> None:
    file = facts(tmp_path, MOVE + "E81002,commissioner,since,2026-13-01,,06H,,,A decision,2026-10-01\n")
    done = typed("register", "load", file)
    assert done.status == 1
    assert "facts.csv, line 3" in done.err
    assert "2026-13-01" in done.err
    assert len(typed("register", "editions", "--json").json) == 1


def test_a_file_that_is_not_there_is_refused() -> None:
    done = typed("register", "load", "/nowhere/at-all.csv")
    assert done.status == 1
    assert "no such file" in done.err


def test_a_folder_says_what_it_left_out_and_why(tmp_path: Path) -> None:
    facts(tmp_path, "nothing,we,know\n1,2,3\n", "other.csv")
    done = typed("register", "load", str(tmp_path), "--json")
    assert done.status == 0
    assert done.json["skipped"][0]["file"] == "other.csv"
    assert "Left out other.csv" in done.err


def test_an_answer_can_be_rerun_at_its_edition(tmp_path: Path) -> None:
    typed("register", "load", facts(tmp_path, MOVE))
    ask = ("register", "members", "M1J4Y", "--on", "2026-11-01", "--role", "practice", "--json")
    now, then = typed(*ask).json, typed(*ask, "--edition", "1").json
    assert (now["edition"], then["edition"]) == (2, 1)
    assert then["count"] == now["count"] or "E81001" not in {m["code"] for m in now["members"]}


def test_withdrawing_takes_a_publication_back(tmp_path: Path) -> None:
    typed(
        "register", "load", facts(tmp_path, HEAD + "E81002,name,since,2026-10-01,,A NEW NAME,,,A letter,2026-10-01\n")
    )
    show = ("register", "show", "E81002", "--on", "2026-10-02", "--json")
    assert typed(*show).json["name"] == "A NEW NAME"
    newest = max(p["id"] for p in typed("register", "publications", "--json").json)
    refused = typed("register", "withdraw", str(newest), "--why", " ")
    assert refused.status == 1
    done = typed("register", "withdraw", str(newest), "--why", "The letter was about another practice", "--json")
    assert done.json["edition"] == 3
    assert typed(*show).json["name"] != "A NEW NAME"
    assert typed("register", "withdraw", "999999", "--why", "x").status == 1


def test_settling_stands_above_publications() -> None:
    done = typed(
        "register", "settle", "E81002", "commissioner", "06H", "--since", "2026-05-01", "--published", "2026-06-01",
        "--why", "Told by the practice", "--json",
    )  # fmt: skip
    assert done.status == 0, done.err
    parents = typed("register", "show", "E81002", "--on", "2026-06-02", "--json").json["parents"]
    assert [p["code"] for p in parents if p["relation"] == "commissioner"] == ["06H"]


def test_successors_ultimate_follow_every_step() -> None:
    one = typed("register", "successors", "06F", "--json").json["successors"]
    assert [(s["predecessor"], s["successor"], s["on"]) for s in one] == [("06F", "M1J4Y", "2021-04-01")]
    before = typed("register", "predecessors", "M1J4Y", "--ultimate", "--json").json["predecessors"]
    assert {s["predecessor"] for s in before if s["depth"] == 1} == {"04F", "06F", "06P"}


def test_evidence_names_file_and_line() -> None:
    rows = typed("register", "evidence", "E81001", "--attribute", "commissioner", "--json").json["evidence"]
    assert rows
    assert all(row["attribute"] == "commissioner" and row["file"] and row["row"] >= 1 for row in rows)


def test_differences_between_two_days() -> None:
    found = typed("register", "differences", "2026-03-31", "2026-04-01", "--json").json
    moved = {d["code"]: (d["before"], d["after"]) for d in found["differences"] if d["attribute"] == "system"}
    assert moved["M1J4Y"] == ("QHG", "S1Y5D")


def test_find_by_initials_and_former_name() -> None:
    codes = {f["code"] for f in typed("register", "find", "BLMK", "--json").json["found"]}
    assert {"M1J4Y", "QHG"} <= codes


def test_check_names_its_rows() -> None:
    done = typed("register", "check", "--on", "2026-11-01", "--json")
    assert done.status == 0
    assert done.json["count"] == len(done.json["findings"])
    assert all(f["problem"] for f in done.json["findings"])


def test_conflicts_show_both_sides(tmp_path: Path) -> None:
    other = "E81001,commissioner,since,2026-10-01,,06K,,,A decision for a test,2026-10-01\n"
    assert typed("register", "load", facts(tmp_path, MOVE + other)).status == 0
    (row,) = typed("register", "conflicts", "E81001", "--json").json["conflicts"]
    assert {row["kept"]["value"], row["other"]["value"]} == {"06H", "06K"}
    assert {row["kept"]["row"], row["other"]["row"]} == {2, 3}
    assert "E81001" in typed("register", "conflicts").out


def test_crosswalk_says_how_we_know() -> None:
    rows = typed("crosswalk", "sub-icb-location", "--to", "board", "--json").json["rows"]
    ours = next(row for row in rows if row["unit"] == "M1J4Y")
    assert (ours["group"], ours["share"], ours["evidence"]) == ("S1Y5D", 1.0, "direct")


def test_users_add_gives_a_link_once() -> None:
    done = typed("users", "add", "someone@example.org", "--role", "analyst", "--json")
    assert done.status == 0, done.err
    assert done.json["link"].startswith("http://127.0.0.1:8000/account/")
    again = typed("users", "add", "someone@example.org")
    assert again.status == 1
    assert "already" in again.err
    assert typed("users", "add", "other@example.org", "--role", "king").status == 1
