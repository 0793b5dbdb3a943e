"""Who's who: everybody who holds an office on a day, over all bodies, with all that they hold."""

from dataclasses import dataclass
from datetime import date

from ouzel.governance.models import Person
from ouzel.governance.seats.queries import Holding, holdings_of


@dataclass(frozen=True)
class Somebody:
    """A person and the seats they hold on the day; `deputises` are those they may stand in for."""

    person: Person
    holds: tuple[Holding, ...]
    deputises: tuple[Holding, ...]


def who(*, on: date, known_at: date | None = None) -> tuple[Somebody, ...]:
    """Everybody who holds a seat or deputises on the day, by name."""
    found: dict[int, list[Holding]] = {}
    for holding in holdings_of(None, on=on, known_at=known_at):
        if holding.since <= on and (holding.until is None or on < holding.until):
            found.setdefault(holding.person.pk, []).append(holding)
    people = [
        Somebody(
            held[0].person,
            tuple(each for each in held if not each.deputy),
            tuple(each for each in held if each.deputy),
        )
        for held in found.values()
    ]
    return tuple(sorted(people, key=lambda each: (each.person.name, each.person.slug)))


def in_several(*, on: date, known_at: date | None = None) -> tuple[Somebody, ...]:
    """Who sits on more than one body on the day: working together before anything is merged."""
    return tuple(each for each in who(on=on, known_at=known_at) if len({held.body for held in each.holds}) > 1)
