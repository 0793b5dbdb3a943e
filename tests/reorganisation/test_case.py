"""The case for change, on the real bodies of Bedfordshire, Luton and Milton Keynes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.register import queries
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence
from ouzel.register.kinds import KINDS
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.case import (
    NO_CHANGE,
    Case,
    Option,
    Section,
    Table,
    case_for,
    register_section,
    registry,
    texts_of,
)
from ouzel.reorganisation.case.members import as_it_would_be, units_of
from ouzel.reorganisation.case.words import MEANINGS, explained, listed, plain, shown
from ouzel.reorganisation.models import BenefitResult
from ouzel.reorganisation.plan import Close, Merger, Move, Opening, Part, Plan, Split, WorkTogether
from ouzel.reorganisation.preview import preview
from tests.reorganisation.plans import EFFECTIVE, KNOWN, SAVING, blmk_2021
from tests.sourced_facts import DEMO

MADE_ON = date(2020, 9, 30)
PLANS = DEMO.parent / "plans"
AS_KNOWN = Moment(KNOWN, known_at=KNOWN)
TWO = Opening(name="NHS Bedfordshire and Luton CCG", roles=("RO98",), parents={Attribute.SYSTEM: "QHG"})


def two_bodies() -> Plan:
    """Bedfordshire and Luton become one, and Milton Keynes goes on alone: it is not named at all."""
    merger = Merger(path="merger[0]", bodies=("06F", "06P"), into="B1L1Z", opening=TWO)
    return blmk_2021(slug="two", title="Two groups", changes=(merger,), benefits=(), engagements=())


def the_case(
    plan: Plan | None = None, *options: Plan, results: Sequence[BenefitResult] = (), on: date = MADE_ON
) -> Case:
    """A case as known on the day before the merger of 2021."""
    return case_for(plan or blmk_2021(), options=options, moment=AS_KNOWN, on=on, results=results)


def section(case: Case, slug: str) -> Section:
    """The section of a case that is called so."""
    (found,) = [s for s in case.sections if s.slug == slug]
    return found


def practices(code: str) -> set[str]:
    """The GP practices of a body on the last day before, by the register's own question."""
    return {m.code for m in queries.members(code, moment=AS_KNOWN, kind=KINDS["practice"])}


def by_body(option: Option) -> dict[str, set[str]]:
    """The practices of each body of an option."""
    return {body.code: set(body.practices) for body in option.bodies}


def test_no_change_is_always_the_first_option(register: None) -> None:
    case = the_case(None, two_bodies())
    assert [option.slug for option in case.options] == [NO_CHANGE, "blmk-2021", "two"]
    assert case.options[0].plan is None
    assert case.options[0].expansion is None


def test_an_option_given_twice_is_one(register: None) -> None:
    assert len(the_case(blmk_2021(), blmk_2021(), two_bodies(), two_bodies()).options) == 3


def test_each_option_has_the_practices_that_the_register_gives_it(register: None) -> None:
    now, one, two = the_case(None, two_bodies()).options
    before = {code: practices(code) for code in ("04F", "06F", "06P")}
    assert all(before.values())
    assert by_body(now) == before
    assert by_body(one) == {"M1J4Y": set().union(*before.values())}
    assert by_body(two) == {"04F": before["04F"], "B1L1Z": before["06F"] | before["06P"]}


def test_a_body_that_an_option_does_not_name_is_in_it_as_it_is(register: None) -> None:
    two = the_case(None, two_bodies()).options[2]
    (alone,) = [body for body in two.bodies if body.code == "04F"]
    assert (alone.name, alone.new) == ("NHS Milton Keynes CCG", False)
    assert [body.code for body in two.bodies if body.new] == ["B1L1Z"]


def test_every_option_has_the_same_practices_in_all(register: None) -> None:
    for option in the_case(None, two_bodies()).options:
        told = Counter(unit for body in option.bodies for unit in body.practices)
        assert set(told.values()) == {1}
        assert len(told) == len(practices("04F")) + len(practices("06F")) + len(practices("06P"))


