"""What a flow can tell apart: entries of a dictionary that answer every test alike are of one class."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import METHOD_FACTS, TABLES, Flow, Outcome, Test
from ouzel.engine.days import Flags, Longs


@dataclass(frozen=True, eq=False)
class Classes:
    """Classes of one table: `of[row]` is the class of a row of facts, `bits[class, test]` how the class answers."""

    of: Longs
    bits: Flags
    tests: tuple[Test, ...]

    def __len__(self) -> int:
        return len(self.bits)

    def answers(self, test: Test) -> Flags:
        """How each class answers one test."""
        found: Flags = self.bits[:, self.tests.index(test)]
        return found


def tests_of(flow: Flow) -> dict[str, tuple[Test, ...]]:
    """Every test that the flow may ask, by table: of its boxes, where it starts, and whether a payer is there."""
    found: dict[str, dict[Test, None]] = {table: {} for table in TABLES}
    for kind in flow.starts:
        found["profile"][starts_at(kind)] = None
    for box in flow.boxes.values():
        for group in box.any_of:
            for test in group:
                found[test.table][test] = None
    for outcome in outcomes(flow):
        for method in outcome.pays:
            if method in METHOD_FACTS:
                test = gives(method)
                found[test.table][test] = None
    return {table: tuple(tests) for table, tests in found.items()}


def outcomes(flow: Flow) -> Iterator[Outcome]:
    """Every end of the flow."""
    for box in flow.boxes.values():
        for end in (box.yes, box.no):
            if isinstance(end, Outcome):
                yield end


def starts_at(kind: str) -> Test:
    """The test that a line is of a kind."""
    return Test("profile", "kind", frozenset({kind}))


def gives(method: str) -> Test:
    """The test that a method gives a payer."""
    table, fact = METHOD_FACTS[method]
    return Test(table, fact, frozenset({""}), none_of=True)  # type: ignore[arg-type]


def classes(facts: Facts, tests: tuple[Test, ...]) -> Classes:
    """The classes of a table's rows. Each distinct value of a fact is tested once."""
    answers = np.zeros((len(facts.entry), len(tests)), dtype=np.bool_)
    coded: dict[str, tuple[list[str], Longs]] = {}
    for at, test in enumerate(tests):
        if test.fact not in facts.columns:
            raise ValueError(f"the rules ask for {test.fact!r} of a {test.table}, which is not among its facts")
        if test.fact not in coded:
            coded[test.fact] = _distinct(facts.columns[test.fact])
        values, where = coded[test.fact]
        answers[:, at] = np.array([test.holds(value) for value in values], dtype=np.bool_)[where]
    if not tests:
        return Classes(np.zeros(len(facts.entry), np.int64), np.zeros((1, 0), np.bool_), ())
    packed = np.packbits(answers, axis=1)
    _, first, of = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return Classes(of.reshape(-1).astype(np.int64), answers[first], tests)


def _distinct(values: object) -> tuple[list[str], Longs]:
    seen: dict[str, int] = {}
    where = np.fromiter((seen.setdefault(v, len(seen)) for v in values), dtype=np.int64)  # type: ignore[attr-defined]
    return list(seen), where
