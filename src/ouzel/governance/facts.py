"""How facts on two clocks are said, corrected and ended: rows are replaced, never changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.models.dated import Dated
from ouzel.reorganisation.wording import in_words

D = TypeVar("D", bound=Dated)
OWN = frozenset({"id", "valid", "recorded", "replaced", "source", "by", "at"})


def say(
    model: type[D], key: Mapping[str, Any], values: Mapping[str, Any], *,
    since: date, until: date | None = None, known: date, source: str, by: Actor,
) -> D:  # fmt: skip
    """A fact holds from `since` until `until` (half-open; None: until ended), known from the day `known` on.

    What was believed of the same `key` for these days is believed no more from `known` on; for other days it is
    believed as before. Saying the same again changes nothing. ContentError for dates the wrong way round, a missing
    source, a day `known` that is still to come, or where more was known already on a later day than `known`.
    """
    _check(since, until, source)
    not_ahead(known)
    for row in _believed(model, key, DateRange(since, until)):
        same = all(getattr(row, name) == value for name, value in values.items())
        if same and row.valid.lower <= since and _not_before(row.valid.upper, until):
            return row
        cut(row, DateRange(since, until), known=known)
    return model._default_manager.create(
        **key, **values, valid=DateRange(since, until), recorded=known, source=source, by=str(by)
    )


def end(model: type[D], key: Mapping[str, Any], *, on: date, known: date, source: str, by: Actor) -> list[D]:
    """What holds of `key` on the day `on` ends that day, its last day being the one before; the rows as they now are.

    ContentError where nothing of the key holds on that day or later.
    """
    _check(on, None, source)
    rows = _believed(model, key, DateRange(on, None))
    if not rows:
        raise ContentError("nothing holds on that day or later that could be ended", field="on", value=str(on))
    ended = []
    for row in rows:
        ended += cut(row, DateRange(on, None), known=known, source=source, by=str(by))
    return ended


def _believed(model: type[D], key: Mapping[str, Any], days: DateRange) -> list[D]:
    rows = model._default_manager.filter(**key, replaced=None, valid__overlap=days)
    return list(rows.select_for_update().order_by("valid"))


def cut(row: D, days: DateRange, *, known: date, **changed: Any) -> list[D]:
    """Believe a row no more for some days; what is left of it, as rows known from the same day on.

    `changed` are values that the new rows have instead. ContentError where more was known already on a later day, and
    for a day `known` that is still to come.
    """
    not_ahead(known)
    if known < row.recorded:
        raise ContentError(
            f"more was known already on {in_words(row.recorded)}", field="known", value=str(known),
            right="Give that day or a later one",
        )  # fmt: skip
    row.replaced = known
    row.save(update_fields=["replaced"])
    left = []
    if row.valid.lower < days.lower:
        left.append(DateRange(row.valid.lower, days.lower))
    if days.upper is not None and (row.valid.upper is None or row.valid.upper > days.upper):
        left.append(DateRange(days.upper, row.valid.upper))
    return [_again(row, span, known=known, **changed) for span in left]


def not_ahead(known: date) -> None:
    """ContentError for a day that is still to come: what is said today nobody knew later than today."""
    if known > today():
        raise ContentError(
            "nothing is known on a day that is still to come", field="known", value=str(known),
            right=f"{in_words(today())}, or the earlier day on which it was known",
        )  # fmt: skip


def _again(row: D, days: DateRange, *, known: date, **changed: Any) -> D:
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in OWN}
    said = {"source": row.source, "by": row.by, **changed}
    return type(row)._default_manager.create(**kept, **said, valid=days, recorded=known)


def _check(since: date, until: date | None, source: str) -> None:
    if until is not None and until <= since:
        raise ContentError(
            "it would end before it begins", field="until", value=str(until), right=f"After {in_words(since)}"
        )
    if not source.strip():
        raise ContentError("say where this is from", field="source", right="A document, a decision or a law")


def _not_before(end: date | None, other: date | None) -> bool:
    return end is None or (other is not None and end >= other)
