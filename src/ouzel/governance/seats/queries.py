"""Reads of seats: who holds which on a day, who deputises, who is next, and what stands empty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ouzel.governance.bodies.names import Names
from ouzel.governance.bodies.queries import Days, merged
from ouzel.governance.models import Appointment, Body, Deputy, Person, Seat


@dataclass(frozen=True)
class DeputyView:
    """Somebody who may stand in, with or without the vote; days half-open."""

    person: Person
    votes: bool
    since: date
    until: date | None


@dataclass(frozen=True)
class SeatView:
    """A seat on a day. `holder` None: vacant, since `vacant_since`. `since`, `until` (half-open): of who holds it."""

    body: str
    seat: str
    title: str
    order: int
    votes: bool
    tags: tuple[str, ...]
    nominated_by: str
    profession: str  # required of the holder; empty: any
    holder: Person | None
    holder_profession: str
    standing: str
    since: date | None
    until: date | None
    decision: str
    note: str
    deputies: tuple[DeputyView, ...]
    next_holder: Person | None
    next_since: date | None
    vacant_since: date | None

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return self.holder is None

    @property
    def professions(self) -> frozenset[str]:
        """Of the holder, as said with the appointment, or as the seat asks for where somebody holds it."""
        said = {self.holder_profession, self.profession} if self.holder else set()
        return frozenset(said - {""})


@dataclass(frozen=True)
class Holding:
    """One seat that somebody holds, held or will hold, or deputises for (`deputy`); days half-open."""

    person: Person
    body: str
    body_name: str
    seat: str
    title: str
    standing: str
    since: date
    until: date | None
    votes: bool
    deputy: bool = False


@dataclass(frozen=True)
class PersonView:
    """All that somebody holds on the day, held before and will hold, as known."""

    person: Person
    on: date
    held: tuple[Holding, ...]
    past: tuple[Holding, ...]
    coming: tuple[Holding, ...]


def seats_on(body: Body | str, *, on: date, known_at: date | None = None) -> tuple[SeatView, ...]:
    """The seats of a body on the day, in their order. Empty where it has none, or did not exist."""
    slug = body if isinstance(body, str) else body.slug
    return seats_of([slug], on=on, known_at=known_at).get(slug, ())


def seats_of(bodies: Iterable[str], *, on: date, known_at: date | None = None) -> dict[str, tuple[SeatView, ...]]:
    """The seats of several bodies on the day, by slug of the body; bodies without any are left out."""
    return Roll(bodies, known_at=known_at).on(on)


class Roll:
    """The seats of some bodies (slugs) with everybody who ever holds one or deputises, read once, asked day by day."""

    def __init__(self, bodies: Iterable[str], *, known_at: date | None = None) -> None:
        wanted = list(bodies)
        seats = Seat.objects.known(known_at).filter(body__slug__in=wanted).select_related("body")
        held = Appointment.objects.known(known_at).filter(body__slug__in=wanted).select_related("person")
        deputies = Deputy.objects.known(known_at).filter(body__slug__in=wanted).select_related("person")
        self._seats = list(seats.order_by("order", "slug"))
        self._held: dict[tuple[int, str], list[Appointment]] = {}
        for row in held.order_by("valid"):
            self._held.setdefault((row.body_id, row.seat), []).append(row)
        self._deputies: dict[tuple[int, str], list[Deputy]] = {}
        for each in deputies:
            self._deputies.setdefault((each.body_id, each.seat), []).append(each)

    def on(self, day: date) -> dict[str, tuple[SeatView, ...]]:
        """The seats on a day, by slug of the body; bodies without any are left out."""
        found: dict[str, list[SeatView]] = {}
        for seat in self._seats:
            if _holds(seat, day):
                key = (seat.body_id, seat.slug)
                standing_in = [
                    DeputyView(each.person, each.votes, each.valid.lower, each.valid.upper)
                    for each in self._deputies.get(key, ()) if _holds(each, day)
                ]  # fmt: skip
                found.setdefault(seat.body.slug, []).append(_view(seat, self._held.get(key, []), standing_in, day))
        return {slug: tuple(views) for slug, views in found.items()}

    def changes(self) -> set[date | None]:
        """The days on which a seat or an appointment begins or is over; None among them where one is not to end."""
        rows = (*self._seats, *(row for several in self._held.values() for row in several))
        return {day for row in rows for day in (row.valid.lower, row.valid.upper)}


def vacancies(*, on: date, known_at: date | None = None, bodies: Iterable[str] | None = None) -> tuple[SeatView, ...]:
    """The seats that nobody holds on the day, of some bodies or of all, by body and order."""
    wanted = Body.objects.values_list("slug", flat=True) if bodies is None else bodies
    found = seats_of(wanted, on=on, known_at=known_at)
    return tuple(seat for slug in sorted(found) for seat in found[slug] if seat.vacant)


def person_on(person: Person | str, *, on: date, known_at: date | None = None) -> PersonView | None:
    """What somebody holds, held and will hold; None where there is no such person."""
    slug = person if isinstance(person, str) else person.slug
    found = Person.objects.filter(slug=slug).first()
    if found is None:
        return None
    holdings = holdings_of([found], on=on, known_at=known_at)
    return PersonView(
        found, on,
        held=tuple(h for h in holdings if h.since <= on and (h.until is None or on < h.until)),
        past=tuple(h for h in holdings if h.until is not None and h.until <= on),
        coming=tuple(h for h in holdings if h.since > on),
    )  # fmt: skip


def holdings_of(people: Iterable[Person] | None, *, on: date, known_at: date | None = None) -> tuple[Holding, ...]:
    """Every seat that people (None: all) ever hold or deputise for, as known, the first first.

    Names of bodies and titles of seats are those of the day `on`, or of the first day of the holding where the body or
    the seat does not exist then.
    """
    appointments = Appointment.objects.known(known_at).select_related("person", "body")
    deputies = Deputy.objects.known(known_at).select_related("person", "body")
    if people is not None:
        chosen = list(people)
        appointments, deputies = appointments.filter(person__in=chosen), deputies.filter(person__in=chosen)
    spans: dict[tuple[Person, Body, str, str, bool, bool], list[Days]] = {}
    for row in appointments:
        key = (row.person, row.body, row.seat, row.standing, False, False)
        spans.setdefault(key, []).append((row.valid.lower, row.valid.upper))
    for each in deputies:
        key = (each.person, each.body, each.seat, "", each.votes, True)
        spans.setdefault(key, []).append((each.valid.lower, each.valid.upper))
    names, titles = Names(known_at=known_at), _Titles(known_at)
    found = []
    for (person, body, seat, standing, votes, deputy), days in spans.items():
        for since, until in merged(days):
            title, seat_votes = titles.of(body, seat, since, until, on)
            name = names.on(body.slug, _day(since, until, on))
            found.append(
                Holding(person, body.slug, name, seat, title, standing, since, until,
                        votes if deputy else seat_votes, deputy)
            )  # fmt: skip
    return tuple(sorted(found, key=lambda h: (h.since, h.body_name, h.title, h.person.name)))


def _view(seat: Seat, held: list[Appointment], deputies: list[DeputyView], on: date) -> SeatView:
    now = next(
        (row for row in held if row.valid.lower <= on and (row.valid.upper is None or on < row.valid.upper)), None
    )
    after = next(
        (row for row in held if row.valid.lower > on and (now is None or row.person_id != now.person_id)), None
    )
    since, until = _tenure(held, now) if now else (None, None)
    empty_since = None
    if now is None:
        ended = [row.valid.upper for row in held if row.valid.upper is not None and row.valid.upper <= on]
        empty_since = max(ended, default=seat.valid.lower)
    return SeatView(
        body=seat.body.slug, seat=seat.slug, title=seat.title, order=seat.order, votes=seat.votes,
        tags=tuple(seat.tags), nominated_by=seat.nominated_by, profession=seat.profession,
        holder=now.person if now else None, holder_profession=now.profession if now else "",
        standing=now.standing if now else "", since=since, until=until, decision=now.decision if now else "",
        note=now.note if now else "", deputies=tuple(sorted(deputies, key=lambda d: d.person.name)),
        next_holder=after.person if after else None, next_since=after.valid.lower if after else None,
        vacant_since=empty_since,
    )  # fmt: skip


def _tenure(held: list[Appointment], now: Appointment) -> Days:
    """From when to when the same person holds the seat in the same standing, over facts that touch."""
    same = [r for r in held if r.person_id == now.person_id and r.standing == now.standing]
    spans = merged((row.valid.lower, row.valid.upper) for row in same)
    return next(s for s in spans if s[0] <= now.valid.lower and (s[1] is None or now.valid.lower < s[1]))


def _holds(row: Seat | Deputy, day: date) -> bool:
    return bool(row.valid.lower <= day and (row.valid.upper is None or day < row.valid.upper))


def _day(since: date, until: date | None, on: date) -> date:
    """The day itself where it is one of the span; else the first of the span."""
    return on if since <= on and (until is None or on < until) else since


class _Titles:
    """Titles of seats as known, each read once."""

    def __init__(self, known_at: date | None) -> None:
        self.rows: dict[tuple[int, str], list[Seat]] = {}
        for row in Seat.objects.known(known_at).order_by("valid"):
            self.rows.setdefault((row.body_id, row.slug), []).append(row)

    def of(self, body: Body, seat: str, since: date, until: date | None, on: date) -> tuple[str, bool]:
        rows = self.rows.get((body.pk, seat), [])
        day = _day(since, until, on)
        row = next((r for r in rows if r.valid.lower <= day and (r.valid.upper is None or day < r.valid.upper)), None)
        return (row.title, row.votes) if row else (seat, False)
