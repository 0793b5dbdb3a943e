"""As at a day before a payer existed: whoever alone stood in its place, or unresolved with the reason."""

from datetime import date

import numpy as np
import pytest

from ouzel.activity.answers.grouping import _heir
from ouzel.activity.episodes import record_episode
from ouzel.activity.running import run
from ouzel.engine.days import MAXDAY
from ouzel.engine.structure import Structure
from tests.activity.answers.asked import ask, balances, by_code, stay
from tests.activity.loads import ON, lines
from tests.activity.paying import take
from tests.core.people import OPERATOR

FIRST, SECOND, END = 100, 200, MAXDAY


def world(*steps: tuple[int, int]) -> Structure:
    """A and B until day 100, C from 100 to 200, D since 200, E of which no days are known, X since 150."""
    lives = [(0, 1, FIRST), (1, 1, FIRST), (2, FIRST, SECOND), (3, SECOND, END), (5, 150, END)]
    after, before = zip(*[(heir, one) for one, heir in steps], strict=True) if steps else ((), ())
    days = [FIRST if heir == 2 else SECOND for heir in after]
    return Structure.from_arrays(
        codes=("A", "B", "C", "D", "E", "X"), relations={}, successions=(before, after, days),
        lifespans=tuple(np.array(column) for column in zip(*lives, strict=True)),
    )  # fmt: skip


def test_a_sole_forebear_stands_in_its_place_also_two_steps_back() -> None:
    alone = world((0, 2), (2, 3))
    assert _heir(alone, "D", SECOND - 1) == ("C", "")
    assert _heir(alone, "D", FIRST - 1) == ("A", "")
    assert _heir(alone, "D", SECOND) == ("D", "")


def test_of_several_forebears_none_is_chosen() -> None:
    merged = world((0, 2), (1, 2), (2, 3))
    code, reason = _heir(merged, "D", FIRST - 1)
    assert code == ""
    assert reason.startswith("D did not exist on ")
    assert "which of A, B stood in its place" in reason


def test_nobody_before_is_said_and_unknown_days_are_no_reason() -> None:
    code, reason = _heir(world(), "X", 149)
    assert (code, "nobody is recorded as having been there before it" in reason) == ("", True)
    assert _heir(world(), "E", 5) == ("E", "")
    assert _heir(world(), "not in the register", 5) == ("not in the register", "")


@pytest.mark.django_db
def test_lines_of_an_episode_are_not_of_a_body_of_the_next_day(made, store) -> None:
    take(store, "admitted", stay("2021-05-08", practice="", person="9434765919"))
    (person,) = {line["person"] for line in lines(store)} - {0}
    record_episode(
        person=person, kind="looked-after", commissioner="M1J4Y", start=date(2021, 5, 1), source="a court order",
        recorded=date(2021, 6, 1), by=OPERATOR,
    )  # fmt: skip
    run(by=OPERATOR, on=ON, store=store)
    before = ask("commissioner", store=store, basis="as-at:2021-03-31")
    assert "M1J4Y" not in by_code(before)
    assert balances(before)
    (told,) = [each for each in before.reconciliation.unresolved if each.code == "M1J4Y"]
    assert "did not exist on 31 March 2021" in told.reason
    assert told.values["lines"] == 1
