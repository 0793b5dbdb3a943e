"""Who buys care in a small area outside England and Wales: by the postcode directory, edition by edition."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ouzel.activity.postcodes.directory import BOARDS, KIND, boards_of
from ouzel.activity.references import releases
from ouzel.activity.references.timelines import Timeline
from ouzel.activity.store.place import Store
from ouzel.engine.days import MAXDAY, MINDAY

BEYOND = ("S", "N", "9")
"""How codes of areas of Scotland and Northern Ireland begin."""


def boards(codes: Sequence[str], *, known_at: date | None = None, store: Store | None = None) -> Timeline:
    """The health board area or local commissioning group of each area; entry i is `codes[i]`.

    Each edition is for the days until the next that was published by `known_at`, the first for all days before as well.
    Nothing of a code that an edition has not, or whose postcodes are of several boards.
    """
    asked = [at for at, code in enumerate(codes) if code.startswith(BEYOND)]
    if not asked:
        return Timeline.of([], [], [], [])
    place = store or Store.at()
    rows: list[tuple[int, int, int, str]] = []
    there = releases.releases(KIND, known_at=known_at)
    for number, release in enumerate(there):
        since = release.effective.lower
        first = since.toordinal() if since and number else MINDAY
        following = there[number + 1].effective.lower if number + 1 < len(there) else None
        last = following.toordinal() if following else MAXDAY
        found = _boards(place, releases.path_of(release))
        rows += [(at, first, last, found[codes[at]]) for at in asked if codes[at] in found]
    return Timeline.of(*zip(*rows, strict=True)) if rows else Timeline.of([], [], [], [])


@lru_cache(maxsize=32)
def _boards(store: Store, path: str) -> dict[str, str]:
    """Those of one edition, which never changes; none of one that an earlier Ouzel took in."""
    table = store.read_table(path, columns=BOARDS)
    return boards_of(table) if set(BOARDS) <= set(table.column_names) else {}
