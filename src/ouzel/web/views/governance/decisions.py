"""Decisions: searched and listed over bodies and those before them, and each with what became of it."""

from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_shapes as shapes
from ouzel.api import governance_wholes as wholes
from ouzel.governance.action_log.queries import as_they_stood
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.decisions.queries import DecisionView, as_shown
from ouzel.governance.decisions.queries import decision as decision_of
from ouzel.governance.knowing import by_then
from ouzel.governance.models import Action, Body, Decision
from ouzel.governance.record_links import links_of
from ouzel.governance.reference.decisions import kinds_of_decision
from ouzel.web.asked import Asked
from ouzel.web.governance.ended import ended_bodies
from ouzel.web.governance.names import body_names
from ouzel.web.governance.slices import of_rows
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

COLUMNS = ("ref", "on", "body", "kind", "title", "text", "carried", "method", "for", "against", "abstentions", "pence",
           "meeting", "item", "urgent", "private", "revises", "address")  # fmt: skip
MOST = 5_000  # in one table
MISSING = "There is no such decision."


@door.page
def decisions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Decisions, the newest first: by body with those it succeeded, by kind, by topic, by words."""
    body = door.filtered(request)
    rows = _rows(request, asked, body, until=None if asked.is_today else asked.on)

    def shown(some: "QuerySet[Decision]") -> tuple[DecisionView, ...]:
        return as_shown(some, known_at=asked.known_at)

    return door.show(
        request, "decisions", asked, body=body, listed=paged(of_rows(rows, shown), request.GET.get("page"), 20),
        q=door.word(request, "q"), kind=door.word(request, "kind"), topic=door.word(request, "topic"),
        kinds=kinds_of_decision(), names=body_names([body.slug] if body else [], on=asked.on),
    )  # fmt: skip


@door.page
def decision(request: HttpRequest, asked: Asked, ref: str) -> HttpResponse:
    """One decision: what was decided, from which options, why, how each voted, and what became of it."""
    it = _named(request, asked, ref)
    asked_for = Action.objects.visible_to(request.user).filter(decision__ref=it.ref)
    actions = as_they_stood(asked_for, on=max(asked.on, it.on), known_at=asked.known_at)
    linked = links_of("decision", it.ref, request.user, known_at=asked.known_at)
    return door.show(
        request, "decision", asked, it=it, linked=linked, actions=actions,
        names=body_names({it.body} | {each.body for each in actions}, on=asked.on),
        ended=ended_bodies([it.body], asked.on, known_at=asked.known_at), others=_others(request, asked, it),
    )  # fmt: skip


@door.copy
def as_json(request: HttpRequest, asked: Asked, ref: str) -> HttpResponse:
    """One decision, with its links."""
    return door.as_json(wholes.decision(ref.upper(), request.user, known_at=asked.known_at), missing=MISSING)


@door.copy
def all_as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The decisions of the same list."""
    found = as_shown(_rows(request, asked, door.filtered(request), until=None)[: MOST + 1], known_at=asked.known_at)
    rows = [shapes.decision(each) for each in found[:MOST]]
    return door.as_json(
        {"known_at": asked.known_at, "count": len(rows), "more": len(found) > len(rows), "decisions": rows}
    )


@door.copy
def all_as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The same as a table."""
    rows = (
        (d.ref, d.on, d.body, d.kind, d.title, d.text, "yes" if d.carried else "no", d.method, d.votes_for,
         d.votes_against, d.abstentions, d.pence, d.meeting, d.item, d.urgent, "yes" if d.private else "no", d.revises,
         f"/decisions/{d.ref}/")
        for d in _all(request, asked)
    )  # fmt: skip
    return door.as_csv("decisions", COLUMNS, rows)


def _all(request: HttpRequest, asked: Asked) -> tuple[DecisionView, ...]:
    return as_shown(_rows(request, asked, door.filtered(request), until=None)[:MOST], known_at=asked.known_at)


def _rows(request: HttpRequest, asked: Asked, body: Body | None, *, until: date | None) -> "QuerySet[Decision]":
    rows = Decision.objects.visible_to(request.user).filter(by_then(asked.known_at))
    if until is not None:
        rows = rows.filter(on__lte=until)
    if body is not None:
        rows = rows.filter(body__in=lineage(body, known_at=asked.known_at))
    if kind := door.word(request, "kind"):
        rows = rows.filter(kind=kind)
    if topic := door.word(request, "topic"):
        rows = rows.filter(topics__contains=[topic])
    if words := door.word(request, "q"):
        rows = rows.filter(search=SearchQuery(words, config="english", search_type="websearch"))
    return rows.order_by("-on", "-ref")


def _others(request: HttpRequest, asked: Asked, it: DecisionView) -> tuple[DecisionView, ...]:
    """What the other bodies that met decided under the same title at the same item."""
    if not it.meeting:
        return ()
    rows = Decision.objects.visible_to(request.user).filter(
        by_then(asked.known_at), meeting__slug=it.meeting, item__number=it.item, title=it.title
    )
    return as_shown(rows.exclude(ref=it.ref).order_by("ref"), known_at=asked.known_at)


def _named(request: HttpRequest, asked: Asked, ref: str) -> DecisionView:
    found = decision_of(ref.upper(), request.user, known_at=asked.known_at)
    if found is None:
        raise Http404(MISSING)
    return found
