"""Minutes: drafted from the records, written by version, published, approved by a later meeting."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ouzel.core.errors import ContentError
from ouzel.governance.action_log.actions import ask_for
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.decisions.actions import decide, decide_in_common
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.minutes.actions import approve_minutes, publish_minutes, write_minutes
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.minutes.queries import approved, awaiting_approval, minutes_of, versions
from ouzel.governance.models import Irregularity, Meeting, Minutes, Question
from tests.governance.decisions.in_common import DAY, Held, closed, opened
from tests.governance.world import BOARD_BEGAN, SOURCE, World

APRIL = date(2021, 4, 20)
AFTER = DAY + timedelta(days=7)


@pytest.fixture
def march(world: World) -> Meeting:
    """The meeting of Luton's governing body in March, closed."""
    return closed(world, opened(world, [world.luton]))


@pytest.fixture
def april(world: World, march: Meeting) -> Meeting:
    """Its meeting in April, open."""
    return opened(world, [world.luton], day=APRIL, notice=date(2021, 4, 9), title="April").meeting


def close(world: World, meeting: Meeting) -> None:
    """Close a meeting of 20 April; its private item was not reached."""
    closed(world, Held(meeting, {"P1": meeting.items.get(number="P1")}), day=APRIL)


def written(world: World, meeting: Meeting, text: str = "# Minutes\n\nAll went well.\n") -> Minutes:
    """A version, published."""
    write_minutes(meeting=meeting, text=text, on=AFTER, by=world.by)
    return publish_minutes(meeting=meeting, on=AFTER, by=world.by)


def test_draft_tells_who_was_there_what_was_declared_decided_and_asked_for(world: World) -> None:
    held = opened(world, without=["Lew Lutpublic"])
    recuse(item=held.items["3"], person=world.person("Eastluton"), declared="Partner in the provider", effect="left",
           on=DAY, by=world.by)  # fmt: skip
    made = decide_in_common(
        item=held.items["2"], title="To become one", text="Approved.", method="consensus", on=DAY, by=world.by,
        options=[{"title": "Stay three", "text": "as now"}, {"title": "Become one", "chosen": True}],
        reasons="One voice.",
    )  # fmt: skip
    vote = decide(item=held.items["3"], body=world.luton, title="The award", text="Awarded.", method="vote",
                  votes={world.person("Gwen"): "for", world.person("Luc"): "against"}, pence=100, on=DAY,
                  dissent="The chair thought it dear.", by=world.by)  # fmt: skip
    asked = ask_for(item=held.items["2"], text="Tell the practices", owner="Accountable officer",
                    due=date(2021, 5, 31), body=world.luton, decision=made[1], on=DAY, by=world.by)  # fmt: skip
    Question.objects.create(meeting=held.meeting, text="Why?\nAnd when?", name="Ann Asker", accepted=True,
                            answer="Because.")  # fmt: skip
    Question.objects.create(meeting=held.meeting, text="Refused one", accepted=False, refusal="Off the subject")
    text = draft(held.meeting)
    for said in (
        "Tuesday 16 March 2021, 10:00 to 13:00, Town hall",
        "in common of Governing body of Bedfordshire, Governing body of Luton and Governing body of Milton Keynes",
        "### Apologies\n\n- Lew Lutpublic, Lay member for patients and the public",
        "Gil Eastluton declared an interest: Partner in the provider. They left the room.",
        f"**Decision {made[1].ref}, Governing body of Luton: To become one.** Approved.",
        "- Stay three: as now\n- Become one (chosen)", "Reasons: One voice.", "Agreed without a vote.",
        f"**Decision {vote.ref}", "For: Gwen Westluton.", "Against: Luc Chairman.",
        "Dissent: The chair thought it dear.",
        f"- **Action {asked.ref}:** Tell the practices. Accountable officer, by 31 May 2021.",
        "A member of the public asked:\n\n> Why?\n> And when?\n\nBecause.",
    ):  # fmt: skip
        assert said in text
    assert "Refused one" not in text
    assert "Ann Asker" not in text
    assert text.count("## 2. Proposal to become one") == 1


