"""Long work at the desk: a moment is waited for it, then its page says how far it is and looks again by itself."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ouzel.core.middleware import BY_ITSELF
from ouzel.core.work import alive
from ouzel.core.work.actions import LEFT
from ouzel.core.work.models import Piece, Standing
from ouzel.core.work.queries import standing
from ouzel.web import words

MOMENT = 3.0  # seconds that an answer waits for work that may be done by then
LOOK = 0.1  # seconds between two looks meanwhile
EVERY = 5  # seconds between two looks of a page; whoever reads slowly can stop it
STILL = "still"  # in an address: the page stays as it is
OPEN = frozenset({Standing.WAITING, Standing.UNDER_WAY})


def a_moment(piece: Piece) -> None:
    """Wait until a piece has ended, yet not for long, and not where nobody is there to do it."""
    end = time.monotonic() + MOMENT
    while piece.ended is None and alive.worker_there() and time.monotonic() < end:
        time.sleep(LOOK)
        piece.refresh_from_db()


def stands(request: HttpRequest, piece: Piece) -> dict[str, Any]:
    """What the page of a piece shows (`web/desk/work.html`)."""
    now, asked = standing(piece), timezone.localtime(piece.asked)
    return {
        "piece": piece, "asked_at": f"{words.day(asked)} at {asked:%H:%M}", "now": now.value, "open": now in OPEN,
        "error": piece.error or LEFT, "worker": alive.worker_there(), "still": STILL in request.GET, "every": EVERY,
    }  # fmt: skip


def again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page look again by itself. Such a look is nobody's, so it keeps no session open."""
    if STILL not in request.GET:
        response["Refresh"] = f"{EVERY}; url={request.path}?{BY_ITSELF}=1"
    return response
