"""A question that names a parameter which there is not is refused: it would be answered as if nobody had named it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.api.answering import problem


def known_alone(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An operation's `run` for questions whose parameters it knows; 422 with their names for all others."""
    operation: Any = run.__self__  # type: ignore[attr-defined]
    asked = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    known = {name for model in asked for name in model.__ninja_flatten_map__}

    @wraps(run)
    def answered(request: HttpRequest, **path: Any) -> HttpResponse:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            there = f"there are {', '.join(sorted(known))}" if known else "there is none"
            return problem(422, "Cannot be understood", f"{unknown[0][:40]}: there is no such parameter; {there}")
        return run(request, **path)

    return answered