def test_draft_tells_of_the_private_part_its_general_nature_only(world: World) -> None:
    held = opened(world, [world.luton])
    exclude_public(
        meeting=held.meeting, body=world.luton, reason="Terms of a contract", from_item=held.items["P1"],
        proposer=world.person("Lutaudit"), seconder=world.person("Lutpublic"), on=DAY, by=world.by,
    )  # fmt: skip
    decide(item=held.items["P1"], body=world.luton, title="A contract", text="The body decided on a contract.",
           method="vote", votes=Counts(9, 0), pence=1, on=DAY, by=world.by)  # fmt: skip
    text = draft(held.meeting)
    assert "exclude the public from item P1, for this reason: Terms of a contract. Proposed by Liz Lutaudit" in text
    assert "seconded by Lew Lutpublic" in text
    assert text.index("## Part taken in private") < text.index("### P1. A contract")


def test_minutes_before_the_meeting_was_closed_are_refused(world: World) -> None:
    held = opened(world, [world.luton])
    with pytest.raises(ContentError, match="once the meeting was closed"):
        write_minutes(meeting=held.meeting, text="Minutes", on=DAY, by=world.by)


@pytest.mark.parametrize(("text", "says"), [("  ", "empty"), ("Of 943 476 5919", "NHS number")])
def test_minutes_that_cannot_be_are_refused(world: World, march: Meeting, text: str, says: str) -> None:
    with pytest.raises(ContentError, match=says):
        write_minutes(meeting=march, text=text, on=AFTER, by=world.by)


def test_minutes_are_seen_by_the_public_once_published(world: World, march: Meeting) -> None:
    write_minutes(meeting=march, text="One", on=AFTER, by=world.by)
    assert minutes_of(march, None) is None
    publish_minutes(meeting=march, on=AFTER, by=world.by)
    write_minutes(meeting=march, text="Two", on=AFTER, by=world.by)
    shown = minutes_of(march, None)
    assert shown is not None
    assert (shown.text, shown.standing) == ("One", "draft, not yet approved")
    assert [view.number for view in versions(march, world.by)] == [2, 1]
    assert march.events.filter(kind="minutes").count() == 1


def test_minutes_of_the_same_text_are_one_version(world: World, march: Meeting) -> None:
    first = write_minutes(meeting=march, text="One", on=AFTER, by=world.by)
    assert write_minutes(meeting=march, text="One", on=AFTER, by=world.by) == first


def test_minutes_are_approved_by_the_next_meeting_and_public(world: World, march: Meeting, april: Meeting) -> None:
    write_minutes(meeting=march, text="One", on=AFTER, by=world.by)
    approve_minutes(meeting=march, at=april, on=APRIL, by=world.by)
    shown = minutes_of(march, None)
    assert shown is not None
    assert (shown.standing, shown.approved_at) == ("approved on 20 April 2021", april.slug)
    assert awaiting_approval(march, None) is None


def test_minutes_are_approved_with_corrections_as_a_version_of_their_own(
    world: World, march: Meeting, april: Meeting
) -> None:
    written(world, march)
    row = approve_minutes(meeting=march, at=april, on=APRIL, by=world.by, corrections="Item 2: for *five* read *six*.")
    assert row.number == 2
    assert row.text.startswith("# Minutes")
    assert "for *five* read *six*" in row.text
    assert [view.approved_on for view in versions(march, None)] == [APRIL, None]


def test_minutes_after_approval_say_why_and_need_their_own(world: World, march: Meeting, april: Meeting) -> None:
    written(world, march)
    approve_minutes(meeting=march, at=april, on=APRIL, by=world.by)
    with pytest.raises(ContentError, match="Say why"):
        write_minutes(meeting=march, text="Other", on=APRIL, by=world.by)
    write_minutes(meeting=march, text="Other", why="A name was wrong", on=APRIL, by=world.by)
    publish_minutes(meeting=march, on=APRIL, by=world.by)
    waiting, stands = awaiting_approval(march, None), approved(march, None)
    assert waiting is not None
    assert waiting.why == "A name was wrong"
    assert stands is not None
    assert stands.number == 1
    with pytest.raises(ContentError, match="approved a version of these minutes already"):
        approve_minutes(meeting=march, at=april, on=APRIL, by=world.by)


