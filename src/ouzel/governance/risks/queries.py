"""Reads of risks: where each stood on a day, its scores over time, the matrix, and what nobody has looked at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ouzel.core.permissions import Permission, Viewer, today
from ouzel.governance.action_log.ahead import that_count
from ouzel.governance.knowing import by_then
from ouzel.governance.models import Body, Risk, RiskReview
from ouzel.governance.models.risks import RiskRows
from ouzel.governance.reference.risks import Band, matrix
from ouzel.governance.rules import bodies_for


@dataclass(frozen=True)
class Point:
    """A score on the day on which somebody looked; `meeting`: slug, empty where it was at none."""

    on: date
    likelihood: int
    impact: int
    score: int
    state: str
    meeting: str
    text: str


@dataclass(frozen=True)
class RiskView:
    """A risk as it stood at the end of a day. Scores are likelihood times impact.

    `looked`: the last day on which somebody looked; `looked_at`: slug of the last meeting that did. `before`: the score
    of the look before (None: it was the first). `state`: open or closed.
    """

    ref: str
    title: str
    cause: str
    effect: str
    framework: bool
    public: bool
    body: Body
    owner: str
    state: str
    likelihood: int
    impact: int
    score: int
    band: Band
    inherent: int | None
    target: int | None
    controls: tuple[str, ...]
    gaps: tuple[str, ...]
    assurances: tuple[str, ...]
    text: str
    opened: date
    looked: date
    looked_at: str
    before: int | None
    points: tuple[Point, ...]  # by day

    @property
    def direction(self) -> str:
        """Whether the score went up or down since the look before, in a word; "new" for the first."""
        if self.before is None:
            return "new"
        return "up" if self.score > self.before else "down" if self.score < self.before else "same"

    @property
    def above_target(self) -> bool | None:
        """Whether it is worse than it should be; None where no target is set."""
        return None if self.target is None else self.score > self.target


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix with the risks in it."""

    likelihood: int
    impact: int
    score: int
    band: Band
    risks: tuple[RiskView, ...]


def visible(viewer: Viewer) -> RiskRows[Risk]:
    """The risks somebody sees: the public ones, and all of the bodies whose risks they keep."""
    kept = bodies_for(viewer, Permission.RISKS_KEEP, on=today())
    return Risk.objects.visible_to(viewer) | Risk.objects.filter(body__in=kept)


def risks_on(
    on: date, *, viewer: Viewer, bodies: Collection[Body] | None = None, framework: bool | None = None,
    known_at: date | None = None,
) -> tuple[RiskView, ...]:  # fmt: skip
    """Those open on the day, worst first, by what was known (None: now). `bodies`: that looked after them then;
    `framework`: of it, or not.
    """
    rows = visible(viewer).filter(opened__lte=on)
    if framework is not None:
        rows = rows.filter(framework=framework)
    found = [view for view in _views(rows, on, known_at) if view.state == "open"]
    if bodies is not None:
        wanted = {body.pk for body in bodies}
        found = [view for view in found if view.body.pk in wanted]
    return tuple(sorted(found, key=lambda view: (-view.score, view.ref)))


def risk_on(ref: str, *, on: date, viewer: Viewer, known_at: date | None = None) -> RiskView | None:
    """One risk as it stood on a day, as known (None: now); None where there is none, it was opened later, or it is not
    for the viewer.
    """
    return next(iter(_views(visible(viewer).filter(ref=ref), on, known_at)), None)


def not_looked_at(on: date, *, viewer: Viewer, within: timedelta, bodies: Collection[Body] | None = None
                  ) -> tuple[RiskView, ...]:  # fmt: skip
    """Open risks at which no meeting has looked within so many days up to the day, longest first."""
    found = []
    for view in risks_on(on, viewer=viewer, bodies=bodies):
        last = max((point.on for point in view.points if point.meeting), default=view.opened)
        if last < on - within:
            found.append((last, view))
    return tuple(view for _, view in sorted(found, key=lambda each: (each[0], each[1].ref)))


def grid(risks: Sequence[RiskView]) -> tuple[tuple[Cell, ...], ...]:
    """The matrix: rows by likelihood, highest first; cells by impact, lowest first."""
    held = matrix()
    return tuple(
        tuple(
            Cell(likely, impact, likely * impact, held.band(likely * impact),
                 tuple(risk for risk in risks if (risk.likelihood, risk.impact) == (likely, impact)))
            for impact in range(1, len(held.impact) + 1)
        )
        for likely in range(len(held.likelihood), 0, -1)
    )  # fmt: skip


def _views(rows: Iterable[Risk], on: date, known_at: date | None) -> list[RiskView]:
    risks = {risk.pk: risk for risk in rows}
    looks: dict[int, list[RiskReview]] = {}
    reviews = RiskReview.objects.filter(by_then(known_at), risk__in=list(risks), on__lte=on).select_related("body")
    for look in reviews.order_by("risk", "number"):
        looks.setdefault(look.risk_id, []).append(look)
    return [_view(risk, that_count(looks[pk])) for pk, risk in risks.items() if pk in looks]


def _view(risk: Risk, looks: Sequence[RiskReview]) -> RiskView:
    last, points = looks[-1], tuple(_point(look) for look in looks)
    return RiskView(
        ref=risk.ref, title=risk.title, cause=risk.cause, effect=risk.effect, framework=risk.framework,
        public=risk.public, body=last.body, owner=last.owner, state="closed" if last.state == "closed" else "open",
        likelihood=last.likelihood, impact=last.impact, score=points[-1].score, band=matrix().band(points[-1].score),
        inherent=last.inherent, target=last.target, controls=tuple(last.controls), gaps=tuple(last.gaps),
        assurances=tuple(last.assurances), text=last.text, opened=risk.opened, looked=last.on,
        looked_at=next((look.meeting for look in reversed(looks) if look.meeting), ""),
        before=points[-2].score if len(points) > 1 else None, points=points,
    )  # fmt: skip


def _point(look: RiskReview) -> Point:
    return Point(look.on, look.likelihood, look.impact, look.likelihood * look.impact, look.state, look.meeting,
                 look.text)  # fmt: skip
