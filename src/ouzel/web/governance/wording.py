"""Words of the pages of governance: what codes in the records are called, and times of day."""

from datetime import datetime
from urllib.parse import urlsplit

from django.utils import timezone

from ouzel.governance.meetings.shown import EventView
from ouzel.governance.packs.wording import quorum as quorum
from ouzel.governance.papers.kinds import of_media_type
from ouzel.governance.reference.decisions import kinds_of_decision
from ouzel.web.words import day

PURPOSES = {
    "decision": "For decision", "assurance": "For assurance", "discussion": "For discussion",
    "information": "For information", "standing": "Standing item",
}  # fmt: skip
STANDINGS = {"substantive": "", "interim": "interim", "acting": "acting"}
CAPACITIES = {
    "member": "Members", "deputy": "Deputies", "in-attendance": "In attendance", "apologies": "Apologies",
    "absent": "Absent without apologies",
}  # fmt: skip
EFFECTS = {
    "left": "left the meeting for this item", "silent": "stayed, but took no part and did not vote",
    "no-vote": "took part, but did not vote", "none": "took part: the chair ruled so",
}  # fmt: skip
VOTES = {"for": "For", "against": "Against", "abstain": "Abstained"}
STATES = {"open": "Open", "done": "Reported done", "closed": "Closed", "dropped": "Dropped"}
STEPS = {
    "made": "Asked for", "progress": "Progress reported", "moved": "Given another day",
    "owner": "Given to somebody else",
    "done": "Reported done", "closed": "Closed", "dropped": "Dropped", "carried": "Taken over by a successor",
}  # fmt: skip
EVENTS = {
    "planned": "Planned", "noticed": "Notice given", "moved": "Moved", "agenda": "Agenda changed",
    "paper": "Papers changed", "papers": "Papers published", "cancelled": "Cancelled",
    "opened": "Opened", "adjourned": "Adjourned",
    "reconvened": "Taken up again", "closed": "Closed", "recording": "Recording", "minutes": "Minutes",
    "chair": "Who presided was recorded", "excluded": "The public was excluded",
}  # fmt: skip
RULES = {
    "notice": "Notice", "papers": "Papers", "agenda": "Agenda", "quorum": "Quorum", "vote": "Voting",
    "delegation": "Authority to decide", "authority": "Authority to decide", "exclusion": "Exclusion of the public",
    "minutes": "Minutes",
}  # fmt: skip


def event(it: EventView) -> str:
    """What happened to a meeting, in a few words: `Item 7 was added to the agenda`, `Moved`."""
    if it.kind == "agenda" and "item" in it.detail:
        what = {"moved": "put elsewhere in the order", "taken off": "taken off the agenda", "added": "added"}
        said = what.get(str(it.detail.get("what")), str(it.detail.get("what", "changed")))
        return f"Item {it.detail['item']} was {said}: {it.detail.get('title', '')}"
    return EVENTS.get(it.kind, capital(code(it.kind)))


def clock(value: datetime | None) -> str:
    """The time of day in London, as 9:30am; 12 noon is `midday`."""
    if value is None:
        return ""
    there = timezone.localtime(value)
    if (there.hour, there.minute) in ((12, 0), (0, 0)):
        return "midday" if there.hour else "midnight"
    minutes = f":{there.minute:02d}" if there.minute else ""
    return f"{there.hour % 12 or 12}{minutes}{'am' if there.hour < 12 else 'pm'}"


def when(starts: datetime, ends: datetime | None = None) -> str:
    """`Tuesday 16 March 2021, 9:30am to midday`."""
    there = timezone.localtime(starts)
    text = f"{there:%A} {day(there.date())}, {clock(starts)}"
    if ends is None:
        return text
    end = timezone.localtime(ends)
    return f"{text} to {clock(ends)}" + ("" if end.date() == there.date() else f" on {day(end.date())}")


def on_day(value: datetime | None) -> str:
    """The day in London of a moment."""
    return day(timezone.localdate(value)) if value else ""


def kind_of_document(media_type: str) -> str:
    """What sort of document a version of a paper is."""
    kind = of_media_type(media_type)
    return kind.name if kind else media_type


def size(count: int) -> str:
    """Bytes as people say them: `84 KB`, `2.1 MB`."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1_000)):,} KB"
    return f"{count / 1_000_000:.1f} MB"


def decision_kind(slug: str) -> str:
    """What a kind of decision is called; the slug for one that is not known any more."""
    return next((kind.name for kind in kinds_of_decision() if kind.slug == slug), slug)


def code(text: str) -> str:
    """A slug or tag as words."""
    return text.replace("-", " ")


def host(address: str) -> str:
    """The name of the site that an address leads to."""
    return urlsplit(address).hostname or address


def capital(text: str) -> str:
    """The first letter as a capital."""
    return text[:1].upper() + text[1:]
