"""Who was at a meeting and when, who took no part in an item, and from which items the public was excluded."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.ranges import KeyRange, TextKeyRange
from ouzel.governance.knowing import by_then, end_of
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.interests import Interest
from ouzel.governance.models.meetings import AgendaItem, Meeting, OfMeeting
from ouzel.governance.models.seats import Person


class Attendance(models.Model):
    """Who was there, for which body, in which seat: all along, unless `Stay` says when.

    `capacity`: member, deputy (for the holder of `seat`), in-attendance, apologies, absent. `votes` is what they had
    that day. `how`: in-person, online.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    seat = models.TextField(blank=True, default="")
    capacity = models.TextField()
    how = models.TextField(default="in-person")
    votes = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")

    objects = OfMeeting["Attendance"].as_manager()

    class Meta:
        ordering = ("meeting", "body", "id")
        constraints = (
            UniqueConstraint(fields=("meeting", "body", "person", "seat"), name="attendance_once_a_seat"),
            CheckConstraint(
                condition=Q(capacity__in=("member", "deputy", "in-attendance", "apologies", "absent")),
                name="attendance_capacity_known",
            ),
            CheckConstraint(condition=Q(how__in=("in-person", "online")), name="attendance_how_known"),
            CheckConstraint(
                condition=Q(votes=False) | Q(capacity__in=("member", "deputy")), name="attendance_vote_of_members"
            ),
        )


class StayRows(OfMeeting["Stay"]):
    """Stays are seen by who sees the meeting."""

    def believed(self, known_at: date | None = None) -> Self:
        """Those that no correction took the place of, as known (None: now)."""
        if known_at is None:
            return self.filter(replaced=None)
        return self.filter(by_then(known_at), Q(replaced=None) | Q(replaced__gte=end_of(known_at)))


class Stay(models.Model):
    """Somebody was in the room from one item to another: they came late, went out and came back, left early. Where
    there is none believed, who is recorded as there was there all along.

    `items`: orders of items, half-open, unbounded: from the beginning, to the end. `came`, `went`: by the clock, where
    it was noted. Rows are never changed but for `replaced`: when it was known better.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="stays")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seat = models.TextField(blank=True, default="")
    items = IntegerRangeField()
    came = models.TimeField(null=True)
    went = models.TimeField(null=True)
    replaced = models.DateTimeField(null=True)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = StayRows.as_manager()

    class Meta:
        ordering = ("meeting", "body", "id")
        constraints = (
            CheckConstraint(condition=Q(items__isempty=False), name="stay_some_item"),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=(
                    (KeyRange("meeting_id"), RangeOperators.OVERLAPS),
                    (KeyRange("body_id"), RangeOperators.OVERLAPS),
                    (KeyRange("person_id"), RangeOperators.OVERLAPS),
                    (TextKeyRange("seat"), RangeOperators.OVERLAPS),
                    ("items", RangeOperators.OVERLAPS),
                ),
                condition=Q(replaced=None),
            ),
        )


class RecusalRows(OfMeeting["Recusal"]):
    """Recusals are seen by who sees the meeting."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back=None)


class Recusal(models.Model):
    """Somebody with an interest in an item took no part. `effect`: left (the room), silent (stayed, no part, no vote),
    no-vote (spoke, did not vote), none (the chair ruled that they might take part; `ruling` says why).

    Append-only: one put down by mistake is taken back by a row of its own, and the next has the next `number`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="recusals")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True, related_name="+")
    declared = models.TextField()  # as said at the meeting, fit to be public
    effect = models.TextField()
    ruling = models.TextField(blank=True, default="")
    number = models.IntegerField(default=1)  # of somebody, for an item
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = RecusalRows.as_manager()

    class Meta:
        ordering = ("meeting", "item", "id")
        constraints = (
            UniqueConstraint(fields=("item", "person", "number"), name="recusal_numbered_once"),
            CheckConstraint(condition=Q(effect__in=("left", "silent", "no-vote", "none")), name="recusal_effect_known"),
            CheckConstraint(condition=~Q(effect="none") | ~Q(ruling=""), name="recusal_ruled_with_reason"),
            CheckConstraint(condition=~Q(declared=""), name="recusal_declared"),
        )


class RecusalTakenBack(models.Model):
    """A recusal was put down by mistake, and is taken back, with the reason. Append-only."""

    recusal = models.OneToOneField(Recusal, on_delete=models.PROTECT, related_name="taken_back")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfMeeting["RecusalTakenBack"].as_manager()

    class Meta:
        constraints = (CheckConstraint(condition=~Q(why=""), name="recusal_taken_back_with_reason"),)


class Exclusion(models.Model):
    """A resolution to exclude the public from items, with the reason that it states (1960 Act, s.1(2)).

    It is for the items that it named, and for none that was put on the agenda later.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="exclusions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    items: "models.ManyToManyField[AgendaItem, ExcludedItem]" = models.ManyToManyField(
        AgendaItem, through="ExcludedItem", related_name="exclusions"
    )
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfMeeting["Exclusion"].as_manager()

    class Meta:
        ordering = ("meeting", "body", "id")
        constraints = (
            CheckConstraint(condition=~Q(reason=""), name="exclusion_with_reason"),
            CheckConstraint(condition=Q(seconder=None) | ~Q(seconder=F("proposer")), name="exclusion_by_two"),
        )


class ExcludedItem(models.Model):
    """An item that a resolution to exclude the public named. Append-only."""

    exclusion = models.ForeignKey(Exclusion, on_delete=models.PROTECT, related_name="named")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")

    objects = OfMeeting["ExcludedItem"].as_manager()

    class Meta:
        constraints = (UniqueConstraint(fields=("exclusion", "item"), name="excluded_item_once"),)
