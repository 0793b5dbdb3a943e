"""Bodies that decide: boards, committees, partnerships. What is known of one is dated facts; its slug is for good."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now

from ouzel.core.visibility import PublicQuerySet
from ouzel.governance.models.dated import SLUG, Dated, DatedRows, dated_constraints, one_at_a_time, slug_constraint


class BodyAttribute(models.TextChoices):
    """What may be said of a body. `SINGLE` has one value at a time, the others may have several."""

    LIFE = "life", "exists"  # value empty; valid is its life
    NAME = "name", "name"
    KIND = "kind", "kind"  # slug of a kind in the reference data (kinds.toml)
    ORGANISATION = "organisation", "body of"  # code in the register; a joint committee has several
    PART_OF = "part-of", "committee of"  # slug of the body that made it
    ACCOUNTABLE = "accountable-to", "accountable to"  # slug of a body, or code of an organisation
    BASIS = "basis", "statutory basis"
    DUTY = "duty", "duty"
    TERMS = "terms", "terms of reference"
    PLACE = "place", "place"  # slug or words of the borough or area it is for
    SUCCESSOR = "successor", "succeeded by"  # slug of a body; valid begins on the day
    TOPIC = "topic", "topic"
    WEBSITE = "website", "recordings and streams"


SEVERAL_LINES = ("terms", "duty", "basis")  # all else that is said of a body is a name of something
SINGLE = ("life", "name", "kind", "part-of", "terms", "website")


class Body(models.Model):
    """One body that decides, known by its slug in every address for good. All else is in its facts."""

    slug = models.SlugField(unique=True, **SLUG)
    at = models.DateTimeField(db_default=Now())

    objects = PublicQuerySet["Body"].as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (slug_constraint("body"),)

    def __str__(self) -> str:
        return self.slug


class BodyFact(Dated):
    """One thing said of a body: see `BodyAttribute` for what the value means."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="facts")
    attribute = models.TextField(choices=BodyAttribute)
    value = models.TextField(blank=True, default="")

    objects = DatedRows["BodyFact"].as_manager()

    class Meta:
        ordering = ("body", "attribute", "valid", "value")
        indexes = (models.Index(fields=("attribute", "value"), name="body_fact_value"),)
        constraints = (
            *dated_constraints("body_fact"),
            CheckConstraint(condition=Q(attribute__in=BodyAttribute.values), name="body_fact_attribute_known"),
            CheckConstraint(condition=~Q(value="") | Q(attribute="life"), name="body_fact_value_given"),
            one_at_a_time("body_fact_one_at_a_time", "body_id", "attribute", attribute__in=SINGLE),
            one_at_a_time("body_fact_said_once", "body_id", "attribute", "value"),
        )


class StandingOrders(Dated):
    """The rules by which a body meets: TOML as `reference.standing_orders` reads it. One text at a time."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="standing_orders")
    text = models.TextField()

    objects = DatedRows["StandingOrders"].as_manager()

    class Meta:
        ordering = ("body", "valid")
        constraints = (
            *dated_constraints("standing_orders"),
            one_at_a_time("standing_orders_one_at_a_time", "body_id"),
        )


class Delegation(Dated):
    """A line of the scheme of reservation and delegation: who may take decisions of a kind, up to what sum.

    `kind` is a slug of the decision kinds; `limit` pence (null: no limit). `reserved`: only this body may take it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="delegations")  # who may decide
    scheme_of = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="scheme")  # whose scheme says so
    kind = models.TextField()
    limit = models.BigIntegerField(null=True)
    reserved = models.BooleanField(default=False)
    condition = models.TextField(blank=True, default="")  # in words; shown, not worked out

    objects = DatedRows["Delegation"].as_manager()

    class Meta:
        ordering = ("scheme_of", "kind", "body")
        constraints = (
            *dated_constraints("delegation"),
            CheckConstraint(condition=Q(limit=None) | Q(limit__gte=0), name="delegation_limit_not_negative"),
            CheckConstraint(condition=~Q(kind=""), name="delegation_kind_given"),
            one_at_a_time("delegation_said_once", "body_id", "scheme_of_id", "kind"),
        )
