"""Bodies are opened and ended; what holds of them, their standing orders and who may decide what is said with dates."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, today
from ouzel.governance.bodies import actions, closing, composition, delegating, delegation
from ouzel.governance.bodies.queries import body_shown
from ouzel.governance.models import Body, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.record_links import links_of
from ouzel.governance.reference.decisions import kinds_of_decision
from ouzel.governance.reference.kinds import kinds_of_body
from ouzel.governance.seats.queries import seats_on
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import Link, ask, governance, keeping, mine, name_of, named, show
from ouzel.web.desk.governance.fields import One, PoundsField
from ouzel.web.desk.governance.forms import Known
from ouzel.web.desk.governance.overview import AHEAD
from ouzel.web.desk.working import actor

Shape = fields.Shape
KEEP = Permission.BODIES_KEEP
LIST: Link = {"href": "/desk/governance/bodies/", "text": "Bodies"}
SAYS = [(each.value, each.label.capitalize()) for each in BodyAttribute if each not in ("life", "successor")]


class SinceForm(Known):
    """What holds for some days."""

    few: tuple[str, ...] = ("until", "on")

    since = fields.DayField(label="From the day", help_text="The first day on which it holds")
    until = fields.DayField(label="The first day it no longer holds", required=False)


class OpenForm(SinceForm):
    """A body that begins."""

    few: tuple[str, ...] = (
        "part_of",
        "accountable_to",
        "basis",
        "duties",
        "place",
        "terms",
        "topics",
        "slug",
        "until",
        "on",
    )

    name = fields.ShapeField(Shape.LINE, label="Name")
    kind = fields.Select(label="What kind of body it is", choices=[(kind.slug, kind.name) for kind in kinds_of_body()])
    organisations = fields.CodesField(
        label="Body of", help_text="The code or name of its organisation, one to a line: several for a joint committee"
    )
    part_of = One(label="Committee of", required=False)
    accountable_to = fields.LinesField(
        Shape.LINE, label="Accountable to", required=False, strip=False,
        help_text="Names in addresses of bodies, or codes of organisations, one to a line",
    )  # fmt: skip
    basis = fields.ShapeField(Shape.LINE, label="The law it stands on", required=False)
    duties = fields.LinesField(Shape.LINE, label="Duties", required=False, strip=False, help_text="One to a line")
    place = fields.ShapeField(Shape.LINE, label="The place it is for", required=False)
    terms = fields.TextField(Shape.TEXT, label="Terms of reference", required=False)
    topics = fields.LinesField(Shape.LINE, label="Topics", required=False, strip=False, help_text="One to a line")
    slug = fields.ShapeField(
        Shape.SLUG, label="Name in addresses", required=False, help_text="Leave it empty to have it made from the name"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, eve=today(), **options)
        self.order_fields(["name", "kind", "organisations", "since", "source"])


class SayForm(SinceForm):
    """Something that holds of a body."""

    attribute = fields.Select(label="What is said", choices=SAYS)
    value = fields.TextField(Shape.TEXT, label="What holds")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["attribute", "value", "since", "source"])


class EndForm(Known):
    """Something that holds no more."""

    few: tuple[str, ...] = ("on",)

    attribute = fields.Select(label="What ends", choices=SAYS)
    value = fields.ShapeField(Shape.LINE, label="Which", required=False, help_text="Where there are several: its value")
    day = fields.DayField(label="The first day it no longer holds")


class CloseForm(Known):
    """A body ends."""

    few: tuple[str, ...] = ("on",)

    day = fields.DayField(label="The first day after its last")
    successor = One(label="The body that carries on", required=False)
    committees = fields.Tick(label="Its committees end with it", required=False)


class ReopenForm(Known):
    """A closing is taken back."""

    few: tuple[str, ...] = ("on",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].label = "Why the closing is taken back"
        self.fields["source"].help_text = "Such as: the decision to close it was never taken"


class OrdersForm(SinceForm):
    """Standing orders."""

    text = fields.TextField(Shape.TEXT, label="Standing orders", strip=False, help_text="As TOML: see the reference")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].rows = 30  # type: ignore[attr-defined]
        self.order_fields(["text", "since", "source"])


class PowerForm(SinceForm):
    """A line of the scheme of reservation and delegation."""

    few: tuple[str, ...] = ("condition", "until", "on")

    to = One(label="Who may decide")
    kind = fields.Select(label="Kind of decision", choices=[(kind.slug, kind.name) for kind in kinds_of_decision()])
    limit = PoundsField(label="Up to, in pounds", required=False, help_text="Leave it empty for no limit")
    reserved = fields.Tick(label="Nobody else under this scheme may", required=False)
    condition = fields.ShapeField(Shape.LINE, label="On the condition that", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["to", "kind", "limit", "reserved", "since", "source"])


class EndPowerForm(Known):
    """A line of the scheme ends."""

    few: tuple[str, ...] = ("on",)

    to = One(label="Who may no longer decide")
    kind = fields.Select(label="Kind of decision", choices=[(kind.slug, kind.name) for kind in kinds_of_decision()])
    day = fields.DayField(label="The first day they may not")


class Act(NamedTuple):
    """Something that may be done with a body, as its page tells it."""

    title: str
    button: str
    said: str
    form: type[Known]
    do: Callable[[Body, dict[str, Any], dict[str, Any]], Any]
    at: str


def _since(got: dict[str, Any]) -> dict[str, Any]:
    return {"since": got["since"], "until": got["until"]}


ACTS: dict[str, Act] = {
    "say": Act("Say what holds of it", "Save it", "Saved.", SayForm, lambda body, got, said: actions.say_of_body(
        body=body, attribute=got["attribute"], value=got["value"], **_since(got), **said), "value"),
    "end": Act("Something holds no more", "End it", "Ended.", EndForm, lambda body, got, said: actions.end_saying(
        body=body, attribute=got["attribute"], value=got["value"], on=got["day"], **said), "value"),
    "orders": Act("Standing orders", "Set them", "The standing orders are set.", OrdersForm,
                  lambda body, got, said: actions.set_standing_orders(
                      body=body, text=got["text"].replace("\r\n", "\n"), **_since(got), **said), "text"),
    "power": Act("Say who may decide", "Save it", "The scheme says so now.", PowerForm,
                 lambda body, got, said: delegating.delegate(
                     to=got["to"], scheme_of=body, kind=got["kind"], limit=got["limit"], reserved=got["reserved"],
                     condition=got["condition"], **_since(got), **said), "to"),
    "power-end": Act("Somebody may decide no more", "End it", "Ended.", EndPowerForm,
                     lambda body, got, said: delegating.end_delegation(
                         to=got["to"], scheme_of=body, kind=got["kind"], on=got["day"], **said), "kind"),
    "close": Act("The body ends", "End it", "The body ends.", CloseForm, lambda body, got, said: closing.close_body(
        body=body, on=got["day"], successor=got["successor"].slug if got["successor"] else "",
        committees=closing.ENDS if got.get("committees") else "", **said), "day"),
    "reopen": Act("The body never ended", "Open it again", "The body is open again.", ReopenForm,
                  lambda body, got, said: closing.reopen_body(
                      body=body, why=said["source"], known=said["known"], by=said["by"]), "source"),
}  # fmt: skip


@governance(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """The bodies that somebody keeps, with what is wrong with their composition."""
    now = today()
    bodies = mine(request, KEEP)
    views = {body.slug: body_shown(body, on=now) for body in bodies}
    return show(
        request, "bodies", bodies=sorted((v for v in views.values() if v), key=lambda v: (v.until is not None, v.name)),
        wrong={body.slug: len(composition.breaches(body, on=now)) for body in bodies},
    )  # fmt: skip


@governance(KEEP)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a body."""
    from django.utils.text import slugify

    form = OpenForm(sent(request))
    form.fields["part_of"].offer(named(mine(request, KEEP)), empty="None")  # type: ignore[attr-defined]

    def do(got: dict[str, Any]) -> Body:
        return actions.open_body(
            slug=got["slug"] or slugify(got["name"])[:80], name=got["name"], kind=got["kind"],
            organisations=got["organisations"], since=got["since"], until=got["until"], known=got["on"],
            source=got["source"], part_of=got["part_of"].slug if got["part_of"] else "",
            accountable_to=got["accountable_to"], basis=got["basis"], duties=got["duties"], place=got["place"],
            terms=got["terms"], topics=got["topics"], by=actor(request),
        )  # fmt: skip

    return ask(
        request, form, do, title="Open a body", button="Open it", above=[LIST], at="since",
        to=lambda body: ("body", body.slug),
        said=lambda body: f"{name_of(body, on=form.cleaned_data['since'])} is open.",
    )  # fmt: skip


