"""Seats, who is appointed to them, who may stand in, and the people themselves."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from ouzel.core.permissions import Permission, today
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.models import Body, Person, Seat
from ouzel.governance.models.seats import Standing
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.governance.reference.tags import professions, tags
from ouzel.governance.seats import actions
from ouzel.governance.seats.queries import person_on
from ouzel.web.desk import fields
from ouzel.web.desk.activity.forms import Folded
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.bodies import SinceForm, way
from ouzel.web.desk.governance.door import Link, ask, governance, holds, keeping, name_of, show
from ouzel.web.desk.governance.fields import CountField, PersonField
from ouzel.web.desk.governance.forms import Known
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
KEEP = Permission.BODIES_KEEP
PEOPLE: Link = {"href": "/desk/governance/people/", "text": "People"}
PAGE = re.compile(r"/desk/governance/[\w/.-]+/")
PROFESSIONS = [("", "Any"), *professions().items()]


class SeatForm(SinceForm):
    """A seat, or what changes of it."""

    few: tuple[str, ...] = ("nominated_by", "profession", "order", "slug", "until", "on")

    title = fields.ShapeField(Shape.LINE, label="Title of the seat", help_text="Such as: Lay member for governance")
    tags = fields.Ticks(label="What it counts as", required=False, choices=list(tags().items()))
    votes = fields.Tick(label="It has a vote", required=False, initial=True)
    nominated_by = fields.ShapeField(Shape.LINE, label="Nominated by", required=False)
    profession = fields.Select(label="Profession that its holder must have", required=False, choices=PROFESSIONS)
    order = CountField(label="Its place in lists", required=False)
    slug = fields.ShapeField(
        Shape.SLUG, label="Name in addresses", required=False,
        help_text="That of a seat that is there changes it. Leave it empty to have one made from the title.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["title", "tags", "votes", "since", "source"])


class AppointForm(SinceForm):
    """Somebody takes a seat."""

    few: tuple[str, ...] = ("profession", "decision", "note", "until", "on")

    person = PersonField(label="Who", help_text="The name, as it is written in who’s who")
    standing = fields.Radios(
        label="How", choices=[(each.value, each.label.capitalize()) for each in Standing], initial="substantive"
    )
    replacing = fields.Tick(label="In place of who holds it: theirs ends the day before", required=False)
    profession = fields.Select(label="Their profession", required=False, choices=[("", "Not said"), *PROFESSIONS[1:]])
    decision = fields.ShapeField(Shape.LINE, label="The decision", required=False, help_text="Such as D-2021-0007")
    note = fields.ShapeField(Shape.LINE, label="A note", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["person", "standing", "since", "replacing", "source"])


class DeputyForm(SinceForm):
    """Somebody who may stand in."""

    person = PersonField(label="Who")
    votes = fields.Tick(label="With the vote", required=False)


class EndForm(Known):
    """Something ends."""

    few: tuple[str, ...] = ("on",)

    day = fields.DayField(label="The first day after the last")


class EndDeputyForm(EndForm):
    """A deputy is one no more."""

    person = PersonField(label="Who")


class PersonForm(Folded):
    """Somebody who holds or will hold an office."""

    few: tuple[str, ...] = ("slug", "account", "without")

    name = fields.ShapeField(Shape.LINE, label="Name")
    biography = fields.TextField(Shape.TEXT, label="About them", required=False, help_text="Everybody reads it")
    slug = fields.ShapeField(Shape.SLUG, label="Name in addresses", required=False, help_text="Kept for good")
    account = fields.ShapeField(
        Shape.LINE, label="E-mail address with which they sign in", required=False,
        help_text="Gives them the account of that address: they read and declare their own interests with it",
    )  # fmt: skip
    without = fields.Tick(label="They have no account any more", required=False)

    def __init__(self, *args: Any, of: Person | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if of is not None:
            del self.fields["slug"]
        if of is None or of.user_id is None:
            del self.fields["without"]
        else:
            self.fields["account"].help_text = "They have an account. Leave this empty to leave it as it is"


class Act(NamedTuple):
    """Something done with a seat."""

    title: str
    button: str
    form: type[Known]
    do: Callable[[Body, str, dict[str, Any], dict[str, Any]], Any]
    at: str
    said: Callable[[Any], str]


ACTS: dict[str, Act] = {
    "appoint": Act("Appoint somebody", "Appoint them", AppointForm, lambda body, seat, got, said: actions.appoint(
        body=body, seat=seat, **{n: got[n] for n in ("person", "since", "until", "standing", "profession", "decision",
                                                     "note", "replacing")}, **said), "since",
        lambda made: f"{made.person.name} is appointed."),
    "end": Act("An appointment ends", "End it", EndForm, lambda body, seat, got, said: actions.end_appointment(
        body=body, seat=seat, on=got["day"], **said), "day", lambda done: "The appointment ends."),
    "deputy": Act("Name a deputy", "Name them", DeputyForm, lambda body, seat, got, said: actions.name_deputy(
        body=body, seat=seat, **{n: got[n] for n in ("person", "since", "until", "votes")}, **said), "person",
        lambda made: f"{made.person.name} may stand in."),
    "deputy-end": Act("A deputy is one no more", "End it", EndDeputyForm, lambda body, seat, got, said:
                      actions.end_deputy(body=body, seat=seat, person=got["person"], on=got["day"], **said), "person",
                      lambda done: "They stand in no more."),
    "close": Act("The seat ends", "End it", EndForm, lambda body, seat, got, said: actions.end_seat(
        body=body, seat=seat, on=got["day"], **said), "day", lambda done: "The seat ends."),
}  # fmt: skip


@keeping(KEEP)
def add(request: HttpRequest, body: Body) -> HttpResponse:
    """Set up a seat, or change one that is there."""
    form = SeatForm(sent(request), initial=_seat(body, request.GET.get("seat", "")))

    def do(got: dict[str, Any]) -> Seat:
        names = ("title", "tags", "votes", "nominated_by", "profession", "since", "until", "source")
        return actions.set_seat(
            body=body, slug=got["slug"] or slugify(got["title"])[:80], order=_place(body, got["order"]),
            known=got["on"], by=actor(request), **{name: got[name] for name in names},
        )  # fmt: skip

    return ask(
        request, form, do, title="A seat", button="Save it", said=lambda seat: f"{seat.title} is saved.",
        to=("body", body.slug), caption=name_of(body), above=way(body), at="since", anchor="seats",
    )  # fmt: skip


@keeping(KEEP)
def act(request: HttpRequest, body: Body, seat: str, act: str) -> HttpResponse:
    """Appoint somebody to a seat, name a deputy, or end one of these."""
    row = Seat.objects.visible_to(request.user).filter(body=body, slug=seat, replaced=None).order_by("-valid").first()
    if row is None or act not in ACTS:
        raise Http404("There is no such seat.")
    this = ACTS[act]
    return ask(
        request, this.form(sent(request), initial=newcomer(request)),
        lambda got: this.do(
            body, seat, got, {"known": got["on"], "source": got["source"], "by": actor(request)}
        ),
        title=this.title, button=this.button, said=this.said, to=("body", body.slug),
        caption=f"{row.title}, {name_of(body)}", above=way(body), at=this.at, anchor="seats",
        beside=somebody_new(request) if act in ("appoint", "deputy") else [],
        lead=before_appointing(body) if act == "appoint" else [],
    )  # fmt: skip


def before_appointing(body: Body) -> list[str]:
    """What to look at before somebody is appointed to a body of its kind: no data at hand can tell it."""
    view = body_on(body, on=today())
    asked = kind_of_body(view.kind).before_appointing if view and view.kind else ()
    return [f"Before you appoint: {each.text[0].lower()}{each.text[1:]} ({each.source})." for each in asked]


@governance(KEEP)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who holds or held an office."""
    wanted = request.GET.get("q", "").strip()[:100]
    rows = Person.objects.visible_to(request.user).order_by("name", "slug")
    rows = rows.filter(name__icontains=wanted) if wanted else rows
    return show(request, "people", listed=paged(list(rows), request.GET.get("page")), wanted=wanted)


