"""The first page, and search."""

from django.http import HttpRequest, HttpResponse

from ouzel.web import finding
from ouzel.web.asked import Asked
from ouzel.web.notable import kinds_at_a_glance, picture_root, waves_at_a_glance
from ouzel.web.pages import edition, page, show
from ouzel.web.views.governance.search import records

LONGEST = 200


@page
def home(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The search box, and short ways in."""
    now = edition(request)
    return show(
        request, "home", asked,
        counts=kinds_at_a_glance(now, asked.today), waves=waves_at_a_glance(now, asked.today)[:5],
        root=picture_root(now, asked.today),
    )  # fmt: skip


def search(request: HttpRequest) -> HttpResponse:
    """What is searched is said by `in`: records of meetings, else organisations."""
    return records(request) if request.GET.get("in") == "records" else organisations(request)


@page
def organisations(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Bodies by code, name, former name or initials; why each matched."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    too_long = len(text) > LONGEST
    text = text[:LONGEST]
    found = finding.find(text, asked=asked) if text and not too_long else []
    return show(
        request, "search", asked, text=text, sent="q" in request.GET, found=found, too_long=too_long,
        loaded=bool(edition(request)),
    )  # fmt: skip
