"""What followed from a reorganisation, row by row, so that it can be taken back exactly."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet


class CarriedRows(PermittedQuerySet["Carried"]):
    """Only who keeps bodies: it names rows of follows, which are personal."""

    needs = Permission.BODIES_KEEP


class Carried(models.Model):
    """One row that a plan made or replaced when it was enacted or, in a later `edition`, reversed. Append-only."""

    plan = models.TextField()
    edition = models.IntegerField()
    table = models.TextField()  # name of a model of governance: bodyfact, actionstep, follow ...
    row = models.BigIntegerField()
    did = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = CarriedRows.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            UniqueConstraint(fields=("plan", "edition", "table", "row", "did"), name="carried_once"),
            CheckConstraint(condition=Q(did__in=("made", "replaced")), name="carried_did_known"),
            CheckConstraint(condition=~Q(plan="") & ~Q(table=""), name="carried_whole"),
        )
