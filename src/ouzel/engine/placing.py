"""The law of `design/register.md` for one body on one day: where it belongs, by recorded evidence only.

This is the careful road, taken for the exceptions; `levels` takes the straight road for thousands of bodies at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from ouzel.engine import reasons
from ouzel.engine.answers import TOLERANCE, Answer, Step, alike, divided, whole
from ouzel.engine.routes import Route
from ouzel.engine.spans import Spells
from ouzel.engine.structure import Structure

Row = tuple[int, int, int, float]
T = TypeVar("T")

BUDGET = 20_000
"""Bodies visited for one question before its records are taken to go round in circles."""


class Placer:
    """Places bodies of one structure along one route. Answers are kept: ask the same placer again and again."""

    def __init__(self, structure: Structure, route: Route) -> None:
        self.structure = structure
        self.route = route
        self.kind = structure.kinds.get(route.kind, Spells.of((), (), ()))
        self.hops = {hop: structure.relations[hop] for hop in route.hops if hop in structure.relations}
        self.answers: dict[tuple[int, int], Answer] = {}
        self.heirs: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        self.ancestors: dict[int, list[int]] = defaultdict(list)
        self.placed: dict[int, list[tuple[int, int]]] = defaultdict(list)
        steps = structure.successions
        columns = (steps.predecessor, steps.successor, steps.day, steps.share)
        for before, after, day, share in zip(*(c.tolist() for c in columns), strict=True):
            self.heirs[before].append((after, day, share))
            self.ancestors[after].append(before)
        evidence = structure.placements
        for unit, group, start in zip(
            *(c.tolist() for c in (evidence.unit, evidence.group, evidence.start)), strict=True
        ):
            self.placed[unit].append((start, group))
        self._lives: dict[int, list[tuple[int, int]]] = {}
        self._kinds: dict[int, list[tuple[int, int]]] = {}
        self._rows: dict[int, dict[str, list[Row]]] = {}

    def place(self, body: int, day: int) -> Answer:
        """Where `body` belongs on `day`."""
        known = self.answers.get((body, day))
        return known if known is not None else _Visit(self, day).place(body)

    def lives(self, body: int) -> list[tuple[int, int]]:
        """When the body was open."""
        return _kept(self._lives, body, self.structure.open.rows_of)

    def is_open(self, body: int, day: int) -> bool:
        return any(start <= day < until for start, until in self.lives(body))

    def is_of_kind(self, body: int, day: int) -> bool:
        return any(start <= day < until for start, until in _kept(self._kinds, body, self.kind.rows_of))

    def rows(self, body: int) -> dict[str, list[Row]]:
        """The body's relations along the route, by hop."""
        return _kept(
            self._rows, body, lambda b: {hop: r for hop, spans in self.hops.items() if (r := spans.rows_of(b))}
        )


