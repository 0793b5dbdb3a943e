"""Needs assessments, strategies and plans; their priorities, who owns each, and how it goes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.line_field import LineField
from ouzel.core.visibility import PublicQuerySet
from ouzel.governance.models.bodies import Body
from ouzel.governance.models.dated import (
    HASH,
    SLUG,
    Dated,
    DatedRows,
    dated_constraints,
    one_at_a_time,
    slug_constraint,
)


class Strategy(models.Model):
    """A needs assessment, strategy or plan, known by its slug. `kind` is a slug of the reference data:
    needs-assessment, integrated-care-strategy, joint-forward-plan, health-and-wellbeing-strategy, other.
    """

    slug = models.SlugField(unique=True, **SLUG)
    kind = models.TextField()
    title = LineField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="strategies")  # that set it
    place = LineField(blank=True, default="")
    since = models.DateField()  # the period it is for, half-open
    until = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = PublicQuerySet["Strategy"].as_manager()

    class Meta:
        ordering = ("-since", "slug")
        constraints = (
            slug_constraint("strategy"),
            CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="strategy_since_before_until"),
            CheckConstraint(condition=~Q(title="") & ~Q(kind=""), name="strategy_titled"),
        )

    def __str__(self) -> str:
        return self.title


class StrategyKeeper(Dated):
    """A strategy is looked after by another body than the one that set it: from when to when. `Strategy.body` stays who
    set it, and keeps it on the days of which nothing is said here.
    """

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="keepers")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="kept_strategies")

    objects = DatedRows["StrategyKeeper"].as_manager()

    class Meta:
        ordering = ("strategy", "valid")
        constraints = (
            *dated_constraints("strategy_keeper"),
            one_at_a_time("strategy_keeper_one_at_a_time", "strategy_id"),
        )


class StrategyVersion(models.Model):
    """One version: its text (Markdown) and the day it was adopted. Append-only."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    adopted = models.DateField(null=True)
    decision = models.TextField(blank=True, default="")  # reference
    why = models.TextField(blank=True, default="")
    source = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PublicQuerySet["StrategyVersion"].as_manager()

    class Meta:
        ordering = ("strategy", "number")
        constraints = (
            UniqueConstraint(fields=("strategy", "number"), name="strategy_version_once"),
            CheckConstraint(condition=HASH, name="strategy_version_sha256"),
        )


class Priority(Dated):
    """A priority of a strategy, from when to when. `aims`: slugs of the four aims of an integrated care system.

    What it rests on, is measured by, paid from and delivered through are `Link`s from ("priority", STRATEGY/SLUG).
    """

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="priorities")
    slug = models.SlugField(**SLUG)
    order = models.IntegerField(default=0)
    title = LineField()
    text = models.TextField(blank=True, default="")
    aims = ArrayField(models.TextField(), default=list)

    objects = DatedRows["Priority"].as_manager()

    class Meta:
        ordering = ("strategy", "order", "slug", "valid")
        constraints = (
            *dated_constraints("priority"),
            slug_constraint("priority"),
            CheckConstraint(condition=~Q(title=""), name="priority_titled"),
            one_at_a_time("priority_one_at_a_time", "strategy_id", "slug"),
        )


class PriorityOwner(Dated):
    """Who answers for a priority: a person by name or post, or a body by its slug."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="owners")
    priority = models.SlugField(**SLUG)
    owner = LineField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DatedRows["PriorityOwner"].as_manager()

    class Meta:
        ordering = ("strategy", "priority", "valid")
        constraints = (*dated_constraints("priority_owner"),)


class Progress(models.Model):
    """What was reported of a priority on a day. `status`: on-track, at-risk, off-track, done, not-started. Append-only.

    `value` with `unit` and `target` where a measure has one.
    """

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="progress")
    priority = models.SlugField(**SLUG)
    on = models.DateField()
    status = models.TextField()
    text = models.TextField()
    measure = LineField(blank=True, default="")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    unit = LineField(blank=True, default="")
    meeting = models.TextField(blank=True, default="")  # slug of the meeting that looked
    source = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PublicQuerySet["Progress"].as_manager()

    class Meta:
        ordering = ("strategy", "priority", "on", "id")
        constraints = (
            CheckConstraint(
                condition=Q(status__in=("not-started", "on-track", "at-risk", "off-track", "done")),
                name="progress_status_known",
            ),
        )
