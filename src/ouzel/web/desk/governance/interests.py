"""Interests, gifts and hospitality: who must declare, what is declared, ended, withheld with its reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, require, today
from ouzel.governance.interests import actions, giving
from ouzel.governance.interests.deadlines import due, remind
from ouzel.governance.interests.gifts import ruling_of
from ouzel.governance.interests.keeping import is_self, keeps
from ouzel.governance.interests.queries import entries
from ouzel.governance.models import Gift, Interest, Person
from ouzel.governance.reference.interests import categories, occasions
from ouzel.governance.seats.queries import person_on
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import HOUSE, Link, ask, go, governance, guarded, holds, mine, show
from ouzel.web.desk.governance.fields import PoundsField
from ouzel.web.desk.governance.forms import Dated
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

Shape = fields.Shape
KEEP = Permission.GOVERNANCE_INTERESTS
LIST: Link = {"href": "/desk/governance/interests/", "text": "Interests and gifts"}
OCCASIONS = [(each.slug, each.name) for each in occasions()]


class DeclareForm(Dated):
    """An interest."""

    few: tuple[str, ...] = ("ods_code", "company_number", "mitigation", "until", "on")

    category = fields.Select(label="Category", choices=[(each.slug, each.name) for each in categories()])
    description = fields.TextField(
        Shape.TEXT, label="What the interest is", help_text="In a sentence. Everybody reads it."
    )
    through = fields.ShapeField(
        Shape.LINE, label="Through whom it is held", required=False,
        help_text="For an indirect one: what they are, such as spouse. No name is needed.",
    )  # fmt: skip
    organisation = fields.ShapeField(Shape.LINE, label="The organisation", required=False)
    ods_code = fields.ShapeField(Shape.LINE, label="Its ODS code", required=False)
    company_number = fields.ShapeField(Shape.LINE, label="Its company number", required=False)
    mitigation = fields.TextField(Shape.TEXT, label="What is done about it", required=False)
    since = fields.DayField(label="Held since")
    until = fields.DayField(label="The first day it was no longer held", required=False)
    occasion = fields.Select(label="Why it is declared now", choices=OCCASIONS)


class NothingForm(Dated):
    """A declaration without an entry."""

    occasion = fields.Select(label="Why it is declared now", choices=OCCASIONS)


class EndForm(Dated):
    """An interest is held no more."""

    day = fields.DayField(label="The first day it was no longer held")


class WithholdForm(Dated):
    """The public does not read it."""

    reason = fields.TextField(
        Shape.TEXT, label="Why the public does not read it", help_text="This reason is printed in its place"
    )


class GiftForm(Dated):
    """Something that was offered."""

    few: tuple[str, ...] = ("donor_ods_code", "donor_company_number", "approved_by", "on")

    kind = fields.Radios(label="What it was", choices=[("gift", "A gift"), ("hospitality", "Hospitality")])
    donor = fields.ShapeField(Shape.LINE, label="Who offered it")
    supplier = fields.Tick(label="They are a supplier, or want to be one", required=False)
    description = fields.ShapeField(Shape.LINE, label="What exactly")
    value = PoundsField(
        label="What it was worth, in pounds", required=False, help_text="Leave it empty if nobody knows"
    )
    offered = fields.DayField(label="The day it was offered")
    outcome = fields.Radios(
        label="What became of it",
        choices=[("accepted", "Accepted"), ("declined", "Declined"), ("on-behalf", "Accepted for the organisation")],
    )
    reason = fields.TextField(
        Shape.TEXT, label="Why it was accepted against the rule", required=False,
        help_text="Only then. Everybody reads it.",
    )  # fmt: skip
    approved_by = fields.ShapeField(Shape.LINE, label="Who approved it", required=False)
    donor_ods_code = fields.ShapeField(Shape.LINE, label="ODS code of who offered it", required=False)
    donor_company_number = fields.ShapeField(Shape.LINE, label="Their company number", required=False)


@governance(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """Who must declare by when, and everybody whose interests somebody keeps."""
    bodies = mine(request, KEEP)
    if request.method == "POST":
        told = remind(on=today(), by=actor(request), bodies=bodies)
        return go(
            request, "interests", said=words.capital(words.count(len(told), "person was", "people were")) + " reminded."
        )
    rows = Person.objects.visible_to(HOUSE).order_by("name", "slug")
    return show(
        request, "interests", due=due(today(), bodies=bodies), listed=paged(list(rows), request.GET.get("page"))
    )


def own(view: Any) -> Any:
    """A page about what one person declares: for themself, or who keeps the register of a body of theirs."""

    def found(request: HttpRequest, who: str, **kwargs: Any) -> HttpResponse:
        person = Person.objects.visible_to(HOUSE).filter(slug=who).first()
        if person is None or not (is_self(request.user, person) or keeps(request.user, person)):
            if person is not None or not holds(request, KEEP):
                require(request.user, KEEP, body=person.slug if person and holds(request, KEEP) else "", on=today())
            raise Http404("There is nobody of that name.")
        response: HttpResponse = view(request, person, **kwargs)
        return response

    found.__doc__ = view.__doc__
    return guarded(found, lambda request: None)


@own
def person(request: HttpRequest, who: Person) -> HttpResponse:
    """What one person declared, and what may be done."""
    gifts = Gift.objects.visible_to(HOUSE).filter(person=who, replaced_by=None).order_by("-offered", "-pk")
    return show(
        request, "declared", who=who, above=_above(request), entries=entries(who, HOUSE),
        gifts=[(gift, ruling_of(gift)) for gift in gifts], view=person_on(who, on=today()),
        categories={each.slug: each.name for each in categories()}, keeper=keeps(request.user, who),
    )  # fmt: skip


@own
def declare(request: HttpRequest, who: Person) -> HttpResponse:
    """Declare an interest."""
    names = ("category", "description", "through", "organisation", "ods_code", "company_number", "mitigation", "since",
             "until", "occasion", "on")  # fmt: skip
    return _asked(
        request, who, DeclareForm(sent(request)),
        lambda got: actions.declare(person=who, by=actor(request), **{name: got[name] for name in names}),
        title="Declare an interest", button="Declare it", said="Declared.", at="description",
    )  # fmt: skip


@own
def nothing(request: HttpRequest, who: Person, what: str) -> HttpResponse:
    """Declare that there is none, or that what was declared still holds."""
    act = {"nothing": actions.declare_nothing, "confirm": actions.confirm}.get(what)
    if act is None:
        raise Http404("There is no such declaration.")
    title = "There is nothing to declare" if what == "nothing" else "What is declared still holds"
    return _asked(
        request, who, NothingForm(sent(request), initial={"occasion": "annual"}),
        lambda got: act(person=who, occasion=got["occasion"], on=got["on"], by=actor(request)),  # type: ignore[operator]
        title=title, button="Declare it", said="Declared.", at="occasion",
    )  # fmt: skip


@own
def end(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """An interest is held no more."""
    row = _entry(who, number)
    return _asked(
        request, who, EndForm(sent(request)),
        lambda got: actions.end_interest(interest=row, on=got["day"], known=got["on"], by=actor(request)),
        title="An interest ends", button="End it", said="Ended.", at="day", lead=[row.description],
    )  # fmt: skip


@own
def withhold(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """Withhold an entry from the public, with the reason; or let everybody read it again."""
    row = _entry(who, number)
    act = actions.publish_again if row.redacted else actions.redact
    form = WithholdForm(sent(request))
    if row.redacted:
        form.fields["reason"].label = "Why everybody may read it now"
        form.fields["reason"].help_text = ""
    return _asked(
        request, who, form,
        lambda got: act(interest=row, reason=got["reason"], on=got["on"], by=actor(request)),
        title="Let everybody read it again" if row.redacted else "Withhold an entry",
        button="Publish it" if row.redacted else "Withhold it", said="Saved.", at="reason", lead=[row.description],
    )  # fmt: skip


@own
def gift(request: HttpRequest, who: Person) -> HttpResponse:
    """Declare a gift or hospitality."""
    names = ("kind", "donor", "supplier", "description", "value", "offered", "outcome", "reason", "approved_by",
             "donor_ods_code", "donor_company_number", "on")  # fmt: skip
    return _asked(
        request, who, GiftForm(sent(request)),
        lambda got: giving.declare_gift(person=who, by=actor(request), **{name: got[name] for name in names}),
        title="Declare a gift or hospitality", button="Declare it", said="Declared.", at="reason",
    )  # fmt: skip


def _asked(request: HttpRequest, who: Person, form: Any, do: Any, **said: Any) -> HttpResponse:
    here = {"href": address("governance-declared", who.slug), "text": who.name}
    return ask(request, form, do, to=("declared", who.slug), caption=who.name, above=[*_above(request), here], **said)


def _above(request: HttpRequest) -> list[Link]:
    return [LIST] if holds(request, KEEP) else []


def _entry(who: Person, number: int) -> Interest:
    row = (
        Interest.objects.visible_to(HOUSE).filter(person=who, pk=number, replaced=None).first()
        if number < 2**31
        else None
    )
    if row is None:
        raise Http404("There is no such entry.")
    return row
