"""Records of the ODS data search and export: a body with what it belongs to, and dated relationships of others to it.

The `status` and `inactive` of a relationship contradict its dates (a partnership that ended on 31 March 2026 is
"active", the one that began the next day "retired"), and `isPartnerToCode` has no dates at all: dates are believed.
"""

from datetime import date
from pathlib import Path

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers.base import Reader
from ouzel.register.readers.json_files import Place, Record, dated, records
from ouzel.register.readers.ord_records import RELATIONSHIPS
from ouzel.register.readers.sightings import Sightings


def _present(seen: Sightings, place: Place, record: Record, published: date) -> None:
    """Note what is printed of the body today, unless it is closed."""
    code = place.code("id", record.get("id"))
    name = place.text(record, "name")
    line = place.record
    if record.get("inactive"):
        seen.see(code, Attribute.PRINTED_NAME, name, on=published, line=line)
        return
    seen.see(code, Attribute.NAME, name, on=published, line=line)
    seen.see(code, Attribute.ROLE, place.text(record, "primaryRole"), on=published, line=line)
    commissioner, board, region = (place.text(record, key) for key in ("RE4", "ICB", "NHSER"))
    seen.see(code, Attribute.COMMISSIONER, commissioner, on=published, line=line)
    seen.see(commissioner, Attribute.SYSTEM, board, on=published, line=line)
    seen.see(board, Attribute.REGION, region, on=published, line=line)


def _relationship(place: Place, rel: Record, published: date) -> Assertion | None:
    kind = place.text(rel, "relationshipTypeCode")
    attribute = RELATIONSHIPS.get(kind)
    if attribute is None:
        return None
    source = place.code(f"{kind} sourceOrgCode", rel.get("sourceOrgCode"))
    target = place.code(f"{kind} targetOrgCode", rel.get("targetOrgCode"))
    start, until = place.span(f"{kind} opStartDate", rel.get("opStartDate"), rel.get("opEndDate"))
    return Assertion(source, attribute, dated(start, until, published), start, until, target, place.record)


def _parse(path: Path, published: date) -> Reading:
    found = records(path)
    seen = Sightings()
    related: dict[Assertion, None] = {}
    notes = []
    for number, record in enumerate(found, 1):
        place = Place(path, number)
        _present(seen, place, record, published)
        groups = place.inside(record, "relationships")
        for group in groups:
            for rel in place.items(groups, group):
                if said := _relationship(place, rel, published):
                    related.setdefault(said)
                    ended = said.evidence == Evidence.INTERVAL and said.until is not None and said.until <= published
                    if ended == (rel.get("status") == "active"):
                        notes.append(
                            f"{said.subject} to {said.value}: its status {rel.get('status')!r} contradicts its dates, "
                            "which are believed"
                        )
    return Reading("data search and export", "ods:dse", [*seen.assertions, *related], rows=len(found), notes=notes)


READER = Reader(
    "ODS data search and export records",
    lambda sniff: '"primaryRole"' in sniff.json and '"id"' in sniff.json and '"OrgId"' not in sniff.json,
    _parse,
)
