"""From the assertions about one body and one attribute to its facts on both clocks: pure, no database.

For every day on which something was published or withdrawn the line of values is drawn anew; what stays the same from
one such day to the next is one fact.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from ouzel.register.attributes import RELATIONS, RESTATED, SEVERAL, Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.timeline import FOREVER, SIGHTING_RANK, Claim, Clash, Closings, Span, timeline

T = TypeVar("T")
TEXTS = frozenset({Attribute.NAME, Attribute.PRINTED_NAME, Attribute.ADDRESS, Attribute.POSTCODE})


class Said(NamedTuple):
    """One stored assertion with what its publication adds. Days are ordinals, `FOREVER` an open end."""

    id: int
    series: str
    authority: int
    precedence: int
    published: int
    withdrawn: int
    evidence: int
    start: int
    until: int
    value: object  # text, or the code of the other body
    share: object
    note: str


class Held(NamedTuple):
    """One fact: a value over `start`..`until`, believed over `known_from`..`known_until`."""

    start: int
    until: int
    known_from: int
    known_until: int
    value: object
    share: object
    note: str
    after: int | None
    rank: int
    source: int


class Context:
    """What a relation needs to know of the bodies it leads to: their closings and successions, as known on a day."""

    def __init__(
        self,
        closings: dict[object, list[tuple[int, list[tuple[int, int]]]]] | None = None,
        passings: dict[tuple[object, object], list[tuple[int, int, int]]] | None = None,
    ) -> None:
        self._closings = closings or {}  # body -> [(known from, closed periods)], rising
        self._passings = passings or {}  # (old, new) -> [(day, known from, known until)]

    def days(self, values: Iterable[object]) -> set[int]:
        """Days on which what is known of these bodies changes."""
        values = set(values)
        days = {known for v in values for known, _ in self._closings.get(v, ())}
        if len(values) > 1:
            for old in values:
                for new in values:
                    for _, known_from, known_until in self._passings.get((old, new), ()):
                        days |= {known_from, known_until}
        return days

    def closings_at(self, day: int) -> Callable[[object], Sequence[tuple[int, int]]]:
        def closings(value: object) -> Sequence[tuple[int, int]]:
            if isinstance(value, tuple):  # a division ends with the first of its bodies
                return sorted({period for part, _ in value for period in closings(part)})
            found: Sequence[tuple[int, int]] = ()
            for known, periods in self._closings.get(value, ()):
                if known > day:
                    break
                found = periods
            return found

        return closings

    def passings_at(self, day: int) -> Callable[[object, object], Sequence[int]]:
        def passings(old: object, new: object) -> Sequence[int]:
            return [on for on, known, gone in self._passings.get((old, new), ()) if known <= day < gone]

        return passings


def key_of(attribute: Attribute, value: object) -> object:
    """What makes two values the same: names and addresses do not change with their capitals or spaces."""
    if attribute in TEXTS:
        return " ".join(str(value).casefold().replace(".", "").split())
    return value


def claims_at(attribute: Attribute, said: Sequence[Said], day: int, closings: Closings | None = None) -> list[Claim]:
    """What each series claims, as known at the end of `day`; a repeat by the next publication of a series adds nothing.

    A sighting of a relation repeats the one before only where the other body neither opened nor closed between.
    """
    by_series: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        if s.published <= day < s.withdrawn:
            by_series[s.series].append(s)
    claims: list[Claim] = []
    for series, statements in by_series.items():
        if attribute not in SEVERAL and any(s.share is not None for s in statements):
            statements = _divided(statements)
        dated = [s for s in statements if s.evidence != Evidence.SIGHTING]
        seen = [s for s in statements if s.evidence == Evidence.SIGHTING]
        if dated:
            dated.sort(key=lambda s: (s.published, s.start, s.until, str(s.value), s.note, s.id))
            claims += _runs(attribute, dated, lambda s: s.published, series)
        if seen:
            seen.sort(key=lambda s: (s.start, s.published, str(s.value), s.note, s.id))
            claims += _runs(attribute, seen, lambda s: s.start, series, closings)
    return claims


def _divided(statements: Sequence[Said]) -> list[Said]:
    """What one publication divides among several by shares, as one statement: its value is the whole division."""
    parts: dict[tuple[int, ...], list[Said]] = defaultdict(list)
    whole: list[Said] = []
    for s in statements:
        if s.share is None:
            whole.append(s)
        else:
            parts[s.published, s.withdrawn, s.authority, s.evidence, s.start, s.until].append(s)
    for same in parts.values():
        same.sort(key=lambda s: (str(s.value), str(s.share), s.note, s.id))
        first, *others = {s.value: s for s in same}.values()  # of a body named twice the greater share
        if others:
            division = tuple((s.value, s.share) for s in (first, *others))
            whole.append(first._replace(value=division, share=None))
        else:
            whole.append(first)
    return whole


def _stretch(day: int, periods: Sequence[tuple[int, int]]) -> int:
    """Which stretch of a body's openings and closings a day lies in."""
    return sum((closed <= day) + (reopened <= day) for closed, reopened in periods)


