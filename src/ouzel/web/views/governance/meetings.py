"""Meetings: those to come and those that were, and each with its agenda, what was decided and what came of it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_wholes as wholes
from ouzel.api import meeting_shapes
from ouzel.core.site import asked_at
from ouzel.governance.action_log.queries import action_log
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.meetings.forward import forward_plan
from ouzel.governance.meetings.queries import count_meetings, meeting_named, meetings, next_meetings, view_of
from ouzel.governance.meetings.shown import MeetingView
from ouzel.governance.minutes.queries import versions
from ouzel.governance.models import Body, Meeting, PaperVersion
from ouzel.governance.packs import html as pack_html
from ouzel.governance.packs.pdf import pack
from ouzel.governance.papers.queries import papers_of
from ouzel.web.asked import Asked
from ouzel.web.governance.meeting import WholeMeeting, whole_meeting
from ouzel.web.governance.names import body_names
from ouzel.web.governance.slices import Slices
from ouzel.web.paging import paged
from ouzel.web.views.governance import door
from ouzel.web.views.proposal_copies import attached

COLUMNS = ("slug", "title", "state", "starts", "ends", "venue", "bodies", "address")
MOST = 5_000  # meetings in one table
PAGES = 200  # of papers in a pack that is made while somebody waits


@door.page
def all_meetings(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Meetings to come, and those that were, the latest first; of all bodies or of one and those before it."""
    body, year = door.filtered(request), door.year(request, "year")
    bodies, known = _line(body, asked), asked.known_at
    since = date(year, 1, 1) if year else None
    until = date(year + 1, 1, 1) if year else asked.on
    past = Slices(
        count_meetings(request.user, body=bodies, since=since, until=until, known_at=known),
        lambda offset, limit: meetings(
            request.user, body=bodies, since=since, until=until, limit=limit, offset=offset, known_at=known
        ),
    )
    return door.show(
        request, "meetings", asked, body=body, year=year or "",
        names=body_names([body.slug] if body else [], on=asked.on),
        next=() if year else next_meetings(request.user, on=asked.on, body=bodies, limit=20, known_at=known),
        past=paged(past, request.GET.get("page"), 20),
    )  # fmt: skip


@door.page
def meeting(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One meeting, from its notice to what came of its decisions, at the same address for good."""
    it = whole_meeting(slug, asked, request.user)
    return door.show(request, "meeting", asked, it=it, m=it.view)


@door.page
def log(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The actions that were open when the meeting met."""
    found = meeting_named(slug, request.user, known_at=asked.known_at)
    actions = action_log(found, viewer=request.user, known_at=asked.known_at)
    return door.show(
        request, "meeting-log", asked, m=_view(found, request, asked), actions=actions,
        names=body_names({each.body for each in actions}, on=asked.on),
    )  # fmt: skip


@door.page
def minutes(request: HttpRequest, asked: Asked, slug: str, number: int | None = None) -> HttpResponse:
    """The minutes: the newest version, or an older one, and all there are."""
    found = meeting_named(slug, request.user, known_at=asked.known_at)
    kept = versions(found, request.user, known_at=asked.known_at)
    shown = next((each for each in kept if number in (None, each.number)), None)
    if shown is None:
        raise Http404("There are no such minutes.")
    return door.show(request, "minutes", asked, m=_view(found, request, asked), it=shown, kept=kept)


@door.page
def as_pack(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The pack of a meeting as one page: agenda, papers and interests."""
    found = meeting_named(slug, request.user)
    return door.show(
        request, "pack", asked, m=view_of(found, request.user), html=pack_html.body(found, request.user),
        pages=_pages(found, request), most=PAGES,
    )  # fmt: skip


@door.feed
def pack_pdf(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The same as one PDF; one that would take long to make is left to the desk."""
    found = meeting_named(slug, request.user)
    if _pages(found, request) > PAGES:
        raise Http404("This pack is too large to be made while you wait: its papers can be saved one by one.")
    content = pack(found, request.user, base=asked_at(request))
    return attached(content, name=f"pack-{slug}.pdf", media_type="application/pdf")


@door.page
def forward(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Business to come, by the day it is due."""
    body = door.filtered(request)
    chosen = [body] if body else list(Body.objects.visible_to(request.user))
    plan = forward_plan(chosen, request.user, since=asked.on, known_at=asked.known_at)
    return door.show(
        request, "forward-plan", asked, body=body, listed=paged(plan, request.GET.get("page")),
        names=body_names({each.body.slug for each in plan}, on=asked.on),
    )  # fmt: skip


@door.copy
def as_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One meeting for machines."""
    return door.as_json(wholes.meeting(slug, request.user, on=asked.on, known_at=asked.known_at))


@door.copy
def as_csv(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The agenda of a meeting, an item a row."""
    it = whole_meeting(slug, asked, request.user)
    columns = (
        "number",
        "title",
        "purpose",
        "private",
        "presenter",
        "papers",
        "decisions",
        "actions",
        "late",
        "removed",
    )
    return door.as_csv(f"agenda-{slug}", columns, (_row(it, number) for number in range(len(it.items))))


@door.copy
def all_as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Meetings, the latest first."""
    bodies, known = _line(door.filtered(request), asked), asked.known_at
    rows = [meeting_shapes.meeting(each) for each in _all(request, asked)]
    count = count_meetings(request.user, body=bodies, known_at=known)
    return door.as_json({"known_at": known, "count": count, "meetings": rows})


@door.copy
def all_as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Meetings, one a row, the latest first."""
    rows = (
        (m.slug, m.title, m.state, m.starts.isoformat(), m.ends and m.ends.isoformat(), m.venue,
         " ".join(each.slug for each in m.sittings), m.address)
        for m in _all(request, asked)
    )  # fmt: skip
    return door.as_csv("meetings", COLUMNS, rows)


def _all(request: HttpRequest, asked: Asked) -> tuple[MeetingView, ...]:
    bodies = _line(door.filtered(request), asked)
    return meetings(request.user, body=bodies, limit=MOST, known_at=asked.known_at)


def _line(body: Body | None, asked: Asked) -> list[Body] | None:
    """A body with those it succeeded: their meetings are its past."""
    return [body, *lineage(body, known_at=asked.known_at)] if body else None


def _view(found: Meeting, request: HttpRequest, asked: Asked) -> MeetingView:
    return view_of(found, request.user, known_at=asked.known_at)


def _row(it: WholeMeeting, number: int) -> tuple[object, ...]:
    item = it.items[number]
    return (
        item.number, item.title, item.purpose, "yes" if item.private else "no", item.presenter,
        " ".join(each.file for each in it.papers.get(item.key, ())),
        " ".join(each.ref for each in it.decisions.get(item.number, ())),
        " ".join(each.ref for each in it.actions.get(item.number, ())), item.late, item.removed,
    )  # fmt: skip


def _pages(found: Meeting, request: HttpRequest) -> int:
    versions_: set[PaperVersion] = {
        each.version for several in papers_of(found, request.user).values() for each in several
    }
    return sum(each.pages or 1 for each in versions_)
