"""Decisions at meetings: what they need, and that no rule is passed over in silence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.auditing import Did
from ouzel.governance.decisions.actions import To, decide, decide_in_common
from ouzel.governance.decisions.queries import decision, decisions_at, decisions_of, links_of_decision
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.interests.actions import declare, redact
from ouzel.governance.meetings.actions import adjourn
from ouzel.governance.meetings.agenda import change_item, remove_item
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.minutes.actions import approve_minutes, write_minutes
from ouzel.governance.models import Appointment, Body, Decision, Interest, Irregularity, Person, Vote
from tests.core.people import user
from tests.governance.decisions.in_common import DAY, Held, closed, opened, planned
from tests.governance.world import World


def members(body: Body) -> list[Person]:
    """Who holds a seat of the body on the day."""
    return [row.person for row in Appointment.objects.on(DAY).filter(body=body).select_related("person")]


def merge(world: World, held: Held, body: Body, **changed: object) -> Decision:
    """The body agrees to merge, or what else is given."""
    given = {
        "item": held.items["2"], "body": body, "title": "To become one", "text": "The body approved the proposal.",
        "method": "consensus", "on": DAY, "by": world.by,
    }  # fmt: skip
    return decide(**{**given, **changed})  # type: ignore[arg-type]


def test_decision_is_put_down_with_its_quorum_and_authority(world: World) -> None:
    held = opened(world)
    made = merge(world, held, world.luton, options=[{"title": "Stay three"}, {"title": "One", "chosen": True}])
    assert made.ref == "D-2021-0001"
    assert made.kind == "merger"  # of the item
    assert made.quorum["met"]
    assert made.quorum["have"] == 9
    assert "reserves it" in made.authority
    shown = decision(made.ref, None)
    assert shown is not None
    assert shown.body_name == "Governing body of Luton"
    assert shown.how == "Agreed without a vote."
    entry = AuditEntry.objects.filter(action=Did.DECIDED).get()
    assert (entry.subject, entry.detail["body"]) == (made.ref, "luton-governing-body")


def test_decision_is_never_changed_nor_deleted(world: World) -> None:
    made = merge(world, opened(world), world.luton)
    for change in (lambda: Decision.objects.update(text="Something else"), lambda: made.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_votes_are_counted_by_name(world: World) -> None:
    held = opened(world)
    those = members(world.luton)
    votes = dict.fromkeys(those[:5], "for") | {those[5]: "against", those[6]: "abstain"}
    made = merge(world, held, world.luton, method="vote", votes=votes)
    assert made.carried
    assert (made.votes_for, made.votes_against, made.abstentions) == (5, 1, 1)
    shown = decision(made.ref, None)
    assert shown is not None
    assert shown.how == "Carried: 5 voted for and 1 against, with 1 abstention."
    assert {each.name for each in shown.votes if each.vote == "against"} == {those[5].name}


def test_tie_is_not_carried_unless_the_chair_settles_it(world: World) -> None:
    held = opened(world)
    lost = merge(world, held, world.luton, method="vote", votes=Counts(4, 4, 1))
    assert not lost.carried
    settled = merge(world, held, world.luton, title="Again", method="vote", votes=Counts(4, 4, 1), casting="for")
    assert settled.carried
    assert settled.casting_vote
    shown = decision(settled.ref, None)
    assert shown is not None
    assert "on the casting vote of the chair" in shown.how


def _too_early(world: World, held: Held) -> None:
    merge(world, planned(world, [world.finance_committee], title="Another"), world.finance_committee)


def _of_another_body(world: World, held: Held) -> None:
    merge(world, held, world.board)


def _adjourned_item_gone(world: World, held: Held) -> None:
    remove_item(item=held.items["2"], why="Not ready", on=DAY, by=world.by)
    merge(world, held, world.luton)


def _without_words(world: World, held: Held) -> None:
    merge(world, held, world.luton, text=" ")


def _patient(world: World, held: Held) -> None:
    merge(world, held, world.luton, reasons="NHS number 943 476 5919")


def _vote_without_votes(world: World, held: Held) -> None:
    merge(world, held, world.luton, method="vote")


def _consensus_with_votes(world: World, held: Held) -> None:
    merge(world, held, world.luton, votes=Counts(3, 0))


def _unknown_kind(world: World, held: Held) -> None:
    merge(world, held, world.luton, kind="merging")


def _another_day(world: World, held: Held) -> None:
    merge(world, held, world.luton, on=DAY.replace(day=15))


def _twice(world: World, held: Held) -> None:
    merge(world, held, world.luton)
    merge(world, held, world.luton)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [(_too_early, "has begun"), (_of_another_body, "does not sit"), (_adjourned_item_gone, "taken off"),
     (_without_words, "what was decided"), (_patient, "NHS number"), (_vote_without_votes, "no votes are given"),
     (_consensus_with_votes, "no votes"), (_unknown_kind, "no such kind"), (_another_day, "is none of"),
     (_twice, "already")],
)  # fmt: skip
def test_decision_that_cannot_be_is_refused(world: World, wrong: Callable[[World, Held], None], says: str) -> None:
    held = opened(world)
    with pytest.raises(ContentError, match=says):
        wrong(world, held)
    assert not Irregularity.objects.exists()


def test_decision_while_adjourned_or_after_closing_may_still_be_put_down(world: World) -> None:
    held = opened(world)
    adjourn(meeting=held.meeting, why="Lunch", on=DAY, by=world.by)
    merge(world, held, world.luton)
    closed(world, held)
    merge(world, held, world.bedfordshire)
    with pytest.raises(ContentError, match="is none of"):
        merge(world, held, world.milton_keynes, on=DAY.replace(day=17))


def test_decision_without_quorum_is_refused_or_recorded(world: World) -> None:
    away = [person.name for person in members(world.luton)][3:]
    held = opened(world, [world.luton], without=away)
    with pytest.raises(ContentError, match="not quorate") as refused:
        merge(world, held, world.luton)
    assert refused.value.field == "quorum"
    made = merge(world, held, world.luton, irregular="The decision cannot wait")
    assert made.quorum["met"] is False
    row = Irregularity.objects.visible_to(None).get()
    assert (row.rule, row.reason, row.item) == ("quorum", "The decision cannot wait", held.items["2"])


def test_recusal_changes_the_quorum_of_one_item_of_one_body_only(world: World) -> None:
    doctors = [p.name for p in members(world.luton)]
    held = opened(world, without=[])
    before = merge(world, held, world.luton).quorum["have"]
    person = next(p for p in members(world.luton) if "Eastluton" in p.name)
    recuse(item=held.items["3"], person=person, declared="Partner in the provider", effect="left", on=DAY, by=world.by)
    award = {"item": held.items["3"], "title": "The award", "text": "The body awarded it.", "pence": 100}
    assert merge(world, held, world.luton, **award).quorum["have"] == before - 1
    assert merge(world, held, world.bedfordshire, **award).quorum["have"] == before
    assert person.name in doctors


def test_vote_by_someone_conflicted_is_refused_or_recorded(world: World) -> None:
    held = opened(world)
    person = world.person("Eastluton")
    recuse(item=held.items["2"], person=person, declared="Would lead the new body", effect="no-vote", on=DAY,
           by=world.by)  # fmt: skip
    votes = dict.fromkeys(members(world.luton), "for")
    with pytest.raises(ContentError, match="Would lead the new body") as refused:
        merge(world, held, world.luton, method="vote", votes=votes)
    assert refused.value.field == "vote"
    made = merge(world, held, world.luton, method="vote", votes=votes, irregular="The chair allowed it")
    assert made.votes_for == 9
    assert Irregularity.objects.get().rule == "vote"


def test_vote_of_a_member_of_another_body_is_refused(world: World) -> None:
    held = opened(world)
    with pytest.raises(ContentError, match="was not there for this body"):
        merge(world, held, world.luton, method="vote", votes={world.person("Bea Chairwoman"): "for"})


def test_more_votes_than_people_are_refused(world: World) -> None:
    with pytest.raises(ContentError, match="10 votes were counted"):
        merge(world, opened(world), world.luton, method="vote", votes=Counts(10, 0))


def test_committee_may_not_decide_what_is_reserved_nor_over_its_limit(world: World) -> None:
    held = opened(world, [world.finance_committee])
    with pytest.raises(ContentError, match="reserves") as refused:
        merge(world, held, world.finance_committee)
    assert refused.value.field == "delegation"
    award = {"item": held.items["3"], "title": "The award", "text": "The committee awarded it."}
    with pytest.raises(ContentError, match="more than"):
        merge(world, held, world.finance_committee, pence=50_000_001, **award)
    made = merge(world, held, world.finance_committee, pence=50_000_000, **award)
    assert "£500,000" in made.authority
    over = merge(
        world, held, world.finance_committee, pence=50_000_001, irregular="Told to", **{**award, "title": "II"}
    )
    assert "more than" in over.authority
    assert Irregularity.objects.get().rule == "delegation"


def test_private_item_is_taken_only_once_the_public_was_excluded(world: World) -> None:
    held = opened(world)
    item = held.items["P1"]
    given = {"item": item, "title": "On a contract", "text": "The body decided on a contract.", "pence": 9_900}
    for body, proposer in zip(world.three, ("Bedsaudit", "Lutaudit", "Keynaudit"), strict=True):
        with pytest.raises(ContentError, match="did not resolve"):
            merge(world, held, world.luton, **given)  # they sit in one room: each body resolves
        exclude_public(meeting=held.meeting, body=body, reason="Terms of a contract", from_item=item,
                       proposer=world.person(proposer), on=DAY, by=world.by)  # fmt: skip
    votes = dict.fromkeys(members(world.luton), "for")
    made = merge(world, held, world.luton, method="vote", votes=votes, options=[{"title": "Secret"}], **given)
    assert made.private
    assert made.pence is None
    assert made.options == []
    assert made.votes_for == 9
    assert not Vote.objects.filter(decision=made).exists()


def test_bodies_in_common_decide_each_for_itself(world: World) -> None:
    held = opened(world)
    made = decide_in_common(
        item=held.items["2"], title="To become one", text="Approved.", method="vote", on=DAY, by=world.by,
        votes={world.bedfordshire: Counts(9, 0), world.luton: Counts(2, 6, 1), world.milton_keynes: Counts(5, 4)},
    )  # fmt: skip
    assert [(each.body.slug, each.carried) for each in made] == [
        ("bedfordshire-governing-body", True), ("luton-governing-body", False), ("milton-keynes-governing-body", True),
    ]  # fmt: skip
    assert [view.ref for view in decisions_at(held.meeting, None)] == [each.ref for each in made]


def test_bodies_in_common_decide_all_or_none(world: World) -> None:
    away = [person.name for person in members(world.milton_keynes) if "eyn" in person.name]
    held = opened(world, without=away)
    with pytest.raises(ContentError, match="Milton Keynes was not quorate"):
        decide_in_common(item=held.items["2"], title="To become one", text="Approved.", method="consensus", on=DAY,
                         by=world.by)  # fmt: skip
    assert not Decision.objects.exists()


def test_decision_is_revised_by_a_later_one_of_the_body_only(world: World) -> None:
    held = opened(world)
    first = merge(world, held, world.luton)
    with pytest.raises(ContentError, match="another body"):
        merge(world, held, world.bedfordshire, revises=first)
    second = merge(world, held, world.luton, title="To become one, later", revises=first)
    shown = decision(first.ref, None)
    assert shown is not None
    assert shown.revised_by == (second.ref,)


def test_decision_needs_who_runs_meetings(world: World) -> None:
    held = opened(world)
    for roles in ((), ("board-member",), ("analyst",)):
        by = Actor.person(user(f"{len(roles)}{''.join(roles)}@example.org", *roles))
        with pytest.raises(PermissionDenied):
            merge(world, held, world.luton, by=by)


def test_decisions_of_a_body_are_found_by_day_and_kind(world: World) -> None:
    held = opened(world)
    made = merge(world, held, world.luton)
    merge(world, held, world.bedfordshire)
    assert [view.ref for view in decisions_of(world.luton, None, since=DAY)] == [made.ref]
    assert decisions_of(world.luton, None, until=DAY) == ()
    assert decisions_of(world.luton, None, kind="budget") == ()


def test_decisions_are_given_so_many_at_a_time(world: World) -> None:
    held = opened(world)
    made = [merge(world, held, world.luton, title=f"Part {number}").ref for number in range(3)]
    assert [view.ref for view in decisions_of(world.luton, None, limit=2)] == [made[2], made[1]]
    assert [view.ref for view in decisions_of(world.luton, None, limit=2, offset=2)] == [made[0]]


def test_decision_is_linked_to_what_it_is_about(world: World) -> None:
    made = merge(world, opened(world), world.luton, links=[To("body", "blmk-board", "concerns", "Who carries on")])
    (link,) = links_of_decision(made.ref, None)
    assert (link.kind, link.ref, link.note) == ("body", "blmk-board", "Who carries on")
    with pytest.raises(ContentError, match="no body of that name"):
        merge(world, opened(world, [world.finance_committee]), world.finance_committee, kind="policy",
              irregular="For the test", links=[To("body", "nobody")])  # fmt: skip


def test_decision_behind_approved_minutes_is_refused_or_recorded(world: World) -> None:
    held = opened(world, [world.luton])
    closed(world, held)
    april = opened(world, [world.luton], day=date(2021, 4, 20), notice=date(2021, 4, 9), title="April")
    write_minutes(meeting=held.meeting, text="Nothing was decided.", on=DAY, by=world.by)
    approve_minutes(meeting=held.meeting, at=april.meeting, on=date(2021, 4, 20), by=world.by)
    with pytest.raises(ContentError, match="approved before this was put down"):
        merge(world, held, world.luton)
    merge(world, held, world.luton, irregular="It was left out by mistake")
    assert Irregularity.objects.get().rule == "minutes"


def test_sum_of_a_private_decision_is_not_said_where_it_is_beyond_the_scheme(world: World) -> None:
    held = opened(world, [world.finance_committee])
    item = held.items["P1"]
    exclude_public(
        meeting=held.meeting, body=world.finance_committee, reason="Terms of a contract", from_item=item,
        proposer=world.person("Lutaudit"), seconder=world.person("Eastluton"), on=DAY, by=world.by,
    )  # fmt: skip
    given = {"item": item, "title": "A contract", "text": "The committee decided.", "pence": 77_700_000}
    with pytest.raises(ContentError, match="£777,000"):  # told to who asked, and kept nowhere
        merge(world, held, world.finance_committee, **given)
    made = merge(world, held, world.finance_committee, irregular="Told to by the board", **given)
    assert "777" not in made.authority
    assert "777" not in Irregularity.objects.get().problem


def _supplier(world: World, name: str, **more: str) -> Person:
    person = world.person(name)
    declare(person=person, category="financial", description="Director", since=date(2020, 1, 1), occasion="change",
            organisation="Lifeworks Example Ltd", company_number="01234567", on=date(2020, 1, 1), by=world.by,
            **more)  # fmt: skip
    return person


def _award(world: World, held: Held, **more: object) -> Decision:
    change_item(item=held.items["3"], parties=[{"name": "Lifeworks", "company_number": "1234567"}], late="Named later",
                by=world.by, on=DAY)  # fmt: skip
    held.items["3"].refresh_from_db()
    return merge(world, held, world.luton, item=held.items["3"], title="The award", kind="policy", **more)


def test_who_has_an_interest_in_the_party_takes_no_part_in_silence(world: World) -> None:
    held = opened(world)
    _supplier(world, "Lew Lutpublic")
    with pytest.raises(ContentError, match=r"Lew Lutpublic took part in item 3 .* nothing was put down"):
        _award(world, held)
    _award(world, held, irregular="Nobody noticed it then")
    assert "Lew Lutpublic" in Irregularity.objects.get(rule="interest").problem


def test_what_was_done_about_an_interest_is_put_down_first(world: World) -> None:
    held = opened(world)
    person = _supplier(world, "Lew Lutpublic")
    recuse(item=held.items["3"], person=person, declared="Director", effect="silent", on=DAY, by=world.by)
    assert _award(world, held).carried
    assert not Irregularity.objects.filter(rule="interest").exists()


def test_whose_interest_is_withheld_is_not_named(world: World) -> None:
    held = opened(world)
    person = _supplier(world, "Lew Lutpublic")
    redact(interest=Interest.objects.get(person=person), reason="Their safety", on=DAY, by=world.by)
    with pytest.raises(ContentError, match=r"somebody took part") as refused:
        _award(world, held)
    assert "Lew" not in str(refused.value)
