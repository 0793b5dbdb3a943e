"""From what is known of one attribute of one body to the line of values it held: pure, small, no database.

The rules are those of `docs/explanation/register.md`. Days are proleptic ordinals (`date.toordinal`); ranges are
half-open; `FOREVER` is an end nobody knows. A *claim* is what one series says without a break: the same assertion
repeated by the next publication of its series adds nothing, so it keeps the day on which the series first said it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

FOREVER = 3_652_060  # one past date.max
SIGHTING_RANK = 3


@dataclass(slots=True)
class Claim:
    """One thing said about a single-valued attribute.

    `rank`: 0 settlement, 1 event, 2 dated, 3 sighting. `said`: the day it was first published, with the precedence of
    its source. `repeats`: the days on which it was published or sighted, rising. `key` compares values, `value` shows
    them.
    """

    rank: int
    said: int
    precedence: int
    start: int
    until: int
    key: object
    repeats: list[int]
    value: object = None
    share: object = None
    note: str = ""
    source: int = 0  # id of the assertion
    series: object = 0
    clipped: bool = False  # `until` is only the closing of the other body: no end was known of the claim itself

    @property
    def open_ended(self) -> bool:
        return self.clipped or self.until == FOREVER

    @property
    def sighting(self) -> bool:
        return self.rank == SIGHTING_RANK

    def order(self) -> tuple[object, ...]:
        """Later wins, of sightings the one seen later; no tie is broken by the order of loading."""
        when = self.start if self.sighting else self.said
        tie = (str(self.key), self.until, str(self.share), str(self.value), self.note, str(self.series))
        return (when, self.precedence, self.said, self.start, *tie)

    def firm_until(self) -> int:
        """Last day the claim itself speaks of; what lies after is only that no end was known."""
        return self.start if self.sighting else min(max(self.start, self.said), self.until - 1)


@dataclass(frozen=True, slots=True)
class Span:
    """A value held from `start` until `until`; `after`: last evidence of the value before, if it is not dated."""

    start: int
    until: int
    claim: Claim
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A claim that was not believed for some days, and why."""

    start: int
    until: int
    kept: Claim | None
    other: Claim
    reason: str


Closings = Callable[[object], Sequence[tuple[int, int]]]
Passings = Callable[[object, object], Sequence[int]]


def _outranks(b: Claim, a: Claim) -> bool:
    return b.rank < a.rank or (b.rank == a.rank and b.order() > a.order())


def _reach(a: Claim, claims: Sequence[Claim], restated: bool) -> int:
    """First day `a` no longer speaks of, given the other claims; `a.start` or less when it speaks of none."""
    end = a.until
    for b in claims:
        if b is a:
            continue
        stronger = _outranks(b, a)
        if b.key == a.key:
            if not stronger or b.start >= a.until or b.until <= a.start:
                continue
            if restated:
                return a.start
            if not b.open_ended:  # the same spell, told again with its end
                end = min(end, max(b.start, a.start))
        elif not a.open_ended:
            continue  # an explicit end is kept: other values only hide it
        elif b.rank < a.rank and not b.open_ended:
            continue  # a higher authority with an end speaks of its own days alone: it only hides
        elif b.start > a.firm_until() or (stronger and b.start > a.start):
            end = min(end, b.start)  # no end was known of `a`; this is it
        elif stronger and b.open_ended and b.start <= a.start <= b.firm_until():
            return a.start
    return min(end, _ended_later(a, claims)) if a.open_ended and a.rank < 2 else end


def _ended_later(a: Claim, claims: Sequence[Claim]) -> int:
    """The end of a settlement or event without one that a lower authority names afterwards, past its firm days."""
    told = [b for b in claims if b.rank > a.rank and b.key == a.key and b.until > a.start]
    last = max(told, key=lambda b: (-b.rank, b.order()), default=None)
    if last is None or last.open_ended or last.said <= a.said or last.until <= a.firm_until():
        return FOREVER
    return last.until


def _clip(claims: Sequence[Claim], closings: Closings, clashes: list[Clash]) -> list[Claim]:
    """Cut claims about a relation to what its other body lived to see.

    Sources print a new parent beside an old joining date, and an old parent long after it closed; neither is believed.
    """
    kept = []
    for a in claims:
        said_until = a.until if a.until != FOREVER else max(a.firm_until(), a.repeats[-1]) + 1
        for closed, reopened in closings(a.value):
            if a.start >= reopened or a.until <= closed:
                continue
            if said_until > max(a.start, closed):  # an end that nobody knew of is no contradiction
                clashes.append(Clash(max(a.start, closed), min(said_until, reopened), None, a, "closed"))
            if a.start < closed:
                a = replace(a, until=closed, clipped=a.open_ended)
            elif a.until > reopened and not a.sighting:
                a = replace(a, start=reopened)
            else:
                break
        else:
            kept.append(a)
    return kept


