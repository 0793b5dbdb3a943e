"""Plan files: read with the line of every part, refused with everything that is wrong, written the same each time."""

import dataclasses
import json
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.plan import Merger, Move, Opening, Part, Plan, Split
from ouzel.reorganisation.plan_file.lines import lines_of, nearest
from ouzel.reorganisation.plan_file.tables import CHOICES, LINKS_OF, TABLES, arranged
from ouzel.reorganisation.refusals import PlanRefused
from tests.docs.reading import ROOT, blocks
from tests.reorganisation.plan_texts import HEAD, plans

SCHEMA = ROOT / "src/ouzel/reorganisation/plan_file/plan.schema.json"
PAGE = ROOT / "docs/reference/plans.md"
EXAMPLES = blocks(PAGE, "toml")
RENAME = '[[rename]]\ncode = "06F"\nname = "Another"\n'


def as_json(found: Any) -> Any:
    """A TOML document as JSON has it: days are text."""
    if isinstance(found, dict):
        return {key: as_json(value) for key, value in found.items()}
    if isinstance(found, list):
        return [as_json(value) for value in found]
    return found.isoformat() if isinstance(found, date) else found


def refused(text: str) -> list[ContentError]:
    with pytest.raises(PlanRefused) as caught:
        plan_file.parse(text, file="a.toml")
    return list(caught.value.problems)


def one(text: str) -> ContentError:
    (problem,) = refused(text)
    assert problem.file == "a.toml"
    assert problem.right, "it does not say what would be right"
    return problem


# There and back


@given(plans)
def test_a_plan_written_and_read_is_the_same_plan(plan: Plan) -> None:
    assert plan_file.parse(plan_file.write(plan)) == plan


@given(plans)
def test_writing_is_stable(plan: Plan) -> None:
    text = plan_file.write(plan)
    assert plan_file.write(plan_file.parse(text)) == text


@given(plans)
def test_every_list_element_is_found_on_its_line(plan: Plan) -> None:
    text = plan_file.write(plan)
    again, rows = plan_file.parse(text), text.split("\n")
    for change in again.changes:
        name = change.path.partition("[")[0]
        line = again.line(change.path)
        assert line is not None
        assert rows[line - 1] == f"[[{name}]]"
        units = [(f"{change.path}.units[{i}]", code) for i, code in enumerate(getattr(change, "units", ()))]
        for path, code in units:
            assert rows[again.lines[path] - 1] == f'    "{code}",'
        for part in getattr(change, "parts", ()):
            assert rows[again.lines[part.path] - 1] == "[[split.part]]"
            assert rows[again.lines[f"{part.path}.into"] - 1] == f'into = "{part.into}"'


# Lines

_keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
_leaves = (
    st.text(st.characters(exclude_categories=["Cs"])) | st.integers() | st.booleans() | st.dates() | st.datetimes()
)
_documents = st.dictionaries(
    _keys,
    st.recursive(_leaves, lambda e: st.lists(e, max_size=3) | st.dictionaries(_keys, e, max_size=3), max_leaves=12),
    max_size=4,
)


def _paths(found: Any, path: str = "") -> set[str]:
    """The paths of everything in a document."""
    if isinstance(found, dict):
        below = [(f"{path}.{key}" if path else key, value) for key, value in found.items()]
    elif isinstance(found, list):
        below = [(f"{path}[{i}]", value) for i, value in enumerate(found)]
    else:
        below = []
    return {at for at, _ in below}.union(*(_paths(value, at) for at, value in below))


@given(_documents)
def test_lines_are_told_of_everything_in_a_document_and_nothing_else(document: dict[str, Any]) -> None:
    text = tomli_w.dumps(document, multiline_strings=True)
    found = {key for key in lines_of(text) if key}
    assert found == {path for path in _paths(tomllib.loads(text)) if path}


TRICKY = (
    r"""# = [not] "a key"
[plan] # the plan
slug = 'a-plan' ; title = 1
""".replace(" ; title = 1", "")
    + r'''"title" = "brackets ] } # , \" in text"
effective = 2021-04-01 # a day
author = """
three " quotes "" and \""" a [[merger]]
end"""""
summary = \'\'\'
[[close]] \
\'\'\'\'
sources = [ # why
    "one", "two ] # , ",

    """
three""", 'four',   # a comment, with "quotes" ]
    "five" ]
[choices]
M1J4Y.system = "QHG"
"06F.system"="QHG"
[[merger]]
bodies=["04F",
"06F"]
into = "M1J4Y"
parents = { system = "QHG", region = "Y]}#" }
[[split]]
body = "QM7"
  [[split.part]]
  into = "A1"
  share = 2.5e-1
  [[split.part]]
  into = "A2"
  share = "0.75"
[[ merger ]]
bodies = [ "AA" ]
into = "BB"
'''.replace(r"\'", "'")
)


