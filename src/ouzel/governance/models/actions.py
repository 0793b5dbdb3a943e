"""Actions that a body asked for: owners and due dates, carried from meeting to meeting until they are closed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.visibility import M, PublicQuerySet
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.decisions import Decision
from ouzel.governance.models.meetings import AgendaItem, Meeting


class ActionRows(PublicQuerySet[M]):
    """Actions are seen by who sees the meeting that asked for them."""

    of = ""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of meetings the viewer sees."""
        return self.filter(**{f"{self.of}meeting__in": Meeting.objects.visible_to(viewer, on=on)})


class StepRows(ActionRows["ActionStep"]):
    """Steps are seen by who sees the action."""

    of = "action__"


class ActionState(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", "open"
    DONE = "done", "reported done"  # its owner says so; the body closes it
    CLOSED = "closed", "closed"
    DROPPED = "dropped", "dropped"


class Action(models.Model):
    """Something to be done. `ref` is A-YEAR-NUMBER. Where it stands, whose it is and when it is due: its last step.

    The columns from `body` on repeat the last step, kept so by the database.
    """

    ref = models.TextField(unique=True)
    text = models.TextField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="actions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="actions")
    private = models.BooleanField(default=False)  # asked for in private: the text is what may be public of it
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions")  # that looks after it
    owner = LineField()  # name or post
    due = models.DateField(null=True)
    state = models.TextField(choices=ActionState, default=ActionState.OPEN)
    at = models.DateTimeField(db_default=Now())

    objects = ActionRows["Action"].as_manager()

    class Meta:
        ordering = ("ref",)
        indexes = (models.Index(fields=("body", "state"), name="action_body_state"),)
        constraints = (
            CheckConstraint(condition=Q(ref__regex=r"^A-\d{4}-\d{4,}$"), name="action_ref_shape"),
            CheckConstraint(condition=~Q(text="") & ~Q(owner=""), name="action_said"),
            CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.ref}: {self.text}"


class ActionStep(models.Model):
    """One step of an action's life: made, progress, moved (another due date), owner, done, closed, dropped, carried
    (taken over by the successor of the body that asked; `plan` is the reorganisation). Append-only.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    kind = models.TextField()
    on = models.DateField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    owner = LineField()
    due = models.DateField(null=True)
    state = models.TextField(choices=ActionState)
    note = models.TextField(blank=True, default="")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = StepRows.as_manager()

    class Meta:
        ordering = ("action", "number")
        constraints = (
            UniqueConstraint(fields=("action", "number"), name="action_step_numbered_once"),
            CheckConstraint(
                condition=~Q(kind__in=("moved", "dropped", "carried")) | ~Q(note=""), name="action_step_with_reason"
            ),
        )
