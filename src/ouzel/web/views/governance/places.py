"""A place or a topic: the bodies for it, when they meet, and how to be told of them."""

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.site import asked_at
from ouzel.governance.bodies.places import Kind, Named, named
from ouzel.governance.bodies.queries import some_on
from ouzel.governance.exports import atom
from ouzel.governance.meetings.queries import meetings, next_meetings
from ouzel.web.asked import Asked
from ouzel.web.views.governance import door, feeds

SHOWN = 10  # meetings


@door.page
def place(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """A place."""
    return _page(request, asked, "place", slug)


@door.page
def topic(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """A topic."""
    return _page(request, asked, "topic", slug)


@door.feed
def place_ics(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The meetings of all bodies for a place, as a calendar."""
    return _ics(request, asked, "place", slug)


@door.feed
def topic_ics(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The meetings of all bodies for a topic, as a calendar."""
    return _ics(request, asked, "topic", slug)


@door.feed
def place_atom(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """All of the bodies for a place, as a feed."""
    return _atom(request, "place", slug)


@door.feed
def topic_atom(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """All of the bodies for a topic, as a feed."""
    return _atom(request, "topic", slug)


def _page(request: HttpRequest, asked: Asked, kind: Kind, slug: str) -> HttpResponse:
    it = _named(kind, slug)
    views = some_on(it.bodies, on=asked.on, known_at=asked.known_at)
    return door.show(
        request, "place", asked, it=it, bodies=sorted(views, key=lambda view: view.name),
        next=next_meetings(request.user, on=asked.on, body=list(it.bodies), limit=SHOWN, known_at=asked.known_at),
        last=meetings(request.user, body=list(it.bodies), until=asked.on, limit=SHOWN, known_at=asked.known_at),
    )  # fmt: skip


def _ics(request: HttpRequest, asked: Asked, kind: Kind, slug: str) -> HttpResponse:
    it = _named(kind, slug)
    return feeds.as_calendar(request, asked, list(it.bodies), name=f"Meetings: {it.name}")


def _atom(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    it = _named(kind, slug)
    entries = feeds.everything(request, list(it.bodies))
    made = atom.feed(entries, title=it.name, address=f"/{kind}s/{slug}/", site=asked_at(request))
    return feeds.as_atom(made)


def _named(kind: Kind, slug: str) -> Named:
    found = named(kind, slug)
    if found is None:
        raise Http404(f"No body is for a {kind} of this name.")
    return found
