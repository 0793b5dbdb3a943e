"""Months of account, what was posted to each, and which are frozen. A posting stays: the next one adjusts."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.models import Edition
from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PermittedQuerySet


class AccountRows(PermittedQuerySet[M]):
    """Accounts are seen by who may see figures of activity."""

    needs = Permission.ACTIVITY_READ


class AccountMonth(models.Model):
    """The calendar of one month of account, as published each year: stored, never computed.

    `month` counts from April: 1 to 12 of `year` (202526), as financial months do.
    """

    year = models.IntegerField()
    month = models.IntegerField()
    inclusion = models.DateField(null=True)
    reconciliation = models.DateField(null=True)
    post_reconciliation = models.DateField(null=True)
    source = models.TextField(blank=True, default="")

    objects = AccountRows.as_manager()

    class Meta:
        ordering = ("year", "month")
        constraints = (
            UniqueConstraint(fields=("year", "month"), name="account_month_once"),
            CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="account_month_of_year"),
        )

    def __str__(self) -> str:
        return f"month {self.month} of {self.year}"


class Freeze(models.Model):
    """A month of a provider's account was frozen: nothing is posted to it any more. `provider` "": of all."""

    year = models.IntegerField()
    month = models.IntegerField()
    provider = models.TextField(blank=True, default="")
    by = models.TextField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = AccountRows.as_manager()

    class Meta:
        ordering = ("year", "month", "provider")
        constraints = (UniqueConstraint(fields=("year", "month", "provider"), name="freeze_once"),)


class PricingRun(models.Model):
    """One attribution and pricing of lines: by which rules and prices, as known when."""

    rules = models.JSONField()  # names of the rule releases used
    prices = models.JSONField()  # names of the price releases used
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", null=True)
    known_at = models.DateField(null=True)
    loads = models.JSONField()  # numbers of the loads it read
    lines = models.BigIntegerField()
    summary = models.JSONField(default=dict)
    by = models.TextField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = AccountRows.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"pricing run {self.pk}"


class Posting(models.Model):
    """An amount posted to a month of account. `activity_year`, `activity_month`: when the care ended."""

    run = models.ForeignKey(PricingRun, on_delete=models.PROTECT, related_name="postings")
    kind = models.TextField()  # price, adjustment
    year = models.IntegerField()  # of account
    month = models.IntegerField()
    activity_year = models.IntegerField()
    activity_month = models.IntegerField()
    provider = models.TextField()
    commissioner = models.TextField(blank=True, default="")
    pod = models.TextField(blank=True, default="")
    lines = models.BigIntegerField()  # change in the number of lines priced
    activity = models.BigIntegerField()  # thousandths, change
    pence = models.BigIntegerField()  # change
    why = models.TextField(blank=True, default="")

    objects = AccountRows.as_manager()

    class Meta:
        ordering = ("run", "id")
        indexes = (models.Index(fields=("provider", "activity_year", "activity_month"), name="posting_account"),)
        constraints = (
            CheckConstraint(condition=Q(kind__in=("price", "adjustment")), name="posting_kind_known"),
            CheckConstraint(
                condition=Q(kind="adjustment") | Q(year=models.F("activity_year"), month=models.F("activity_month")),
                name="posting_price_in_its_month",
            ),
        )
