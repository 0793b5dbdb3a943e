"""Who comes in at the desk, and what every page of it shares."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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

View = Callable[..., HttpResponse]


def desk(*needs: Permission) -> Callable[[View], View]:
    """A page of the desk, for who holds one of these permissions; without any, for whoever works on plans.

    Who is not signed in is asked to; anybody else is told which role is needed and who gives it.
    """

    def guarded(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @never_cache
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            try:
                if not frozenset(needs or SEE_DRAFTS) & granted(request.user, on=today()):
                    require(request.user, needs[0] if needs else Permission.PLANS_WRITE, on=today())
                return view(request, *args, **kwargs)
            except PermissionDenied as error:
                return show(request, "refused", status=403, sentence=str(error))

        return shown

    return guarded


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the desk."""
    frame = {
        "desk": address, "wording": wording, "today": today(), "held": granted(request.user, on=today()),
        "said": list(messages.get_messages(request)),
    }  # fmt: skip
    return pages.show(request, f"desk/{template}", None, status=status, **{**frame, **context})


def address(name: str, *args: object) -> str:
    """The address of a page of the desk."""
    return reverse(f"web:desk-{name}", args=args)


def go(request: HttpRequest, name: str, *args: object, said: str = "", anchor: str = "") -> HttpResponse:
    """Done: on to another page, where it is said what was done."""
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(address(name, *args) + (f"#{anchor}" if anchor else ""))


def told(error: ContentError) -> list[str]:
    """Everything that is wrong, as sentences, each with its line where it was text."""
    problems = error.problems if isinstance(error, PlanRefused) else (error,)
    sentences = []
    for problem in problems:
        line = f"Line {problem.line:,}: " if problem.line else ""
        value = f" (found “{problem.value}”)" if problem.value else ""
        text = problem.problem[:1].upper() + problem.problem[1:] if not line else problem.problem
        sentences.append(f"{line}{text}{value}{'. ' + problem.right if problem.right else ''}")
    return sentences
