"""Feeds (Atom, RFC 4287): meetings, papers, minutes, decisions, interests and changes of bodies.

Each entry is known by its permanent address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_default_timezone, localtime

from ouzel.governance.decisions.queries import DecisionView
from ouzel.governance.exports import addresses
from ouzel.governance.exports.successions import Succession
from ouzel.governance.interests.publishing import Register
from ouzel.governance.meetings.shown import MeetingView
from ouzel.governance.models import Minutes
from ouzel.governance.papers.queries import PaperView
from ouzel.reorganisation.wording import in_words, listed

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries was changed: it never was


@dataclass(frozen=True)
class Entry:
    """One entry. `key` is its id for good; it is `updated` whenever there is something new to say of the same thing."""

    key: str
    title: str
    address: str
    updated: datetime
    published: datetime | None
    summary: str
    author: str
    topics: tuple[str, ...] = ()


def feed(entries: Iterable[Entry], *, title: str, address: str, site: str, about: str = "") -> bytes:
    """A feed at `address` (its path, such as /decisions/), newest first; the same entries give the same bytes."""
    newest_first = sorted(entries, key=lambda entry: (entry.updated, entry.key), reverse=True)
    made = _Feed(
        title=_clean(title), link=f"{site}{address}", description=_clean(about), subtitle=_clean(about) or None,
        language="en-gb", author_name=_clean(title), feed_url=f"{site}{address.rstrip('/')}.atom",
        feed_guid=f"{site}{address}",
    )  # fmt: skip
    for entry in newest_first:
        made.add_item(
            title=_clean(entry.title), link=entry.address, description=_clean(entry.summary), unique_id=entry.key,
            updateddate=entry.updated, pubdate=entry.published or entry.updated, author_name=_clean(entry.author),
            categories=[_clean(topic) for topic in entry.topics],
        )  # fmt: skip
    written = made.writeString("utf-8")
    return str(written).encode()


def of_meeting(meeting: MeetingView, *, site: str) -> Entry:
    """A meeting: new when it is called, and again when it is moved, cancelled, or anything of it is published."""
    address = addresses.meeting(site, meeting.slug)
    names = listed([sitting.name for sitting in meeting.sittings])
    start = meeting.starts.astimezone(get_default_timezone())
    state = "" if meeting.state in ("planned", "noticed") else f" ({meeting.state_words})"
    words = [f"{names}, {in_words(start.date())}, {start:%H:%M}", meeting.venue, meeting.why]
    return Entry(
        address, f"{meeting.title}{state}", address, meeting.modified, meeting.at, ". ".join(w for w in words if w),
        names or meeting.title,
    )  # fmt: skip


def of_decision(decision: DecisionView, *, site: str) -> Entry:
    """A decision, dated by the day it was taken: it never changes."""
    made = _begins(decision.on)
    address = addresses.decision(site, decision.ref)
    title = f"{decision.ref}: {decision.title}"
    summary = f"{decision.text} {decision.how}"
    return Entry(address, title, address, made, made, summary, decision.body_name, decision.topics)


def of_paper(paper: PaperView, *, site: str, author: str) -> Entry | None:
    """A paper by the version that counts; None for one that is not published."""
    published = paper.version.published
    if published is None:
        return None
    address = f"{site}{paper.address}"
    again = f" (version {paper.version.number}: {paper.version.why})" if paper.version.number > 1 else ""
    first = paper.paper.published or published
    summary = f"{paper.version.name}, SHA-256 {paper.version.sha256}"
    return Entry(
        address, f"{paper.paper.title}{again}", address, published, first, summary, paper.paper.author or author
    )


def of_minutes(minutes: Minutes, *, names: Sequence[str], site: str) -> Entry:
    """A version of the minutes: new when it is published, and again when a meeting approves it. `names`: who met."""
    assert minutes.published is not None, "what is no draft in a drawer"
    day = in_words(localtime(minutes.meeting.starts).date())
    address = f"{addresses.meeting(site, minutes.meeting.slug)}minutes/{minutes.number}/"
    approved = minutes.approved_on
    what = "Draft minutes" if approved is None else "Approved minutes"
    updated = minutes.published if approved is None else max(minutes.published, _begins(approved))
    said = [f"Version {minutes.number}", minutes.why, f"Approved on {in_words(approved)}" if approved else ""]
    return Entry(
        address, f"{what}: {minutes.meeting.title}, {day}", address, updated, minutes.published,
        ". ".join(word for word in said if word), listed(names) or minutes.meeting.title,
    )  # fmt: skip


def of_register(register: Register, *, site: str) -> tuple[Entry, ...]:
    """What the register of interests says, each entry new when it was declared, corrected or ended."""
    found = []
    for person in register.people:
        address = f"{site}/interests/#{person.person.slug}"
        for each in person.entries:
            ended = each.until if each.until is not None and each.until <= register.on else None
            updated = max(day for day in (each.declared, each.corrected, ended) if day is not None)
            words = f"Withheld: {each.redaction}" if each.redacted else each.description
            said = [words, each.organisation, f"Held until {addresses.last_day(each.until)}" if ended else ""]
            found.append(Entry(
                f"{site}/interests/#interest-{each.number}", f"{person.person.name}: {each.category_name}", address,
                _begins(updated), _begins(each.declared), ". ".join(word for word in said if word), person.person.name,
            ))  # fmt: skip
    for gift in register.gifts:
        words = f"Withheld: {gift.redaction}" if gift.redacted else f"{gift.description}, from {gift.donor}"
        found.append(Entry(
            f"{site}/interests/#gift-{gift.number}", f"{gift.person.name}: gift or hospitality",
            f"{site}/interests/#gifts", _begins(gift.corrected or gift.declared), _begins(gift.declared), words,
            gift.person.name,
        ))  # fmt: skip
    return tuple(found)


def of_succession(change: Succession, *, site: str) -> Entry:
    """A body that took over from others."""
    key = addresses.succession(site, change.after.slug, change.on)
    names = listed([body.name for body in change.before])
    moment = _begins(change.known)
    summary = f"From {in_words(change.on)} on {change.after.name} takes over from {names}. Source: {change.source}."
    return Entry(
        key, f"{change.after.name} takes over from {names}", addresses.body(site, change.after.slug), moment, moment,
        summary, change.after.name,
    )  # fmt: skip


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_default_timezone())


class _Feed(Atom1Feed):
    """Django's, with the time of the last change taken from the entries alone."""

    def latest_post_date(self) -> datetime:
        """When anything in it was changed last."""
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot carry."""
    return "".join(sign for sign in text if (sign >= " " and sign not in "\ufffe\uffff") or sign in "\n\t")
