"""Feeds of what is put on the record: minutes as they are published, and the register of interests as it changes."""

from django.http import HttpRequest, HttpResponse

from ouzel.core.site import asked_at
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.exports import atom
from ouzel.governance.interests.publishing import register_of
from ouzel.governance.models import Body
from ouzel.web.asked import Asked
from ouzel.web.views.governance import door, feeds

NEWEST = 200  # changes of the register in a feed


@door.feed
def minutes_atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Minutes as they are published and approved, of one body and those before it or of all."""
    body = door.filtered(request)
    entries = feeds.minutes(request, list(lineage(body)) if body else None)
    return feeds.as_atom(atom.feed(entries, title="Minutes", address="/minutes/", site=asked_at(request)))


@door.feed
def interests_atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The public register of interests as entries are declared, corrected and ended, the newest of them."""
    body, site = door.filtered(request), asked_at(request)
    bodies = lineage(body, on=asked.today) if body else Body.objects.visible_to(None)
    # As anybody may read it, whoever asks: a feed is passed on.
    found = atom.of_register(register_of(list(bodies), on=asked.today, viewer=None, asked=asked.today), site=site)
    newest = sorted(found, key=lambda entry: (entry.updated, entry.key), reverse=True)[:NEWEST]
    return feeds.as_atom(atom.feed(newest, title="Register of interests", address="/interests/", site=site))