def _runs(
    attribute: Attribute,
    statements: Sequence[Said],
    when: Callable[[Said], int],
    series: str,
    closings: Closings | None = None,
) -> list[Claim]:
    claims: list[Claim] = []
    before: dict[object, Claim] = {}
    now: dict[object, Claim] = {}
    now_at: int | None = None
    for s in statements:
        at = when(s)
        if at != now_at:
            before, now, now_at = now, {}, at
        sighting = s.evidence == Evidence.SIGHTING
        key = key_of(attribute, s.value)
        same: tuple[object, ...] = (key, s.share, s.evidence, s.start, s.until, s.precedence)
        if sighting:
            same = (key, s.share, _stretch(s.start, closings(s.value)) if closings else 0)
        claim = before.get(same) or now.get(same)
        if claim is None:
            claim = Claim(
                rank=SIGHTING_RANK if sighting else s.authority,
                said=s.published,
                precedence=s.precedence,
                start=s.start,
                until=FOREVER if s.evidence != Evidence.INTERVAL else s.until,
                key=key,
                repeats=[],
                value=s.value,
                share=s.share,
                note=s.note,
                source=s.id,
                series=series,
            )
            claims.append(claim)
        if at not in claim.repeats[-1:]:
            claim.repeats.append(at)
        now[same] = claim
    return claims


def derive(
    attribute: Attribute, said: Sequence[Said], context: Context | None = None
) -> tuple[list[Held], list[Clash]]:
    """The facts of one attribute of one body, and what is in conflict in the newest state of knowledge.

    For an attribute with several values pass the assertions of one value at a time.
    """
    relation = attribute in RELATIONS and context is not None
    simple = None if relation else _one_voice(attribute, said)
    if simple is not None:
        return [simple], []
    days = {s.published for s in said} | {s.withdrawn for s in said if s.withdrawn < FOREVER}
    if relation:
        assert context is not None
        first = min(days)
        days |= {d for d in context.days(s.value for s in said) if first < d < FOREVER}
    restated = attribute in RESTATED
    drawn: list[tuple[int, dict[object, Span]]] = []
    clashes: list[Clash] = []
    for day in sorted(days):
        if relation:
            assert context is not None
            closings = context.closings_at(day)
            claims = claims_at(attribute, said, day, closings)
            spans, clashes = timeline(claims, restated=restated, closings=closings, passings=context.passings_at(day))
        else:
            spans, clashes = timeline(claims_at(attribute, said, day), restated=restated)
        drawn.append((day, {(x.start, x.until, x.claim.value, x.claim.share, x.claim.note, x.after): x for x in spans}))
    return [f for span, since, until in _over_knowledge(drawn) for f in _held(span, since, until)], clashes


def _over_knowledge(drawn: Iterable[tuple[int, dict[object, T]]]) -> Iterator[tuple[T, int, int]]:
    """What was drawn on each day of knowledge (by what makes two of it the same), with the days it was believed."""
    standing: dict[object, tuple[int, T]] = {}
    for day, now in drawn:
        for gone in standing.keys() - now.keys():
            since, what = standing.pop(gone)
            yield what, since, day
        for new in now.keys() - standing.keys():
            standing[new] = (day, now[new])
    for since, what in standing.values():
        yield what, since, FOREVER


def _one_voice(attribute: Attribute, said: Sequence[Said]) -> Held | None:
    """The one fact of a body of which every publication of one series said the same; None where it is less simple."""
    first = said[0]
    key = key_of(attribute, first.value) if len(said) > 1 else None
    sighting = first.evidence == Evidence.SIGHTING
    published, start = first.published, first.start
    for s in said:
        if s.withdrawn != FOREVER or s.series != first.series or s.evidence != first.evidence or s.share != first.share:
            return None
        if s is not first and key_of(attribute, s.value) != key:
            return None
        if sighting:
            if s.start < start:
                return None
        elif s.start != first.start or s.until != first.until:
            return None
        if (s.published, str(s.value), s.note) < (published, str(first.value), first.note):
            published, start, first = s.published, s.start, s
    if sighting and any(s.start < start for s in said):
        return None
    until = first.until if first.evidence == Evidence.INTERVAL else FOREVER
    rank = SIGHTING_RANK if sighting else first.authority
    return Held(start, until, published, FOREVER, first.value, first.share, first.note, None, rank, first.id)


def _held(span: Span, known_from: int, known_until: int) -> list[Held]:
    c = span.claim
    values = c.value if isinstance(c.value, tuple) else ((c.value, c.share),)
    return [
        Held(span.start, span.until, known_from, known_until, value, share, c.note, span.after, c.rank, c.source)
        for value, share in values
    ]


def listing(seen: Iterable[tuple[int, int]], publications: Iterable[tuple[int, int]]) -> list[Held]:
    """Whether a body is listed in a scope: from each complete publication that has it until the next that has not.

    Both arguments are pairs (published, withdrawn); `publications` are all complete publications of the scope.
    """
    seen, publications = sorted(set(seen)), sorted(set(publications))
    days = {p for p, _ in publications} | {w for _, w in publications if w < FOREVER}
    drawn: list[tuple[int, dict[object, tuple[int, int]]]] = []
    for day in sorted(days):
        having = {p for p, w in seen if p <= day < w}
        now: set[tuple[int, int]] = set()
        start: int | None = None
        for p in sorted({p for p, w in publications if p <= day < w}):
            if p in having and start is None:
                start = p
            elif p not in having and start is not None:
                now.add((start, p))
                start = None
        if start is not None:
            now.add((start, FOREVER))
        drawn.append((day, {span: span for span in now}))
    return [
        Held(start, until, known_from, known_until, None, None, "", None, SIGHTING_RANK, 0)
        for (start, until), known_from, known_until in _over_knowledge(drawn)
    ]


def by_value(attribute: Attribute, said: Sequence[Said]) -> list[list[Said]]:
    """The lines of an attribute: one for each value where several may hold at once, else one for all."""
    if attribute not in SEVERAL:
        return [list(said)]
    lines: dict[object, list[Said]] = defaultdict(list)
    for s in said:
        lines[s.value].append(s)
    return list(lines.values())
