"""Meetings as iCalendar (RFC 5545, RFC 7986): calendars that follow it see each change and each cancellation.

A meeting keeps its UID for good, whatever becomes of its time, its title and the address of the site.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

import icalendar

from ouzel.governance.exports import addresses
from ouzel.governance.meetings.shown import MeetingView
from ouzel.reorganisation.wording import in_words, listed

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONDON = ZoneInfo("Europe/London")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
REFRESH = timedelta(hours=12)  # how often calendars should ask again


def calendar(meetings: Iterable[MeetingView], *, name: str, site: str) -> bytes:
    """A calendar called `name` of the meetings, in the order given; the same meetings give the same bytes."""
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Ouzel//Meetings//EN")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", icalendar.vText(_text(name)))
    made.add("x-wr-calname", icalendar.vText(_text(name)))  # ours would be taken as it stands, without escapes
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    events = [_event(meeting, site) for meeting in meetings]
    if events:
        made.add_component(icalendar.Timezone.from_tzid("Europe/London"))
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())


def uid(meeting: MeetingView) -> str:
    """The meeting's UID: from its slug and the moment at which it was first planned, neither of which changes."""
    return str(uuid5(NAMESPACE_OID, f"{meeting.slug} {meeting.at.astimezone(UTC).isoformat()}"))


def _event(meeting: MeetingView, site: str) -> icalendar.Event:
    event = icalendar.Event()
    address = addresses.meeting(site, meeting.slug)
    event.add("uid", uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(meeting.modified))
    event.add("last-modified", _utc(meeting.modified))
    event.add("created", _utc(meeting.at))
    event.add("dtstart", meeting.starts.astimezone(LONDON))
    if meeting.ends is not None:
        event.add("dtend", meeting.ends.astimezone(LONDON))
    event.add("summary", _text(f"Cancelled: {_title(meeting)}" if meeting.cancelled else _title(meeting)))
    event.add("status", _status(meeting))
    if meeting.venue:
        event.add("location", _text(meeting.venue))
    said = (meeting.why, _gone(meeting), _joining(meeting), address)
    event.add("description", "\n".join(line for line in map(_text, said) if line))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # who follows a board is not busy because it meets
    if meeting.sittings:
        event.add("categories", [_text(sitting.name) for sitting in meeting.sittings])
    return event


def _text(words: str) -> str:
    """Words as the format may carry them (RFC 5545, 3.3.11): no control characters, and every line break alike."""
    lines = _BREAKS.sub("\n", words)
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _title(meeting: MeetingView) -> str:
    names = listed([sitting.name for sitting in meeting.sittings])
    return f"{names}: {meeting.title}" if names and names not in meeting.title else meeting.title


def _status(meeting: MeetingView) -> str:
    if meeting.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if meeting.public and not meeting.cannot_sit else "TENTATIVE"


def _gone(meeting: MeetingView) -> str:
    said = [f"{each.name} is no more from {in_words(each.gone)} on" for each in meeting.cannot_sit if each.gone]
    return f"It cannot be held as it was called: {listed(said)}." if said else ""


def _joining(meeting: MeetingView) -> str:
    if not meeting.in_public:
        return "Not held in public."
    return f"Watch or join: {meeting.join}" if meeting.join and not meeting.cancelled else ""


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
