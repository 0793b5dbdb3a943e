"""Interests matched to business before papers go out: who sits, and has an interest in somebody an item concerns.

A match is for a person to look at. It rules nobody out, and no match does not mean that there is no conflict.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.utils import timezone

from ouzel.core.permissions import Viewer
from ouzel.governance.interests import deadlines, queries
from ouzel.governance.interests.deadlines import Due
from ouzel.governance.interests.keeping import is_self, kept_by
from ouzel.governance.interests.lines import Lines
from ouzel.governance.interests.members import Membership, memberships
from ouzel.governance.interests.names import key_of, tells, within, words_of
from ouzel.governance.models import AgendaItem, Body, Interest, ItemPaper, Meeting, Person
from ouzel.governance.months import months_on
from ouzel.governance.reference.interests import retention

K = TypeVar("K", bound=Hashable)
DAY = timedelta(days=1)
SURE = ("code", "company", "successor")  # ways in which an interest meets whom an item concerns, beyond doubt


@dataclass(frozen=True)
class Party:
    """Somebody an item concerns; the code and the number may be empty."""

    name: str
    ods_code: str = ""
    company_number: str = ""


@dataclass(frozen=True)
class Concerned:
    """Whom some business concerns, and the words in which it is put: title, text, titles of papers."""

    parties: tuple[Party, ...]
    text: str


@dataclass(frozen=True)
class Match:
    """A person who sits, their seats, the interest, what it met and why.

    `how`: code, successor, company, name, words. `ended`: the interest was over by the day of the meeting.
    """

    person: Person
    seats: tuple[Membership, ...]
    interest: Interest
    party: str
    how: str
    why: str
    ended: bool

    @property
    def sure(self) -> bool:
        """Whether it is beyond doubt, and not over: a name or words that agree are for people to look at."""
        return self.how in SURE and not self.ended


@dataclass(frozen=True)
class BeforePapers:
    """What to look at before the papers of a meeting go out: items with matches, and who has yet to declare."""

    items: tuple[tuple[AgendaItem, tuple[Match, ...]], ...]
    undeclared: tuple[Due, ...]


def matches(item: AgendaItem, *, viewer: Viewer = None) -> tuple[Match, ...]:
    """The people of the sitting bodies whose interests meet what the item concerns, by name.

    Who keeps the register sees all of their people, a person their own; others only what is not withheld.
    """
    return _of_meeting(item.meeting, [item], viewer)[item.pk]


def before_papers(meeting: Meeting, *, on: date, viewer: Viewer = None) -> BeforePapers:
    """All items of a meeting that meet an interest, and who of the sitting bodies must declare by the meeting."""
    items = list(meeting.items.filter(removed=""))
    found = _of_meeting(meeting, items, viewer)
    day = timezone.localdate(meeting.starts)
    bodies = [sitting.body for sitting in meeting.sittings.select_related("body")]
    undeclared = deadlines.due(on, bodies=bodies, within=max(day - on, timedelta(0)))
    return BeforePapers(tuple((item, found[item.pk]) for item in items if found[item.pk]), undeclared)


def matches_in(
    bodies: Collection[Body], business: Mapping[K, Concerned], *, on: date, viewer: Viewer
) -> dict[K, tuple[Match, ...]]:
    """The same for any business, as before the bodies on a day: what is taken in private is matched by it too."""
    sitting, rows = _people(bodies, on, viewer)
    lines = _lines(on, rows, [party for each in business.values() for party in each.parties])
    return {key: _matched(sitting, rows, each.parties, each.text, lines) for key, each in business.items()}


def party_of(given: Mapping[str, str]) -> Party:
    """Somebody an item concerns, as agendas hold them: {"name", "ods_code", "company_number"}."""
    number = "".join(given.get("company_number", "").upper().split())
    return Party(given.get("name", ""), given.get("ods_code", "").strip().upper(), number.zfill(8) if number else "")


def _of_meeting(meeting: Meeting, items: Collection[AgendaItem], viewer: Viewer) -> Mapping[int, tuple[Match, ...]]:
    bodies = [sitting.body for sitting in meeting.sittings.select_related("body")]
    titles: dict[int, list[str]] = {}
    put = ItemPaper.objects.filter(item__in=[item.pk for item in items]).order_by("order", "pk")
    for item_id, title in put.values_list("item", "paper__title"):
        titles.setdefault(item_id, []).append(title)
    business = {
        item.pk: Concerned(
            tuple(party_of(each) for each in item.parties),
            "\n".join((item.title, item.text, *titles.get(item.pk, ()))),
        )
        for item in items
    }  # fmt: skip
    return matches_in(bodies, business, on=timezone.localdate(meeting.starts), viewer=viewer)


def _lines(on: date, rows: Iterable[Interest], parties: Iterable[Party]) -> Lines:
    return Lines(on, {*(row.ods_code for row in rows), *(party.ods_code for party in parties)})


def _people(
    bodies: Collection[Body], on: date, viewer: Viewer
) -> tuple[dict[int, tuple[Membership, ...]], tuple[Interest, ...]]:
    """Who sits on the day, and what of their interests still stands in the register, as far as the viewer sees it."""
    sitting: dict[int, tuple[Membership, ...]] = {}
    for one in memberships(bodies, since=on, until=on + DAY):
        sitting[one.person.pk] = (*sitting.get(one.person.pk, ()), one)
    people = [seats[0].person for seats in sitting.values()]
    rows = queries.rows_of(people, since=months_on(on, -retention(on).public_months), until=on + DAY)
    kept = kept_by(viewer, people)
    whole = {person.pk for person in people if person.pk in kept or is_self(viewer, person)}
    return sitting, tuple(row for row in rows if row.person_id in whole or not row.redacted)


def _matched(
    sitting: Mapping[int, tuple[Membership, ...]], rows: Iterable[Interest], parties: Collection[Party], text: str,
    lines: Lines,
) -> tuple[Match, ...]:  # fmt: skip
    words, found = words_of(text), []
    for row in rows:
        met = next((met for party in parties if (met := _meets(row, party, lines))), None) or _said(row, words, lines)
        if met:
            ended = row.valid.upper is not None and row.valid.upper <= lines.on
            found.append(Match(row.person, sitting[row.person_id], row, *met, ended=ended))
    return tuple(found)


def _meets(row: Interest, party: Party, lines: Lines) -> tuple[str, str, str] | None:
    """How an interest meets a party, the surest way first: what was met, how, why."""
    if row.ods_code and row.ods_code == party.ods_code:
        return party.name, "code", f"The organisation code {row.ods_code} is the same."
    if row.company_number and row.company_number == party.company_number:
        return party.name, "company", f"The company number {row.company_number} is the same."
    if row.ods_code and party.ods_code and (why := lines.joined(row.ods_code, party.ods_code)):
        return party.name, "successor", why
    if row.ods_code and party.ods_code:  # two codes that are not of one line: only what was written can still agree
        mine, theirs = {row.organisation}, {party.name}
    else:
        mine, theirs = _names(row, lines), lines.names(party.ods_code) | {party.name}
    keys = {key_of(name): name for name in theirs}
    for name in sorted(mine):
        key = key_of(name)
        if key and key in keys:
            return party.name, "name", f"The name is the same: {name}."
        for other, written in sorted(keys.items()):
            inner, outer = sorted((key, other), key=len)
            if tells(inner) and len(inner) > 1 and within(inner, outer):
                return party.name, "name", f"One name is part of the other: {name}, {written}."
    return None


def _said(row: Interest, words: tuple[str, ...], lines: Lines) -> tuple[str, str, str] | None:
    """Whether the words of an item name the organisation of an interest, by any of its names, its code or number."""
    for code in (row.ods_code, row.company_number):
        if len(code) > 3 and code.casefold() in words:
            return code, "words", f"The item names {code}."
    for name in sorted(_names(row, lines)):
        key = key_of(name)
        if tells(key) and within(key, words):
            return name, "words", f"The item names {name}."
    return None


def _names(row: Interest, lines: Lines) -> set[str]:
    """The name as declared, and every name that its organisation and those it became or came from have had."""
    return {name for name in (row.organisation, *lines.names(row.ods_code)) if name}
