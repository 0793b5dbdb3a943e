"""Needs assessments, strategies and plans: their versions, priorities, who answers for them, and how they go."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from ouzel.core.permissions import Permission, today
from ouzel.governance.models import Body, Priority, PriorityOwner, Strategy
from ouzel.governance.record_links import links_of_many
from ouzel.governance.reference.aims import kinds_of_strategy
from ouzel.governance.rules import require_for
from ouzel.governance.strategies import actions
from ouzel.governance.strategies.queries import strategy_on
from ouzel.web.desk.activity.forms import Folded
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance import strategy_forms as forms
from ouzel.web.desk.governance.door import Link, ask, governance, meetings_to_name, mine, named, show, unknown
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

KEEP = Permission.STRATEGIES_KEEP
LIST: Link = {"href": "/desk/governance/strategies/", "text": "Strategies"}


class Act(NamedTuple):
    """Something done with a strategy, or with one of its priorities."""

    title: str
    button: str
    form: type[Folded]
    do: Callable[[Strategy, dict[str, Any], Any], Any]
    at: str


def _some(got: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: got[name] for name in names}


ACTS: dict[str, Act] = {
    "version": Act("A version of the text", "Keep it", forms.VersionForm, lambda row, got, by: actions.new_version(
        strategy=row, by=by, **_some(got, "text", "source", "why", "adopted", "decision")), "text"),
    "priority": Act("A priority", "Save it", forms.PriorityForm, lambda row, got, by: actions.set_priority(
        strategy=row, slug=got["slug"] or slugify(got["title"])[:80], known=got["on"], by=by,
        **_some(got, "title", "text", "aims", "since", "until", "source")), "since"),
    "end": Act("It is in force no more", "End it", forms.EndForm, lambda row, got, by: actions.end_strategy(
        strategy=row, on=got["on"], why=got["why"], by=by), "on"),
    "progress": Act("Say how a priority goes", "Save it", forms.ProgressForm,
                    lambda row, got, by: actions.report_progress(
                        strategy=row, by=by, **_some(got, "priority", "on", "status", "text", "source", "measure",
                                                     "value", "target", "unit", "meeting")), "text"),
    "owner": Act("Say who answers for a priority", "Save it", forms.OwnerForm, lambda row, got, by: actions.set_owner(
        strategy=row, known=got["on"], by=by, **_some(got, "priority", "owner", "body", "since", "until", "source")),
                 "owner"),
    "hand": Act("Somebody else answers for a priority", "Save it", forms.HandForm,
                lambda row, got, by: actions.change_owner(
                    owner=got["held"], to=got["owner"], body=got["body"], on=got["day"], known=got["on"],
                    source=got["source"], by=by), "day"),
    "owner-end": Act("Somebody answers for a priority no more", "End it", forms.EndOwnerForm,
                     lambda row, got, by: actions.end_owner(
                         strategy=row, priority=got["held"].priority, owner=got["held"].owner, on=got["day"],
                         known=got["on"], source=got["source"], by=by), "day"),
    "priority-end": Act("A priority is one no more", "End it", forms.EndPriorityForm,
                        lambda row, got, by: actions.end_priority(
                            strategy=row, slug=got["priority"], on=got["day"], known=got["on"], source=got["source"],
                            by=by), "day"),
}  # fmt: skip
OF_IT = ("version", "priority", "end")
"""What is done with a strategy as a whole; the others are done with one of its priorities."""


@governance(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """The strategies of the bodies that somebody keeps them for."""
    bodies = mine(request, KEEP)
    rows = Strategy.objects.visible_to(request.user).filter(body__in=bodies).select_related("body")
    rows = rows.order_by("-since", "slug")
    return show(
        request, "strategies", listed=paged(list(rows), request.GET.get("page")), kinds_of=kinds_of_strategy(),
        names={slug: text for slug, (_, text) in named(bodies).items()},
    )  # fmt: skip


@governance(KEEP)
def add(request: HttpRequest) -> HttpResponse:
    """Put down a strategy."""
    form = forms.StrategyForm(sent(request))
    form.fields["body"].offer(named(mine(request, KEEP)))  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: actions.set_strategy(
            slug=got["slug"] or slugify(got["title"])[:80], by=actor(request),
            **_some(got, "kind", "title", "body", "since", "place", "until"),
        ),
        title="Put down a strategy", button="Put it down", said="It is put down.", above=[LIST], at="title",
        to=lambda row: ("strategy", row.slug),
    )  # fmt: skip


@governance(KEEP)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One strategy with its priorities."""
    row = _strategy(request, slug)
    view = strategy_on(slug, on=max(today(), row.since), viewer=request.user)
    refs = [each.ref for each in view.priorities] if view else []
    return show(
        request, "strategy", row=row, view=view, above=[LIST], acts={name: ACTS[name] for name in OF_IT},
        found=links_of_many("strategy", [slug], request.user).get(slug, ()),
        linked_to=links_of_many("priority", refs, request.user), owned=_owned(row),
    )  # fmt: skip


