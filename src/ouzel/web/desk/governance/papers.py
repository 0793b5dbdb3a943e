"""Papers are put before items, corrected, taken off and published; the pack is made of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity.gate.uploads import refused_upload
from ouzel.core.site import asked_at
from ouzel.governance.models import ItemPaper, Paper
from ouzel.governance.packs.actions import make_pack
from ouzel.governance.packs.html import body as pack_body
from ouzel.governance.papers import actions, before_items
from ouzel.governance.papers.kinds import LARGEST, RIGHT
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import handed, sent
from ouzel.web.desk.governance.door import At, ask, running, show
from ouzel.web.desk.governance.fields import One
from ouzel.web.desk.governance.forms import Dated, Why, foremost
from ouzel.web.desk.governance.items import way

Shape = fields.Shape


class FileForm(Dated):
    """A form with a document, which stays in memory until it was looked into."""

    file = fields.FileField(most=LARGEST, label="The document", help_text=RIGHT)

    def __init__(self, *args: Any, refused: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refused = refused
        self.fields["file"].error_messages["required"] = "Choose a document"

    def clean(self) -> dict[str, Any]:
        """A document that came and was too large is not one that was left out."""
        got = super().clean()
        if self.refused and "file" in self.errors:
            self.errors["file"] = self.error_class([f"The document must be smaller than {LARGEST >> 20} MB"])
        return got

    @property
    def document(self) -> dict[str, Any]:
        """Its name and content, as the actions take them."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return {"name": file.name, "content": file.read()}