@pytest.mark.parametrize("name", ["blmk-2021", "blmk-2022", "blmk-2026", "working-together-2018"])
def test_it_counts_what_the_preview_counts(register: None, name: str) -> None:
    """Two ways to the same numbers: relations laid over each other here, divisions of the expansion there."""
    plan = plan_file.read(PLANS / f"{name}.toml")
    eve = Moment(plan.effective - timedelta(days=1), known_at=plan.effective - timedelta(days=1))
    now, option = case_for(plan, moment=eve, on=MADE_ON).options
    counted = {t.body: (t.before, t.after) for t in preview(plan, moment=eve).totals if t.what == "GP practices"}
    assert counted
    for code, (before, after) in counted.items():
        here = [{b.code: len(b.practices) for b in o.bodies}.get(code, 0) for o in (now, option)]
        assert here == [before or 0, after or 0], code


UNITS, BODIES = st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["A", "B", "C"])
DAY = date(2021, 4, 1)


@given(st.dictionaries(UNITS, BODIES), st.dictionaries(UNITS, BODIES), st.sets(BODIES))
def test_a_unit_is_in_the_body_last_asserted_unless_that_is_closed(
    before: dict[str, str], moved: dict[str, str], closed: set[str]
) -> None:
    edges = {(unit, Attribute.COMMISSIONER): {body: Decimal(1)} for unit, body in before.items()}
    said = [Assertion(u, Attribute.COMMISSIONER, Evidence.SINCE, DAY, None, b, 1) for u, b in moved.items()]
    said += [Assertion(b, Attribute.LIFESPAN, Evidence.INTERVAL, date.min, DAY, "open", 1) for b in closed]
    served = units_of(as_it_would_be(edges, said, day=DAY))
    expected = {unit: body for unit, body in {**before, **moved}.items() if body not in closed}
    assert {unit: body for body, units in served.items() for unit in units} == expected
    assert all(share == 1 for units in served.values() for share in units.values())


def test_a_divided_body_gives_each_part_its_share(register: None) -> None:
    listed_ = sorted(practices("06F"))[:5]
    north = Opening(name="NHS North CCG", roles=("RO98",), parents={Attribute.SYSTEM: "QHG"})
    south = replace(north, name="NHS South CCG")
    split = Split(
        path="split[0]", body="06F",
        parts=(Part(path="split[0].part[0]", into="N1", units=tuple(listed_), share=Decimal("0.25"), opening=north),
               Part(path="split[0].part[1]", into="S1", share=Decimal("0.75"), opening=south)),
    )  # fmt: skip
    _, option = the_case(blmk_2021(changes=(split,))).options
    north_, south_ = (
        {b.code: b.practices for b in option.bodies}["N1"],
        {b.code: b.practices for b in option.bodies}["S1"],
    )
    for unit in practices("06F"):
        assert north_.get(unit, 0) + south_.get(unit, 0) == 1
        assert north_.get(unit, 0) == (1 if unit in listed_ else Decimal("0.25"))


def test_moved_practices_stand_under_their_new_body(register: None) -> None:
    moved = sorted(practices("06F"))[:3]
    move = Move(path="move[0]", to="06P", units=tuple(moved), origin="06F", relation=Attribute.COMMISSIONER)
    case = the_case(blmk_2021(changes=(move,)))
    assert by_body(case.options[1])["06P"] == practices("06P") | set(moved)
    assert row(case, "residents", "GP practices that would have another body")[1:] == (0, 3)


def test_working_together_is_no_merger(register: None) -> None:
    together = WorkTogether(
        path="together[0]", code="XTEAM", form="one executive team", bodies=("06F", "06P"), name="Team"
    )
    case = the_case(blmk_2021(changes=(together,)))
    now, option = case.options
    assert [b.code for b in option.bodies] == [b.code for b in now.bodies] == ["06F", "06P"]
    assert case.summary[-1].endswith(
        "both stay. NHS Bedfordshire CCG and NHS Luton CCG work together (one executive team); this is not a merger."
    )


def test_a_closure_leaves_its_practices_with_nobody(register: None) -> None:
    close = Close(path="close[0]", code="06P", left_open="Its members are asked where they would go")
    case = the_case(blmk_2021(changes=(close,)))
    assert by_body(case.options[1]) == {}
    assert row(case, "residents", "GP practices that would have another body")[1:] == (0, len(practices("06P")))
    assert any("without a body" in gap for gap in section(case, "bodies").gaps)


