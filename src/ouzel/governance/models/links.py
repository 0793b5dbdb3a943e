"""Links between records, of kinds that packages register: a decision to its plan, a priority to a measure."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now

from ouzel.core.visibility import PublicQuerySet


class Link(models.Model):
    """From a record to a record, by kind and reference as `links` resolves them. `ended`: taken back, and why.

    Both ends are public; a link to what a viewer may not see is shown to nobody but those who may.
    """

    from_kind = models.TextField()
    from_ref = models.TextField()
    relation = models.TextField()  # decides, evidence, measures, funds, delivers, informs, answers ...
    to_kind = models.TextField()
    to_ref = models.TextField()
    note = models.TextField(blank=True, default="")
    ended = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)  # when it was taken back
    by = models.TextField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = PublicQuerySet["Link"].as_manager()

    class Meta:
        ordering = ("from_kind", "from_ref", "relation", "to_kind", "to_ref")
        indexes = (
            models.Index(fields=("from_kind", "from_ref"), name="link_from"),
            models.Index(fields=("to_kind", "to_ref"), name="link_to"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("from_kind", "from_ref", "relation", "to_kind", "to_ref"), condition=Q(ended=""),
                name="link_once",
            ),
            CheckConstraint(
                condition=~Q(from_kind="") & ~Q(from_ref="") & ~Q(to_kind="") & ~Q(to_ref="") & ~Q(relation=""),
                name="link_whole",
            ),
        )  # fmt: skip
