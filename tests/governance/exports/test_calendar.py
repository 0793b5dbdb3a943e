"""Calendars: what another program reads out of them is what was put in, through changes and cancellations."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.governance.exports.calendar import calendar, uid
from ouzel.governance.meetings.shown import MeetingView, SittingView

LONDON = ZoneInfo("Europe/London")
KNOWN = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "TZID",
    "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "DTSTART", "DTEND", "RRULE", "RDATE", "UID", "SEQUENCE", "DTSTAMP",
    "LAST-MODIFIED", "CREATED", "SUMMARY", "STATUS", "LOCATION", "DESCRIPTION", "URL", "TRANSP", "CATEGORIES",
    "COMMENT",
}  # fmt: skip
SITE = "https://ics.example.org"


def view(**changed: object) -> MeetingView:
    made = datetime(2021, 2, 1, 9, 30, tzinfo=UTC)
    parts = {
        "key": 1, "slug": "2021-03-16-in-common", "title": "Governing bodies in common", "state": "noticed",
        "state_words": "notice given", "public": True, "in_public": True,
        "sittings": (SittingView("luton-governing-body", "Governing body of Luton", ""),),
        "starts": datetime(2021, 3, 16, 14, tzinfo=LONDON), "ends": datetime(2021, 3, 16, 17, tzinfo=LONDON),
        "venue": "Town Hall, Luton; main room", "join": "https://video.example.org/1", "recording": "", "sequence": 0,
        "modified": made, "at": made, "noticed_on": date(2021, 3, 8), "why": "",
    }  # fmt: skip
    return MeetingView(**{**parts, **changed})  # type: ignore[arg-type]


def read(*views: MeetingView) -> list[icalendar.Event]:
    made = icalendar.Calendar.from_ical(calendar(views, name="Meetings", site=SITE))
    return [each for each in made.walk("VEVENT") if isinstance(each, icalendar.Event)]


def test_a_meeting_is_read_as_it_was_written() -> None:
    (event,) = read(view())
    assert event["summary"] == "Governing body of Luton: Governing bodies in common"
    assert event["dtstart"].dt == datetime(2021, 3, 16, 14, tzinfo=LONDON)
    assert event["dtend"].dt == datetime(2021, 3, 16, 17, tzinfo=LONDON)
    assert event["location"] == "Town Hall, Luton; main room"
    assert event["url"] == f"{SITE}/meetings/2021-03-16-in-common/"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
    assert "https://video.example.org/1" in event["description"]


def test_a_meeting_that_cannot_be_held_as_it_was_called_is_tentative() -> None:
    sitting = SittingView("luton-governing-body", "Governing body of Luton", "", gone=date(2021, 3, 16))
    (event,) = read(view(sittings=(sitting,)))
    assert event["status"] == "TENTATIVE"
    assert "Governing body of Luton is no more from 16 March 2021 on" in event["description"]
    (held,) = read(view(sittings=(sitting,), state="closed"))
    assert held["status"] == "CONFIRMED"


def test_the_required_parts_are_there() -> None:
    text = calendar([view()], name="Meetings", site=SITE).decode()
    made = icalendar.Calendar.from_ical(text)
    assert made["version"] == "2.0"
    assert made["prodid"]
    (zone,) = made.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/London"
    assert "DTSTART;TZID=Europe/London:20210316T140000" in text
    for name in ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"):
        assert f"\r\n{name}" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_uid_stays_when_everything_else_changes() -> None:
    moved = view(starts=datetime(2021, 3, 23, 14, tzinfo=LONDON), title="Another", sequence=3, state="cancelled")
    assert uid(view()) == uid(moved)
    assert uid(view()) != uid(view(slug="2021-03-16-other"))


def test_a_cancelled_meeting_stays_in_the_calendar_as_cancelled() -> None:
    (event,) = read(view(state="cancelled", why="No quorum", sequence=2))
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)
    assert event["summary"].startswith("Cancelled: ")
    assert "No quorum" in event["description"]
    assert "video.example.org" not in event["description"]


def test_summer_and_winter_time_are_londons() -> None:
    (event,) = read(view(starts=datetime(2021, 7, 1, 13, tzinfo=UTC), ends=None))
    assert event["dtstart"].dt.utcoffset() == timedelta(hours=1)
    assert event["dtstart"].dt.hour == 14
    assert "dtend" not in event


def test_a_calendar_of_nothing_is_a_calendar() -> None:
    assert read() == []


def test_a_planned_meeting_is_tentative() -> None:
    (event,) = read(view(public=False, state="planned"))
    assert event["status"] == "TENTATIVE"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip).filter(bool))
def test_any_words_come_back_whole(words: str) -> None:
    (event,) = read(view(title=words, venue=words))
    assert event["location"] == words
    assert str(event["summary"]).endswith(words)


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_meetings_give_the_same_bytes(number: int) -> None:
    views = [view(slug=f"2021-03-1{n}-x") for n in range(number)]
    assert calendar(views, name="A", site=SITE) == calendar(views, name="A", site=SITE)


@pytest.mark.parametrize("name", ["Luton; Bedford, and \\n", "n\rX:1", "n\nX:1", "a\u2028b\x0bc", "bell\x07"])
def test_no_name_or_place_makes_a_line_of_its_own(name: str) -> None:
    sitting = SittingView("luton-governing-body", name, "")
    made = calendar([view(title=name, venue=name, why=name, sittings=(sitting,))], name=name, site=SITE)
    text = made.decode().replace("\r\n ", "")
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]|\r(?!\n)|(?<!\r)\n", text)
    assert {line.partition(":")[0].partition(";")[0] for line in text.split("\r\n") if line} <= KNOWN
    kept = name.replace("\u2028", "\n").replace("\x0b", "\n").replace("\r", "\n").replace("\x07", "")
    escaped = kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    for line in (f"NAME:{escaped}", f"X-WR-CALNAME:{escaped}", f"LOCATION:{escaped}"):
        assert line in text.split("\r\n")
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert event["location"] == kept
