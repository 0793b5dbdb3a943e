"""The agenda: items are added, changed, put elsewhere and taken off; each has a page with all that belongs to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.governance.action_log.queries import asked_at
from ouzel.governance.decisions.queries import decisions_at
from ouzel.governance.interests.matching import matches
from ouzel.governance.meetings import agenda, forward
from ouzel.governance.meetings import queries as meetings
from ouzel.governance.meetings.agenda import PURPOSES
from ouzel.governance.models import AgendaItem
from ouzel.governance.papers.queries import papers_before
from ouzel.governance.record_links import links_of
from ouzel.governance.reference.decisions import kinds_of_decision
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import At, Link, ask, in_private, running, show
from ouzel.web.desk.governance.fields import CountField
from ouzel.web.desk.governance.forms import Dated, Why, foremost
from ouzel.web.desk.governance.parties import PartiesField, typed

Shape = fields.Shape
KINDS = [("", "None"), *((kind.slug, kind.name) for kind in kinds_of_decision())]


class ItemForm(Dated):
    """What the agenda says of an item."""

    few: tuple[str, ...] = ("kind", "minutes", "topics", "parties", "on", "late")

    title = fields.ShapeField(Shape.LINE, label="Title")
    purpose = fields.Select(label="What it is for", choices=[(each, each.capitalize()) for each in PURPOSES])
    presenter = fields.ShapeField(Shape.LINE, label="Who presents it", required=False)
    text = fields.TextField(Shape.TEXT, label="What is asked of the meeting", required=False)
    kind = fields.Select(label="What kind of decision is asked for", choices=KINDS, required=False)
    minutes = CountField(label="Minutes planned for it", required=False)
    topics = fields.LinesField(
        Shape.LINE, label="Topics", required=False, help_text="One to a line. Who follows a topic is told.", strip=False
    )
    parties = PartiesField(required=False)
    late = fields.TextField(
        Shape.TEXT, label="Why the agenda changes after the notice", required=False,
        help_text="Only after notice was given. Everybody reads it with the meeting.",
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        got = self.cleaned_data
        names = ("title", "purpose", "presenter", "text", "kind", "minutes", "topics", "parties", "late", "on")
        return {name: got[name] for name in names}


class AddForm(ItemForm):
    """A new item."""

    few: tuple[str, ...] = ("number", "after", *ItemForm.few)

    private = fields.Tick(label="It is taken in private", required=False)
    number = fields.ShapeField(
        Shape.LINE, label="Its number as printed", required=False, help_text="Leave it empty for the next"
    )
    after = fields.Select(label="After the item", required=False)

    def __init__(self, *args: Any, items: list[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["after"].choices = [("", "The last"), *((i.number, f"{i.number}. {i.title}") for i in items)]  # type: ignore[attr-defined]
        self.order_fields(["title", "private", "purpose", "presenter", "text", "kind", "number", "after", "minutes",
                           "topics", "parties", "on", "late"])  # fmt: skip
        self.fields[
            "private"
        ].help_text = (
            "The title is then its general nature, fit for everybody. What it is really about goes to the private part."
        )


class AfterForm(Dated):
    """Where an item goes."""

    after = fields.Select(label="It comes after the item", required=False)


class BusinessForm(Dated):
    """Planned business to take."""

    planned = fields.Select(label="Business of the forward plan")
    title = fields.ShapeField(
        Shape.LINE, label="Its title on the agenda", required=False,
        help_text="Of business that is not public say the general nature, fit for everybody; else leave it as planned",
    )  # fmt: skip
    late = ItemForm.base_fields["late"]


@running
def add(request: HttpRequest, it: At) -> HttpResponse:
    """Put an item on the agenda."""
    form = AddForm(sent(request), items=_items(it), initial={"purpose": "decision"})
    if it.meeting.noticed_on:
        foremost(form, "late")

    def do(got: dict[str, Any]) -> AgendaItem:
        return agenda.add_item(
            meeting=it.meeting, number=got["number"], after=got["after"], private=got["private"], by=it.by, **form.said
        )

    return ask(
        request, form, do, title="Put an item on the agenda", button="Add it", to=("meeting", it.slug),
        said=lambda item: f"Item {item.number} is on the agenda.", caption=it.meeting.title, above=it.above, at="late",
        names=it.names,
    )  # fmt: skip


@running
def item(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """One item, with papers, declarations, quorum, decisions and actions."""
    row = it.item(number)
    view = next(each for each in meetings.agenda(it.meeting, request.user) if each.key == row.pk)
    return show(
        request, "item", it=None, at_meeting=it, item=view, above=it.above,
        papers=papers_before([row], request.user).get(row.pk, ()), matched=matches(row, viewer=request.user),
        decisions=[each for each in decisions_at(it.meeting, request.user) if each.item == row.number],
        wanted=[each for each in asked_at(it.meeting, viewer=request.user) if each.item == row.number],
        may_private=in_private(request, it, row), kinds_of_decision=dict(KINDS),
        found=links_of("item", f"{it.slug}/{number}", request.user),
    )  # fmt: skip


@running
def change(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Change what the agenda says of an item."""
    row = it.item(number)
    form = ItemForm(sent(request), initial={
        "title": row.title, "purpose": row.purpose, "presenter": row.presenter, "text": row.text, "kind": row.kind,
        "minutes": row.minutes, "topics": row.topics, "parties": typed(row.parties),
    })  # fmt: skip
    return ask(
        request, form, lambda got: agenda.change_item(item=row, by=it.by, **form.said), title=f"Change item {number}",
        button="Save it", said="Saved.", to=("item", it.slug, number), caption=it.meeting.title, above=way(it, row),
        at="late", names=it.names,
    )  # fmt: skip


