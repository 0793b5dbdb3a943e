"""Price releases: what is charged over a time, by which list, published when. A list reissued is another release."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.activity.models.known import KNOWN_IN_ORDER, Known
from ouzel.core.ranges import DateSpan, DayRange, TextKeyRange
from ouzel.core.visibility import M, PublicQuerySet

if TYPE_CHECKING:
    from ouzel.core.permissions import Viewer


class ReleaseState(models.TextChoices):
    """A release is whole before it counts, and stays when it no longer does: figures were based on it."""

    LOADING = "loading", "being loaded"
    READY = "ready", "ready"
    WITHDRAWN = "withdrawn", "withdrawn"


class PublicRows(PublicQuerySet[M]):
    """Prices are public."""

    key: ClassVar[tuple[str, ...]] = ()
    """What there is one row of in a list."""

    def of(self, release: "PriceRelease") -> Self:
        """The rows of a list: its own, and those of the lists under it that it does not replace."""
        there, lists, under = Q(release=release), [release.pk], release.over
        while under is not None:
            same = {name: OuterRef(name) for name in self.key}
            there |= Q(release=under) & Q(~Exists(self.model._default_manager.filter(release__in=tuple(lists), **same)))
            lists.append(under.pk)
            under = under.over
        return self.filter(there)


class PriceRows(PublicRows["PriceRow"]):
    """National prices are public. What was agreed with one provider is for those who work with activity."""

    key = ("currency", "setting", "specialty", "best_practice", "local", "department")

    def visible_to(self, viewer: "Viewer", *, on: date | None = None) -> Self:
        return self.all() if sees_local(viewer, on=on) else self.filter(local="")


def sees_local(viewer: "Viewer", *, on: date | None = None) -> bool:
    """Whether prices that were agreed with one provider are shown."""
    from ouzel.core.permissions import Permission, may, today  # the models that it reads are built beside these

    return may(viewer, Permission.ACTIVITY_READ, on=on or today())


class FactorRows(PublicRows["FactorRow"]):
    key = ("provider",)


class TopUpRows(PublicRows["TopUpRow"]):
    key = ("provider", "service")


class PriceRelease(models.Model):
    """One price list with its factors and top-ups.

    Of the releases that hold on a day, the one published last, among those published by the day it is asked as known at
    and not withdrawn by then, is used. Two with the same days and the same day of publication are refused. A list
    `over` another one has the rows of that too, wherever it has none of its own; they stay, also of one withdrawn.
    """

    name = models.TextField(unique=True)
    effective = DateRangeField()  # activity that ends on these days
    published = models.DateField()
    rounding = models.TextField()  # see `engine.pricing.rounding`
    source = models.TextField()
    note = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of all it says, with what it stands over
    over = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="lists_over")
    state = models.TextField(choices=ReleaseState, default=ReleaseState.LOADING)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())
    withdrawn = models.DateField(null=True)  # the day from which it was known not to hold
    withdrawn_by = models.TextField(blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    objects = PublicRows.as_manager()

    class Meta:
        ordering = ("effective", "published")
        constraints = (
            CheckConstraint(condition=Q(state__in=ReleaseState.values), name="price_release_state_known"),
            CheckConstraint(
                condition=~Q(name="") & ~Q(source="") & ~Q(rounding="") & ~Q(by=""), name="price_release_said"
            ),
            CheckConstraint(condition=Q(effective__isempty=False), name="price_release_some_day"),
            CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why=""))
                | (~Q(state="withdrawn") & Q(withdrawn=None, withdrawn_by="", withdrawn_why="")),
                name="price_release_withdrawal_said",
            ),
            ExclusionConstraint(
                name="price_release_once_a_day_published",
                expressions=(
                    (DayRange("published"), RangeOperators.OVERLAPS),
                    ("effective", RangeOperators.OVERLAPS),
                ),
                condition=Q(state="ready"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class PriceRow(models.Model):
    """One price of a release: the columns of `engine.pricing.book.Price`."""

    release = models.ForeignKey(PriceRelease, on_delete=models.PROTECT, related_name="prices")
    currency = models.TextField()
    setting = models.TextField()
    specialty = models.TextField(blank=True, default="")
    best_practice = models.TextField(blank=True, default="")
    local = models.TextField(blank=True, default="")
    department = models.TextField(blank=True, default="")
    adds = models.BooleanField(default=False)
    pence = models.BigIntegerField()
    trim_days = models.IntegerField(null=True)
    per_day = models.BigIntegerField(null=True)
    short_stay = models.BigIntegerField(null=True)
    indicative = models.BooleanField(default=False)
    line = models.IntegerField(default=0)

    objects = PriceRows.as_manager()

    class Meta:
        ordering = ("release", "currency", "setting")
        constraints = (
            UniqueConstraint(
                fields=("release", "currency", "setting", "specialty", "best_practice", "local", "department"),
                name="price_row_once",
            ),
            CheckConstraint(
                condition=Q(pence__gte=0, pence__lt=1_000_000_000)
                & (Q(per_day=None) | Q(per_day__gte=0, per_day__lt=10_000_000))
                & (Q(short_stay=None) | Q(short_stay__gte=0))
                & (Q(trim_days=None) | Q(trim_days__gte=0)),
                name="price_row_not_negative",
            ),
            CheckConstraint(condition=Q(adds=False) | ~Q(best_practice=""), name="price_row_adds_for_best_practice"),
        )


class FactorRow(models.Model):
    """The market forces factor of one provider in a release, in millionths."""

    release = models.ForeignKey(PriceRelease, on_delete=models.PROTECT, related_name="factors")
    provider = models.TextField()
    millionths = models.BigIntegerField()

    objects = FactorRows.as_manager()

    class Meta:
        ordering = ("release", "provider")
        constraints = (
            UniqueConstraint(fields=("release", "provider"), name="factor_row_once"),
            # The published index runs from 1 to about 1.3; anything far from it is a slip of the pen.
            CheckConstraint(condition=Q(millionths__gte=900_000, millionths__lte=1_500_000), name="factor_row_range"),
        )


class TopUpRow(models.Model):
    """A share on top for a specialised service at a provider, in hundredths of a per cent."""

    release = models.ForeignKey(PriceRelease, on_delete=models.PROTECT, related_name="top_ups")
    provider = models.TextField()
    service = models.TextField()
    share = models.IntegerField()

    objects = TopUpRows.as_manager()

    class Meta:
        ordering = ("release", "provider", "service")
        constraints = (
            UniqueConstraint(fields=("release", "provider", "service"), name="top_up_row_once"),
            CheckConstraint(condition=Q(share__gt=0, share__lte=10_000), name="top_up_row_range"),
        )


class AgreementRow(Known):
    """How a commissioner pays a provider over a time, as was known; without a row, by activity."""

    provider = models.TextField()
    commissioner = models.TextField()
    mechanism = models.TextField()  # activity, block, fixed-and-variable
    valid = DateRangeField()
    source = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PublicRows.as_manager()

    class Meta:
        ordering = ("provider", "commissioner", "valid")
        constraints = (
            CheckConstraint(
                condition=Q(mechanism__in=("activity", "block", "fixed-and-variable")), name="agreement_mechanism_known"
            ),
            CheckConstraint(condition=KNOWN_IN_ORDER, name="agreement_known_in_order"),
            ExclusionConstraint(
                name="agreement_one_at_a_time",
                expressions=(
                    (TextKeyRange("provider"), RangeOperators.OVERLAPS),
                    (TextKeyRange("commissioner"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                    (DateSpan("recorded", "replaced"), RangeOperators.OVERLAPS),
                ),
            ),
        )
