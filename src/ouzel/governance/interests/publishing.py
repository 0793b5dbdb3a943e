"""The register as it is read: what is withheld shows its reason only, and what is past its time is gone.

Anybody may ask for any day. What they see of it is what may be public on the day on which they ask.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ouzel.core.permissions import Permission, Viewer, today
from ouzel.core.types.money import pounds
from ouzel.governance.bodies.names import Names
from ouzel.governance.interests import queries
from ouzel.governance.interests.gifts import Ruling, rulings_of
from ouzel.governance.interests.keeping import is_self
from ouzel.governance.interests.members import Membership, memberships
from ouzel.governance.models import Body, Gift, Interest, Person
from ouzel.governance.months import months_on
from ouzel.governance.reference.interests import (
    category,
    gift_rule,
    occasions,
    retention,
    retentions,
)
from ouzel.governance.rules import bodies_for
from ouzel.reorganisation.wording import in_words

DAY = timedelta(days=1)
PARTS = {
    "category": "kind", "description": "interest", "through": "through whom", "organisation": "organisation",
    "ods_code": "code of the organisation", "company_number": "company number", "mitigation": "what is done about it",
}  # fmt: skip
GIFT_PARTS = {
    "kind": "kind", "donor": "from", "description": "what", "value": "value", "offered": "offered",
    "outcome": "outcome", "approved_by": "approved by", "reason": "reason",
}  # fmt: skip
MOST_NAMED = 3  # bodies


@dataclass(frozen=True)
class Entry:
    """One interest. `until` is half-open. Withheld (`redacted`): all words are empty but the reason in `redaction`."""

    number: int  # of the row
    category: str
    category_name: str
    description: str
    through: str
    organisation: str
    ods_code: str
    company_number: str
    mitigation: str
    since: date
    until: date | None
    declared: date
    corrected: date | None  # the last day on which it was; it was declared when what was wrong was
    was: tuple[tuple[str, str], ...]  # what was corrected that day, in words, and what it said before; empty: not shown
    redacted: bool
    redaction: str


@dataclass(frozen=True)
class GiftEntry:
    """One gift or hospitality; `value` in pence (None: not known). `late`: declared after the days there are for it.

    Withheld: all words are empty but the reason, and there is no value and no ruling.
    """

    number: int
    person: Person
    kind: str
    donor: str
    description: str
    supplier: bool
    value: int | None
    offered: date
    declared: date
    outcome: str
    approved_by: str
    reason: str
    corrected: date | None
    was: tuple[tuple[str, str], ...]  # what was corrected, in words, and what it said before; empty: not shown
    late: bool
    ruling: Ruling | None
    redacted: bool
    redaction: str


@dataclass(frozen=True)
class PersonEntries:
    """One person in the register: their seats in these bodies and what they declared.

    `left`: the day on which they held none of these seats any more. `declared`: when they last declared (None: no
    declaration is on record); `nothing`: that they had nothing to declare.
    """

    person: Person
    seats: tuple[Membership, ...]
    left: date | None
    declared: date | None
    nothing: bool
    entries: tuple[Entry, ...]

    @property
    def said(self) -> str:
        """What stands where there is no entry; empty where there is one."""
        if self.entries:
            return ""
        if self.declared is None:
            return "No declaration is on record."
        return "Nothing to declare." if self.nothing else "No entry stands in the register."


@dataclass(frozen=True)
class Register:
    """The register of some bodies on a day: everybody in it by name, and gifts by day. `why_empty`: why nobody is."""

    bodies: tuple[Body, ...]
    on: date
    known_at: date | None
    people: tuple[PersonEntries, ...]
    gifts: tuple[GiftEntry, ...]
    why_empty: str


def register_of(
    bodies: Collection[Body], *, on: date, viewer: Viewer, known_at: date | None = None, asked: date | None = None
) -> Register:
    """The register of some bodies on a day, for somebody who asks on the day `asked` (None: today).

    In it stand who held a seat or was a named deputy on the day, and who had left for less than entries stay, with
    what they held on the day or had ended for less than that. Who keeps the register of a body sees everything of its
    people; a person sees everything of their own.
    """
    asked = asked or today()
    later: dict[int, list[Membership]] = {}  # also what they came to hold after the day
    for one in memberships(bodies, since=_since(on), known_at=known_at):
        later.setdefault(one.person.pk, []).append(one)
    sitting = {pk: seats for pk, all_ in later.items() if (seats := _here(all_, on))}
    people = [seats[0].person for seats in sitting.values()]
    kept = set(bodies_for(viewer, Permission.GOVERNANCE_INTERESTS, on=asked).values_list("pk", flat=True))
    inside = {
        pk for pk, seats in sitting.items()
        if is_self(viewer, seats[0].person) or any(seat.body.pk in kept for seat in seats)
    }  # fmt: skip
    rows = queries.rows_of(people, since=_since(on), until=on + DAY, known_at=known_at)
    said = queries.said_of(people)
    past = queries.withheld_from(people)
    wholes = [each.slug for each in occasions() if each.whole]
    standings = queries.standings(people, on=on, wholes=wholes, known_at=known_at)
    found = []
    for pk, seats in sitting.items():
        left = _left(seats, on)
        shown = tuple(
            _entry(row, said, known_at=known_at, inside=pk in inside, past=past)
            for row in rows
            if row.person_id == pk
            and _stays(row.valid.upper, left, on)
            and (pk in inside or (_stays(row.valid.upper, _left(later[pk], asked), asked) and _believed(row, past)))
        )
        standing = standings[pk]
        found.append(PersonEntries(seats[0].person, seats, left, standing.on, standing.nothing, shown))
    gifts = queries.gifts_of(people, since=_since(on), until=on + DAY, known_at=known_at)
    rulings = rulings_of(gifts)
    stays = tuple(_gift(row, rulings[row.pk], inside=row.person_id in inside) for row in gifts
                  if row.person_id in inside or _stays(row.offered, None, asked))  # fmt: skip
    why = "" if found else f"Nobody held a seat in {_named(bodies, on)} on {in_words(on)}, as far as is on record."
    return Register(tuple(bodies), on, known_at, tuple(found), stays, why)


def _here(seats: Iterable[Membership], on: date) -> tuple[Membership, ...]:
    """Those held on the day, or that ended so shortly before that they still stand in the register."""
    return tuple(one for one in seats if one.since <= on and _stays(one.until, None, on))


def _since(on: date) -> date:
    return months_on(on, -max(row.public_months for row in retentions()))


def _left(seats: Iterable[Membership], on: date) -> date | None:
    """The day on which somebody had left all of these seats, if that was by the day `on`."""
    ends = [seat.until for seat in seats]
    last = max((end for end in ends if end is not None), default=None)
    return last if None not in ends and last is not None and last <= on else None


def _stays(end: date | None, left: date | None, on: date) -> bool:
    """Whether what ended then, of somebody who left then, may still be read on the day."""
    over = min((each for each in (end, left) if each is not None and each <= on), default=None)
    return over is None or on < months_on(over, retention(over).public_months)


def _believed(row: Interest, past: frozenset[int]) -> bool:
    """Whether a row may be read by the public for what was once known: not of who has something withheld now."""
    return row.replaced is None or row.person_id not in past


def _entry(row: Interest, said: queries.Said, *, known_at: date | None, inside: bool, past: frozenset[int]) -> Entry:
    key, withheld = queries.same(row), row.redacted and not inside
    words = ("description", "through", "organisation", "ods_code", "company_number", "mitigation")
    corrected = said.corrected.get(key)
    if corrected is not None and known_at is not None and corrected > known_at:
        corrected = None
    wrong = said.wrong.get(key) if corrected else None
    # Who has something withheld now may have had it withheld of what was wrong too.
    told = wrong is not None and (inside or not (row.redacted or wrong.redacted or row.person_id in past))
    return Entry(
        number=row.pk, category=row.category, category_name=category(row.category).name, since=row.valid.lower,
        until=row.valid.upper, declared=said.declared[key],
        corrected=corrected, was=_was(wrong, row) if wrong is not None and told else (),
        redacted=row.redacted, redaction=row.redaction,
        **{name: "" if withheld else getattr(row, name) for name in words},
    )  # fmt: skip


def _was(wrong: Interest, right: Interest) -> tuple[tuple[str, str], ...]:
    """What of an entry was another before it was corrected: what it is, and what it said."""
    found = [
        (called, category(getattr(wrong, name)).name if name == "category" else getattr(wrong, name) or "nothing")
        for name, called in PARTS.items() if getattr(wrong, name) != getattr(right, name)
    ]  # fmt: skip
    if wrong.valid.lower != right.valid.lower:
        found.append(("held since", in_words(wrong.valid.lower)))
    if wrong.valid.upper != right.valid.upper:
        found.append(("held until", in_words(wrong.valid.upper - DAY) if wrong.valid.upper else "now"))
    return tuple(found)


def _gift(row: Gift, ruling: Ruling, *, inside: bool) -> GiftEntry:
    withheld = row.redacted and not inside
    rule = gift_rule(row.offered)
    words = ("donor", "description", "approved_by", "reason")
    return GiftEntry(
        number=row.pk, person=row.person, kind=row.kind, supplier=row.supplier and not withheld,
        value=None if withheld else row.value, offered=row.offered, declared=row.declared, outcome=row.outcome,
        late=rule is not None and row.declared > row.offered + timedelta(days=rule.declare_days),
        corrected=row.corrected, was=_gift_was(row, inside=inside),
        ruling=None if withheld else ruling, redacted=row.redacted, redaction=row.redaction,
        **{name: "" if withheld else getattr(row, name) for name in words},
    )  # fmt: skip


def _gift_was(row: Gift, *, inside: bool) -> tuple[tuple[str, str], ...]:
    wrong = row.replaces
    if wrong is None or (not inside and (row.redacted or wrong.redacted)):
        return ()
    return tuple(
        (called, _plain(getattr(wrong, name)))
        for name, called in GIFT_PARTS.items() if getattr(wrong, name) != getattr(row, name)
    )  # fmt: skip


def _plain(value: str | date | int | None) -> str:
    if isinstance(value, date):
        return in_words(value)
    if value is None:
        return "not known"
    return pounds(value) if isinstance(value, int) else value or "nothing"


def _named(bodies: Collection[Body], on: date) -> str:
    """The bodies by name; many of them by their number, for a list of all says nothing."""
    if len(bodies) > MOST_NAMED:
        return f"any of {len(bodies)} bodies"
    names = Names([body.pk for body in bodies])
    return " or ".join(sorted(names.on(body.slug, on) for body in bodies)) or "any body, as there is none"
