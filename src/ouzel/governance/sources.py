"""Where it is said: each fact of a body or a person that holds on a day, with the day it was known and its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ouzel.governance.models import Appointment, Body, BodyFact, Deputy, Person, Seat, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.models.dated import Dated


@dataclass(frozen=True)
class Fact:
    """One fact. `what`: an attribute of a body, or seat, holder, deputy, standing-orders; `words`: the same in words.

    `body`: slug; `seat`: slug, of what is of one, else empty. `since`, `until` half-open (None: until ended).
    """

    what: str
    words: str
    body: str
    seat: str
    value: str
    since: date
    until: date | None
    known: date
    source: str


def facts_of(body: Body, *, on: date, known_at: date | None = None) -> tuple[Fact, ...]:
    """What holds of a body on the day, as known: names, kind, duties ..., seats, who holds them, its standing orders.

    Who succeeds it is among them whenever that is to be.
    """
    said = BodyFact.objects.known(known_at).filter(
        Q(valid__contains=on) | Q(attribute=BodyAttribute.SUCCESSOR), body=body
    )
    found = [
        _fact(row, row.attribute, BodyAttribute(row.attribute).label, body, value=row.value)
        for row in said.order_by("attribute", "valid", "value")
    ]
    for row in StandingOrders.objects.on(on, known_at=known_at).filter(body=body):
        found.append(_fact(row, "standing-orders", "standing orders", body, value="its own"))
    for seat in Seat.objects.on(on, known_at=known_at).filter(body=body).order_by("order", "slug"):
        found.append(_fact(seat, "seat", "seat", body, value=seat.title, seat=seat.slug))
    held = Appointment.objects.on(on, known_at=known_at).filter(body=body)
    found += _holders(held.select_related("person", "body").order_by("seat", "valid"))
    deputies = Deputy.objects.on(on, known_at=known_at).filter(body=body)
    return (*found, *_deputies(deputies.select_related("person", "body").order_by("seat", "valid")))


def facts_about(person: Person, *, known_at: date | None = None) -> tuple[Fact, ...]:
    """Every seat that somebody holds, held, will hold or deputises for, as known, the latest first."""
    held = Appointment.objects.known(known_at).filter(person=person).select_related("person", "body")
    deputies = Deputy.objects.known(known_at).filter(person=person).select_related("person", "body")
    found = (*_holders(held), *_deputies(deputies))
    return tuple(sorted(found, key=lambda each: (-each.since.toordinal(), each.body, each.seat)))


def _holders(rows: Iterable[Appointment]) -> list[Fact]:
    return [_fact(row, "holder", "who holds it", row.body, value=row.person.name, seat=row.seat) for row in rows]


def _deputies(rows: Iterable[Deputy]) -> list[Fact]:
    return [_fact(row, "deputy", "who stands in", row.body, value=row.person.name, seat=row.seat) for row in rows]


def _fact(row: Dated, what: str, words: str, body: Body, *, value: str, seat: str = "") -> Fact:
    return Fact(
        str(what), str(words), body.slug, seat, value, row.valid.lower, row.valid.upper, row.recorded, row.source
    )
