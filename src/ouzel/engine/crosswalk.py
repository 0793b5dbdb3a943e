"""Which unit belongs to which group, with what share and how we know: for many analysts this is the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ouzel.core.types.basis import Basis
from ouzel.engine.answers import Answer, evidence
from ouzel.engine.days import MAXDAY, MINDAY, Flags, Floats, Ints, Longs, day_text
from ouzel.engine.levels import Levels
from ouzel.engine.reasons import at_day
from ouzel.engine.routes import route_to
from ouzel.engine.structure import Structure
from ouzel.engine.turning import Turning

FIGURE_DAY = "the date of the figure"


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """One row a question and group: question i is unit `unit[i]` (position in `units`) on `day[i]`.

    `answer` points into `answers`; `since` and `until` (half-open) are given where the rows are periods.
    `bodies` holds the body of each unit in the structure, -1 where its code is not in the register.
    """

    structure: Structure
    basis: Basis
    to: str
    units: tuple[str, ...]
    bodies: Ints
    unit: Longs
    day: Ints
    answer: Longs
    answers: tuple[Answer, ...]
    until: Ints | None = None

    @cached_property
    def group(self) -> Longs:
        """The group of each question as a body of the structure; -1 unresolved, -2 divided among several."""
        groups = [a.parts[0][0] if len(a.parts) == 1 else -2 if a.parts else -1 for a in self.answers]
        found: Longs = np.array(groups or [-1], dtype=np.int64)[self.answer]
        return found

    @cached_property
    def resolved(self) -> Flags:
        """Which questions have an answer."""
        found: Flags = self.group != -1
        return found

    def reason(self, question: int) -> str:
        """Why a question is unresolved, or nothing."""
        on = FIGURE_DAY if self.basis.kind == "as-was" else day_text(int(self.day[question]))
        return at_day(self.answers[self.answer[question]].reason, on)

    @cached_property
    def parts(self) -> tuple[Longs, Longs, Floats]:
        """(question, group, share): a row for each group of each question; group -1 and share 1 where unresolved."""
        sizes = np.array([max(len(a.parts), 1) for a in self.answers] or [1], dtype=np.int64)
        flat = [part for a in self.answers for part in (a.parts or ((-1, 1.0),))]
        first = np.cumsum(sizes) - sizes
        repeat = sizes[self.answer]
        question = np.repeat(np.arange(len(self.answer)), repeat)
        offset = np.arange(len(question)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        row = first[self.answer[question]] + offset
        groups = np.array([group for group, _ in flat], dtype=np.int64)
        shares = np.array([share for _, share in flat], dtype=np.float64)
        return question, groups[row], shares[row]

    def to_frame(self) -> pd.DataFrame:
        """unit, unit_name, group, group_name, share, evidence, estimated, reason; before them day or since and until.

        `until` is half-open and empty where the period is open. Unresolved units have no group and say why.
        """
        question, group, share = self.parts
        codes = np.array([*self.structure.codes, None], dtype=object)
        names = np.array([*self.structure.names, None], dtype=object)
        unit = self.unit[question]
        said = self._said(question)
        columns: dict[str, Any] = {
            "unit": np.array(self.units, dtype=object)[unit],
            "unit_name": names[self.bodies[unit]],
            "group": codes[group],
            "group_name": names[group],
            "share": np.where(group < 0, np.nan, share),
            "evidence": [how for how, _ in said],
            "estimated": np.array([len(a.parts) > 1 for a in self.answers], dtype=np.bool_)[self.answer[question]],
            "reason": [why for _, why in said],
        }
        frame = pd.DataFrame(columns)
        if self.until is not None:
            frame.insert(0, "since", _dates(self.day[question]))
            frame.insert(1, "until", _dates(self.until[question]))
        elif self.basis.kind == "as-was":
            frame.insert(0, "day", _dates(self.day[question]))
        return frame.sort_values([c for c in ("unit", "day", "since", "group") if c in frame], ignore_index=True)

    def _said(self, question: Longs) -> list[tuple[str, str]]:
        """Evidence and reason of each row, worded once for each unit and answer."""
        kept: dict[tuple[int, int], tuple[str, str]] = {}
        rows = []
        for q, unit, answer in zip(
            question.tolist(), self.unit[question].tolist(), self.answer[question].tolist(), strict=True
        ):
            key = (unit, answer)
            if key not in kept:
                found = self.answers[answer]
                kept[key] = (
                    evidence(found, int(self.bodies[unit]), self.structure.codes) if found.resolved else "",
                    self.reason(q),
                )
            rows.append(kept[key])
        return rows


def day_of(basis: Basis, *, today: date, plan_day: date | None = None) -> date | None:
    """The one day a basis asks about, or None for `as-was`. An `as-if` needs the date of the plan."""
    if basis.kind == "as-was":
        return None
    day = {"as-now": today, "as-at": basis.day, "as-if": plan_day or basis.day}[basis.kind]
    if day is None:
        raise ValueError(f"{basis} needs the date of the plan")
    return day


def crosswalk(
    structure: Structure,
    units: Sequence[str],
    days: Sequence[date] | None = None,
    *,
    to: str,
    basis: Basis,
    today: date,
    plan_day: date | None = None,
) -> Crosswalk:
    """The group of each unit: `units[i]` on the day of the basis, or for `as-was` on `days[i]`.

    Raises ValueError for a kind that cannot be reached, or `as-was` without days (see `periods`).
    """
    on = day_of(basis, today=today, plan_day=plan_day)
    distinct = dict.fromkeys(units)
    at = {unit: i for i, unit in enumerate(distinct)}
    unit = np.array([at[u] for u in units], dtype=np.int64)
    if on is not None:
        return grouped(structure, tuple(distinct), unit, day_column(on, len(unit)), to=to, basis=basis)
    if days is None or len(days) != len(units):
        raise ValueError("as-was needs the date of each figure: one day for each unit")
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int32)
    return grouped(structure, tuple(distinct), unit, ordinals, to=to, basis=basis)


def grouped(
    structure: Structure, units: tuple[str, ...], unit: Longs, day: Ints, *, to: str, basis: Basis
) -> Crosswalk:
    """The same for columns: question i is `units[unit[i]]` on day ordinal `day[i]`."""
    levels = Levels(structure, route_to(to))
    bodies = np.array([structure.index.get(code, -1) for code in units], dtype=np.int32)
    answer = np.empty(len(unit), dtype=np.int64)
    body = bodies[unit] if len(unit) else np.zeros(0, dtype=np.int32)
    known = body >= 0
    days, at = distinct_days(day)
    answer[known] = _by_runs(levels, body[known], at[known], days)
    for strange in np.unique(unit[~known]).tolist():
        text = f"code {units[strange]} is not in the register" if units[strange] else "the unit is blank"
        answer[~known & (unit == strange)] = levels.answers.id_of(Answer(reason=text))
    return Crosswalk(structure, basis, to, units, bodies, unit, day, answer, tuple(levels.answers.all))


def _by_runs(levels: Levels, body: Ints, at: Longs, days: Ints) -> Longs:
    """Answers of the pairs (`body[i]`, `days[at[i]]`), worked out once for each run of days without a change."""
    if len(days) < 2:
        return levels.place(body, at, days)
    where, some, some_at = levels.distinct(body, at, len(days))
    new = Turning.of(levels.structure, levels.placer.route, body).new_runs(some, some_at, days)
    found = levels.place(some[new], some_at[new], days)
    answers: Longs = found[np.cumsum(new) - 1][where]
    return answers


def periods(structure: Structure, units: Sequence[str], *, to: str, since: date, until: date) -> Crosswalk:
    """The `as-was` grouping as periods: for each unit the ranges of days in [since, until) with the same answer.

    The first period of a unit begins on `since` and the last ends on `until`, whatever lies beyond.
    """
    distinct = tuple(dict.fromkeys(units))
    bodies = np.array([structure.index.get(code, -1) for code in distinct], dtype=np.int32)
    lo, hi = since.toordinal(), until.toordinal()
    turning = Turning.of(structure, route_to(to), bodies[bodies >= 0])
    shared = np.union1d([lo], turning.shared[(turning.shared >= lo) & (turning.shared < hi)])
    merged = [np.union1d(shared, turning.own_days(body, lo, hi)) for body in bodies.tolist()]
    counts = [len(days) for days in merged]
    unit = np.repeat(np.arange(len(distinct)), counts)
    day = np.concatenate(merged).astype(np.int32) if merged else np.zeros(0, dtype=np.int32)
    full = grouped(structure, distinct, unit, day, to=to, basis=Basis("as-was"))
    new = np.ones(len(unit), dtype=np.bool_)
    new[1:] = (unit[1:] != unit[:-1]) | (full.answer[1:] != full.answer[:-1])
    heads = np.flatnonzero(new)
    ends = np.full(len(heads), hi, dtype=np.int32)
    same = unit[heads[1:]] == unit[heads[:-1]]
    ends[:-1][same] = day[heads[1:]][same]
    return Crosswalk(
        structure, full.basis, to, distinct, bodies, unit[heads], day[heads], full.answer[heads], full.answers, ends
    )


def distinct_days(day: Ints) -> tuple[Ints, Longs]:
    """The distinct days, ascending, and where each day stands among them."""
    if not len(day):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
    low = int(day.min())
    seen = np.zeros(int(day.max()) - low + 1, dtype=np.bool_)
    seen[day - low] = True
    days = np.flatnonzero(seen)
    place = np.zeros(len(seen), dtype=np.int64)
    place[days] = np.arange(len(days))
    return (days + low).astype(np.int32), place[day - low]


def day_column(on: date, length: int) -> Ints:
    """One day for every question."""
    return np.full(length, on.toordinal(), dtype=np.int32)


def _dates(days: npt.NDArray[Any]) -> list[date | None]:
    """Ordinals as dates; None for an open end or an unknown beginning."""
    kept: dict[int, date | None] = {MAXDAY: None, MINDAY: None}
    return [kept.setdefault(day, date.fromordinal(day)) if day not in kept else kept[day] for day in days.tolist()]


def month_starts(first: date, months: int) -> list[date]:
    """The first days of consecutive months."""
    day, out = first.replace(day=1), []
    for _ in range(months):
        out.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return out
