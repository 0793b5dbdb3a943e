"""Needs assessments, strategies and plans: their versions, priorities, who answers for them, and how they go."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from ouzel.core.permissions import Permission, today
from ouzel.governance.models import Body, Priority, Strategy
from ouzel.governance.reference.aims import aims, kinds_of_strategy, statuses
from ouzel.governance.rules import require_for
from ouzel.governance.strategies import actions
from ouzel.governance.strategies.queries import strategy_on
from ouzel.web.desk import fields
from ouzel.web.desk.activity.forms import Folded
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.bodies import SinceForm
from ouzel.web.desk.governance.door import HOUSE, Link, ask, governance, mine, named, show, unknown
from ouzel.web.desk.governance.fields import One
from ouzel.web.desk.governance.forms import Dated, Known
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
KEEP = Permission.STRATEGIES_KEEP
LIST: Link = {"href": "/desk/governance/strategies/", "text": "Strategies"}


class AmountField(forms.CharField):
    """A figure, with or without decimals."""

    shown = "line"

    def to_python(self, value: Any) -> Any:
        """The figure; None where nothing is written."""
        text = str(value or "").strip().replace(",", "")
        try:
            found = Decimal(text) if text else None
        except InvalidOperation:
            raise ValidationError("Give a figure, such as 62.5") from None
        if found is not None and not found.is_finite():
            raise ValidationError("Give a figure, such as 62.5")
        return found


class StrategyForm(Folded):
    """A strategy, plan or assessment."""

    few: tuple[str, ...] = ("place", "until", "slug")

    title = fields.ShapeField(Shape.LINE, label="Title")
    kind = fields.Select(label="What it is", choices=[(kind.slug, kind.name) for kind in kinds_of_strategy().values()])
    body = One(label="The body that sets it")
    since = fields.DayField(label="From the day")
    place = fields.ShapeField(Shape.LINE, label="The place it is for", required=False, help_text="Such as Luton")
    until = fields.DayField(label="The first day after it", required=False)
    slug = fields.ShapeField(Shape.SLUG, label="Name in addresses", required=False)


class VersionForm(Known):
    """A version of the text."""

    few: tuple[str, ...] = ("why", "adopted", "decision")

    text = fields.TextField(Shape.TEXT, label="Text", strip=False, help_text="In Markdown")
    why = fields.ShapeField(Shape.LINE, label="What is new in it", required=False, help_text="Needed after the first")
    adopted = fields.DayField(label="The day it was adopted", required=False)
    decision = fields.ShapeField(Shape.LINE, label="The decision", required=False, help_text="Such as D-2021-0007")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["on"]
        self.fields["text"].rows = 20  # type: ignore[attr-defined]


class PriorityForm(SinceForm):
    """A priority."""

    few: tuple[str, ...] = ("slug", "until", "on")

    title = fields.ShapeField(Shape.LINE, label="Title")
    text = fields.TextField(Shape.TEXT, label="What is meant to get better", required=False)
    aims = fields.Ticks(
        label="Aims that it serves", required=False, choices=[(a.slug, a.name) for a in aims().values()]
    )
    slug = fields.ShapeField(
        Shape.SLUG, label="Name in addresses", required=False, help_text="That of one that is there changes it"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["title", "text", "aims", "since", "source"])


class OwnerForm(SinceForm):
    """Who answers for a priority."""

    priority = fields.Select(label="Priority")
    owner = fields.ShapeField(Shape.LINE, label="Who answers for it", help_text="A name or a post")
    body = One(label="For which body", required=False)


class ProgressForm(Known):
    """How a priority goes."""

    few: tuple[str, ...] = ("measure", "value", "target", "unit", "meeting", "on")

    priority = fields.Select(label="Priority")
    status = fields.Radios(label="How it goes", choices=list(statuses().items()))
    text = fields.TextField(Shape.TEXT, label="In words")
    measure = fields.ShapeField(Shape.LINE, label="What is measured", required=False)
    value = AmountField(label="The figure", required=False)
    target = AmountField(label="Its target", required=False)
    unit = fields.ShapeField(Shape.LINE, label="Its unit", required=False)
    meeting = fields.ShapeField(
        Shape.LINE, label="The meeting that looked", required=False, help_text="Its name in addresses"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = "As of the day"


class EndForm(Dated):
    """It is in force no more."""

    why = fields.TextField(Shape.TEXT, label="Why it ends", help_text="It is kept in the audit trail")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = "The first day it is no longer in force"


class Act(NamedTuple):
    """Something done with a strategy."""

    title: str
    button: str
    form: type[Folded]
    do: Callable[[Strategy, dict[str, Any], Any], Any]
    at: str


def _some(got: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: got[name] for name in names}


ACTS: dict[str, Act] = {
    "version": Act("A version of the text", "Keep it", VersionForm, lambda row, got, by: actions.new_version(
        strategy=row, by=by, **_some(got, "text", "source", "why", "adopted", "decision")), "text"),
    "priority": Act("A priority", "Save it", PriorityForm, lambda row, got, by: actions.set_priority(
        strategy=row, slug=got["slug"] or slugify(got["title"])[:80], known=got["on"], by=by,
        **_some(got, "title", "text", "aims", "since", "until", "source")), "since"),
    "owner": Act("Who answers for a priority", "Save it", OwnerForm, lambda row, got, by: actions.set_owner(
        strategy=row, known=got["on"], by=by, **_some(got, "priority", "owner", "body", "since", "until", "source")),
                 "owner"),
    "progress": Act("Say how a priority goes", "Save it", ProgressForm, lambda row, got, by: actions.report_progress(
        strategy=row, by=by, **_some(got, "priority", "on", "status", "text", "source", "measure", "value", "target",
                                     "unit", "meeting")), "text"),
    "end": Act("It is in force no more", "End it", EndForm, lambda row, got, by: actions.end_strategy(
        strategy=row, on=got["on"], why=got["why"], by=by), "on"),
}  # fmt: skip


@governance(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """The strategies of the bodies that somebody keeps them for."""
    bodies = mine(request, KEEP)
    rows = Strategy.objects.visible_to(HOUSE).filter(body__in=bodies).select_related("body").order_by("-since", "slug")
    return show(
        request, "strategies", listed=paged(list(rows), request.GET.get("page")), kinds_of=kinds_of_strategy(),
        names={slug: text for slug, (_, text) in named(bodies).items()},
    )  # fmt: skip


@governance(KEEP)
def add(request: HttpRequest) -> HttpResponse:
    """Put down a strategy."""
    form = StrategyForm(sent(request))
    form.fields["body"].offer(named(mine(request, KEEP)))  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: actions.set_strategy(
            slug=got["slug"] or slugify(got["title"])[:80], by=actor(request),
            **_some(got, "kind", "title", "body", "since", "place", "until"),
        ),
        title="Put down a strategy", button="Put it down", said="It is put down.", to=("strategies",), above=[LIST],
        at="title",
    )  # fmt: skip


@governance(KEEP)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One strategy with its priorities."""
    row = _strategy(request, slug)
    view = strategy_on(slug, on=max(today(), row.since), viewer=HOUSE)
    return show(request, "strategy", row=row, view=view, above=[LIST], acts=ACTS)


