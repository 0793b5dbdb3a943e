"""Reads of the core."""

from django.db.models import Max

from ouzel.core.models import Edition


def current_edition() -> int:
    """The number of the newest edition of the register; 0 when nothing was ever loaded."""
    newest: int | None = Edition.objects.aggregate(newest=Max("number"))["newest"]
    return newest or 0
