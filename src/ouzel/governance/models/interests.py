"""Interests, gifts and hospitality, as declared, and each time somebody declared."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.roles import Permission
from ouzel.core.visibility import M
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.dated import Dated, DatedRows, dated_constraints
from ouzel.governance.models.seats import Appointment, Deputy, Person
from ouzel.governance.models.whose import OfBodies


class OfPeople(OfBodies[M]):
    """Only who keeps the register of a body in which the person sits, sat or will sit sees rows as they are, and the
    person themself; the public reads `interests.publishing`, where redactions are applied and what is past its time is
    gone.
    """

    needs = Permission.GOVERNANCE_INTERESTS

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Those of people with a seat in one of the bodies, or named as deputies for one, on any day."""
        seated = (model.objects.known().filter(body__in=bodies).values("person") for model in (Appointment, Deputy))
        return Q(person__in=next(seated)) | Q(person__in=next(seated))

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """One's own."""
        own = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
        return Q(person__user=own) if own else Q(pk__in=[])


class InterestRows(OfPeople["Interest"], DatedRows["Interest"]):  # type: ignore[override]  # both make managers
    """Interests, on two clocks."""


class Interest(Dated):
    """An interest somebody holds. `valid` is when they hold it; `recorded` when it was declared.

    `category` is a slug of the reference data (financial, non-financial-professional, non-financial-personal,
    indirect). `redacted` keeps it out of the public register for the reason in `redaction`. `corrects`: the row that
    was wrong, which stays on record; it was declared when that one was.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    category = models.TextField()
    description = models.TextField()
    through = LineField(blank=True, default="")  # whose, for an indirect one: "spouse"
    organisation = LineField(blank=True, default="")  # name as declared
    ods_code = models.TextField(blank=True, default="")
    company_number = models.TextField(blank=True, default="")
    mitigation = models.TextField(blank=True, default="")
    redacted = models.BooleanField(default=False)
    redaction = models.TextField(blank=True, default="")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    objects = InterestRows.as_manager()

    class Meta:
        ordering = ("person", "valid", "id")
        constraints = (
            *dated_constraints("interest"),
            CheckConstraint(condition=~Q(category="") & ~Q(description=""), name="interest_described"),
            CheckConstraint(condition=Q(redacted=False) | ~Q(redaction=""), name="interest_redacted_with_reason"),
            CheckConstraint(condition=Q(company_number="") | Q(company_number__regex=r"^[A-Z0-9]{8}$"),
                            name="interest_company_number_shape"),
        )  # fmt: skip


class Gift(models.Model):
    """A gift or hospitality offered. `value` pence (null: not known). Corrected by a later row (`replaces`)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gifts")
    kind = models.TextField()  # gift, hospitality
    donor = LineField()
    donor_ods_code = models.TextField(blank=True, default="")
    donor_company_number = models.TextField(blank=True, default="")
    supplier = models.BooleanField(default=False)  # a supplier or contractor, actual or prospective
    description = models.TextField()
    value = models.BigIntegerField(null=True)
    offered = models.DateField()
    declared = models.DateField()
    outcome = models.TextField()  # accepted, declined, on behalf of the organisation
    approved_by = LineField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    redacted = models.BooleanField(default=False)
    redaction = models.TextField(blank=True, default="")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    corrected = models.DateField(null=True)  # the last day on which it was corrected; `declared` stays the first
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfPeople["Gift"].as_manager()

    class Meta:
        ordering = ("offered", "id")
        constraints = (
            CheckConstraint(condition=Q(kind__in=("gift", "hospitality")), name="gift_kind_known"),
            CheckConstraint(condition=Q(outcome__in=("accepted", "declined", "on-behalf")), name="gift_outcome_known"),
            CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="gift_value_not_negative"),
            CheckConstraint(condition=~Q(donor="") & ~Q(description=""), name="gift_described"),
            CheckConstraint(condition=Q(redacted=False) | ~Q(redaction=""), name="gift_redacted_with_reason"),
        )


class Declaration(models.Model):
    """Somebody declared, also when there was nothing. `occasion`: appointment, annual, change, project, meeting. The
    public sees the latest date of each person.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    occasion = models.TextField()
    on = models.DateField()
    nothing = models.BooleanField(default=False)  # nothing to declare
    meeting = models.TextField(blank=True, default="")  # slug, where it was at a meeting
    note = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfPeople["Declaration"].as_manager()

    class Meta:
        ordering = ("person", "on", "id")
        constraints = (
            CheckConstraint(
                condition=Q(occasion__in=("appointment", "annual", "change", "project", "meeting")),
                name="declaration_occasion_known",
            ),
        )
