"""Bodies as linked data: the W3C's Organization Ontology in JSON-LD.

https://www.w3.org/TR/vocab-org/ : a body of one organisation is a unit of it, one of several a collaboration between
them; seats are posts; who takes over is a change event, the part that no other vocabulary has.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ouzel.governance.bodies.queries import BodyView
from ouzel.governance.exports import addresses
from ouzel.governance.exports.successions import Succession
from ouzel.governance.seats.queries import SeatView

MEDIA_TYPE = "application/ld+json"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"  # the system of codes of organisations
CONTEXT: dict[str, Any] = {
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "date": {"@id": "dct:date", "@type": "xsd:date"},
    "day": {"@id": "time:inXSDDate", "@type": "xsd:date"},
    **{
        name: {"@id": f"org:{name}", "@type": "@id"}
        for name in ("unitOf", "hasMember", "subOrganizationOf", "hasPost", "postIn", "heldBy", "member",
                     "organization", "memberDuring", "originalOrganization", "resultingOrganization", "changedBy",
                     "resultedFrom", "role")
    },
    "name": "skos:prefLabel",
    "personName": "foaf:name",
    "purpose": "org:purpose",
    "identifier": "org:identifier",
    "begins": {"@id": "time:hasBeginning"},
    "ends": {"@id": "time:hasEnd"},
}  # fmt: skip
Node = dict[str, Any]


def graph(
    bodies: Iterable[BodyView], *, seats: Mapping[str, Iterable[SeatView]], changes: Iterable[Succession], site: str
) -> Node:
    """Bodies with their organisations, seats (by slug of the body), who holds them, and who took over from whom."""
    nodes: dict[str, Node] = {}
    for body in bodies:
        _body(nodes, body, site)
        for seat in seats.get(body.slug, ()):
            _seat(nodes, body, seat, site)
    for change in changes:
        _change(nodes, change, site)
    return {"@context": CONTEXT, "@graph": [nodes[key] for key in sorted(nodes)]}


def as_bytes(value: Node) -> bytes:
    """JSON-LD as it is served."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _body(nodes: dict[str, Node], body: BodyView, site: str) -> None:
    joint = len(body.organisations) > 1
    node = _node(nodes, addresses.body(site, body.slug), name=body.name)
    node["@type"] = ["org:Organization", "org:OrganizationalCollaboration" if joint else "org:OrganizationalUnit"]
    node["dct:description"] = body.kind_name
    if body.duties:
        node["purpose"] = list(body.duties)
    of = [addresses.organisation(site, each.code) for each in body.organisations]
    node["hasMember" if joint else "unitOf"] = of
    if body.part_of:
        node["subOrganizationOf"] = addresses.body(site, body.part_of)
    for each in body.organisations:
        own = _node(nodes, addresses.organisation(site, each.code), name=each.name)
        own["@type"] = ["org:Organization", "org:FormalOrganization"]
        own["identifier"] = {"@value": each.code, "@type": ODS}
    node["time:hasTime"] = _interval(addresses.body(site, body.slug), body.since, body.until)


def _seat(nodes: dict[str, Node], body: BodyView, seat: SeatView, site: str) -> None:
    key = addresses.seat(site, body.slug, seat.seat)
    post = _node(nodes, key, name=seat.title)
    post["@type"] = "org:Post"
    post["postIn"] = addresses.body(site, body.slug)
    nodes[addresses.body(site, body.slug)].setdefault("hasPost", []).append(key)
    if seat.holder is None or seat.since is None:
        return
    who = addresses.person(site, seat.holder.slug)
    post["heldBy"] = who
    person = nodes.setdefault(who, {"@id": who})
    person["@type"] = ["foaf:Person", "foaf:Agent"]
    person["personName"] = seat.holder.name
    own = addresses.membership(site, body.slug, seat.seat, seat.holder.slug, seat.since)
    role = f"{key}-role"
    nodes[role] = {"@id": role, "@type": "org:Role", "name": seat.title}
    nodes[own] = {
        "@id": own, "@type": "org:Membership", "member": who, "organization": addresses.body(site, body.slug),
        "role": role, "memberDuring": _interval(own, seat.since, seat.until),
    }  # fmt: skip


def _change(nodes: dict[str, Node], change: Succession, site: str) -> None:
    key = addresses.succession(site, change.after.slug, change.on)
    before = [addresses.body(site, each.slug) for each in change.before]
    after = addresses.body(site, change.after.slug)
    nodes[key] = {
        "@id": key, "@type": "org:ChangeEvent", "date": str(change.on), "originalOrganization": before,
        "resultingOrganization": after, "dct:source": change.source,
        "name": f"{change.after.name} takes over",
    }  # fmt: skip
    for each in change.before:
        node = _node(nodes, addresses.body(site, each.slug), name=each.name)
        node.setdefault("@type", "org:Organization")
        node.setdefault("changedBy", []).append(key)
    node = _node(nodes, after, name=change.after.name)
    node.setdefault("@type", "org:Organization")
    node.setdefault("resultedFrom", []).append(key)


def _node(nodes: dict[str, Node], key: str, *, name: str) -> Node:
    return nodes.setdefault(key, {"@id": key, "name": name})


def _interval(key: str, since: date, until: date | None) -> Node:
    found: Node = {
        "@id": f"{key}-days" if "#" in key else f"{key}#days",
        "@type": "time:Interval",
        "begins": {"@type": "time:Instant", "day": str(since)},
    }
    last = addresses.last_day(until)
    if last is not None:
        found["ends"] = {"@type": "time:Instant", "day": last}
    return found
