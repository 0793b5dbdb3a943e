"""How answers are sent: JSON with a tag of the edition, so that asking again costs little; refusals that help."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, cast

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from ouzel.api.asked import Answering

View = Callable[..., HttpResponseBase]
OPTIONS = orjson.OPT_SERIALIZE_NUMPY
KEPT_FOR = 24 * 60 * 60  # seconds, for a question that names its day and edition

FORMS = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
}


def packed(shape: Any) -> bytes:
    """JSON; Decimals are numbers to their last digit."""
    return orjson.dumps(shape, default=_plain, option=OPTIONS)


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f").encode())
    raise TypeError(f"{value!r} has no form in JSON")


def sent_now(shape: Any, *, form: str = "json") -> HttpResponse:
    """An answer that nobody keeps: it depends on who asks, and changes without a new edition."""
    response = HttpResponse(shape if isinstance(shape, bytes) else packed(shape), content_type=FORMS[form])
    response["Cache-Control"] = "no-store"
    return response


def tag(request: HttpRequest, asked: Answering, *, form: str) -> str:
    """The tag of an answer: the same question on the same edition and day has the same answer."""
    text = f"{request.get_full_path()} {asked.edition} {asked.moment.on} {form}"
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


def unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether the client has this very answer."""
    given = request.headers.get("If-None-Match", "")
    return etag in {part.strip() for part in given.split(",")}


def answer(
    request: HttpRequest, asked: Answering, make: Callable[[], bytes | Iterable[bytes]], *, form: str = "json"
) -> HttpResponseBase:
    """The answer, made only if the client has not got it. One that depends on a body sent with it is never kept."""
    response: HttpResponseBase
    etag = tag(request, asked, form=form) if request.method == "GET" else ""
    if etag and unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        body = make()
        kind = FORMS[form]
        response = (
            HttpResponse(body, content_type=kind)
            if isinstance(body, bytes)
            else StreamingHttpResponse(body, content_type=kind)
        )
    if etag:
        response["ETag"] = etag
    kept = f"public, max-age={KEPT_FOR}" if asked.pinned else "public, no-cache"
    response["Cache-Control"] = kept if etag else "no-store"
    response["Ouzel-Edition"] = str(asked.edition)
    return response


def unkept(asked: Answering, make: Callable[[], bytes], *, form: str = "json") -> HttpResponseBase:
    """An answer that nobody may keep: it depends on who asks, or on what changes without a new edition."""
    response = sent_now(make(), form=form)
    response["Ouzel-Edition"] = str(asked.edition)
    return response


def document(head: dict[str, Any], lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines of JSON as one document: the head's keys, then the lines as a list under `memberships`."""
    yield packed(head)[:-1] + b',"memberships":['
    first = True
    for block in lines:
        text = block.rstrip(b"\n").replace(b"\n", b",\n")
        yield text if first else b",\n" + text
        first = False
    yield b"]}"


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """A refusal as problem+json (RFC 9457), with a sentence that helps."""
    shape = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response = HttpResponse(packed(shape), content_type="application/problem+json", status=status)
    response["Cache-Control"] = "no-store"
    return response


def shared(view: View) -> View:
    """Let pages of other sites read public answers, and answer HEAD like GET."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response: HttpResponseBase = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD"
            response["Access-Control-Allow-Headers"] = "If-None-Match"
        else:
            bare = request.method == "HEAD"
            if bare:
                request.method = "GET"
            response = view(request, *args, **kwargs)
            if bare:
                request.method = "HEAD"
        if request.method in ("GET", "HEAD", "OPTIONS"):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Ouzel-Edition"
        return response

    return cast(View, answered)
