"""Reads of bodies: what held of one on a day, as known at another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute as A
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.register import asking
from ouzel.register.answers import Moment

Days = tuple[date, date | None]


class Organisation(NamedTuple):
    """An organisation of the register as a body names it: its code, and its name on the day (else the code)."""

    code: str
    name: str


@dataclass(frozen=True)
class BodyView:
    """What held of a body on the day `on`. `since`, `until` (half-open; None: not known to end) are its life.

    `basis` and `duties` are its own, or those of its kind where none were said. `predecessors` and `successors` are
    slugs, whenever they followed.
    """

    body: Body
    slug: str
    on: date
    name: str
    kind: str
    kind_name: str
    in_public: bool
    organisations: tuple[Organisation, ...]
    part_of: str
    accountable_to: tuple[str, ...]
    basis: str
    duties: tuple[str, ...]
    terms: str
    places: tuple[str, ...]
    topics: tuple[str, ...]
    website: str
    since: date
    until: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]

    @property
    def place(self) -> str:
        """The place or places it is for, in words."""
        return ", ".join(self.places)

    @property
    def exists(self) -> bool:
        """Whether it existed on the day: False only where it is shown as it last was, or as it will be."""
        return self.since <= self.on and (self.until is None or self.on < self.until)

    @property
    def nearest(self) -> date:
        """The day of its life that is nearest to the day asked about: the day itself, its last, or its first."""
        if self.until is not None and self.until <= self.on:
            return self.until - timedelta(days=1)
        return max(self.on, self.since)


class NoSuchBody(LookupError):
    """There is no body with that name; the message says what to do."""


def body_named(slug: str) -> Body:
    """The body with that name in its address; NoSuchBody if there is none."""
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        raise NoSuchBody(f"There is no body called {slug!r}. Look it up among the bodies")
    return found


def body_on(body: Body | str, *, on: date, known_at: date | None = None) -> BodyView | None:
    """What held of a body on the day; None where it did not exist then, or was not known."""
    found = _views(Body.objects.filter(slug=_slug(body)), on=on, known_at=known_at)
    return found[0] if found else None


class Life:
    """One body on any day, its facts read once. Its organisations are called what they are on the day of its life that
    is nearest to the day `asked`.
    """

    def __init__(self, body: Body, *, asked: date, known_at: date | None = None) -> None:
        self._body, self._asked = body, asked
        self._facts, self._before = _said([body], known_at=known_at)
        days = ((row.valid.lower, row.valid.upper) for row in self._facts[body.pk].get(A.LIFE, []))
        self._lives = merged(days)
        near = _nearest(self._lives, asked) if self._lives else asked
        self._names = _organisations(self._facts.values(), on=near, known_at=known_at)

    def shown(self) -> BodyView | None:
        """As `body_shown` gives it on the day asked about."""
        found = self.on(_nearest(self._lives, self._asked)) if self._lives else None
        return found and BodyView(**{**found.__dict__, "on": self._asked})

    def on(self, day: date) -> BodyView | None:
        """What held of it on the day; None where it did not exist then, or was not known."""
        before = self._before.get(self._body.slug, [])
        return _view(self._body, self._facts[self._body.pk], before, self._names, day)

    def changes(self) -> set[date | None]:
        """The days on which something of it begins to hold or is over; None among them for what is not to end."""
        rows = (row for several in self._facts[self._body.pk].values() for row in several)
        return {day for row in rows for day in (row.valid.lower, row.valid.upper)}

    def kinds(self) -> set[str]:
        """The kinds (slugs) that it ever is of."""
        return {row.value for row in self._facts[self._body.pk].get(A.KIND, [])}


def body_shown(body: Body | str, *, on: date, known_at: date | None = None) -> BodyView | None:
    """A body on the day; one that had ended, as it last was; one to come, as it begins. None: nothing is known."""
    lives = life_of(body, known_at=known_at)
    if not lives:
        return None
    day = _nearest(lives, on)
    found = body_on(body, on=day, known_at=known_at)
    return found and BodyView(**{**found.__dict__, "on": on})


def bodies_on(*, on: date, known_at: date | None = None) -> tuple[BodyView, ...]:
    """Every body that existed on the day, by name."""
    return tuple(sorted(_views(Body.objects.all(), on=on, known_at=known_at), key=lambda view: (view.name, view.slug)))


def some_on(bodies: Iterable[Body], *, on: date, known_at: date | None = None) -> tuple[BodyView, ...]:
    """Those of some bodies that existed on the day, in their order."""
    return tuple(_views(bodies, on=on, known_at=known_at))


def bodies_of(
    organisations: Collection[str], *, on: date, known_at: date | None = None, kind: str = ""
) -> tuple[BodyView, ...]:
    """The bodies of organisations on the day (of one kind, if given), by name."""
    wanted = set(organisations)
    rows = BodyFact.objects.on(on, known_at=known_at).filter(attribute=A.ORGANISATION, value__in=wanted)
    found = _views(Body.objects.filter(pk__in=rows.values("body")), on=on, known_at=known_at)
    return tuple(sorted((v for v in found if kind in ("", v.kind)), key=lambda view: (view.name, view.slug)))


def committees_of(body: Body | str, *, on: date, known_at: date | None = None) -> tuple[BodyView, ...]:
    """The committees of a body on the day, by name."""
    rows = BodyFact.objects.on(on, known_at=known_at).filter(attribute=A.PART_OF, value=_slug(body))
    found = _views(Body.objects.filter(pk__in=rows.values("body")), on=on, known_at=known_at)
    return tuple(sorted(found, key=lambda view: (view.name, view.slug)))


def life_of(body: Body | str, *, known_at: date | None = None) -> tuple[Days, ...]:
    """The days on which a body exists, the first first; more than one if it ended and began again."""
    rows = BodyFact.objects.known(known_at).filter(body__slug=_slug(body), attribute=A.LIFE).order_by("valid")
    return merged((row.valid.lower, row.valid.upper) for row in rows)


def merged(spans: Iterable[Days]) -> tuple[Days, ...]:
    """Spans in their order, those that touch as one."""
    found: list[Days] = []
    for since, until in sorted(spans, key=lambda span: span[0]):
        if found and found[-1][1] == since:
            found[-1] = (found[-1][0], until)
        else:
            found.append((since, until))
    return tuple(found)


def lineage(body: Body, *, on: date | None = None, known_at: date | None = None) -> tuple[Body, ...]:
    """A body and all that it succeeded, over any number of steps, the oldest first.

    `on`: by the end of that day only. A plan enacted ahead says of days to come who takes over, and until then the body
    speaks for nobody but itself. None: whenever they followed.
    """
    return _oldest_first({body.slug, *_followed(body.slug, backwards=True, on=on, known_at=known_at)})


def heirs(body: Body, *, known_at: date | None = None) -> tuple[Body, ...]:
    """All that succeeded a body, over any number of steps, the oldest first. Without itself."""
    return _oldest_first(_followed(body.slug, backwards=False, on=None, known_at=known_at) - {body.slug})


def _followed(slug: str, *, backwards: bool, on: date | None, known_at: date | None) -> set[str]:
    facts = BodyFact.objects.known(known_at).filter(attribute=A.SUCCESSOR)
    if on is not None:
        facts = facts.filter(valid__startswith__lte=on)
    rows = facts.values_list("body__slug", "value")
    found: set[str] = set()
    near = {slug}
    pairs = [(after, before) if backwards else (before, after) for before, after in rows]
    while near:
        near = {far for this, far in pairs if this in near} - found
        found |= near
    return found


def _oldest_first(slugs: Collection[str]) -> tuple[Body, ...]:
    rows = BodyFact.objects.known().filter(attribute=A.LIFE, body__slug__in=slugs)
    began: dict[str, date] = {}
    for slug, valid in rows.values_list("body__slug", "valid"):
        began[slug] = min(valid.lower, began.get(slug, date.max))
    found = Body.objects.filter(slug__in=slugs)
    return tuple(sorted(found, key=lambda body: (began.get(body.slug, date.max), body.slug)))


def _views(bodies: Iterable[Body], *, on: date, known_at: date | None) -> list[BodyView]:
    chosen = {body.pk: body for body in bodies}
    facts, before = _said(chosen.values(), known_at=known_at)
    names = _organisations(facts.values(), on=on, known_at=known_at)
    return [
        view
        for pk, body in chosen.items()
        if (view := _view(body, facts[pk], before.get(body.slug, []), names, on)) is not None
    ]


def _said(
    bodies: Collection[Body], *, known_at: date | None
) -> tuple[dict[int, dict[str, list[BodyFact]]], dict[str, list[str]]]:
    """The facts of bodies by their keys and by attribute; and whom each succeeded, by its slug."""
    facts: dict[int, dict[str, list[BodyFact]]] = {body.pk: {} for body in bodies}
    known = BodyFact.objects.known(known_at)
    for row in known.filter(body__in=list(facts)).order_by("pk"):
        facts[row.body_id].setdefault(row.attribute, []).append(row)
    before: dict[str, list[str]] = {}
    slugs = [body.slug for body in bodies]
    for older, newer in known.filter(attribute=A.SUCCESSOR, value__in=slugs).values_list("body__slug", "value"):
        before.setdefault(newer, []).append(older)
    return facts, before


def _view(
    body: Body, facts: dict[str, list[BodyFact]], before: list[str], names: dict[str, str], on: date
) -> BodyView | None:
    lives = merged((row.valid.lower, row.valid.upper) for row in facts.get(A.LIFE, []))
    life = next((days for days in lives if days[0] <= on and (days[1] is None or on < days[1])), None)
    if life is None:
        return None

    def values(attribute: str) -> tuple[str, ...]:
        rows = facts.get(attribute, [])
        return tuple(dict.fromkeys(r.value for r in rows if r.valid.lower <= on and _open(r.valid.upper, on)))

    def value(attribute: str) -> str:
        return next(iter(values(attribute)), "")

    kind = kind_of_body(value(A.KIND)) if value(A.KIND) else None
    return BodyView(
        body=body, slug=body.slug, on=on, name=value(A.NAME) or body.slug, kind=value(A.KIND),
        kind_name=kind.name if kind else "", in_public=bool(kind and kind.in_public),
        organisations=tuple(Organisation(code, names.get(code, code)) for code in values(A.ORGANISATION)),
        part_of=value(A.PART_OF), accountable_to=values(A.ACCOUNTABLE),
        basis="; ".join(values(A.BASIS)) or (kind.basis if kind else ""),
        duties=values(A.DUTY) or (kind.duties if kind else ()), terms=value(A.TERMS), places=values(A.PLACE),
        topics=values(A.TOPIC), website=value(A.WEBSITE), since=life[0], until=life[1],
        predecessors=tuple(sorted(before)),
        successors=tuple(sorted({row.value for row in facts.get(A.SUCCESSOR, [])})),
    )  # fmt: skip


def _open(until: date | None, on: date) -> bool:
    return until is None or on < until


def _organisations(facts: Iterable[dict[str, list[BodyFact]]], *, on: date, known_at: date | None) -> dict[str, str]:
    codes = {row.value for each in facts for row in each.get(A.ORGANISATION, [])}
    if not codes:
        return {}
    ids = asking.ids_of(codes)
    names = asking.names_of(ids.values(), Moment(on=on, known_at=known_at))
    return {code: names[id_] for code, id_ in ids.items()}


def _nearest(lives: tuple[Days, ...], on: date) -> date:
    """The day of a life that is nearest: the day itself, else the last before it, else the first after it."""
    day = lives[0][0]
    for since, until in lives:
        if since <= on:
            day = on if until is None or on < until else until - timedelta(days=1)
    return day


def _slug(body: Body | str) -> str:
    return body if isinstance(body, str) else body.slug
