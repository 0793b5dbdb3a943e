"""Minutes of meetings in public, by version, approved at a later meeting."""

from datetime import date, datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.permissions import Viewer
from ouzel.core.roles import Permission
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.dated import HASH
from ouzel.governance.models.meetings import Meeting, Sitting
from ouzel.governance.models.whose import OfBodies


class MinutesRows(OfBodies["Minutes"]):
    """Drafts are for who runs meetings of a body that sat until they are published, as draft or as approved."""

    needs = Permission.GOVERNANCE_RUN

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Those of meetings in which one of the bodies sat."""
        return Q(meeting__in=Sitting.objects.filter(body__in=bodies).values("meeting"))

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """What is published, of meetings that are public."""
        return Q(published__isnull=False, meeting__public=True)

    def open_before(self, moment: datetime) -> Q:
        """What was published by then."""
        return Q(published__lt=moment)


class Minutes(models.Model):
    """One version of the minutes (Markdown). Append-only but for its publication and approval.

    `approved_at` is the meeting that approved it, after which no version follows without `why`. `records`: references
    of the decisions and actions that there were when it was written (null: not kept).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.IntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    why = models.TextField(blank=True, default="")
    records = models.JSONField(null=True)
    published = models.DateTimeField(null=True)
    approved_at = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="approved_minutes")
    approved_on = models.DateField(null=True)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())
    search = models.GeneratedField(
        expression=models.Func(
            models.F("text"),
            template="to_tsvector('english'::regconfig, left(text, 500000))", output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(), db_persist=True,
    )  # fmt: skip

    objects = MinutesRows.as_manager()

    class Meta:
        ordering = ("meeting", "number")
        indexes = (GinIndex(fields=("search",), name="minutes_search"),)
        constraints = (
            UniqueConstraint(fields=("meeting", "number"), name="minutes_numbered_once"),
            UniqueConstraint(
                fields=("meeting", "approved_at"), condition=Q(approved_at__isnull=False), name="minutes_approved_once"
            ),
            CheckConstraint(condition=HASH, name="minutes_sha256"),
            CheckConstraint(
                condition=Q(approved_at=None, approved_on=None)
                | Q(approved_at__isnull=False, approved_on__isnull=False, published__isnull=False),
                name="minutes_approved_in_full",
            ),
        )
