"""Proposals, the versions of their plans, the steps of their life, and what enactments did: never changed, only added.

The plan itself is text (TOML); `plan_file.read` makes a `plan.Plan` of it.
"""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.models import Edition
from ouzel.core.permissions import Viewer, granted, today
from ouzel.core.roles import Permission
from ouzel.core.visibility import PublicQuerySet
from ouzel.register.models import Publication
from ouzel.reorganisation import lifecycle

SEE_DRAFTS = frozenset({Permission.PLANS_WRITE, Permission.PLANS_APPROVE, Permission.PLANS_ENACT})
M = TypeVar("M", bound=models.Model)
HASH = Q(sha256__regex=r"^[0-9a-f]{64}$")


class ProposalQuerySet(PublicQuerySet["Proposal"]):
    """Proposals are public from the day they are proposed; drafts are for those who work on them."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """All for who may write, approve or enact; to others those that were proposed."""
        if SEE_DRAFTS & granted(viewer, on=on or today()):
            return self.all()
        return self.filter(public=True)


class Proposal(models.Model):
    """One reorganisation somebody proposes, known by its slug in every address and command for good."""

    slug = models.SlugField(max_length=80, unique=True)
    author = models.TextField()  # who wrote the plan, as it names them
    author_user = models.BigIntegerField(null=True)  # their account, where they have one
    public = models.BooleanField(default=False)  # proposed at least once
    at = models.DateTimeField(db_default=Now())

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (
            CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9][a-z0-9-]{1,79}$"), name="proposal_slug_shape"),
            CheckConstraint(condition=~Q(author=""), name="proposal_author_given"),
        )

    def __str__(self) -> str:
        return self.slug


class PartQuerySet(PublicQuerySet[M]):
    """Parts of a proposal are seen by those who see the proposal."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """Those of proposals the viewer sees."""
        return self.filter(proposal__in=Proposal.objects.visible_to(viewer, on=on))


class VersionQuerySet(PartQuerySet["Version"]):
    """A version is public once a step was taken with it that is more than a draft."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """All for who works on proposals; to others those that were put before everybody."""
        seen = super().visible_to(viewer, on=on)
        if SEE_DRAFTS & granted(viewer, on=on or today()):
            return seen
        return seen.filter(pk__in=Step.objects.exclude(state=lifecycle.State.DRAFT).values("version"))


class Version(models.Model):
    """One text of the plan. Append-only: a changed plan is the next version."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()  # TOML
    sha256 = models.CharField(max_length=64)
    title = models.TextField()
    effective = models.DateField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("proposal", "number")
        constraints = (
            UniqueConstraint(fields=("proposal", "number"), name="version_numbered_once"),
            CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
            CheckConstraint(condition=HASH, name="version_sha256"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}, version {self.number}"


class Document(models.Model):
    """A document that belongs to a proposal, kept as it was handed in."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="documents")
    title = models.TextField()
    name = models.TextField()  # of the file
    media_type = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PartQuerySet["Document"].as_manager()

    class Meta:
        ordering = ("proposal", "at", "id")
        constraints = (
            CheckConstraint(condition=~Q(title="") & ~Q(name=""), name="document_named"),
            CheckConstraint(condition=HASH, name="document_sha256"),
        )

    def __str__(self) -> str:
        return self.title


class StepQuerySet(PartQuerySet["Step"]):
    """Drafts are nobody's business but of those who write and decide."""

    def visible_to(self, viewer: Viewer, *, on: date | None = None) -> Self:
        """All for who works on proposals; to others those after it was proposed."""
        seen = super().visible_to(viewer, on=on)
        return seen if SEE_DRAFTS & granted(viewer, on=on or today()) else seen.exclude(state=lifecycle.State.DRAFT)


class Step(models.Model):
    """One step of a proposal's life. Append-only; the last one says where it stands.

    `on` is the day the step was taken (a decision's day), `at` when it was written down.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    state = models.TextField(choices=[(s.value, lifecycle.WORDS[s]) for s in lifecycle.State])
    on = models.DateField()
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    author = models.TextField()  # of the plan, beside the one who took the step: the database compares them
    author_user = models.BigIntegerField(null=True)
    note = models.TextField(blank=True, default="")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    expected = models.JSONField(null=True)  # at an approval: what the plan came to, to be met at the enactment
    at = models.DateTimeField(db_default=Now())

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("proposal", "number")
        constraints = (
            UniqueConstraint(fields=("proposal", "number"), name="step_numbered_once"),
            UniqueConstraint(
                fields=("proposal",),
                condition=Q(state__in=("scheduled", "enacted")),
                name="step_enacted_once",
            ),
            CheckConstraint(condition=Q(state__in=[s.value for s in lifecycle.State]), name="step_state_known"),
            CheckConstraint(
                condition=~Q(state__in=sorted(lifecycle.APPROVALS))
                | (~Q(by=F("author")) & (Q(by_user=None) | Q(author_user=None) | ~Q(by_user=F("author_user")))),
                name="step_approved_by_another",
            ),
            CheckConstraint(
                condition=~Q(state__in=("rejected", "withdrawn", "reversed")) | ~Q(note=""), name="step_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.state} on {self.on}"


class Enactment(models.Model):
    """What an enactment did, or a reversal undid: its edition, its publication, its proof. Append-only.

    `known_from` is the day from which the world knew; `proof` the report with totals before and after, `sha256` that
    of its canonical JSON. A reversal is a row of its own that names the enactment it undoes.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="enactments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="enactments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="enactments")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="enactments")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    effective = models.DateField()
    known_from = models.DateField()
    by = models.TextField()
    proof = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    objects = PartQuerySet["Enactment"].as_manager()

    class Meta:
        ordering = ("edition",)
        constraints = (
            UniqueConstraint(fields=("proposal",), condition=Q(reverses=None), name="enactment_once"),
            CheckConstraint(condition=HASH, name="enactment_sha256"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} in edition {self.edition_id}"


class CheckItem(models.Model):
    """How far one task of the readiness checklist is: who owns it, when it was done.

    What is due when is reference data. Changed by actions that are audited.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="check_items")
    slug = models.TextField()  # of the task in the checklist
    owner = models.TextField(blank=True, default="")
    done_on = models.DateField(null=True)
    note = models.TextField(blank=True, default="")

    objects = PartQuerySet["CheckItem"].as_manager()

    class Meta:
        ordering = ("proposal", "slug")
        constraints = (UniqueConstraint(fields=("proposal", "slug"), name="check_item_once"),)

    def __str__(self) -> str:
        return f"{self.slug} of {self.proposal_id}"


class BenefitResult(models.Model):
    """What really came of a benefit on a day it was measured. Append-only."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="benefit_results")
    benefit = models.TextField()  # slug in the plan
    on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.TextField()
    note = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = PartQuerySet["BenefitResult"].as_manager()

    class Meta:
        ordering = ("proposal", "benefit", "on", "id")
        constraints = (CheckConstraint(condition=~Q(source=""), name="benefit_result_sourced"),)

    def __str__(self) -> str:
        return f"{self.benefit} of {self.proposal_id} on {self.on}"
