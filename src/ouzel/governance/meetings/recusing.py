"""Interests that are declared in an item, and what followed. A recusal is kept as it was recorded; one that was put
down by mistake is taken back, with the reason, until the item is decided.
"""

from datetime import date

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.checking import needs_why
from ouzel.governance.meetings.placing import HERE
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.stays import there_at
from ouzel.governance.meetings.steps import MEETING_NOW, State, check_alive, held, refuse_minuted
from ouzel.governance.models import (
    AgendaItem,
    Attendance,
    Decision,
    Interest,
    Person,
    Recusal,
    RecusalTakenBack,
)

EFFECTS = ("left", "silent", "no-vote", "none")


@transaction.atomic
def recuse(
    *, item: AgendaItem, person: Person, declared: str, effect: str, interest: Interest | None = None,
    ruling: str = "", on: date, by: Actor,
) -> Recusal:  # fmt: skip
    """Record that somebody declared an interest in an item, and what followed; it counts for each body they sit on.

    `declared`: as said at the meeting, fit to be public. `effect`: left, silent, no-vote, or none where the chair
    ruled that they might take part (`ruling` says why). ContentError for who is not there at the item, for one that was
    taken off, and once it is decided by a body that they are there for: the quorum would change behind the decision.
    """
    now = held(item.meeting, by=by)
    check_alive(now, "nothing can be recorded of its items", states=(*MEETING_NOW, State.CLOSED))
    refuse_minuted(now, "an interest that was declared")
    if not declared.strip():
        raise ContentError("say what was declared", field="declared", right="As said at the meeting, fit to be public")
    guards.check(now, {"declared": declared, "ruling": ruling}, item=item)
    if effect not in EFFECTS:
        raise ContentError("a recusal has no such effect", field="effect", value=effect,
                           right=f"Use {', '.join(EFFECTS)}")  # fmt: skip
    if effect == "none" and not ruling.strip():
        raise ContentError("say why the chair ruled that they might take part", field="ruling")
    if interest is not None and interest.person_id != person.pk:
        raise ContentError("this interest is somebody else's", field="interest", value=interest.person.name)
    item = AgendaItem.objects.get(pk=item.pk)
    if item.removed:
        raise ContentError("this item was taken off the agenda", field="item", value=item.number, right=item.removed)
    rows = list(Attendance.objects.filter(meeting=now, person=person, capacity__in=HERE))
    if not rows:
        raise ContentError("they are not recorded as being there", field="person", value=person.name,
                           right="Record their attendance first")  # fmt: skip
    room = Room(now)
    there = [row for row in rows if there_at(room.spans(row), item.order)]
    if not there:
        raise ContentError("they were not in the room at this item", field="person", value=person.name,
                           right="Put right when they were there: that they left for it is said here")  # fmt: skip
    before = Recusal.objects.filter(item=item, person=person)
    if before.standing().exists():
        raise ContentError("this is recorded for them and this item already", field="person", value=person.name,
                           right="If that was a mistake, take it back first")  # fmt: skip
    _refuse_decided(item, {row.body_id for row in there}, right="An interest is declared before its item is decided: "
                    "revise the decision")  # fmt: skip
    row = Recusal.objects.create(
        meeting=now, item=item, person=person, declared=declared.strip(), effect=effect, interest=interest,
        ruling=ruling.strip(), number=before.count() + 1, by=str(by),
    )  # fmt: skip
    audit.record(
        by=by, action=Did.RECUSED, subject=now.slug,
        detail={"item": item.number, "person": person.slug, "effect": effect, "ruling": row.ruling, "on": on},
    )  # fmt: skip
    return row


@transaction.atomic
def take_back_recusal(*, recusal: Recusal, why: str, on: date, by: Actor) -> RecusalTakenBack:
    """Take back a recusal that was put down by mistake: it stays to be seen with the reason, and counts no more.

    ContentError once the item was decided by a body that they are there for, for its quorum went by it.
    """
    now = held(recusal.meeting, by=by)
    check_alive(now, "nothing can be put right of its items", states=(*MEETING_NOW, State.CLOSED))
    refuse_minuted(now, "an interest that was declared")
    needs_why(why)
    guards.check(now, {"why": why}, item=recusal.item)
    if RecusalTakenBack.objects.filter(recusal=recusal).exists():
        raise ContentError("this was taken back already", field="recusal", value=recusal.person.name)
    bodies = Attendance.objects.filter(meeting=now, person=recusal.person, capacity__in=HERE).values("body")
    _refuse_decided(recusal.item, set(bodies.values_list("body", flat=True)),
                    right="Its quorum went by this: revise the decision")  # fmt: skip
    row = RecusalTakenBack.objects.create(recusal=recusal, meeting=now, why=why.strip(), by=str(by))
    audit.record(
        by=by, action=Did.RECUSED, subject=now.slug,
        detail={"item": recusal.item.number, "person": recusal.person.slug, "taken_back": row.why, "on": on},
    )  # fmt: skip
    return row


def _refuse_decided(item: AgendaItem, bodies: set[int], *, right: str) -> None:
    if Decision.objects.filter(item=item, body__in=bodies).exists():
        raise ContentError("the item was decided already", field="item", value=item.number, right=right)
