"""Decisions: what was decided, from which options, why, by whom, on what evidence."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.visibility import PublicQuerySet
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.meetings import AgendaItem, Meeting, OfMeeting
from ouzel.governance.models.seats import Person


class DecisionRows(PublicQuerySet["Decision"]):
    """Decisions are seen by who sees their meeting; urgent ones, taken between meetings, are public at once."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of meetings the viewer sees, and those of none."""
        return self.filter(Q(meeting=None) | Q(meeting__in=Meeting.objects.visible_to(viewer, on=on)))


class VoteRows(PublicQuerySet["Vote"]):
    """Votes are seen by who sees the decision."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of decisions the viewer sees."""
        return self.filter(decision__in=Decision.objects.visible_to(viewer, on=on))


class Decision(models.Model):
    """What one body decided on one item. Bodies that meet in common each decide, each in a row of its own.

    Append-only. `ref` is D-YEAR-NUMBER, for good. `quorum` is what it was worked out from. `private`: the text here is
    what may be public of a decision taken in private; the rest is in `ouzel.confidential`. `meeting` is empty for an
    urgent decision taken between meetings: `urgent` then says why, and it waits for its ratification.
    """

    ref = models.TextField(unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="decisions")
    on = models.DateField()
    kind = models.TextField()  # slug of the decision kinds
    pence = models.BigIntegerField(null=True)  # what it commits, where it does
    title = LineField()
    text = models.TextField()  # "The governing body approved ..."
    options = models.JSONField(default=list)  # {"title", "text", "evidence", "chosen"}
    reasons = models.TextField(blank=True, default="")
    method = models.TextField()  # consensus, vote, urgent
    votes_for = models.IntegerField(null=True)
    votes_against = models.IntegerField(null=True)
    abstentions = models.IntegerField(null=True)
    casting_vote = models.BooleanField(default=False)
    carried = models.BooleanField(default=True)
    dissent = models.TextField(blank=True, default="")
    quorum = models.JSONField(default=dict)
    authority = models.TextField(blank=True, default="")  # by which line of which scheme, in words
    urgent = models.TextField(blank=True, default="")
    private = models.BooleanField(default=False)
    topics = models.JSONField(default=list)
    revises = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="revised_by")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())
    search = models.GeneratedField(
        expression=models.Func(
            models.F("title"), models.F("text"), models.F("reasons"),
            template="setweight(to_tsvector('english'::regconfig, title), 'A') ||"
            " to_tsvector('english'::regconfig, text || ' ' || reasons)",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(), db_persist=True,
    )  # fmt: skip

    objects = DecisionRows.as_manager()

    class Meta:
        ordering = ("-on", "ref")
        indexes = (
            GinIndex(fields=("search",), name="decision_search"),
            models.Index(fields=("body", "on"), name="decision_body_on"),
        )
        constraints = (
            UniqueConstraint(fields=("item", "body", "title"), name="decision_once_a_body"),
            UniqueConstraint(  # without an item the one above holds nothing apart: NULL is not NULL
                fields=("body", "on", "title"), condition=Q(item=None, revises=None), name="decision_once_urgent"
            ),
            CheckConstraint(condition=Q(ref__regex=r"^D-\d{4}-\d{4,}$"), name="decision_ref_shape"),
            CheckConstraint(condition=~Q(title="") & ~Q(text="") & ~Q(kind=""), name="decision_said"),
            CheckConstraint(condition=Q(method__in=("consensus", "vote", "urgent")), name="decision_method_known"),
            CheckConstraint(
                condition=~Q(method="vote") | Q(votes_for__gte=0, votes_against__gte=0, abstentions__gte=0),
                name="decision_vote_counted",
            ),
            CheckConstraint(
                condition=Q(meeting__isnull=False, item__isnull=False) | (Q(method="urgent") & ~Q(urgent="")),
                name="decision_at_a_meeting_or_urgent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref}: {self.title}"


class Vote(models.Model):
    """How one member voted, where names are recorded: for, against, abstain. One person once a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="votes")
    seat = models.TextField(blank=True, default="")
    vote = models.TextField()

    objects = VoteRows.as_manager()

    class Meta:
        ordering = ("decision", "id")
        constraints = (
            UniqueConstraint(fields=("decision", "person", "seat"), name="vote_once_a_seat"),
            CheckConstraint(condition=Q(vote__in=("for", "against", "abstain")), name="vote_known"),
        )


class Ratification(models.Model):
    """A meeting ratified an urgent decision, or refused to. Append-only."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="ratification")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="ratifications")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ratifications")
    ratified = models.BooleanField()
    note = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = OfMeeting["Ratification"].as_manager()

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(ratified=True) | ~Q(note=""), name="ratification_refused_with_reason"),
        )
