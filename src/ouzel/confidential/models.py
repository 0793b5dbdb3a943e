"""The private part of meetings: items, papers, decisions, minutes, who is kept from what. Seen by who may, for the
bodies they may.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.permissions import Viewer, today
from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PublicQuerySet
from ouzel.governance.models import Action, AgendaItem, Decision, Meeting, Person
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


class PrivateItems(OfItem["PrivateItem"]):
    """What private items are about, each as often as it was written."""

    def newest(self) -> Self:
        """Of each item the last that was written."""
        later = PrivateItem.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))


class PrivateItem(models.Model):
    """A version of what a private item really is about. Append-only. The public agenda shows its general nature only.

    `parties`: suppliers and others concerned, as of items in public. `why`: why it was written again after the meeting.
    `sha256` is of the words and `salt`: a hash of a few words alone would tell them to who guesses.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    presenter = models.TextField(blank=True, default="")
    parties = models.JSONField(default=list)  # {"name", "ods_code", "company_number"}
    salt = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    why = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PrivateItems.as_manager()

    class Meta:
        ordering = ("item", "number")
        constraints = (
            UniqueConstraint(fields=("item", "number"), name="private_item_numbered_once"),
            CheckConstraint(condition=~Q(title=""), name="private_item_titled"),
            CheckConstraint(condition=HASH, name="private_item_sha256"),
        )


class KeptFroms(OfItem["KeptFrom"]):
    """Who is, or was, kept from private items."""

    def still(self) -> Self:
        """Those that nobody took back."""
        return self.filter(let_back=None)


class KeptFrom(models.Model):
    """Somebody is kept from a private item, its papers and all that is private of it, before the meeting or after.
    Append-only: `LetBack` ends it.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = KeptFroms.as_manager()

    class Meta:
        ordering = ("item", "id")
        constraints = (CheckConstraint(condition=~Q(reason=""), name="kept_from_with_reason"),)


class OfKept(PrivateRows["LetBack"]):
    """Rows that hang on somebody's being kept from an item."""

    meeting = "kept__item__meeting"


class LetBack(models.Model):
    """Somebody is no longer kept from an item, and why. Append-only."""

    kept = models.OneToOneField(KeptFrom, on_delete=models.PROTECT, related_name="let_back")
    reason = models.TextField()
    on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfKept.as_manager()

    class Meta:
        constraints = (CheckConstraint(condition=~Q(reason=""), name="let_back_with_reason"),)


class PrivatePaper(models.Model):
    """A version of a paper for a private item. Append-only; `number` counts versions of the same `slug`.

    `late`: why it came after papers were due; `afterwards`: it came after the meeting, and was not before it.
    """

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
    afterwards = models.BooleanField(default=False)
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
