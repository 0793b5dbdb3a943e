"""Who follows a body, a place or a topic by post, and what was sent. Addresses are personal: nobody browses them, and
each is kept for as long as it is needed and no longer (`ouzel.governance.follows.erasing`)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from ouzel.core.roles import Permission
from ouzel.core.visibility import M, PermittedQuerySet


class FollowRows(PermittedQuerySet[M]):
    """Only who keeps the lists."""

    needs = Permission.FOLLOWS_KEEP


class Follow(models.Model):
    """Somebody asked to be told. `kind`: body, place, topic, all; `ref` its slug. It counts once `confirmed`.

    `came_from` is the follow that this one continues, and `why` what moved it (a reorganisation). `ended`: left, or
    moved: then `went_to` is the follow that continues it, which may continue several of one address.

    Of who left, `email` is empty and `keyed` stands for it: a hash by which only the same address, typed again, is
    known again.
    """

    email = models.TextField(blank=True)
    keyed = models.TextField(blank=True, default="")
    kind = models.TextField()
    ref = models.TextField(blank=True, default="")
    token = models.TextField(unique=True)  # random; opens this follow only
    asked = models.DateTimeField(db_default=Now())
    confirmed = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    went_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="continues")
    why = models.TextField(blank=True, default="")
    plan = models.TextField(blank=True, default="")  # the reorganisation that moved it

    objects = FollowRows["Follow"].as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            UniqueConstraint(fields=("email", "kind", "ref"), condition=Q(ended=None), name="follow_once"),
            CheckConstraint(condition=Q(kind__in=("body", "place", "topic", "all")), name="follow_kind_known"),
            CheckConstraint(
                condition=~Q(token="") & (~Q(email="") | (Q(ended__isnull=False) & ~Q(keyed=""))), name="follow_whole"
            ),
            CheckConstraint(condition=Q(came_from=None) | ~Q(why=""), name="follow_moved_with_reason"),
            CheckConstraint(condition=Q(went_to=None) | Q(ended__isnull=False), name="follow_moved_is_ended"),
        )


class Notice(models.Model):
    """Something to be told to somebody: waits until it is sent. `key` keeps the same thing from being told twice."""

    follow = models.ForeignKey(Follow, on_delete=models.PROTECT, related_name="notices")
    key = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    made = models.DateTimeField(db_default=Now())
    sent = models.DateTimeField(null=True)
    failed = models.TextField(blank=True, default="")

    objects = FollowRows["Notice"].as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (UniqueConstraint(fields=("follow", "key"), name="notice_once"),)


class Letter(models.Model):
    """An e-mail for itself to one address: what asks to confirm, a reminder, the answer to a question.

    It waits until it is `sent`; `failed` is why it could not be handed over. `key` says what it is for: one row for
    each, which waits again where it is to be sent anew (`made`). Rows go some time after they left.
    """

    to = models.TextField()
    key = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    made = models.DateTimeField(db_default=Now())
    sent = models.DateTimeField(null=True)
    failed = models.TextField(blank=True, default="")

    objects = FollowRows["Letter"].as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            UniqueConstraint(fields=("to", "key"), name="letter_once"),
            CheckConstraint(condition=~Q(to="") & ~Q(key=""), name="letter_whole"),
        )
