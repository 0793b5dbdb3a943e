"""Bad plans, as a person would write them: each is refused with its line, what is wrong, and what would be right."""

from datetime import date
from typing import NamedTuple

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.answers import Moment
from ouzel.reorganisation import actions, plan_file
from ouzel.reorganisation.models import Enactment, Step
from ouzel.reorganisation.preview import preview, refuse
from ouzel.reorganisation.refusals import PlanRefused
from tests.reorganisation.plans import APPROVER, AUTHOR, KNOWN

HEAD = """[plan]
slug = "a-plan"
title = "A plan"
effective = {day}
author = "Ada"

"""
DAY = date(2021, 4, 1)


class Bad(NamedTuple):
    """A plan from its seventh line on, and all that is wrong with it."""

    text: str
    line: int
    field: str
    problem: str
    value: str
    right: str
    day: date = DAY
    known: date = KNOWN


def problems(text: str, *, day: date = DAY, known: date = KNOWN) -> tuple[ContentError, ...]:
    """Everything that is wrong with a plan, whether its file or the register says so."""
    try:
        plan = plan_file.parse(HEAD.format(day=day) + text, file="mine.toml")
    except PlanRefused as refused:
        return refused.problems
    return preview(plan, moment=Moment(day, known)).problems


LEFT = "List where they go, name a part that takes the rest, or give `left_open` with the reason"
ONCE = "List it once, or give each move its share"
SHARED = "Give every part its share, one in all; or none"
A_SHARE = "More than 0 and at most 1, such as 0.25"
NAME_THE_HEIR = "Name the body that carries on, or take out the change that closes this one"
ONE_OF_TWO = "Take one of the two out, or name the body that carries on"
SEARCH = "Search for it by name, load the file that lists it, or open it in the plan"
OWN_CODE = "Codes are never used again: give the new body a code of its own"
MOVED_ON = "The register may have moved on since the plan was written"

