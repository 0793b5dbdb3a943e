"""What the private part of meetings is asked by this package, which cannot see it: it registers itself here.

Words for the public are held against what is kept in private wherever they are put down; rules of decisions ask who is
concerned by a private item. With nothing registered, nothing is private.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ouzel.governance.models import AgendaItem, Body, Meeting


@dataclass(frozen=True)
class Guard:
    """Each raises ContentError for words, by the field they stand in, that hold what is private; it names the item and
    not the words.
    """

    meeting: Callable[[Meeting, Mapping[str, str], AgendaItem | None], None]
    minutes: Callable[[Meeting, str], None]
    body: Callable[[Body, Mapping[str, str]], None]
    concerned: Callable[[AgendaItem], frozenset[int]]
    """Keys of people: who is kept from a private item, or has an interest in whom it concerns."""


_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """Have it asked from now on. Registering twice is the same as once."""
    if guard not in _guards:
        _guards.append(guard)


def check(meeting: Meeting, said: Mapping[str, str], *, item: AgendaItem | None = None) -> None:
    """ContentError where words for everybody, at an item or of the meeting as a whole, hold what is private."""
    for guard in _guards:
        guard.meeting(meeting, said, item)


def check_minutes(meeting: Meeting, text: str) -> None:
    """The same for minutes in public, of which one part is about what was taken in private."""
    for guard in _guards:
        guard.minutes(meeting, text)


def check_body(body: Body, said: Mapping[str, str]) -> None:
    """The same for what a body puts down at no meeting: business to come, decisions between meetings."""
    for guard in _guards:
        guard.body(body, said)


def concerned(item: AgendaItem) -> frozenset[int]:
    """The keys of people who should take no part in a private item unless something is put down of it there."""
    return frozenset().union(*(guard.concerned(item) for guard in _guards))
