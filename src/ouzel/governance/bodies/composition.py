"""Whether a body is composed as the law and its own orders ask: on a day, and on the days to come."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ouzel.governance.bodies.queries import BodyView, body_on
from ouzel.governance.models import Appointment, Body, BodyFact, Seat, StandingOrders
from ouzel.governance.reference.composing import Rule
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.governance.reference.orders import orders_of
from ouzel.governance.seats.queries import SeatView, seats_on
from ouzel.reorganisation.wording import in_words


@dataclass(frozen=True)
class Breach:
    """A rule that a body does not keep. `have`: how many hold a seat and fit; `organisation`: for which, if for each.

    `text` says it in a sentence. `own`: a rule of its own standing orders, not of its kind.
    """

    body: str
    rule: Rule
    have: int
    text: str
    organisation: str = ""
    own: bool = False


@dataclass(frozen=True)
class Coming:
    """What begins to be wrong on a day: a seat that stands empty, or a rule that is not kept any more."""

    on: date
    what: Literal["vacancy", "breach"]
    text: str
    seat: SeatView | None = None
    breach: Breach | None = None


def rules_for(view: BodyView, *, known_at: date | None = None) -> tuple[tuple[Rule, bool], ...]:
    """The rules in force for a body on the day of the view; True beside those of its own standing orders."""
    kind = kind_of_body(view.kind).rules_on(view.on) if view.kind else ()
    own = [rule for rule in orders_of(view.body, on=view.on, known_at=known_at).composition if rule.holds(view.on)]
    replaced = {rule.slug for rule in own}
    return tuple((rule, False) for rule in kind if rule.slug not in replaced) + tuple((rule, True) for rule in own)


def breaches(body: Body, *, on: date, known_at: date | None = None) -> tuple[Breach, ...]:
    """The rules that a body does not keep on the day. Empty where it keeps all, and where it does not exist.

    A person counts once for a rule, whatever number of seats they hold; a vacant seat does not count. A rule of its own
    with the name of one of its kind takes that one's place.
    """
    view = body_on(body, on=on, known_at=known_at)
    if view is None:
        return ()
    return _judge(view, seats_on(body, on=on, known_at=known_at), rules_for(view, known_at=known_at))


def coming(body: Body, *, on: date, within: timedelta, known_at: date | None = None) -> tuple[Coming, ...]:
    """Vacancies and breaches that begin after the day `on`, up to `within` later, in the order of their days.

    Worked out on every day on which a seat, an appointment, an organisation of the body or a rule changes. What is
    wrong already on `on` is not told again; what is mended and breaks again is.
    """
    last = on + within
    seen_empty = {seat.seat for seat in seats_on(body, on=on, known_at=known_at) if seat.vacant}
    seen_broken = {(b.rule.slug, b.organisation) for b in breaches(body, on=on, known_at=known_at)}
    found: list[Coming] = []
    for day in _days(body, after=on, last=last, known_at=known_at):
        empty = {seat.seat: seat for seat in seats_on(body, on=day, known_at=known_at) if seat.vacant}
        for slug, seat in empty.items():
            if slug not in seen_empty:
                found.append(Coming(day, "vacancy", _empties(seat), seat=seat))
        broken = {(b.rule.slug, b.organisation): b for b in breaches(body, on=day, known_at=known_at)}
        for key, breach in broken.items():
            if key not in seen_broken:
                found.append(Coming(day, "breach", breach.text, breach=breach))
        seen_empty, seen_broken = set(empty), set(broken)
    return tuple(found)


def _judge(view: BodyView, seats: Sequence[SeatView], rules: Iterable[tuple[Rule, bool]]) -> tuple[Breach, ...]:
    found = []
    for rule, own in rules:
        groups: list[tuple[str, Collection[SeatView]]] = [("", seats)]
        if rule.each:
            groups = [(o.code, [seat for seat in seats if seat.nominated_by == o.code]) for o in view.organisations]
        for code, group in groups:
            people = {
                seat.holder.pk
                for seat in group
                if seat.holder and rule.fits(tags=seat.tags, votes=seat.votes, professions=seat.professions)
            }
            wrong = _wrong(rule, len(people))
            if wrong:
                name = next((f" ({o.name})" for o in view.organisations if o.code == code), "")
                found.append(Breach(view.slug, rule, len(people), f"{view.name}: {wrong}{name}", code, own))
    return tuple(found)


def _wrong(rule: Rule, have: int) -> str:
    """What is wrong with so many, in words; empty: nothing."""
    if rule.least is not None and have < rule.least:
        return f"{rule.text} – needs {rule.least}, has {have}"
    if rule.most is not None and have > rule.most:
        return f"{rule.text} – may have {rule.most}, has {have}"
    return ""


def _empties(seat: SeatView) -> str:
    filled = f", until {seat.next_holder.name} takes it up on {in_words(seat.next_since)}" if seat.next_holder else ""
    return f"{seat.title} stands empty{filled}"


def _days(body: Body, *, after: date, last: date, known_at: date | None) -> list[date]:
    """The days after one and up to another on which something changes that rules ask about."""
    found: set[date | None] = set()
    for model in (Seat, Appointment, BodyFact, StandingOrders):
        for valid in model.objects.known(known_at).filter(body=body).values_list("valid", flat=True):
            found |= {valid.lower, valid.upper}
    for kind in BodyFact.objects.known(known_at).filter(body=body, attribute="kind").values_list("value", flat=True):
        for rule in kind_of_body(kind).rules:
            found |= {rule.since, rule.until}
    for orders in StandingOrders.objects.known(known_at).filter(body=body):
        for rule in orders_of(body, on=orders.valid.lower, known_at=known_at).composition:
            found |= {rule.since, rule.until}
    return sorted(day for day in found if day is not None and after < day <= last)