def test_lines_of_a_text_with_every_trick() -> None:
    tomllib.loads(TRICKY)  # it is TOML
    lines = lines_of(TRICKY)
    rows = TRICKY.split("\n")
    begins = {
        "plan": "[plan]", "plan.slug": "slug", "plan.title": '"title"', "plan.effective": "effective",
        "plan.author": "author", "plan.summary": "summary", "plan.sources": "sources", "plan.sources[1]": '    "one"',
        "plan.sources[2]": '    """', "plan.sources[3]": "three", "plan.sources[4]": '    "five"',
        "choices.M1J4Y.system": "M1J4Y", "choices.06F.system": '"06F', "merger[0]": "[[merger]]",
        "merger[0].bodies[1]": '"06F"]', "merger[0].parents.region": "parents", "split[0]": "[[split]]",
        "split[0].part[0]": "  [[split.part]]", "split[0].part[1].share": '  share = "0.75"',
        "merger[1]": "[[ merger ]]", "merger[1].bodies[0]": 'bodies = [ "AA"',
    }  # fmt: skip
    assert {path: rows[lines[path] - 1] for path in begins if not rows[lines[path] - 1].startswith(begins[path])} == {}
    assert lines["split[0].part[1]"] > lines["split[0].part[0]"]
    assert lines_of(TRICKY.replace("\n", "\r\n")) == lines


def test_a_part_that_is_not_there_is_told_by_what_holds_it() -> None:
    plan = plan_file.parse(HEAD + RENAME)
    assert plan.line("rename[0].nothing") == plan.line("rename[0]") == 6
    assert plan.line("plan.summary") == 1
    assert plan.line("merger[3]") is None
    assert nearest(plan.lines, "rename[0].name[2].deep") == 8


# What is read


def test_a_plan_is_read_with_exact_numbers_capital_codes_and_the_order_of_kinds() -> None:
    plan = plan_file.parse(
        HEAD
        + """
[[rename]]
code = "m1j4y"
name = "  New "
[[move]]
units = ["e81001"]
from = "06F"
to = "06P"
relation = "commissioner"
share = 0.1
[[split]]
body = "QM7"
[[split.part]]
into = "S1Y5D"
share = 0.30000000
kind = "board"
parents = { region = "y61" }
[[split.part]]
into = "D7T5G"
share = "0.7"
""".replace("\n", "\r\n")
    )
    split, move, rename = plan.changes
    assert isinstance(split, Split)
    assert [part.share for part in split.parts] == [Decimal("0.3"), Decimal("0.7")]
    assert split.parts[0] == Part(
        "split[0].part[0]", "S1Y5D", share=Decimal("0.3"), opening=Opening("", ("RO318",), {Attribute.REGION: "Y61"})
    )
    assert move == Move("move[0]", "06P", ("E81001",), "06F", Attribute.COMMISSIONER, Decimal("0.1"))
    assert (rename.path, rename.code, rename.name) == ("rename[0]", "M1J4Y", "New")  # type: ignore[union-attr]


def test_a_day_in_quotes_and_a_choice_without_are_read() -> None:
    text = HEAD.replace("2021-04-01", '"2021-04-01"') + '[choices]\nM1J4Y.system = "QHG"\n' + RENAME
    plan = plan_file.parse(text)
    assert plan.effective == date(2021, 4, 1)
    assert plan.choices == {"M1J4Y.system": "QHG"}
    assert plan_file.parse(text.replace("M1J4Y.system", '"M1J4Y.system"')) == plan


def test_changes_are_arranged_by_kind_and_numbered() -> None:
    split = Split("?", "QM7", (Part("?", "A1"), Part("?", "A2")))
    one, two = Merger("x", ("AA",), "BB", "acquisition"), Merger("y", ("CC",), "DD")
    again = arranged((split, one, two, dataclasses.replace(two, into="EE")))
    assert [change.path for change in again] == ["merger[0]", "merger[1]", "acquisition[0]", "split[0]"]
    assert [part.path for part in again[3].parts] == ["split[0].part[0]", "split[0].part[1]"]  # type: ignore[union-attr]


def test_a_file_is_read_by_its_name_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + RENAME).encode())
    assert plan_file.read(path) == plan_file.parse(HEAD + RENAME)
    assert plan_file.read(path).file == "a.toml"


