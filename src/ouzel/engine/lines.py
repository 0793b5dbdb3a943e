"""One line of values told anew: what was held, and what a later voice of higher authority says over it.

The register does the same with publications (see `docs/explanation/register.md`); here it is done to its facts, so that
what is only supposed reads as what is enacted. A line is one attribute of one body, or one value of it where several
may hold at once.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ouzel.engine.days import MAXDAY


class Stay(NamedTuple):
    """A value over half-open day ordinals, MAXDAY an open end; with a share it is one part of a division."""

    value: Hashable
    start: int
    until: int
    share: object = None


@dataclass(frozen=True)
class _Claim:
    """One statement: a value, or a whole division among several with the same days."""

    start: int
    until: int
    parts: tuple[tuple[Hashable, object], ...]
    new: bool

    @property
    def key(self) -> Hashable:
        return self.parts if len(self.parts) > 1 else self.parts[0][0]

    @property
    def open_ended(self) -> bool:
        return self.until == MAXDAY

    def order(self) -> tuple[bool, int, str, int]:
        return (self.new, self.start, str(self.key), self.until)


def retold(held: Iterable[Stay], said: Iterable[Stay], *, known: int) -> list[Stay]:
    """The line after `said` became known on the day `known`; rows in order, without overlap but for divisions.

    What is said without an end holds until something else that is held begins after both its start and `known`. What is
    said with an end ends the same value then, and only hides another: that holds again afterwards.
    """
    claims = [*_claims(held, new=False), *_claims(said, new=True)]
    reach = [(claim, end) for claim in claims if (end := _reach(claim, claims, known)) > claim.start]
    edges = sorted({claim.start for claim, _ in reach} | {end for _, end in reach})
    out: list[tuple[int, int, _Claim]] = []
    for start, until in pairwise(edges):
        best = max(
            (claim for claim, end in reach if claim.start <= start and until <= end), key=_Claim.order, default=None
        )
        if best is None:
            continue
        if out and out[-1][1] == start and out[-1][2].parts == best.parts:
            out[-1] = (out[-1][0], until, out[-1][2])
        else:
            out.append((start, until, best))
    return [Stay(value, start, until, share) for start, until, claim in out for value, share in claim.parts]


def restated(held: Iterable[Stay], said: Sequence[Stay]) -> list[Stay]:
    """A line of which whole spells are told anew, their beginnings included (a lifespan): what overlaps is replaced.

    Of two that are said and overlap the one that begins later stands; spells that touch are one.
    """
    new: list[Stay] = []
    for stay in sorted(said, key=lambda s: (-s.start, -s.until)):
        if not any(stay.start < other.until and other.start < stay.until for other in new):
            new.append(stay)
    kept = [stay for stay in held if not any(stay.start < n.until and n.start < stay.until for n in new)]
    out: list[Stay] = []
    for stay in sorted([*kept, *new], key=lambda s: s.start):
        if out and out[-1].until == stay.start and out[-1].value == stay.value:
            stay = out.pop()._replace(until=stay.until)
        out.append(stay)
    return out


def _claims(rows: Iterable[Stay], *, new: bool) -> list[_Claim]:
    """Rows with a share and the same days are one division; every other row stands for itself."""
    divisions: dict[tuple[int, int], dict[Hashable, object]] = {}
    claims = []
    for value, start, until, share in rows:
        if start >= until:
            continue
        if share is None:
            claims.append(_Claim(start, until, ((value, None),), new))
        else:
            divisions.setdefault((start, until), {})[value] = share
    for (start, until), parts in divisions.items():
        claims.append(_Claim(start, until, tuple(sorted(parts.items(), key=str)), new))
    return claims


def _reach(a: _Claim, claims: Sequence[_Claim], known: int) -> int:
    """First day `a` no longer speaks of; `a.start` where it speaks of none."""
    end = a.until
    for b in claims:
        if b is a or not (a.new or b.new):
            continue
        stronger = b.order() > a.order()
        if b.key == a.key:
            if stronger and b.start < a.until and a.start < b.until and not b.open_ended:
                end = min(end, max(b.start, a.start))
        elif not a.open_ended or (b.new > a.new and not b.open_ended):
            continue
        elif b.start > _firm(a, known) or (stronger and b.start > a.start):
            end = min(end, b.start)
        elif stronger and b.open_ended and b.start <= a.start <= _firm(b, known):
            return a.start
    return end


def _firm(claim: _Claim, known: int) -> int:
    """Last day a claim itself speaks of; what lies after is only that no end was known."""
    return min(max(claim.start, known), claim.until - 1) if claim.new else claim.start
