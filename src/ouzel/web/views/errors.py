"""Pages for when things go wrong: what happened, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from ouzel.web.pages import show


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the request cannot be read."""
    return _plain(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this viewer."""
    return _plain(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return show(request, "404", None, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Asks nothing of the database, which may be what is broken."""
    return _plain(request, "500", 500)


def _plain(request: HttpRequest, name: str, status: int) -> HttpResponse:
    context = {"asked": None, "edition": None, "path": request.path}
    return HttpResponse(render_to_string(f"web/{name}.html", context, using="jinja2"), status=status)