class PaperForm(FileForm):
    """A new paper."""

    few: tuple[str, ...] = ("author", "label", "tabled", "on", "late")

    title = fields.ShapeField(Shape.LINE, label="Title of the paper")
    author = fields.ShapeField(Shape.LINE, label="Author", required=False)
    label = fields.ShapeField(Shape.LINE, label="Label", required=False, help_text="Such as: Appendix A")
    tabled = fields.Tick(label="It is handed out at the meeting itself", required=False)
    late = fields.TextField(
        Shape.TEXT, label="Why it comes after papers were due", required=False,
        help_text="Only then. Everybody reads it with the paper.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["title", "file", "author", "label", "tabled", "on", "late"])


class VersionForm(FileForm):
    """A further version."""

    why = fields.TextField(Shape.TEXT, label="What changed", help_text="Everybody reads it with the paper")


class AttachForm(Dated):
    """A paper that is there already."""

    few: tuple[str, ...] = ("label", "tabled", "on", "late")

    paper = One(label="The paper")
    label = PaperForm.base_fields["label"]
    tabled = PaperForm.base_fields["tabled"]
    late = PaperForm.base_fields["late"]


class PublishForm(Dated):
    """Papers that become public."""

    few: tuple[str, ...] = ("on", "late")

    late = fields.TextField(
        Shape.TEXT, label="Why they come after papers were due", required=False,
        help_text="Only then. Everybody reads it with the papers.",
    )  # fmt: skip


@running
def add(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Put a new paper before an item."""
    row = it.item(number)
    form = PaperForm(sent(request), handed(request), refused=refused_upload(request))
    if _late(it):
        foremost(form, "late")

    def do(got: dict[str, Any]) -> Paper:
        return actions.add_paper(
            item=row, title=got["title"], author=got["author"], label=got["label"], tabled=got["tabled"],
            late=got["late"], on=got["on"], by=it.by, **form.document,
        )  # fmt: skip

    return ask(
        request, form, do, title=f"Put a paper before item {number}", button="Put it before the item",
        said=lambda paper: f"“{paper.title}” is before item {number}. It is not public yet.",
        to=("item", it.slug, number), caption=it.meeting.title, above=way(it, row),
        at="late" if _late(it) else "file",
        names=it.names, lead=_due(it),
    )  # fmt: skip


@running
def attach(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Put a paper that is there before an item as well."""
    row = it.item(number)
    form = AttachForm(sent(request))
    there = Paper.objects.visible_to(request.user).filter(items__item__meeting__sittings__body__in=it.bodies)
    there = (
        there.exclude(pk__in=ItemPaper.objects.visible_to(request.user).filter(item=row).values("paper"))
        .distinct()
        .order_by("-day", "slug")[:300]
    )
    form.fields["paper"].offer({paper.slug: (paper, paper.title) for paper in there})  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: actions.attach(
            paper=got["paper"], item=row, label=got["label"], tabled=got["tabled"], late=got["late"], on=got["on"],
            by=it.by,
        ),
        title=f"Put a paper that is there before item {number}", button="Put it before the item",
        said="The paper is before the item.", to=("item", it.slug, number), caption=it.meeting.title,
        above=way(it, row), at="late", names=it.names,
    )  # fmt: skip


@running
def version(request: HttpRequest, it: At, number: str, paper: str) -> HttpResponse:
    """Hand in a further version of a paper."""
    row, there = it.item(number), _before(it, number, paper)
    form = VersionForm(sent(request), handed(request), refused=refused_upload(request))
    return ask(
        request, form,
        lambda got: actions.new_version(paper=there, why=got["why"], on=got["on"], by=it.by, **form.document),
        title="A further version", button="Hand it in", caption=there.title, to=("item", it.slug, number),
        said=lambda made: f"Version {made.number} is there. It is public once papers are published.",
        above=way(it, row), at="file", lead=["Versions before it stay at their addresses."],
    )  # fmt: skip


@running
def detach(request: HttpRequest, it: At, number: str, paper: str) -> HttpResponse:
    """Take a paper off an item."""
    row, there = it.item(number), _before(it, number, paper)
    return ask(
        request, Why(sent(request)),
        lambda got: actions.detach(paper=there, item=row, why=got["why"], on=got["on"], by=it.by),
        title=f"Take a paper off item {number}", button="Take it off", said="The paper is off the item.",
        caption=there.title, to=("item", it.slug, number), above=way(it, row), at="why",
    )  # fmt: skip


@running
def publish(request: HttpRequest, it: At) -> HttpResponse:
    """Publish all papers of a meeting that are not public yet."""
    form = PublishForm(sent(request))
    if _late(it):
        foremost(form, "late")
    return ask(
        request, form,
        lambda got: actions.publish_papers(meeting=it.meeting, late=got["late"], on=got["on"], by=it.by),
        title="Publish the papers", button="Publish them", to=("meeting", it.slug), caption=it.meeting.title,
        said=lambda made: f"{words.capital(words.count(len(made), 'paper'))} published." if made else "All is public.",
        above=it.above, at="late", names=it.names,
        lead=[*_due(it), "What was public once stays at its address for good."],
    )  # fmt: skip


@running
def pack(request: HttpRequest, it: At) -> HttpResponse:
    """The pack, to be read; or made as one PDF and saved."""
    base = asked_at(request)
    if request.method == "POST":
        made = make_pack(meeting=it.meeting, by=it.by, base=base)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{it.slug}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
    return show(request, "pack", at_meeting=it, above=it.above, body=pack_body(it.meeting, it.by, base="", top=2))


def _before(it: At, number: str, slug: str) -> Paper:
    found = ItemPaper.objects.visible_to(it.by).filter(item=it.item(number), paper__slug=slug).select_related("paper")
    row = found.first()
    if row is None:
        raise Http404("This paper is not before the item.")
    return row.paper


def _due(it: At) -> list[str]:
    last = before_items.due(it.meeting)
    if last is None:
        return ["By when papers are due cannot be worked out, as nobody has published the bank holidays yet: say so."]
    day = words.day(last)
    late = f"Papers were due by {day}. What comes after it is told as late, with the reason."
    return [late if _late(it) else f"Papers are due by {day}."]


def _late(it: At) -> bool:
    last = before_items.due(it.meeting)
    return last is None or it.past > last
