"""The private part of a meeting is read, by who may: every reading of it is in the audit trail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.confidential import keeping_out, matching, reading
from ouzel.confidential.models import PrivateDecision, PrivateMinutes
from ouzel.confidential.queries import holding, meetings_with_private, readable
from ouzel.core.permissions import Permission, require, today
from ouzel.governance.meetings.queries import as_shown
from ouzel.governance.rules import bodies_for
from ouzel.web.desk.door import address
from ouzel.web.desk.governance.door import At, go, governance, guarded, holds, show
from ouzel.web.desk.working import actor
from ouzel.web.governance.marked import shown

PRIVATE = Permission.GOVERNANCE_PRIVATE


def readers(view: Any) -> Any:
    """A page of a private part, for who may read that of a body that sat: `view(request, it, ...)`."""

    def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        meeting = readable(request.user).filter(slug=slug).first()
        if meeting is None:
            if not holds(request, PRIVATE):
                require(request.user, PRIVATE, on=today())
            raise Http404("There is no such private part for you.")
        response: HttpResponse = view(request, At(meeting, actor(request)), **kwargs)
        return response

    found.__doc__ = view.__doc__
    return guarded(found, lambda request: None)


@governance(PRIVATE)
def listed(request: HttpRequest) -> HttpResponse:
    """The meetings of which somebody may read a private part."""
    slugs = meetings_with_private(actor(request))
    rows = as_shown(readable(request.user).filter(slug__in=slugs).order_by("-starts", "slug"))
    urgent = PrivateDecision.objects.visible_to(actor(request)).filter(decision__meeting=None)
    newest = urgent.select_related("decision").order_by("-decision__on", "-decision__ref")
    return show(request, "private-list", rows=rows, urgent=newest)


@readers
def part(request: HttpRequest, it: At) -> HttpResponse:
    """The private part of a meeting: agenda, papers, decisions, actions, minutes."""
    return show(
        request, "private", matched=matching.before_papers(it.meeting, by=it.by),
        kept=list(keeping_out.kept(it.meeting, by=it.by)), at_meeting=it, holding=holding(it.meeting, it.by),
        items=reading.read_agenda(it.meeting, by=it.by), wanted=reading.read_actions(it.meeting, by=it.by),
        general=list(it.meeting.items.filter(private=True, removed="").order_by("order")),
        runs=holds(request, Permission.GOVERNANCE_RUN) and _runs(request, it),
        minutes=PrivateMinutes.objects.visible_to(it.by).filter(meeting=it.meeting).order_by("-number").defer("text"),
    )  # fmt: skip


@readers
def paper(request: HttpRequest, it: At, number: str, paper: str, version: int) -> HttpResponse:
    """A private paper, as a file that is saved, never shown in place."""
    found = reading.read_paper(it.item(number), paper, by=it.by, number=version)
    if found is None:
        raise Http404("There is no such paper.")
    response = HttpResponse(found.content, content_type="application/octet-stream")
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_. ") else "-" for sign in found.line.name)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@readers
def decision(request: HttpRequest, it: At, ref: str) -> HttpResponse:
    """A decision taken in private, in full."""
    found = reading.read_decision(ref, by=it.by)
    if found is None:
        raise Http404("There is no such decision.")
    may = _runs(request, it) and it.meeting.state == "closed"
    release = address("governance-private-release", it.slug, "decision", ref) if may else ""
    above = [{"href": address("governance-private", it.slug), "text": "Private part"}]
    return show(request, "private-decision", decision=found, release=release, above=above)


@governance(PRIVATE)
def whole(request: HttpRequest, ref: str) -> HttpResponse:
    """A decision taken in private, in full: of a meeting on the page there, else here, as no meeting took it."""
    row = PrivateDecision.objects.visible_to(actor(request)).filter(decision__ref=ref).first()
    if row is not None and row.decision.meeting is not None:
        return go(request, "private-decision", row.decision.meeting.slug, ref)
    found = reading.read_decision(ref, by=actor(request)) if row is not None else None
    if row is None or found is None:
        raise Http404("There is no such decision.")
    runs = bodies_for(request.user, Permission.GOVERNANCE_RUN, on=today()).filter(pk=row.decision.body_id).exists()
    above = [{"href": address("governance-decision", ref), "text": ref}] if runs else []
    release = address("governance-decision-release", ref) if runs else ""
    return show(request, "private-decision", decision=found, release=release, above=above)


@readers
def minutes(request: HttpRequest, it: At) -> HttpResponse:
    """The private minutes, the newest version."""
    found = reading.read_minutes(it.meeting, by=it.by)
    if found is None:
        raise Http404("There are no private minutes.")
    return show(request, "private-minutes", at_meeting=it, minutes=found, text=shown(found.text),
                runs=_runs(request, it))  # fmt: skip


def _runs(request: HttpRequest, it: At) -> bool:
    runs = bodies_for(request.user, Permission.GOVERNANCE_RUN, on=today())
    return runs.filter(pk__in=[body.pk for body in it.bodies]).count() == len(it.bodies)