BAD: dict[str, Bad] = {
    # Orphans
    "a body closes and its members have no home": Bad(
        '[[close]]\ncode = "06F"\n', 7, "close",
        "74 units of NHS Bedfordshire CCG would be left without a home: E01017371, E01017372, E01017373, E01017374, "
        "E01017375 and 69 more", "06F", LEFT,
    ),
    "a split whose lists do not name every member": Bad(
        '[[split]]\nbody = "06P"\n\n[[split.part]]\ninto = "06F"\nunits = ["E81001"]\n', 7, "split",
        "37 units of NHS Luton CCG would be left without a home: E01015693, E01015694, E01015695, E01015696, E01015697 "
        "and 32 more",
        "06P", LEFT,
    ),
    # Overlaps
    "a unit in two parts of a split": Bad(
        '[[split]]\nbody = "06F"\n[[split.part]]\ninto = "06P"\nunits = ["E81002"]\nrest = true\n'
        '[[split.part]]\ninto = "04F"\nunits = [\n  "E81003",\n  "E81002",\n]\n', 17, "units",
        "E81002 is moved twice, also on line 11", "E81002", ONCE,
    ),
    "a unit in two moves": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\n'
        '[[move]]\nto = "04F"\nrelation = "commissioner"\nunits = ["E81002"]\n', 14, "units",
        "E81002 is moved twice, also on line 10", "E81002", ONCE,
    ),
    "a unit moved wholly and in part": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\n'
        '[[move]]\nto = "04F"\nfrom = "06F"\nunits = ["E81002"]\nshare = 0.5\n', 14, "units",
        "E81002 is moved twice, also on line 10", "E81002", ONCE,
    ),
    "all of a body moved to two": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\n[[move]]\nto = "04F"\nfrom = "06F"\n', 12, "from",
        "06F gives all its units away twice, also on line 9", "06F", "List the units of one of the two moves",
    ),
    "two parts that take the rest": Bad(
        '[[split]]\nbody = "06F"\n[[split.part]]\ninto = "06P"\nrest = true\n'
        '[[split.part]]\ninto = "04F"\nrest = true\n', 14, "rest",
        "two parts of 06F take the rest, also on line 11", "04F", "Let one part take what no list names",
    ),
    "a body closed twice": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "04F"\n[[close]]\ncode = "06P"\nleft_open = "Not said"\n',
        11, "code", "06P ends twice: another change closes it too (line 7)", "06P",
        "Let one change say what becomes of a body",
    ),
    "a body in two mergers": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "04F"\n[[acquisition]]\nbodies = [\n  "06P"\n]\ninto = "04F"\n',
        12, "bodies", "06P ends twice: another change closes it too (line 7)", "06P",
        "Let one change say what becomes of a body",
    ),
    "a body named twice": Bad(
        '[[rename]]\ncode = "06F"\nname = "One"\n[[rename]]\ncode = "06F"\nname = "Other"\n', 12, "name",
        "06F takes a name twice, also on line 9", "06F", "Say its new name once",
    ),
    "a new body with two names": Bad(
        '[[merger]]\nbodies = ["06F"]\ninto = "X01"\nname = "One"\n'
        '[[merger]]\nbodies = ["06P"]\ninto = "X01"\nname = "Other"\n', 14, "name",
        "X01 has another name on line 7", "Other", "Say it once, or the same each time",
    ),
    "a body whose role changes twice": Bad(
        '[[role]]\ncode = "06F"\ntakes = ["RO319"]\n[[role]]\ncode = "06F"\ntakes = ["RO318"]\n', 11, "code",
        "06F changes its role twice, also on line 8", "06F", "Give all the roles it takes in one change",
    ),
    # Shares other than one
    "shares of a split that are less than one": Bad(
        '[[split]]\nbody = "06F"\n[[split.part]]\ninto = "06P"\nshare = 0.5\n'
        '[[split.part]]\ninto = "04F"\nshare = 0.4\n', 9, "part",
        "the shares of 06F come to 0.9, not to 1", "0.5, 0.4", SHARED,
    ),
    "a share for one part of a split only": Bad(
        '[[split]]\nbody = "06F"\n[[split.part]]\ninto = "06P"\nshare = 1\n[[split.part]]\ninto = "04F"\n', 9, "part",
        "not every part of 06F has a share", "1", SHARED,
    ),
    "shares of a unit that are more than one": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\nshare = 0.7\n'
        '[[move]]\nto = "04F"\nfrom = "06F"\nunits = ["E81002"]\nshare = 0.4\n', 10, "units",
        "the shares of E81002 come to 1.1, not to 1", "E81002", "The shares of one unit sum to one",
    ),
    "a share above one": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nshare = 1.5\n', 10, "move[0].share", "this is not a share", "1.5", A_SHARE,
    ),
    "a share of nothing": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nshare = 0\n', 10, "move[0].share", "this is not a share", "0", A_SHARE,
    ),
    # Closing and going on at once
    "a body that closes and carries on for another": Bad(
        '[[merger]]\nbodies = ["06F"]\ninto = "06P"\n[[merger]]\nbodies = ["06P"]\ninto = "04F"\n', 9, "into",
        "06P both closes and receives", "06P", NAME_THE_HEIR,
    ),
    "a body that closes and takes units": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\n[[merger]]\nbodies = ["06P"]\ninto = "04F"\n', 8, "to",
        "06P both closes and receives", "06P", NAME_THE_HEIR,
    ),
    "a body that closes and takes functions": Bad(
        '[[merger]]\nbodies = ["06P"]\ninto = "04F"\n[[functions]]\nfrom = ["06F"]\nto = "06P"\n', 12, "to",
        "06P both closes and receives", "06P", NAME_THE_HEIR,
    ),
    "a body that closes and takes another name": Bad(
        '[[merger]]\nbodies = ["06P"]\ninto = "04F"\n[[rename]]\ncode = "06P"\nname = "New"\n', 11, "code",
        "06P closes on that day (line 7), so it cannot take another name", "06P", ONE_OF_TWO,
    ),
    "a body that closes and takes another role": Bad(
        '[[merger]]\nbodies = ["06P"]\ninto = "04F"\n[[role]]\ncode = "06P"\ntakes = ["RO319"]\n', 11, "code",
        "06P closes on that day (line 7), so it cannot take another role", "06P", ONE_OF_TWO,
    ),
    "a body that closes and begins to work with others": Bad(
        '[[merger]]\nbodies = ["06P"]\ninto = "04F"\n[[together]]\ncode = "XC"\nname = "Together"\n'
        'form = "committees in common"\nbodies = ["06F", "06P"]\n', 14, "bodies",
        "06P closes on that day (line 7), so it cannot begin to work together", "06P", ONE_OF_TWO,
    ),
    "a body that closes and is an heir": Bad(
        '[[merger]]\nbodies = ["06P"]\ninto = "04F"\n[[place]]\nunits = ["RC9"]\nheir = "06P"\n', 12, "heir",
        "06P closes on that day (line 7), so it cannot be an heir", "06P", ONE_OF_TWO,
    ),
    "a unit that moves and closes": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\n[[merger]]\nbodies = ["E81002"]\ninto = "E81003"\n',
        10, "units", "E81002 is moved, but another change closes it", "E81002",
        "Take it from the list, or out of the change that closes it",
    ),
    # Of itself
    "a merger with itself": Bad(
        '[[merger]]\nbodies = ["06F"]\ninto = "06F"\n', 8, "bodies", "06F would merge with nobody but itself", "06F",
        "Name the bodies that end, or take the change out",
    ),
    "a split into itself": Bad(
        '[[split]]\nbody = "06F"\n[[split.part]]\ninto = "06F"\nrest = true\n', 7, "split",
        "06F would be divided into itself alone", "06F", "Name who else carries on, or take the change out",
    ),
    "a move to where the unit is": Bad(
        '[[move]]\nto = "06F"\nfrom = "06F"\nunits = ["E81002"]\n', 8, "to",
        "units would move from 06F to itself", "06F", "Name the body that they go to",
    ),
    "functions handed to oneself": Bad(
        '[[functions]]\nfrom = ["06F"]\nto = "06F"\n', 9, "to", "06F would hand its functions to itself", "06F",
        "Name the body that takes them over",
    ),
    "a body that belongs to itself": Bad(
        '[[open]]\ncode = "X01"\nname = "New"\nkind = "board"\nparents = { region = "X01" }\n', 11, "region",
        "X01 cannot belong to itself", "X01", "Name the body that it belongs to",
    ),
    # Of a body that the plan opens
    "another name for a new body": Bad(
        '[[open]]\ncode = "X01"\nname = "New"\nkind = "board"\n[[rename]]\ncode = "X01"\nname = "Newer"\n', 12, "code",
        "X01 begins with this plan on line 7", "X01", "Give its name there",
    ),
    "another role for a new body": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\nname = "New"\n[[role]]\ncode = "X01"\ntakes = ["RO318"]\n',
        12, "code", "X01 begins with this plan on line 7", "X01", "Give its kind or roles there",
    ),
    # Days
    "a day before a body opened": Bad(
        '[[rename]]\ncode = "06F"\nname = "New"\n', 8, "code",
        "NHS Bedfordshire CCG (06F) opens only on 2013-04-01", "06F",
        "The plan takes effect on 2013-04-01: choose a later day", day=date(2013, 4, 1),
    ),
    "a body closed already": Bad(
        '[[merger]]\nbodies = ["06F", "5P2"]\ninto = "06P"\n', 8, "bodies",
        "Bedfordshire PCT (5P2) was closed on 2013-04-01, before the plan's day", "5P2",
        "Name the body that carries on for it",
    ),
    "the very merger that the register has already": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "M1J4Y"\nname = "New"\nkind = "clinical-commissioning-group"\n',
        9, "into", "the register has NHS Bedfordshire, Luton and Milton Keynes CCG open from that day already", "M1J4Y",
        "To see the plan as it was before, ask for what was known on 2021-03-31 or earlier", known=date(2021, 4, 1),
    ),
    # Codes
    "a new body under the code of an open one": Bad(
        '[[open]]\ncode = "06F"\nname = "New"\nkind = "board"\n', 8, "code",
        "this code is taken: it is NHS Bedfordshire CCG, opened 2013-04-01", "06F", OWN_CODE,
    ),
    "a merger into the code of a closed body": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "5P2"\n', 9, "into",
        "this code is taken: it is Bedfordshire PCT, opened 2006-10-01", "5P2", OWN_CODE,
    ),
    "a new code that is taken": Bad(
        '[[recode]]\ncode = "06F"\nto = "5P2"\n', 9, "to",
        "this code is taken: it is Bedfordshire PCT, opened 2006-10-01", "5P2", OWN_CODE,
    ),
    "a code nobody has": Bad(
        '[[merger]]\nbodies = [\n  "06F",\n  "9ZZ",\n]\ninto = "06P"\n', 10, "bodies",
        "no body has this code", "9ZZ", SEARCH,
    ),
    "a unit nobody has heard of": Bad(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E99999"]\n', 10, "units",
        "no body has this code", "E99999", SEARCH,
    ),
    "an heir nobody has heard of": Bad(
        '[[place]]\nunits = ["RC9"]\nheir = "9ZZ"\n', 9, "heir", "no body has this code", "9ZZ", SEARCH,
    ),
    # Where units are
    "a unit that is elsewhere": Bad(
        '[[move]]\nto = "04F"\nfrom = "06F"\nunits = ["E81001"]\n', 10, "units",
        "E81001 does not belong to 06F on 2021-04-01: it belongs to 06P (commissioner), U59591 (network)", "E81001",
        MOVED_ON,
    ),
    "a unit that has no such relation": Bad(
        '[[move]]\nto = "06F"\nrelation = "system"\nunits = ["QHG"]\n', 10, "units",
        "QHG has no health and care system on 2021-04-01: it belongs to Y61 (region)", "QHG", MOVED_ON,
    ),
    "a move that does not say from where": Bad(
        '[[move]]\nto = "06P"\nunits = ["E81002"]\n', 9, "units",
        "nothing says which of its relations E81002 changes", "E81002",
        "Give `from`, the body it leaves, or `relation`, such as commissioner",
    ),
    "a move that does not say of what": Bad(
        '[[move]]\nto = "06P"\n', 7, "move[0]", "neither units nor from is given", "", "Say what moves, or all of what",
    ),
    # What a new body needs
    "a new body without a name": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\n', 7, "merger",
        "X01 is new, and nothing says what it is called", "X01", 'Give its name: name = "..."',
    ),
    "a new body without a kind": Bad(
        '[[open]]\ncode = "X01"\nname = "New"\n', 7, "open",
        "X01 is new, and nothing says what kind of body it is", "X01",
        'Give its kind or roles, such as kind = "board"',
    ),
    "a parent that closed long ago": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\nname = "New"\nparents = { system = "5P2" }\n', 11, "system",
        "Bedfordshire PCT (5P2) is not open on 2021-04-01", "5P2", "Give a health and care system that is open then",
    ),
    "a parent that closes that day": Bad(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\nname = "New"\n\n[merger.parents]\nsystem = "QHG"\n\n'
        '[[close]]\ncode = "QHG"\nleft_open = "Not said"\n', 13, "system",
        "Bedfordshire, Luton and Milton Keynes (QHG) is not open on 2021-04-01", "QHG",
        "Give a health and care system that is open then",
    ),
    "a parent nobody has heard of": Bad(
        '[[open]]\ncode = "X01"\nname = "New"\nkind = "board"\nparents = { region = "9ZZ" }\n', 11, "region",
        "no body has this code", "9ZZ", SEARCH,
    ),
    # Choices
    "a choice not made": Bad(
        '[[merger]]\nbodies = ["06F", "02M"]\ninto = "X01"\nname = "New"\n', 7, "merger",
        "a choice is not made: which health and care system does New (X01) have", "",
        'Under [choices] write "X01.system" = one of: QE1, QHG',
    ),
    "a choice not made where nobody came before": Bad(
        '[[open]]\ncode = "X01"\nname = "New"\nkind = "sub-icb-location"\n', 7, "open",
        "a choice is not made: which health and care system does New (X01) have", "",
        'Under [choices] write "X01.system" = the code of a body',
    ),
    "a choice made wrong": Bad(
        '[[merger]]\nbodies = ["06F", "02M"]\ninto = "X01"\nname = "New"\n\n[choices]\n"X01.system" = "QJG"\n',
        13, "system", "this is none of the choices", "QJG", "One of: QE1, QHG",
    ),
    "a choice of a body nobody has heard of": Bad(
        '[[open]]\ncode = "X01"\nname = "New"\nkind = "sub-icb-location"\n\n[choices]\n"X01.system" = "9ZZ"\n',
        13, "system", "no body has this code", "9ZZ", SEARCH,
    ),
    "a choice that nobody asks for": Bad(
        '[[rename]]\ncode = "06F"\nname = "New"\n\n[choices]\n"06F.chair" = "Ada"\n', 12, "chair",
        "nobody asks for this choice", "Ada", "Take it out: there are none",
    ),
    "a choice beside the one that is asked": Bad(
        '[[merger]]\nbodies = ["06F", "02M"]\ninto = "X01"\nname = "New"\n\n'
        '[choices]\n"X01.system" = "QHG"\n"X01.chair" = "Ada"\n', 14, "chair",
        "nobody asks for this choice", "Ada", "The choices are: X01.system",
    ),
    # Roles, names, working together
    "a role that the body does not have": Bad(
        '[[role]]\ncode = "06F"\ntakes = ["RO319"]\ndrops = ["RO318"]\n', 10, "drops",
        "06F does not have this role on 2021-03-31", "RO318", "It has: RO98",
    ),
    "a role that the body has already": Bad(
        '[[role]]\ncode = "06F"\ntakes = ["RO98"]\n', 9, "takes", "06F has this role already", "RO98", "Take it out",
    ),
    "a name that the body has already": Bad(
        '[[rename]]\ncode = "06F"\nname = "NHS Bedfordshire CCG"\n', 9, "name", "06F has this name already",
        "NHS Bedfordshire CCG", "Take it out",
    ),
    "an end of working together by one who does not": Bad(
        '[[together]]\ncode = "BLMK-COLLABORATIVE"\nform = "one executive team"\n'
        'bodies = ["06F", "RC9"]\nends = true\n',
        10, "bodies", "RC9 does not work together in BLMK-COLLABORATIVE", "RC9", "Name those that do, or none for all",
    ),
    "working together in what is no collaboration": Bad(
        '[[together]]\ncode = "06P"\nform = "committees in common"\nname = "Together"\nbodies = ["06F"]\n', 8, "code",
        "NHS Luton CCG (06P) is no collaboration", "06P", "Give the collaboration a code of its own, and its name",
    ),
    "working together that has no name": Bad(
        '[[together]]\ncode = "XC"\nform = "committees in common"\nbodies = ["06F"]\n', 8, "code",
        "no body has this code", "XC", SEARCH,
    ),
    "a form of working together that is none": Bad(
        '[[together]]\ncode = "XC"\nname = "Together"\nform = "merger"\nbodies = ["06F"]\n', 10, "together[0].form",
        "this is not a form of working together", "merger",
        "Use one of shadow running, one executive team, committees in common, cluster of boards, collaboration",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_plan_is_told_with_its_line_and_what_would_be_right(register: None, bad: Bad) -> None:
    (problem,) = problems(bad.text, day=bad.day, known=bad.known)
    expected = ContentError(bad.problem, "mine.toml", bad.line, bad.field, bad.value, bad.right)
    assert problem == expected
    assert str(problem).startswith(f"mine.toml, line {bad.line}, {bad.field}: {bad.problem}")
    assert str(problem).endswith(bad.right)


MANY = """[[merger]]
bodies = ["06F", "9ZZ"]
into = "5P2"

[[split]]
body = "06P"

[[split.part]]
into = "04F"
share = 0.2

[[close]]
code = "5GC"

[choices]
"X01.chair" = "Ada"
"""


def test_bad_plan_is_told_everything_at_once(register: None) -> None:
    plan = plan_file.parse(HEAD.format(day=DAY) + MANY, file="mine.toml")
    with pytest.raises(PlanRefused) as refused:
        refuse(preview(plan, moment=Moment(DAY, KNOWN)))
    lines = {(p.line, p.field) for p in refused.value.problems}
    assert lines == {(8, "bodies"), (9, "into"), (14, "part"), (19, "code"), (22, "chair")}
    assert str(refused.value).splitlines() == [str(p) for p in refused.value.problems]
    shape = problems('[[merger]]\nbodies = "06F"\ninto = 4\n\n[[rename]]\nnaem = "New"\n\n[[close]]\ncode = "?"\n')
    assert {p.line for p in shape} == {8, 9, 11, 12, 15}


NOT_IN_THE_FILE = [name for name, bad in BAD.items() if "[" not in bad.field]
SOME = NOT_IN_THE_FILE[:: len(NOT_IN_THE_FILE) // 8]


@pytest.mark.parametrize("name", SOME)
def test_bad_plan_is_neither_proposed_nor_approved(register: None, name: str) -> None:
    bad = BAD[name]
    plan = plan_file.parse(HEAD.format(day=bad.day) + bad.text, file="mine.toml")
    proposal = actions.save(plan=plan, by=AUTHOR, on=bad.known)  # a draft may be wrong for as long as it is one
    with pytest.raises(PlanRefused, match="line") as refused:
        actions.propose(proposal=proposal, by=AUTHOR, on=bad.known)
    assert [p.problem.partition(", also on")[0] for p in refused.value.problems] == [
        bad.problem.partition(", also on")[0]
    ]
    assert {p.file for p in refused.value.problems} == {"a-plan.toml"}
    assert [step.state for step in proposal.steps.all()] == ["draft"]


def test_plan_that_turns_bad_after_it_was_proposed_is_not_approved(register: None) -> None:
    """Nobody knew on 31 March of what the register says on 1 April."""
    text = '[[merger]]\nbodies = ["06F", "06P"]\ninto = "M1J4Y"\nname = "New"\nkind = "clinical-commissioning-group"\n'
    plan = plan_file.parse(HEAD.format(day=DAY) + text, file="mine.toml")
    proposal = actions.save(plan=plan, by=AUTHOR, on=KNOWN)
    actions.propose(proposal=proposal, by=AUTHOR, on=KNOWN)
    for approve in (actions.approve_in_principle, actions.approve):
        with pytest.raises(PlanRefused, match="open from that day already"):
            approve(proposal=proposal, by=APPROVER, on=DAY)
    assert Step.objects.filter(proposal=proposal).count() == 2
    assert not Enactment.objects.exists()
