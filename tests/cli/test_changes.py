"""Reorganisations at the command line, from a file that is hardly begun to the proof and the undoing of it."""

import json
from pathlib import Path

import pytest

from ouzel.reorganisation import plan_file
from tests.doors import Ran, typed
from tests.reorganisation.plans import blmk_2021

pytestmark = pytest.mark.usefixtures("register")

EVE = ("--known-at", "2021-03-31")
BY = ("--by", "NHS England")
CLOSING = '[plan]\nslug = "{slug}"\ntitle = "{title}"\neffective = {on}\nauthor = "Ada"\n\n{rest}\n'


def change(*words: str) -> Ran:
    return typed("change", *words)


def plan(folder: Path, name: str = "blmk-2021.toml", **changes: object) -> str:
    path = folder / name
    path.write_text(plan_file.write(blmk_2021(**changes)))
    return str(path)


def text(folder: Path, rest: str, *, slug: str = "trial", on: str = "2021-04-01", title: str = "A trial") -> str:
    path = folder / f"{slug}.toml"
    path.write_text(CLOSING.format(slug=slug, title=title, on=on, rest=rest))
    return str(path)


@pytest.fixture
def merger(tmp_path: Path) -> str:
    """The merger of 2021 as a file."""
    return plan(tmp_path)


@pytest.fixture
def approved(merger: str) -> str:
    """The same, approved on the eve."""
    done = change("approve", merger, *EVE, *BY)
    assert done.status == 0, done.err
    return merger


@pytest.fixture
def enacted(approved: str) -> str:
    """The same, enacted as it was known on the eve."""
    done = change("enact", approved, "--known-from", "2021-03-31")
    assert done.status == 0, done.err
    return approved


def practices(on: str, code: str, *more: str) -> int:
    found = typed("register", "members", code, "--on", on, "--role", "practice", "--json", *more).json
    return int(found["count"])


# Looking


def test_preview_shows_what_each_body_has_without_the_plan_and_with_it(merger: str) -> None:
    done = change("preview", merger, *EVE)
    assert done.status == 0, done.err
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "NHS Bedfordshire CCG (06F) 48 none" in lines
    assert "NHS Bedfordshire, Luton and Milton Keynes CCG (M1J4Y) none 100" in lines
    assert any(line.startswith("NHS Milton Keynes CCG (04F), NHS Bedfordshire CCG (06F) and") for line in lines)
    assert "Commissioner: 129 records" in lines
    assert "and 126 more (all of them: --all)" in lines
    assert "Nothing stands in the way of its approval." in done.out


def test_preview_of_all_leaves_nothing_out(merger: str) -> None:
    few, all_ = change("preview", merger, *EVE), change("preview", merger, *EVE, "--all")
    assert "E81612" not in few.out
    assert "E81612" in all_.out
    assert "more (" not in all_.out


def test_preview_json_is_one_document_with_everything(merger: str) -> None:
    found = change("preview", merger, *EVE, "--json").json
    assert (found["slug"], found["effective"], found["known_at"]) == ("blmk-2021", "2021-04-01", "2021-03-31")
    assert (found["edition"], found["problems"], found["choices"], found["unresolved"]) == (1, [], [], [])
    assert found["count"] == len(found["consequences"])
    whole = {(t["what"], t["body"]): (t["before"], t["after"]) for t in found["totals"]}
    assert whole["GP practices", "06P"] == (26, None)
    assert whole["GP practices", "M1J4Y"] == (None, 100)
    moved = next(c for c in found["consequences"] if c["record"] == "E81001")
    assert (moved["what"], moved["path"]) == ("commissioner", "merger[0]")
    assert moved["before"].endswith("(06P)")
    assert moved["after"].endswith("(M1J4Y)")


def test_preview_stores_nothing(merger: str) -> None:
    change("preview", merger, *EVE)
    assert change("list", "--json").json == {"count": 0, "proposals": []}
    assert len(typed("register", "editions", "--json").json) == 1


def test_preview_of_what_the_register_knows_already_says_where_to_look(merger: str) -> None:
    done = change("preview", merger)
    assert done.status == 1
    assert "blmk-2021.toml, line" in done.err
    assert "what was known on 2021-03-31" in done.err
    assert "M1J4Y" in done.out, "what can be shown is shown"


