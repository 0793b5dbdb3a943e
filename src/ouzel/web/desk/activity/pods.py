"""Points of delivery of providers' own: which wait to be mapped, what they are mapped to, and ending that."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity.knowing import known_on
from ouzel.activity.models import PodMapping
from ouzel.activity.pod_mapping import end_pod_mapping, map_pod
from ouzel.activity.readers.pods import POINTS
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.activity.door import activity, go, show
from ouzel.web.desk.activity.overview import MOST_LINES, counted, waiting_pods
from ouzel.web.desk.door import sent
from ouzel.web.desk.forms import Drawn
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
CHOICES = [("", "Choose one"), *((each.code, f"{each.code}: {each.words}" if each.words else each.code)
                                 for each in POINTS.values())]  # fmt: skip


class MapForm(Drawn):
    """What a local point of delivery stands for."""

    pod = fields.Select(label="The national point of delivery it stands for", choices=CHOICES)
    whose = fields.Radios(label="Whose code it is", choices=(), initial="one")
    since = fields.DayField(label="From the day", help_text="The day of the first line that has it, or earlier")
    until = fields.DayField(
        label="The first day it no longer holds", required=False, help_text="Leave it empty if it goes on"
    )
    note = fields.ShapeField(
        Shape.LINE, label="How you know", required=False, help_text="Such as: the provider's letter of 12 May"
    )

    def __init__(self, *args: Any, provider: str, first: date | None, **options: Any) -> None:
        super().__init__(*args, initial={"since": first}, **options)
        chosen = [("one", f"Only of {provider}"), ("any", "Of any provider that uses it")]
        self.fields["whose"].choices = chosen if provider else chosen[1:]  # type: ignore[attr-defined]


class EndForm(Drawn):
    """When a mapping ends, and why."""

    on = fields.DayField(
        label="The first day it no longer holds", required=False,
        help_text="Leave it empty to take the mapping back for all days",
    )  # fmt: skip
    why = fields.TextField(Shape.TEXT, label="The reason", help_text="It is kept in the audit trail")


@activity(Permission.ACTIVITY_READ)
def pods(request: HttpRequest) -> HttpResponse:
    """The queue, by value, and what is mapped."""
    lines = counted(request).lines
    waiting = waiting_pods(request) if 0 < lines <= MOST_LINES else ()
    held = PodMapping.objects.visible_to(request.user)
    return show(
        request, "pods", lines=lines, many=lines > MOST_LINES, listed=paged(waiting, request.GET.get("page")),
        pence=sum(each.pence for each in waiting), mapped=list(known_on(held, None)[:500]),
        ended=list(held.exclude(replaced=None).order_by("-replaced", "-pk")[:200]), points=POINTS,
    )  # fmt: skip


@activity(Permission.ACTIVITY_LOAD)
def map_one(request: HttpRequest) -> HttpResponse:
    """Say what one stands for."""
    provider, code = request.GET.get("provider", "").strip(), request.GET.get("code", "").strip()
    if not code or len(code) > 200 or len(provider) > 20 or "\0" in code + provider:
        raise Http404("Choose a point of delivery in the list.")
    one = next((each for each in waiting_pods(request) if (each.provider, each.local_code) == (provider, code)), None)
    form = MapForm(sent(request), provider=provider, first=one.first if one else None)
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        try:
            map_pod(
                local_code=code, pod=got["pod"], since=got["since"], until=got["until"], recorded=today(),
                note=got["note"],
                provider=provider if got["whose"] == "one" else "", by=actor(request),
            )  # fmt: skip
        except ContentError as error:
            refuse(form, error)
        else:
            said = (
                f"{code} stands for {got['pod']} from {words.day(got['since'])}. Price anew, so that figures show it."
            )
            return go(request, "pods", said=said)
    return show(request, "pod-map", form=form, one=one, provider=provider, code=code)


@activity(Permission.ACTIVITY_LOAD)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a mapping, or take it back."""
    held = (
        PodMapping.objects.visible_to(request.user).filter(pk=number, replaced=None).first() if number < 2**63 else None
    )
    if held is None:
        raise Http404("There is no such mapping, or it has ended.")
    form = EndForm(sent(request))
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        try:
            end_pod_mapping(mapping=held, recorded=today(), by=actor(request), why=got["why"], on=got["on"])
        except ContentError as error:
            refuse(form, error, at="on")
        else:
            return go(request, "pods", said=f"The mapping of {held.local_code} is ended. Price anew.")
    return show(request, "pod-end", form=form, mapping=held)
