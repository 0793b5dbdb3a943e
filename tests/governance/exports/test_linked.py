"""W3C ORG, Popolo and schema.org of the world, read by others' programs and held to the vocabularies' own rules."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pyshacl
import pytest
import rdflib
from rdflib.namespace import ORG, SKOS

from ouzel.governance.bodies.queries import bodies_on, body_on
from ouzel.governance.exports import org, popolo, schema_org
from ouzel.governance.exports.successions import successions
from ouzel.governance.seats.queries import seats_of
from tests.governance.exports.test_calendar import view
from tests.governance.following.changing import MERGED_ON, MERGER_DAY, ONE, enacted, merger
from tests.governance.world import World

# rdflib reads JSON-LD by a class of its own that it calls outdated; nothing of ours uses it.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SITE = "https://ics.example.org"
SHAPES = rdflib.Graph().parse(str(Path(__file__).with_name("org.ttl")))
DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}
TEXT = {"type": "string", "minLength": 1}
LINKS = {"type": "array", "items": {"type": "object", "properties": {"url": {"format": "uri"}}, "required": ["url"]}}
WORDS = (
    "id", "name", "label", "role", "classification", "biography",
    "parent_id", "person_id", "organization_id", "post_id",
)  # fmt: skip
DATES = ("start_date", "end_date", "founding_date", "dissolution_date")
NEEDED = {
    "persons": ["id", "name"],
    "organizations": ["id", "name"],
    "posts": ["id", "label", "organization_id"],
    "memberships": ["id", "person_id", "organization_id"],
}
RECORD = {
    **dict.fromkeys(WORDS, TEXT),
    **dict.fromkeys(DATES, DATE),
    "links": LINKS,
    "identifiers": {"type": "array", "items": {"required": ["identifier"]}},
}
POPOLO = {  # what the specification asks of each class
    "type": "object",
    "additionalProperties": False,
    "properties": {
        name: {
            "type": "array",
            "items": {"type": "object", "required": required, "additionalProperties": False, "properties": RECORD},
        }
        for name, required in NEEDED.items()
    },
}


def linked(on: date) -> rdflib.Graph:
    bodies = bodies_on(on=on)
    slugs = [body.slug for body in bodies]
    value = org.graph(bodies, seats=seats_of(slugs, on=on), changes=successions(slugs), site=SITE)
    return rdflib.Graph().parse(data=org.as_bytes(value), format="json-ld")


@pytest.mark.parametrize("on", [date(2021, 3, 16), date(2022, 7, 1)])
def test_the_graph_keeps_to_the_ontology(world: World, on: date) -> None:
    graph = linked(on)
    holds, _, words = pyshacl.validate(graph, shacl_graph=SHAPES)
    assert holds, words
    assert len(set(graph.subjects(rdflib.RDF.type, ORG.Membership))) > 20


def test_shapes_find_what_is_wrong(world: World) -> None:
    graph = linked(date(2021, 3, 16))
    graph.remove((None, ORG.postIn, None))
    assert not pyshacl.validate(graph, shacl_graph=SHAPES)[0]


def test_the_merger_is_a_change_event(world: World) -> None:
    enacted(merger(), on=MERGED_ON)
    graph = linked(MERGER_DAY)
    assert pyshacl.validate(graph, shacl_graph=SHAPES)[0]
    (change,) = graph.subjects(rdflib.RDF.type, ORG.ChangeEvent)
    assert len(set(graph.objects(change, ORG.originalOrganization))) == 4  # three bodies and a committee
    assert set(graph.objects(change, ORG.resultingOrganization)) == {rdflib.URIRef(f"{SITE}/bodies/{ONE}/")}
    assert str(graph.value(change, rdflib.DCTERMS.date)) == "2021-04-01"


def test_a_partnership_is_a_collaboration_of_its_organisations(world: World) -> None:
    graph = linked(date(2022, 7, 1))
    key = rdflib.URIRef(f"{SITE}/bodies/blmk-partnership/")
    assert (key, rdflib.RDF.type, ORG.OrganizationalCollaboration) in graph
    assert len(set(graph.objects(key, ORG.hasMember))) == 5
    assert str(graph.value(key, SKOS.prefLabel)) == "Health and care partnership"


def people(on: date) -> dict[str, list[dict[str, Any]]]:
    bodies = bodies_on(on=on)
    value = popolo.popolo(bodies, seats=seats_of([body.slug for body in bodies], on=on), site=SITE)
    return json.loads(popolo.as_bytes(value))


def test_popolo_keeps_to_its_specification_and_to_itself(world: World) -> None:
    found = people(date(2021, 3, 16))
    jsonschema.Draft202012Validator(POPOLO, format_checker=jsonschema.FormatChecker()).validate(found)
    ids = {name: {each["id"] for each in rows} for name, rows in found.items()}
    for each in found["memberships"]:
        assert each["person_id"] in ids["persons"]
        assert each["organization_id"] in ids["organizations"]
        assert each["post_id"] in ids["posts"]
    assert {each["organization_id"] for each in found["posts"]} <= ids["organizations"]
    assert {each["parent_id"] for each in found["organizations"] if "parent_id" in each} <= ids["organizations"]


def test_one_person_in_three_bodies_is_one_person(world: World) -> None:
    found = people(date(2021, 3, 16))
    (ola,) = [each for each in found["persons"] if each["name"] == "Ola Allthree"]
    assert sum(each["person_id"] == ola["id"] for each in found["memberships"]) == 3


def test_last_days_are_included_where_the_format_has_it_so(world: World) -> None:
    enacted(merger(), on=MERGED_ON)
    found = people(date(2021, 3, 16))
    (luton,) = [each for each in found["organizations"] if each["id"].endswith("/luton-governing-body/")]
    assert luton["dissolution_date"] == "2021-03-31"
    (lutons,) = [each for each in found["memberships"] if "/luton-governing-body/#membership-chair" in each["id"]]
    assert lutons["end_date"] == "2021-03-31"


def test_a_body_on_its_page(world: World) -> None:
    body = body_on("blmk-board", on=date(2022, 7, 1))
    assert body is not None
    thing = schema_org.organisation(body, site=SITE)
    assert thing["@type"] == "GovernmentOrganization"
    assert thing["foundingDate"] == "2022-07-01"
    assert "dissolutionDate" not in thing
    assert thing["parentOrganization"][0]["identifier"] == "QHG"


@pytest.mark.parametrize(
    ("changed", "before", "status", "mode"),
    [
        ({}, None, "EventScheduled", "MixedEventAttendanceMode"),
        ({"venue": ""}, None, "EventScheduled", "OnlineEventAttendanceMode"),
        ({"join": "", "state": "cancelled"}, None, "EventCancelled", "OfflineEventAttendanceMode"),
        ({}, datetime(2021, 3, 9, 14, tzinfo=UTC), "EventRescheduled", "MixedEventAttendanceMode"),
    ],
)
def test_a_meeting_on_its_page(changed: Any, before: datetime | None, status: str, mode: str) -> None:
    thing = schema_org.event(view(**changed), site=SITE, before=before)
    assert thing["eventStatus"] == f"https://schema.org/{status}"
    assert thing["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert ("previousStartDate" in thing) == (before is not None)
    assert thing["startDate"] == "2021-03-16T14:00:00+00:00"


def test_no_words_leave_the_script_element() -> None:
    text = schema_org.in_page(schema_org.event(view(title="</script><b>&"), site=SITE))
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><b>&"