def test_preview_is_written_as_a_page_a_table_and_a_document(merger: str, tmp_path: Path) -> None:
    for form in ("html", "csv", "json"):
        done = change("preview", merger, *EVE, "--out", str(tmp_path / f"seen.{form}"))
        assert (done.status, done.out) == (0, ""), done.err
    page = (tmp_path / "seen.html").read_text()
    assert "E81612" in page, "every consequence is in it"
    assert 'lang="en-GB"' in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    rows = (tmp_path / "seen.csv").read_text().splitlines()
    document = json.loads((tmp_path / "seen.json").read_text())
    assert rows[0] == "package,record,name,what,before,after,why,path"
    assert len(rows) == document["count"] + 1
    assert change("preview", merger, "--out", str(tmp_path / "seen.pdf")).status == 2
    assert change("preview", merger, *EVE, "--out", str(tmp_path / "no" / "seen.csv")).status == 1


def test_a_page_shows_text_of_a_plan_as_text(tmp_path: Path) -> None:
    file = plan(tmp_path, title="One <script>alert(1)</script> body", slug="odd")
    assert change("preview", file, *EVE, "--out", str(tmp_path / "odd.html")).status == 0
    page = (tmp_path / "odd.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_choice_is_asked_and_may_be_answered_in_the_plan(tmp_path: Path) -> None:
    rest = '[[merger]]\nbodies = ["06H", "M1J4Y"]\ninto = "X9X9X"\nname = "NHS Trial"\nroles = ["RO319"]\n'
    file = text(tmp_path, rest, on="2025-04-01")
    then = ("--known-at", "2025-03-31")
    (asked,) = change("preview", file, *then, "--json").json["choices"]
    assert (asked["key"], asked["made"]) == ("X9X9X.system", None)
    assert {each["value"] for each in asked["options"]} == {"QHG", "QUE"}
    done = change("preview", file, *then)
    assert done.status == 1
    assert "Not chosen yet. In the plan, under [choices], one of:" in done.out
    assert '"X9X9X.system" = "QHG"' in done.out
    with Path(file).open("a") as open_file:
        open_file.write('\n[choices]\n"X9X9X.system" = "QHG"\n')
    chosen = change("preview", file, *then)
    assert chosen.status == 0, chosen.err
    assert "Chosen: " in chosen.out


# Refusing


@pytest.mark.parametrize(
    ("rest", "line", "said"),
    [
        ('[[merger]]\nbodies = ["04F"]\ninto = "06F"\n\n[[rename]]\ncode = "QQQQ"\nname = "X"', 12, "no body has"),
        ('[[close]]\ncode = "06F"', 7, "left without a home"),
        ('[[merger]]\nbodies = ["06F", "06P"]\ninto = "04F"\n\n[[close]]\ncode = "06P"', 12, "06P ends twice"),
        ('[[merger]]\nbodies = ["06F"]\ninto = "E81001"\nshare = 1', 10, "share"),
        ("[[merger]]\nbodies = 5", 8, "list"),
    ],
)  # fmt: skip
def test_check_names_the_line_and_what_would_be_right(tmp_path: Path, rest: str, line: int, said: str) -> None:
    done = change("check", text(tmp_path, rest), *EVE)
    assert done.status == 1
    assert done.out == ""
    told = next(each for each in done.err.splitlines() if said in each)
    assert f"trial.toml, line {line}" in told


def test_check_says_that_nothing_is_wrong(merger: str) -> None:
    done = change("check", merger, *EVE)
    assert (done.status, done.out) == (0, "blmk-2021: nothing is wrong with it.\n")
    assert change("check", merger, *EVE, "--json").json == {"slug": "blmk-2021", "count": 0, "problems": []}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("preview", "nowhere.toml"), "nowhere.toml"),
        (("preview", "no-such-proposal"), "no-such-proposal"),
        (("approve", "no-such-proposal"), "no-such-proposal"),
    ],
)  # fmt: skip
def test_a_plan_that_is_not_there_is_refused(words: tuple[str, ...], said: str) -> None:
    done = change(*words)
    assert done.status == 1
    assert said in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("preview",),
        ("preview", "x.toml", "--known-at", "31/03/2021"),
        ("withdraw", "x"),
        ("reverse", "x"),
        ("derive",),
        ("derive", "--before", "x.csv"),
        ("new", "Not A Slug"),
        ("case", "x", "--out", "case.pdf"),
        ("checklist", "x", "--task", "tell-ods"),
        ("benefit", "x", "y", "--on", "2022-03-31", "--value", "many", "--source", "z"),
    ],
)
def test_wrong_use_has_status_2(words: tuple[str, ...]) -> None:
    done = change(*words)
    assert done.status == 2
    assert done.out == ""


# Writing one