def timeline(
    claims: Sequence[Claim],
    *,
    restated: bool = False,
    closings: Closings | None = None,
    passings: Passings | None = None,
) -> tuple[list[Span], list[Clash]]:
    """The spans of one single-valued attribute, in order and without overlap, and what was not believed.

    `closings(value)` gives the periods in which the other body was not open; `passings(old, new)` the days on which the
    one was succeeded by the other, which date a change that lies between two sightings.
    """
    clashes: list[Clash] = []
    if closings is not None:
        claims = _clip(claims, closings, clashes)
    if len(claims) == 1 and not clashes:
        a = claims[0]
        return [Span(a.start, a.until, a)], clashes
    reach = [(a, end) for a in claims if (end := _reach(a, claims, restated)) > a.start]
    edges = sorted({a.start for a, _ in reach} | {end for _, end in reach})
    spans: list[Span] = []
    for start, until in pairwise(edges):
        best: Claim | None = None
        for a, end in reach:
            if a.start <= start and end >= until and (best is None or _outranks(a, best)):
                best = a
        if best is None:
            continue
        last = spans[-1] if spans else None
        if last is not None and last.until == start and last.claim.key == best.key and last.claim.share == best.share:
            spans[-1] = Span(last.start, until, last.claim, last.after)
        else:
            spans.append(Span(start, until, best))
    spans = _date_changes(spans, claims, passings)
    clashes = [part for clash in clashes for part in _unsettled(clash, spans)]
    _note_disagreements(spans, claims, clashes)
    return spans, clashes


def _unsettled(clash: Clash, spans: Sequence[Span]) -> list[Clash]:
    """The days of a clash that nobody has settled."""
    parts, start = [], clash.start
    for span in spans:
        if span.claim.rank == 0 and span.start < clash.until and span.until > start:
            if span.start > start:
                parts.append(replace(clash, start=start, until=span.start))
            start = span.until
    if start < clash.until:
        parts.append(replace(clash, start=start))
    return parts


def _date_changes(spans: list[Span], claims: Sequence[Claim], passings: Passings | None) -> list[Span]:
    """Where a value begins with a sighting that ended another, date it, or say between which days it changed."""
    dated: list[Span] = []
    for span in spans:
        before = dated[-1] if dated else None
        if before is None or not span.claim.sighting or span.start != span.claim.start:
            dated.append(span)
            continue
        last = _last_evidence(before, claims, until=span.start)
        days = [d for d in passings(before.claim.value, span.claim.value) if last < d <= span.start] if passings else []
        if days:
            day = min(days)
            dated[-1] = Span(before.start, min(before.until, day), before.claim, before.after)
            dated.append(Span(day, span.until, span.claim))
        elif before.until == span.start:
            dated.append(Span(span.start, span.until, span.claim, last))
        else:
            dated.append(span)
    return dated


def _last_evidence(span: Span, claims: Sequence[Claim], *, until: int) -> int:
    """The last day before `until` on which anything said that the value of `span` held."""
    last = span.start
    for c in claims:
        if c.key == span.claim.key:
            for day in (*c.repeats, c.firm_until()):
                day = min(day, c.until - 1)  # said later, but of days before
                if last < day < until:
                    last = day
    return last


def _note_disagreements(spans: Sequence[Span], claims: Sequence[Claim], clashes: list[Clash]) -> None:
    """A weaker claim about firm days of a stronger one, or two of one publication, conflict; a restatement does not."""
    for a in claims:
        firm = a.firm_until() + 1 if a.open_ended else a.until
        for span in spans:
            kept = span.claim
            if kept is a or kept.key == a.key or kept.rank == 0 < a.rank:
                continue  # what a person settled is no longer in conflict
            start, until = max(span.start, a.start), min(span.until, firm)
            if start >= until:
                continue
            if kept.rank < a.rank:
                clashes.append(Clash(start, until, kept, a, "outranked"))
            elif kept.rank == a.rank and kept.said == a.said and _of_one_voice(kept, a):
                clashes.append(Clash(start, until, kept, a, "contradicts itself"))


def _of_one_voice(a: Claim, b: Claim) -> bool:
    """Whether two claims published on one day contradict each other: by one source, or sightings of one day."""
    return a.start == b.start if a.sighting else (a.series, a.precedence) == (b.series, b.precedence)
