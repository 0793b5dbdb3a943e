"""Who comes in at the desk, and what every page of it shares."""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ouzel.core.errors import ContentError
from ouzel.core.permissions import granted, require, today
from ouzel.core.roles import Permission
from ouzel.reorganisation.models import SEE_DRAFTS
from ouzel.reorganisation.refusals import PlanRefused
from ouzel.web import pages
from ouzel.web.desk import wording
from ouzel.web.words import capital

View = Callable[..., HttpResponse]


def desk(*needs: Permission) -> Callable[[View], View]:
    """A page of the desk, for who holds one of these permissions; without any, for whoever works on plans.

    Who is not signed in is asked to; anybody else is told which role is needed and who gives it.
    """

    def admit(request: HttpRequest) -> None:
        if not frozenset(needs or SEE_DRAFTS) & granted(request.user, on=today()):
            require(request.user, needs[0] if needs else Permission.PLANS_WRITE, on=today())

    return lambda view: guarded(view, admit, refused="refused")


def guarded(view: View, admit: Callable[[HttpRequest], None], *, refused: str) -> View:
    """A page of the desk: asked to sign in, let in by `admit`, or told on the page `refused` which role is needed.

    What the records themselves do not allow to be worked out is said in words, whatever page it stops.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            admit(request)
            return view(request, *args, **kwargs)
        except PermissionDenied as error:
            return show(request, refused, status=403, sentence=str(error))
        except ContentError as error:  # which no form of the page has a place for
            return show(request, "cannot", status=409, sentences=told(error))

    return shown


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the desk."""
    frame = {
        "desk": address, "wording": wording, "advice": advice, "today": today(),
        "held": granted(request.user, on=today()),
        "said": list(messages.get_messages(request)),
    }  # fmt: skip
    return pages.show(request, f"desk/{template}", None, status=status, **{**frame, **context})


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was posted, though it be nothing; None where nothing was."""
    return request.POST if request.method == "POST" else None


def handed(request: HttpRequest) -> Any:
    """The files that came with it; None where nothing was posted."""
    return request.FILES if request.method == "POST" else None


def address(name: str, *args: object) -> str:
    """The address of a page of the desk."""
    return reverse(f"web:desk-{name}", args=args)


def go(request: HttpRequest, name: str, *args: object, said: str = "", anchor: str = "") -> HttpResponse:
    """Done: on to another page, where it is said what was done."""
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(address(name, *args) + (f"#{anchor}" if anchor else ""))


def advice(right: str) -> str:
    """What would be right, without how it is written in a plan file: who fills in a form has not seen that."""
    return re.split(r"[:,] ", right, maxsplit=1)[0] if " = " in right else right


def told(error: ContentError) -> list[str]:
    """Everything that is wrong, as sentences for who filled in a form."""
    return [_sentence(each, capital(each.problem), advice(each.right)) for each in _all(error)]


def told_by_line(error: ContentError) -> list[str]:
    """Everything that is wrong with a text, each with its line."""
    return [
        _sentence(each, f"Line {each.line:,}: {each.problem}" if each.line else capital(each.problem), each.right)
        for each in _all(error)
    ]


def _all(error: ContentError) -> Sequence[ContentError]:
    return error.problems if isinstance(error, PlanRefused) else (error,)


def _sentence(problem: ContentError, text: str, right: str) -> str:
    value = f" (found “{problem.value}”)" if problem.value else ""
    return f"{text}{value}{'. ' + right if right else ''}"
