"""Quorum as a pure function, beside a second one that tries every way of sharing people out."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.governance.meetings.counting import Present, Quorum, Seats, quorum
from ouzel.governance.reference.orders import orders_text, read_orders
from ouzel.governance.reference.rules_of_meeting import Need, Orders, QuorumRule

BASE = read_orders(orders_text("committee"))
TAGS = ("chair", "clinician", "lay", "finance")
PROFESSIONS = ("", "nurse", "gp")

present = st.builds(
    Present,
    person=st.sampled_from("abcdef"),
    seat=st.sampled_from(["one", "two", "three"]),
    tags=st.frozensets(st.sampled_from(TAGS), max_size=2),
    profession=st.sampled_from(PROFESSIONS),
    votes=st.booleans(),
    online=st.booleans(),
    deputy=st.booleans(),
    recused=st.sampled_from(["", "", "", "left", "silent", "no-vote", "none"]),
)
need = st.builds(
    Need,
    words=st.sampled_from(["first", "second", "third"]),
    any=st.lists(st.sampled_from(TAGS + PROFESSIONS[1:]), min_size=1, max_size=2).map(tuple),
    at_least=st.integers(1, 2),
)
fraction = st.none() | st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)])
rule = st.builds(
    QuorumRule,
    members=st.integers(0, 4), at_least=fraction, more_than=fraction, filled_only=st.booleans(),
    deputies=st.booleans(), online=st.booleans(), recused=st.frozensets(st.sampled_from(["left", "silent", "no-vote"])),
    one_capacity=st.booleans(), needs=st.lists(need, max_size=3).map(tuple),
)  # fmt: skip
seats = st.integers(0, 9).flatmap(lambda voting: st.builds(Seats, st.just(voting), st.integers(0, voting)))


def orders(rule: QuorumRule) -> Orders:
    return replace(BASE, quorum=rule)


def slow_met(rule: QuorumRule, there: Sequence[Present], of: Seats) -> bool:
    """By the words of the orders, without any cleverness."""
    counting = []
    for each in there:
        if not each.votes:
            continue
        if each.recused and each.recused in rule.recused:
            continue
        if each.deputy and not rule.deputies:
            continue
        if each.online and not rule.online:
            continue
        counting.append(each)
    people = {each.person for each in counting}
    total = of.filled if rule.filled_only else of.voting
    if len(people) < 1 or len(people) < rule.members:
        return False
    if rule.at_least is not None and len(people) < rule.at_least * total:
        return False
    if rule.more_than is not None and not len(people) > rule.more_than * total:
        return False

    def fits(person: str, need: Need) -> bool:
        return any(
            each.person == person and (each.profession in need.any or any(tag in need.any for tag in each.tags))
            for each in counting
        )

    places = [need for need in rule.needs for _ in range(need.at_least)]
    if not rule.one_capacity:
        return all(sum(fits(person, need) for person in people) >= need.at_least for need in rule.needs)
    return any(
        all(fits(person, need) for person, need in zip(way, places, strict=True))
        for way in permutations(sorted(people), len(places))
    )


@given(rule, st.lists(present, max_size=7), seats)
def test_quorum_met_as_by_trying_every_way(rule: QuorumRule, there: list[Present], of: Seats) -> None:
    found = quorum(orders(rule), there, of)
    assert found.met == slow_met(rule, there, of)
    assert found.met == (not found.missing)


sharing = st.lists(
    st.frozensets(st.sampled_from(TAGS), min_size=1, max_size=3), min_size=2, max_size=5
).map(lambda tags: [Present(name, name, each) for name, each in zip("edcba", tags, strict=False)])  # fmt: skip


@given(st.lists(need, min_size=2, max_size=3).map(tuple), sharing)
def test_quorum_people_are_shared_out_as_by_trying_every_way(needs: tuple[Need, ...], there: list[Present]) -> None:
    rule = QuorumRule(members=1, one_capacity=True, needs=needs)
    assert quorum(orders(rule), there, Seats(5, 5)).met == slow_met(rule, there, Seats(5, 5))


@given(rule, st.lists(present, max_size=7), present, seats)
def test_quorum_somebody_more_never_breaks_it(
    rule: QuorumRule, there: list[Present], more: Present, of: Seats
) -> None:  # fmt: skip
    if quorum(orders(rule), there, of).met:
        assert quorum(orders(rule), [*there, more], of).met


@given(rule, st.lists(present, max_size=7), seats, st.data())
def test_quorum_recusal_never_makes_it(rule: QuorumRule, there: list[Present], of: Seats, data: st.DataObject) -> None:
    away = {each.person for each in there if data.draw(st.booleans())}
    after = [replace(each, recused="left") if each.person in away else each for each in there]
    strict = replace(rule, recused=frozenset({"left", "silent", "no-vote"}))
    before, later = quorum(orders(strict), there, of), quorum(orders(strict), after, of)
    assert later.have <= before.have
    assert before.met or not later.met


@given(rule, st.permutations(list("abcd")), seats)
def test_quorum_does_not_ask_in_what_order_they_came(rule: QuorumRule, names: list[str], of: Seats) -> None:
    there = [Present(name, f"seat-{name}", frozenset({TAGS["abcd".index(name)]})) for name in names]
    found, sorted_one = quorum(orders(rule), there, of), quorum(orders(rule), sorted(there, key=lambda p: p.person), of)
    assert (found.met, found.needed, found.have) == (sorted_one.met, sorted_one.needed, sorted_one.have)


def board(*names: str, recused: str = "") -> Quorum:
    """Who of a board of nine voting seats is there, by the model orders."""
    tags = {
        "cara": {"chair", "non-executive"}, "ola": {"chief-executive"}, "fin": {"finance"},
        "max": {"medical-director", "clinician"}, "nora": {"nurse"}, "nell": {"non-executive"},
        "ned": {"non-executive", "partner"}, "pia": {"partner"}, "tom": {"partner", "local-authority"},
    }  # fmt: skip
    there = [
        Present(name, name, frozenset(tags[name]), recused="left" if name == recused else "") for name in names
    ]  # fmt: skip
    return quorum(read_orders(orders_text("integrated-care-board")), there, Seats(9, 9))


def test_quorum_of_board_needs_more_than_half() -> None:
    four = board("ola", "max", "nell", "pia")
    assert (four.met, four.needed, four.have, four.missing) == (False, 5, 4, ("1 more voting member",))
    assert board("ola", "max", "nell", "pia", "tom").met


def test_quorum_of_board_says_in_words_who_is_missing() -> None:
    found = board("cara", "nell", "pia", "tom", "max")
    assert found.missing == ("the chief executive or the chief finance officer",)
    assert found.words.startswith("Not quorate: 5 of the 5 needed.")


def test_quorum_of_board_nobody_counts_in_two_capacities() -> None:
    assert board("ola", "fin", "max", "nora", "ned").missing == ("a partner member",)


def test_quorum_of_board_who_fits_two_needs_fills_the_one_that_nobody_else_can() -> None:
    assert board("ola", "fin", "max", "ned", "nell").met, "Ned counts as partner, for Nell is a non-executive too"


def test_quorum_of_board_a_recusal_takes_it_away() -> None:
    names = ("ola", "max", "nell", "pia", "tom")
    assert board(*names, recused="max").missing == (
        "1 more voting member",
        "the medical director or the director of nursing",
    )


def test_quorum_one_person_in_two_seats_counts_once() -> None:
    there = [Present("a", "one", frozenset({"chair"})), Present("a", "two"), Present("b", "three")]
    assert quorum(BASE, there, Seats(6, 6)).have == 2


def test_quorum_of_nobody_is_none() -> None:
    assert not quorum(orders(QuorumRule(members=0, at_least=Fraction(1, 3))), [], Seats(0, 0)).met


@pytest.mark.parametrize(
    ("rule", "voting", "needed"),
    [
        (QuorumRule(more_than=Fraction(1, 2)), 8, 5),  # half of eight is not more than half
        (QuorumRule(at_least=Fraction(1, 2)), 8, 4),
        (QuorumRule(at_least=Fraction(1, 3)), 10, 4),
        (QuorumRule(more_than=Fraction(2, 3)), 9, 7),
        (QuorumRule(members=6, at_least=Fraction(1, 3)), 9, 6),
        (QuorumRule(members=2, at_least=Fraction(1, 3)), 9, 3),
    ],
)
def test_quorum_how_many_are_needed(rule: QuorumRule, voting: int, needed: int) -> None:
    assert quorum(orders(rule), [], Seats(voting, 0)).needed == needed


def test_quorum_of_filled_seats_only() -> None:
    rule = QuorumRule(at_least=Fraction(1, 2), filled_only=True)
    assert quorum(orders(rule), [], Seats(10, 6)).needed == 3


@pytest.mark.parametrize(
    ("rule", "have"),
    [
        (QuorumRule(members=1), 4),
        (QuorumRule(members=1, online=False), 3),
        (QuorumRule(members=1, deputies=False), 3),
        (QuorumRule(members=1, recused=frozenset({"left"})), 5),
    ],
)
def test_quorum_who_counts(rule: QuorumRule, have: int) -> None:
    there = [
        Present("a", "1"), Present("b", "2", online=True), Present("c", "3", deputy=True),
        Present("d", "4", recused="no-vote"), Present("e", "5", recused="left"), Present("f", "6", recused="none"),
        Present("g", "7", votes=False),
    ]  # fmt: skip
    assert quorum(orders(rule), there, Seats(7, 7)).have == have
