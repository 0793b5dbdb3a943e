"""Meetings: of one body or of several in common; their agenda, who was there, what was asked, what was irregular."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, QuerySet, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PublicQuerySet
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.dated import SLUG, slug_constraint
from ouzel.governance.models.seats import Person
from ouzel.governance.models.whose import OfBodies


class MeetingState(models.TextChoices):
    """Where a meeting stands. A moved meeting stays what it was, at another time."""

    PLANNED = "planned", "planned"  # not yet in public
    NOTICED = "noticed", "notice given"
    OPEN = "open", "sitting"
    ADJOURNED = "adjourned", "adjourned"
    CLOSED = "closed", "held"
    CANCELLED = "cancelled", "cancelled"


class MeetingRows(OfBodies["Meeting"]):
    """Meetings are public from their notice on; before, they are seen by who runs meetings of a body that sits."""

    needs = Permission.GOVERNANCE_RUN

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Those in which one of the bodies sits."""
        return Q(pk__in=Sitting.objects.filter(body__in=bodies).values("meeting"))

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """Those of which notice was given."""
        return Q(public=True)

    def open_before(self, moment: datetime) -> Q:
        """Those of which notice was given by then, or that were opened without one."""
        rows = MeetingEvent.objects.filter(meeting=OuterRef("pk"), kind__in=("noticed", "opened"), at__lt=moment)
        return Q(Exists(rows))


class OfMeeting(PublicQuerySet[M]):
    """What belongs to a meeting is seen by who sees the meeting."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of meetings the viewer sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(viewer, on=on))


class Seen(OfMeeting[M]):
    """What happened to a draft, before the notice, nobody could see: it is in the audit trail alone."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those that were ever to be seen, of meetings the viewer sees."""
        return super().visible_to(viewer, on=on).filter(seen=True)


class Meeting(models.Model):
    """One meeting. Several bodies that meet in common have one, and a `Sitting` each.

    `slug` (DATE-WORDS) stays when the meeting is moved. `sequence` counts what calendars must be told of.
    """

    slug = models.SlugField(unique=True, **SLUG)
    title = LineField()
    state = models.TextField(choices=MeetingState, default=MeetingState.PLANNED)
    public = models.BooleanField(default=False)  # notice was given at least once
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    venue = LineField(blank=True, default="")
    join = models.URLField(blank=True, default="")  # where the public may watch or join
    recording = models.URLField(blank=True, default="")
    in_public = models.BooleanField(default=True)  # by law or by its own orders
    sequence = models.IntegerField(default=0)
    noticed_on = models.DateField(null=True)
    modified = models.DateTimeField(db_default=Now())
    at = models.DateTimeField(db_default=Now())

    objects = MeetingRows.as_manager()

    class Meta:
        ordering = ("-starts", "slug")
        indexes = (models.Index(fields=("starts",), name="meeting_starts"),)
        constraints = (
            slug_constraint("meeting"),
            CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("starts")), name="meeting_ends_after_it_starts"),
            CheckConstraint(condition=Q(public=False) | Q(noticed_on__isnull=False), name="meeting_public_by_notice"),
        )

    def __str__(self) -> str:
        return self.slug


class Sitting(models.Model):
    """A body sits in a meeting. `chair`: who presides for it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sittings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sittings")
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfMeeting["Sitting"].as_manager()

    class Meta:
        ordering = ("meeting", "id")
        constraints = (UniqueConstraint(fields=("meeting", "body"), name="sitting_once"),)


class MeetingEvent(models.Model):
    """One thing that happened to a meeting. Append-only. `kind`: planned, noticed, moved, agenda, paper, cancelled,
    opened, adjourned, reconvened, closed, recording, minutes ... `detail` says what was before and after, in words
    that may be public; `before` what the columns that it changed were, of the meeting or of the item that it is about.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    number = models.IntegerField()
    kind = models.TextField()
    on = models.DateField()
    note = models.TextField(blank=True, default="")
    detail = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    seen = models.BooleanField(default=True)  # False: a draft was moved, before its notice

    objects = Seen["MeetingEvent"].as_manager()

    class Meta:
        ordering = ("meeting", "number")
        constraints = (UniqueConstraint(fields=("meeting", "number"), name="meeting_event_numbered_once"),)


