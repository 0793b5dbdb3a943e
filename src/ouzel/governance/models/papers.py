"""Papers in public: each version by its content, kept for good. A private paper is never here."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import CheckConstraint, F, Q, QuerySet, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.permissions import Viewer
from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PublicQuerySet
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.dated import HASH, SLUG, slug_constraint
from ouzel.governance.models.meetings import AgendaItem, Sitting
from ouzel.governance.models.whose import OfBodies


class PaperRows(OfBodies[M]):
    """Papers are public once published; before, they are seen by who runs meetings that they are before."""

    needs = Permission.GOVERNANCE_RUN
    paper = "pk"  # the way to the paper

    def of(self, bodies: QuerySet[Body], *, on: date) -> Q:
        """Those before a meeting in which one of the bodies sits."""
        sat = Sitting.objects.filter(body__in=bodies).values("meeting")
        return Q(**{f"{self.paper}__in": ItemPaper.objects.filter(item__meeting__in=sat).values("paper")})

    def open_to(self, viewer: Viewer, *, on: date) -> Q:
        """What is published."""
        return Q(published__isnull=False)

    def open_before(self, moment: datetime) -> Q:
        """What was published by then."""
        return Q(published__lt=moment)


class VersionRows(PaperRows["PaperVersion"]):
    """Versions are seen as papers are, each by its own publication."""

    paper = "paper"


class Paper(models.Model):
    """A document put before meetings, known by its slug for good. `published`: when its first version was; `day`: of
    the first meeting that it was for, when it was added: lists are in this order.
    """

    slug = models.SlugField(unique=True, **SLUG)
    title = LineField()
    author = LineField(blank=True, default="")
    published = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = PaperRows["Paper"].as_manager()

    class Meta:
        ordering = ("slug",)
        indexes = (
            GinIndex(SearchVector("title", config="english"), name="paper_title_search"),
            models.Index(F("day").desc(nulls_last=True), F("id").desc(), name="paper_day"),
        )
        constraints = (slug_constraint("paper"), CheckConstraint(condition=~Q(title=""), name="paper_titled"))

    def __str__(self) -> str:
        return self.title


class PaperVersion(models.Model):
    """One version. Append-only but for `published`. `words` is what was read out of it, for search; `pages` may be
    unknown (null). The newest published one is current, and supersedes those before it.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    name = models.TextField()  # of the file
    media_type = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    pages = models.IntegerField(null=True)
    words = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")  # of a new version: what changed
    published = models.DateTimeField(null=True)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())
    search = models.GeneratedField(
        expression=models.Func(
            models.F("words"),
            template="to_tsvector('english'::regconfig, left(words, 500000))", output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(), db_persist=True,
    )  # fmt: skip

    objects = VersionRows.as_manager()

    class Meta:
        ordering = ("paper", "number")
        indexes = (
            GinIndex(fields=("search",), name="paper_search"),
            models.Index(fields=("sha256",), name="paper_sha256"),
        )
        constraints = (
            UniqueConstraint(fields=("paper", "number"), name="paper_version_numbered_once"),
            CheckConstraint(condition=HASH, name="paper_version_sha256"),
            CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="paper_version_with_reason"),
        )


class ItemPaperRows(PublicQuerySet["ItemPaper"]):
    """Which papers are before an item is seen by who sees the meeting and the paper."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of items and papers the viewer sees."""
        return self.filter(
            item__in=AgendaItem.objects.visible_to(viewer, on=on), paper__in=Paper.objects.visible_to(viewer, on=on)
        )


class StandingItemPapers(models.Manager["ItemPaper"]):
    """Those that are before their items: what was taken off stays on record alone (`ItemPaper.everything`)."""

    def get_queryset(self) -> ItemPaperRows:
        """Without what was taken off."""
        return ItemPaperRows(self.model, using=self._db).filter(taken_off_at=None)

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> ItemPaperRows:
        """Those of items and papers the viewer sees."""
        return self.get_queryset().visible_to(viewer, on=on)


class ItemPaper(models.Model):
    """A paper is before an item: many to many. `late`: why it came after the papers were due; empty: in time.

    `taken_off`: why it is before the item no more, since `taken_off_at`. Rows are never deleted.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="items")
    label = models.TextField(blank=True, default="")  # "Appendix A"
    order = models.IntegerField(default=0)
    late = models.TextField(blank=True, default="")
    tabled = models.BooleanField(default=False)  # handed out at the meeting itself
    taken_off = models.TextField(blank=True, default="")
    taken_off_at = models.DateTimeField(null=True)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = StandingItemPapers()
    everything = ItemPaperRows.as_manager()

    class Meta:
        ordering = ("item", "order", "id")
        constraints = (
            UniqueConstraint(fields=("item", "paper"), condition=Q(taken_off_at=None), name="item_paper_once"),
            CheckConstraint(
                condition=Q(taken_off_at=None, taken_off="") | (Q(taken_off_at__isnull=False) & ~Q(taken_off="")),
                name="item_paper_taken_off_with_reason",
            ),
        )
