"""Papers in public: every version at its address for good, with its hash; given to save, never opened by the site."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ouzel.api import governance_wholes as wholes
from ouzel.governance.papers import queries
from ouzel.web.asked import Asked
from ouzel.web.governance import addresses
from ouzel.web.views.governance import door
from ouzel.web.views.proposal_copies import attached

LARGEST_NUMBER = 1_000_000


@door.page
def paper(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """A paper: its versions, the newest first, and the items it was before."""
    known = asked.known_at
    found = queries.paper_named(slug, request.user, known_at=known)
    return door.show(
        request, "paper", asked, paper=found, versions=queries.versions(found, request.user, known_at=known)[::-1],
        current=queries.current_version(found, request.user, known_at=known),
        items=queries.items_of(found, request.user, known_at=known),
        gone=queries.taken_off(request.user, known_at=known, paper=found),
    )  # fmt: skip


@door.copy
def version(request: HttpRequest, asked: Asked, slug: str, number: int, name: str) -> HttpResponse:
    """One version, as it was handed in. Its content never changes, so a browser may keep it."""
    if number > LARGEST_NUMBER:
        raise Http404("There is no such version.")
    found = queries.version_of(queries.paper_named(slug, request.user), number, request.user)
    if found.name != name:
        raise Http404("There is no such version.")
    response = attached(bytes(found.content), name=found.name, media_type=found.media_type)
    response["ETag"] = f'"{found.sha256}"'
    return response


@door.page
def by_hash(request: HttpRequest, asked: Asked, sha256: str) -> HttpResponse:
    """The version whose content has that hash: on to its address."""
    found = queries.version_with(sha256, request.user)
    return HttpResponsePermanentRedirect(addresses.version(found.paper.slug, found.number, found.name))


@door.copy
def as_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """A paper with its versions and what it was before."""
    return door.as_json(wholes.paper(slug, request.user, known_at=asked.known_at))
