"""Forms that were sent and done: the second sending of one is answered as the first was."""

from django.db import models
from django.db.models.functions import Now

from ouzel.core.roles import Permission
from ouzel.core.visibility import PermittedQuerySet


class SentRows(PermittedQuerySet["SentForm"]):
    """Only who keeps the system itself."""

    needs = Permission.USERS_MANAGE


class SentForm(models.Model):
    """A form that was sent and done. `key` is a hash of who sent it, where, its one-time key and all that stood in it.

    Nobody sees these rows. They are written in the transaction that does what the form says, and go after some days.
    """

    key = models.CharField(max_length=64, primary_key=True)
    to = models.TextField(blank=True, default="")  # the page on which it went on; empty: its own answer
    said = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now(), db_index=True)

    objects = SentRows.as_manager()
