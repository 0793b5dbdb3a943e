"""Reads of what was declared, as it is: for who keeps the register, and for the person themself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from ouzel.core.permissions import Viewer
from ouzel.governance.interests.actions import SAME
from ouzel.governance.interests.keeping import is_self, keeps
from ouzel.governance.knowing import by_then
from ouzel.governance.models import Declaration, Gift, Interest, Person


@dataclass(frozen=True)
class Standing:
    """When somebody last declared, and whether that was that there is nothing. No declaration: `on` is None."""

    on: date | None
    nothing: bool
    whole: date | None  # when they last declared everything


def rows_of(
    people: Collection[Person], *, since: date, until: date, known_at: date | None = None
) -> tuple[Interest, ...]:
    """The entries that held on some day from `since` to before `until`, as known; by person and first day."""
    rows = Interest.objects.known(known_at).filter(person__in=people, valid__overlap=(since, until))
    return tuple(rows.select_related("person").order_by("person__name", "person__slug", "valid", "id"))


@dataclass(frozen=True)
class Said:
    """When each interest was first declared, when it was last corrected (if it was), and the row that was wrong, by
    `same`.
    """

    declared: dict[tuple[object, ...], date]
    corrected: dict[tuple[object, ...], date]
    wrong: dict[tuple[object, ...], Interest]


def said_of(people: Collection[Person]) -> Said:
    """Both for the interests of some people, by one query. What corrects an entry was declared when that one was."""
    declared: dict[tuple[object, ...], date] = {}
    corrected: dict[tuple[object, ...], date] = {}
    mistaken: dict[tuple[object, ...], Interest] = {}
    rows = Interest.objects.filter(person__in=people).select_related("corrects").order_by("recorded", "pk")
    for row in rows:
        key = same(row)
        first = declared.setdefault(key, row.recorded)
        if row.corrects is not None:
            wrong = same(row.corrects)
            declared[key] = min(first, declared.get(wrong, first))
            corrected[key], mistaken[key] = row.recorded, row.corrects
    return Said(declared, corrected, mistaken)


def declared_on(people: Collection[Person]) -> dict[tuple[object, ...], date]:
    """The day on which each interest was first declared, by `same`."""
    return said_of(people).declared


def same(row: Interest) -> tuple[object, ...]:
    """What makes two rows the same interest."""
    return (row.person_id, *(getattr(row, name) for name in SAME))


def withheld_from(people: Collection[Person]) -> frozenset[int]:
    """The people some entry of whom is withheld from the public as things stand now."""
    rows = Interest.objects.known().filter(person__in=people, redacted=True)
    return frozenset(rows.values_list("person_id", flat=True))


def gifts_of(people: Collection[Person], *, since: date, until: date, known_at: date | None = None) -> tuple[Gift, ...]:
    """What was offered from `since` to before `until` and declared by then; corrected entries only as they are now."""
    rows = Gift.objects.filter(person__in=people, offered__gte=since, offered__lt=until, replaced_by=None)
    if known_at is not None:
        rows = rows.filter(declared__lte=known_at)
    return tuple(rows.select_related("person", "replaces").order_by("offered", "pk"))


def standings(
    people: Collection[Person], *, on: date, wholes: Collection[str], known_at: date | None = None
) -> dict[int, Standing]:
    """When each of the people last declared by the day, as known, by number. `wholes`: occasions on which all is
    declared.
    """
    rows = Declaration.objects.filter(by_then(known_at), person__in=people, on__lte=on)
    whole = dict(rows.filter(occasion__in=wholes).values_list("person").annotate(Max("on")))
    found = {person.pk: Standing(None, False, whole.get(person.pk)) for person in people}
    for row in rows.order_by("on", "pk"):
        found[row.person_id] = Standing(row.on, row.nothing, whole.get(row.person_id))
    return found


def entries(person: Person, viewer: Viewer, *, known_at: date | None = None) -> tuple[Interest, ...]:
    """Everything a person ever declared, as believed, withheld or not: for themself and who keeps the register.

    Nothing for anybody else.
    """
    if not (is_self(viewer, person) or keeps(viewer, person)):
        return ()
    return tuple(Interest.objects.known(known_at).filter(person=person).order_by("valid", "pk"))


def history(interest: Interest, viewer: Viewer) -> tuple[Interest, ...]:
    """Every row of the same interest, also those replaced and those it corrects, as they were put down; nothing for who
    may not see them."""
    if not (is_self(viewer, interest.person) or keeps(viewer, interest.person)):
        return ()
    rows = list(Interest.objects.filter(person=interest.person).select_related("corrects").order_by("recorded", "pk"))
    keys = {same(interest)}
    for row in reversed(rows):
        if row.corrects is not None and same(row) in keys:
            keys.add(same(row.corrects))
    return tuple(row for row in rows if same(row) in keys)
