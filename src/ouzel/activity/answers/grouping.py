"""Whose each cell is on a basis: by the unit by which the payer was found, or the payer itself and its heir."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ouzel.activity.answers.cells import Cells
from ouzel.activity.answers.dimensions import Dimension
from ouzel.activity.references.standing import standing
from ouzel.activity.store import Store
from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import Crosswalk, day_of, grouped
from ouzel.engine.days import Ints, Longs, day_text
from ouzel.engine.structure import Structure

NOBODY = "no responsible commissioner was found"
NO_MONTH = "the month of the care is not known, so nor is the shape of that day"
NO_PLACE = "neither a small area where the patient lives nor a GP practice by which who pays was found is known"
NO_SITE = "no small area is known of the patient, and none of the GP practice: the register or the postcode directory\
 has not where it stands"

UNRESOLVED, DIVIDED = -1, -2


@dataclass(frozen=True, eq=False)
class Belonging:
    """The body of each cell: cell i asks question `question[i]`, whose answer is `codes[group[question]]`.

    A group may be UNRESOLVED (`reasons` by question says why) or DIVIDED (`parts` by question has groups and shares).
    `asked` is what each question is about: the code of the unit or payer.
    """

    question: Longs
    group: Longs
    codes: tuple[str, ...]
    asked: tuple[str, ...]
    reasons: Mapping[int, str]
    parts: Mapping[int, tuple[tuple[int, float], ...]]


def columns_for(dimension: Dimension, basis: Basis) -> tuple[str, ...]:
    """The columns of the cube by which a dimension of bodies is found."""
    if dimension.slug == "place":
        return ("place_by", "place_of", "month") if basis.kind == "as-was" else ("place_by", "place_of")
    if basis.kind != "as-was":
        return ("unit_kind", "unit")
    if dimension.to == "commissioner":
        return ("commissioner",)  # as it was attributed
    return ("commissioner", "month")


def belonging(
    cells: Cells, dimension: Dimension, *, basis: Basis, structure: Structure, today: date, store: Store | None = None
) -> Belonging:
    """Where the cells belong. `structure` is that of the basis; of an `as-if` the basis knows the day of its plans.

    `store` has the postcode directory, for the places of practices.
    """
    names = columns_for(dimension, basis)
    question, first = _questions(cells, names)
    words = {name: [cells.keys[name].words[at] for at in cells.keys[name].at[first].tolist()] for name in names}
    if dimension.slug == "place":
        return _places(words, question, dimension, basis=basis, structure=structure, today=today, store=store)
    codes = words["unit" if "unit" in words else "commissioner"]
    kinds = words.get("unit_kind", ["payer"] * len(codes))
    answers = _Answers(structure, len(codes))
    if names == ("commissioner",):
        answers.say_themselves(codes)
        return answers.done(question, codes)
    days, known = _days(words.get("month"), len(codes), day_of(basis, today=today))
    answers.refuse(np.flatnonzero(~known), NO_MONTH)
    blank = np.array([kind == "payer" and not code for kind, code in zip(kinds, codes, strict=True)], dtype=np.bool_)
    answers.refuse(np.flatnonzero(known & blank), NOBODY)
    left = np.flatnonzero(known & ~blank)
    answers.walk(left, codes, days[left], to=dimension.to, basis=basis)
    if dimension.to == "commissioner":
        payers = [n for n in left.tolist() if kinds[n] == "payer" and answers.group[n] == UNRESOLVED]
        answers.carry(payers, codes, days)
    return answers.done(question, codes)


def _places(
    words: Mapping[str, Sequence[str]], question: Longs, dimension: Dimension, *, basis: Basis, structure: Structure,
    today: date, store: Store | None,
) -> Belonging:  # fmt: skip
    """The authority of the small area where the patient lives, else of that where the GP practice stands."""
    asked, by = words["place_of"], words["place_by"]
    answers = _Answers(structure, len(asked))
    days, known = _days(words.get("month"), len(asked), day_of(basis, today=today))
    told = np.array([bool(code) for code in asked], dtype=np.bool_)
    answers.refuse(np.flatnonzero(~told), NO_PLACE)
    answers.refuse(np.flatnonzero(told & ~known), NO_MONTH)
    by_practice = np.array([each == "practice" for each in by], dtype=np.bool_)
    stands = np.flatnonzero(told & known & by_practice)
    areas = list(asked)
    found = standing([asked[n] for n in stands.tolist()], days[stands], store=store)
    for n, area in zip(stands.tolist(), found, strict=True):
        areas[n] = area
    lost = np.array([not area for area in areas], dtype=np.bool_)
    answers.refuse(np.flatnonzero(told & known & lost), NO_SITE)
    left = np.flatnonzero(told & known & ~lost)
    answers.walk(left, areas, days[left], to=dimension.to, basis=basis)
    return answers.done(question, asked)


class _Answers:
    """Answers of questions while they are found."""

    def __init__(self, structure: Structure, count: int) -> None:
        self.structure = structure
        self.group: Longs = np.full(count, UNRESOLVED, dtype=np.int64)
        self.reasons: dict[int, str] = {}
        self.parts: dict[int, tuple[tuple[int, float], ...]] = {}
        self.numbers: dict[str, int] = {}

    def refuse(self, questions: Longs, reason: str) -> None:
        self.reasons.update(dict.fromkeys(questions.tolist(), reason))

    def say_themselves(self, codes: Sequence[str]) -> None:
        for n, code in enumerate(codes):
            if code:
                self.group[n] = self._number(code)
            else:
                self.reasons[n] = NOBODY

    def walk(self, questions: Longs, codes: Sequence[str], days: Ints, *, to: str, basis: Basis) -> None:
        """By the recorded memberships, with a reason for what leads nowhere."""
        distinct = {code: at for at, code in enumerate(dict.fromkeys(codes[n] for n in questions.tolist()))}
        unit = np.array([distinct[codes[n]] for n in questions.tolist()], dtype=np.int64)
        found = grouped(self.structure, tuple(distinct), unit, days, to=to, basis=basis)
        bodies, back = np.unique(found.group, return_inverse=True)
        numbers = [self._number(self.structure.codes[body]) if body >= 0 else body for body in bodies.tolist()]
        self.group[questions] = np.array(numbers, dtype=np.int64)[back.reshape(-1)]
        for at in np.flatnonzero(found.group < 0).tolist():
            self._exception(int(questions[at]), at, found)

    def carry(self, questions: Sequence[int], codes: Sequence[str], days: Ints) -> None:
        """Payers that are no local commissioners stay themselves, or whoever alone succeeded them by the day."""
        for n in questions:
            code, reason = _heir(self.structure, codes[n], int(days[n]))
            if code:
                self.group[n] = self._number(code)
                del self.reasons[n]
            else:
                self.reasons[n] = reason

    def done(self, question: Longs, asked: Sequence[str]) -> Belonging:
        return Belonging(question, self.group, tuple(self.numbers), tuple(asked), self.reasons, self.parts)

    def _exception(self, question: int, at: int, found: Crosswalk) -> None:
        answer = found.answers[found.answer[at]]
        if answer.parts:
            self.parts[question] = tuple(
                (self._number(self.structure.codes[body]), share) for body, share in answer.parts
            )
        else:
            self.reasons[question] = found.reason(at)

    def _number(self, code: str) -> int:
        return self.numbers.setdefault(code, len(self.numbers))


def _heir(structure: Structure, code: str, day: int) -> tuple[str, str]:
    """The code of whoever a body has become by the day, or why that cannot be told."""
    seen: set[str] = set()
    while code in structure.index and code not in seen:
        seen.add(code)
        body = structure.index[code]
        lives = structure.open.rows_of(body)
        if not lives or any(start <= day < until for start, until in lives):
            break
        if min(lives)[0] > day:
            return _forebear(structure, code, day) if structure.lifespans.rows_of(body) else (code, "")
        steps = structure.successions
        mine = np.flatnonzero((steps.predecessor == body) & (steps.day <= day))
        heirs = sorted({structure.codes[heir] for heir in steps.successor[mine].tolist()})
        if len(heirs) > 1:
            return "", f"{code} ended, and several bodies came after it ({', '.join(heirs)}) by {day_text(day)}"
        if not heirs:
            break  # whoever paid last still stands for it
        code = heirs[0]
    return code, ""


def _forebear(structure: Structure, code: str, day: int) -> tuple[str, str]:
    """The code of whoever alone was there before a body that did not exist yet, or why that cannot be told."""
    steps, first = structure.successions, code
    while True:
        body = structure.index[code]
        lives = structure.open.rows_of(body)
        if not lives or min(lives)[0] <= day:
            return code, ""
        before = sorted({structure.codes[one] for one in steps.predecessor[steps.successor == body].tolist()})
        if len(before) != 1 or before[0] == code:
            break
        code = before[0]
    on = date.fromordinal(day)
    what = f"{first} did not exist on {on.day} {on:%B %Y}, "
    if before:
        return "", f"{what}and which of {', '.join(before)} stood in its place is not told by whom the rules named"
    return "", f"{what}and nobody is recorded as having been there before it"


def _questions(cells: Cells, names: Sequence[str]) -> tuple[Longs, Longs]:
    """The number of each cell's question, and a cell that asks each."""
    key = np.zeros(len(cells), dtype=np.int64)
    for name in names:
        key = key * max(len(cells.keys[name].words), 1) + cells.keys[name].at
    _, first, question = np.unique(key, return_index=True, return_inverse=True)
    return question.reshape(-1), first


def _days(months: Sequence[str] | None, count: int, on: date | None) -> tuple[Ints, "np.ndarray"]:
    """The day of each question, and whether it is known."""
    if on is not None:
        return np.full(count, on.toordinal(), dtype=np.int32), np.ones(count, dtype=np.bool_)
    assert months is not None
    ordinals = {month: date.fromisoformat(month).toordinal() if month else 0 for month in set(months)}
    days = np.array([ordinals[month] for month in months], dtype=np.int32).reshape(-1)
    return days, days > 0