def test_new_writes_a_plan_with_every_key_there_is(tmp_path: Path) -> None:
    file = tmp_path / "merger-2027.toml"
    assert change("new", "merger-2027", "--out", str(file)).status == 0
    words = file.read_text()
    for name, table in json.loads(change("schema").out)["properties"].items():
        assert f"[{name}]" in words, name
        for key in table.get("items", table).get("properties", {}):
            assert f"{key} = " in words or f".{key}]]" in words, f"{name}.{key}"
    done = change("check", str(file))
    assert done.status == 1
    assert "the plan changes nothing" in done.err
    assert change("new", "merger-2027", "--out", str(file)).status == 1, "no file is written over"


def test_what_new_writes_is_a_plan_once_the_signs_are_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "merger-2021.toml"
    change("new", "merger-2021", "--out", str(file))
    head, rest = file.read_text().split("# [[merger]]\n", 1)
    mine = (
        '[[merger]]\nbodies = ["04F", "06F", "06P"]\ninto = "M1J4Y"\nname = "One CCG"\nparents = { system = "QHG" }\n'
    )
    file.write_text(head.replace("effective = ", "effective = 2021-04-01 # ") + mine + rest)
    done = change("check", str(file), *EVE)
    assert done.status == 0, done.err


def test_derive_gives_a_plan_that_can_be_previewed(tmp_path: Path) -> None:
    file = tmp_path / "derived.toml"
    done = change("derive", "--day", "2021-04-01", "--out", str(file), "--slug", "derived-2021", "--author", "Ada")
    assert done.status == 0, done.err
    assert "It explains" in done.err
    merged = plan_file.read(file).changes[0]
    assert merged.bodies == ("04F", "06F", "06P")
    seen = change("preview", str(file), *EVE, "--json")
    assert {(t["what"], t["body"]): t["after"] for t in seen.json["totals"]}["GP practices", "M1J4Y"] == 100


def test_derive_says_when_there_is_nothing_to_explain(tmp_path: Path) -> None:
    done = change("derive", "--day", "2021-04-14", "--out", str(tmp_path / "none.toml"))
    assert done.status == 0
    assert "There is no plan to write" in done.err
    assert not (tmp_path / "none.toml").exists()


# Deciding


def test_approving_a_file_keeps_and_proposes_it_first_and_tells_each_step(merger: str) -> None:
    done = change("approve", merger, *EVE, *BY)
    assert done.status == 0, done.err
    kept, proposed, approved, following = done.out.splitlines()
    assert "kept as a draft on 31 March 2021" in kept
    assert "proposed on 31 March 2021" in proposed
    assert "approved on 31 March 2021 by NHS England" in approved
    assert "ouzel change enact blmk-2021" in following
    (row,) = change("list", "--json").json["proposals"]
    assert (row["slug"], row["state"], row["version"]) == ("blmk-2021", "approved", 1)


def test_nobody_approves_their_own_plan_and_nothing_is_kept_of_the_attempt(merger: str) -> None:
    done = change("approve", merger, *EVE)
    assert done.status == 1
    assert "--by NAME" in done.err
    assert ".." not in done.err
    assert change("list", "--json").json["count"] == 0


