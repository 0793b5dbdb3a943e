"""Interests: who must declare, what is declared, ended, corrected, withheld with its reason."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, may, require, today
from ouzel.governance.interests import actions
from ouzel.governance.interests.at_meetings import not_entered
from ouzel.governance.interests.deadlines import Due, due, remind
from ouzel.governance.interests.gifts import ruling_of
from ouzel.governance.interests.keeping import is_self, keeps, require_keeper
from ouzel.governance.interests.members import memberships_of
from ouzel.governance.interests.queries import entries
from ouzel.governance.models import Appointment, Body, Declaration, Deputy, Gift, Interest, Person
from ouzel.governance.reference.interests import categories, occasions
from ouzel.governance.seats.queries import person_on
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import Link, ask, go, governance, guarded, holds, mine, show
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

    meeting = fields.Select(
        label="The meeting at which it was declared", required=False,
        help_text="What was declared there stays due until an entry names it",
    )  # fmt: skip
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


class CorrectForm(DeclareForm):
    """What an entry should have said."""

    few: tuple[str, ...] = ("ods_code", "company_number", "on")

    source = fields.ShapeField(Shape.LINE, label="Where this is from", help_text="Such as: a letter of 3 May 2021")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["occasion"], self.fields["meeting"]


class NothingForm(Dated):
    """A declaration without an entry."""

    meeting = DeclareForm.base_fields["meeting"]
    occasion = fields.Select(label="Why it is declared now", choices=OCCASIONS)


class EndForm(Dated):
    """An interest is held no more."""

    day = fields.DayField(label="The first day it was no longer held")


class WithholdForm(Dated):
    """The public does not read it."""

    reason = fields.TextField(
        Shape.TEXT, label="Why the public does not read it", help_text="This reason is printed in its place"
    )


@governance(KEEP)
def listed(request: HttpRequest) -> HttpResponse:
    """Who must declare by when, and everybody whose interests somebody keeps."""
    bodies = mine(request, KEEP)
    if request.method == "POST":
        done = remind(on=today(), by=actor(request), bodies=bodies)
        said = words.capital(words.count(len(done.told), "person was", "people were")) + " reminded."
        if done.lost:
            names = ", ".join(each.due.person.name for each in done.lost)
            said += f" The e-mail to {names} could not be handed over yet, and is tried again."
        return go(request, "interests", said=said)
    wanted = request.GET.get("q", "").strip()[:100]
    return show(
        request, "interests", due=due(today(), bodies=bodies), wanted=wanted,
        listed=paged(_kept(request, bodies, wanted), request.GET.get("page")),
    )  # fmt: skip


def _kept(request: HttpRequest, bodies: list[Body], wanted: str) -> list[Person]:
    """Everybody who sits, sat or will sit, or deputises, in a body whose register somebody keeps."""
    rows = Person.objects.visible_to(request.user).order_by("name", "slug")
    rows = rows.filter(name__icontains=wanted) if wanted else rows
    if may(request.user, KEEP, on=today()):
        return list(rows)
    held = [model.objects.visible_to(request.user).filter(body__in=bodies) for model in (Appointment, Deputy)]
    return list(rows.filter(Q(pk__in=held[0].values("person")) | Q(pk__in=held[1].values("person"))))


def own(view: Any) -> Any:
    """A page about what one person declares: for themself, or who keeps the register of a body of theirs."""

    def found(request: HttpRequest, who: str, **kwargs: Any) -> HttpResponse:
        person = Person.objects.visible_to(request.user).filter(slug=who).first()
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
    gifts = Gift.objects.visible_to(request.user).filter(person=who, replaced_by=None).order_by("-offered", "-pk")
    return show(
        request, "declared", who=who, above=_above(request), entries=entries(who, request.user),
        gifts=[(gift, ruling_of(gift)) for gift in gifts], view=person_on(who, on=today()),
        categories={each.slug: each.name for each in categories()}, keeper=keeps(request.user, who),
        last=Declaration.objects.visible_to(request.user).filter(person=who).order_by("on").last(),
        wanted=_wanted(who),
        occasions=dict(OCCASIONS),
    )  # fmt: skip


@own
def declare(request: HttpRequest, who: Person) -> HttpResponse:
    """Declare an interest."""
    names = ("category", "description", "through", "organisation", "ods_code", "company_number", "mitigation", "since",
             "until", "occasion", "on", "meeting")  # fmt: skip
    form = DeclareForm(sent(request), initial=_meeting(request))
    return asked(
        request, who, offering_meetings(form, who),
        lambda got: actions.declare(
            person=who, by=actor(request), **{name: got[name] for name in names if name in got}
        ),
        title="Declare an interest", button="Declare it", said="Declared.", at="description",
    )  # fmt: skip


@own
def nothing(request: HttpRequest, who: Person, what: str) -> HttpResponse:
    """Declare that there is none, or that what was declared still holds."""
    act = {"nothing": actions.declare_nothing, "confirm": actions.confirm}.get(what)
    if act is None:
        raise Http404("There is no such declaration.")
    title = "There is nothing to declare" if what == "nothing" else "What is declared still holds"
    return asked(
        request, who,
        offering_meetings(NothingForm(sent(request), initial={"occasion": _occasion(who), **_meeting(request)}), who),
        lambda got: act(  # type: ignore[operator]
            person=who, occasion=got["occasion"], on=got["on"], meeting=got.get("meeting", ""), by=actor(request)
        ),
        title=title, button="Declare it", said="Declared.", at="occasion",
    )  # fmt: skip


@own
def end(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """An interest is held no more."""
    row = _held(request, who, number)
    return asked(
        request, who, EndForm(sent(request)),
        lambda got: actions.end_interest(interest=row, on=got["day"], known=got["on"], by=actor(request)),
        title="An interest ends", button="End it", said="Ended.", at="day", lead=[row.description],
    )  # fmt: skip


@own
def correct(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """Correct an entry that was wrong. What was believed before is kept."""
    row = _entry(request, who, number)
    names = ("category", "description", "through", "organisation", "ods_code", "company_number", "mitigation")
    initial = {name: getattr(row, name) for name in names} | {"since": row.valid.lower, "until": row.valid.upper}
    form = CorrectForm(sent(request), initial=initial)
    return asked(
        request, who, form,
        lambda got: actions.correct(
            interest=row, known=got["on"], source=got["source"], by=actor(request),
            **{name: got[name] for name in (*names, "since", "until")},
        ),
        title="Correct an entry", button="Save it", said="Corrected.", at="description",
        lead=["This is for an entry that was wrong. What has changed since is ended, and declared anew."],
    )  # fmt: skip


@own
def withhold(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """Withhold an entry from the public, with the reason; or let everybody read it again."""
    row = _entry(request, who, number)
    act = actions.publish_again if row.redacted else actions.redact
    return withheld(
        request, who, row.redacted, WithholdForm(sent(request)),
        lambda got: act(interest=row, reason=got["reason"], on=got["on"], by=actor(request)), lead=[row.description],
    )  # fmt: skip


def withheld(request: HttpRequest, who: Person, is_now: bool, form: Any, do: Any, lead: list[str]) -> HttpResponse:
    """The page on which an entry is withheld from the public, or let be read again."""
    if is_now:
        form.fields["reason"].label = "Why everybody may read it now"
        form.fields["reason"].help_text = "It is kept in the audit trail"
    return asked(
        request, who, form, do, title="Let everybody read it again" if is_now else "Withhold an entry",
        button="Publish it" if is_now else "Withhold it", said="Everybody reads it." if is_now else "It is withheld.",
        at="reason", lead=lead,
    )  # fmt: skip


def _wanted(who: Person) -> list[Due]:
    """What somebody must declare, where that is near: for an appointment or the year, and from meetings."""
    bodies = {each.body.pk: each.body for each in memberships_of(who)}.values()
    return [each for each in due(today(), bodies=list(bodies)) if each.person == who]


def offering_meetings(form: Any, who: Person) -> Any:
    """The form with the meetings where somebody declared what is not in the register; without them where none are."""
    found = not_entered([who], on=today())
    if not found:
        del form.fields["meeting"]
        return form
    said = [(each.meeting.slug, f"{words.day(each.day)}: {each.meeting.title}") for each in found]
    form.fields["meeting"].choices = [("", "None of these"), *said]
    return form


def _meeting(request: HttpRequest) -> dict[str, str]:
    """The meeting by which somebody came to a form: what is declared at one is a change."""
    slug = request.GET.get("meeting", "")
    return {"meeting": slug, "occasion": "change"} if slug else {}


def _occasion(who: Person) -> str:
    """Why somebody declares now, most likely."""
    found = _wanted(who)
    return found[0].occasion if found else "annual"


def asked(request: HttpRequest, who: Person, form: Any, do: Any, **said: Any) -> HttpResponse:
    """A form about what one person declared, which leads back to the page of it."""
    here = {"href": address("governance-declared", who.slug), "text": who.name}
    return ask(request, form, do, to=("declared", who.slug), caption=who.name, above=[*_above(request), here], **said)


def _above(request: HttpRequest) -> list[Link]:
    return [LIST] if holds(request, KEEP) else []


def _entry(request: HttpRequest, who: Person, number: int) -> Interest:
    """An entry as it now stands, for who keeps the register."""
    require_keeper(actor(request), who)
    return _held(request, who, number)


def _held(request: HttpRequest, who: Person, number: int) -> Interest:
    rows = Interest.objects.visible_to(request.user).filter(person=who, replaced=None)
    row = rows.filter(pk=number).first() if number < 2**31 else None
    if row is None:
        raise Http404("There is no such entry.")
    return row
