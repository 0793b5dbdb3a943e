"""Finding: what the titles say comes first, then what the words say, the newest first in each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.governance.bodies.queries import body_named, lineage
from ouzel.governance.models import Body
from ouzel.governance.search.asked import Asked, ask
from ouzel.governance.search.showing import Hit, show
from ouzel.governance.search.sources import SOURCES, Narrowed, Source

KINDS = {source.slug: source.name for source in SOURCES}
MOST = 1_000  # the furthest that can be paged to
COUNTED = 100  # hits of a kind that are counted: a common word is in nearly all, and counting them all takes long
PAGE = 20


@dataclass(frozen=True)
class Found:
    """One page of what was found. `counts` by kind; a count of `COUNTED` means that many or more.

    `bodies`: those that were searched (empty: all). `why`: why nothing was looked for or found; empty where there are
    hits.
    """

    words: str
    hits: tuple[Hit, ...]
    counts: dict[str, int]
    more: bool
    bodies: tuple[Body, ...]
    why: str


def find(
    words: str, viewer: Viewer, *, body: Body | str | None = None, with_predecessors: bool = True,
    since: date | None = None, until: date | None = None, kinds: Collection[str] = (), limit: int = PAGE,
    offset: int = 0,
) -> Found:  # fmt: skip
    """Search what the viewer may see, in full text: words, "phrases", or, -not.

    With `body` only what was before it, its predecessors included unless `with_predecessors` is False. `since` and
    `until` (half-open) are days of meetings and decisions. Of papers the current versions are searched. ContentError
    for a kind that is none; NoSuchBody (`bodies.queries`).
    """
    sources = _sources(kinds)
    bodies = _bodies(body, with_predecessors=with_predecessors)
    asked = ask(words)
    if asked.why:
        return Found(asked.words, (), dict.fromkeys((s.slug for s in sources), 0), False, bodies, asked.why)
    narrowed = Narrowed(tuple(each.pk for each in bodies) if body is not None else None, since, until)
    offset, limit = min(max(offset, 0), MOST), min(max(limit, 1), 100)
    rows, counts = _newest(sources, asked, viewer, narrowed, offset + limit + 1)
    hits = show([(kind, key) for _, _, kind, key in rows[offset : offset + limit]], asked, viewer)
    why = "" if hits else f"Nothing that is public has these words: {asked.words}"
    return Found(asked.words, hits, counts, len(rows) > offset + limit, bodies, why)


Row = tuple[int, date, str, int]
"""0 for a title or 1 for words, day, kind, primary key."""


def _newest(
    sources: Sequence[Source], asked: Asked, viewer: Viewer, narrowed: Narrowed, wanted: int
) -> tuple[list[Row], dict[str, int]]:
    """The first so many, titles first and the newest first in each; and how many of each kind, up to `COUNTED`."""
    found: list[Row] = []
    counts = {}
    most = max(wanted, COUNTED)
    for source in sources:
        titled = _keys(source, source.titled(asked, viewer, narrowed), most)
        worded: list[tuple[int, date]] = []
        if len(titled) < most:
            rows = source.worded(asked, viewer, narrowed).exclude(pk__in=[key for key, _ in titled])
            worded = _keys(source, rows, most)
        counts[source.slug] = min(len(titled) + len(worded), COUNTED)
        found += [(0, day, source.slug, key) for key, day in titled]
        found += [(1, day, source.slug, key) for key, day in worded]
    return sorted(found, key=lambda row: (row[0], -row[1].toordinal(), row[2], -row[3]))[:wanted], counts


DAYS = {"decision": "on", "paper": "paper__day", "minutes": "meeting__starts__date", "item": "meeting__starts__date"}


def _keys(source: Source, rows: Any, wanted: int) -> list[tuple[int, date]]:
    return [(key, day or date.min) for key, day in rows.values_list("pk", DAYS[source.slug])[:wanted]]


def _sources(kinds: Collection[str]) -> tuple[Source, ...]:
    for kind in kinds:
        if kind not in KINDS:
            raise ContentError("nothing of this kind is searched", field="kinds", value=kind,
                               right=f"Use {', '.join(KINDS)}")  # fmt: skip
    return tuple(source for source in SOURCES if not kinds or source.slug in kinds)


def _bodies(body: Body | str | None, *, with_predecessors: bool) -> tuple[Body, ...]:
    if body is None:
        return ()
    found = body_named(body) if isinstance(body, str) else body
    return lineage(found) if with_predecessors else (found,)