class AgendaItem(models.Model):
    """One item of an agenda. For one taken in private (`private`), `title` is its general nature: fit to be public.

    What a private item says and its papers are in `ouzel.confidential`. `removed`: taken off, and why; `seen` is False
    where that was before the notice.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.TextField()  # as printed: "5", "5.1", "P1"
    order = models.IntegerField()
    title = LineField()
    purpose = models.TextField(default="information")  # decision, assurance, discussion, information, standing
    kind = models.TextField(blank=True, default="")  # of decision, where one is to be taken
    presenter = LineField(blank=True, default="")
    text = models.TextField(blank=True, default="")  # what the body is asked to do
    minutes = models.IntegerField(null=True)  # how long it should take
    private = models.BooleanField(default=False)
    topics = models.JSONField(default=list)
    parties = models.JSONField(default=list)  # {"name", "ods_code", "company_number"}: suppliers and others concerned
    late = models.TextField(blank=True, default="")  # why it was added after the notice; empty: it was in it
    removed = models.TextField(blank=True, default="")
    seen = models.BooleanField(default=True)
    at = models.DateTimeField(db_default=Now())

    objects = Seen["AgendaItem"].as_manager()

    class Meta:
        ordering = ("meeting", "order", "id")
        indexes = (
            GinIndex(SearchVector("title", config="english"), name="agenda_item_title_search"),
            GinIndex(SearchVector("title", "text", config="english"), name="agenda_item_search"),
        )
        constraints = (
            UniqueConstraint(fields=("meeting", "number"), name="agenda_item_numbered_once"),
            CheckConstraint(condition=~Q(title="") & ~Q(number=""), name="agenda_item_named"),
            CheckConstraint(
                condition=Q(purpose__in=("decision", "assurance", "discussion", "information", "standing")),
                name="agenda_item_purpose_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Irregularity(models.Model):
    """A rule that was not kept, and the reason given for going on. Append-only, public, never silent.

    `rule`: notice, papers, agenda, quorum, vote, delegation, exclusion, minutes ...
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="irregularities")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="irregularities")
    rule = models.TextField()
    problem = models.TextField()  # what was not kept, in words
    reason = models.TextField()  # why it was done all the same
    by = models.TextField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = OfMeeting["Irregularity"].as_manager()

    class Meta:
        ordering = ("meeting", "id")
        constraints = (
            CheckConstraint(condition=~Q(rule="") & ~Q(problem="") & ~Q(reason=""), name="irregularity_with_reason"),
        )


class QuestionRows(OfBodies["Question"]):
    """Questions are public once they were accepted; the name only with consent (`queries` shows none without)."""

    needs = Permission.GOVERNANCE_RUN

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Those to meetings in which one of the bodies sits."""
        return Q(meeting__in=Sitting.objects.filter(body__in=bodies).values("meeting"))

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """Those accepted, to meetings of which notice was given."""
        return Q(meeting__public=True, accepted=True)


class Question(models.Model):
    """A question of the public to a meeting, and its answer."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    name = LineField(blank=True, default="")
    name_public = models.BooleanField(default=False)
    email = models.TextField(blank=True, default="")  # never shown; to answer in writing
    received = models.DateTimeField(db_default=Now())
    accepted = models.BooleanField(null=True)  # null: not looked at yet
    refusal = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_by = LineField(blank=True, default="")
    answered_on = models.DateField(null=True)

    objects = QuestionRows.as_manager()

    class Meta:
        ordering = ("meeting", "received", "id")
        constraints = (
            CheckConstraint(condition=~Q(text=""), name="question_asked"),
            CheckConstraint(condition=~Q(accepted=False) | ~Q(refusal=""), name="question_refused_with_reason"),
        )
