"""What is known of one attribute of one body, told again: slowly, day by day and claim by claim.

Written from the rules of `docs/explanation/register.md`, sharing no code with `timeline` and `derive`. A *line* is
what was known at the end of one day: for each day of the world the value that held. Days are small whole numbers; `END`
stands for the day that never comes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

END = 45
SETTLEMENT, EVENT, DATED, SIGHTING = range(4)


@dataclass(frozen=True)
class Statement:
    """One thing one publication says; `kind` is interval, since or sighting, `until` None where no end is given."""

    number: int
    series: str
    authority: int  # 0 settlement, 1 event, 2 publication
    precedence: int
    published: int
    withdrawn: int | None
    kind: str
    start: int
    until: int | None
    value: str
    share: str | None = None

    def counts_at(self, known: int) -> bool:
        return self.published <= known and (self.withdrawn is None or known < self.withdrawn)


Value = tuple[tuple[str, str | None], ...]  # bodies or texts with their shares; nearly always one, without


@dataclass
class Claim:
    """A statement with the statements that repeat it."""

    rank: int
    first: Statement
    value: Value
    days: list[int]  # of which it speaks, before any other claim is looked at
    open_ended: bool
    repeated: list[int] = field(default_factory=list)  # days of publication, or of sighting

    @property
    def moment(self) -> tuple[object, ...]:
        """Of two claims of one rank the one with the greater moment is believed."""
        s = self.first
        when = s.start if s.kind == "sighting" else s.published
        share = self.value[0][1] if len(self.value) == 1 else None
        key = self.value[0][0] if len(self.value) == 1 else str(self.value)
        return when, s.precedence, s.published, self.days[0], str(key), self.days[-1], str(share), str(s.series)

    @property
    def firm(self) -> int:
        """The last day of which it speaks not only for want of an end."""
        if self.rank == SIGHTING:
            return self.days[0]
        return min(max(self.days[0], self.first.published), self.days[-1])

    @property
    def bodies(self) -> object:
        """What is compared: the body or text; for a division all of it, shares included."""
        return self.value[0][0] if len(self.value) == 1 else self.value

    def outranks(self, other: "Claim") -> bool:
        return (-self.rank, self.moment) > (-other.rank, other.moment)


class Span(NamedTuple):
    """A value over days `start` to `until` (half-open); `after`: it began after this day; None: on `start` exactly."""

    start: int
    until: int
    value: Value
    after: int | None


class Conflict(NamedTuple):
    """One day for which a claim was not believed; statements by their numbers."""

    day: int
    reason: str
    kept: int | None
    other: int


OpenDays = Callable[[str], Sequence[int] | None]
"""The days on which a body was open; None where no lifespan of it is known."""

Passings = Callable[[str, str], Sequence[int]]
"""The days on which the one was succeeded by the other."""


def known_at(
    statements: Sequence[Statement],
    day: int,
    *,
    restated: bool = False,
    open_days: OpenDays = lambda value: None,
    passings: Passings = lambda old, new: (),
) -> tuple[list[Span], set[Conflict]]:
    """The line and the conflicts as known at the end of a day."""
    conflicts: set[Conflict] = set()
    said = _claims([s for s in statements if s.counts_at(day)], open_days)
    claims = [c for c in (_while_open(c, open_days, conflicts) for c in said) if c is not None]
    taken = {id(a): _taken(a, claims, restated) for a in claims}
    believed: list[Claim | None] = []
    for d in range(END):
        speaking = [a for a in claims if d in a.days and d not in taken[id(a)]]
        best: Claim | None = None
        for a in speaking:
            if best is None or a.outranks(best):
                best = a
        believed.append(best)
    line = _line(believed)
    line = _dated(line, claims, passings)
    by_day = {d: c for start, until, c, _ in line for d in range(start, until)}
    conflicts = {x for x in conflicts if x.day not in by_day or by_day[x.day].rank != SETTLEMENT}
    conflicts |= _disagreements(by_day, claims)
    return [Span(start, until, c.value, after) for start, until, c, after in line], conflicts


# What is claimed


def _claims(statements: Sequence[Statement], open_days: OpenDays) -> list[Claim]:
    """A repeat of what the publication before in its series said of this is no claim of its own."""
    claims: list[Claim] = []
    for series in sorted({s.series for s in statements}):
        for sightings in (False, True):
            mine = [s for s in statements if s.series == series and (s.kind == "sighting") == sightings]
            moments = sorted({_moment(s) for s in mine})
            before: dict[object, Claim] = {}
            for moment in moments:
                now: dict[object, Claim] = {}
                for first, value in _whole([s for s in mine if _moment(s) == moment]):
                    identity = _identity(first, value, open_days)
                    claim = before.get(identity) or now.get(identity)
                    if claim is None:
                        rank = SIGHTING if sightings else first.authority
                        days = list(range(first.start, END if first.until is None else first.until))
                        claim = Claim(rank, first, value, days, first.until is None)
                        claims.append(claim)
                    claim.repeated.append(moment)
                    now[identity] = claim
                before = now
    return claims


def _moment(s: Statement) -> int:
    return s.start if s.kind == "sighting" else s.published


def _whole(statements: Sequence[Statement]) -> list[tuple[Statement, Value]]:
    """Shares of several bodies said together are one statement: the division."""
    found: list[tuple[Statement, Value]] = []
    divisions: dict[object, list[Statement]] = {}
    for s in sorted(statements, key=lambda s: (s.published, s.start, s.until or END, s.value, str(s.share), s.number)):
        if s.share is None:
            found.append((s, ((s.value, None),)))
        else:
            together = (s.published, s.withdrawn, s.authority, s.kind, s.start, s.until)
            divisions.setdefault(together, []).append(s)
    for parts in divisions.values():
        greatest = {s.value: s for s in parts}
        first = next(iter(greatest.values()))
        found.append((first, tuple((s.value, s.share) for s in greatest.values())))
    return found


def _identity(s: Statement, value: Value, open_days: OpenDays) -> object:
    """What makes two statements the same: for a sighting the value, while nothing closed between; else the days too."""
    if s.kind != "sighting":
        return value, s.kind, s.start, s.until, s.precedence
    stretches = []
    for body, _ in value:
        days = open_days(body)
        if days is not None:
            was = [d in days for d in range(s.start + 1)]
            stretches.append((was[0], sum(a != b for a, b in pairwise(was))))
    return value, tuple(stretches)


def _while_open(claim: Claim, open_days: OpenDays, conflicts: set[Conflict]) -> Claim | None:
    """The claim on the days on which the other body was open, from the first of them until it closed."""

    def is_open(d: int) -> bool:
        return all((days := open_days(body)) is None or d in days for body, _ in claim.value)

    spoken: list[int] = []
    refused: list[int] = []
    for d in claim.days:
        if not is_open(d):
            refused.append(d)
        elif spoken and spoken[-1] != d - 1:
            break  # it opened again: the claim had ended
        elif claim.rank != SIGHTING or is_open(claim.days[0]):
            spoken.append(d)
    said_last = max(claim.firm, claim.repeated[-1]) if claim.open_ended else claim.days[-1]
    conflicts |= {Conflict(d, "closed", None, claim.first.number) for d in refused if d <= said_last}
    if not spoken:
        return None
    return Claim(claim.rank, claim.first, claim.value, spoken, claim.open_ended, claim.repeated)


# What other claims take from a claim


def _taken(a: Claim, claims: Sequence[Claim], restated: bool) -> set[int]:
    """The days of `a` of which it is not believed to speak, because of what others say."""
    taken: set[int] = set()
    for b in claims:
        if b is a:
            continue
        if b.bodies == a.bodies:
            taken |= _taken_by_same_value(a, b, restated)
        elif a.open_ended:
            taken |= _taken_by_other_value(a, b)
    return taken | _after_end_told_later(a, claims)


def _taken_by_same_value(a: Claim, b: Claim, restated: bool) -> set[int]:
    if not b.outranks(a) or not set(a.days) & set(b.days):
        return set()
    if restated:
        return set(a.days)
    return set() if b.open_ended else {d for d in a.days if d >= b.days[0]}


def _taken_by_other_value(a: Claim, b: Claim) -> set[int]:
    if b.rank < a.rank and not b.open_ended:
        return set()
    if b.days[0] > a.firm or (b.outranks(a) and b.days[0] > a.days[0]):
        return {d for d in a.days if d >= b.days[0]}
    if b.outranks(a) and b.open_ended and b.days[0] <= a.days[0] <= b.firm:
        return set(a.days)
    return set()


def _after_end_told_later(a: Claim, claims: Sequence[Claim]) -> set[int]:
    """A lower authority that names an end afterwards, past the firm days of a higher one, is believed."""
    if a.rank > EVENT or not a.open_ended:
        return set()
    told = [b for b in claims if b.rank > a.rank and b.bodies == a.bodies and b.days[-1] >= a.days[0]]
    strongest: Claim | None = None
    for b in told:
        if strongest is None or b.outranks(strongest):
            strongest = b
    if strongest is None or strongest.open_ended or strongest.first.published <= a.first.published:
        return set()
    last = strongest.days[-1]
    return {d for d in a.days if d > last} if last >= a.firm else set()


# The line


def _line(believed: Sequence[Claim | None]) -> list[tuple[int, int, Claim, int | None]]:
    """Days on end with one value, under the claim of the first of them."""
    line: list[tuple[int, int, Claim, int | None]] = []
    for day, claim in enumerate(believed):
        if claim is None:
            continue
        if line:
            start, until, first, _ = line[-1]
            if until == day and first.value == claim.value:
                line[-1] = (start, day + 1, first, None)
                continue
        line.append((day, day + 1, claim, None))
    return line


def _dated(
    line: list[tuple[int, int, Claim, int | None]], claims: Sequence[Claim], passings: Passings
) -> list[tuple[int, int, Claim, int | None]]:
    """Date what began with a sighting: by a succession since the last evidence before, or between two days."""
    dated: list[tuple[int, int, Claim, int | None]] = []
    for start, until, claim, _ in line:
        if not dated or claim.rank != SIGHTING or start != claim.days[0]:
            dated.append((start, until, claim, None))
            continue
        was_start, was_until, was, was_after = dated[-1]
        last = was_start
        for day in range(was_start, start):
            if any(_evidence(c, day) for c in claims if c.bodies == was.bodies):
                last = day
        days = []
        if len(was.value) == 1 and len(claim.value) == 1:
            days = [d for d in passings(was.value[0][0], claim.value[0][0]) if last < d <= start]
        if days:
            dated[-1] = (was_start, min(was_until, min(days)), was, was_after)
            dated.append((min(days), until, claim, None))
        else:
            dated.append((start, until, claim, last if was_until == start else None))
    return dated


def _evidence(claim: Claim, day: int) -> bool:
    """Whether somebody said on that day, or said later of it as the last, that the value held."""
    return day in {claim.firm, *(min(d, claim.days[-1]) for d in claim.repeated)}


def _disagreements(by_day: dict[int, Claim], claims: Sequence[Claim]) -> set[Conflict]:
    found: set[Conflict] = set()
    for a in claims:
        for d in a.days:
            kept = by_day.get(d)
            if kept is None or kept is a or kept.bodies == a.bodies or (a.open_ended and d > a.firm):
                continue
            one_day = kept.first.published == a.first.published
            if kept.rank == SETTLEMENT and a.rank != SETTLEMENT:
                continue
            if kept.rank < a.rank:
                found.add(Conflict(d, "outranked", kept.first.number, a.first.number))
            elif kept.rank != a.rank or not one_day:
                continue
            elif a.rank == SIGHTING:
                if kept.first.start == a.first.start:
                    found.add(Conflict(d, "contradicts itself", kept.first.number, a.first.number))
            elif kept.first.series == a.first.series and kept.first.precedence == a.first.precedence:
                found.add(Conflict(d, "contradicts itself", kept.first.number, a.first.number))
    return found


def listed_at(
    complete: Sequence[tuple[int, int | None]], having: Sequence[tuple[int, int | None]], day: int
) -> list[tuple[int, int]]:
    """Spans in which a body is listed, as known at the end of a day: the last complete publication by then has it.

    Pairs are (published, withdrawn).
    """

    def counting(pairs: Sequence[tuple[int, int | None]]) -> set[int]:
        return {p for p, w in pairs if p <= day and (w is None or day < w)}

    spans: list[tuple[int, int]] = []
    for d in range(END):
        last = max((p for p in counting(complete) if p <= d), default=None)
        if last is None or last not in counting(having):
            continue
        if spans and spans[-1][1] == d:
            spans[-1] = (spans[-1][0], d + 1)
        else:
            spans.append((d, d + 1))
    return spans


def ordered(statements: Sequence[Statement]) -> list[Statement]:
    """The same, numbered anew in their order: as if they had been loaded in it."""
    return [replace(s, number=n) for n, s in enumerate(statements, 1)]
