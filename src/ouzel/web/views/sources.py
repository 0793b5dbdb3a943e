"""Where everything is said, and where sources contradict each other."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.core.models import Edition
from ouzel.register.attributes import Attribute
from ouzel.register.conflicts import conflict_rows
from ouzel.register.models import Publication, PublicationState
from ouzel.web.asked import Asked
from ouzel.web.pages import edition, page, show
from ouzel.web.paging import paged


@page
def sources(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Publications with the day each counts as published, its state and its notes; the newest first."""
    found = (
        Publication.objects.visible_to(request.user).select_related("entered").order_by("-published", "series", "file")
    )
    return show(
        request, "sources", asked, listed=paged(list(found), request.GET.get("page")), states=PublicationState,
        newest=Edition.objects.visible_to(request.user).order_by("-number").first(),
    )  # fmt: skip


@page
def conflicts(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Claims that were not believed, with what is believed instead and both rows."""
    found = all_conflicts(edition(request))
    return show(request, "conflicts", asked, listed=paged(found, request.GET.get("page")), Attribute=Attribute)


@lru_cache(maxsize=2)
def all_conflicts(edition: int) -> tuple[dict[str, Any], ...]:
    """Every conflict that stands in an edition."""
    return tuple(conflict_rows())
