"""People, roles held, editions, the audit trail and reference releases, with the guarantees the database gives."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower, Now

from ouzel.core.ranges import DateSpan, KeyRange, TextKeyRange
from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet, PublicQuerySet

if TYPE_CHECKING:
    from ouzel.core.permissions import Viewer


class EditionKind(models.TextChoices):
    """What made an edition of the register."""

    LOAD = "load", "load"
    WITHDRAW = "withdraw", "withdrawal"
    RELEASE = "release", "release from quarantine"
    SETTLE = "settle", "settlement"
    ENACT = "enact", "enactment"


class EditionQuerySet(PublicQuerySet["Edition"]):
    """Editions are public: an answer names the one it was given at."""


class Edition(models.Model):
    """One state of this system's register. Numbered from 1 without gaps by `actions.new_edition`; never changed."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.TextField(choices=EditionKind)
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True, default="")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            CheckConstraint(condition=Q(kind__in=EditionKind.values), name="edition_kind_known"),
            CheckConstraint(condition=~Q(by=""), name="edition_by_given"),
        )

    def __str__(self) -> str:
        return f"edition {self.number}"


class AuditEntryQuerySet(PermittedQuerySet["AuditEntry"]):
    """The audit trail is for those who hold the permission to read it."""

    needs = Permission.AUDIT_READ


class AuditEntry(models.Model):
    """One thing somebody did. Append-only; at the commit the database links each row to the one before it.

    No foreign keys: a row says what was so and outlives what it speaks of. `number`, `at`, `previous` and `hash` are
    empty until the commit, so that a long transaction does not hold up everybody else's audit.
    """

    number = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField(null=True)
    by_kind = models.TextField()
    by_name = models.TextField()
    by_user = models.BigIntegerField(null=True)
    on_behalf_of = models.TextField(blank=True, default="")
    action = models.TextField()
    subject = models.TextField()
    detail = models.JSONField()
    content = models.CharField(max_length=64)  # sha256 of what was said
    previous = models.CharField(max_length=64, null=True)  # hash of the row before; zeros for the first
    hash = models.CharField(max_length=64, null=True, unique=True)  # sha256 of previous, number, at and content

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("action", "subject"), name="audit_action_subject"),)
        constraints = (
            CheckConstraint(
                condition=Q(number=None, at=None, previous=None, hash=None)
                | Q(number__gte=1, at__isnull=False, previous__isnull=False, hash__isnull=False),
                name="audit_link_all_or_none",
            ),
            CheckConstraint(
                condition=Q(by_kind="person", by_user__isnull=False)
                | Q(by_kind__in=("command", "system"), by_user__isnull=True),
                name="audit_person_has_number",
            ),
            CheckConstraint(condition=~Q(by_name="") & ~Q(action="") & ~Q(content=""), name="audit_said_in_full"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.by_name} {self.action} {self.subject}"


class UserQuerySet(PermittedQuerySet["User"]):
    """People are seen by those who manage them, and by themselves."""

    needs = Permission.USERS_MANAGE

    def visible_to(self, viewer: "Viewer", *, on: date | None = None) -> Self:
        """Everybody for who manages people; oneself for who is signed in; else nobody."""
        own = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
        return super().visible_to(viewer, on=on) | self.filter(pk=own)


class UserManager(BaseUserManager["User"]):
    """Makes users; `actions.create_user` is the way in that is audited."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with that address; without a password they cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Addresses are kept in lower case: nobody has two accounts by a capital letter."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser):
    """Somebody who can sign in, known by an e-mail address."""

    email = models.EmailField(unique=True)
    name = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ("email",)
        constraints = (
            CheckConstraint(condition=~Q(email=""), name="user_email_given"),
            CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = UserManager.normalize_email(self.email)
        super().save(*args, **kwargs)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """What Django's templates and views ask; answered by `ouzel.core.rules`."""
        import rules

        return bool(rules.has_perm(perm, self, obj))

    def has_module_perms(self, package: str) -> bool:
        """Roles are not by application: whoever is active may have some."""
        return self.is_active


class RoleAssignmentQuerySet(PermittedQuerySet["RoleAssignment"]):
    """Roles are seen by those who manage people, and each person's own by that person."""

    needs = Permission.USERS_MANAGE

    def visible_to(self, viewer: "Viewer", *, on: date | None = None) -> Self:
        """Everybody's for who manages people; one's own for who is signed in; else none."""
        own = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
        return super().visible_to(viewer, on=on) | self.filter(user=own)

    def holding(self, on: date) -> Self:
        """Those that hold on the day."""
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on, cancelled=False)


class RoleAssignment(models.Model):
    """A person holds a role from `since` until `until` (half-open), for one body or, with no `body_code`, for all.

    `cancelled` marks one that was ended on or before its first day, so that it never holds again.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.TextField()
    body_code = models.TextField(blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("user", "role", "since")
        constraints = (
            CheckConstraint(condition=~Q(role=""), name="role_given"),
            CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="role_since_before_until"),
            ExclusionConstraint(
                name="role_held_once",
                expressions=(
                    (KeyRange("user_id"), RangeOperators.OVERLAPS),
                    (TextKeyRange("role"), RangeOperators.OVERLAPS),
                    (TextKeyRange("body_code"), RangeOperators.OVERLAPS),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
                ),
                condition=Q(cancelled=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} of {self.body_code or 'all bodies'} from {self.since}"


class ReleaseState(models.TextChoices):
    """A release is loading until it is whole, ready until it is withdrawn or superseded."""

    LOADING = "loading", "loading"
    READY = "ready", "ready"
    WITHDRAWN = "withdrawn", "withdrawn"


class ReferenceReleaseQuerySet(PublicQuerySet["ReferenceRelease"]):
    """What the rules, prices and questions of a year were is public."""

    def effective(self, kind: str, on: date) -> Self:
        """The ready release of that kind for the day: one or none, by the database."""
        return self.filter(kind=kind, state=ReleaseState.READY, effective__contains=on)


class ReferenceRelease(models.Model):
    """One release of dated reference data: rules, prices, questions. Two ready ones of a kind never overlap."""

    kind = models.TextField()
    name = models.TextField()
    state = models.TextField(choices=ReleaseState, default=ReleaseState.LOADING)
    effective = DateRangeField()  # half-open; an open end means that none is known
    published = models.DateField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True, default="")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    withdrawn = models.DateField(null=True)  # the day from which it was known not to hold, where that is asked

    objects = ReferenceReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "effective", "name")
        constraints = (
            UniqueConstraint(fields=("kind", "name"), name="release_name_once_a_kind"),
            CheckConstraint(condition=~Q(kind="") & ~Q(name="") & ~Q(source=""), name="release_described"),
            CheckConstraint(condition=Q(state__in=ReleaseState.values), name="release_state_known"),
            CheckConstraint(condition=Q(effective__isempty=False), name="release_effective_not_empty"),
            CheckConstraint(
                condition=Q(withdrawn=None) | Q(state=ReleaseState.WITHDRAWN), name="release_withdrawn_in_its_state"
            ),
            CheckConstraint(
                condition=(Q(sha256="") & ~Q(state=ReleaseState.READY)) | Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="release_sha256_when_whole",
            ),
            ExclusionConstraint(
                name="release_ready_once_a_day",
                expressions=(
                    (TextKeyRange("kind"), RangeOperators.OVERLAPS),
                    ("effective", RangeOperators.OVERLAPS),
                ),
                condition=Q(state=ReleaseState.READY),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"