# What is refused

MERGER = '[[merger]]\nbodies = ["04F", "06F"]\ninto = "M1J4Y"\n'
TOGETHER = '[[together]]\ncode = "A-TEAM"\nform = "one executive team"\nbodies = ["04F"]\n'
PART = '[[split]]\nbody = "QM7"\n[[split.part]]\ninto = "S1Y5D"\n'
BENEFIT = """[[benefit]]
slug = "costs"
title = "Costs"
owner = "Finance"
unit = "pounds a year"
baseline = 20
target = 18
measure_on = 2022-03-31
"""


@pytest.mark.parametrize(
    ("text", "line", "field", "problem", "right"),
    [
        (MERGER.replace("bodies", "bodys"), 7, "merger[0].bodys", "nothing that a plan has", "Did you mean bodies?"),
        (MERGER + 'bodys = ["06P"]', 9, "merger[0].bodys", "nothing that a plan has", "Did you mean bodies?"),
        ('[[mergers]]\ninto = "06P"\n' + RENAME, 6, "mergers", "nothing that a plan has", "Did you mean merger?"),
        (MERGER + 'title = "x"', 9, "merger[0].title", "nothing that a plan has", "It belongs under [plan]"),
        ('[[merger]]\nbodies = ["04F"]\n', 6, "merger[0].into", "into is missing", "carries on"),
        ('[[merger]]\nbodies = []\ninto = "AB"\n', 7, "merger[0].bodies", "the list is empty", "The bodies that end"),
        ('[[merger]]\nbodies = "04F"\ninto = "AB"\n', 7, "merger[0].bodies", "text where a list", 'bodies = ["..."]'),
        ('[[merger]]\nbodies = [\n"04F",\n4]\ninto = "AB"\n', 9, "merger[0].bodies[1]", "a number", "in quotes"),
        ('[[merger]]\nbodies = ["04F",\n"04f"]\ninto = "AB"\n', 8, "merger[0].bodies[1]", "twice", "once"),
        ('[[merger]]\nbodies = ["04 F"]\ninto = "AB"\n', 7, "merger[0].bodies[0]", "not a code", "2 to 40 capital"),
        ('[merger]\nbodies = ["04F"]\ninto = "AB"\n', 6, "merger", "may stand several times", "[[merger]]"),
        ("merger = 1\n" + RENAME, 6, "plan.merger", "nothing that a plan has", "Use one of"),
        (MERGER + 'kind = "bord"\n', 9, "merger[0].kind", "not a kind", "Did you mean board?"),
        (MERGER + 'kind = "system"\n', 9, "merger[0].kind", "that one role makes", "Use one of"),
        (MERGER + 'kind = "board"\nroles = ["RO318"]\n', 9, "merger[0].kind", "both say", "Leave one"),
        (MERGER + 'roles = ["RO9999"]\n', 9, "merger[0].roles[0]", "not a role", "ODS role code"),
        (MERGER + 'parents = { sistem = "QHG" }\n', 9, "merger[0].parents.sistem", "not a relation", "mean system?"),
        (MERGER + 'parents = { system = "Q HG" }\n', 9, "merger[0].parents.system", "not a code", "capital"),
        (MERGER + 'parents = "QHG"\n', 9, "merger[0].parents", "where a table belongs", "system"),
        (MERGER + 'name = ""\n', 9, "merger[0].name", "empty", "leave the key out"),
        (MERGER + 'name = "a\\nb"\n', 9, "merger[0].name", "more than one line", "one line"),
        (MERGER + 'name = "a\\u0000b"\n', 9, "merger[0].name", "cannot be printed", "Leave it out"),
        (PART + "share = 0\n", 10, "split[0].part[0].share", "not a share", "at most 1"),
        (PART + "share = 1.01\n", 10, "split[0].part[0].share", "not a share", "at most 1"),
        (PART + "share = nan\n", 10, "split[0].part[0].share", "not a number", "at most 1"),
        (PART + 'share = "25%"\n', 10, "split[0].part[0].share", "text where a number", "0.25"),
        (PART + "share = 0.12345678901\n", 10, "split[0].part[0].share", "decimal places", "10 places"),
        (PART + 'rest = "yes"\n', 10, "split[0].part[0].rest", "where true or false", "Write true"),
        ('[[split]]\nbody = "QM7"\n', 6, "split[0]", "nothing says who carries on", "[[split.part]]"),
        ('[[move]]\nto = "06P"\n', 6, "move[0]", "neither units nor from", "Say what moves"),
        ('[[move]]\nto = "06P"\nfrom = "06F"\nrelation = "successor"\n', 9, "move[0].relation", "not a rel", "Use one"),
        (TOGETHER.replace("executive", "executve"), 8, "together[0].form", "not a form", "Did you mean one executive"),
        (TOGETHER + 'ends = "2021-04-01"\n', 10, "together[0].ends", "where true or false", "without quotes"),
        (RENAME + '[[timeline]]\ntitle = "x"\non = 2021-04-01T10:00:00\n', 11, "timeline[0].on", "with a time", "as 2"),
        (RENAME + '[[timeline]]\ntitle = "x"\non = "1 April"\n', 11, "timeline[0].on", "not a day", "2021-04-01"),
        (RENAME + '[[document]]\ntitle = "x"\nurl = "javascript:x"\n', 11, "document[0].url", "not an addr", "https://"),
        (
            RENAME + '[[engagement]]\ntitle = "x"\non = 2020-08-03\nuntil = 2020-08-03\n',
            12, "engagement[0].until", "ends before", "A day after 2020-08-03",
        ),
        (RENAME + BENEFIT.replace("20\n", '"20,100"\n'), 14, "benefit[0].baseline", "text where", "without commas"),
        (RENAME + BENEFIT.replace("20\n", "1e99\n"), 14, "benefit[0].baseline", "more than can be kept", "16 digits"),
        (RENAME + BENEFIT + BENEFIT, 18, "benefit[1].slug", "two benefits", "its own"),
        (RENAME + "[choices]\nM1J4Y.system = 4\n", 10, "choices.M1J4Y.system", "a number where text", "quotes"),
        ('choices = "x"\n' + RENAME, 6, "plan.choices", "nothing that a plan has", "Use one of"),
        ("", 1, "plan", "changes nothing", "[[merger]]"),
    ],
)  # fmt: skip
def test_a_wrong_part_is_told_with_its_line_and_what_is_right(
    text: str, line: int, field: str, problem: str, right: str
) -> None:
    found = one(HEAD + text)
    assert (found.line, found.field) == (line, field)
    assert problem in found.problem
    assert right in found.right


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ('"a-plan"', '"A plan"', "plan.slug", "name in an address"),
        ('"a-plan"', '"a"', "plan.slug", "name in an address"),
        ("2021-04-01", "2021", "plan.effective", "a number where text"),
        ("2021-04-01", '"2021-02-29"', "plan.effective", "no such day"),
        ('author = "The author"\n', "", "plan.author", "author is missing"),
    ],
)
def test_a_wrong_head_is_refused(old: str, new: str, field: str, problem: str) -> None:
    found = one(HEAD.replace(old, new) + RENAME)
    assert found.field == field
    assert problem in found.problem


