"""A plan is begun, told about, handed in as a text or a file, or derived from a day."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.reorganisation import derivation, plan_file, queries
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.plan_file.tables import PLAN
from ouzel.web import words
from ouzel.web.desk import fields, working
from ouzel.web.desk.door import desk, go, handed, sent, show, told, told_by_line
from ouzel.web.desk.forms import BODY_KINDS, Drawn, TableForm, table_form

Shape = fields.Shape
WRITE = Permission.PLANS_WRITE
TYPED = 400_000
"""A plan of more characters than this is not put in a box to be edited: it is saved as a file and handed in again."""
WRITTEN: dict[str, Any] = {
    "label": "The day this is written",
    "help_text": "Today. Give another only to write down what happened earlier.",
}


def about_form(*args: Any, whole: bool, **options: Any) -> TableForm:
    """The first page of a plan; `whole`: with its name and author, which stay what they are."""
    form = table_form(PLAN, *args, leave_out=() if whole else ("slug", "author"), **options)
    if whole:
        form.fields["slug"].required = False
        form.fields["day"] = fields.DayField(initial=today(), **WRITTEN)
        form.fields["day"].more = True  # type: ignore[attr-defined]
        form.fields["day"].error_messages["required"] = "Give the day this is written"
    form.order_fields(["title", "effective", "summary", "statutory_basis", "sources", "author", "slug"])
    for name in ("reasons", "challenges"):
        form.fields[name].more = True  # type: ignore[attr-defined]
    return form


@desk(WRITE)
def begin(request: HttpRequest) -> HttpResponse:
    """The first page of a plan that is made by hand."""
    author = getattr(request.user, "name", "") or str(request.user)
    form = about_form(sent(request), whole=True)
    form.fields["author"].initial = author
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"] or _suggested(request, form.cleaned_data["title"])
        if _is_there(request, slug):
            form.add_error("slug", f"There is a plan called {slug} already. Give another name")
        elif form.cleaned_data["day"] > today():
            form.add_error("day", "This cannot be written on a day to come")
        else:
            plan = Plan(changes=(), **{**form.values(), "slug": slug})
            working.begin(request, plan, on=form.cleaned_data["day"])
            return go(request, "add", slug)
    return show(request, "about", form=form, it=None)


@desk(WRITE)
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """The first page of a plan, to be changed."""
    it = working.work(request, slug)
    form = about_form(sent(request), whole=False, thing=it.plan)
    if request.method == "POST" and form.is_valid():
        plan = replace(it.plan, **form.values())
        if it.proposal is None:
            working.begin(request, plan, on=it.day)
            return go(request, "add", slug)
        try:
            working.save(request, plan, seen=seen_version(request, it), on=it.day)
            return go(request, "change", slug, said="The plan was saved.")
        except ContentError as error:
            refuse(form, error)
    return show(request, "about", form=form, it=it)


class TextForm(Drawn):
    """A plan as text, or as a file."""

    text = fields.TextField(Shape.TEXT, label="The plan as text (TOML)", required=False, strip=False)
    file = fields.FileField(
        most=plan_file.LARGEST, label="Or a plan file", required=False, help_text="A text file that ends in .toml"
    )

    def given(self) -> tuple[str, str]:
        """The text that was handed in and the name of its file; ContentError where it is no text."""
        file = self.cleaned_data.get("file")
        if not file:
            return str(self.data.get("text", "")), ""
        try:
            return file.read().decode("utf-8-sig"), file.name
        except UnicodeDecodeError:
            raise ContentError("this file is not UTF-8 text", file.name, right="Save it as UTF-8") from None


@desk(WRITE)
def from_file(request: HttpRequest) -> HttpResponse:
    """A plan that is written already, as text or as a file, becomes a draft."""
    return _text(request, None)


@desk(WRITE)
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan as text, to be changed there."""
    return _text(request, working.kept(request, slug)[0])


def _text(request: HttpRequest, it: working.Work | None) -> HttpResponse:
    whole = plan_file.write(it.plan) if it else ""
    form = TextForm(sent(request), handed(request), initial={"text": whole if len(whole) <= TYPED else ""})
    if request.method == "POST" and form.is_valid():
        try:
            content, name = form.given()
            plan = plan_file.parse(content, file=name or "")
            if it and plan.slug != it.slug:
                raise ContentError(
                    f"this is the plan {plan.slug}, and not {it.slug}", name, plan.line("plan.slug"),
                    right="The name of a plan is kept for good. Hand another plan in as a new one",
                )  # fmt: skip
            proposal = working.save(
                request, plan, seen=seen_version(request, it) if it else 0, on=it.day if it else today()
            )
            return go(request, "change", proposal.slug, said="The plan was saved.")
        except ContentError as error:
            refuse(form, error, at="text")
    return show(request, "text", form=form, it=it, too_long=len(whole) > TYPED)


class DayForm(Drawn):
    """What to derive a plan from."""

    on = fields.DayField(label="The day on which it took effect", help_text="For example, 1 4 2021")
    kinds = fields.Ticks(
        label="Kinds of body", choices=BODY_KINDS, required=False,
        help_text="Leave all empty for the bodies that reorganisations are about: commissioners, systems, trusts",
    )  # fmt: skip
    title = fields.ShapeField(Shape.LINE, label="Title", required=False, help_text="Leave it empty to have one made")
    slug = fields.ShapeField(Shape.SLUG, label="Name in addresses", required=False,
                             help_text="Leave it empty to have it made from the day")  # fmt: skip
    day = fields.DayField(initial=today, **WRITTEN)


@desk(WRITE)
def from_day(request: HttpRequest) -> HttpResponse:
    """The plan that explains what took effect on a day: looked at first, with what it does not explain, then kept."""
    form = DayForm(sent(request))
    derived = None
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        author = getattr(request.user, "name", "") or str(request.user)
        kinds = tuple(got["kinds"]) or derivation.STATUTORY
        derived = derivation.derive_day(got["on"], slug=got["slug"], title=got["title"], author=author, kinds=kinds)
        if not derived.plan.changes:
            form.add_error("on", f"Nothing that a plan can say took effect on {words.day(got['on'])}")
            derived = None
        elif "keep" in request.POST:
            try:
                proposal = working.save(request, derived.plan, seen=0, on=got["day"])
                return go(request, "change", proposal.slug, said="The plan was derived and saved as a draft.")
            except ContentError as error:
                refuse(form, error, at="slug")
    return show(request, "derive", form=form, derived=derived)


def seen_version(request: HttpRequest, it: working.Work) -> int:
    """The number of the version that a form was made from."""
    number = request.POST.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 9 else it.number


def refuse(form: Drawn, error: ContentError, *, at: str = "") -> None:
    """Say what an action refused: beside the field it names, else `at` a field, else above all of them."""
    name = error.field.rpartition(".")[2].partition("[")[0]
    said = told_by_line(error) if isinstance(form, TextForm) else told(error)
    form.add_error(name if name in form.fields else at or None, ValidationError(said))


def _suggested(request: HttpRequest, title: str) -> str:
    """A name made from the title that no plan has yet."""
    base = slugify(title)[:60].strip("-")
    base = base if len(base) > 1 else f"plan-{today()}"
    names = (base, *(f"{base}-{number}" for number in range(2, 100)))
    return next((name for name in names if fields.fits(Shape.SLUG, name) and not _is_there(request, name)), base)


def _is_there(request: HttpRequest, slug: str) -> bool:
    return queries.proposals(request.user).filter(slug=slug).exists()
