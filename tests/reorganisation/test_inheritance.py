"""What a new body has from those before it, where the plan does not say."""

from datetime import date

from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.plan_file import parse
from ouzel.reorganisation.preview import Preview, preview

A = Attribute
HEAD = '[plan]\nslug = "inherits"\ntitle = "New"\neffective = 2021-04-01\nauthor = "ada"\n'


def seen(text: str) -> Preview:
    plan = parse(HEAD + text, file="new.toml")
    return preview(plan, moment=Moment(plan.effective, date(2021, 3, 31)))


def said(shown: Preview, code: str) -> dict[Attribute, list[str]]:
    found: dict[Attribute, list[str]] = {}
    for a in shown.expansion.assertions:
        if a.subject == code:
            found.setdefault(a.attribute, []).append(a.value)
    return found


def test_practices_that_merge_stay_a_practice_by_their_setting(register: None) -> None:
    shown = seen('[[merger]]\nbodies = ["E81001", "E81002"]\ninto = "E89999"\nname = "Both"\n')
    assert said(shown, "E89999")[A.SETTING] == ["RO76"]
    (choice,) = [c for c in shown.choices if c.key == "E89999.commissioner"]
    assert {value for value, _ in choice.options} == {"06F", "06P"}  # they had different ones: a person must say


def test_practice_under_another_code_keeps_name_setting_and_commissioner(register: None) -> None:
    shown = seen('[[recode]]\ncode = "E81001"\nto = "E89998"\n')
    assert not shown.problems
    now = said(shown, "E89998")
    assert (now[A.NAME], now[A.SETTING], now[A.COMMISSIONER]) == (
        [shown.expansion.state.names["E81001"]],
        ["RO76"],
        ["06P"],
    )


def test_councils_that_merge_keep_the_commissioner_of_their_area_or_are_asked(register: None) -> None:
    merger = '[[merger]]\nbodies = ["E06000055", "E06000056"]\ninto = "E06000099"\nname = "Bedfordshire Council"\n'
    assert said(seen(merger), "E06000099")[A.AREA_COMMISSIONER] == ["06F"]
    both = merger.replace("E06000056", "E06000032")
    assert "E06000099.area_commissioner" in {choice.key for choice in seen(both).choices}


def test_role_that_belongs_under_a_board_is_refused_without_one(register: None) -> None:
    shown = seen('[[role]]\ncode = "RC9"\ntakes = ["RO319"]\n')
    (problem,) = shown.problems
    assert (problem.line, problem.value) == (8, "RO319")
    assert "RC9 would have no health and care system" in problem.problem
    assert 'relation = "system"' in problem.right
    moved = seen(
        '[[role]]\ncode = "RC9"\ntakes = ["RO319"]\n[[move]]\nunits = ["RC9"]\nrelation = "system"\nto = "QHG"\n'
    )
    assert not any("would have no" in p.problem for p in moved.problems)


def test_division_with_one_part_is_a_merger_and_told_so(register: None) -> None:
    shown = seen('[[split]]\nbody = "06P"\n[[split.part]]\ninto = "06F"\nrest = true\n')
    (problem,) = shown.problems
    assert (problem.line, problem.value) == (8, "06F")
    assert "06P would go to 06F alone" in problem.problem