@governance(KEEP)
def act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Do something with a strategy."""
    row = _strategy(request, slug)
    if act not in ACTS:
        raise Http404("Nothing of the sort is done with a strategy.")
    this = ACTS[act]
    form = this.form(sent(request))
    if "priority" in form.fields:
        there = Priority.objects.visible_to(HOUSE).filter(strategy=row, replaced=None).order_by("order", "slug")
        form.fields["priority"].choices = [(each.slug, each.title) for each in there]  # type: ignore[attr-defined]
    if "body" in form.fields:
        bodies = list(Body.objects.visible_to(HOUSE))
        form.fields["body"].offer(named(bodies), empty="None")  # type: ignore[attr-defined]
    here = {"href": address("governance-strategy", slug), "text": row.title}
    return ask(
        request, form, lambda got: this.do(row, got, actor(request)), title=this.title, button=this.button,
        said="Saved.", to=("strategy", slug), caption=row.title, above=[LIST, here], at=this.at,
    )  # fmt: skip


def _strategy(request: HttpRequest, slug: str) -> Strategy:
    row = Strategy.objects.visible_to(HOUSE).filter(slug=slug).select_related("body").first()
    if row is None:
        raise unknown(request, KEEP)
    require_for(request.user, KEEP, [row.body], on=today())
    return row
