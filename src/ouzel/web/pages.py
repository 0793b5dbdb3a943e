"""What every view shares: reading the question, rendering, remembering until anything changes, saying what is wrong."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ouzel.register.answers import NoSuchBody
from ouzel.web import asked as asking
from ouzel.web.asked import Asked
from ouzel.web.freshness import Freshness, freshness

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A public page: GET only; the question is read and handed on; the form's boxes become one tidy address."""

    def answer(request: HttpRequest, asked: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, asked, *args, **kwargs)
        except NoSuchBody:
            return missing(request, asked, text=kwargs.get("code", ""))
        patch_cache_control(response, no_cache=True)  # a browser asks again: the register may have a new edition
        return response

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = asking.read(request)
        if not asked.tidy and not asked.errors:
            return HttpResponseRedirect(request.path + others(request, asked))
        said = f"{request.path}{others(request, asked)} {'q' in request.GET}"
        return remembered(said, answer, request, asked, *args, **kwargs)

    return shown


def remembered(
    said: str, answer: View, request: HttpRequest, asked: Asked, *args: Any, seconds: int | None = None, **kwargs: Any
) -> HttpResponse:
    """The answer to a request of a visitor, from memory where it was given before; kept for so long (None: for good).

    `said`: what counts of the address. It is the answer on that day, until anything in the database changes. Nothing
    is remembered of who is signed in, of a question asked wrongly, or of what is not found or broken.
    """
    if request.user.is_authenticated or asked.errors:
        return answer(request, asked, *args, **kwargs)
    key = f"ouzel.web.page:{sha256(f'{fresh(request)} {asked.today} {said}'.encode()).hexdigest()}"
    known: HttpResponse | None = cache.get(key)
    if known is not None:
        return known
    response = answer(request, asked, *args, **kwargs)
    if response.status_code == 200 and not response.streaming:
        cache.set(key, response, timeout=seconds)
    return response


def others(request: HttpRequest, asked: Asked) -> str:
    """The query of a tidy address: the question, and what else was there."""
    kept = {k: request.GET[k] for k in ("q", "kind", "page") if request.GET.get(k)}
    return asked.query(**kept)


def show(request: HttpRequest, template: str, asked: Asked | None, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page, with what its frame needs."""
    frame = {"asked": asked, "edition": edition(request), "path": request.path}
    return render(request, f"web/{template}.html", {**frame, **context}, status=status)


def edition(request: HttpRequest) -> int:
    """The newest edition."""
    return fresh(request).edition


def fresh(request: HttpRequest) -> Freshness:
    """What the database holds, asked for once a request."""
    if not hasattr(request, "ouzel_fresh"):
        request.ouzel_fresh = freshness()  # type: ignore[attr-defined]
    return request.ouzel_fresh  # type: ignore[attr-defined, no-any-return]


def missing(request: HttpRequest, asked: Asked, *, text: str) -> HttpResponse:
    """There is no such thing, but perhaps one of these."""
    from ouzel.web.finding import find

    return show(request, "missing", asked, status=404, text=text, found=find(text, asked=asked, limit=8))
