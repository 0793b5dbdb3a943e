"""The words of proposals: sentences for changes, amounts, days, and what to say to whom first."""

from datetime import date
from decimal import Decimal

import pytest

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.expansion import Choice, Held, State
from ouzel.reorganisation.plan import (
    Change,
    ChangeRole,
    Close,
    HandOver,
    Merger,
    Move,
    Open,
    Opening,
    Part,
    Place,
    Rename,
    Split,
    WorkTogether,
)
from ouzel.web.proposals import telling as telling
from ouzel.web.proposals.plainly import opening
from ouzel.web.proposals.words import percent, plain, role, sentences
from tests.reorganisation.plans import blmk_2021

NAMES = {"A": "Ash", "B": "Birch", "C": "Cedar", "D": "D"}
NEW = Opening("Doe")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Open("o", "D", NEW), "Doe begins."),
        (Close("c", "A"), "Ash closes. No other body takes its place."),
        (Merger("m", ("A", "B"), "D", opening=NEW), "Ash and Birch close. Together they become Doe."),
        (Merger("m", ("A",), "D", opening=NEW), "Ash closes. Doe carries on for it."),
        (Merger("m", ("A",), "D", "recode", NEW), "Ash carries on under a new code: Doe."),
        (Merger("m", ("A", "B"), "B", "acquisition"), "Birch takes over Ash, which closes."),
        (
            Merger("m", ("A", "B", "C"), "C", opening=Opening("Cedar and Ash")),
            "Cedar takes over Ash and Birch, which close. It is then called Cedar and Ash.",
        ),
        (
            Split("s", "A", (Part("p", "B", ("X", "Y")), Part("q", "D", rest=True, opening=NEW))),
            "Ash closes. It is divided between Birch (2 listed units) and Doe (all that is in no list).",
        ),
        (
            Split("s", "A", (Part("p", "A", share=Decimal("0.625")), Part("q", "B", share=Decimal("0.375")))),
            "Ash is divided between Ash (62.5%) and Birch (37.5%).",
        ),
        (Move("v", "B", ("C",), "A"), "Cedar moves from Ash to Birch."),
        (Move("v", "B", ("C", "D")), "Cedar and D move to Birch."),
        (Move("v", "B", origin="A"), "All of what belongs to Ash moves to Birch. Both carry on."),
        (
            ChangeRole("r", "A", ("RO319",), name="Ash place"),
            "Ash keeps its code and becomes a sub-ICB location. It is then called Ash place.",
        ),
        (ChangeRole("r", "A", ("RO318",)), "Ash keeps its code and becomes an integrated care board."),
        (HandOver("h", ("A", "B"), "C"), "Ash and Birch hand over their work and duties to Cedar."),
        (HandOver("h", ("A",), "C", ("safeguarding",)), "Ash hands over safeguarding to Cedar."),
        (Rename("n", "A", "Oak"), "Ash changes its name to Oak."),
        (Place("l", ("C",), "A"), "Cedar belongs to Ash."),
        (
            WorkTogether("w", "D", "one executive team", ("A", "B"), "Doe"),
            (
                "Ash and Birch begin to work together in Doe (one executive team). "
                "This is not a merger: each of them stays, with its own duties and its own money."
            ),
        ),
    ],
)
def test_sentence_of_each_kind_of_change(change: Change, said: str) -> None:
    assert [plain(s) for s in sentences(blmk_2021(changes=(change,)), NAMES)] == [said]


def test_name_that_one_of_several_changes_gives_counts_for_all() -> None:
    changes = (Merger("m", ("A",), "D", opening=NEW), Split("s", "B", (Part("p", "D", ("X",)), Part("q", "C", ("Y",)))))
    assert "between Doe (" in plain(sentences(blmk_2021(changes=changes), NAMES)[1])


def test_very_many_bodies_are_counted() -> None:
    many = tuple(f"U{n}" for n in range(1300))
    assert "1,300 units move to Birch." in plain(sentences(blmk_2021(changes=(Move("v", "B", many),)), NAMES)[0])


def test_telling_amounts_days_and_choices() -> None:
    assert [telling.number(Decimal(n)) for n in ("1047296", "12.50", "-3", "0")] == ["1,047,296", "12.5", "−3", "0"]
    assert telling.number(None) == "none"
    assert telling.number(Decimal("20100000.00"), telling.money("pounds a year")) == "£20,100,000"
    assert telling.spoken("opens on 2021-04-01, not 2021-13-01") == "opens on 1 April 2021, not 2021-13-01"
    assert telling.value("RO98, RO319", "role") == "a clinical commissioning group and a sub-ICB location"
    assert telling.value("", "name") == "none"
    choice = Choice("D.system", "Which?", (("A", "Ash"), ("B", "Birch")), "", "m")
    assert telling.answer(choice) == "Nobody has chosen yet: Ash or Birch"
    assert telling.answer(Choice("D.system", "Which?", (("A", "Ash"),), "A", "m")) == "Ash"
    assert percent(Decimal("0.6")) == "60%"
    assert role("RO999").endswith("RO999")


def test_opening_explains_the_kinds_of_bodies_that_a_plan_names() -> None:
    def told(role: str) -> tuple[str, ...]:
        held = (Held(Attribute.ROLE, role, date(2013, 4, 1), None),)
        state = State(date(2021, 4, 1), None, 1, {"04F": held, "06F": held, "06P": held}, (), {})
        return opening(blmk_2021(changes=(Merger("m", ("04F", "06F"), "06P"),)), state).what

    assert "commissioner" in told("RO98")[0]
    assert "runs hospitals" in told("RO197")[0]
    assert "neighbouring GP practices" in told("RO272")[0]
    assert told("RO999") == ()