def test_minutes_approved_are_never_changed(world: World, march: Meeting, april: Meeting) -> None:
    written(world, march)
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.update(text="Something else")


def test_meeting_does_not_approve_its_own_minutes(world: World, march: Meeting) -> None:
    written(world, march)
    with pytest.raises(ContentError, match="its own minutes"):
        approve_minutes(meeting=march, at=march, on=DAY, by=world.by)


def test_meeting_of_before_or_of_others_does_not_approve(world: World, march: Meeting, april: Meeting) -> None:
    close(world, april)
    write_minutes(meeting=april, text="Of April", on=APRIL, by=world.by)
    with pytest.raises(ContentError, match="by a later meeting"):
        approve_minutes(meeting=april, at=march, on=APRIL, by=world.by)
    written(world, march)
    others = opened(world, [world.milton_keynes], day=APRIL, notice=date(2021, 4, 9), title="Keynes").meeting
    with pytest.raises(ContentError, match="neither it nor its successor"):
        approve_minutes(meeting=march, at=others, on=APRIL, by=world.by)


def test_meeting_without_quorum_does_not_approve_unless_recorded(world: World, march: Meeting) -> None:
    written(world, march)
    away = [name for name in world.people if "lut" in name.casefold()]
    at = opened(world, [world.luton], day=APRIL, notice=date(2021, 4, 9), title="April", without=away).meeting
    with pytest.raises(ContentError, match="not quorate"):
        approve_minutes(meeting=march, at=at, on=APRIL, by=world.by)
    approve_minutes(meeting=march, at=at, on=APRIL, by=world.by, irregular="Nobody came")
    assert Irregularity.objects.get().meeting == at


def test_minutes_in_common_are_approved_by_the_successor_of_all(world: World) -> None:
    march = closed(world, opened(world))
    written(world, march)
    july = date(2022, 7, 12)
    one = opened(world, [world.luton], day=APRIL, notice=date(2021, 4, 9), title="Luton alone").meeting
    with pytest.raises(ContentError, match="bedfordshire-governing-body, milton-keynes-governing-body met"):
        approve_minutes(meeting=march, at=one, on=APRIL, by=world.by)
    close(world, one)
    for body in world.three:
        close_body(body=body, committees="end", on=BOARD_BEGAN, known=BOARD_BEGAN, source=SOURCE, by=world.by,
                   successor="blmk-board")  # fmt: skip
    board = opened(world, [world.board], day=july, notice=date(2022, 7, 1), title="Board").meeting
    row = approve_minutes(meeting=march, at=board, on=july, by=world.by)
    assert row.approved_at == board


def test_a_decision_behind_published_minutes_is_irregular_and_the_draft_says_so(world: World) -> None:
    held = opened(world, [world.luton])
    meeting = closed(world, held)
    given = {"item": held.items["2"], "body": world.luton, "title": "To become one", "text": "Approved.",
             "method": "consensus", "on": DAY, "by": world.by}  # fmt: skip
    write_minutes(meeting=meeting, text="Nothing was decided.", on=AFTER, by=world.by)
    first = decide(**given)
    (draft_of,) = versions(meeting, world.by)
    assert draft_of.since == (first.ref,)
    assert not Irregularity.objects.exists(), "nobody has read the draft yet"

    written(world, meeting, f"Decided: {first.ref}.")
    assert versions(meeting, None)[0].since == ()
    again = {**given, "title": "A second thing"}
    with pytest.raises(ContentError, match="draft minutes of the meeting were published"):
        decide(**again)
    second = decide(**again, irregular="It was left out")
    asked = ask_for(item=held.items["2"], body=world.luton, text="Write to all", owner="Luc", due=None, on=DAY,
                    by=world.by)  # fmt: skip
    (row,) = Irregularity.objects.all()
    assert (row.rule, row.reason) == ("minutes", "It was left out")
    assert versions(meeting, None)[0].since == (second.ref, asked.ref)
    write_minutes(meeting=meeting, text="All of it.", on=AFTER, by=world.by)
    assert versions(meeting, world.by)[0].since == ()