def test_an_option_with_problems_is_shown_with_them(register: None) -> None:
    nameless = blmk_2021(changes=(Merger(path="merger[0]", bodies=("06F", "06P"), into="B1L1Z"),))
    gaps = section(the_case(nameless), "bodies").gaps
    assert any("cannot be approved as it is" in gap and "what it is called" in gap for gap in gaps)


def test_when_the_change_is_known_already_the_case_says_so(register: None) -> None:
    case = case_for(blmk_2021(), moment=Moment(EFFECTIVE), on=MADE_ON)
    assert [body.code for body in case.options[0].bodies] == ["M1J4Y"]
    assert any("Ask as it was known on the day before" in words for words in case.summary)
    assert any("cannot be compared" in gap for gap in section(case, "bodies").gaps)


def test_bodies_that_the_register_does_not_know_are_no_comparison(register: None) -> None:
    unknown = blmk_2021(changes=(Merger(path="merger[0]", bodies=("9X1", "9X2"), into="B1L1Z", opening=TWO),))
    case = the_case(unknown)
    assert case.options[0].bodies == ()
    assert any("nothing to compare it with" in words for words in case.summary)


def test_an_option_of_another_day_is_compared_and_that_is_said(register: None) -> None:
    late = replace(two_bodies(), effective=date(2022, 4, 1))
    gaps = section(the_case(None, late), "bodies").gaps
    assert any("1 April 2022" in gap for gap in gaps)


def test_what_the_law_asks_is_counted_once_for_each_body(register: None) -> None:
    once = section(the_case(None, two_bodies()), "once")
    assert once.tables[0].columns[1:4] == ("No change", blmk_2021().title, "Two groups")
    assert {r[1:4] for r in once.tables[0].rows} == {(3, 1, 2)}
    assert len(once.tables[0].rows) == 8


def test_duties_are_those_of_the_day(register: None) -> None:
    late = replace(blmk_2021(), effective=date(2023, 4, 1))
    assert not [s for s in the_case(late).sections if s.slug == "once"]


def test_a_resident_reads_what_stays(register: None) -> None:
    said = " ".join(section(the_case(None, two_bodies()), "residents").sentences)
    assert "You stay registered with your GP practice" in said
    assert "No option changes which council anybody lives under" in said


def test_closing_a_practice_is_not_hidden(register: None) -> None:
    gone = sorted(practices("06P"))[0]
    plan = blmk_2021(
        changes=(*blmk_2021().changes, Close(path="close[0]", code=gone, left_open="Patients were written to"))
    )
    case = the_case(plan)
    assert row(case, "residents", "GP practices that would close")[1:] == (0, 1)
    assert "You stay registered" not in " ".join(section(case, "residents").sentences)
    assert gone not in {unit for body in case.options[1].bodies for unit in body.practices}


def test_the_first_page_explains_every_abbreviation_once(register: None) -> None:
    case = the_case(None, two_bodies())
    words = dict(case.words)
    assert len(words) == len(case.words)
    codes = {b.code for o in case.options for b in o.bodies}
    texts = " ".join([*texts_of(case), *(meaning for _, meaning in case.words)])
    capitals = {re.sub("s$", "", word) for word in re.findall(r"\b[A-Z]{2,}s?\b", texts)} - codes
    own = {"BLMK"}  # in the name of a source that the plan itself gives
    explained_ = " ".join([*words, *words.values()])
    assert {word for word in capitals - own if not re.search(rf"\b{word}s?\b", explained_)} == set()
    assert {"NHS", "CCG", "GP practice"} <= set(words)
    assert "IMD" not in words


def test_the_first_sentences_name_the_bodies_and_what_they_are(register: None) -> None:
    said = the_case().summary
    assert said[1].startswith(
        "Three bodies are concerned: NHS Milton Keynes CCG, NHS Bedfordshire CCG and NHS Luton CCG"
    )
    assert "plans and buys health care" in said[2]
    assert "there would be one: NHS Bedfordshire, Luton and Milton Keynes CCG" in said[4]


