"""Counts that somebody stated, beside the sum of their parts and what the register counts: never made to agree."""

from dataclasses import dataclass
from datetime import date

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import bodies, evidence, members

A = Attribute


@dataclass(frozen=True)
class Part:
    """One member of the body whose count was stated too."""

    code: str
    name: str
    stated: int
    computed: int


@dataclass(frozen=True)
class Stated:
    """A stated number of member practices, on the day for which it was stated."""

    code: str
    name: str
    on: date
    stated: int
    computed: int  # active GP practices under the body on that day, at any depth
    parts: tuple[Part, ...]
    source: str

    @property
    def sum_of_parts(self) -> int | None:
        """What the stated counts of its parts sum to; None where no part has one."""
        return sum(part.stated for part in self.parts) if self.parts else None

    @property
    def agrees(self) -> bool:
        """Whether stated, summed and computed are one number."""
        return self.computed == self.stated and self.sum_of_parts in (None, self.stated)


def stated_counts(*, moment: Moment, code: str | None = None) -> list[Stated]:
    """Every count stated of a body (None: of any), as known at the moment, by code and day; `moment.on` is not used."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.code, f.value, lower(f.valid) FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            WHERE f.attribute = {int(A.STATED_COUNT)} AND {where} ORDER BY b.code, lower(f.valid)""",
        params,
    )
    said = {(subject, day): int(value) for subject, value, day in rows}
    return [_one(subject, day, said, moment) for subject, day in said if code in (None, subject)]


def _one(code: str, day: date, said: dict[tuple[str, date], int], moment: Moment) -> Stated:
    then = Moment(day, moment.known_at, moment.edition)
    practice = KINDS["practice"]
    within = [m.code for m in members(code, moment=then) if (m.code, day) in said]
    named = bodies([code, *within], moment=then)
    parts = tuple(
        Part(part, named[part].name, said[part, day], len(members(part, moment=then, kind=practice))) for part in within
    )
    notes = [e.note for e in evidence(code, attribute=A.STATED_COUNT) if e.since == day]
    computed = len(members(code, moment=then, kind=practice))
    return Stated(code, named[code].name, day, said[code, day], computed, parts, notes[0] if notes else "")
