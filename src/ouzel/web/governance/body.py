"""Everything that the page of one body shows, read in a few queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from ouzel.core.permissions import Viewer
from ouzel.governance.bodies import composition
from ouzel.governance.bodies.delegation import powers, scheme
from ouzel.governance.bodies.queries import BodyView, committees_of, heirs, some_on
from ouzel.governance.knowing import by_then
from ouzel.governance.meetings.forward import forward_plan
from ouzel.governance.meetings.openness import in_public_because
from ouzel.governance.meetings.queries import meetings, next_meetings
from ouzel.governance.meetings.shown import MeetingView
from ouzel.governance.models import Body, BodyFact, Decision, Delegation, ForwardItem
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.rules_of_meeting import Orders
from ouzel.governance.seats.queries import SeatView
from ouzel.governance.sources import Fact, facts_of
from ouzel.governance.strategies.queries import StrategyHead, strategies_on
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names

AHEAD = timedelta(days=183)  # how far vacancies and breaches are looked for before they bite
FEW = 5


@dataclass(frozen=True)
class WholeBody:
    """One body, ready to be shown. `heirs`: those of its successors that exist on the day asked about."""

    body: Body
    view: BodyView
    names: dict[str, str]  # of every body that the page names, by slug
    heirs: tuple[BodyView, ...]
    seats: tuple[SeatView, ...]
    breaches: tuple[composition.Breach, ...]
    coming: tuple[composition.Coming, ...]
    committees: tuple[BodyView, ...]
    orders: Orders
    in_public: bool
    own_orders: bool
    powers: tuple[Delegation, ...]
    scheme: tuple[Delegation, ...]
    next: tuple[MeetingView, ...]
    last: tuple[MeetingView, ...]
    decisions: tuple[Decision, ...]
    forward: tuple[ForwardItem, ...]
    strategies: tuple[StrategyHead, ...]
    facts: tuple[Fact, ...]

    @property
    def ended(self) -> bool:
        """Whether it had ended by the day asked about."""
        return self.view.until is not None and self.view.until <= self.view.on

    @property
    def shown_on(self) -> date:
        """The day of its life that the page shows: that asked about, or the nearest."""
        return self.view.nearest


def whole_body(body: Body, asked: Asked, viewer: Viewer) -> WholeBody | None:
    """One body as asked; None where nothing was known of it then."""
    known_at = asked.known_at
    watched = composition.Watched(body, on=asked.on, known_at=known_at)
    view = watched.shown()
    if view is None:
        return None
    day, alive = view.nearest, view.exists
    lines, own = scheme(body, on=day, known_at=known_at), powers(body, on=day, known_at=known_at)
    after = () if alive else some_on(heirs(body, known_at=known_at), on=asked.on, known_at=known_at)
    named = {view.part_of, *view.accountable_to, *view.predecessors, *view.successors,
             *(line.body.slug for line in lines), *(line.scheme_of.slug for line in own)}  # fmt: skip
    decided = (
        Decision.objects.visible_to(viewer)
        .filter(by_then(known_at), body=body, on__lte=asked.on)
        .only("ref", "title", "on", "carried")
    )
    return WholeBody(
        body=body, view=view, names=body_names(named - {""}, on=asked.on, known_at=known_at),
        heirs=after, seats=watched.seats(day), breaches=watched.breaches(asked.on) if alive else (),
        coming=watched.coming(after=asked.on, within=AHEAD) if alive else (),
        committees=committees_of(body, on=day, known_at=known_at),
        orders=watched.orders(day), in_public=bool(in_public_because(body, on=day, known_at=known_at)),
        own_orders=watched.own_orders(day) is not None,
        powers=own, scheme=lines,
        next=next_meetings(viewer, on=asked.on, body=body, limit=3, known_at=known_at)
        if alive and asked.is_today else (),
        last=meetings(
            viewer, body=body, until=asked.on + timedelta(days=0 if asked.is_today else 1), limit=FEW, known_at=known_at
        ),
        decisions=tuple(decided.order_by("-on", "ref")[:FEW]),
        forward=forward_plan([body], viewer, since=asked.on, known_at=known_at)[:FEW] if alive else (),
        strategies=strategies_on(day, viewer=viewer, body=body, known_at=known_at),
        facts=facts_of(body, on=day, known_at=known_at),
    )  # fmt: skip


@dataclass(frozen=True)
class Former:
    """A body that had ended by a day."""

    slug: str
    name: str
    until: date


def former_bodies(*, on: date, known_at: date | None = None) -> tuple[Former, ...]:
    """The bodies that had ended by the day, the last that ended first."""
    lives: dict[str, list[tuple[date, date | None]]] = {}
    known = BodyFact.objects.visible_to(None).known(known_at)
    rows = known.filter(attribute=BodyAttribute.LIFE, valid__startswith__lte=on)
    for slug, valid in rows.values_list("body__slug", "valid"):
        lives.setdefault(slug, []).append((valid.lower, valid.upper))
    ended = {
        slug: max(until for _, until in spans if until)
        for slug, spans in lives.items()
        if all(until is not None and until <= on for _, until in spans)
    }
    names = body_names(ended, on=on, known_at=known_at)
    found = [Former(slug, names[slug], until) for slug, until in ended.items()]
    return tuple(sorted(found, key=lambda each: (-each.until.toordinal(), each.name)))
