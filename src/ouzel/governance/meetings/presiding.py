"""Who presides at an item: the chair, or the deputy chair where the chair is not there or takes no part."""

from ouzel.governance.meetings.room import NO_PART, Room
from ouzel.governance.models import AgendaItem, Body, Person, Sitting

DEPUTY = "deputy-chair"  # tag of the seat
CHAIR = "chair"


def presiding(item: AgendaItem, body: Body, *, room: Room | None = None) -> Person | None:
    """Who presides for a body at an item; None where neither is there, so that the members must choose.

    The one named for the meeting goes before, then whoever holds the seat of the chair, then of the deputy chair.
    """
    room = room or Room(item.meeting, bodies=[body])
    rows = [row for row in room.there(body, item) if room.effect(row, item) not in NO_PART]
    named = Sitting.objects.filter(meeting=item.meeting, body=body).values_list("chair_id", flat=True).first()
    for row in rows:
        if row.person_id == named:
            return row.person
    for tag in (CHAIR, DEPUTY):
        for row in rows:
            seat = room.seats.get((body.pk, row.seat))
            if row.capacity == "member" and seat is not None and tag in seat.tags:
                return row.person
    return None
