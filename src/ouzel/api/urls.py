"""The addresses under /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from ouzel.api.answering import problem, shared
from ouzel.api.description import page
from ouzel.api.interface import api

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    assert _pattern.callback is not None
    _pattern.callback = shared(_pattern.callback)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is asked for is none of ours."""
    return problem(
        404, "Not Found", "There is nothing at this address. What can be asked is described at /api/v1/docs."
    )


app_name = "api"
urlpatterns = [path("docs", page, name="docs"), *_patterns, path("<path:rest>", nothing)]
