"""Why something is unresolved, in words a person can act on. `{on}` stands for the date asked about."""

from collections.abc import Iterable, Mapping, Sequence

from ouzel.engine.answers import Answer
from ouzel.engine.days import MAXDAY, day_text, last_day_text
from ouzel.engine.routes import SPECIFIC_FIRST, one, words
from ouzel.engine.structure import Structure


class Teller:
    """Words the refusals of one question: one structure, one kind asked for, one day."""

    def __init__(self, structure: Structure, kind: str, day: int) -> None:
        self.structure = structure
        self.kind = kind
        self.day = day

    def dead_end(self, body: int, *, is_open: bool) -> Answer:
        """Nothing leads on from the body."""
        code = self.structure.codes[body]
        described = self.described(body, self.day)
        if is_open and described:
            return Answer(reason=f"{code} was {one(described)} on {{on}}, not {one(self.kind)}, and belonged to none")
        if is_open:
            return Answer(reason=f"no {words(self.kind)} is recorded for {code} on {{on}}")
        closed = self.closed(body)
        if closed:
            former = "" if self._was_asked_for(body) else f" and no former {words(self.kind)}"
            text = f"{code} closed at the end of {last_day_text(closed)}, with no successor{former} recorded"
            return Answer(reason=text, told=True)
        return Answer(reason=f"nothing is recorded of {code} on {{on}}")

    def not_begun(self, body: int, opened: int) -> Answer:
        return Answer(reason=f"{self._began(body, opened)}, after {{on}}, and has no recorded predecessor")

    def predecessors_differ(self, body: int, opened: int, before: Sequence[int], answers: Sequence[Answer]) -> Answer:
        text = f"{self._began(body, opened)}, after {{on}}"
        lost = next(((b, a) for b, a in zip(before, answers, strict=True) if not a.resolved), None)
        if lost is not None:
            return Answer(reason=f"{text}; of its predecessors, {lost[1].reason}")
        groups = {group for answer in answers for group, _ in answer.parts}
        return Answer(reason=f"{text}, and its predecessors belonged to different bodies ({self._list(groups)})")

    def split(self, body: int, heirs: Sequence[int], day: int) -> Answer:
        text = f"{self.structure.codes[body]} was split among {self._list(heirs)} on {day_text(day)}"
        return Answer(reason=f"{text} and no evidence says which part")

    def several_at_once(self, body: int, hop: str, parents: Iterable[int]) -> Answer:
        noun = words(hop.replace("_", "-"))
        text = f"{self.structure.codes[body]} had several parents at once ({noun}: {self._list(parents)})"
        return Answer(reason=f"{text} and no shares are recorded")

    def shares_not_whole(self, body: int, total: float) -> Answer:
        return Answer(reason=f"the recorded shares of {self.structure.codes[body]} sum to {total:g}, not to 1")

    def paths_disagree(self, body: int, found: Sequence[Answer]) -> Answer:
        groups = {group for answer in found for group, _ in answer.parts}
        return Answer(reason=f"two paths from {self.structure.codes[body]} disagree ({self._list(groups)})")

    def circle(self, body: int) -> Answer:
        return Answer(reason=f"the recorded relations of {self.structure.codes[body]} go round in a circle")

    def wrapped(self, body: int, answer: Answer, parents: Mapping[int, str], *, is_open: bool) -> Answer:
        """A refusal met at the last parent of a closed body, with the closing said first. `parents`: body to hop."""
        closed = self.closed(body)
        if is_open or answer.told or not closed:
            return answer
        text = f"{self.structure.codes[body]} closed at the end of {last_day_text(closed)}; "
        for parent, hop in parents.items():
            if answer.reason.startswith(f"{self.structure.codes[parent]} "):
                noun = self.described(parent, (self.closed(parent) or self.day + 1) - 1) or hop.split("_")[-1]
                text += f"its {words(noun)} "
                break
        return Answer(reason=text + answer.reason, told=True)

    def described(self, body: int, day: int) -> str:
        """The kind that says best what the body was on the day, or nothing."""
        kinds = [
            slug
            for slug, spells in self.structure.kinds.items()
            if any(start <= day < until for start, until in spells.rows_of(body))
        ]
        return next((slug for slug in SPECIFIC_FIRST if slug in kinds), min(kinds, default=""))

    def closed(self, body: int) -> int:
        """The first day the body was no longer open, by the day asked about; 0 if it is not known to have closed."""
        ends = [
            until for start, until in self.structure.lifespans.rows_of(body) if start <= self.day and until < MAXDAY
        ]
        return max(ends, default=0)

    def _began(self, body: int, day: int) -> str:
        known = bool(self.structure.lifespans.rows_of(body))
        return f"{self.structure.codes[body]} {'opened' if known else 'is first recorded'} on {day_text(day)}"

    def _was_asked_for(self, body: int) -> bool:
        spells = self.structure.kinds.get(self.kind)
        return spells is not None and bool(spells.rows_of(body))

    def _list(self, bodies: Iterable[int]) -> str:
        codes = sorted(self.structure.codes[body] for body in bodies)
        return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"


def at_day(reason: str, on: str) -> str:
    """The reason with the date put in."""
    return reason.replace("{on}", on)
