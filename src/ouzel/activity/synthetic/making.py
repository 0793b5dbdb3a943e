"""A made-up country's bodies, with codes that no real body has, and the changes that are planted among them.

Practices are OP0001 ..., providers OT001 ... with sites OT00101 ..., commissioners OC001 ..., small areas
E01900001 ...: no code of the Organisation Data Service begins so, and no census has numbered so many areas.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ouzel.activity.synthetic.bodies import SLOTS, Bodies
from ouzel.activity.synthetic.choosing import generator
from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.places import ACUTE_SHARES, PRACTICE_SHARES, lay_out, nearest, served, served_by_two
from ouzel.core.errors import ContentError
from ouzel.engine.days import Flags, Floats, Ints

BODIES, CHANGES = 0, 3  # of the country's seeds: one for who there is, one for what is planted
MOST_SITES = 6


@dataclass(frozen=True)
class Change:
    """Commissioners that end on a day, and those that take their practices and areas on from it."""

    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]


def make_bodies(country: Country) -> tuple[Bodies, tuple[Change, ...]]:
    """The bodies of a country of its own, and the planted merger and split (none below three commissioners)."""
    random = generator(country.seed, BODIES)
    places = lay_out(country, random)
    of_area, of_practice = nearest(places.areas, places.seats), nearest(places.practices, places.seats)
    host = nearest(places.providers, places.seats)
    codes = tuple(f"OC{n:03}" for n in range(1, country.commissioners + 1))
    periods: list[tuple[Ints, ...]] = [(of_practice, of_area, host)]
    changes: list[Change] = []
    days: list[int] = []
    if country.commissioners >= 3:
        merger = country.merger or date(country.since.year, 10, 1)
        split = country.split or date(country.since.year + 1, 1, 1)
        one, two, three = _chosen(places.seats, of_practice)
        west = float(np.median(places.areas[of_area == three, 0]))
        new = len(codes)
        codes += tuple(f"OC{n:03}" for n in range(new + 1, new + 4))
        if merger == split:
            raise ContentError(
                "the planted merger and split need different days", field="split", value=str(split),
                right="Give another day for one of them",
            )  # fmt: skip
        for day in sorted((merger, split)):
            periods.append(
                tuple(
                    _merged(rows, one, two, new) if day == merger else _parted(rows, x < west, three, new + 1)
                    for rows, x in zip(periods[-1], places.eastings, strict=True)
                )
            )
            days.append(day.toordinal())
        changes = [
            Change(merger, (codes[one], codes[two]), (codes[new],)),
            Change(split, (codes[three],), (codes[new + 1], codes[new + 2])),
        ]
    providers = _numbered("OT", country.providers, 3, avoiding="00")
    extra = random.integers(0, MOST_SITES, country.providers)
    bodies = Bodies(
        practices=tuple(f"OP{n:04}" for n in range(1, country.practices + 1)),
        practice_names=tuple(f"Made-up Surgery {n}" for n in range(1, country.practices + 1)),
        areas=tuple(f"E019{n:05}" for n in range(1, country.areas + 1)),
        ranks=places.ranks, ranked=country.areas,
        providers=providers, provider_names=tuple(f"Made-up Hospitals {n}" for n in range(1, country.providers + 1)),
        sites=tuple(
            tuple(f"{code}{n:02}" for n in range(1, int(more) + 2)) for code, more in zip(providers, extra, strict=True)
        ),
        acute=places.acute, commissioners=codes,
        commissioner_names=tuple(f"Made-up Commissioner {n}" for n in range(1, len(codes) + 1)),
        days=np.array(days, np.int32),
        of_practice=_stack(periods, 0), of_area=_stack(periods, 1), host=_stack(periods, 2),
        near_practices=served(places.areas, places.practices, PRACTICE_SHARES),
        near_acute=_acute(places.areas, places.providers, places.acute),
        near_providers=served_by_two(places.areas, places.providers, places.acute),
    )  # fmt: skip
    return bodies, tuple(changes)


def _chosen(seats: Floats, of_practice: Ints) -> tuple[int, int, int]:
    """A commissioner of the usual number of practices with its nearest neighbour, to merge; and one more, to split."""
    sizes = np.bincount(of_practice, minlength=len(seats))
    order = np.argsort(sizes, kind="stable")
    one = int(order[len(order) // 2])
    distance = np.hypot(*(seats - seats[one]).T)
    near = [int(row) for row in np.argsort(distance, kind="stable") if row != one]
    three = next(int(row) for row in order[::-1] if row not in (one, near[0]))
    return one, near[0], three


def _merged(rows: Ints, one: int, two: int, into: int) -> Ints:
    return np.where((rows == one) | (rows == two), into, rows).astype(np.int32)


def _parted(rows: Ints, west: Flags, whole: int, first: int) -> Ints:
    return np.where(rows == whole, np.where(west, first, first + 1), rows).astype(np.int32)


def _acute(areas: Floats, providers: Floats, acute: Flags) -> Ints:
    rows: Ints = np.flatnonzero(acute).astype(np.int32)[served(areas, providers[acute], ACUTE_SHARES)]
    return rows.reshape(-1, SLOTS)


def _numbered(prefix: str, count: int, width: int, *, avoiding: str) -> tuple[str, ...]:
    """Codes in order, without those of a certain end: monitoring files may not name a provider that ends in 00."""
    codes: list[str] = []
    number = 0
    while len(codes) < count:
        number += 1
        code = f"{prefix}{number:0{width}}"
        if not code.endswith(avoiding):
            codes.append(code)
    return tuple(codes)


def _stack(periods: list[tuple[Ints, ...]], place: int) -> Ints:
    return np.stack([period[place] for period in periods]).astype(np.int32)
