"""Who belongs in the register of some bodies: those who hold a seat or are named as deputies, from when to when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from ouzel.governance.models import Appointment, Body, Deputy, Person, Seat


@dataclass(frozen=True)
class Membership:
    """A person's time in a seat, or as its named deputy; half-open."""

    person: Person
    body: Body
    seat: str
    title: str  # of the seat
    since: date
    until: date | None
    deputy: bool

    @property
    def said(self) -> str:
        """The seat in words."""
        return f"deputy for {self.title}" if self.deputy else self.title


def memberships(
    bodies: Collection[Body], *, since: date, until: date | None = None, known_at: date | None = None
) -> tuple[Membership, ...]:
    """All that hold on some day from `since` until `until` (half-open; None: on any later day), by name and day."""
    days = DateRange(since, until)
    held = Appointment.objects.known(known_at).filter(body__in=bodies, valid__overlap=days)
    deputies = Deputy.objects.known(known_at).filter(body__in=bodies, valid__overlap=days)
    return _read(held, deputies, bodies, known_at)


def memberships_of(person: Person, *, known_at: date | None = None) -> tuple[Membership, ...]:
    """All that a person holds, held or will hold, by day."""
    held = Appointment.objects.known(known_at).filter(person=person)
    deputies = Deputy.objects.known(known_at).filter(person=person)
    bodies = Body.objects.filter(
        pk__in=chain(held.values_list("body", flat=True), deputies.values_list("body", flat=True))
    )
    return tuple(sorted(_read(held, deputies, bodies, known_at), key=lambda each: each.since))


def _read(
    held: "QuerySet[Appointment]", deputies: "QuerySet[Deputy]", bodies: Iterable[Body], known_at: date | None
) -> tuple[Membership, ...]:
    titles = {
        (seat.body_id, seat.slug): seat.title
        for seat in Seat.objects.known(known_at).filter(body__in=bodies).order_by("valid")
    }
    found = [
        Membership(row.person, row.body, row.seat, titles.get((row.body_id, row.seat), row.seat), row.valid.lower,
                   row.valid.upper, deputy)
        for rows, deputy in ((held.select_related("person", "body"), False),
                             (deputies.select_related("person", "body"), True))
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.person.name, each.person.slug, each.since, each.body.slug)))
