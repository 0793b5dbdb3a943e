"""The risk register and the assurance framework: risks, their scores over time, and the meeting that last looked."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, QuerySet, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.roles import Permission
from ouzel.core.visibility import M
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.whose import OfBodies


class RiskRows(OfBodies[M]):
    """Risks are public where the body put them before a meeting in public; the others are for who keeps those of the
    body that looks after them: on the day, or in the end, where a plan hands them on ahead of its day.
    """

    needs = Permission.RISKS_KEEP
    risk = "pk"  # the way to the risk

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Those that one of the bodies looks after."""
        later = RiskReview.objects.filter(risk=OuterRef("risk"), number__gt=OuterRef("number"), on__lte=on)
        stood = RiskReview.objects.filter(~Exists(later), body__in=bodies, on__lte=on).values("risk")
        theirs = Risk.objects.filter(Q(body__in=bodies) | Q(pk__in=stood))
        return Q(**{f"{self.risk}__in": theirs})

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """The public ones."""
        return Q(public=True) if self.risk == "pk" else Q(risk__public=True)


class ReviewRows(RiskRows["RiskReview"]):
    """Reviews are seen by who sees the risk."""

    risk = "risk"


class Risk(models.Model):
    """Something that could go wrong. `ref` is R-YEAR-NUMBER (`ouzel.governance.refs`). Where it stands is its last
    review."""

    ref = models.TextField(unique=True)
    title = LineField()
    cause = models.TextField(blank=True, default="")
    effect = models.TextField(blank=True, default="")
    framework = models.BooleanField(default=False)  # part of the board assurance framework
    public = models.BooleanField(default=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="risks")  # that looks after it now
    opened = models.DateField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = RiskRows["Risk"].as_manager()

    class Meta:
        ordering = ("ref",)
        constraints = (
            CheckConstraint(condition=Q(ref__regex=r"^R-\d{4}-\d{4,}$"), name="risk_ref_shape"),
            CheckConstraint(condition=~Q(title=""), name="risk_titled"),
        )


class RiskReview(models.Model):
    """What was thought of a risk on a day: likelihood and impact 1 to 5, before and after controls. Append-only.

    `state`: open, closed, carried (another body took it over). `meeting`: slug of the meeting that looked.
    """

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="reviews")
    number = models.IntegerField()
    on = models.DateField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    owner = LineField()
    likelihood = models.IntegerField()
    impact = models.IntegerField()
    inherent = models.IntegerField(null=True)  # score before controls
    target = models.IntegerField(null=True)  # score
    controls = models.JSONField(default=list)
    gaps = models.JSONField(default=list)
    assurances = models.JSONField(default=list)
    text = models.TextField(blank=True, default="")
    state = models.TextField(default="open")
    meeting = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = ReviewRows.as_manager()

    class Meta:
        ordering = ("risk", "number")
        constraints = (
            UniqueConstraint(fields=("risk", "number"), name="risk_review_numbered_once"),
            CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="risk_review_scores",
            ),
            CheckConstraint(condition=Q(state__in=("open", "closed", "carried")), name="risk_review_state_known"),
            CheckConstraint(condition=Q(state="open") | ~Q(text=""), name="risk_review_ended_with_reason"),
        )