class _Visit:
    """One question: the bodies on the way to where it stands, so that circles end."""

    def __init__(self, placer: Placer, day: int) -> None:
        self.placer = placer
        self.say = reasons.Teller(placer.structure, placer.route.kind, day)
        self.day = day
        self.path: dict[int, int] = {}
        self.reach: list[int] = [0]
        self.visited = 0

    def place(self, body: int) -> Answer:
        known = self.placer.answers.get((body, self.day))
        if known is not None:
            return known
        self.visited += 1
        if body in self.path or self.visited > BUDGET:
            self.reach[-1] = min(self.reach[-1], self.path.get(body, 0))
            return self.say.circle(body)
        depth = self.path[body] = len(self.path)
        self.reach.append(len(self.path))
        answer = self._decide(body)
        reach = self.reach.pop()
        del self.path[body]
        # An answer that leaned on a body further up the path holds only on this path, so it is not kept.
        if reach >= depth:
            self.placer.answers[body, self.day] = answer
        else:
            self.reach[-1] = min(self.reach[-1], reach)
        return answer

    def _decide(self, body: int) -> Answer:
        placer, day = self.placer, self.day
        is_open = placer.is_open(body, day)
        if is_open and placer.is_of_kind(body, day):
            return whole(body)
        started = {
            hop: now for hop, rows in placer.rows(body).items() if (now := [row for row in rows if row[1] <= day])
        }
        held = self._held(started) if is_open else {}
        outcome = self._by_hops(body, held) if held else None
        if outcome is not None and outcome.resolved:
            return outcome
        listed = self._by_placement(body, max((row[1] for rows in started.values() for row in rows), default=0))
        if listed is not None:
            return listed
        if outcome is not None:
            return outcome
        if not is_open:
            moved = self._by_succession(body)
            if moved is not None:
                return moved
        return self._by_last_parent(body, started, is_open=is_open)

    def _held(self, started: dict[str, list[Row]]) -> dict[str, list[Row]]:
        """The relations that hold on the day; one to a body that is closed does not, whatever the row says."""
        held = {
            hop: [row for row in rows if self.day < row[2] and self.placer.is_open(row[0], self.day)]
            for hop, rows in started.items()
        }
        return {hop: rows for hop, rows in held.items() if rows}

    def _by_hops(self, body: int, held: dict[str, list[Row]]) -> Answer:
        """All paths that lead somewhere must lead to the same place."""
        answers = [self._by_rows(body, hop, rows) for hop, rows in held.items()]
        found = [answer for answer in answers if answer.resolved]
        if not found:
            return answers[0]
        return found[0] if alike(found) else self.say.paths_disagree(body, found)

    def _by_rows(self, body: int, hop: str, rows: list[Row]) -> Answer:
        """The rows of one hop that hold at once: one parent, parents with shares, or parents that come to the same."""
        shares: dict[int, float] = {}
        for parent, _, _, share in rows:
            shares[parent] = shares.get(parent, 0.0) + share
        return self._by_shares(
            body,
            shares,
            apart=lambda: self.say.several_at_once(body, hop, shares),
            agreed=(),
        )

    def _by_shares(
        self, body: int, shares: dict[int, float], *, apart: Callable[[], Answer], agreed: tuple[Step, ...]
    ) -> Answer:
        """Divide by shares that are all recorded and make a whole; else all must agree, or `apart` says why."""
        unsaid = any(share != share for share in shares.values())
        if len(shares) == 1 and (unsaid or abs(sum(shares.values()) - 1) < TOLERANCE):
            return self.place(next(iter(shares)))
        if not unsaid and abs(sum(shares.values()) - 1) < TOLERANCE:
            return divided([(self.place(other), share) for other, share in sorted(shares.items())], Step("share", body))
        if not unsaid:
            return self.say.shares_not_whole(body, sum(shares.values()))
        answers = [self.place(other) for other in sorted(shares)]
        return answers[0].after(*agreed) if alike(answers) else apart()

    def _by_placement(self, body: int, newest: int) -> Answer | None:
        """Recorded evidence for this very body, unless a relation that began later has overtaken it."""
        rows = [(start, group) for start, group in self.placer.placed.get(body, ()) if newest <= start <= self.day]
        if not rows:
            return None
        last = max(start for start, _ in rows)
        answers = [self.place(group) for start, group in sorted(set(rows)) if start == last]
        return answers[0].after(Step("placed", body)) if alike(answers) else None

    def _by_succession(self, body: int) -> Answer | None:
        """A body that is not open: forward to its heirs, or back to its predecessors if it had not begun."""
        lives = self.placer.lives(body)
        if not lives or lives[0][0] <= self.day:
            heirs = {
                after: (day, share) for after, day, share in _by_day(self.placer.heirs.get(body, ())) if day <= self.day
            }
            if not heirs:
                return None
            shares = {after: share for after, (_, share) in heirs.items()}
            agreed = (Step("heir" if len(heirs) == 1 else "heirs", body),)
            if len(heirs) == 1:
                only = next(iter(shares))
                answer = self._by_shares(body, shares, apart=lambda: self.say.circle(only), agreed=agreed)
                return answer.after(*agreed)
            return self._by_shares(
                body,
                shares,
                apart=lambda: self.say.split(body, sorted(heirs), max(day for day, _ in heirs.values())),
                agreed=agreed,
            )
        before = sorted(set(self.placer.ancestors.get(body, ())))
        if not before:
            return self.say.not_begun(body, lives[0][0])
        answers = [self.place(one) for one in before]
        if alike(answers):
            return answers[0].after(Step("predecessors", body))
        return self.say.predecessors_differ(body, lives[0][0], before, answers)

    def _by_last_parent(self, body: int, started: dict[str, list[Row]], *, is_open: bool) -> Answer:
        """The parent of the relation that ended last, wherever that parent belongs on the day."""
        if not started:
            return self.say.dead_end(body, is_open=is_open)
        end = max(row[2] for rows in started.values() for row in rows)
        last = {hop: tied for hop, rows in started.items() if (tied := [row for row in rows if row[2] == end])}
        answer = self._by_hops(body, last)
        if answer.resolved:
            return answer.after(Step("last", body))
        parents = {row[0]: hop for hop, rows in last.items() for row in rows}
        return self.say.wrapped(body, answer, parents, is_open=is_open)


def _by_day(rows: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    return sorted(rows, key=lambda row: row[1])


def _kept(store: dict[int, T], body: int, make: Callable[[int], T]) -> T:
    try:
        return store[body]
    except KeyError:
        made = store[body] = make(body)
        return made
