"""The forward plan: business to come, until it is put on an agenda or dropped."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, today
from ouzel.governance.meetings import forward
from ouzel.governance.meetings.agenda import PURPOSES
from ouzel.governance.meetings.queries import next_meetings
from ouzel.governance.meetings.shown import MeetingView
from ouzel.governance.models import Body, ForwardItem
from ouzel.governance.rules import require_for
from ouzel.web.desk import fields
from ouzel.web.desk.activity.forms import Folded
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import Link, ask, governance, mine, named, show, unknown
from ouzel.web.desk.governance.fields import CountField, One
from ouzel.web.desk.governance.forms import Why
from ouzel.web.desk.governance.items import KINDS
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
RUN = Permission.GOVERNANCE_RUN
LIST: Link = {"href": "/desk/governance/forward/", "text": "Forward plan"}


class BusinessForm(Folded):
    """Business to come."""

    few: tuple[str, ...] = ("kind", "owner", "every")

    body = One(label="The body that will be asked")
    title = fields.ShapeField(Shape.LINE, label="What the business is")
    due = fields.DayField(label="Due by")
    purpose = fields.Select(
        label="What it is for", choices=[(each, each.capitalize()) for each in PURPOSES], initial="decision"
    )
    public = fields.Tick(label="Everybody may see it", required=False, initial=True)
    kind = fields.Select(label="What kind of decision is asked for", choices=KINDS, required=False)
    owner = fields.ShapeField(Shape.LINE, label="Who brings it", required=False)
    every = CountField(label="It comes again after so many months", required=False)


@governance(RUN)
def listed(request: HttpRequest) -> HttpResponse:
    """What is still to come, the first due first."""
    bodies = mine(request)
    rows = forward.forward_plan(bodies, request.user)
    names = {slug: text for slug, (_, text) in named(bodies).items()}
    listed = paged(rows, request.GET.get("page"))
    return show(request, "forward", listed=listed, names=names, ahead=_next_meetings(request, bodies))


def _next_meetings(request: HttpRequest, bodies: list[Body]) -> dict[str, MeetingView]:
    """The next meeting of each body on whose agenda somebody may put business, by the body (its slug)."""
    own = {body.slug for body in bodies}
    found: dict[str, MeetingView] = {}
    for each in next_meetings(request.user, on=today(), body=bodies, limit=200):
        sits = {one.slug for one in each.sittings}
        for slug in sits if sits <= own else ():
            found.setdefault(slug, each)
    return found


@governance(RUN)
def add(request: HttpRequest) -> HttpResponse:
    """Plan business."""
    form = BusinessForm(sent(request))
    form.fields["body"].offer(named(mine(request)))  # type: ignore[attr-defined]
    names = ("body", "title", "due", "purpose", "public", "kind", "owner", "every")

    def do(got: dict[str, Any]) -> ForwardItem:
        return forward.plan_business(by=actor(request), **{name: got[name] for name in names})

    return ask(request, form, do, title="Plan business", button="Plan it", said="It is on the forward plan.",
               to=("forward",), above=[LIST], at="title")  # fmt: skip


@governance(RUN)
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take business off the plan."""
    row = (
        ForwardItem.objects.visible_to(request.user).filter(pk=number).select_related("body").first()
        if number < 2**31
        else None
    )
    if row is None:
        raise unknown(request, RUN)
    require_for(request.user, RUN, [row.body], on=today())
    if row.item_id is not None or row.dropped:
        raise Http404("This is no longer on the plan.")
    return ask(
        request, Why(sent(request)), lambda got: forward.drop_business(planned=row, why=got["why"], by=actor(request)),
        title="Take it off the forward plan", button="Take it off", said="It is off the plan.", to=("forward",),
        caption=row.title, above=[LIST], at="why",
    )  # fmt: skip
