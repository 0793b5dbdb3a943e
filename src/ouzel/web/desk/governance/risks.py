"""The register of risks: opened, looked at again, handed to another body, shown or kept from the public, closed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, today
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.models import Risk
from ouzel.governance.record_links import links_of
from ouzel.governance.reference.risks import matrix
from ouzel.governance.risks import actions
from ouzel.governance.risks.queries import risk_on, risks_on
from ouzel.governance.rules import require_for
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import (
    Link,
    ask,
    governance,
    meetings_to_name,
    mine,
    name_of,
    named,
    show,
    unknown,
)
from ouzel.web.desk.governance.fields import CountField, One
from ouzel.web.desk.governance.forms import Dated, Why
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
KEEP = Permission.RISKS_KEEP
LIST: Link = {"href": "/desk/governance/risks/", "text": "Risks"}


def scale(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """From 1 to 5, in words."""
    return [("", "Choose one"), *((str(number), f"{number}: {text}") for number, text in enumerate(words, 1))]


class LookForm(Dated):
    """Where a risk stands."""

    few: tuple[str, ...] = ("inherent", "target", "controls", "gaps", "assurances", "meeting", "on")

    owner = fields.ShapeField(Shape.LINE, label="Who answers for it")
    likelihood = fields.Select(label="How likely", choices=scale(matrix().likelihood))
    impact = fields.Select(label="How bad", choices=scale(matrix().impact))
    text = fields.TextField(Shape.TEXT, label="What is said of it", required=False)
    inherent = CountField(label="Score before controls", required=False)
    target = CountField(label="Score where it should be", required=False)
    controls = fields.LinesField(Shape.LINE, label="Controls", required=False, strip=False, help_text="One to a line")
    gaps = fields.LinesField(Shape.LINE, label="Gaps in them", required=False, strip=False, help_text="One to a line")
    assurances = fields.LinesField(
        Shape.LINE, label="Assurance", required=False, strip=False, help_text="One to a line"
    )
    meeting = fields.Select(label="The meeting that looked", required=False)

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        got = self.cleaned_data
        names = ("owner", "text", "inherent", "target", "controls", "gaps", "assurances", "meeting", "on")
        return {name: got[name] for name in names} | {name: int(got[name]) for name in ("likelihood", "impact")}


class OpenForm(LookForm):
    """A new risk."""

    title = fields.ShapeField(Shape.LINE, label="The risk")
    body = One(label="The body that looks after it")
    cause = fields.TextField(Shape.TEXT, label="What may cause it", required=False)
    effect = fields.TextField(Shape.TEXT, label="What would follow", required=False)
    framework = fields.Tick(label="It is part of the board assurance framework", required=False)
    public = fields.Tick(label="Everybody may read it", required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["title", "body", "cause", "effect", "owner", "likelihood", "impact", "framework", "public"])


class HandForm(Dated):
    """Another body looks after it."""

    to = One(label="The body that takes it over")
    why = fields.TextField(Shape.TEXT, label="Why", help_text="Everybody who may read the risk reads it")


class ShowForm(Dated):
    """Who may read it."""

    why = fields.TextField(Shape.TEXT, label="Why", help_text="It is kept in the audit trail")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["on"]


@governance(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """The risks of the bodies that somebody keeps them for, the worst first."""
    bodies = mine(request, KEEP)
    rows = sorted(risks_on(today(), viewer=request.user, bodies=bodies), key=lambda each: -each.score)
    names = {slug: text for slug, (_, text) in named(bodies).items()}
    return show(request, "risks", listed=paged(rows, request.GET.get("page")), names=names)


@governance(KEEP)
def add(request: HttpRequest) -> HttpResponse:
    """Open a risk."""
    form = OpenForm(sent(request))
    form.fields["body"].offer(named(mine(request, KEEP)))  # type: ignore[attr-defined]
    form.fields["meeting"].choices = meetings_to_name(*mine(request, KEEP))  # type: ignore[attr-defined]
    names = ("title", "body", "cause", "effect", "framework", "public")
    return ask(
        request, form,
        lambda got: actions.open_risk(by=actor(request), **{name: got[name] for name in names}, **form.said),
        title="Put a risk on the register", button="Put it there", said=lambda row: f"{row.ref} is on the register.",
        to=lambda row: ("risk", row.ref), above=[LIST], at="title",
    )  # fmt: skip


@governance(KEEP)
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """Look at a risk again."""
    row = _risk(request, ref)
    view = risk_on(ref, on=today(), viewer=request.user)
    names = ("owner", "inherent", "target", "controls", "gaps", "assurances")
    initial = {name: getattr(view, name) for name in names} if view else {}
    initial |= {"likelihood": str(view.likelihood), "impact": str(view.impact)} if view else {}
    form = LookForm(sent(request), initial=initial)
    form.fields["meeting"].choices = meetings_to_name(row.body)  # type: ignore[attr-defined]
    return ask(
        request, form, lambda got: actions.review(risk=row, by=actor(request), **form.said),
        title=row.title, button="Put down this look", said="It is put down.", to=("risk", ref), caption=ref,
        above=[LIST], at="on", template="risk", view=view, name_of=name_of, found=links_of("risk", ref, request.user),
    )  # fmt: skip


@governance(KEEP)
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a risk."""
    row = _risk(request, ref)
    return ask(
        request, Why(sent(request)),
        lambda got: actions.close_risk(risk=row, on=got["on"], why=got["why"], by=actor(request)),
        title="Close a risk", button="Close it", said="It is closed.", to=("risk", ref), caption=row.title,
        above=way(row), at="why",
    )  # fmt: skip


@governance(KEEP)
def hand(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand a risk to another body that somebody keeps risks for."""
    row = _risk(request, ref)
    form = HandForm(sent(request))
    others = [body for body in mine(request, KEEP) if body != row.body and body_on(body, on=today())]
    form.fields["to"].offer(named(others))  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: actions.carry_risk(risk=row, to=got["to"], on=got["on"], why=got["why"], by=actor(request)),
        title="Hand a risk to another body", button="Hand it over", to=("risk", ref), caption=row.title,
        said=lambda look: f"{name_of(look.body)} looks after it from now on.", above=way(row), at="on",
        lead=[f"{name_of(row.body)} looks after it now. It keeps its score and all that was said of it."],
    )  # fmt: skip


@governance(KEEP)
def show_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep a risk from the public, or let everybody read it, with the reason."""
    row = _risk(request, ref)
    public = not row.public
    return ask(
        request, ShowForm(sent(request)),
        lambda got: actions.show_risk(risk=row, public=public, why=got["why"], by=actor(request)),
        title="Let everybody read a risk" if public else "Keep a risk from the public",
        button="Let everybody read it" if public else "Keep it from the public", to=("risk", ref), caption=row.title,
        said="Everybody can read it now." if public else "The public no longer reads it.", above=way(row), at="why",
        lead=["Everybody can then read every look at it, back to the first."] if public
        else ["It is then read only by who keeps risks of this body. Whoever has read it before knows it."],
    )  # fmt: skip


def way(row: Risk) -> list[Link]:
    """The way back to a risk."""
    return [LIST, {"href": address("governance-risk", row.ref), "text": row.ref}]


def _risk(request: HttpRequest, ref: str) -> Risk:
    row = Risk.objects.visible_to(request.user).filter(ref=ref).select_related("body").first()
    if row is None:
        raise unknown(request, KEEP)
    try:
        require_for(request.user, KEEP, [row.body], on=today())
    except PermissionDenied:
        if row.public:
            raise
        raise unknown(request, KEEP) from None
    return row
