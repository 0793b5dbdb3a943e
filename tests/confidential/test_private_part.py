"""The private part of a meeting: who writes and reads it, what of it is written down, and how it becomes public."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ouzel.confidential import actions, queries, reading, releasing
from ouzel.confidential.drafting import draft_private
from ouzel.confidential.models import PrivateDecision, PrivateMinutes, PrivatePaper
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.decisions.queries import decision
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.minutes.actions import publish_minutes, write_minutes
from ouzel.governance.minutes.queries import awaiting_approval, minutes_of
from ouzel.governance.models import PaperVersion
from tests.confidential.marked import MARK, PENCE, Marked, marks_in
from tests.core.people import LONG_AGO, user
from tests.governance.decisions.in_common import DAY, opened
from tests.governance.world import World

LATER = date(2021, 9, 1)


@pytest.fixture
def member(db: None) -> Actor:
    """A board member."""
    return Actor.person(user("member@example.org", "board-member"))


def reads() -> list[dict[str, object]]:
    """What the audit trail says was read."""
    return [row.detail for row in AuditEntry.objects.filter(action=Did.PRIVATE_READ).order_by("pk")]


def test_private_part_is_read_in_full_and_each_reading_written_down(marked: Marked, member: Actor) -> None:
    (item,) = reading.read_agenda(marked.meeting, by=member)
    assert (item.title, item.withheld) == (f"Award to {MARK} Care", False)
    (paper,) = item.papers
    assert (paper.number, paper.why) == (2, f"{MARK} asked for more")
    read = reading.read_paper(marked.item, paper.slug, by=member)
    first = reading.read_paper(marked.item, paper.slug, number=1, by=member)
    assert read is not None
    assert read.content == f"# {MARK} again\n".encode()
    assert first is not None
    assert first.content.startswith(b"# The terms")
    decided = reading.read_decision(item.decisions[0], by=member)
    assert decided is not None
    assert (decided.pence, len(decided.votes)) == (PENCE, 9)
    assert reading.read_actions(marked.meeting, by=member) == ((marked.action.ref, f"Write to {MARK} Care"),)
    minutes = reading.read_minutes(marked.meeting, by=member)
    assert minutes is not None
    assert MARK in minutes.text
    assert [row["what"] for row in reads()] == ["agenda", "paper", "paper", "decision", "actions", "minutes"]


def test_private_part_is_as_if_it_were_not_there_for_others(marked: Marked) -> None:
    other = Actor.person(user("analyst@example.org", "analyst"))
    assert reading.read_agenda(marked.meeting, by=other) == ()
    assert reading.read_paper(marked.item, marked.paper.slug, by=other) is None
    assert reading.read_decision(marked.decision.ref, by=other) is None
    assert reading.read_actions(marked.meeting, by=other) == ()
    assert reading.read_minutes(marked.meeting, by=other) is None
    assert draft_private(marked.meeting, by=other) == ""
    assert queries.holding(marked.meeting, other).nothing
    assert queries.holding(marked.meeting, None).nothing
    assert queries.meetings_with_private(other) == ()
    assert reads() == []


def test_holding_says_how_much_and_no_word(marked: Marked, member: Actor) -> None:
    assert queries.holding(marked.meeting, member) == queries.Holding(items=1, papers=1, decisions=1, minutes=1)
    assert queries.meetings_with_private(member) == (marked.meeting.slug,)
    assert reads() == []


def test_who_left_the_room_over_an_interest_gets_nothing_of_the_item(world: World) -> None:
    held = opened(world, [world.luton])
    item, person = held.items["P1"], world.person("Eastluton")
    actions.write_item(item=item, title="The bid of a friend", by=world.by)
    paper = actions.add_paper(item=item, title="The bid", name="bid.txt", content=b"A bid", on=DAY,
                              late="It came then", by=world.by)  # fmt: skip
    someone = user("gil@example.org", "board-member")
    person.user = someone
    person.save(update_fields=["user"])
    by = Actor.person(someone)
    assert reading.read_paper(item, paper.slug, by=by) is not None
    recuse(item=item, person=person, declared="A friend bids", effect="left", on=DAY, by=world.by)
    (seen,) = reading.read_agenda(held.meeting, by=by)
    assert (seen.withheld, seen.title, seen.papers) == (True, "A contract", ())
    assert reading.read_paper(item, paper.slug, by=by) is None
    assert "friend" not in draft_private(held.meeting, by=by).replace("A friend bids", "")


def test_private_words_are_written_by_who_runs_meetings_and_may_read_them(world: World, member: Actor) -> None:
    item = opened(world, [world.luton]).items["P1"]
    for by in (member, Actor.person(user("transition@example.org", "transition-lead"))):
        with pytest.raises(PermissionDenied):
            actions.write_item(item=item, title="A title", by=by)
    secretary = Actor.person(user("secretary@example.org", "board-secretary"))
    assert actions.write_item(item=item, title="A title", by=secretary).title == "A title"
    assert actions.write_item(item=item, title="Another", by=secretary).title == "Another"


def _item_in_public(world: World) -> None:
    actions.write_item(item=opened(world, [world.luton]).items["2"], title="T", by=world.by)


def _paper_in_public(world: World) -> None:
    item = opened(world, [world.luton]).items["2"]
    actions.add_paper(item=item, title="T", name="t.txt", content=b"words", on=DAY, late="It came then",
                              by=world.by)  # fmt: skip


def _not_a_document(world: World) -> None:
    item = opened(world, [world.luton]).items["P1"]
    actions.add_paper(item=item, title="T", name="t.pdf", content=b"words", on=DAY, late="It came then",
                              by=world.by)  # fmt: skip


def _same_name(world: World) -> None:
    item = opened(world, [world.luton]).items["P1"]
    for _ in range(2):
        actions.add_paper(item=item, title="T", name="t.txt", content=b"words", on=DAY, late="It came then",
                              by=world.by)  # fmt: skip


def _minutes_too_early(world: World) -> None:
    actions.write_minutes(meeting=opened(world, [world.luton]).meeting, text="Minutes", by=world.by)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [(_item_in_public, "taken in public"), (_paper_in_public, "taken in public"), (_not_a_document, "t.pdf"),
     (_same_name, "has a paper of that name"), (_minutes_too_early, "once the meeting was closed")],
)  # fmt: skip
def test_private_words_that_cannot_be_are_refused(world: World, wrong: Callable[[World], None], says: str) -> None:
    with pytest.raises(ContentError, match=re.escape(says)):
        wrong(world)


def test_private_papers_and_decisions_are_never_changed(marked: Marked) -> None:
    for rows in (PrivatePaper, PrivateDecision, PrivateMinutes):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.all().update(by="somebody else")


def test_minutes_in_public_do_not_take_private_words(marked: Marked) -> None:
    text = f"{minutes_text(marked)}\n\nWe spoke of the AWARD to  {MARK}  care, at length.\n"
    write_minutes(meeting=marked.meeting, text=text, on=DAY, by=marked.world.by)
    with pytest.raises(ContentError, match="words of item P1") as refused:
        publish_minutes(meeting=marked.meeting, on=DAY, by=marked.world.by)
    assert marks_in(str(refused.value)) == []


def test_private_minutes_are_drafted_from_both_parts(marked: Marked, member: Actor) -> None:
    text = draft_private(marked.meeting, by=member)
    for said in (
        f"## P1. Award to {MARK} Care",
        "For: ",
        "Luc Chairman",
        f"- {MARK} (chosen)",
        f"- **Action {marked.action.ref}:** Write to {MARK} Care. Chief finance officer, by 30 April 2021.",
    ):
        assert said in text


def test_private_minutes_are_approved_by_a_later_meeting(marked: Marked) -> None:
    world, april = marked.world, date(2021, 4, 20)
    with pytest.raises(ContentError, match="its own minutes"):
        actions.approve_minutes(meeting=marked.meeting, at=marked.meeting, on=DAY, by=world.by)
    at = opened(world, [world.luton], day=april, notice=date(2021, 4, 9), title="April").meeting
    actions.approve_minutes(meeting=marked.meeting, at=at, on=april, by=world.by)
    read = reading.read_minutes(marked.meeting, by=world.by)
    assert read is not None
    assert read.approved_on == april
    with pytest.raises(ContentError, match="Say why another"):
        actions.write_minutes(meeting=marked.meeting, text="Other", by=world.by)


def test_the_secretary_of_the_heir_reads_and_has_approved_what_its_predecessor_left(marked: Marked) -> None:
    world, may = marked.world, date(2021, 5, 18)
    theirs = user("heir@example.org")
    RoleAssignment.objects.create(user=theirs, role="board-secretary", body_code="06F", since=LONG_AGO)
    by = Actor.person(theirs)
    assert reading.read_minutes(marked.meeting, by=by) is None
    assert not queries.readable(by).exists()
    close_body(body=world.luton, committees="end", on=date(2021, 4, 1), known=DAY, source="A merger", by=world.by,
               successor="bedfordshire-governing-body")  # fmt: skip
    read = reading.read_minutes(marked.meeting, by=by)
    assert read is not None
    assert MARK in read.text
    assert list(queries.readable(by)) == [marked.meeting]
    at = opened(world, [world.bedfordshire], day=may, notice=date(2021, 5, 7), title="May").meeting
    actions.approve_minutes(meeting=marked.meeting, at=at, on=may, by=by)
    read = reading.read_minutes(marked.meeting, by=by)
    assert read is not None
    assert read.approved_on == may
    other = user("other@example.org")
    RoleAssignment.objects.create(user=other, role="board-secretary", body_code="04F", since=LONG_AGO)
    assert reading.read_minutes(marked.meeting, by=Actor.person(other)) is None


def test_released_paper_is_public_with_its_hash_and_reason(marked: Marked) -> None:
    paper = releasing.release_paper(paper=marked.paper, why="The contract was signed", on=LATER, by=marked.world.by)
    version = PaperVersion.objects.visible_to(None).get(paper=paper)
    assert (version.sha256, bytes(version.content)) == (marked.paper.sha256, bytes(marked.paper.content))
    event = marked.meeting.events.latest("number")
    assert (event.kind, event.note) == ("released", "A paper taken in private was released: The contract was signed")
    with pytest.raises(ContentError, match="in public already"):
        releasing.release_paper(paper=marked.paper, why="Again", on=LATER, by=marked.world.by)


def test_released_decision_revises_the_one_in_public(marked: Marked) -> None:
    private = PrivateDecision.objects.get()
    made = releasing.release_decision(decision=private, why="It was signed", on=LATER, by=marked.world.by)
    shown, before = decision(made.ref, None), decision(marked.decision.ref, None)
    assert shown is not None
    assert before is not None
    assert (shown.revises, before.revised_by) == (marked.decision.ref, (made.ref,))
    assert (shown.on, shown.pence, shown.private, shown.votes) == (DAY, PENCE, False, ())
    assert MARK in shown.text
    assert shown.how == before.how
    with pytest.raises(ContentError, match="released already"):
        releasing.release_decision(decision=private, why="Again", on=LATER, by=marked.world.by)


def test_released_minutes_are_a_version_that_waits_for_approval(marked: Marked) -> None:
    releasing.release_minutes(minutes=marked.minutes, why="It was signed", on=LATER, by=marked.world.by)
    shown = minutes_of(marked.meeting, None)
    assert shown is not None
    assert "released on 1 September 2021\n\n### Private" in shown.text
    assert awaiting_approval(marked.meeting, None) == shown


def test_release_says_why_and_takes_both_rights(marked: Marked, member: Actor) -> None:
    with pytest.raises(ContentError, match="why it is made public"):
        releasing.release_paper(paper=marked.paper, why=" ", on=LATER, by=marked.world.by)
    with pytest.raises(PermissionDenied):
        releasing.release_paper(paper=marked.paper, why="It was signed", on=LATER, by=member)


def minutes_text(marked: Marked) -> str:
    """The minutes in public as they are."""
    shown = minutes_of(marked.meeting, None)
    assert shown is not None
    return shown.text
