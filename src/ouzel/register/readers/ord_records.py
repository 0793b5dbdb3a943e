"""Organisation records of the ODS interface (ORD 2.0), one or many, with their roles, relationships and successions.

Every part is dated: operational dates give the lifespan, roles and relationships; legal dates the legal lifespan and
the successions. End dates are inclusive. The `Status` beside a date says no more than the date, and where they differ
the date is believed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers.base import Reader
from ouzel.register.readers.json_files import Place, Record, dated, records
from ouzel.register.readers.settings import SETTING_ROLES

STATUSES = {"Active": "active", "Inactive": ""}  # an inactive body is closed: its lifespan says so
RELATIONSHIPS = {
    "RE4": Attribute.COMMISSIONER, "RE5": Attribute.GEOGRAPHY, "RE6": Attribute.OPERATOR, "RE8": Attribute.NETWORK,
}  # fmt: skip

# "Is located in the geography of" is belonging, between the levels of the commissioning hierarchy.
_BELONGING = {("RO98", "RO261"): Attribute.SYSTEM, ("RO319", "RO261"): Attribute.SYSTEM,
              ("RO98", "RO209"): Attribute.REGION, ("RO319", "RO209"): Attribute.REGION,
              ("RO261", "RO209"): Attribute.REGION}  # fmt: skip
_PRESCRIBING = "RO177"  # a prescribing cost centre: its other roles are its settings
_ADDRESS = ("AddrLn1", "AddrLn2", "AddrLn3", "Town", "County")


@dataclass
class _Said:
    """What the records say, as it is gathered."""

    published: date
    assertions: list[Assertion]
    place: Place
    notes: list[str]

    def say(
        self, subject: str, attribute: Attribute, span: tuple[date, date | None], value: str, *, note: str = ""
    ) -> None:
        evidence = dated(*span, self.published)
        self.assertions.append(Assertion(subject, attribute, evidence, *span, value, self.place.record, None, note))

    def see(self, subject: str, attribute: Attribute, value: str) -> None:
        if value:
            self.assertions.append(
                Assertion(subject, attribute, Evidence.SIGHTING, self.published, None, value, self.place.record)
            )


def _spans(place: Place, item: Record, field: str) -> Iterator[tuple[str, tuple[date, date | None]]]:
    for one in place.items(item, "Date"):
        kind, start = one.get("Type"), one.get("Start")
        if kind not in ("Operational", "Legal"):
            raise place.wrong(f"{field}.Date.Type", kind, "a kind of date that is not known", "Operational or Legal")
        if start:
            yield kind, place.span(f"{field}.Date", start, one.get("End"))


def _operational(place: Place, item: Record, field: str) -> list[tuple[date, date | None]]:
    """The operational ranges; the legal ones, where there are no others."""
    spans = list(_spans(place, item, field))
    return [span for kind, span in spans if kind == "Operational"] or [span for _, span in spans]


def _organisation(said: _Said, record: Record) -> None:
    place = said.place
    code = place.code("OrgId.extension", place.inside(record, "OrgId").get("extension"))
    is_open = True
    for kind, span in _spans(place, record, "Organisation"):
        said.say(code, Attribute.LIFESPAN if kind == "Operational" else Attribute.LEGAL_LIFESPAN, span, "open")
        if kind == "Operational":
            is_open = span[1] is None or span[1] > said.published
    status = place.text(record, "Status")
    if status not in STATUSES:
        raise place.wrong("Status", status, "a status that is not known", f"One of {', '.join(STATUSES)}")
    if is_open != (status == "Active"):
        said.notes.append(f"{code} is {status} by its status and not by its dates: the dates are believed")
    name = place.text(record, "Name")
    said.see(code, Attribute.NAME if is_open else Attribute.PRINTED_NAME, name)
    if is_open:
        location = place.inside(record, "GeoLoc", "Location")
        said.see(code, Attribute.STATUS, STATUSES[status])
        said.see(code, Attribute.ADDRESS, ", ".join(filter(None, (place.text(location, key) for key in _ADDRESS))))
        said.see(code, Attribute.POSTCODE, place.text(location, "PostCode"))
    primary = _roles(said, record, code)
    _relationships(said, record, code, primary)
    _successions(said, record, code)


def _roles(said: _Said, record: Record, code: str) -> str:
    """Add the roles with their dates; the primary one is given back."""
    roles = [
        (said.place.text(role, "id"), role) for role in said.place.items(said.place.inside(record, "Roles"), "Role")
    ]
    primary = next((name for name, role in roles if role.get("primaryRole") in (True, "true")), "")
    for name, role in roles:
        name = said.place.code("Roles.Role.id", name)
        for span in _operational(said.place, role, f"role {name}"):
            said.say(code, Attribute.ROLE, span, name)
            if primary == _PRESCRIBING and name in SETTING_ROLES:
                said.say(code, Attribute.SETTING, span, name)
    return primary


def _relationships(said: _Said, record: Record, code: str, primary: str) -> None:
    place = said.place
    unknown: set[str] = set()
    for rel in place.items(place.inside(record, "Rels"), "Rel"):
        kind = place.text(rel, "id")
        other = place.code(f"{kind}.Target", place.inside(rel, "Target", "OrgId").get("extension"))
        attribute = RELATIONSHIPS.get(kind)
        if attribute is None:
            unknown.add(kind)
            continue
        if attribute is Attribute.GEOGRAPHY:
            role = place.text(place.inside(rel, "Target", "PrimaryRoleId"), "id")
            attribute = _BELONGING.get((primary, role), attribute)
        for span in _operational(place, rel, kind):
            said.say(code, attribute, span, other)
    if unknown:
        said.notes.append(f"{code} has relationships that the register does not keep: {', '.join(sorted(unknown))}")


def _successions(said: _Said, record: Record, code: str) -> None:
    place = said.place
    for succ in place.items(place.inside(record, "Succs"), "Succ"):
        kind = succ.get("Type")
        other = place.code("Succs.Target", place.inside(succ, "Target", "OrgId").get("extension"))
        if kind not in ("Predecessor", "Successor"):
            raise place.wrong("Succs.Type", kind, "a succession that is not known", "Predecessor or Successor")
        if other == code:
            said.notes.append(f"{code} is said to succeed itself: left out")
            continue
        old, new = (other, code) if kind == "Predecessor" else (code, other)
        for _, (start, _end) in _spans(place, succ, "Succs"):
            evidence = Evidence.SINCE
            said.assertions.append(Assertion(old, Attribute.SUCCESSOR, evidence, start, None, new, place.record))


def _parse(path: Path, published: date) -> Reading:
    found = records(path)
    reading = Reading("ORD records", "ods:ord", [], rows=len(found))
    assertions: list[Assertion] = []
    seen: dict[str, int] = {}
    for number, record in enumerate(found, 1):
        place = Place(path, number)
        inner = record.get("Organisation")
        if not isinstance(inner, dict):
            raise place.wrong("Organisation", inner, "no organisation", "A record under the name Organisation")
        code = place.code("OrgId.extension", place.inside(inner, "OrgId").get("extension"))
        if seen.setdefault(code, number) != number:
            if found[seen[code] - 1] != record:
                raise place.wrong(
                    "OrgId", code, f"it differs from record {seen[code]} of the same code", "One record a code"
                )
            continue
        _organisation(_Said(published, assertions, place, reading.notes), inner)
    reading.assertions = assertions
    return reading


READER = Reader(
    "ODS organisation records (ORD)", lambda sniff: '"Organisation"' in sniff.json and '"OrgId"' in sniff.json, _parse
)
