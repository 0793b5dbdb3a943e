"""What was believed on a day, of what people say and say better later; and that nothing is known before it is."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from ouzel.core.errors import ContentError
from ouzel.core.permissions import today

M = TypeVar("M", bound=Model)


def known_on(rows: "QuerySet[M]", day: date | None) -> "QuerySet[M]":
    """The rows, with `recorded` and `replaced`, that were believed at the end of a day; None: those believed now."""
    if day is None:
        return rows.filter(replaced=None)
    # Replaced on the very day it was recorded: nobody believed it at the end of a day.
    return rows.filter(Q(replaced=None) | Q(replaced__gt=day), recorded__lte=day)


def known_by(recorded: date, *, since: date | None = None) -> None:
    """ContentError for a day that has not come, and for one before `since`, when what is said better became known."""
    if recorded > today():
        raise ContentError("that day has not come, so nothing is known on it yet", field="recorded",
                           value=str(recorded), right="Give today, or an earlier day")  # fmt: skip
    if since is not None and recorded < since:
        raise ContentError("it cannot be known better before it was known", field="recorded", value=str(recorded),
                           right=f"It was recorded on {since}")  # fmt: skip
