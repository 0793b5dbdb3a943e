"""The files that were taken: all of them, one with its report, and taking one back."""

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity import withdrawing
from ouzel.activity.models import ActivityLoad, LoadState
from ouzel.activity.readers import FORMATS
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission
from ouzel.web.desk.activity.door import activity, go, place, show
from ouzel.web.desk.activity.forms import WhyForm
from ouzel.web.desk.door import sent
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

COLOURS = {"staged": "yellow", "ready": "green", "withdrawn": "grey", "erased": "grey"}
FORMAT_NAMES = {slug: each.name for slug, each in FORMATS.items()}


@activity(Permission.ACTIVITY_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """Every load, the newest first."""
    found = list(ActivityLoad.objects.visible_to(request.user).order_by("-pk").defer("report", "faults"))
    ready = [each for each in found if each.state == LoadState.READY]
    return show(
        request, "loads", listed=paged(found, request.GET.get("page")), ready=len(ready), colours=COLOURS,
        lines=sum(each.lines for each in ready), format_names=FORMAT_NAMES,
    )  # fmt: skip


@activity(Permission.ACTIVITY_READ)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One load: what it is, what the gate found and did, and its faults."""
    return show(request, "load", load=_load(request, number), colours=COLOURS, format_names=FORMAT_NAMES)


@activity(Permission.ACTIVITY_WITHDRAW)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a load back, with the reason."""
    load = _load(request, number)
    if load.state != LoadState.READY:
        return go(request, "load", number, said=f"Nothing was done: the file is {load.get_state_display()}.")
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.withdraw(load, by=actor(request), why=form.cleaned_data["why"], store=place())
        except ContentError as error:
            refuse(form, error)
        else:
            return go(request, "load", number, said="It is withdrawn. Price anew, so that figures leave it out.")
    return show(request, "withdraw", load=load, form=form)


def _load(request: HttpRequest, number: int) -> ActivityLoad:
    try:
        return ActivityLoad.objects.visible_to(request.user).get(pk=number)
    except (ActivityLoad.DoesNotExist, OverflowError):
        raise Http404(f"There is no load {number}.") from None