@governance(KEEP)
def person(request: HttpRequest, who: str = "") -> HttpResponse:
    """Add somebody, or correct what is said of them."""
    there = Person.objects.visible_to(request.user).filter(slug=who).first() if who else None
    if who and there is None:
        raise Http404("There is nobody of that name.")
    initial = {"name": there.name, "biography": there.biography} if there else {}
    form = PersonForm(sent(request), of=there, initial=initial)

    def do(got: dict[str, Any]) -> Person:
        if there is None:
            return actions.add_person(
                name=got["name"], slug=got["slug"], biography=got["biography"], account=got["account"],
                by=actor(request),
            )  # fmt: skip
        account = "" if got.get("without") else got["account"] or None
        return actions.change_person(
            person=there, name=got["name"], biography=got["biography"], account=account, by=actor(request)
        )

    then = request.GET.get("then", "") if there is None else ""
    back = then if PAGE.fullmatch(then) else ""
    return ask(
        request, form, do, title=there.name if there else "Add somebody", button="Save it",
        to=lambda made: (f"{back}?person={made.slug}",) if back else ("person", made.slug),
        said=lambda made: f"{made.name} is saved.", above=[PEOPLE], at="name", template="person",
        view=person_on(there, on=today()) if there else None,
    )  # fmt: skip


def newcomer(request: HttpRequest) -> dict[str, Any]:
    """Somebody who was added on the way to a form that asks for a person (`?person=`), to stand in it."""
    slug = request.GET.get("person", "")
    found = Person.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    return {"person": found} if found else {}


def somebody_new(request: HttpRequest) -> list[Link]:
    """The way to add somebody and come back to the form, for who may."""
    there = f"{address('governance-person-add')}?{urlencode({'then': request.path})}"
    return [{"href": there, "text": "Add somebody who is not in who’s who yet"}] if holds(request, KEEP) else []


def _place(body: Body, given: int | None) -> int:
    """The place of a seat in lists: as it is given, else after the last."""
    if given is not None:
        return given
    there = Seat.objects.visible_to(None).known().filter(body=body).values_list("order", flat=True)
    return max(there, default=0) + 1


def _seat(body: Body, slug: str) -> dict[str, Any]:
    row = Seat.objects.visible_to(None).on(today()).filter(body=body, slug=slug).first() if slug else None
    if row is None:
        return {}
    return {
        name: getattr(row, name) for name in ("title", "tags", "votes", "nominated_by", "profession", "order", "slug")
    }
