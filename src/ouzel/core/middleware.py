"""What stands round every request: a policy header, and the end of sessions that were left open."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]
STARTED = "ouzel_started"  # seconds since 1970; set when somebody signs in or is first seen
SEEN = "ouzel_seen"
NOTE_EVERY = 60  # seconds; a session is not written on every request
BY_ITSELF = "by-itself"  # in an address: the page was opened by itself and not by a person


class PolicyHeaders:
    """Tells browsers which of their abilities pages never use."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class SessionLimits:
    """Signs a person out after 15 minutes without a request, and 12 hours after they signed in whatever they do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._judge(request, time.time())
        return self.get_response(request)

    def _judge(self, request: HttpRequest, now: float) -> None:
        session = request.session
        started, seen = session.get(STARTED, now), session.get(SEEN, now)
        if now - seen > settings.SESSION_IDLE_LIMIT.total_seconds():
            self._end(request, "You were signed out because nothing happened for 15 minutes.")
        elif now - started > settings.SESSION_WHOLE_LIMIT.total_seconds():
            self._end(request, "You were signed out because you signed in 12 hours ago.")
        else:
            session.setdefault(STARTED, now)
            if SEEN not in session or (now - seen >= NOTE_EVERY and BY_ITSELF not in request.GET):
                session[SEEN] = now

    def _end(self, request: HttpRequest, why: str) -> None:
        logout(request)
        messages.info(request, f"{why} Sign in again to go on.")
