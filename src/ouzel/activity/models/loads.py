"""Each file taken is a load: a numbered release of lines that can be withdrawn, never changed."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet


class LoadState(models.TextChoices):
    """The life of a load: its lines are in the store from staging on, and count while it is ready."""

    STAGED = "staged", "being loaded"
    READY = "ready", "taken"
    WITHDRAWN = "withdrawn", "withdrawn"
    ERASED = "erased", "erased at the end of its retention"


class ActivityLoadQuerySet(PermittedQuerySet["ActivityLoad"]):
    """What was loaded is seen by who may see figures of activity."""

    needs = Permission.ACTIVITY_READ


class ActivityLoad(models.Model):
    """One file of activity that was taken whole; its number is in the number of each of its lines.

    `report` is what the gate found and did, `faults` how many lines had which fault; neither has a value of a patient.
    """

    dataset = models.TextField()  # slug of the format it was read as: acm, plcm, hes-apc ...
    provider = models.TextField(blank=True, default="")  # who sent it; "" where lines are of many
    period = DateRangeField(null=True)  # the days the file is for; null where it does not say
    name = models.TextField()  # of the file
    sha256 = models.CharField(max_length=64)
    lines = models.BigIntegerField(default=0)
    state = models.TextField(choices=LoadState, default=LoadState.STAGED)
    policy = models.TextField()  # name and version of the gate's policy
    purpose = models.TextField()  # what the lines may be used for
    retain_until = models.DateField()
    report = models.JSONField(default=dict)
    faults = models.JSONField(default=dict)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = ActivityLoadQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("dataset", "provider", "state"), name="load_dataset"),)
        constraints = (
            CheckConstraint(condition=Q(state__in=LoadState.values), name="load_state_known"),
            CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="load_sha256"),
            CheckConstraint(
                condition=~Q(dataset="") & ~Q(name="") & ~Q(policy="") & ~Q(purpose="") & ~Q(by=""),
                name="load_said_in_full",
            ),
            CheckConstraint(condition=Q(lines__gte=0), name="load_lines_counted"),
            UniqueConstraint(fields=("sha256", "dataset"), condition=Q(state="ready"), name="load_same_file_once"),
        )

    def __str__(self) -> str:
        return f"load {self.pk}: {self.name}"
