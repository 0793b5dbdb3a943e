"""Rules are read whole or refused, with the line of what is wrong."""

from datetime import date
from itertools import pairwise

import pytest

from ouzel.activity.rules.reading import flow_for, flows, read_flow
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import KINDS

HEAD = """name = "A test"
since = 2025-04-01
until = 2026-04-01
published = 2025-04-01
source = "a test"
[starts]
{starts}
[dates]
{dates}
[sets.dental]
values = ["140", "141"]
[pays]
responsible = ["practice", "residence"]
"""
BOX = """[[box]]
id = "A"
question = "Is it dental care?"
any_of = [{ profile.specialty = ["@dental", "9*"], practice.nation.not = ["welsh"] }]
yes = { pays = "responsible", category = "55", words = "The local commissioner pays." }
no = { pays = ["code:13Q"], words = "Somebody else pays." }
"""


def text(*boxes: str, first: str = "A") -> str:
    starts = "\n".join(f'{kind} = "{first}"' for kind in KINDS)
    dates = "\n".join(f'{kind} = "end"' for kind in KINDS)
    return HEAD.format(starts=starts, dates=dates) + "\n".join(boxes or (BOX,))


def refused(made: str, **others: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read_flow(made, file="test.toml", others=others)
    return caught.value


def line_of(made: str, part: str) -> int:
    return next(number for number, line in enumerate(made.splitlines(), start=1) if part in line)


def test_a_flow_is_read_with_its_sets_and_lists_of_methods():
    flow = read_flow(text())
    box = flow.boxes["A"]
    specialty, nation = box.any_of[0]
    assert specialty.values == {"140", "141", "9*"}
    assert (nation.table, nation.fact, nation.none_of) == ("practice", "nation", True)
    assert box.yes.pays == ("practice", "residence")
    assert box.no.category == ""
    assert flow.starts == dict.fromkeys(KINDS, "A")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('profile.specialty = ["@dental", "9*"]', 'profile.speciality = ["140"]', "no such fact"),
        ("practice.nation.not", "patient.nation.not", "cannot look at this"),
        ("practice.nation.not", "practice.nation.none", "written not"),
        ('"@dental"', '"@teeth"', "no such set"),
        ('["@dental", "9*"]', '"140"', "lists the values"),
        ('["@dental", "9*"]', "[]", "lists the values"),
        ('pays = "responsible"', 'pays = "anybody"', "how the payer is found"),
        ('["code:13Q"]', '["code"]', "no such method"),
        ('["code:13Q"]', '["practice:13Q"]', "no such method"),
        ('["code:13Q"]', '["gp"]', "no such method"),
        ('words = "The local commissioner pays."', 'words = " "', "says in words"),
        ('question = "Is it dental care?"', 'ask = "Is it dental care?"', "no such part"),
        ('question = "Is it dental care?"', 'question = ""', "asks a question"),
        ('category = "55"', 'categories = "55"', "no such part"),
        ("any_of = [{ profile", "any_of = [{}, { profile", "names the facts"),
        ('id = "A"', 'id = "A"\nevidence = "sure"', "evidence is"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_box_is_told_with_the_line_of_the_box(old, new, says):
    made = text()
    assert old in made
    made = made.replace(old, new)
    error = refused(made)
    assert says in error.problem
    assert error.line == line_of(made, 'id = "A"')
    assert error.file == "test.toml"


def test_rules_without_a_needed_part_are_refused():
    assert refused(text().replace('source = "a test"\n', "")).field == "source"


def test_dates_are_dates_and_in_order():
    assert "must be a date" in refused(text().replace("since = 2025-04-01", 'since = "April"')).problem
    assert "before they begin" in refused(text().replace("until = 2026-04-01", "until = 2025-04-01")).problem


def test_what_is_not_toml_is_told_with_its_line():
    made = text().replace('id = "A"', "id = A")
    assert refused(made).line == line_of(made, "id = A")


def test_unknown_parts_and_kinds_are_refused():
    assert refused("boxes = 1\n" + text()).field == "boxes"
    assert refused(text().replace('drug = "A"', 'drugs = "A"', 1)).value == "drugs"
    assert "of kind drug" in refused(text().replace('drug = "A"\n', "", 1)).problem
    assert "the start or the end" in refused(text().replace('drug = "end"', 'drug = "middle"')).problem
    assert refused(text(first="B")).value == "B"


def test_boxes_that_lead_nowhere_or_in_a_circle_or_are_never_met_are_refused():
    nowhere = BOX.replace('no = { pays = ["code:13Q"], words = "Somebody else pays." }', 'no = "B"')
    assert "not there" in refused(text(nowhere)).problem
    back = BOX.replace('"A"', '"B"', 1).replace(
        'no = { pays = ["code:13Q"], words = "Somebody else pays." }', 'no = "A"'
    )
    assert "circle" in refused(text(nowhere, back)).problem
    lonely = BOX.replace('"A"', '"B"', 1)
    error = refused(text(BOX, lonely))
    assert "ever comes" in error.problem
    assert error.line == line_of(text(BOX, lonely), 'id = "B"')


def test_two_boxes_of_one_name_are_refused():
    assert "two boxes" in refused(text(BOX, BOX)).problem


def test_rules_may_say_only_what_differs():
    made = """like = "base"
name = "Another"
since = 2024-04-01
until = 2025-04-01
published = 2024-01-01
source = "another test"
[[box]]
id = "A"
question = "Is it anything?"
any_of = [{ profile.specialty = ["100"] }]
yes = "B"
no = { pays = ["none"], words = "Nobody pays." }
[[box]]
id = "B"
question = "Is it more?"
any_of = [{ profile.specialty = ["@dental"] }]
yes = { pays = "responsible", words = "The local commissioner pays." }
no = { pays = ["host"], words = "The host pays." }
"""
    flow = read_flow(made, others={"base": text()})
    assert (flow.name, list(flow.boxes)) == ("Another", ["A", "B"])
    assert flow.boxes["B"].yes.pays == ("practice", "residence")
    assert refused(made, other=text()).field == "like"
    assert refused(made.replace('source = "another test"\n', ""), base=text()).field == "source"
    dropped = made.replace("[[box]]", 'drop = ["C"]\n[[box]]', 1)
    assert refused(dropped, base=text()).value == "C"


def test_rules_cannot_build_on_themselves():
    made = 'like = "base"\n' + text()
    assert refused(made, base=made).field == "like"


def test_shipped_rules_follow_one_another_without_a_gap():
    ends = [(flow.since, flow.until) for flow in flows()]
    assert ends[0][0] == date(2020, 4, 1)
    assert all(before[1] == after[0] for before, after in pairwise(ends))


def test_each_day_has_the_rules_of_its_year():
    assert flow_for(date(2021, 3, 31)).name == "2020/21"
    assert flow_for(date(2021, 4, 1)).name == "2021/22"
    assert flow_for(date(2026, 3, 31)).name == "2025/26"


@pytest.mark.parametrize("day", [date(2020, 3, 31), date(2027, 4, 1)])
def test_a_day_without_rules_is_an_error_that_names_what_there_is(day):
    with pytest.raises(ContentError) as caught:
        flow_for(day)
    assert caught.value.value == str(day)
    assert "from 1 April 2020 to 31 March 2027" in caught.value.right
    assert "2025/26" in caught.value.right