@keeping(KEEP)
def one(request: HttpRequest, body: Body) -> HttpResponse:
    """One body: what holds of it, its seats, its rules and powers, and what is wrong or will be."""
    now = today()
    view = body_shown(body, on=now)
    day = view.on if view else now
    return show(
        request, "body", body=view, slug=body.slug, seats=seats_on(body, on=day), acts=ACTS, above=[LIST],
        name_of=name_of, kinds_of_decision={kind.slug: kind for kind in kinds_of_decision()},
        breaches=composition.breaches(body, on=day), coming=composition.coming(body, on=now, within=AHEAD),
        scheme=delegation.scheme(body, on=day), powers=delegation.powers(body, on=day),
        orders=StandingOrders.objects.visible_to(request.user).on(day).filter(body=body).first(),
        found=links_of("body", body.slug, request.user), runs=body in mine(request),
    )  # fmt: skip


@keeping(KEEP)
def act(request: HttpRequest, body: Body, act: str) -> HttpResponse:
    """Say, end or set something of a body."""
    if act not in ACTS:
        raise Http404("Nothing of the sort is done with a body.")
    this = ACTS[act]
    form = this.form(sent(request), initial=_initial(body, act))
    for name, bodies in (("to", Body.objects.visible_to(request.user)), ("successor", mine(request, KEEP))):
        if name in form.fields:
            form.fields[name].offer(named(list(bodies)), empty="None")  # type: ignore[attr-defined]
    if "committees" in form.fields:
        below = closing.committees_below(body, on=today())
        if below:
            form.fields["committees"].help_text = (
                f"{', '.join(below)}. What is open with each goes to the committee of the same sort of the body that "
                "carries on, or else to that body"
            )
        else:
            del form.fields["committees"]
    return ask(
        request, form,
        lambda got: this.do(body, got, {"known": got["on"], "source": got["source"], "by": actor(request)}),
        title=this.title, button=this.button, said=this.said, to=("body", body.slug), caption=name_of(body),
        above=way(body), at=this.at, names={body.slug: name_of(body)},
    )  # fmt: skip


def way(body: Body) -> list[Link]:
    """The way back to a body."""
    return [LIST, {"href": address("governance-body", body.slug), "text": name_of(body)}]


def _initial(body: Body, act: str) -> dict[str, Any]:
    if act != "orders":
        return {}
    row = StandingOrders.objects.visible_to(None).on(today()).filter(body=body).first()
    return {"text": row.text} if row else {}
