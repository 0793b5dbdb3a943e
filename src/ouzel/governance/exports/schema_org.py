"""What a page tells search engines (https://schema.org): a meeting as an event, a body as an organisation."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ouzel.governance.bodies.queries import BodyView
from ouzel.governance.exports import addresses
from ouzel.governance.meetings.shown import MeetingView

Thing = dict[str, Any]
CONTEXT = "https://schema.org"


def event(meeting: MeetingView, *, site: str, before: datetime | None = None) -> Thing:
    """A meeting. `before`: when it was called for at first, where it was moved."""
    made: Thing = {
        "@context": CONTEXT, "@type": "Event", "@id": addresses.meeting(site, meeting.slug), "name": meeting.title,
        "url": addresses.meeting(site, meeting.slug), "startDate": meeting.starts.isoformat(),
        "eventStatus": f"{CONTEXT}/{_status(meeting, before)}",
        "eventAttendanceMode": f"{CONTEXT}/{_mode(meeting)}",
        "organizer": [
            {"@type": "GovernmentOrganization", "name": sitting.name, "url": addresses.body(site, sitting.slug)}
            for sitting in meeting.sittings
        ],
        "inLanguage": "en-GB", "isAccessibleForFree": True,
    }  # fmt: skip
    if meeting.ends is not None:
        made["endDate"] = meeting.ends.isoformat()
    if before is not None and before != meeting.starts:
        made["previousStartDate"] = before.isoformat()
    places: list[Thing] = []
    if meeting.venue:
        places.append({"@type": "Place", "name": meeting.venue, "address": meeting.venue})
    if meeting.join:
        places.append({"@type": "VirtualLocation", "url": meeting.join})
    if places:
        made["location"] = places
    return made


def organisation(body: BodyView, *, site: str, committees: Iterable[BodyView] = ()) -> Thing:
    """A body, with the organisations it is of and its committees."""
    made: Thing = {
        "@context": CONTEXT, "@type": "GovernmentOrganization", "@id": addresses.body(site, body.slug),
        "name": body.name, "url": addresses.body(site, body.slug), "foundingDate": str(body.since),
    }  # fmt: skip
    last = addresses.last_day(body.until)
    if last is not None:
        made["dissolutionDate"] = last
    if body.part_of:
        made["parentOrganization"] = [{"@type": "GovernmentOrganization", "@id": addresses.body(site, body.part_of)}]
    else:
        made["parentOrganization"] = [
            {"@type": "GovernmentOrganization", "@id": addresses.organisation(site, each.code), "name": each.name,
             "identifier": each.code}
            for each in body.organisations
        ]  # fmt: skip
    below = [
        {"@type": "GovernmentOrganization", "@id": addresses.body(site, each.slug), "name": each.name}
        for each in committees
    ]
    if below:
        made["subOrganization"] = below
    return made


def in_page(thing: Thing) -> str:
    """JSON that may stand in a page's script element of type application/ld+json, whatever words are in it."""
    text = json.dumps(thing, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _status(meeting: MeetingView, before: datetime | None) -> str:
    if meeting.cancelled:
        return "EventCancelled"
    return "EventRescheduled" if before is not None and before != meeting.starts else "EventScheduled"


def _mode(meeting: MeetingView) -> str:
    if meeting.join and meeting.venue:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if meeting.join else "OfflineEventAttendanceMode"
