"""Following by e-mail: asked for, confirmed, and left; a link in an e-mail shows a button, and does nothing itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from ouzel.core.errors import ContentError
from ouzel.core.site import asked_at
from ouzel.governance.bodies.places import named
from ouzel.governance.follows import actions, queries
from ouzel.governance.follows.naming import name_of
from ouzel.web.asked import Asked
from ouzel.web.views.governance import door, slowly


@door.form
def follow(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Ask to be told of a body, a place, a topic or everything."""
    kind, ref = door.word(request, "kind") or "all", door.word(request, "ref")
    if kind not in actions.KINDS:
        raise Http404("Nobody can follow this.")
    if kind == "body":
        door.named(request, ref)
    if kind in ("place", "topic") and named(kind, ref) is None:  # type: ignore[arg-type]  # one of these
        raise Http404(f"There is no {kind} of this name.")
    frame: dict[str, Any] = {"kind": kind, "ref": ref, "name": name_of(kind, ref), "email": "", "problem": ""}
    if request.method != "POST":
        return _never_kept(door.show(request, "follow", None, **frame))
    frame["email"] = request.POST.get("email", "").replace("\0", "")[:254]
    try:
        slowly.check(request, "follow")
        actions.ask_to_follow(email=str(frame["email"]), kind=kind, ref=ref, site=asked_at(request))
    except ContentError as error:
        return _never_kept(door.show(request, "follow", None, status=400, **{**frame, "problem": door.told(error)}))
    return _never_kept(door.show(request, "follow-asked", None, **frame))


@door.form
def confirm(request: HttpRequest, asked: Asked, token: str) -> HttpResponse:
    """The link in the e-mail that asks whether it was really them."""
    try:
        it = queries.asked_about(token)
        if request.method == "POST":
            actions.confirm(token=token)
            return _never_kept(door.show(request, "follow-done", None, it=it, left=False))
    except ContentError as error:
        return _refused(request, error)
    return _never_kept(door.show(request, "follow-confirm", None, it=it))


@csrf_exempt  # RFC 8058: the mail program of the person sends this, without a page of ours; the token is the permission
@door.form
def leave(request: HttpRequest, asked: Asked, token: str) -> HttpResponse:
    """The link at the end of every e-mail; a POST ends the follow, a GET shows the button that sends it."""
    try:
        it = queries.leaving_from(token)
        if request.method == "POST":
            actions.leave(token=token)
            return _never_kept(door.show(request, "follow-done", None, it=it, left=True))
    except ContentError as error:
        return _refused(request, error)
    return _never_kept(door.show(request, "follow-leave", None, it=it))


def _refused(request: HttpRequest, error: ContentError) -> HttpResponse:
    return _never_kept(door.show(request, "follow-refused", None, status=404, problem=door.told(error)))


def _never_kept(response: HttpResponse) -> HttpResponse:
    """Pages with a token in their address are kept nowhere, and no search engine is to list them."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
