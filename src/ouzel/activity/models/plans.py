"""Planned activity and money, from a plain file until contracts supply them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from ouzel.core.models import ReferenceRelease
from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet


class PlanLineQuerySet(PermittedQuerySet["PlanLine"]):
    """Plans are seen by who may see figures of activity."""

    needs = Permission.ACTIVITY_READ


class PlanLine(models.Model):
    """What was planned of a point of delivery in a month. A release of kind `activity-plan` holds a year's lines."""

    release = models.ForeignKey(ReferenceRelease, on_delete=models.PROTECT, related_name="plan_lines")
    year = models.IntegerField()  # 202526
    month = models.IntegerField()  # 1 is April
    provider = models.TextField()
    commissioner = models.TextField()
    specialty = models.TextField(blank=True, default="")
    pod = models.TextField()
    activity = models.BigIntegerField()  # thousandths
    pence = models.BigIntegerField()  # with market forces
    line = models.IntegerField(default=0)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        ordering = ("release", "year", "month", "provider", "commissioner", "pod")
        constraints = (
            UniqueConstraint(
                fields=("release", "year", "month", "provider", "commissioner", "specialty", "pod"),
                name="plan_line_once",
            ),
            CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="plan_line_month"),
        )
