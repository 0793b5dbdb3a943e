"""Responsibility that stays with a commissioner whatever the registration says: no data set tells it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now

from ouzel.core.ranges import KeyRange
from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet


class EpisodeKind(models.TextChoices):
    """Why responsibility stays. Sources: NHS (ICB: Responsibilities) Regulations 2022, regs 5 and 7; Who Pays?."""

    AFTERCARE = "aftercare", "detention and aftercare under section 117"
    LOOKED_AFTER = "looked-after", "looked-after child placed elsewhere"


class ResponsibilityEpisodeQuerySet(PermittedQuerySet["ResponsibilityEpisode"]):
    """Episodes are of persons, though pseudonymous: who may read lines sees them."""

    needs = Permission.ACTIVITY_LINES


class ResponsibilityEpisode(models.Model):
    """From when to when a commissioner stays responsible for a person, for some or all care.

    `valid` is when it holds, `recorded` the day we knew; `replaced` the day we knew better (null: still believed).
    """

    person = models.BigIntegerField()  # pseudonym, as in the column `person` of lines
    kind = models.TextField(choices=EpisodeKind)
    commissioner = models.TextField()  # code of the responsible body when the episode began
    specialties = models.TextField(blank=True, default="")  # treatment functions, by comma; "": those of its kind
    valid = DateRangeField()
    recorded = models.DateField()
    replaced = models.DateField(null=True)
    source = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = ResponsibilityEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("person", "valid")
        indexes = (models.Index(fields=("person",), name="episode_person"),)
        constraints = (
            CheckConstraint(condition=Q(kind__in=EpisodeKind.values), name="episode_kind_known"),
            CheckConstraint(
                condition=~Q(commissioner="") & ~Q(source="") & ~Q(by="") & ~Q(person=0), name="episode_said"
            ),
            CheckConstraint(condition=Q(valid__isempty=False), name="episode_some_day"),
            CheckConstraint(
                condition=Q(replaced=None) | Q(replaced__gte=models.F("recorded")), name="episode_known_in_order"
            ),
            ExclusionConstraint(
                name="episode_one_of_a_kind",
                expressions=(
                    (KeyRange("person"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ),
                condition=Q(replaced=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.commissioner} over {self.valid}"
