"""Excluding the public: by a resolution of each body that sits in public, which states its reason.

Public Bodies (Admission to Meetings) Act 1960, s.1(2): a body may, by resolution, exclude the public whenever publicity
would be prejudicial to the public interest, because of confidential business or for other special reasons stated in the
resolution.
"""

from datetime import date

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.names import name_of
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings.quorum import quorum_of
from ouzel.governance.meetings.room import NO_PART, Room
from ouzel.governance.meetings.steps import (
    MEETING_NOW,
    State,
    bodies_of,
    check_alive,
    held,
    refuse_minuted,
    write_event,
)
from ouzel.governance.models import AgendaItem, Body, ExcludedItem, Exclusion, Meeting, Person


@transaction.atomic
def exclude_public(
    *,
    meeting: Meeting,
    body: Body,
    reason: str,
    proposer: Person,
    seconder: Person | None = None,
    from_item: AgendaItem,
    to_item: AgendaItem | None = None,
    on: date,
    by: Actor,
    irregular: str = "",
) -> Exclusion:  # fmt: skip
    """Record that a body resolved to exclude the public from the private items from `from_item` to `to_item` (both
    included; None: to the end), for the reason stated. It is for those that are on the agenda now: one that is put
    there later needs a resolution of its own.

    Both movers are members of the body who are there; without a quorum it is refused, or with `irregular` recorded.
    """
    now = held(meeting, by=by)
    check_alive(now, "no resolution can be recorded", states=(*MEETING_NOW, State.CLOSED))
    refuse_minuted(now, "a resolution")
    if body not in bodies_of(now):
        raise ContentError("this body does not sit in the meeting", field="body", value=body.slug)
    if not reason.strip():
        raise ContentError("the resolution states its reason", field="reason",
                           right="Such as: commercially confidential terms of a contract")  # fmt: skip
    items = _named(now, from_item, to_item)
    guards.check(now, {"reason": reason}, item=from_item)
    if seconder is not None and seconder.pk == proposer.pk:
        raise ContentError("who seconds is somebody else", field="seconder", value=seconder.name)
    room = Room(now, bodies=[body])
    there = {row.person_id for row in room.there(body, from_item) if room.effect(row, from_item) not in NO_PART}
    for field, person in (("proposer", proposer), ("seconder", seconder)):
        if person is not None and person.pk not in there:
            raise ContentError(f"they are not there as a member of {name_of(body, on)}", field=field, value=person.name)
    quorum = quorum_of(now, body, from_item)
    if not quorum.met:
        refuse_or_record(
            meeting=now, item=from_item, rule="quorum",
            problem=f"{name_of(body, on)} resolved to exclude the public without a quorum: {'; '.join(quorum.missing)}",
            right="Resolve it when the quorum is there", reason=irregular, by=by, on=on,
        )  # fmt: skip
    row = Exclusion.objects.create(
        meeting=now, body=body, reason=reason.strip(), proposer=proposer, seconder=seconder,
        by=str(by),
    )  # fmt: skip
    ExcludedItem.objects.bulk_create(ExcludedItem(exclusion=row, item=item, meeting=now) for item in items)
    detail = {"body": body.slug, "items": [item.number for item in items]}
    write_event(meeting=now, kind="excluded", on=on, note=row.reason, detail=detail, by=by)
    audit.record(by=by, action=Did.PUBLIC_EXCLUDED, subject=now.slug,
                 detail={**detail, "reason": row.reason, "proposer": proposer.slug})  # fmt: skip
    return row


def covers(item: AgendaItem, body: Body) -> bool:
    """Whether a body resolved to exclude the public from a private item, or need not: the meeting is not in public."""
    if not item.meeting.in_public:
        return True
    return Exclusion.objects.filter(meeting=item.meeting_id, body=body, items=item).exists()


def without_resolution(item: AgendaItem) -> list[Body]:
    """The bodies that sit and did not resolve to exclude the public from a private item; none: it may be taken.

    Bodies that meet in common sit in one room: the public is there by the right of each, so each resolves.
    """
    return [body for body in bodies_of(item.meeting) if not covers(item, body)]


def not_excluded(meeting: Meeting) -> list[AgendaItem]:
    """The private items on the agenda from which not every body that sits excluded the public."""
    items = meeting.items.filter(private=True, removed="").select_related("meeting").order_by("order", "id")
    return [item for item in items if without_resolution(item)]


def _named(meeting: Meeting, first: AgendaItem, last: AgendaItem | None) -> list[AgendaItem]:
    if first.meeting_id != meeting.pk or (last is not None and last.meeting_id != meeting.pk):
        raise ContentError("this item is of another meeting", field="from_item", value=first.number)
    if last is not None and last.order < first.order:
        raise ContentError("it would end before it begins", field="to_item", value=last.number)
    covered = meeting.items.filter(private=True, removed="", order__gte=first.order).order_by("order", "pk")
    if last is not None:
        covered = covered.filter(order__lte=last.order)
    if not covered:
        raise ContentError("there is no private item among these", field="from_item", value=first.number,
                           right="The public is excluded for private items only")  # fmt: skip
    return list(covered)
