"""The kinds of bodies, and every body of a kind on a day."""

from datetime import date
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.register import queries
from ouzel.register.answers import Moment, Named
from ouzel.register.kinds import KINDS
from ouzel.web.asked import Asked
from ouzel.web.notable import kinds_at_a_glance
from ouzel.web.pages import edition, page, show
from ouzel.web.paging import paged


@page
def organisations(request: HttpRequest, asked: Asked) -> HttpResponse:
    """How many of each kind there are on the day."""
    return show(request, "organisations", asked, counts=kinds_at_a_glance(edition(request), asked.on, asked.known_at))


@page
def kind(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """All of a kind on the day, by name."""
    if slug not in KINDS:
        raise Http404(f"There is no kind of body called {slug}.")
    found = of_kind(edition(request), slug, asked.on, asked.known_at)
    return show(
        request,
        "kind",
        asked,
        kind=KINDS[slug],
        listed=paged(found, request.GET.get("page"), 100),
        loaded=edition(request),
    )


@lru_cache(maxsize=64)
def of_kind(edition: int, slug: str, on: date, known_at: date | None) -> tuple[Named, ...]:
    """All of a kind; small areas are many thousand, so the answer is remembered by edition."""
    return tuple(queries.of_kind(KINDS[slug], moment=Moment(on=on, known_at=known_at)))
