"""What all answers about activity for staff ask first: who it is, and how they are refused."""

from django.http import HttpRequest

from ouzel.api import schemas
from ouzel.api.organisations import REFUSALS
from ouzel.core.actors import Actor

STAFF = {**REFUSALS, 403: schemas.Problem}


def actor(request: HttpRequest) -> Actor:
    """Who asks, who is signed in."""
    return Actor.person(request.user)  # type: ignore[arg-type]
