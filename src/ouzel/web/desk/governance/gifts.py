"""Gifts and hospitality: declared against the rule of the day, corrected, withheld with its reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.governance.interests import giving
from ouzel.governance.interests.keeping import require_keeper
from ouzel.governance.models import Gift, Person
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.fields import PoundsField
from ouzel.web.desk.governance.forms import Dated
from ouzel.web.desk.governance.interests import WithholdForm, asked, own, withheld
from ouzel.web.desk.working import actor

Shape = fields.Shape
KINDS = [("gift", "A gift"), ("hospitality", "Hospitality")]
OUTCOMES = [("accepted", "Accepted"), ("declined", "Declined"), ("on-behalf", "Accepted for the organisation")]


class GiftForm(Dated):
    """Something that was offered."""

    few: tuple[str, ...] = ("ods_code", "company_number", "approved_by", "on")

    kind = fields.Radios(label="What it was", choices=KINDS)
    donor = fields.ShapeField(Shape.LINE, label="Who offered it")
    supplier = fields.Tick(label="They are a supplier, or want to be one", required=False)
    description = fields.ShapeField(Shape.LINE, label="What exactly")
    value = PoundsField(
        label="What it was worth, in pounds", required=False, help_text="Leave it empty if nobody knows"
    )
    offered = fields.DayField(label="The day it was offered")
    outcome = fields.Radios(label="What became of it", choices=OUTCOMES)
    reason = fields.TextField(
        Shape.TEXT, label="Why it was accepted against the rule", required=False,
        help_text="Only then. Everybody reads it.",
    )  # fmt: skip
    approved_by = fields.ShapeField(Shape.LINE, label="Who approved it", required=False)
    ods_code = fields.ShapeField(Shape.LINE, label="ODS code of who offered it", required=False)
    company_number = fields.ShapeField(Shape.LINE, label="Their company number", required=False)

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        got = self.cleaned_data
        names = ("kind", "donor", "supplier", "description", "value", "offered", "outcome", "reason", "approved_by")
        return {name: got[name] for name in names} | {
            "donor_ods_code": got["ods_code"], "donor_company_number": got["company_number"]
        }  # fmt: skip


@own
def declare(request: HttpRequest, who: Person) -> HttpResponse:
    """Declare a gift or hospitality."""
    form = GiftForm(sent(request))
    return asked(
        request, who, form,
        lambda got: giving.declare_gift(person=who, on=got["on"], by=actor(request), **form.said),
        title="Declare a gift or hospitality", button="Declare it", said="Declared.", at="outcome",
    )  # fmt: skip


@own
def correct(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """Correct what is said of a gift. What was said first is kept."""
    row = _held(request, who, number)
    names = ("kind", "donor", "supplier", "description", "value", "offered", "outcome", "reason", "approved_by")
    said = {name: getattr(row, name) for name in names}
    said |= {"ods_code": row.donor_ods_code, "company_number": row.donor_company_number}
    form = GiftForm(sent(request), initial=said)
    return asked(
        request, who, form, lambda got: giving.correct_gift(gift=row, on=got["on"], by=actor(request), **form.said),
        title="Correct a gift or hospitality", button="Save it", said="Corrected.", at="outcome",
        lead=[f"It was declared on {words.day(row.declared)}. What was said then is kept with it."],
    )  # fmt: skip


@own
def withhold(request: HttpRequest, who: Person, number: int) -> HttpResponse:
    """Withhold a gift from the public, with the reason; or let everybody read it again."""
    row = _held(request, who, number)
    act = giving.publish_gift_again if row.redacted else giving.redact_gift
    form = WithholdForm(sent(request))
    del form.fields["on"]
    return withheld(
        request, who, row.redacted, form, lambda got: act(gift=row, reason=got["reason"], by=actor(request)),
        lead=[f"{row.donor}: {row.description}"],
    )  # fmt: skip


def _held(request: HttpRequest, who: Person, number: int) -> Gift:
    """A gift as it now stands, for who keeps the register: it is not corrected by who got it."""
    require_keeper(actor(request), who)
    rows = Gift.objects.visible_to(request.user).filter(person=who, replaced_by=None)
    row = rows.filter(pk=number).first() if number < 2**31 else None
    if row is None:
        raise Http404("There is no such entry.")
    return row