@governance(KEEP)
def act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Do something with a strategy, or with one of its priorities (`?priority=` says which is meant)."""
    row = _strategy(request, slug)
    if act not in ACTS:
        raise Http404("Nothing of the sort is done with a strategy.")
    this = ACTS[act]
    form = this.form(sent(request), initial=_initial(row, act, request.GET.get("priority", "")))
    there = Priority.objects.visible_to(request.user).filter(strategy=row).order_by("order", "slug", "pk")
    titles = {each.slug: each.title for each in there if each.replaced is None}
    if "priority" in form.fields:
        form.fields["priority"].choices = [*titles.items()]  # type: ignore[attr-defined]
    if "held" in form.fields:
        held = {
            str(each.pk): (each, f"{titles.get(each.priority, each.priority)}: {each.owner}") for each in _owned(row)
        }
        form.fields["held"].offer(held)  # type: ignore[attr-defined]
    if "body" in form.fields:
        bodies = list(Body.objects.visible_to(request.user))
        form.fields["body"].offer(named(bodies), empty="None")  # type: ignore[attr-defined]
    if "meeting" in form.fields:
        form.fields["meeting"].choices = meetings_to_name(row.body)  # type: ignore[attr-defined]
    here = {"href": address("governance-strategy", slug), "text": row.title}
    return ask(
        request, form, lambda got: this.do(row, got, actor(request)), title=this.title, button=this.button,
        said="Saved.", to=("strategy", slug), caption=row.title, above=[LIST, here], at=this.at,
    )  # fmt: skip


def _owned(row: Strategy) -> list[PriorityOwner]:
    """Who answers for its priorities today, or on its first day where that is still to come."""
    rows = PriorityOwner.objects.visible_to(None).on(max(today(), row.since)).filter(strategy=row)
    return list(rows.order_by("priority", "owner"))


def _initial(row: Strategy, act: str, priority: str) -> dict[str, Any]:
    """What stands there already: the newest text, or the priority that is meant."""
    if act == "version":
        last = row.versions.order_by("number").last()
        return {"text": last.text} if last else {}
    if act == "priority":
        there = Priority.objects.visible_to(None).filter(strategy=row, slug=priority, replaced=None)
        was = there.order_by("valid").last()
        return {name: getattr(was, name) for name in ("title", "text", "aims", "slug")} if was else {}
    if act in ("hand", "owner-end"):
        return {"held": next((each for each in _owned(row) if each.priority == priority), None)}
    return {"priority": priority}


def _strategy(request: HttpRequest, slug: str) -> Strategy:
    row = Strategy.objects.visible_to(request.user).filter(slug=slug).select_related("body").first()
    if row is None:
        raise unknown(request, KEEP)
    require_for(request.user, KEEP, [row.body], on=today())
    return row
