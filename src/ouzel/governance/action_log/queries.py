"""Actions as they stood on a day: worked out from their steps, never from where they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from ouzel.core.permissions import Viewer
from ouzel.governance.action_log.ahead import that_count
from ouzel.governance.action_log.steps import ENDED
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.carrying.ledger import of_a_plan
from ouzel.governance.knowing import by_then
from ouzel.governance.meetings.steps import day_of
from ouzel.governance.models import Action, ActionStep, Body, Meeting
from ouzel.governance.models.actions import ActionState
from ouzel.governance.models.meetings import MeetingState


@dataclass(frozen=True)
class StepView:
    """One step as shown. `kind`: made, progress, moved, owner, done, closed, dropped, carried."""

    kind: str
    on: date
    body: str  # slug
    owner: str
    due: date | None
    state: str
    note: str
    meeting: str  # slug; empty: at none
    plan: str  # slug of the reorganisation that carried it; empty: none, or a closing by hand


@dataclass(frozen=True)
class ActionView:
    """An action as it stood on the day asked for. `body` looks after it; `asked_by` asked for it, at `meeting`."""

    ref: str
    text: str
    body: str  # slug
    asked_by: str  # slug
    meeting: str  # slug
    item: str  # number on the agenda; empty: none
    decision: str  # reference; empty: none
    private: bool  # asked for in private: the text is what may be public of it
    owner: str
    due: date | None
    state: str
    overdue: bool
    steps: tuple[StepView, ...]  # oldest first, up to the day

    @property
    def asked_on(self) -> date:
        """The day on which it was asked for."""
        return self.steps[0].on

    @property
    def put_off(self) -> int:
        """How often it was given another day."""
        return sum(step.kind == "moved" for step in self.steps)


def action(ref: str, viewer: Viewer, *, on: date, known_at: date | None = None) -> ActionView | None:
    """One action as it stood on the day, as known (None: now); None where there is none that the viewer sees, or it was
    asked for later.
    """
    rows = _with_all(Action.objects.visible_to(viewer).filter(ref=ref), known_at)
    return next((view for view in (_view(row, on) for row in rows) if view is not None), None)


def open_actions(
    bodies: Body | Iterable[Body], *, on: date, viewer: Viewer = None, known_at: date | None = None
) -> tuple[ActionView, ...]:
    """What the bodies looked after on the day and had not closed or dropped, the first due first.

    What was reported done is among them until it is closed. Without a viewer: what the public sees.
    """
    found = _of(_listed(bodies), on=on, viewer=viewer, known_at=known_at)
    return tuple(view for view in found if view.state not in ENDED)


def action_log(meeting: Meeting, *, viewer: Viewer = None, known_at: date | None = None) -> tuple[ActionView, ...]:
    """The log that is before a meeting: what its bodies, and those they succeeded, asked for earlier and was open when
    it met, and what was closed or dropped since they met before. What it asked for itself is not in it.
    """
    day = day_of(meeting)
    bodies = {each for sitting in meeting.sittings.select_related("body") for each in lineage(sitting.body, on=day)}
    since = _met_before(meeting, bodies)
    return tuple(
        view
        for view in _of(bodies, on=day, viewer=viewer, known_at=known_at)
        if view.meeting != meeting.slug
        and (view.state not in ENDED or since is None or view.steps[-1].on > since)
    )  # fmt: skip


def asked_at(meeting: Meeting, *, viewer: Viewer = None) -> tuple[ActionView, ...]:
    """What was asked for at a meeting, as it was put down there."""
    rows = _with_all(Action.objects.visible_to(viewer).filter(meeting=meeting))
    made = {row.pk: min(row.steps.all(), key=lambda step: step.number) for row in rows}
    return tuple(_shown(row, [made[row.pk]], made[row.pk].on) for row in rows)


def asked_for_at(
    meeting: Meeting, *, on: date, viewer: Viewer = None, known_at: date | None = None
) -> tuple[ActionView, ...]:
    """What was asked for at a meeting, as it stood on the day, as known, by reference. One query."""
    rows = ActionStep.objects.visible_to(viewer).filter(by_then(known_at), action__meeting=meeting, on__lte=on)
    steps = rows.select_related("action__meeting", "action__item", "action__decision", "body", "meeting")
    found = groupby(steps.order_by("action__ref", "number"), key=lambda step: step.action)
    return tuple(_shown(action, that_count(list(several)), on) for action, several in found)


def as_they_stood(rows: "QuerySet[Action]", *, on: date, known_at: date | None = None) -> tuple[ActionView, ...]:
    """Actions as they stood on the day, as known, in the order of the rows; those asked for later are left out."""
    return tuple(view for view in (_view(row, on) for row in _with_all(rows, known_at)) if view is not None)


def _of(bodies: Iterable[Body], *, on: date, viewer: Viewer, known_at: date | None = None) -> list[ActionView]:
    then = ActionStep.objects.filter(by_then(known_at), action=OuterRef("pk"), on__lte=on).order_by("-number")
    rows = Action.objects.visible_to(viewer).annotate(then=Subquery(then.values("body")[:1]))
    views = (_view(row, on) for row in _with_all(rows.filter(then__in=[body.pk for body in bodies]), known_at))
    return sorted((view for view in views if view), key=lambda view: (view.due is None, view.due or on, view.ref))


def _with_all(rows: "QuerySet[Action]", known_at: date | None = None) -> "QuerySet[Action]":
    known = ActionStep.objects.filter(by_then(known_at))
    steps = Prefetch("steps", known.select_related("body", "meeting").order_by("number"))
    return rows.select_related("meeting", "item", "decision").prefetch_related(steps)


def _view(row: Action, on: date) -> ActionView | None:
    steps = that_count([step for step in row.steps.all() if step.on <= on])
    return _shown(row, steps, on) if steps else None


def _shown(row: Action, steps: list[ActionStep], on: date) -> ActionView:
    last = steps[-1]
    return ActionView(
        ref=row.ref, text=row.text, body=last.body.slug, asked_by=steps[0].body.slug, meeting=row.meeting.slug,
        item=row.item.number if row.item else "", decision=row.decision.ref if row.decision else "",
        private=row.private, owner=last.owner, due=last.due, state=last.state,
        overdue=last.state == ActionState.OPEN and last.due is not None and last.due < on,
        steps=tuple(
            StepView(
                kind=step.kind, on=step.on, body=step.body.slug, owner=step.owner, due=step.due, state=step.state,
                note=step.note, meeting=step.meeting.slug if step.meeting else "", plan=of_a_plan(step.plan),
            )
            for step in steps
        ),
    )  # fmt: skip


def _met_before(meeting: Meeting, bodies: Iterable[Body]) -> date | None:
    held = Meeting.objects.filter(
        sittings__body__in=list(bodies), starts__lt=meeting.starts, state=MeetingState.CLOSED
    ).order_by("-starts")
    former = held.first()
    return day_of(former) if former else None


def _listed(bodies: Body | Iterable[Body]) -> list[Body]:
    return [bodies] if isinstance(bodies, Body) else list(bodies)
