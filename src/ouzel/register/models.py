"""Bodies, publications, what they assert, and the facts derived from them, with the guarantees the database gives.

Assertions are append-only. Facts are rewritten by `register.deriving` alone: closed in one edition, opened in the next.
"""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint

from ouzel.core.models import Edition
from ouzel.core.permissions import Viewer, may, today
from ouzel.core.ranges import KeyRange
from ouzel.core.roles import Permission
from ouzel.core.visibility import PublicQuerySet
from ouzel.register.attributes import AFTER_RELATIONS, FIRST_RELATION, SEVERAL, Attribute

RELATION = Q(attribute__gte=FIRST_RELATION, attribute__lt=AFTER_RELATIONS)


class BodyQuerySet(PublicQuerySet["Body"]):
    """Organisations and areas are public."""


class Body(models.Model):
    """An organisation or area, identified by its code for good; everything else about it is a fact."""

    code = models.TextField(unique=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "bodies"
        constraints = (CheckConstraint(condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9:-]{1,39}$"), name="body_code_shape"),)

    def __str__(self) -> str:
        return self.code


class PublicationState(models.TextChoices):
    """A publication counts when it is loaded."""

    HELD = "held", "held in quarantine"
    LOADED = "loaded", "loaded"
    WITHDRAWN = "withdrawn", "withdrawn"


class PublicationQuerySet(PublicQuerySet["Publication"]):
    """What was published is public; what is held is for those who may let it in."""

    def visible_to(self, viewer: Viewer, *, on: object = None) -> Self:
        """All for keepers of the register; to others those that count or once counted."""
        if may(viewer, Permission.REGISTER_LOAD, on=today()):
            return self.all()
        return self.exclude(state=PublicationState.HELD)


class Publication(models.Model):
    """One file or event with the day it counts as published.

    `withdrawn_on` is the day from which the world no longer believed it (null: it still does); `entered` and `left`
    are the
    editions in which this system began and ceased to count it.
    """

    series = models.TextField()
    reader = models.TextField()
    file = models.TextField()
    sha256 = models.CharField(max_length=64)
    published = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    state = models.TextField(choices=PublicationState)
    authority = models.SmallIntegerField()
    precedence = models.SmallIntegerField()
    complete_for = models.TextField(blank=True, default="")
    rows = models.IntegerField(default=0)
    entered = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="publications")
    left = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawals")
    notes = models.JSONField(default=list)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("published", "series", "sha256")
        constraints = (
            UniqueConstraint(
                fields=("series", "sha256", "published"),
                condition=~Q(state="withdrawn"),
                name="publication_loaded_once",
            ),
            CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state_known"),
            CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="publication_sha256"),
            CheckConstraint(
                condition=Q(state="withdrawn", left__isnull=False) | (~Q(state="withdrawn") & Q(left__isnull=True)),
                name="publication_withdrawn_in_an_edition",
            ),
            CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(state="withdrawn", withdrawn_on__gt=F("published")),
                name="publication_withdrawn_after_published",
            ),
        )

    def __str__(self) -> str:
        return f"{self.file} ({self.series}, published {self.published})"


class AssertionQuerySet(PublicQuerySet["Assertion"]):
    """What was said is public, but for what is held."""

    def visible_to(self, viewer: Viewer, *, on: object = None) -> Self:
        """Those of publications the viewer sees."""
        return self.filter(publication__in=Publication.objects.visible_to(viewer))


