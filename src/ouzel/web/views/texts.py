"""Pages of plain words, and the sign of life."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ouzel.web.asked import Asked
from ouzel.web.pages import page, show


@page
def about(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The two clocks and the basis."""
    return show(request, "about", asked)


@page
def accessibility(request: HttpRequest, asked: Asked) -> HttpResponse:
    """What works, what does not, and whom to tell."""
    return show(request, "accessibility", asked)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """`ok` when the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
