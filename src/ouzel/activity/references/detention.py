"""The lists of prisons and other places of detention: every postcode they ever had, and on which days it is of one."""

from collections.abc import Sequence

from ouzel.activity.establishments import establishment_of
from ouzel.activity.references import releases
from ouzel.activity.references.commissioners import ends, starts, union
from ouzel.activity.references.timelines import Timeline
from ouzel.activity.rules.tables import Row, table_named
from ouzel.activity.store.place import Store
from ouzel.core.models import ReferenceRelease, ReleaseState

TABLE = "prisons"


def listed(store: Store) -> tuple[str, ...]:
    """The postcodes that any list ever loaded has or had, on whatever day: also of lists that were withdrawn since."""
    kind = table_named(TABLE).release_kind
    there = ReferenceRelease.objects.filter(kind=kind, state__in=(ReleaseState.READY, ReleaseState.WITHDRAWN))
    found: dict[str, None] = {}
    for release in there.order_by("pk"):
        found |= dict.fromkeys(releases.rows_of(release, store=store)["postcode"].to_pylist())
    return tuple(found)


def detained(establishments: Sequence[str], rows: Sequence[Row]) -> Timeline:
    """Y on the days on which each is a place of detention by the rows of the list; entry i is `establishments[i]`."""
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(establishment_of(row["postcode"]), []).append(row)
    found = [(at, row) for at, code in enumerate(establishments) if code for row in held.get(code, ())]
    theirs = [row for _, row in found]
    days = Timeline.of([at for at, _ in found], starts(theirs), ends(theirs), ["Y"] * len(found))
    return union([days], "Y")