def test_the_steps_can_be_taken_one_by_one(merger: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("We agree in principle.\n")
    assert change("propose", merger, "--on", "2021-01-15", "--note", "To the governing bodies").status == 0
    done = change(
        "approve", "blmk-2021", "--in-principle", "--on", "2021-02-10", *BY, "--document", str(letter), "--json"
    )
    assert done.status == 0, done.err
    (step,) = done.json["steps"]
    assert (step["state"], step["on"], step["document"]) == ("approved-in-principle", "2021-02-10", "letter")
    assert change("approve", "blmk-2021", "--on", "2021-03-31", *BY).status == 0
    shown = change("show", "blmk-2021", "--json").json
    assert [s["state"] for s in shown["steps"]] == ["draft", "proposed", "approved-in-principle", "approved"]
    assert shown["documents"][0]["name"] == "letter.txt"
    told = change("show", "blmk-2021")
    assert "2021-02-10  approved in principle (version 1), by NHS England" in told.out
    assert "To the governing bodies" in told.out


def test_a_proposal_is_rejected_and_withdrawn_with_a_reason_only(merger: str) -> None:
    change("propose", merger, *EVE)
    assert change("reject", "blmk-2021", "--why", " ", *BY).status == 1
    assert change("reject", "blmk-2021", "--why", "The councils object", *BY).status == 0
    assert change("list", "--json").json["proposals"][0]["state"] == "rejected"
    assert change("propose", merger).status == 1, "a rejected plan is not proposed again as it is"


def test_days_that_contradict_are_wrong_use(merger: str) -> None:
    done = change("approve", merger, "--on", "2021-03-30", *EVE, *BY)
    assert done.status == 2
    assert "--known-at" in done.err


def test_a_file_that_differs_from_what_was_approved_is_refused_with_what_to_do(approved: str, tmp_path: Path) -> None:
    other = plan(tmp_path, "other.toml", title="Another title")
    for words in (("enact", other), ("approve", other, *BY)):
        done = change(*words)
        assert done.status == 1
        assert "the file differs from version 1, approved on 31 March 2021" in done.err
        assert "ouzel change propose" in done.err
    assert "Note: the file differs" in change("preview", other, *EVE).err
    done = change("propose", other, *EVE)
    assert done.status == 0, done.err
    assert "version 2: kept as a draft" in done.out
    assert change("enact", "blmk-2021").status == 1, "the new version is not approved yet"


# The day, its proof and its undoing


def test_enacting_moves_the_register_and_prints_the_proof(approved: str) -> None:
    done = change("enact", approved, "--known-from", "2021-03-31")
    assert done.status == 0, done.err
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert lines[0] == "blmk-2021 is enacted: edition 2."
    assert "GP practices 100 100 0" in lines
    assert any(line.startswith("Opened: NHS Bedfordshire, Luton and Milton Keynes CCG (M1J4Y)") for line in lines)
    assert len(next(line for line in lines if line.startswith("The hash")).rpartition(" ")[2]) == 64
    then = ("--known-at", "2021-03-31")
    assert practices("2021-04-01", "M1J4Y", *then) == 100
    assert practices("2021-03-31", "06F", *then) == 48
    assert practices("2021-04-01", "M1J4Y", "--known-at", "2021-03-30") == 0, "nobody knew the day before"


def test_what_is_not_approved_is_not_enacted(merger: str) -> None:
    assert change("enact", merger).status == 1
    assert "ouzel change propose" in change("enact", merger).err
    change("propose", merger, *EVE)
    done = change("enact", "blmk-2021")
    assert done.status == 1
    assert "proposed" in done.err


def test_the_proof_is_kept_and_counted_again(enacted: str) -> None:
    kept = change("proof", "blmk-2021", "--json").json
    assert kept["proof"]["sums"][0] == {
        "what": "GP practices",
        "before": "100",
        "joined": "0",
        "gone": "0",
        "after": "100",
        "left_open": "0",
    }
    assert "again" not in kept
    counted = change("proof", "blmk-2021", "--again")
    assert counted.status == 0, counted.err
    assert "every total is the one that was proved" in counted.out
    assert "The plan is proved." in counted.out
    assert change("list", "--json").json["proposals"][0]["state"] == "proved"
    again = change("proof", "blmk-2021", "--again", "--json").json
    assert again["again"] == {"holds": True, "intact": True, "proved": True, "deviations": []}
    assert (again["edition"], again["sha256"]) == (2, kept["sha256"])


def test_a_proof_that_no_longer_holds_says_what_differs(enacted: str) -> None:
    settle = (
        "E81001", "commissioner", "06H", "--since", "2021-04-01", "--published", "2021-03-31", "--why", "A trial",
    )  # fmt: skip
    assert typed("register", "settle", *settle).status == 0
    done = change("proof", "blmk-2021", "--again")
    assert done.status == 1
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert any(line.startswith("GP practices M1J4Y") and line.endswith("100 99") for line in lines)
    assert "ouzel change reconcile" in done.err
    assert change("list", "--json").json["proposals"][0]["state"] != "proved"


def test_there_is_no_proof_before_the_day_is_done(approved: str) -> None:
    done = change("proof", approved)
    assert done.status == 1
    assert "not been enacted" in done.err


def test_a_reversal_puts_all_back_and_deletes_nothing(tmp_path: Path) -> None:
    file = text(tmp_path, '[[rename]]\ncode = "E81002"\nname = "The New Surgery"\n', slug="rename", on="2026-06-01")
    day = ("--on", "2026-05-01")
    assert change("approve", file, *day, *BY).status == 0
    assert change("enact", file, *day).status == 0
    name = ("register", "show", "E81002", "--on", "2026-06-01", "--json")
    assert typed(*name).json["name"] == "The New Surgery"
    done = change("reverse", "rename", "--why", "It was the wrong practice")
    assert done.status == 0, done.err
    assert "rename is reversed: edition 3" in done.out
    assert typed(*name).json["name"] != "The New Surgery"
    assert typed(*name, "--known-at", "2026-06-01").json["name"] == "The New Surgery", "what was known stays"
    assert change("reverse", "rename", "--why", "Again").status == 1


def test_a_reversal_is_refused_with_what_was_built_on_it(enacted: str) -> None:
    done = change("reverse", "blmk-2021", "--why", "A change of mind")
    assert done.status == 1
    assert "facts.csv" in done.err, "files published since speak of the body that it opened"


def test_later_files_are_set_beside_the_plan_line_by_line(enacted: str) -> None:
    found = change("reconcile", "blmk-2021", "--json").json
    assert found["counts"]["agrees"] > 100
    assert sum(found["counts"].values()) == len(found["lines"])
    newer = {(line["code"], line["fact"], line["said"]) for line in found["lines"] if line["verdict"] == "newer"}
    assert ("M1J4Y", "system", "S1Y5D") in newer
    told = change("reconcile", "blmk-2021")
    assert f"Agree with the plan: {found['counts']['agrees']} lines." in told.out
    assert "facts.csv, line" in " ".join(told.out.split())


def test_nothing_is_reconciled_before_it_is_enacted(approved: str) -> None:
    assert change("reconcile", approved).status == 1


# What goes with it


def test_the_case_sets_the_plan_beside_no_change(merger: str, tmp_path: Path) -> None:
    done = change("case", merger, *EVE)
    assert done.status == 0, done.err
    assert "100 GP practices" in done.out
    found = change("case", merger, *EVE, "--json").json
    assert [o["slug"] for o in found["options"]] == ["no-change", "blmk-2021"]
    assert change("case", merger, *EVE, "--out", str(tmp_path / "case.docx")).status == 0
    assert (tmp_path / "case.docx").read_bytes().startswith(b"PK")


def test_the_case_takes_other_plans_as_options_and_says_which_are_missing(tmp_path: Path) -> None:
    file = plan(tmp_path, alternatives=("not-stored",))
    other = text(tmp_path, '[[merger]]\nbodies = ["06F"]\ninto = "06P"\n', slug="two-of-three")
    done = change("case", file, *EVE, "--option", other, "--json")
    assert [o["slug"] for o in done.json["options"]] == ["no-change", "blmk-2021", "two-of-three"]
    assert "not-stored" in done.err


def test_the_case_of_an_enacted_plan_is_made_from_before_it(enacted: str) -> None:
    done = change("case", "blmk-2021", "--json")
    before, after = done.json["options"]
    assert {b["code"] for b in before["bodies"]} == {"04F", "06F", "06P"}
    assert {b["code"] for b in after["bodies"]} == {"M1J4Y"}
    assert "edition 2" in done.err


def test_the_checklist_has_days_owners_and_progress(approved: str) -> None:
    first = change("checklist", "blmk-2021", "--json").json
    assert first["done"] == 0
    assert first["of"] == len(first["tasks"]) > 5
    due = {task["slug"]: task["due"] for task in first["tasks"]}
    assert due["tell-ods"] == "2020-11-01", "five months before"
    words = ("checklist", "blmk-2021", "--task", "tell-ods", "--owner", "Head of data", "--done", "2020-10-15")
    assert change(*words, "--json").json["done"] == 1
    told = " ".join(change("checklist", "blmk-2021").out.split())
    assert "done on 2020-10-15" in told
    assert "1 of" in told
    assert change("checklist", "blmk-2021", "--task", "nothing", "--owner", "X").status == 1


def test_a_benefit_is_measured_against_what_was_promised(enacted: str) -> None:
    words = ("benefit", "blmk-2021", "running-costs", "--on", "2022-03-31", "--source", "Annual report")
    done = change(*words, "--value", "18,400,000")
    assert done.status == 0, done.err
    assert "18,400,000 pounds a year" in done.out
    assert done.out.rstrip().endswith("not reached.")
    found = change(*words, "--value", "18000000.50", "--json").json
    assert found["reached"] is True
    assert [r["value"] for r in found["results"]] == [18400000, 18000000.5]
    assert change("benefit", "blmk-2021", "none", *words[3:], "--value", "1").status == 1


def test_tables_fit_eighty_columns(enacted: str) -> None:
    shown = (("proof", "blmk-2021", "--again"), ("list",), ("checklist", "blmk-2021"))
    for words in shown:
        done = change(*words)
        assert done.status == 0, done.err
        tables = [line for line in done.out.splitlines() if "  " in line.strip()]
        assert tables
        assert max(len(line) for line in tables) <= 80