@running
def move(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Put an item elsewhere in the order of business."""
    row = it.item(number)
    form = AfterForm(sent(request))
    others = [each for each in _items(it) if each.pk != row.pk and each.private == row.private]
    offered = [("", "None: it comes first"), *((i.number, f"{i.number}. {i.title}") for i in others)]
    form.fields["after"].choices = offered  # type: ignore[attr-defined]
    return ask(
        request, form, lambda got: agenda.move_item(item=row, after=got["after"], on=got["on"], by=it.by),
        title=f"Put item {number} elsewhere", button="Put it there", said="The order of business is changed.",
        to=("meeting", it.slug), caption=it.meeting.title, above=way(it, row), at="after",
        lead=["Its number stays as it was printed."],
    )  # fmt: skip


@running
def remove(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Take an item off the agenda."""
    row = it.item(number)
    return ask(
        request, Why(sent(request)),
        lambda got: agenda.remove_item(item=row, why=got["why"], on=got["on"], by=it.by),
        title=f"Take item {number} off the agenda", button="Take it off", said=f"Item {number} is off the agenda.",
        to=("meeting", it.slug), caption=it.meeting.title, above=way(it, row), at="why",
        lead=["It stays to be seen, with the reason."],
    )  # fmt: skip


@running
def business(request: HttpRequest, it: At) -> HttpResponse:
    """Put something of the forward plan on the agenda."""
    rows = {str(row.pk): row for row in forward.forward_plan(it.bodies, request.user)}
    form = BusinessForm(sent(request), initial={"planned": request.GET.get("planned", "")})
    form.few = ("on",) if it.meeting.noticed_on else ("on", "late")
    offered = [("", "Choose one"), *((key, row.title) for key, row in rows.items())]
    form.fields["planned"].choices = offered  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: forward.put_on_agenda(
            planned=rows[got["planned"]], meeting=it.meeting, title=got["title"], late=got["late"], on=got["on"],
            by=it.by,
        ),
        title="Take business of the forward plan", button="Put it on the agenda", to=("meeting", it.slug),
        said=lambda made: f"Item {made.number} is on the agenda.", caption=it.meeting.title, above=it.above, at="late",
    )  # fmt: skip


def way(it: At, row: AgendaItem) -> list[Link]:
    """The way back to an item."""
    return [*it.above, {"href": address("governance-item", it.slug, row.number), "text": f"Item {row.number}"}]


def _items(it: At) -> list[AgendaItem]:
    rows = AgendaItem.objects.visible_to(it.by).filter(meeting=it.meeting, removed="")
    return list(rows.order_by("order", "pk"))
