"""The private part of meetings: items, papers, decisions, minutes. Seen by who may, for the bodies they may."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.permissions import Viewer, today
from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PublicQuerySet
from ouzel.governance.models import Action, AgendaItem, Decision, Meeting
from ouzel.governance.models.dated import HASH
from ouzel.governance.rules import bodies_for


class PrivateRows(PublicQuerySet[M]):
    """Rows of meetings in which a body sat for which the viewer may read what is private."""

    meeting = "meeting"  # the way to the meeting

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Nothing, unless the viewer holds the permission for the whole system or for a body that sat."""
        bodies = bodies_for(viewer, Permission.GOVERNANCE_PRIVATE, on=on or today())
        sat = Meeting.objects.filter(sittings__body__in=bodies)
        return self.filter(**{f"{self.meeting}__in": sat})


class OfItem(PrivateRows[M]):
    """Rows that hang on an item."""

    meeting = "item__meeting"


class PrivateDecisions(PrivateRows["PrivateDecision"]):
    """Rows that hang on a decision. An urgent one, taken at no meeting, goes by its body."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of bodies for which the viewer may read what is private."""
        bodies = bodies_for(viewer, Permission.GOVERNANCE_PRIVATE, on=on or today())
        return self.filter(decision__body__in=bodies)


class PrivateItem(models.Model):
    """What a private item really is about. The agenda in public shows its general nature only."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    presenter = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfItem["PrivateItem"].as_manager()

    class Meta:
        constraints = (CheckConstraint(condition=~Q(title=""), name="private_item_titled"),)


class PrivatePaper(models.Model):
    """A version of a paper for a private item. Append-only; `number` counts versions of the same `slug`."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=120)
    number = models.IntegerField()
    title = models.TextField()
    name = models.TextField()
    media_type = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    pages = models.IntegerField(null=True)
    why = models.TextField(blank=True, default="")
    late = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfItem["PrivatePaper"].as_manager()

    class Meta:
        ordering = ("item", "slug", "number")
        constraints = (
            UniqueConstraint(fields=("item", "slug", "number"), name="private_paper_numbered_once"),
            CheckConstraint(condition=HASH, name="private_paper_sha256"),
            CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="private_paper_with_reason"),
        )


class PrivateActions(PrivateRows["PrivateAction"]):
    """Rows that hang on an action."""

    meeting = "action__meeting"


class PrivateDecision(models.Model):
    """The whole text of a decision taken in private. Append-only.

    `pence` is what it commits, where it does; `votes` are {"person", "seat", "vote"} where names are recorded.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    text = models.TextField()
    reasons = models.TextField(blank=True, default="")
    options = models.JSONField(default=list)
    pence = models.BigIntegerField(null=True)
    dissent = models.TextField(blank=True, default="")
    votes = models.JSONField(default=list)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PrivateDecisions.as_manager()


class PrivateAction(models.Model):
    """What was asked for in private, in full. Append-only; where it stands is told by the steps of the action."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PrivateActions.as_manager()

    class Meta:
        constraints = (CheckConstraint(condition=~Q(text=""), name="private_action_said"),)


class PrivateMinutes(models.Model):
    """One version of the private minutes. Append-only but for their approval."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    why = models.TextField(blank=True, default="")
    approved_at = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PrivateRows["PrivateMinutes"].as_manager()

    class Meta:
        ordering = ("meeting", "number")
        constraints = (
            UniqueConstraint(fields=("meeting", "number"), name="private_minutes_numbered_once"),
            CheckConstraint(condition=HASH, name="private_minutes_sha256"),
            CheckConstraint(
                condition=Q(approved_at=None, approved_on=None)
                | Q(approved_at__isnull=False, approved_on__isnull=False),
                name="private_minutes_approved_in_full",
            ),
        )
