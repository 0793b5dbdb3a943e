"""State changes of seats: set up, filled, deputised for, emptied. Each is known from a day, with its source.

Days are half-open: `until` is the first day after the end; None: until ended, or until the body ends.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import checking
from ouzel.governance.bodies.queries import merged
from ouzel.governance.models import Appointment, Body, Deputy, Person, Seat
from ouzel.governance.models.seats import Standing
from ouzel.governance.reference.tags import check_profession, check_tags, in_words
from ouzel.governance.seats.people import add_person, change_person
from ouzel.governance.slugs import shaped
from ouzel.reorganisation.wording import in_words as day_in_words

__all__ = [
    "add_person", "appoint", "change_person", "end_appointment", "end_deputy", "end_seat", "name_deputy", "set_seat",
]  # fmt: skip


@transaction.atomic
def set_seat(
    *, body: Body, slug: str, title: str, since: date, known: date, source: str, by: Actor, until: date | None = None,
    order: int = 0, votes: bool = True, tags: Iterable[str] = (), nominated_by: str = "", profession: str = "",
) -> Seat:  # fmt: skip
    """A seat, or what of it changes from `since` on. `tags` and `profession` are those of the reference data."""
    checking.keep(body, by=by)
    if not title.strip():
        raise ContentError("a seat needs a title", field="title")
    until = checking.within_life(body, since=since, until=until)
    shaped(slug)
    values = {
        "title": " ".join(title.split()), "order": order, "votes": votes, "tags": list(check_tags(tags)),
        "nominated_by": nominated_by.strip(), "profession": check_profession(profession),
    }  # fmt: skip
    row = facts.say(
        Seat, {"body": body, "slug": slug}, values, since=since, until=until, known=known, source=source, by=by
    )
    audit.record(
        by=by, action=Did.SEAT_SET, subject=f"{body.slug}/{slug}",
        detail={**values, "since": since, "until": until, "known": known, "source": source},
    )  # fmt: skip
    return row


@transaction.atomic
def end_seat(*, body: Body, seat: str, on: date, known: date, source: str, by: Actor) -> int:
    """A seat ends, its last day being the one before `on`, with who holds it and who deputises. How many facts."""
    checking.keep(body, by=by)
    days = DateRange(on, None)
    ended = len(facts.end(Seat, {"body": body, "slug": seat}, on=on, known=known, source=source, by=by))
    for model in (Appointment, Deputy):
        if model.objects.known().filter(body=body, seat=seat, valid__overlap=days).exists():
            key = {"body": body, "seat": seat}
            ended += len(facts.end(model, key, on=on, known=known, source=source, by=by))
    audit.record(
        by=by, action=Did.SEAT_ENDED, subject=f"{body.slug}/{seat}",
        detail={"on": on, "known": known, "source": source},
    )  # fmt: skip
    return ended


@transaction.atomic
def appoint(
    *, person: Person, body: Body, seat: str, since: date, known: date, source: str, by: Actor,
    until: date | None = None, standing: str = Standing.SUBSTANTIVE, profession: str = "", decision: str = "",
    note: str = "", replacing: bool = False,
) -> Appointment:  # fmt: skip
    """Somebody holds a seat from `since`. Announced ahead, it is known before it holds.

    ContentError where the seat does not exist on all of these days, needs another profession, or is held by somebody
    else on one of them; `replacing`: whoever holds it on `since` ends then.
    """
    checking.keep(body, by=by)
    if standing not in Standing.values:
        raise ContentError("nobody holds a seat like this", field="standing", value=standing,
                           right=f"Use one of {', '.join(Standing.values)}")  # fmt: skip
    rows, until = _seat_on(body, seat, since, until)
    needed = {row.profession for row in rows if row.profession} - {check_profession(profession)}
    if needed:
        raise ContentError(
            f"this seat is for a {in_words(sorted(needed)[0])}", field="profession", value=profession,
            right=f"Say that {person.name} is one, or appoint somebody else",
        )  # fmt: skip
    _make_room(person, body, seat, since, until, replacing=replacing, known=known, source=source, by=by)
    values = {"person": person, "standing": str(standing), "profession": profession, "decision": decision,
              "note": note.strip()}  # fmt: skip
    row = facts.say(
        Appointment, {"body": body, "seat": seat}, values, since=since, until=until, known=known, source=source, by=by
    )
    audit.record(
        by=by, action=Did.APPOINTED, subject=f"{body.slug}/{seat}",
        detail={**values, "person": person.slug, "since": since, "until": until, "known": known, "source": source},
    )  # fmt: skip
    return row


@transaction.atomic
def end_appointment(*, body: Body, seat: str, on: date, known: date, source: str, by: Actor) -> list[Appointment]:
    """Who holds the seat on `on` holds it no more: their last day is the one before. Who was to follow stays.

    Where nobody holds it then, the next who was to is appointed no more. ContentError where there is neither.
    """
    checking.keep(body, by=by)
    rows = Appointment.objects.known().filter(body=body, seat=seat, valid__overlap=DateRange(on, None))
    first = rows.order_by("valid").select_related("person").first()
    if first is None:
        raise ContentError("nobody holds this seat on that day or later", field="seat", value=seat)
    key = {"body": body, "seat": seat, "person": first.person}
    ended = facts.end(Appointment, key, on=on, known=known, source=source, by=by)
    audit.record(
        by=by, action=Did.APPOINTMENT_ENDED, subject=f"{body.slug}/{seat}",
        detail={"person": first.person.slug, "on": on, "known": known, "source": source},
    )  # fmt: skip
    return ended


@transaction.atomic
def name_deputy(
    *, person: Person, body: Body, seat: str, since: date, known: date, source: str, by: Actor,
    until: date | None = None, votes: bool = False,
) -> Deputy:  # fmt: skip
    """Somebody may stand in for whoever holds the seat, with or without the vote."""
    checking.keep(body, by=by)
    _, until = _seat_on(body, seat, since, until)
    holds = Appointment.objects.known().filter(
        body=body, seat=seat, person=person, valid__overlap=DateRange(since, until)
    )
    if holds.exists():
        raise ContentError(f"{person.name} holds this seat: nobody is their own deputy", field="person")
    row = facts.say(
        Deputy, {"body": body, "seat": seat, "person": person}, {"votes": votes},
        since=since, until=until, known=known, source=source, by=by,
    )  # fmt: skip
    audit.record(
        by=by, action=Did.DEPUTY_NAMED, subject=f"{body.slug}/{seat}",
        detail={"person": person.slug, "votes": votes, "since": since, "until": until, "known": known,
                "source": source},
    )  # fmt: skip
    return row


@transaction.atomic
def end_deputy(*, person: Person, body: Body, seat: str, on: date, known: date, source: str, by: Actor) -> list[Deputy]:
    """Somebody is a deputy no more, their last day being the one before `on`."""
    checking.keep(body, by=by)
    key = {"body": body, "seat": seat, "person": person}
    ended = facts.end(Deputy, key, on=on, known=known, source=source, by=by)
    audit.record(
        by=by, action=Did.DEPUTY_ENDED, subject=f"{body.slug}/{seat}",
        detail={"person": person.slug, "on": on, "known": known, "source": source},
    )  # fmt: skip
    return ended


def _seat_on(body: Body, seat: str, since: date, until: date | None) -> tuple[Sequence[Seat], date | None]:
    """The facts of a seat over some days, and `until` (or the end of the seat where none is given)."""
    known = Seat.objects.known().filter(body=body, slug=seat).order_by("valid")
    spans = merged((row.valid.lower, row.valid.upper) for row in known)
    span = next((s for s in spans if s[0] <= since and (s[1] is None or since < s[1])), None)
    if span is None:
        there = ", ".join(sorted(set(Seat.objects.on(since).filter(body=body).values_list("slug", flat=True))))
        raise ContentError(f"{body} has no such seat on {day_in_words(since)}", field="seat", value=seat,
                           right=f"It has {there}" if there else "Set up the seat first")  # fmt: skip
    until = span[1] if until is None else until
    if span[1] is not None and until is not None and until > span[1]:
        raise ContentError(f"the seat ends on {day_in_words(span[1])}", field="until", value=str(until))
    if until is not None and until <= since:
        raise ContentError(
            "it would end before it begins", field="until", value=str(until), right=f"After {day_in_words(since)}"
        )
    return [
        row for row in known if row.valid.lower < (until or date.max) and (row.valid.upper or date.max) > since
    ], until


def _make_room(
    person: Person, body: Body, seat: str, since: date, until: date | None, *, replacing: bool, known: date,
    source: str, by: Actor,
) -> None:  # fmt: skip
    """Nobody else may hold the seat on these days; whoever does on the first may be replaced."""
    rows = Appointment.objects.known().filter(body=body, seat=seat, valid__overlap=DateRange(since, until))
    for row in rows.exclude(person=person).select_related("person").order_by("valid"):
        if replacing and row.valid.lower <= since:
            key = {"body": body, "seat": seat, "person": row.person}
            facts.end(Appointment, key, on=since, known=known, source=source, by=by)
            audit.record(
                by=by, action=Did.APPOINTMENT_ENDED, subject=f"{body.slug}/{seat}",
                detail={"person": row.person.slug, "on": since, "known": known, "source": source,
                        "replaced_by": person.slug},
            )  # fmt: skip
            continue
        held = f"from {day_in_words(row.valid.lower)}" + (
            f" until {day_in_words(row.valid.upper)}" if row.valid.upper else " on"
        )
        right = f"Appoint until {day_in_words(row.valid.lower)}, or end that first" if row.valid.lower > since else (
            "End that appointment first, or say that this one replaces it"
        )  # fmt: skip
        raise ContentError(f"{row.person.name} holds this seat {held}", field="seat", value=seat, right=right)
