"""Answers as plain dictionaries: the one shape of each that commands (`--json`), the HTTP interface and pages give.

Days are ISO texts. `until` and `closed` are half-open, the first day it no longer held; null where no end is known.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ouzel.register.answers import (
    Body,
    Difference,
    EvidenceRow,
    FactRow,
    Finding,
    Found,
    Member,
    Moment,
    Named,
    Succession,
)

Shape = dict[str, Any]


def text(day: date | None) -> str | None:
    """A day as ISO text."""
    return None if day is None else day.isoformat()


def moment(asked: Moment, edition: int) -> Shape:
    """What the question was asked of, and the edition that answered."""
    return {"on": text(asked.on), "known_at": text(asked.known_at), "edition": edition}


def body(found: Body) -> Shape:
    """One organisation or area on a day."""
    return {
        "code": found.code,
        "name": found.name,
        **moment(found.moment, found.edition),
        "described": found.described,
        "open": found.open,
        "opened": text(found.opened),
        "closed": text(found.closed),
        "status": found.status or None,
        "roles": list(found.roles),
        "kinds": list(found.kinds),
        "address": found.address or None,
        "postcode": found.postcode or None,
        "gss_code": found.gss_code or None,
        "parents": [parent(row) for row in found.parents],
        "former_names": [{"name": n.name, "since": text(n.since), "until": text(n.until)} for n in found.former_names],
    }


def parent(row: FactRow) -> Shape:
    """One relation of a body."""
    return {
        "relation": row.attribute.name.lower(),
        "code": row.value,
        "name": row.value_name,
        "since": text(row.since),
        "until": text(row.until),
        "changed_after": text(row.changed_after),
        "share": None if row.share is None else float(row.share),
        "note": row.note or None,
    }


def members(code: str, found: Iterable[Member], asked: Moment, edition: int) -> Shape:
    """The members of a body: the contract of `register members --json`."""
    rows = [
        {"code": m.code, "name": m.name, "since": text(m.since), "until": text(m.until)}
        | ({"via": list(m.via)} if m.via else {})
        | ({} if m.share is None else {"share": float(m.share)})
        for m in found
    ]
    return {"code": code, **moment(asked, edition), "count": len(rows), "members": rows}


def fact(row: FactRow) -> Shape:
    """One fact with both its clocks."""
    return {
        "attribute": row.attribute.name.lower(),
        "value": row.value,
        "value_name": row.value_name or None,
        "since": text(row.since),
        "until": text(row.until),
        "known_from": text(row.known_from),
        "known_until": text(row.known_until),
        "changed_after": text(row.changed_after),
        "share": None if row.share is None else float(row.share),
        "note": row.note or None,
    }


def evidence(row: EvidenceRow) -> Shape:
    """One assertion and where it was said."""
    return {
        "attribute": row.attribute.name.lower(),
        "value": row.value,
        "evidence": row.evidence,
        "since": text(row.since),
        "until": text(row.until),
        "published": text(row.published),
        "source": row.source,
        "file": row.file,
        "row": row.row,
        "note": row.note or None,
        "withdrawn": row.withdrawn,
    }


def succession(step: Succession) -> Shape:
    """One step from a body to another."""
    return {
        "predecessor": step.predecessor,
        "predecessor_name": step.predecessor_name,
        "successor": step.successor,
        "successor_name": step.successor_name,
        "on": text(step.on),
        "note": step.note or None,
        "share": None if step.share is None else float(step.share),
        "depth": step.depth,
    }


def found(one: Found) -> Shape:
    """One answer to a search."""
    return {
        "code": one.code,
        "name": one.name,
        "matched": one.matched,
        "matched_text": one.matched_text,
        "kinds": list(one.kinds),
        "open": one.open,
        "opened": text(one.opened),
        "closed": text(one.closed),
    }


def named(one: Named) -> Shape:
    """A body as a list shows it."""
    return {"code": one.code, "name": one.name}


def difference(one: Difference) -> Shape:
    """One thing that differs between two moments."""
    return {
        "code": one.code,
        "name": one.name,
        "attribute": one.attribute.name.lower(),
        "before": one.before,
        "after": one.after,
        "change": one.change,
    }


def finding(one: Finding) -> Shape:
    """One breach of an invariant, naming its rows."""
    return {
        "rule": one.rule,
        "codes": list(one.codes),
        "problem": one.problem,
        "since": text(one.since),
        "until": text(one.until),
        "rows": list(one.rows),
    }
