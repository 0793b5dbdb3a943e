"""Bodies, seats and people as Popolo JSON (http://www.popoloproject.com/specs/): a plain download."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ouzel.governance.bodies.queries import BodyView
from ouzel.governance.exports import addresses
from ouzel.governance.seats.queries import SeatView

MEDIA_TYPE = "application/json"
Record = dict[str, Any]
Lists = dict[str, list[Record]]


def popolo(
    bodies: Iterable[BodyView], *, seats: Mapping[str, Iterable[SeatView]], site: str
) -> dict[str, list[Record]]:
    """Persons, organizations, posts and memberships, each list by id. `seats` by slug of the body."""
    persons: dict[str, Record] = {}
    organizations: dict[str, Record] = {}
    posts: dict[str, Record] = {}
    memberships: dict[str, Record] = {}
    for body in bodies:
        own = addresses.body(site, body.slug)
        for each in body.organisations:
            key = addresses.organisation(site, each.code)
            organizations[key] = {
                "id": key, "name": each.name, "classification": "organisation",
                "identifiers": [{"scheme": "ODS", "identifier": each.code}], "links": [{"url": key}],
            }  # fmt: skip
        organizations[own] = _organization(body, own, site)
        for seat in seats.get(body.slug, ()):
            post = addresses.seat(site, body.slug, seat.seat)
            posts[post] = {"id": post, "label": seat.title, "role": seat.title, "organization_id": own}
            if seat.holder is None or seat.since is None:
                continue
            who = addresses.person(site, seat.holder.slug)
            persons[who] = _without_nothing(
                {"id": who, "name": seat.holder.name, "biography": seat.holder.biography, "links": [{"url": who}]}
            )
            key = addresses.membership(site, body.slug, seat.seat, seat.holder.slug, seat.since)
            memberships[key] = _without_nothing(
                {"id": key, "label": f"{seat.title}, {body.name}", "role": seat.title, "person_id": who,
                 "organization_id": own, "post_id": post, **_days(seat.since, seat.until)}
            )  # fmt: skip
    lists = {"persons": persons, "organizations": organizations, "posts": posts, "memberships": memberships}
    return {name: [found[key] for key in sorted(found)] for name, found in lists.items()}


def as_bytes(value: Lists) -> bytes:
    """JSON as it is served."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _organization(body: BodyView, own: str, site: str) -> Record:
    of = [addresses.organisation(site, each.code) for each in body.organisations]
    parent = addresses.body(site, body.part_of) if body.part_of else (of[0] if len(of) == 1 else None)
    return _without_nothing(
        {
            "id": own, "name": body.name, "classification": body.kind_name or body.kind, "parent_id": parent,
            "founding_date": str(body.since), "dissolution_date": addresses.last_day(body.until),
            "links": [{"url": own}],
        }
    )  # fmt: skip


def _days(since: date, until: date | None) -> Record:
    return {"start_date": str(since), "end_date": addresses.last_day(until)}


def _without_nothing(record: Record) -> Record:
    return {key: value for key, value in record.items() if value not in (None, "", [])}
