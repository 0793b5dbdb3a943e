"""Where a body belongs, as an answer: its groups with shares, how we know, or why we do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

TOLERANCE = 1e-6
"""Recorded shares whose sum is this near to one are taken to be whole (0.333333 three times)."""


class Step(NamedTuple):
    """One inference beyond following what held on the day. `how`: last, heir, heirs, predecessors, placed, share."""

    how: str
    body: int


@dataclass(frozen=True)
class Answer:
    """The groups of a body on a day. `parts` are (group, share) by group, shares summing to one; empty: unresolved.

    `reason` says why it is unresolved, with `{on}` where the date asked about belongs. `told` marks a reason that
    already begins with a body that closed.
    """

    parts: tuple[tuple[int, float], ...] = ()
    steps: tuple[Step, ...] = ()
    reason: str = ""
    told: bool = False

    @property
    def resolved(self) -> bool:
        return bool(self.parts)

    def after(self, *steps: Step) -> "Answer":
        """The same answer, reached by `steps` first; a refusal stays as it is."""
        if not self.parts:
            return self
        return Answer(self.parts, (*steps, *self.steps), self.reason, self.told)


def whole(group: int) -> Answer:
    """All of it in one group."""
    return Answer(((group, 1.0),))


def divided(weighted: Sequence[tuple[Answer, float]], step: Step) -> Answer:
    """Answers weighted by recorded shares (brought to sum to one), or the first that is unresolved."""
    total = sum(weight for _, weight in weighted)
    sums: dict[int, float] = {}
    for answer, weight in weighted:
        if not answer.resolved:
            return answer
        for group, share in answer.parts:
            sums[group] = sums.get(group, 0.0) + share * weight / total
    if len(sums) == 1:
        return Answer(((next(iter(sums)), 1.0),), (step,))
    return Answer(tuple(sorted(sums.items())), (step,))


def alike(answers: Sequence[Answer]) -> bool:
    """Whether all are resolved and name the same groups in the same shares."""
    first = answers[0]
    return first.resolved and all(_same(first, other) for other in answers[1:])


def _same(one: Answer, other: Answer) -> bool:
    return len(one.parts) == len(other.parts) and all(
        a == b and abs(x - y) < TOLERANCE for (a, x), (b, y) in zip(one.parts, other.parts, strict=True)
    )


def evidence(answer: Answer, unit: int, codes: Sequence[str]) -> str:
    """How we know, in words: "direct", "last parent", "own successor", "heir of 06F", "recorded share" ..."""
    inherited = any(step.how in ("heir", "heirs", "placed") for step in answer.steps)
    said: list[str] = []
    for how, body in answer.steps:
        own = body == unit
        text = {
            "last": "" if inherited else "last parent",
            "heir": "own successor" if own else f"heir of {codes[body]}",
            "heirs": "own successors agree" if own else f"heirs of {codes[body]} agree",
            "predecessors": "predecessors agree" if own else f"predecessors of {codes[body]} agree",
            "placed": "recorded placement" if own else f"recorded placement of {codes[body]}",
            "share": "recorded share" if own else f"recorded share of {codes[body]}",
        }[how]
        if text and text not in said:
            said.append(text)
    return "; ".join(said) or "direct"
