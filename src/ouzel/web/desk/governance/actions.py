"""The log of actions: asked for at items, reported on, put off, handed on, closed."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, today
from ouzel.governance.action_log import actions
from ouzel.governance.action_log import queries as log
from ouzel.governance.models import Action, Body, Decision
from ouzel.governance.record_links import links_of
from ouzel.governance.rules import require_for
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import (
    At,
    Link,
    ask,
    everybody_reads,
    go,
    governance,
    in_private,
    mine,
    name_of,
    named,
    running,
    show,
    unknown,
)
from ouzel.web.desk.governance.fields import One
from ouzel.web.desk.governance.forms import Dated, Why
from ouzel.web.desk.governance.items import way
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
RUN = Permission.GOVERNANCE_RUN
LOG: Link = {"href": "/desk/governance/actions/", "text": "Actions"}


class AskForm(Dated):
    """Something to be done."""

    few: tuple[str, ...] = ("decision", "on")

    text = fields.TextField(Shape.TEXT, label="What is to be done")
    owner = fields.ShapeField(Shape.LINE, label="Who does it", help_text="A name or a post")
    due = fields.DayField(label="Due by", required=False)
    body = One(label="The body that asks for it")
    decision = One(label="The decision it follows from", required=False)


class NoteForm(Dated):
    """What is said of it."""

    note = fields.TextField(Shape.TEXT, label="What is said of it", required=False)


class DueForm(Why):
    """Another day."""

    due = fields.DayField(label="Due by", required=False)


class OwnerForm(NoteForm):
    """Somebody else."""

    owner = fields.ShapeField(Shape.LINE, label="Who does it from now on")


class Step(NamedTuple):
    """A step of an action as its page tells it."""

    title: str
    button: str
    said: str
    form: type[Dated]
    do: Callable[..., Any]
    takes: tuple[str, ...]


STEPS: dict[str, Step] = {
    "report": Step("Say how it goes", "Save it", "Noted.", NoteForm, actions.report, ("note",)),
    "due": Step("Give it another day", "Save it", "It is due on another day.", DueForm, actions.move_due,
                ("due", "why")),
    "owner": Step("Hand it to somebody else", "Hand it on", "It is handed on.", OwnerForm, actions.change_owner,
                  ("owner", "note")),
    "done": Step("It is reported done", "Report it done", "It is reported done. The body closes it.", NoteForm,
                 actions.report_done, ("note",)),
    "close": Step("Close it", "Close it", "It is closed.", NoteForm, actions.close_action, ("note",)),
    "drop": Step("Drop it", "Drop it", "It is dropped.", Why, actions.drop_action, ("why",)),
}  # fmt: skip


@running
def add(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Ask for something at an item."""
    row = it.item(number)
    if in_private(request, it, row):
        return go(request, "private-action", it.slug, number)
    form = AskForm(sent(request), initial={"on": it.past, "body": it.bodies[0].slug})
    form.fields["body"].offer({body.slug: (body, it.names[body.slug]) for body in it.bodies})  # type: ignore[attr-defined]
    taken = Decision.objects.visible_to(request.user).filter(item=row).select_related("body").order_by("ref")
    form.fields["decision"].offer(  # type: ignore[attr-defined]
        {each.ref: (each, f"{each.ref}, {it.names.get(each.body.slug, '')}") for each in taken}, empty="None"
    )
    return ask(
        request, form,
        lambda got: actions.ask_for(
            item=row, text=got["text"], owner=got["owner"], due=got["due"], body=got["body"],
            decision=got["decision"], on=got["on"], by=it.by,
        ),
        title=f"Ask for something at item {number}", button="Put it on the log",
        said=lambda made: f"{made.ref} is on the log.", to=("item", it.slug, number), caption=row.title,
        above=way(it, row), at="on", names=it.names, lead=everybody_reads(row),
    )  # fmt: skip


@governance(RUN)
def listed(request: HttpRequest) -> HttpResponse:
    """What is open, the first due first."""
    bodies = mine(request)
    found = log.open_actions(bodies, on=today(), viewer=request.user)
    return show(
        request, "actions", listed=paged(found, request.GET.get("page")),
        names={slug: text for slug, (_, text) in named(bodies).items()},
    )  # fmt: skip


@governance(RUN)
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """One action with its steps."""
    row = _found(request, ref)
    view = log.action(ref, request.user, on=today())
    return show(
        request, "action", action=view, above=[LOG], steps=STEPS if view and view.state in ("open", "done") else {},
        names={row.body.slug: name_of(row.body)}, name_of=name_of, found=links_of("action", ref, request.user),
    )  # fmt: skip


@governance(RUN)
def step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Take one step of an action."""
    row = _found(request, ref)
    if step not in STEPS:
        raise Http404("An action has no such step.")
    this = STEPS[step]
    form = this.form(sent(request))
    return ask(
        request, form,
        lambda got: this.do(action=row, on=got["on"], by=actor(request), **{name: got[name] for name in this.takes}),
        title=this.title, button=this.button, said=this.said, to=("action", ref), caption=f"{ref}: {row.text}",
        above=[LOG], at=this.takes[0], lead=[f"{row.owner}, due by {words.day(row.due)}." if row.due else row.owner],
    )  # fmt: skip


def _found(request: HttpRequest, ref: str) -> Action:
    row = Action.objects.visible_to(request.user).filter(ref=ref).select_related("body").first()
    if row is None:
        raise unknown(request, RUN)
    bodies: list[Body] = [row.body]
    require_for(request.user, RUN, bodies, on=today())
    return row
