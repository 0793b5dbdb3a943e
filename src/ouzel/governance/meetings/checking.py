"""What is looked at before a meeting is planned, noticed or moved: bodies, times, place, notice, and whether free."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.bodies.names import name_of
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings import clock
from ouzel.governance.meetings.steps import State, bodies_of, day_of
from ouzel.governance.models import Body, BodyFact, Meeting
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.orders import orders_of
from ouzel.reorganisation.wording import in_words

LONGEST = timedelta(hours=24)


def check_notice(meeting: Meeting, *, on: date, by: Actor, irregular: str) -> None:
    """Refuse a notice given on a day, or record why it was short: once, for the bodies whose orders ask for more. Where
    nobody can say whether it is short, that is recorded.
    """
    day = day_of(meeting)
    try:
        _check_notice(meeting, day, on=on, by=by, irregular=irregular)
    except clock.NotKnown as unknown:
        refuse_or_record(
            meeting=meeting, rule="notice", reason=irregular, by=by, on=on,
            problem=f"whether notice given on {in_words(on)} of a meeting on {in_words(day)} is in time could not be "
            f"worked out: {unknown.problem}",
            right="Let the standing orders count all days",
        )  # fmt: skip


def _check_notice(meeting: Meeting, day: date, *, on: date, by: Actor, irregular: str) -> None:
    found = {body: clock.notice(day, orders_of(body, on=day).notice, given=on) for body in bodies_of(meeting)}
    short = {body: each for body, each in found.items() if not each.enough}
    if short:
        first = min(short.values(), key=lambda each: each.due)
        called = ", ".join(name_of(body, day) for body in short)
        refuse_or_record(
            meeting=meeting, rule="notice",
            problem=f"notice given on {in_words(on)} of a meeting on {in_words(day)} leaves {first.clear} clear days, "
            f"and {first.rule} are asked for by the law or the standing orders of {called}",
            right=f"Notice was due by {in_words(first.due)}: choose a later day for the meeting", reason=irregular,
            by=by, on=on,
        )  # fmt: skip


def check_bodies(bodies: Sequence[Body], day: date) -> None:
    """ContentError where one of the bodies does not exist on the day."""
    there = BodyFact.objects.on(day).filter(attribute=BodyAttribute.LIFE, body__in=bodies)
    known = set(there.values_list("body_id", flat=True))
    for body in bodies:
        if body.pk not in known:
            raise ContentError(f"this body does not exist on {in_words(day)}", field="bodies", value=body.slug,
                               right="Choose another day, or the body that succeeded it")  # fmt: skip


def check_free(bodies: Sequence[Body], starts: datetime, ends: datetime | None, but: Meeting | None = None) -> None:
    """A body cannot sit in two meetings at once; of a meeting whose end is not known only the start is compared."""
    others = Meeting.objects.filter(sittings__body__in=bodies).exclude(state=State.CANCELLED)
    others = others.filter(starts__gt=starts - LONGEST, starts__lt=(ends or starts) + LONGEST)
    for other in others.distinct():
        if but is not None and other.pk == but.pk:
            continue
        if other.starts == starts or (other.starts < (ends or starts) and starts < (other.ends or other.starts)):
            raise ContentError("one of the bodies sits in another meeting then", field="starts", value=str(starts),
                               right=f"See {other.slug}")  # fmt: skip


def check_times(starts: datetime, ends: datetime | None) -> None:
    """ContentError for times without a zone, and for an end that cannot be."""
    for field, moment in (("starts", starts), ("ends", ends)):
        if moment is not None:
            check_aware(field, moment)
    if ends is not None and not starts < ends <= starts + LONGEST:
        raise ContentError("a meeting ends after it begins, and within a day", field="ends", value=str(ends))


def check_aware(field: str, moment: datetime) -> None:
    """ContentError for a time without a zone."""
    if timezone.is_naive(moment):
        raise ContentError("a time needs its time zone", field=field, value=str(moment))


def check_place(venue: str, join: str) -> None:
    """ContentError where neither a place nor an address to join at is given."""
    if not venue.strip() and not join:
        raise ContentError("a notice says where the meeting is", field="venue",
                           right="Give a place, or the address where it can be joined")  # fmt: skip


def check_address(address: str) -> None:
    """ContentError for what is not the address of a page; empty is none."""
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise ContentError("this is no address of a page", value=address, right="https://...") from None


def needs_why(why: str) -> None:
    """ContentError without a reason."""
    if not why.strip():
        raise ContentError("say why: people will ask", field="why")


def not_before_the_last(meeting: Meeting, on: date) -> None:
    """ContentError for a day before the meeting was last opened, adjourned or taken up again."""
    last = meeting.events.filter(kind__in=("opened", "adjourned", "reconvened")).order_by("-number").first()
    if last is not None and on < last.on:
        raise ContentError("this was before it was opened or adjourned", field="on", value=str(on),
                           right=f"{in_words(last.on)} or later")  # fmt: skip
