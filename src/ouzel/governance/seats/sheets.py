"""A whole board from one file: bodies, seats, people, appointments, deputies and powers, whole or not at all.

TOML with a table for each thing ([[body]], [[seat]], [[person]], [[appointment]], [[deputy]], [[power]]), or CSV with
a column `record` that says which of these a line is. Days are half-open: `until` is the first day after the end.
Lines are taken in this order of things, whatever their order in the file. Loading the same file again changes nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.bodies.actions import delegate, open_body, say_of_body, set_standing_orders
from ouzel.governance.bodies.checking import existing
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.models import Appointment, Body, BodyFact, Delegation, Deputy, Person, Seat, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.orders import orders_text, read_orders, shipped_orders
from ouzel.governance.reference.texts import close
from ouzel.governance.seats.actions import add_person, appoint, name_deputy, set_seat
from ouzel.governance.seats.people import change_person
from ouzel.governance.seats.sheet_rows import RECORDS, Row, rows_of


@dataclass(frozen=True)
class Loaded:
    """How many of each thing a file said."""

    bodies: int = 0
    seats: int = 0
    people: int = 0
    appointments: int = 0
    deputies: int = 0
    powers: int = 0


@dataclass(frozen=True)
class Line:
    """What a line of a sheet would do. `changes`: whether anything of it is new. `problem`: why it would be refused."""

    record: str
    line: int | None
    said: str  # in a few words: which body, which seat, who
    changes: bool
    problem: ContentError | None


Beside = Callable[[str], str]
"""Gives the text of a file that lies beside a sheet, by its name; OSError where there is none."""


@transaction.atomic
def load_sheet(
    *, text: str, known: date, source: str, by: Actor, file: str = "board.toml", beside: Beside | None = None
) -> Loaded:
    """Load a whole board. `file` names it in errors and tells TOML (.toml) from CSV (.csv) by its ending.

    `known` and `source` are for every line that does not say its own. `beside`: reads the standing orders that a body
    names; without it only those that come with Ouzel may be named. ContentError names the line of the first thing that
    is wrong, of the sheet or of the file it names, and nothing is kept then.
    """
    counts = dict.fromkeys(RECORDS, 0)
    for row in _in_order(text, file):
        _take(row, known=known, source=source, by=by, beside=beside)
        counts[row.record] += 1
    return Loaded(
        bodies=counts["body"], seats=counts["seat"], people=counts["person"], appointments=counts["appointment"],
        deputies=counts["deputy"], powers=counts["power"],
    )  # fmt: skip


@transaction.atomic
def look_at_sheet(
    *, text: str, known: date, source: str, by: Actor, file: str = "board.toml", beside: Beside | None = None
) -> tuple[Line, ...]:
    """What loading it would do, line by line in the order in which they are taken; nothing of it is kept.

    A line that is wrong is left out and told, and so are lines that follow from it. ContentError where the file cannot
    be read as a sheet at all.
    """
    looked, was = [], _rows_there()
    for row in _in_order(text, file):
        problem = _problem(row, known=known, source=source, by=by, beside=beside)
        now = _rows_there()
        looked.append(Line(row.record, row.line, row.said, now != was, problem))
        was = now
    transaction.set_rollback(True)
    return tuple(looked)


def _in_order(text: str, file: str) -> list[Row]:
    rows = list(rows_of(text, file=file))
    if not rows:
        raise ContentError("the file says nothing", file, right=f"It may hold {', '.join(RECORDS)}")
    return sorted(rows, key=lambda each: list(RECORDS).index(each.record))


def _take(row: Row, *, known: date, source: str, by: Actor, beside: Beside | None) -> None:
    try:
        said = {"known": row.day("known") or known, "source": row.text("source") or source, "by": by}
        _DO[row.record](row, said)
        if row.record == "body" and row.text("orders"):
            _orders(row, said, beside)
    except ContentError as error:
        if error.file and error.file in (row.file, row.text("orders")):
            raise
        raise replace(error, file=row.file, line=row.line_of(error.field)) from error


def _problem(row: Row, *, known: date, source: str, by: Actor, beside: Beside | None) -> ContentError | None:
    try:
        with transaction.atomic():
            _take(row, known=known, source=source, by=by, beside=beside)
    except ContentError as error:
        return error
    except PermissionDenied as denied:
        return ContentError("you may not do this", row.file, row.line, right=str(denied))
    return None


def _rows_there() -> list[object]:
    """How much is on record of all that a sheet says: facts are only ever added to; a person is corrected in place."""
    counted: list[object] = [model._default_manager.count() for model in KEPT]
    return [*counted, sorted(Person.objects.values_list("slug", "name", "biography"))]


KEPT = (Body, BodyFact, StandingOrders, Seat, Appointment, Deputy, Delegation)


Said = dict[str, Any]


def _body(row: Row, said: Said) -> None:
    slug, since, until = row.needed("slug"), row.day_needed("since"), row.day("until")
    single = {"name": row.needed("name"), "kind": row.needed("kind"), "part-of": row.text("part_of"),
              "terms": row.text("terms"), "website": row.text("website")}  # fmt: skip
    several = {"accountable-to": row.words("accountable_to"), "duty": row.words("duties"),
               "place": row.words("places"), "topic": row.words("topics"), "basis": row.words("basis"),
               "organisation": row.words("organisations")}  # fmt: skip
    if body_on(slug, on=since) is None:
        body = open_body(
            slug=slug, name=single["name"], kind=single["kind"], organisations=several["organisation"], since=since,
            until=until, part_of=single["part-of"], **said,
        )  # fmt: skip
    else:
        body = existing(slug)
    for attribute, value in [*single.items(), *((a, value) for a, values in several.items() for value in values)]:
        if value and not _says(slug, attribute, value, since):
            say_of_body(body=body, attribute=attribute, value=value, since=since, until=until, **said)


def _orders(row: Row, said: Said, beside: Beside | None) -> None:
    """The standing orders that a body names: a file beside the sheet, or some that come with Ouzel."""
    name = row.text("orders")
    shipped = [each.slug for each in shipped_orders()]
    if name in shipped:
        text = orders_text(name)
    elif not OWN_FILE.fullmatch(name):
        raise row.wrong("orders", "no such standing orders come with Ouzel", close(name, shipped))
    else:
        try:
            text = beside(name) if beside else ""
        except (OSError, UnicodeDecodeError):
            text = ""
        if not text:
            raise row.wrong("orders", "there is no such file beside the sheet",
                            f"Put it there, or name orders that come with Ouzel: {', '.join(shipped)}")  # fmt: skip
        read_orders(text, file=name)
    set_standing_orders(
        body=existing(row.needed("slug")), text=text, since=row.day_needed("since"), until=row.day("until"), **said
    )


OWN_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]*\.toml")
"""The name of a file beside the sheet: no folder, so that a sheet reads nothing else of a machine."""


def _says(slug: str, attribute: str, value: str, since: date) -> bool:
    """Whether it is said already for that day."""
    return existing(slug).facts.on(since).filter(attribute=BodyAttribute(attribute), value=value).exists()


def _seat(row: Row, said: Said) -> None:
    set_seat(
        body=existing(row.needed("body")), slug=row.needed("slug"), title=row.needed("title"),
        since=row.day_needed("since"), until=row.day("until"), order=row.number("order"),
        votes=row.truth("votes", default=True), tags=row.words("tags"), nominated_by=row.text("nominated_by"),
        profession=row.text("profession"), **said,
    )  # fmt: skip


def _person(row: Row, said: Said) -> None:
    slug, name, biography = row.needed("slug"), row.needed("name"), row.text("biography")
    person = Person.objects.filter(slug=slug).first()
    if person is None:
        add_person(slug=slug, name=name, biography=biography, by=said["by"])
    elif (person.name, person.biography) != (name, biography or person.biography):
        change_person(person=person, name=name, biography=biography or None, by=said["by"])


def _appointment(row: Row, said: Said) -> None:
    body, person = existing(row.needed("body")), _who(row)
    seat, since, until = row.needed("seat"), row.day_needed("since"), row.day("until")
    standing, profession = row.text("standing") or "substantive", row.text("profession")
    decision, note = row.text("decision"), row.text("note")
    same = Appointment.objects.on(since).filter(
        body=body, seat=seat, person=person, standing=standing, profession=profession, decision=decision, note=note
    )
    if any(found.valid.upper == until or until is None for found in same):
        return
    appoint(
        person=person, body=body, seat=seat, since=since, until=until, standing=standing, profession=profession,
        decision=decision, note=note, replacing=row.truth("replacing"), **said,
    )  # fmt: skip


def _deputy(row: Row, said: Said) -> None:
    name_deputy(
        person=_who(row), body=existing(row.needed("body")), seat=row.needed("seat"), since=row.day_needed("since"),
        until=row.day("until"), votes=row.truth("votes"), **said,
    )  # fmt: skip


def _power(row: Row, said: Said) -> None:
    delegate(
        to=existing(row.needed("body"), field="body"), scheme_of=existing(row.needed("scheme_of"), field="scheme_of"),
        kind=row.needed("kind"), limit=row.pence("limit"), reserved=row.truth("reserved"),
        condition=row.text("condition"), since=row.day_needed("since"), until=row.day("until"), **said,
    )  # fmt: skip


def _who(row: Row) -> Person:
    slug = row.needed("person")
    person = Person.objects.filter(slug=slug).first()
    if person is None:
        raise ContentError("there is no person with this name in their address", field="person", value=slug,
                           right="Add a person record with this slug")  # fmt: skip
    return person


_DO: dict[str, Callable[[Row, Said], None]] = {
    "body": _body, "seat": _seat, "person": _person, "appointment": _appointment, "deputy": _deputy, "power": _power,
}  # fmt: skip
