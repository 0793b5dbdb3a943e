"""The flow worked out once for every combination that it can tell apart, so that a line needs two look-ups.

First the care: what is left of the flow once profile and supply are known. Then the person: for each rest, every
combination of a class of practices and a class of residences, and whether a commissioner was submitted.
"""

from dataclasses import dataclass

import numpy as np

from ouzel.engine.attribution.by_hand import NOT_SPOKEN_OF
from ouzel.engine.attribution.classes import Classes, gives, outcomes
from ouzel.engine.attribution.flow import METHOD_FACTS, Flow, Outcome, Test
from ouzel.engine.attribution.residue import Ask, End, Residues, Step
from ouzel.engine.days import Flags, Ints, Longs

MOST = 20_000_000
"""Combinations worked out at once. A year's rules make some ten thousand; far more is a slip in the rules."""

NOBODY = ""
"""The method where every method of the outcome gave no payer."""


@dataclass(frozen=True)
class Decision:
    """One way that lines may end: the boxes with their answers, the outcome, and the method that gave the payer."""

    path: tuple[tuple[str, bool], ...]
    outcome: Outcome
    method: str  # of `flow.METHODS`, `code:XYZ` whole, or NOBODY

    @property
    def box(self) -> str:
        """The box that decided; "" where the rules do not speak of the kind."""
        return self.path[-1][0] if self.path else ""

    @property
    def code(self) -> str:
        """The body named by the rules themselves, for `code:`."""
        return self.method.partition(":")[2]


@dataclass(frozen=True, eq=False)
class Decisions:
    """Positions in `all`, found in two steps.

    `care[rest of the profile * classes of supply + class of the supply]` gives the key of the care, to which classes of
    practice and residence are added times `weights`, and `submitted_weight` where a commissioner was submitted (0 where
    the rules never ask who was); `of[key]` is the decision. `profile_part` gives each class of profile its first key
    in `care`.
    """

    all: tuple[Decision, ...]
    profile_part: Ints
    care: Ints
    weights: dict[str, int]
    submitted_weight: int
    of: Ints


def decide(flow: Flow, classes: dict[str, Classes]) -> Decisions:
    """Every combination walked through the flow; ValueError for a flow that leads nowhere or in a circle."""
    residues = Residues()
    whole = residues.of_flow(flow, list(flow.starts), NOT_SPOKEN_OF)
    by_profile, profile_rest = np.unique(residues.knowing(whole, "profile", classes["profile"]), return_inverse=True)
    rests = [residues.knowing(int(rest), "supply", classes["supply"]) for rest in by_profile]
    cares, care = np.unique(np.array(rests).reshape(-1), return_inverse=True)
    asked = any("submitted" in end.pays for end in outcomes(flow))
    residences, practices = len(classes["residence"]), len(classes["practice"])
    grid = practices * residences * (2 if asked else 1)
    if grid * len(cares) > MOST:
        raise ValueError(f"the rules {flow.name} tell {grid * len(cares):,} combinations apart, more than {MOST:,}")
    walk = _Walk(residues, classes, grid)
    of = np.concatenate([walk.through(int(rest)) for rest in cares])
    return Decisions(
        all=tuple(walk.decisions),
        profile_part=(profile_rest.reshape(-1) * len(classes["supply"])).astype(np.int32),
        care=(care.reshape(-1) * grid).astype(np.int32),
        weights={"practice": residences, "residence": 1},
        submitted_weight=practices * residences if asked else 0,
        of=of,
    )


class _Walk:
    """All combinations of persons, sent through one rest of the flow after another."""

    def __init__(self, residues: Residues, classes: dict[str, Classes], grid: int) -> None:
        self.nodes, self.classes, self.grid = residues.nodes, classes, grid
        keys = np.arange(grid, dtype=np.int64)
        residences = len(classes["residence"])
        self.of = {"residence": keys % residences, "practice": keys // residences % len(classes["practice"])}
        self.submitted: Flags = keys >= residences * len(classes["practice"])
        self.decisions: dict[Decision, int] = {}

    def through(self, rest: int) -> Ints:
        out = np.zeros(self.grid, dtype=np.int32)
        self._visit(rest, np.arange(self.grid), (), out)
        return out

    def _visit(self, at: int, here: Longs, path: tuple[tuple[str, bool], ...], out: Ints) -> None:
        if not len(here):
            return
        node = self.nodes[at]
        if isinstance(node, End):
            self._end(node, here, path, out)
        elif isinstance(node, Step):
            self._visit(node.then, here, (*path, (node.box, node.answer)), out)
        else:
            yes = self._answer(node, here)
            self._visit(node.yes, here[yes], (*path, (node.box, True)), out)
            self._visit(node.no, here[~yes], (*path, (node.box, False)), out)

    def _answer(self, node: Ask, here: Longs) -> Flags:
        yes: Flags = np.zeros(len(here), dtype=np.bool_)
        for group in node.groups:
            whole = np.ones(len(here), dtype=np.bool_)
            for test in group:
                whole &= self._holds(test, here)
            yes |= whole
        return yes

    def _holds(self, test: Test, here: Longs) -> Flags:
        found: Flags = self.classes[test.table].answers(test)[self.of[test.table][here]]
        return found

    def _end(self, node: End, here: Longs, path: tuple[tuple[str, bool], ...], out: Ints) -> None:
        """The first method that gives a payer."""
        for method in (*node.methods, NOBODY):
            if method == "submitted":
                gave = self.submitted[here]
            elif method in METHOD_FACTS and METHOD_FACTS[method][0] in self.of:
                gave = self._holds(gives(method), here)
            else:
                gave = np.ones(len(here), dtype=np.bool_)
            if gave.any():
                decision = Decision(path, node.outcome, method)
                out[here[gave]] = self.decisions.setdefault(decision, len(self.decisions))
            here = here[~gave]