class Assertion(models.Model):
    """One thing one row of a publication says of a body. Never changed, never deleted.

    Half-open days. `value` is text; for a relation it is empty and `object` is the other body.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="assertions")
    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assertions", db_index=False)
    attribute = models.SmallIntegerField()  # an Attribute
    evidence = models.SmallIntegerField()
    start = models.DateField()
    until = models.DateField(null=True)
    value = models.TextField(blank=True, default="")
    object = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    share = models.DecimalField(max_digits=12, decimal_places=10, null=True)
    note = models.TextField(blank=True, default="")
    row = models.IntegerField()

    objects = AssertionQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("subject", "attribute"), name="assertion_subject_attribute"),)
        constraints = (
            CheckConstraint(condition=Q(until=None) | Q(until__gt=F("start")), name="assertion_start_before_until"),
            CheckConstraint(
                condition=Q(evidence=1) | Q(evidence__in=(2, 3), until=None),
                name="assertion_evidence_and_end",
            ),
            CheckConstraint(
                condition=(RELATION & Q(object__isnull=False, value="")) | (~RELATION & Q(object=None)),
                name="assertion_relation_has_object",
            ),
            CheckConstraint(condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="assertion_share_in_one"),
        )

    def __str__(self) -> str:
        return f"{Attribute(self.attribute).name.lower()} of body {self.subject_id}"


class Slot(Func):
    """What may hold only one value at a time: a body's attribute or, where several hold at once, one value of it.

    The column is computed by the database: a change of `SEVERAL` needs a migration that computes it anew.
    """

    _several = ",".join(str(int(a)) for a in sorted(SEVERAL))
    template = (
        f"CASE WHEN attribute IN ({_several}) OR share IS NOT NULL"
        " THEN hashtextextended("
        "subject_id::text || ':' || attribute::text || ':' || coalesce(object_id::text, value), 0)"
        " ELSE subject_id * 256 + attribute END"
    )
    arity = 0
    output_field = models.BigIntegerField()


class FactQuerySet(PublicQuerySet["Fact"]):
    """Facts are public."""


class Fact(models.Model):
    """What follows from the assertions: a value held over `valid` and was believed over `known`.

    `known` counts days of publication (the world's clock), `editions` the editions of this system that gave the fact;
    both half-open. `changed_after`: the value began after this day and by the first day of `valid`; null where dated
    exactly.
    """

    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="facts", db_index=False)
    attribute = models.SmallIntegerField()  # an Attribute
    value = models.TextField(blank=True, default="")
    object = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    share = models.DecimalField(max_digits=12, decimal_places=10, null=True)
    note = models.TextField(blank=True, default="")
    valid = DateRangeField()
    known = DateRangeField()
    editions = IntegerRangeField()
    changed_after = models.DateField(null=True)
    rank = models.SmallIntegerField()
    assertion = models.BigIntegerField(
        null=True
    )  # the first that said so; no key, as a listing follows from whole files
    slot = models.GeneratedField(expression=Slot(), output_field=models.BigIntegerField(), db_persist=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("subject", "attribute"), name="fact_subject_attribute"),
            models.Index(
                fields=("object", "attribute"), condition=Q(object__isnull=False), name="fact_object_attribute"
            ),
            models.Index(
                fields=("attribute", "value"),
                condition=Q(attribute__in=(int(Attribute.ROLE), int(Attribute.SETTING), int(Attribute.GSS_CODE))),
                name="fact_kind",
            ),
        )
        constraints = (
            CheckConstraint(
                condition=Q(valid__isempty=False, known__isempty=False, editions__isempty=False), name="fact_not_empty"
            ),
            CheckConstraint(
                condition=(RELATION & Q(object__isnull=False, value="")) | (~RELATION & Q(object=None)),
                name="fact_relation_has_object",
            ),
            CheckConstraint(condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="fact_share_in_one"),
            ExclusionConstraint(
                name="fact_one_value_at_a_time",
                expressions=(
                    (KeyRange("slot"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                    ("editions", RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{Attribute(self.attribute).name.lower()} of body {self.subject_id} over {self.valid}"


class ConflictQuerySet(PublicQuerySet["Conflict"]):
    """Where sources contradict each other is public."""


class Conflict(models.Model):
    """A claim that was not believed for the days of `valid`, shown until a person settles it or the sources agree."""

    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="conflicts")
    attribute = models.SmallIntegerField()  # an Attribute
    valid = DateRangeField()
    reason = models.TextField()  # outranked, contradicts itself, closed
    kept = models.BigIntegerField(null=True)  # assertion believed; null where none was
    other = models.BigIntegerField()  # assertion not believed
    editions = IntegerRangeField()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(valid__isempty=False, editions__isempty=False), name="conflict_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.reason}: {Attribute(self.attribute).name.lower()} of body {self.subject_id}"
