"""Who comes in at the pages of activity, and what each of them shares."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from ouzel.activity.store import Store
from ouzel.core.models import RoleAssignment
from ouzel.core.permissions import granted, require, today
from ouzel.core.roles import ROLES, Permission
from ouzel.web.desk import door

View = Callable[..., HttpResponse]
SOME = frozenset(each for each in Permission if each.name.startswith("ACTIVITY_"))
"""What anybody holds who has work to do with activity."""


def activity(need: Permission) -> Callable[[View], View]:
    """A page for who holds the permission for all bodies."""

    def admit(request: HttpRequest) -> None:
        require(request.user, need, on=today())

    return lambda view: _guarded(view, admit)


def checking(view: View) -> View:
    """A page for who may check files, be it for one provider only."""

    def admit(request: HttpRequest) -> None:
        if not bodies_checked(request):
            require(request.user, Permission.ACTIVITY_CHECK, on=today())

    return _guarded(view, admit)


def _guarded(view: View, admit: Callable[[HttpRequest], None]) -> View:
    """A page of activity: asked to sign in, let in, or told which role is needed."""
    return door.guarded(view, admit, refused="activity/refused")


def bodies_checked(request: HttpRequest) -> tuple[str, ...]:
    """The providers whose files somebody may check, by code; ("",) where it is any."""
    held = RoleAssignment.objects.visible_to(request.user).holding(today()).filter(user=request.user.pk)
    roles = [slug for slug, role in ROLES.items() if Permission.ACTIVITY_CHECK in role.permissions]
    codes = sorted(set(held.filter(role__in=roles).values_list("body_code", flat=True)))
    return ("",) if "" in codes else tuple(codes)


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of activity at the desk."""
    return door.show(request, f"activity/{template}", status=status, **context)


def go(request: HttpRequest, name: str, *args: object, said: str = "") -> HttpResponse:
    """Done: on to another page of activity, where it is said what was done."""
    return door.go(request, f"activity-{name}" if name else "activity", *args, said=said)


def place() -> Store:
    """The store that these pages show and fill."""
    return Store.at()


def front(request: HttpRequest) -> HttpResponse:
    """The first page of the desk: that of plans, or the one of what somebody has to do with alone."""
    from ouzel.reorganisation.models import SEE_DRAFTS
    from ouzel.web.desk.governance.door import KEEP
    from ouzel.web.desk.governance.door import holds as keeps
    from ouzel.web.desk.views.standing import overview

    if request.user.is_authenticated and not SEE_DRAFTS & (held := granted(request.user, on=today())):
        if Permission.ACTIVITY_READ in held:
            return HttpResponseRedirect(reverse("web:desk-activity"))
        if bodies_checked(request):
            return HttpResponseRedirect(reverse("web:desk-activity-check"))
        if any(keeps(request, need) for need in KEEP):
            return HttpResponseRedirect(reverse("web:desk-governance"))
        if keeps(request, Permission.GOVERNANCE_PRIVATE):
            return HttpResponseRedirect(reverse("web:desk-governance-private-list"))
    return overview(request)
