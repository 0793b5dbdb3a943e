"""Actions that bodies asked for: what is open, whose it is, and each with every step of its life."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_shapes as shapes
from ouzel.api import governance_wholes as wholes
from ouzel.governance.action_log.queries import ActionView, as_they_stood
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.knowing import by_then
from ouzel.governance.models import Action, ActionStep, Body
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names
from ouzel.web.governance.slices import of_rows
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

SHOWN = {"open": "Open", "overdue": "Overdue", "ended": "Closed or dropped", "all": "All"}
COLUMNS = ("ref", "text", "body", "asked_by", "owner", "due", "state", "overdue", "asked_on", "meeting", "item",
           "decision", "on")  # fmt: skip
MOST = 5_000  # in one table
MISSING = "There is no such action, or it was not asked for yet on that day."


@door.page
def actions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Actions as they stood on the day, the first due first."""
    body, stands = door.filtered(request), _stands(request)
    rows = _rows(request, asked, body, stands)
    listed = paged(of_rows(rows, lambda some: _stood(some, asked)), request.GET.get("page"))
    named = {each.body for each in listed.rows} | ({body.slug} if body else set())
    return door.show(
        request, "actions", asked, body=body, stands=stands, shown=SHOWN, listed=listed,
        names=body_names(named, on=asked.on), q=door.word(request, "q"),
    )  # fmt: skip


@door.page
def action(request: HttpRequest, asked: Asked, ref: str) -> HttpResponse:
    """One action with its steps."""
    it = _named(request, asked, ref)
    return door.show(
        request, "action", asked, it=it, names=body_names({it.body, *(s.body for s in it.steps)}, on=asked.on)
    )


@door.copy
def as_json(request: HttpRequest, asked: Asked, ref: str) -> HttpResponse:
    """One action with its steps."""
    whole = wholes.action(ref.upper(), request.user, on=asked.on, known_at=asked.known_at)
    return door.as_json(whole, missing=MISSING)


@door.copy
def all_as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The actions of the same list."""
    rows = [shapes.action(each) for each in _all(request, asked)]
    return door.as_json({**shapes.asked(on=asked.on, known_at=asked.known_at), "count": len(rows), "actions": rows})


@door.copy
def all_as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The same as a table."""
    rows = (
        (a.ref, a.text, a.body, a.asked_by, a.owner, a.due, a.state, "yes" if a.overdue else "no", a.asked_on,
         a.meeting, a.item, a.decision, asked.on)
        for a in _all(request, asked)
    )  # fmt: skip
    return door.as_csv(f"actions-{asked.on}", COLUMNS, rows)


def _all(request: HttpRequest, asked: Asked) -> tuple[ActionView, ...]:
    return _stood(_rows(request, asked, door.filtered(request), _stands(request))[:MOST], asked)


def _stood(rows: "QuerySet[Action]", asked: Asked) -> tuple[ActionView, ...]:
    return as_they_stood(rows, on=asked.on, known_at=asked.known_at)


def _rows(request: HttpRequest, asked: Asked, body: Body | None, stands: str) -> "QuerySet[Action]":
    """The rows, by where each stood at the end of the day."""
    steps = ActionStep.objects.visible_to(request.user).filter(by_then(asked.known_at))
    then = steps.filter(action=OuterRef("pk"), on__lte=asked.on).order_by("-number")
    rows = Action.objects.visible_to(request.user).annotate(
        then_state=Subquery(then.values("state")[:1]), then_due=Subquery(then.values("due")[:1]),
        then_body=Subquery(then.values("body")[:1]),
    ).filter(then_state__isnull=False)  # fmt: skip
    rows = rows.filter(_standing(stands, asked.on))
    if body is not None:
        line = [each.pk for each in lineage(body, known_at=asked.known_at)]
        rows = rows.filter(Q(then_body__in=line) | Q(pk__in=steps.filter(body__in=line).values("action")))
    if words := door.word(request, "q"):
        rows = rows.filter(Q(text__icontains=words) | Q(owner__icontains=words))
    return rows.order_by("then_due", "ref")


def _standing(stands: str, on: date) -> Q:
    match stands:
        case "open":
            return Q(then_state__in=("open", "done"))
        case "overdue":
            return Q(then_state="open", then_due__lt=on)
        case "ended":
            return Q(then_state__in=("closed", "dropped"))
    return Q()


def _stands(request: HttpRequest) -> str:
    asked = door.word(request, "stands")
    return asked if asked in SHOWN else "open"


def _named(request: HttpRequest, asked: Asked, ref: str) -> ActionView:
    found = _stood(Action.objects.visible_to(request.user).filter(ref=ref.upper()), asked)
    if not found:
        raise Http404(MISSING)
    return found[0]