def test_the_same_question_gives_the_same_case(register: None) -> None:
    first, again = the_case(None, two_bodies()), the_case(None, two_bodies())
    assert first == again
    assert first.edition == again.edition > 0


def test_a_benefit_waits_then_is_overdue_then_is_told(register: None) -> None:
    def standing(on: date, *results: BenefitResult) -> str:
        (benefit,) = the_case(on=on, results=results).benefits
        return benefit.standing

    due = SAVING.measure_on
    assert standing(due) == "To be measured on 31 March 2022."
    assert "No measurement is recorded" in standing(date(2022, 4, 1))
    early = BenefitResult(
        benefit=SAVING.slug, on=date(2021, 12, 31), value=Decimal("19000000.0000"), source="Month 9", pk=1
    )
    late = BenefitResult(benefit=SAVING.slug, on=due, value=Decimal("18000000.0000"), source="Accounts", pk=2)
    after = date(2022, 6, 1)
    assert standing(after, early) == (
        "19,000,000 pounds a year on 31 December 2021, before the day it is due: the target of 18,100,000 was not"
        " reached yet."
    )
    assert standing(after, late, early).endswith("the target of 18,100,000 was reached.")
    assert standing(date(2022, 1, 1), late, early).startswith("19,000,000")  # the later one is not known yet
    assert standing(after, replace_value(late, "21000000")).endswith("it moved away from the target of 18,100,000.")
    assert standing(after, replace_value(late, "20100000")).endswith("was not reached.")
    assert standing(after, replace_value(late, "19000000")).endswith("short of the target of 18,100,000.")


def replace_value(result: BenefitResult, value: str) -> BenefitResult:
    """The same measurement with another value."""
    return BenefitResult(benefit=result.benefit, on=result.on, value=Decimal(value), source=result.source, pk=9)


class Posts:
    """A section as a later package would write it."""

    slug, title, order = "posts", "Posts held several times", 35

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """One row for each option."""
        rows = tuple((o.title, len(o.bodies)) for o in options)
        return Section(self.slug, self.title, (), (Table("Chairs", ("Option", "Chairs"), rows),), (f"On {moment.on}",))


def test_another_package_puts_in_its_own_section(register: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_makers", dict(registry._makers))
    register_section(Posts())
    register_section(Posts())
    case = the_case()
    order = [s.slug for s in case.sections]
    assert order.count("posts") == 1
    assert order.index("once") < order.index("posts") < order.index("people")
    assert section(case, "posts").tables[0].rows == (("No change", 3), (blmk_2021().title, 1))
    assert section(case, "posts").gaps == ("On 2021-04-01",)


def test_a_table_with_a_row_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="a row has 1 cells under 2 headings"):
        Table("Chairs", ("Option", "Chairs"), (("No change",),))


@pytest.mark.parametrize(
    ("number", "words"),
    [("22.0000", "22"), ("18.7600", "18.76"), ("1500000", "1,500,000"), ("-0.50", "\N{MINUS SIGN}0.5"), ("0E+2", "0")],
)
def test_numbers_read_as_people_write_them(number: str, words: str) -> None:
    assert plain(Decimal(number)) == words


def test_cells_keep_the_places_they_were_rounded_to() -> None:
    assert [shown(cell) for cell in ("a", 1234, Decimal("-2.10"), Decimal("1234.5"))] == [
        "a", "1,234", "\N{MINUS SIGN}2.10", "1,234.5",
    ]  # fmt: skip


def test_meanings_bring_the_words_they_use() -> None:
    words = dict(explained(["Two CCGs"]))
    assert set(words) == {"CCG"}
    assert {"IMD", "deprivation"} <= set(dict(explained(["the IMD score"])))
    assert explained(["nothing of the kind"]) == ()
    assert all(meaning.endswith(".") for meaning in MEANINGS.values())


def test_lists_end_with_and() -> None:
    assert [listed(items) for items in (["a"], ["a", "b"], ["a", "b", "c"], [])] == ["a", "a and b", "a, b and c", ""]


def row(case: Case, slug: str, first: str) -> tuple[object, ...]:
    """The row of a section's table that begins so."""
    (found,) = [r for table in section(case, slug).tables for r in table.rows if r[0] == first]
    return found
