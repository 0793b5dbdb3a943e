"""Whether a body is composed as the law and its own orders ask: on a day, and on the days to come."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ouzel.governance.bodies.queries import BodyView, Life
from ouzel.governance.models import Body
from ouzel.governance.reference.composing import Rule
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.governance.reference.orders import OwnOrders, default_orders, lawful
from ouzel.governance.reference.rules_of_meeting import Orders
from ouzel.governance.seats.queries import Roll, SeatView
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


class Watched:
    """One body with its seats and its orders, read once in a few queries, and judged on any number of days.

    `on`: the day asked about.
    """

    def __init__(self, body: Body, *, on: date, known_at: date | None = None) -> None:
        self.body = body
        self._life = Life(body, asked=on, known_at=known_at)
        self._roll = Roll([body.slug], known_at=known_at)
        self._own = OwnOrders(body, known_at=known_at)

    def shown(self) -> BodyView | None:
        """The body on the day asked about; one that had ended, as it last was. None: nothing was known of it."""
        return self._life.shown()

    def own_orders(self, day: date) -> Orders | None:
        """Its own orders for a meeting on the day; None: it has none of its own then."""
        return self._own.on(day)

    def orders(self, day: date) -> Orders:
        """Its own orders on the day, else those of its kind, else a committee's."""
        view = self._life.on(day)
        kind = view.kind if view else ""
        return lawful(self._own.on(day) or default_orders(kind, on=day), kind)

    def seats(self, day: date) -> tuple[SeatView, ...]:
        """Its seats on the day, in their order."""
        return self._roll.on(day).get(self.body.slug, ())

    def breaches(self, day: date) -> tuple[Breach, ...]:
        """The rules that it does not keep on the day; none where it does not exist."""
        view = self._life.on(day)
        return _judge(view, self.seats(day), self._rules(view)) if view else ()

    def coming(self, *, after: date, within: timedelta) -> tuple[Coming, ...]:
        """Vacancies and breaches that begin after the day, up to `within` later, in the order of their days.

        Worked out on every day on which a seat, an appointment, an organisation of the body or a rule changes. What is
        wrong already on the day is not told again; what is mended and breaks again is.
        """
        seen_empty = {seat.seat for seat in self.seats(after) if seat.vacant}
        seen_broken = {(b.rule.slug, b.organisation) for b in self.breaches(after)}
        found: list[Coming] = []
        for day in self._days(after=after, last=after + within):
            empty = {seat.seat: seat for seat in self.seats(day) if seat.vacant}
            for slug, seat in empty.items():
                if slug not in seen_empty:
                    found.append(Coming(day, "vacancy", _empties(seat), seat=seat))
            broken = {(b.rule.slug, b.organisation): b for b in self.breaches(day)}
            for key, breach in broken.items():
                if key not in seen_broken:
                    found.append(Coming(day, "breach", breach.text, breach=breach))
            seen_empty, seen_broken = set(empty), set(broken)
        return tuple(found)

    def _rules(self, view: BodyView) -> tuple[tuple[Rule, bool], ...]:
        """The rules in force on the day of the view; True beside those of its own standing orders."""
        kind = kind_of_body(view.kind).rules_on(view.on) if view.kind else ()
        orders = self._own.on(view.on) or default_orders(view.kind, on=view.on)
        own = [rule for rule in orders.composition if rule.holds(view.on)]
        replaced = {rule.slug for rule in own}
        return tuple((rule, False) for rule in kind if rule.slug not in replaced) + tuple((rule, True) for rule in own)

    def _days(self, *, after: date, last: date) -> list[date]:
        """The days after one and up to another on which something changes that rules ask about."""
        found = self._roll.changes() | self._life.changes()
        for since, until, orders in self._own.all:
            found |= {since, until} | {day for rule in orders.composition for day in (rule.since, rule.until)}
        for kind in self._life.kinds():
            found |= {day for rule in kind_of_body(kind).rules for day in (rule.since, rule.until)}
        return sorted(day for day in found if day is not None and after < day <= last)


def breaches(body: Body, *, on: date, known_at: date | None = None) -> tuple[Breach, ...]:
    """The rules that a body does not keep on the day. Empty where it keeps all, and where it does not exist.

    A person counts once for a rule, whatever number of seats they hold; a vacant seat does not count. A rule of its own
    with the name of one of its kind takes that one's place.
    """
    return Watched(body, on=on, known_at=known_at).breaches(on)


def coming(body: Body, *, on: date, within: timedelta, known_at: date | None = None) -> tuple[Coming, ...]:
    """What begins to be wrong with a body after the day `on`, up to `within` later: as `Watched.coming` tells it."""
    return Watched(body, on=on, known_at=known_at).coming(after=on, within=within)


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
    after, since = seat.next_holder, seat.next_since
    filled = f", until {after.name} takes it up on {in_words(since)}" if after and since else ""
    return f"{seat.title} stands empty{filled}"
