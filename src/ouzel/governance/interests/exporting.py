"""The register as CSV that no spreadsheet runs: the public one for anybody, the whole one for who may, in the trail."""

import csv
from collections.abc import Collection, Iterable
from datetime import date
from io import StringIO

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.permissions import Permission, today
from ouzel.core.spreadsheets import safe
from ouzel.governance.auditing import Did
from ouzel.governance.interests.gifts import WORDS
from ouzel.governance.interests.publishing import Register, register_of
from ouzel.governance.models import Body
from ouzel.governance.rules import require_for

INTERESTS = (
    "person", "seats", "category", "interest", "through", "organisation", "ods_code", "company_number", "mitigation",
    "since", "until", "declared", "corrected", "last_declared", "withheld_because", "note",
)  # fmt: skip
"""`until` is half-open, as everywhere: the first day on which it was no more."""
GIFTS = (
    "person", "kind", "donor", "description", "supplier", "pence", "offered", "declared", "corrected", "late",
    "outcome", "approved_by", "reason", "what_the_rule_says", "withheld_because",
)  # fmt: skip
Cell = str | int | date | bool | None


def interests_csv(register: Register) -> str:
    """One row an entry, and one for each person without any, whose `note` says why there is none."""
    rows: list[tuple[Cell, ...]] = []
    for person in register.people:
        seats = "; ".join(f"{seat.said} ({seat.body.slug})" for seat in person.seats)
        for entry in person.entries:
            rows.append((
                person.person.name, seats, entry.category_name, entry.description, entry.through, entry.organisation,
                entry.ods_code, entry.company_number, entry.mitigation, entry.since, entry.until, entry.declared,
                entry.corrected, person.declared, entry.redaction if entry.redacted else "", "",
            ))  # fmt: skip
        if not person.entries:
            rows.append((person.person.name, seats, *[""] * 11, person.declared, "", person.said))
    return _csv(INTERESTS, rows)


def gifts_csv(register: Register) -> str:
    """One row a gift or hospitality; sums in pence, empty where not known or withheld."""
    return _csv(GIFTS, (
        (
            gift.person.name, gift.kind, gift.donor, gift.description, gift.supplier, gift.value, gift.offered,
            gift.declared, gift.corrected, gift.late, gift.outcome, gift.approved_by, gift.reason,
            f"{gift.ruling.why} {WORDS[gift.ruling.may]}" if gift.ruling else "",
            gift.redaction if gift.redacted else "",
        )
        for gift in register.gifts
    ))  # fmt: skip


@transaction.atomic
def export_whole(bodies: Collection[Body], *, on: date, by: Actor, known_at: date | None = None) -> Register:
    """The register with what is withheld from the public, for who may take it out; that it was is written down."""
    require_for(by, Permission.EXPORT_INTERESTS, bodies, on=today())
    require_for(by, Permission.GOVERNANCE_INTERESTS, bodies, on=today())
    register = register_of(bodies, on=on, viewer=by, known_at=known_at)
    audit.record(
        by=by, action=Did.INTERESTS_EXPORTED, subject=", ".join(sorted(body.slug for body in bodies)),
        detail={"on": on, "known_at": known_at, "people": len(register.people), "gifts": len(register.gifts)},
    )  # fmt: skip
    return register


def _csv(headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_cell(each) for each in row])
    return file.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(str(value))
