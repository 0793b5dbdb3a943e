"""`ouzel bodies who`, `person` and `vacancies`: who holds which office on a day."""

from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.governance import given
from ouzel.cli.options import Json, KnownAt, On
from ouzel.cli.running import guarded, ready, refusal

if TYPE_CHECKING:
    from ouzel.governance.seats.queries import Holding


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `bodies`."""
    for command in (who, person, vacancies):
        app.command()(guarded(command))


def who(on: On = None, known_at: KnownAt = None, json: Json = False) -> None:
    """Who's who: everybody who holds an office on a day, with all that they hold."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.seats.who import who as everybody

    day = given.day(on)
    found = everybody(on=day, known_at=known_at)
    if json:
        asked = shapes.asked(on=day, known_at=known_at)
        showing.document({**asked, "count": len(found), "people": [shapes.somebody(each) for each in found]})
        return
    for each in found:
        held = [f"{one.title}, {one.body_name}" for one in each.holds]
        held += [f"deputy for {one.title}, {one.body_name}" for one in each.deputises]
        showing.say(f"{each.person.name}: {'; '.join(held)}")
    showing.say(f"{len(found):,} {'person' if len(found) == 1 else 'people'} on {given.in_words(day)}.")


def person(
    slug: Annotated[str, typer.Argument(metavar="PERSON", help="Somebody by the name in their address.")],
    on: On = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """All that somebody holds on a day, held before and will hold."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.seats.queries import person_on

    day = given.day(on)
    found = person_on(slug, on=day, known_at=known_at)
    if found is None:
        raise refusal(f"There is no person called {slug!r}. Everybody on a day: ouzel bodies who")
    if json:
        showing.document(shapes.office_holder(found))
        return
    showing.say(found.person.name)
    if found.person.biography:
        showing.say(found.person.biography)
    rows = [_row(each, state) for state, several in (
        ("", found.held), ("to come", found.coming), ("past", found.past)) for each in several]  # fmt: skip
    if rows:
        showing.table(("since", "last day", "seat", "body", ""), rows)
    else:
        showing.say("They hold no seat, and held none, as known then.")


def _row(each: "Holding", state: str) -> tuple[object, ...]:
    seat = f"deputy for {each.title}" if each.deputy else each.title
    standing = "" if each.standing in ("", "substantive") else each.standing
    return each.since, showing.last_day(each.until), seat, each.body_name, ", ".join(w for w in (standing, state) if w)


def vacancies(on: On = None, known_at: KnownAt = None, json: Json = False) -> None:
    """The seats that nobody holds on a day."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.seats.queries import vacancies as empty

    day = given.day(on)
    found = empty(on=day, known_at=known_at)
    if json:
        asked = shapes.asked(on=day, known_at=known_at)
        showing.document({**asked, "count": len(found), "seats": [shapes.seat(each) for each in found]})
        return
    if found:
        showing.table(
            ("named", "seat", "since", "filled from"),
            [(s.body, s.title, s.vacant_since, s.next_since or "") for s in found],
        )
    showing.say(f"{showing.count(len(found), 'vacant seat')} on {given.in_words(day)}.")