def test_everything_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = RENAME.replace("06F", "0") + HEAD.replace('"a-plan"', '"A"') + MERGER + "into_ = 1\n"
    problems = refused(text)
    assert [(p.line, p.field) for p in problems] == [(2, "rename[0].code"), (5, "plan.slug"), (12, "merger[0].into_")]
    assert str(PlanRefused(problems)).count("\n") == 2


@pytest.mark.parametrize(
    ("text", "line", "value", "right"),
    [
        (HEAD + "[[merger]\n", 6, "[[merger]", "Close"),
        (HEAD + "x = 01/04/2021\n", 6, "x = 01/04/2021", "2021-04-01"),
        (HEAD + "summary = three become one\n", 6, "summary = three become one", "quotes"),
        (HEAD + 'summary = "three\n', 6, 'summary = "three', "three quotes"),
        (HEAD + 'summary = """three\n', 6, 'summary = """three', "Close"),
        (HEAD + 'summary = "C:\\plan"\n', 6, 'summary = "C:\\plan"', "backslash"),
        (HEAD + 'slug = "b"\n', 6, 'slug = "b"', "stands once"),
        (HEAD + "[plan]\n", 6, "[plan]", "stands once"),
        (HEAD + "[choices]\na = 99999-01-01\n", 7, "a = 99999-01-01", "2021-04-01"),
    ],
)
def test_a_text_that_is_not_toml_is_refused_with_its_line(text: str, line: int, value: str, right: str) -> None:
    found = one(text)
    assert (found.line, found.value) == (line, value)
    assert found.problem.startswith("this is not TOML")
    assert right in found.right


