"""The register at one state of knowledge, as plain columns: what every grouping is worked out from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ouzel.engine.days import MAXDAY, MINDAY, Flags, Floats, Ints, day_number
from ouzel.engine.routes import HOPS
from ouzel.engine.spans import Spans, Spells

When = date | str | int | None
"""A date, an ISO text, a day ordinal, or None where it is not known."""


@dataclass(frozen=True, eq=False)
class Successions:
    """Steps from one body to another on a day; `share` is the part of the predecessor, NaN where nobody said."""

    predecessor: Ints
    successor: Ints
    day: Ints
    share: Floats
    note: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        predecessor: npt.ArrayLike = (),
        successor: npt.ArrayLike = (),
        day: npt.ArrayLike = (),
        share: npt.ArrayLike | None = None,
        note: Sequence[str] = (),
    ) -> "Successions":
        """Successions from columns. Rows from a body to itself say nothing and are dropped."""
        p, s, d = (np.asarray(x, dtype=np.int32) for x in (predecessor, successor, day))
        w = np.full(len(p), np.nan) if share is None else np.asarray(share, dtype=np.float64)
        keep = np.flatnonzero(p != s)
        return cls(p[keep], s[keep], d[keep], w[keep], tuple(note[i] for i in keep.tolist()) if note else ())


@dataclass(frozen=True, eq=False)
class Placements:
    """Recorded evidence for one unit: from `start` it belongs with `group` (a site with its heir, a list in a plan)."""

    unit: Ints
    group: Ints
    start: Ints

    @classmethod
    def of(cls, unit: npt.ArrayLike = (), group: npt.ArrayLike = (), start: npt.ArrayLike = ()) -> "Placements":
        """Placements from three columns."""
        u, g, s = (np.asarray(x, dtype=np.int32) for x in (unit, group, start))
        return cls(u, g, s)


@dataclass(frozen=True, eq=False)
class Structure:
    """Bodies and what holds of them. A body is its position in `codes`; days are ordinals, ranges half-open.

    `relations` maps a hop (see `routes.HOPS`) to its spans, `kinds` the slug of a kind to when bodies are of it.
    A body without a row in `lifespans` counts as open where a relation or a kind holds of it.
    Never changed after it is made; `overlay.overlaid` makes another.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    relations: Mapping[str, Spans]
    lifespans: Spells
    kinds: Mapping[str, Spells]
    successions: Successions = field(default_factory=Successions.of)
    placements: Placements = field(default_factory=Placements.of)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.relations) - set(HOPS))
        if unknown:
            raise ValueError(f"{', '.join(unknown)} are not hops: use {', '.join(HOPS)}")
        if len(self.names) != len(self.codes):
            raise ValueError(f"{len(self.names)} names for {len(self.codes)} codes")

    @classmethod
    def from_arrays(
        cls,
        *,
        codes: Sequence[str],
        names: Sequence[str] | None = None,
        relations: Mapping[str, Sequence[npt.ArrayLike]],
        lifespans: Sequence[npt.ArrayLike] = ((), (), ()),
        kinds: Mapping[str, Sequence[npt.ArrayLike]] | None = None,
        successions: Sequence[Any] = (),
        placements: Sequence[npt.ArrayLike] = (),
    ) -> "Structure":
        """From columns in any order of rows.

        `relations[hop]` = (subject, object, start, until[, share]), `lifespans` and `kinds[slug]` = (body, start,
        until), `successions` = (predecessor, successor, day[, share[, note]]), `placements` = (unit, group, start).
        Bodies are positions in `codes`, days ordinals, MAXDAY an open end, NaN a share nobody said.
        """
        return cls(
            codes=tuple(codes),
            names=tuple(names) if names is not None else tuple(codes),
            relations={hop: Spans.of(*columns) for hop, columns in relations.items()},
            lifespans=Spells.of(*lifespans),
            kinds={slug: Spells.of(*columns) for slug, columns in (kinds or {}).items()},
            successions=Successions.of(*successions),
            placements=Placements.of(*placements),
        )

    @classmethod
    def from_rows(
        cls,
        *,
        relations: Iterable[tuple[Any, ...]] = (),
        lifespans: Iterable[tuple[str, When, When]] = (),
        kinds: Iterable[tuple[str, str, When, When]] = (),
        successions: Iterable[tuple[Any, ...]] = (),
        placements: Iterable[tuple[str, str, When]] = (),
        names: Mapping[str, str] | None = None,
    ) -> "Structure":
        """From tuples with codes and dates: (hop, subject, object, start, until[, share]), (code, opened, closed),
        (code, kind, start, until), (predecessor, successor, day[, share[, note]]), (unit, group, start).

        None is an unknown beginning, an open end, a share nobody said.
        """
        named = dict(names or {})
        ids: dict[str, int] = {code: i for i, code in enumerate(named)}

        def body(code: str) -> int:
            return ids.setdefault(code, len(ids))

        def share(row: tuple[Any, ...], at: int) -> float:
            return float("nan") if len(row) <= at or row[at] is None else float(row[at])

        spans: dict[str, list[tuple[int, int, int, int, float]]] = {}
        for row in relations:
            hop, subject, parent, start, until = row[:5]
            ends = day_number(start, MINDAY), day_number(until, MAXDAY)
            spans.setdefault(hop, []).append((body(subject), body(parent), *ends, share(row, 5)))
        spells: dict[str, list[tuple[int, int, int]]] = {}
        for code, slug, start, until in kinds:
            spells.setdefault(slug, []).append((body(code), day_number(start, MINDAY), day_number(until, MAXDAY)))
        lives = [(body(code), day_number(a, MINDAY), day_number(b, MAXDAY)) for code, a, b in lifespans]
        rows = list(successions)
        steps = [(body(r[0]), body(r[1]), day_number(r[2], MINDAY), share(r, 3)) for r in rows]
        placed = [(body(unit), body(group), day_number(start, MINDAY)) for unit, group, start in placements]
        return cls.from_arrays(
            codes=list(ids),
            names=[named.get(code, code) for code in ids],
            relations={hop: _columns(r, 5) for hop, r in spans.items()},
            lifespans=_columns(lives, 3),
            kinds={slug: _columns(r, 3) for slug, r in spells.items()},
            successions=(*_columns(steps, 4), [str(r[4]) if len(r) > 4 else "" for r in rows]),
            placements=_columns(placed, 3),
        )

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each code."""
        return {code: i for i, code in enumerate(self.codes)}

    @cached_property
    def open(self) -> Spells:
        """When each body was open: its lifespan, or where none is known the days on which anything holds of it."""
        known: Flags = np.zeros(len(self.codes), dtype=np.bool_)
        known[self.lifespans.body] = True
        parts = [(self.lifespans.body, self.lifespans.start, self.lifespans.until)]
        for spans in self.relations.values():
            for end in (spans.subject, spans.object):
                loose = ~known[end]
                parts.append((end[loose], spans.start[loose], spans.until[loose]))
        for spells in self.kinds.values():
            loose = ~known[spells.body]
            parts.append((spells.body[loose], spells.start[loose], spells.until[loose]))
        return Spells.of(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[Any]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
