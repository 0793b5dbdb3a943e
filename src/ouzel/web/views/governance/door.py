"""What every public page of governance shares. A visitor's page is remembered until anybody changes anything."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from ouzel.api.answering import packed
from ouzel.core.errors import ContentError
from ouzel.core.spreadsheets import guarded
from ouzel.governance.bodies.queries import NoSuchBody
from ouzel.governance.meetings.queries import NoSuchMeeting
from ouzel.governance.models import Body
from ouzel.governance.papers.queries import NoSuchPaper
from ouzel.web import asked as asking
from ouzel.web import pages
from ouzel.web.asked import PARTS, Asked
from ouzel.web.governance import addresses, marked, wording
from ouzel.web.views.proposal_copies import download

View = Callable[..., HttpResponse]
BOXES = frozenset(f"{name}-{part}" for name in ("on", "known-at", "as-at", "since", "until") for part in PARTS)
LONGEST = 100  # characters of a filter
YEARS = (1948, 2100)
REMEMBERED = 300  # seconds: what depends on the hour, such as which meeting is next, is never older


def page(view: View) -> View:
    """A page for everybody: GET only, the question read, 404 alike for what is not there and what is not public."""

    def answer(request: HttpRequest, asked: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return _answered(request, view, asked, *args, **kwargs)
        except Http404:
            if asked.known_at is None:
                raise
            return show(request, "not-yet-known", asked, status=404)

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = asking.read(request)
        if not asked.tidy and not asked.errors:
            kept = {k: v for k, v in request.GET.items() if v and k not in BOXES and k not in asked.given}
            kept.pop("basis", None)
            return HttpResponseRedirect(request.path + asked.query(basis=None, **kept))
        return pages.remembered(
            request.get_full_path(), answer, request, asked, *args, seconds=REMEMBERED, **kwargs
        )  # fmt: skip

    return shown


def copy(view: View) -> View:
    """What a machine fetches: refused when asked wrongly, never guessed at by a browser."""

    @wraps(view)
    def given(request: HttpRequest, asked: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        return _answered(request, view, asked, *args, **kwargs)

    return download(given)


def feed(view: View) -> View:
    """What programs fetch again and again, to learn what is new: it tells what is known now, and refuses another."""

    @wraps(view)
    def given(request: HttpRequest, asked: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        if asked.known_at:
            problem = "Calendars, feeds and packs tell what is known now: leave known-at out."
            return JsonResponse({"problem": problem, "fields": {"known-at": problem}}, status=400)
        return view(request, asked, *args, **kwargs)

    return copy(given)


def form(view: View) -> View:
    """A page with a form that anybody may send; it carries the token that only our own pages have."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _answered(request, view, asking.read(request), *args, **kwargs)

    return shown


def _answered(request: HttpRequest, view: View, asked: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        response = view(request, asked, *args, **kwargs)
    except (NoSuchBody, NoSuchMeeting, NoSuchPaper) as error:
        raise Http404(str(error)) from None
    patch_cache_control(response, no_cache=True, **({"private": True} if request.user.is_authenticated else {}))
    return response


def show(
    request: HttpRequest, template: str, asked: Asked | None, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of governance."""
    frame = {"gov": addresses, "said_as": wording, "marked": marked.shown}
    return pages.show(request, f"governance/{template}", asked, status=status, **{**frame, **context})


def as_json(shape: Any, *, missing: str = "There is nothing of that name.") -> HttpResponse:
    """A JSON document: what the interface answers of the same thing. None is 404, with what is missing."""
    if shape is None:
        raise Http404(missing)
    return HttpResponse(packed(shape), content_type="application/json")


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A table to save, that spreadsheets open without running anything in it; nothing stands for nothing known."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(guarded("" if value is None else value for value in row))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def named(request: HttpRequest, slug: str) -> Body:
    """The body with that slug; NoSuchBody."""
    found = Body.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise NoSuchBody(f"There is no body called {slug!r}")
    return found


def filtered(request: HttpRequest, name: str = "body") -> Body | None:
    """The body that a list is asked for, if any; one that is not there is 404."""
    slug = word(request, name)
    return named(request, slug) if slug else None


def word(request: HttpRequest, name: str) -> str:
    """One filter of a list, without what cannot be in one."""
    return " ".join(request.GET.get(name, "").replace("\0", "").split())[:LONGEST]


def year(request: HttpRequest, name: str) -> int | None:
    """A year that a list is asked for; what is none is left out."""
    text = word(request, name)
    found = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else 0
    return found if YEARS[0] <= found <= YEARS[1] else None


def number(request: HttpRequest, last: int) -> int:
    """The number of the page that is asked for, from 1 to `last`."""
    text = word(request, "page")
    return min(max(int(text), 1), last) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def told(error: ContentError) -> str:
    """What is wrong with what somebody sent, in a sentence or two."""
    right = f". {error.right}" if error.right else ""
    return f"{error.problem[:1].upper()}{error.problem[1:]}{right}"
