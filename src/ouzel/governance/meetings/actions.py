"""The life of a meeting: planned, noticed, moved or cancelled, opened, adjourned, closed. Each step is an event."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ouzel.core import locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.names import name_of
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings.checking import (
    check_address,
    check_aware,
    check_bodies,
    check_free,
    check_notice,
    check_place,
    check_times,
    needs_why,
    not_before_the_last,
)
from ouzel.governance.meetings.excluding import not_excluded, without_resolution
from ouzel.governance.meetings.openness import openness
from ouzel.governance.meetings.quorum import quorum_by_item
from ouzel.governance.meetings.said_days import refuse_earlier
from ouzel.governance.meetings.steps import NEEDS, State, bodies_of, check_step, day_of, held, take
from ouzel.governance.models import Appointment, Body, ItemPaper, Meeting, PaperVersion, Person, Sitting
from ouzel.governance.rules import require_for
from ouzel.governance.slugs import free_slug
from ouzel.reorganisation.wording import in_words


@transaction.atomic
def plan_meeting(
    *,
    title: str,
    bodies: Sequence[Body],
    starts: datetime,
    ends: datetime | None = None,
    venue: str = "",
    join: str = "",
    slug: str = "",
    on: date | None = None,
    by: Actor,
) -> Meeting:  # fmt: skip
    """Plan a meeting of one body, or of several in common. It is not public until its notice.

    `starts`, `ends`: aware. `join`: where the public may watch or join. `slug`: its address for good; made of the day
    and the title where none is given. `on`: the day it was planned (None: today). Whether it is in public (`openness`)
    is worked out anew at its notice. ContentError for a body that does not exist that day or sits elsewhere then.
    """
    require_for(by, NEEDS, bodies, on=today())
    if not title.strip():
        raise ContentError("a meeting needs a title", field="title", right="Such as Governing bodies in common")
    if not bodies:
        raise ContentError("a meeting is of one body at least", field="bodies")
    if len({body.pk for body in bodies}) < len(bodies):
        raise ContentError("a body sits once in a meeting", field="bodies")
    check_times(starts, ends)
    check_address(join)
    day = timezone.localdate(starts)
    check_bodies(bodies, day)
    locks.take(locks.Lock.GOVERNANCE)  # two who plan at once see each other's meeting
    check_free(bodies, starts, ends)
    meeting = Meeting.objects.create(
        slug=free_slug(slug or f"{day}-{title}", of=Meeting), title=title.strip(), starts=starts, ends=ends,
        venue=venue.strip(), join=join, in_public=openness(bodies, on=day)[0],
    )  # fmt: skip
    Sitting.objects.bulk_create([Sitting(meeting=meeting, body=body) for body in bodies])
    return take(meeting, "planned", on=on or today(), by=by, did=Did.MEETING_PLANNED,
                detail={"bodies": [body.slug for body in bodies], "starts": starts, "venue": venue})  # fmt: skip


@transaction.atomic
def give_notice(*, meeting: Meeting, on: date, by: Actor, irregular: str = "") -> Meeting:
    """Give public notice of a meeting: from now on it is public, and `on` is today, or was before a meeting that was
    held already (`said_days`).

    With fewer clear days than the orders of each body ask for it is refused, or with the reason `irregular` recorded.
    """
    now = held(meeting, by=by)
    check_step(now, "noticed")
    check_place(now.venue, now.join)
    check_bodies(bodies_of(now), day_of(now))
    if on > day_of(now):
        raise ContentError("notice is given before the meeting", field="on", value=str(on),
                           right=f"The meeting is on {in_words(day_of(now))}")  # fmt: skip
    check_notice(now, on=on, by=by, irregular=irregular)
    refuse_earlier(meeting=now, what="notice of the meeting", rule="notice", on=on, reason=irregular, by=by)
    in_public, because = openness(bodies_of(now), on=day_of(now))
    return take(meeting, "noticed", on=on, by=by, note=irregular, state=State.NOTICED, public=True, noticed_on=on,
                in_public=in_public, detail={"starts": now.starts, "venue": now.venue, "in_public": in_public,
                                             "because": because})  # fmt: skip


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts: datetime,
    ends: datetime | None = None,
    venue: str,
    join: str | None = None,
    why: str,
    on: date,
    by: Actor,
    irregular: str = "",
) -> Meeting:  # fmt: skip
    """Move a meeting to another time or place; its address stays. After the notice this is a new notice, given `on`.

    `join` None: as it was. The reason `why` is public.
    """
    now = held(meeting, by=by)
    check_step(now, "moved")
    needs_why(why)
    check_times(starts, ends)
    check_address(join or "")
    join = now.join if join is None else join
    check_place(venue, join)
    bodies, day = bodies_of(now), timezone.localdate(starts)
    check_bodies(bodies, day)
    locks.take(locks.Lock.GOVERNANCE)  # two who move or plan at once see each other's meeting
    check_free(bodies, starts, ends, but=now)
    in_public, because = openness(bodies, on=day)
    detail = {"from": now.starts, "to": starts, "from_venue": now.venue, "to_venue": venue, "in_public": in_public,
              "because": because}  # fmt: skip
    columns: dict[str, Any] = {"starts": starts, "ends": ends, "venue": venue.strip(), "join": join,
                               "in_public": in_public}  # fmt: skip
    if now.state == State.NOTICED:
        if on > day:
            raise ContentError("notice is given before the meeting", field="on", value=str(on))
        now.starts = starts
        check_notice(now, on=on, by=by, irregular=irregular)
        refuse_earlier(meeting=now, what="notice of the other time", rule="notice", on=on, reason=irregular, by=by)
        columns["noticed_on"] = on
    return take(meeting, "moved", on=on, by=by, note=why.strip(), detail=detail, did=Did.MEETING_CHANGED, **columns)


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, why: str, on: date, by: Actor) -> Meeting:
    """Cancel a meeting. If its notice was given it stays public, as cancelled, with the reason."""
    now = held(meeting, by=by)
    check_step(now, "cancelled")
    needs_why(why)
    return take(meeting, "cancelled", on=on, by=by, note=why.strip(), state=State.CANCELLED)


@transaction.atomic
def open_meeting(*, meeting: Meeting, on: date, by: Actor, irregular: str = "") -> Meeting:
    """Open a meeting on its day. One without notice is refused, or with the reason `irregular` recorded: it then
    counts as convened, and its notice as given, that day.
    """
    now = held(meeting, by=by)
    check_step(now, "opened")
    if on != day_of(now):
        raise ContentError("a meeting is opened on its day", field="on", value=str(on),
                           right=f"It is called for {in_words(day_of(now))}: move it if it is on another")  # fmt: skip
    check_bodies(bodies_of(now), on)  # one may have ended since it was called
    columns: dict[str, Any] = {"state": State.OPEN}
    if now.state == State.PLANNED:
        refuse_or_record(
            meeting=now, rule="notice", problem="no notice was given of the meeting", right="Give notice first",
            reason=irregular, by=by, on=on,
        )  # fmt: skip
        in_public, because = openness(bodies_of(now), on=on)
        columns |= {"public": True, "noticed_on": on, "in_public": in_public}
        return take(meeting, "opened", on=on, by=by, note=irregular, **columns,
                    detail={"in_public": in_public, "because": because})  # fmt: skip
    return take(meeting, "opened", on=on, by=by, note=irregular, **columns)


@transaction.atomic
def adjourn(*, meeting: Meeting, why: str, on: date, by: Actor, until: str = "") -> Meeting:
    """Break a meeting off, to be taken up again. `until`: in words, such as the day or the item it goes on with."""
    now = held(meeting, by=by)
    check_step(now, "adjourned")
    not_before_the_last(now, on)
    needs_why(why)
    return take(meeting, "adjourned", on=on, by=by, note=why.strip(), detail={"until": until}, state=State.ADJOURNED)


@transaction.atomic
def reconvene(*, meeting: Meeting, on: date, by: Actor, note: str = "") -> Meeting:
    """Take an adjourned meeting up again."""
    now = held(meeting, by=by)
    check_step(now, "reconvened")
    not_before_the_last(now, on)
    return take(meeting, "reconvened", on=on, by=by, note=note, state=State.OPEN)


@transaction.atomic
def close_meeting(
    *, meeting: Meeting, on: date, by: Actor, ends: datetime | None = None, irregular: str = ""
) -> Meeting:  # fmt: skip
    """Close a meeting: it was held. `ends`: when, if it is known.

    With a private item from which not every body that sits resolved to exclude the public it is refused, or with the
    reason `irregular` recorded; an item that was not reached is taken off the agenda first. The quorum of each body for
    each item is kept as it was counted then.
    """
    now = held(meeting, by=by)
    check_step(now, "closed")
    not_before_the_last(now, on)
    for item in not_excluded(now):
        lacking = [name_of(body, on) for body in without_resolution(item)]
        refuse_or_record(
            meeting=now, item=item, rule="exclusion", reason=irregular, by=by, on=on,
            problem=f"the public was not excluded from item {item.number} by a resolution of {', '.join(lacking)}",
            right="Record the resolution of each body, or take the item off if it was not reached",
        )  # fmt: skip
    columns: dict[str, Any] = {"state": State.CLOSED}
    if ends is not None:
        check_aware("ends", ends)
        if ends <= now.starts:
            raise ContentError("it would end before it began", field="ends", value=str(ends))
        columns["ends"] = ends
    return take(meeting, "closed", on=on, by=by, note=irregular, **columns,
                detail={"papers": _papers_before(now), "quorum": _quorum_then(now)})  # fmt: skip


def _quorum_then(meeting: Meeting) -> list[dict[str, object]]:
    """The quorum of each body for each item as it is counted when a meeting is closed: evidence, whatever is known
    better later of seats, appointments and orders.
    """
    return [
        {"item": each.item.number, "body": each.body.slug, **each.quorum.record()} for each in quorum_by_item(meeting)
    ]


def _papers_before(meeting: Meeting) -> list[dict[str, object]]:
    """Which versions of its papers were public when a meeting was closed: what was before it stays so."""
    papers = ItemPaper.objects.filter(item__meeting=meeting, item__removed="", item__private=False).values("paper")
    rows = PaperVersion.objects.filter(paper__in=papers, published__isnull=False).order_by("paper__slug", "number")
    return [
        {"paper": slug, "version": number} for slug, number in dict(rows.values_list("paper__slug", "number")).items()
    ]


@transaction.atomic
def set_recording(*, meeting: Meeting, address: str, on: date, by: Actor) -> Meeting:
    """Say where the recording of a meeting is; empty: it is no longer there."""
    held(meeting, by=by)
    check_address(address)
    return take(meeting, "recording", on=on, by=by, detail={"address": address}, did=Did.MEETING_CHANGED,
                recording=address)  # fmt: skip


@transaction.atomic
def set_chair(*, meeting: Meeting, body: Body, person: Person, on: date, by: Actor) -> Sitting:
    """Say who presides for a body: somebody who holds a seat of it on the day of the meeting."""
    now = held(meeting, by=by)
    sitting = Sitting.objects.filter(meeting=now, body=body).first()
    if sitting is None:
        raise ContentError("this body does not sit in the meeting", field="body", value=body.slug)
    if not Appointment.objects.on(day_of(now)).filter(body=body, person=person).exists():
        raise ContentError("who presides holds a seat of the body on that day", field="person", value=person.name)
    sitting.chair = person
    sitting.save(update_fields=["chair"])
    take(meeting, "chair", on=on, by=by, note=person.name, detail={"body": body.slug, "person": person.slug},
         did=Did.MEETING_CHANGED)  # fmt: skip
    return sitting
