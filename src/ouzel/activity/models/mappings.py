"""What a provider's own points of delivery mean, and from when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now

from ouzel.activity.models.known import KNOWN_IN_ORDER, Known
from ouzel.core.ranges import DateSpan, TextKeyRange
from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet


class PodMappingQuerySet(PermittedQuerySet["PodMapping"]):
    """Mappings are seen by who may see figures of activity."""

    needs = Permission.ACTIVITY_READ


class PodMapping(Known):
    """One local point of delivery of one provider ("": of any) stands for a national one, over a time, as was known."""

    provider = models.TextField(blank=True, default="")
    local_code = models.TextField()
    pod = models.TextField()  # POINT OF DELIVERY CODE
    valid = DateRangeField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True, default="")

    objects = PodMappingQuerySet.as_manager()

    class Meta:
        ordering = ("provider", "local_code", "valid")
        constraints = (
            CheckConstraint(condition=~Q(local_code="") & ~Q(pod="") & ~Q(by=""), name="pod_mapping_said"),
            CheckConstraint(condition=Q(valid__isempty=False), name="pod_mapping_some_day"),
            CheckConstraint(condition=KNOWN_IN_ORDER, name="pod_mapping_known_in_order"),
            ExclusionConstraint(
                name="pod_mapping_one_at_a_time",
                expressions=(
                    (TextKeyRange("provider"), RangeOperators.OVERLAPS),
                    (TextKeyRange("local_code"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                    (DateSpan("recorded", "replaced"), RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider or 'any'} {self.local_code}: {self.pod}"
