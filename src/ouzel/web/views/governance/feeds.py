"""Calendars, feeds and linked data: what programs subscribe to, at the address of the page with another ending."""

import json

from django.http import HttpRequest, HttpResponse

from ouzel.core.permissions import today
from ouzel.core.site import asked_at
from ouzel.governance.bodies.queries import BodyView, bodies_on, body_shown, committees_of, lineage
from ouzel.governance.decisions.queries import as_shown
from ouzel.governance.exports import atom, calendar, org, popolo, schema_org
from ouzel.governance.exports.successions import successions
from ouzel.governance.meetings.queries import meeting_named, meetings, next_meetings, view_of
from ouzel.governance.models import Body, Decision, MeetingEvent, Minutes, PaperVersion
from ouzel.governance.papers.queries import HEAVY, PaperView
from ouzel.governance.seats.queries import seats_of
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names
from ouzel.web.views.governance import door

RECENT = 50  # entries of one kind in a feed
CALENDAR = 500  # meetings in a calendar: all to come, and the last ones before
JSON_LD = "application/ld+json"


@door.feed
def meetings_ics(request: HttpRequest, asked: Asked) -> HttpResponse:
    """All meetings as a calendar."""
    return as_calendar(request, asked, None, name="Meetings in public")


@door.feed
def body_ics(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The meetings of one body, and of those that it succeeded, as a calendar."""
    body = door.named(request, slug)
    return as_calendar(request, asked, list(lineage(body)), name=_name(body, asked))


@door.feed
def meeting_ics(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One meeting, for a calendar: what it is now, cancelled or moved though it be."""
    it = view_of(meeting_named(slug, request.user), request.user)
    return _ics(calendar.calendar([it], name=it.title, site=asked_at(request)), slug)


@door.feed
def meetings_atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Meetings as they are called, moved and cancelled, and as anything of them is published."""
    entries = _meetings(request, None)
    return as_atom(atom.feed(entries, title="Meetings", address="/meetings/", site=asked_at(request)))


@door.feed
def decisions_atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Decisions as they are taken."""
    body = door.filtered(request)
    entries = _decisions(request, list(lineage(body)) if body else None)
    return as_atom(atom.feed(entries, title="Decisions", address="/decisions/", site=asked_at(request)))


@door.feed
def papers_atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Papers as they are published."""
    return as_atom(atom.feed(_papers(request, None), title="Papers", address="/papers/", site=asked_at(request)))


@door.feed
def bodies_atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Bodies that took over from others."""
    site = asked_at(request)
    entries = [atom.of_succession(each, site=site) for each in successions()]
    return as_atom(atom.feed(entries, title="Changes of bodies that decide", address="/bodies/", site=site))


@door.feed
def body_atom(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """All of one body and those that it succeeded: meetings, papers, decisions, successions."""
    body, site = door.named(request, slug), asked_at(request)
    entries = everything(request, list(lineage(body)))
    return as_atom(atom.feed(entries, title=_name(body, asked), address=f"/bodies/{slug}/", site=site))


@door.copy
def body_jsonld(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """A body with its committees, seats and who holds them, in the W3C Organization Ontology."""
    body = door.named(request, slug)
    view = body_shown(body, on=asked.on, known_at=asked.known_at)
    found = [view, *committees_of(body, on=asked.on, known_at=asked.known_at)] if view else []
    return _org(request, asked, found, {slug})


@door.copy
def bodies_jsonld(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every body on the day in the same way, with all successions."""
    return _org(request, asked, list(bodies_on(on=asked.on, known_at=asked.known_at)), None)


@door.copy
def people_popolo(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Bodies, seats and people on the day as Popolo."""
    views = bodies_on(on=asked.on, known_at=asked.known_at)
    seats = seats_of([view.slug for view in views], on=asked.on, known_at=asked.known_at)
    made = popolo.as_bytes(popolo.popolo(views, seats=seats, site=asked_at(request)))
    return HttpResponse(made, content_type="application/json")


@door.feed
def meeting_jsonld(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One meeting as a schema.org Event."""
    found = meeting_named(slug, request.user)
    moved = MeetingEvent.objects.visible_to(request.user).filter(meeting=found, kind="moved").order_by("number").first()
    it = view_of(found, request.user)
    before = it.starts.fromisoformat(moved.detail["from"]) if moved and moved.detail.get("from") else None
    made = schema_org.event(it, site=asked_at(request), before=before)
    return HttpResponse(json.dumps(made, ensure_ascii=False), content_type=JSON_LD)


@door.copy
def body_schema(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """A body as a schema.org GovernmentOrganization."""
    body = door.named(request, slug)
    view = body_shown(body, on=asked.on, known_at=asked.known_at)
    if view is None:
        return HttpResponse("{}", content_type=JSON_LD)
    committees = committees_of(body, on=asked.on, known_at=asked.known_at)
    made = schema_org.organisation(view, site=asked_at(request), committees=committees)
    return HttpResponse(json.dumps(made, ensure_ascii=False), content_type=JSON_LD)


def as_calendar(request: HttpRequest, asked: Asked, bodies: list[Body] | None, *, name: str) -> HttpResponse:
    """The meetings of some bodies, or of all, as a calendar."""
    coming = next_meetings(request.user, on=asked.today, body=bodies, limit=CALENDAR)
    known = {each.slug for each in coming}
    last = meetings(request.user, body=bodies, limit=CALENDAR)  # cancelled ones too, so that calendars learn of it
    chosen = [*coming, *(each for each in last if each.slug not in known)]
    return _ics(calendar.calendar(chosen, name=name, site=asked_at(request)), "meetings")


def everything(request: HttpRequest, bodies: list[Body]) -> list[atom.Entry]:
    """All of some bodies: meetings, papers, minutes, decisions, and who took over from whom."""
    site = asked_at(request)
    changes = successions({each.slug for each in bodies})
    return [
        *_meetings(request, bodies), *_papers(request, bodies), *_decisions(request, bodies),
        *(atom.of_succession(each, site=site) for each in changes), *minutes(request, bodies),
    ]  # fmt: skip


def minutes(request: HttpRequest, bodies: list[Body] | None) -> list[atom.Entry]:
    """The newest minutes of meetings of some bodies, or of all."""
    rows = Minutes.objects.visible_to(request.user).filter(published__isnull=False)
    if bodies is not None:
        rows = rows.filter(meeting__sittings__body__in=bodies).distinct()
    newest = rows.select_related("meeting").defer("text", "search").prefetch_related("meeting__sittings__body")
    found = list(newest.order_by("-published", "-pk")[:RECENT])
    names = body_names({each.body.slug for row in found for each in row.meeting.sittings.all()}, on=today())
    return [
        atom.of_minutes(row, names=[names[each.body.slug] for each in row.meeting.sittings.all()],
                        site=asked_at(request))
        for row in found
    ]  # fmt: skip


def _meetings(request: HttpRequest, bodies: list[Body] | None) -> list[atom.Entry]:
    found = meetings(request.user, body=bodies, limit=RECENT)
    return [atom.of_meeting(each, site=asked_at(request)) for each in found]


def _decisions(request: HttpRequest, bodies: list[Body] | None) -> list[atom.Entry]:
    rows = Decision.objects.visible_to(request.user)
    if bodies is not None:
        rows = rows.filter(body__in=bodies)
    found = as_shown(rows.order_by("-on", "-ref")[:RECENT])
    return [atom.of_decision(each, site=asked_at(request)) for each in found]


def _papers(request: HttpRequest, bodies: list[Body] | None) -> list[atom.Entry]:
    rows = PaperVersion.objects.visible_to(request.user).filter(published__isnull=False)
    if bodies is not None:
        rows = rows.filter(
            paper__items__item__meeting__sittings__body__in=bodies, paper__items__taken_off_at=None
        ).distinct()
    newest = rows.select_related("paper").defer(*HEAVY).order_by("-published", "-pk")[:RECENT]
    seen: dict[int, PaperView] = {}
    for row in newest:
        seen.setdefault(row.paper_id, PaperView(row.paper, row, "", "", False))
    made = (atom.of_paper(each, site=asked_at(request), author="Papers") for each in seen.values())
    return [each for each in made if each is not None]


def _org(request: HttpRequest, asked: Asked, views: list[BodyView], changed: set[str] | None) -> HttpResponse:
    seats = seats_of([view.slug for view in views], on=asked.on, known_at=asked.known_at)
    changes = successions(changed, known_at=asked.known_at)
    made = org.as_bytes(org.graph(views, seats=seats, changes=changes, site=asked_at(request)))
    return HttpResponse(made, content_type=JSON_LD)


def _ics(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=calendar.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def as_atom(content: bytes) -> HttpResponse:
    """A feed, as it is sent."""
    return HttpResponse(content, content_type=atom.MEDIA_TYPE)


def _name(body: Body, asked: Asked) -> str:
    return body_names([body.slug], on=asked.on)[body.slug]
