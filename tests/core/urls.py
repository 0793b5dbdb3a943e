"""Addresses for tests of sign-in: those of sign-in, and one page that anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    """Says who is signed in."""
    return HttpResponse(str(request.user))


urlpatterns = [path("account/", include("allauth.urls")), path("", page)]
