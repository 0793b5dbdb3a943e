"""Figures of units, each of one dated release."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from ouzel.core.models import ReferenceRelease
from ouzel.core.visibility import PublicQuerySet


class UnitFigureQuerySet(PublicQuerySet["UnitFigure"]):
    """Published figures are public."""


class UnitFigure(models.Model):
    """One published figure of one unit (a practice, a commissioner, a small area) in one release.

    `value` is what was published, exactly; a suppressed or missing figure has none and says which in `gap`.
    """

    release = models.ForeignKey(ReferenceRelease, on_delete=models.PROTECT, related_name="unit_figures")
    unit = models.TextField()  # code of the body
    measure = models.TextField()  # slug: see `measures.kinds`
    value = models.DecimalField(max_digits=34, decimal_places=16, null=True)  # scores are published to 14
    gap = models.TextField(blank=True, default="")  # "suppressed", "missing"; empty where there is a value

    objects = UnitFigureQuerySet.as_manager()

    class Meta:
        ordering = ("release", "measure", "unit")
        indexes = (models.Index(fields=("unit", "measure"), name="unit_figure_unit"),)
        constraints = (
            UniqueConstraint(fields=("release", "measure", "unit"), name="unit_figure_once"),
            CheckConstraint(
                condition=Q(value__isnull=False, gap="") | Q(value=None, gap__in=("suppressed", "missing")),
                name="unit_figure_value_or_gap",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} of {self.unit}"
