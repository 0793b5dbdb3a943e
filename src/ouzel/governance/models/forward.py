"""The forward plan: business to come, which bodies it was with, and where it was taken."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, QuerySet, Subquery, UniqueConstraint
from django.db.models.functions import Coalesce, Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.roles import Permission
from ouzel.core.visibility import PublicQuerySet
from ouzel.governance.knowing import by_then
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.meetings import AgendaItem
from ouzel.governance.models.whose import OfBodies


class ForwardRows(OfBodies["ForwardItem"]):
    """The forward plan is public where it is marked so; the rest is seen by who runs meetings of the body that has it:
    on the day, or in the end, where a plan hands it on ahead of its day.
    """

    needs = Permission.GOVERNANCE_RUN

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """What is, or will be, with one of the bodies."""
        return Q(body__in=bodies) | Q(
            pk__in=ForwardItem.objects.with_holder(on).filter(**{"holder__in": bodies}).values("pk")
        )

    def with_holder(self, on: date, *, known_at: date | None = None) -> Self:
        """Each with `holder`, the key of the body that has it on the day, as known (None: now)."""
        steps = ForwardStep.objects.filter(by_then(known_at), planned=OuterRef("pk"))
        last = steps.filter(on__lte=on).order_by("-number").values("body")[:1]
        first = steps.order_by("number").values("before")[:1]
        whose = Coalesce(Subquery(last), Subquery(first), F("body_id"), output_field=models.BigIntegerField())
        return self.annotate(holder=whose)

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """What is public."""
        return Q(public=True)


class ForwardItem(models.Model):
    """Business to come: what a body will be asked, and by when. `every`: months between, for what recurs; `first`: the
    day on which it was due at first, by which all later ones go (null: `due`).

    `body` has it, once all plans that are enacted took effect; whose it is on a day is told by its steps.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="forward_plan")
    title = LineField()
    due = models.DateField()
    every = models.IntegerField(null=True)
    first = models.DateField(null=True)
    purpose = models.TextField(default="information")
    kind = models.TextField(blank=True, default="")
    owner = LineField(blank=True, default="")
    public = models.BooleanField(default=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")  # where it was taken
    dropped = models.TextField(blank=True, default="")
    ended = models.DateTimeField(null=True)  # when it was put on an agenda or dropped
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = ForwardRows.as_manager()

    class Meta:
        ordering = ("body", "due", "id")
        constraints = (
            CheckConstraint(condition=Q(every=None) | Q(every__gte=1), name="forward_item_every_some_months"),
            CheckConstraint(condition=~Q(title=""), name="forward_item_titled"),
        )


class ForwardStepRows(PublicQuerySet["ForwardStep"]):
    """Steps are seen by who sees the business."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of business the viewer sees."""
        return self.filter(planned__in=ForwardItem.objects.visible_to(viewer, on=on))


class ForwardStep(models.Model):
    """Business to come is with another body from a day on: `plan` (a reorganisation, or a closing) carried it there, or
    back. Append-only.
    """

    planned = models.ForeignKey(ForwardItem, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    before = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    note = models.TextField()
    plan = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = ForwardStepRows.as_manager()

    class Meta:
        ordering = ("planned", "number")
        constraints = (
            UniqueConstraint(fields=("planned", "number"), name="forward_step_numbered_once"),
            CheckConstraint(condition=~Q(note="") & ~Q(plan=""), name="forward_step_with_reason"),
        )