def test_an_empty_text_lists_too_deep_and_numbers_too_long_are_refused() -> None:
    assert one(" \n").problem == "the plan is empty"
    assert "too deep" in one(HEAD + "x = " + "[" * 100_000).problem
    assert "too long" in one(HEAD + "x = " + "1" * 10_000).problem


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    def problem(name: str) -> ContentError:
        with pytest.raises(PlanRefused) as caught:
            plan_file.read(tmp_path / name)
        return caught.value

    assert "cannot be read" in problem("nothing.toml").problem
    (tmp_path / "folder").mkdir()
    assert "cannot be read" in problem("folder").problem
    (tmp_path / "latin.toml").write_bytes(b'[plan]\ntitle = "caf\xe9"\n')
    assert (problem("latin.toml").line, problem("latin.toml").value) == (2, "e9")
    (tmp_path / "large.toml").write_bytes(b"#" * (plan_file.LARGEST + 1))
    assert "too large" in problem("large.toml").problem
    (tmp_path / "empty.toml").write_bytes(b"")
    assert problem("empty.toml").problem == "the plan is empty"


# The published schema and the page

VALIDATOR = jsonschema.Draft202012Validator(plan_file.schema(), format_checker=jsonschema.FormatChecker())


def test_the_published_schema_is_that_of_the_reader() -> None:
    assert json.loads(SCHEMA.read_text()) == plan_file.schema()
    jsonschema.Draft202012Validator.check_schema(plan_file.schema())
    assert set(plan_file.schema()["properties"]) == {*TABLES, CHOICES}


def test_every_part_of_a_plan_has_its_key() -> None:
    ours = {"path", "kind", "opening", "parts", "file", "lines", "changes", "choices"}
    ours |= {"timeline", "documents", "engagements", "benefits"}
    tables = [*TABLES.values(), TABLES["split"].parts]
    for table in tables:
        assert table is not None
        told = {field.name for field in table.fields if not field.opening}
        assert told == {field.name for field in dataclasses.fields(table.makes)} - ours, table.name
        opening = {field.name for field in table.fields if field.opening}
        assert opening in (set(), {field.name for field in dataclasses.fields(Opening)}), table.name


@given(plans)
def test_what_is_written_is_valid_by_the_schema(plan: Plan) -> None:
    VALIDATOR.validate(as_json(tomllib.loads(plan_file.write(plan))))


@pytest.mark.parametrize(
    "text",
    [HEAD, HEAD + MERGER + 'bodys = ["06P"]\n', HEAD + MERGER + 'kind = "bord"\n', HEAD + PART + "share = 2\n",
     HEAD + '[[move]]\nto = "06P"\n', HEAD + '[[split]]\nbody = "QM7"\n', HEAD.replace("a-plan", "A plan") + RENAME],
)  # fmt: skip
def test_what_is_refused_is_not_valid_by_the_schema(text: str) -> None:
    assert refused(text)
    assert not VALIDATOR.is_valid(as_json(tomllib.loads(text)))


def test_the_page_has_an_example_of_every_table_and_key() -> None:
    shown: dict[str, set[str]] = {}
    for example in EXAMPLES:
        for name, found in tomllib.loads(example).items():
            for row in found if isinstance(found, list) else [found]:
                shown.setdefault(name, set()).update(row)
                for part in row.get("part", ()):
                    shown.setdefault("part", set()).update(part)
    assert set(shown) == {*TABLES, CHOICES, "part"}
    opening = {field.key for field in TABLES["open"].fields if field.opening}
    links = shown["timeline"] | shown["document"] | shown["engagement"]
    for table in (*TABLES.values(), TABLES["split"].parts):
        assert table is not None
        own = {field.key for field in table.fields} - opening
        assert own <= (links if table.name in LINKS_OF else shown[table.name]), table.name
    assert opening <= set().union(*shown.values())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n", 1)[0])
def test_examples_of_the_page_parse(example: str) -> None:
    text = example if "[plan]" in example else HEAD + example
    if not set(tomllib.loads(text)) - {"plan", CHOICES, "timeline", "document", "engagement", "benefit"}:
        text += RENAME
    plan = plan_file.parse(text)
    assert plan_file.parse(plan_file.write(plan)) == plan
    VALIDATOR.validate(as_json(tomllib.loads(text)))


@pytest.mark.parametrize("shown", blocks(PAGE, "text"), ids=lambda text: text[:60])
def test_refusals_on_the_page_are_what_the_reader_says(shown: str) -> None:
    """Each block: the lines of a plan after its head, a line of dashes, and what is said of them."""
    text, said = shown.split("---\n")
    assert [str(problem) for problem in refused(HEAD + text)] == said.strip().split("\n")
