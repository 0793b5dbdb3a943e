"""Pieces of work: asked for, begun, ended. No patient is in them: what they are about is said in general words."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.actors import Actor

if TYPE_CHECKING:
    from ouzel.core.permissions import Viewer


class Standing(StrEnum):
    """How a piece of work stands. That it was abandoned is not in its row: see `queries.standing`."""

    WAITING = "waiting"
    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"
    ABANDONED = "abandoned"


class PieceQuerySet(models.QuerySet["Piece"]):
    """Work is seen by who asked for it, and by who may ask for its kind."""

    def visible_to(self, viewer: "Viewer", *, on: date | None = None) -> Self:
        """One's own, and all of the kinds whose permission one holds on the day (None: today)."""
        from ouzel.core.permissions import granted, today  # the models that it reads are not ready yet
        from ouzel.core.work.kinds import kinds

        held = granted(viewer, on=on or today())
        may = [each.slug for each in kinds() if each.needs in held]
        own = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
        return self.filter(Q(kind__in=may) | Q(by_user=own, by_user__isnull=False))


class Piece(models.Model):
    """One piece of work: of a kind, about a subject, asked for by somebody.

    Kept as long as the audit trail. The same kind and subject are not asked for again until it has ended.
    """

    kind = models.TextField()
    subject = models.TextField()  # what it is about: the same words, the same work
    given = models.JSONField(default=dict, blank=True)  # what the kind must know to do it
    by_kind = models.TextField()
    by_name = models.TextField()
    by_user = models.BigIntegerField(null=True)
    asked = models.DateTimeField(db_default=Now())
    begun = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    step = models.TextField(blank=True, default="")
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(null=True)  # None: nobody knows how much there is
    outcome = models.TextField(blank=True, default="")  # the sentence of work that was done
    result = models.TextField(blank=True, default="")  # the reference of what was made
    error = models.TextField(blank=True, default="")  # why it was not done, and what to do

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            UniqueConstraint(fields=("kind", "subject"), condition=Q(ended=None), name="work_asked_once"),
            CheckConstraint(condition=~Q(kind="") & ~Q(subject="") & ~Q(by_name=""), name="work_described"),
            CheckConstraint(
                condition=Q(by_kind="person", by_user__isnull=False)
                | Q(by_kind__in=("command", "system"), by_user__isnull=True),
                name="work_person_has_number",
            ),
            CheckConstraint(
                condition=Q(ended=None, outcome="", result="", error="")
                | (Q(ended__isnull=False, begun__isnull=False, error="") & ~Q(outcome=""))
                | (Q(ended__isnull=False, outcome="", result="") & ~Q(error="")),
                name="work_ended_says_how",
            ),
            CheckConstraint(condition=Q(done__gte=0) & (Q(of=None) | Q(done__lte=F("of"))), name="work_done_of_all"),
        )

    def __str__(self) -> str:
        return f"work {self.pk}: {self.kind}, {self.subject}"

    @property
    def by(self) -> Actor:
        """Who asked for it, as who it is done."""
        if self.by_kind == "person":
            return Actor("person", self.by_name, self.by_user)
        return Actor.command(self.by_name) if self.by_kind == "command" else Actor.system(self.by_name)

    @property
    def percent(self) -> int | None:
        """How much of the step is done, in whole per cent; None where nobody knows how much there is."""
        return 100 * self.done // self.of if self.of else None
