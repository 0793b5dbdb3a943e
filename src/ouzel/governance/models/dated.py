"""What every fact of governance has: from when to when it held, from when to when it was believed, who said so."""

from datetime import date
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Now, TruncDate

from ouzel.core.ranges import KeyRange, TextKeyRange
from ouzel.core.visibility import PublicQuerySet
from ouzel.governance.knowing import LONDON

M = TypeVar("M", bound=models.Model)


class DatedRows(PublicQuerySet[M]):
    """Facts on two clocks. They are public unless a model says otherwise."""

    def known(self, at: date | None = None) -> Self:
        """Those believed at the end of the day `at` (None: those believed now)."""
        if at is None:
            return self.filter(replaced=None)
        return self.filter(Q(replaced=None) | Q(replaced__gt=at), recorded__lte=at)

    def on(self, day: date, *, known_at: date | None = None) -> Self:
        """Those that held on the day, as believed at `known_at` (None: now)."""
        return self.known(known_at).filter(valid__contains=day)


class Dated(models.Model):
    """A fact: `valid` is when it holds (half-open), `recorded` the day it was known, `replaced` the day it was known
    better (null: still believed; the same as `recorded`: never believed at the end of a day). Nothing is known before
    somebody says it: `recorded` is the day of `at` in London, or before.

    Rows are never changed but for `replaced`, and never deleted.
    """

    valid = DateRangeField()
    recorded = models.DateField()
    replaced = models.DateField(null=True)
    source = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


def dated_constraints(name: str) -> tuple[CheckConstraint, ...]:
    """The constraints that each dated table has, named after it."""
    return (
        CheckConstraint(condition=Q(valid__isempty=False), name=f"{name}_some_day"),
        CheckConstraint(condition=Q(replaced=None) | Q(replaced__gte=F("recorded")), name=f"{name}_known_in_order"),
        CheckConstraint(condition=~Q(source="") & ~Q(by=""), name=f"{name}_said"),
        CheckConstraint(condition=Q(recorded__lte=TruncDate("at", tzinfo=LONDON)), name=f"{name}_not_known_ahead"),
    )


def one_at_a_time(name: str, *keys: str, **among: Any) -> ExclusionConstraint:
    """Of facts with the same values of `keys` (columns; `_id`: of what it is about) one is believed on a day. `among`:
    only of such facts, as a filter says it.
    """
    same = [(KeyRange(key) if key.endswith("_id") else TextKeyRange(key), RangeOperators.OVERLAPS) for key in keys]
    return ExclusionConstraint(
        name=name, expressions=(*same, ("valid", RangeOperators.OVERLAPS)),
        condition=Q(replaced=None, **among),
    )  # fmt: skip


SLUG: dict[str, Any] = {"max_length": 120}
SLUG_SHAPE = r"^[a-z0-9][a-z0-9-]{0,119}$"
HASH = Q(sha256__regex=r"^[0-9a-f]{64}$")


def slug_constraint(name: str) -> CheckConstraint:
    """A slug is lower-case letters, digits and hyphens."""
    return CheckConstraint(condition=Q(slug__regex=SLUG_SHAPE), name=f"{name}_slug_shape")
