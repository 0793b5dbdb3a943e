"""Answers about meetings and papers, as plain values: the same for HTTP, for copies of pages and for commands."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ouzel.api.governance_shapes import action, decision, link
from ouzel.core.permissions import Viewer, today
from ouzel.governance.meetings.shown import AttendanceView, ItemView, MeetingView
from ouzel.governance.minutes.queries import MinutesView
from ouzel.governance.models import Exclusion, ItemPaper, Meeting, Paper, PaperVersion
from ouzel.governance.papers.queries import PaperView, taken_off, version_address
from ouzel.governance.search import Found
from ouzel.governance.whole_meeting import MeetingRecord, meeting_record

Shape = dict[str, Any]


def meeting(view: MeetingView) -> Shape:
    """A meeting as lists show it. Times have their offset."""
    return {
        "slug": view.slug, "address": view.address, "title": view.title, "state": view.state,
        "state_words": view.state_words, "in_public": view.in_public, "in_common": view.in_common,
        "bodies": [{"slug": each.slug, "name": each.name, "chair": each.chair or None, "gone": each.gone}
                   for each in view.sittings],
        "starts": view.starts, "ends": view.ends, "venue": view.venue or None, "join": view.join or None,
        "recording": view.recording or None, "noticed_on": view.noticed_on, "why": view.why or None,
        "sequence": view.sequence, "modified": view.modified,
    }  # fmt: skip


def told(found: Meeting, viewer: Viewer, *, on: date | None = None) -> Shape:
    """A meeting as somebody sees it, read anew; its actions as they stood on the day (None: today). NoSuchMeeting."""
    day = on or today()
    gone = taken_off(viewer, item__meeting=found)
    return {"on": day, "known_at": None, **whole(meeting_record(found.slug, viewer, on=day), gone)}


def whole(it: MeetingRecord, gone: Iterable[ItemPaper]) -> Shape:
    """A meeting with its agenda, who was there, what was decided and asked for, and how it kept the rules. `gone`:
    papers that were taken off its items.
    """
    standing, notice = it.standing, it.standing.notice
    return {
        **meeting(it.view),
        "notice": {
            "due": notice.due, "given": notice.given, "enough": notice.enough, "clear_days": notice.clear,
            "rule": notice.rule,
        } if notice else None,
        "papers_due": standing.papers_due, "questions_due": standing.questions_due, "unknown": standing.unknown or None,
        "agenda": [item(each, it.papers.get(each.key, ())) for each in it.items],
        "exclusions": [
            {"body": each.body.slug, "reason": each.reason, "proposer": each.proposer.name,
             "seconder": each.seconder.name if each.seconder else None, "items": _named(each, it.items)}
            for each in it.exclusions
        ],
        "attendance": [_there(each) for each in it.attendance],
        "decisions": [decision(each) for each in it.decisions],
        "ratified": [
            {"decision": each.decision.ref, "item": each.item.number, "ratified": each.ratified,
             "note": each.note or None}
            for each in it.ratified
        ],
        "actions": [action(each) for each in it.actions],
        "questions": [
            {"text": each.text, "name": each.name or None, "received": each.received, "answer": each.answer or None,
             "answered_by": each.answered_by or None, "answered_on": each.answered_on}
            for each in it.questions
        ],
        "minutes": [_minutes(each) for each in it.minutes],
        "irregularities": [
            {"rule": each.rule, "problem": each.problem, "reason": each.reason, "on": each.on,
             "item": each.item or None}
            for each in standing.irregularities
        ],
        "events": [
            {"number": each.number, "kind": each.kind, "on": each.on, "note": each.note or None}
            for each in standing.events
        ],
        "links": [link(each) for each in it.links],
        "taken_off": [_taken_off(each) for each in gone],
    }  # fmt: skip


def _taken_off(each: ItemPaper) -> Shape:
    """That a paper is before an item no more."""
    return {
        "paper": each.paper.slug, "meeting": each.item.meeting.slug, "item": each.item.number, "deleted": True,
        "why": each.taken_off, "modified": each.taken_off_at,
    }  # fmt: skip


def _named(resolution: Exclusion, items: Iterable[ItemView]) -> list[str]:
    keys = {each.item_id for each in resolution.named.all()}
    return [each.number for each in items if each.key in keys]


def item(view: ItemView, papers: Iterable[PaperView] = ()) -> Shape:
    """An item of an agenda. Of a private one only its general nature."""
    return {
        "number": view.number, "title": view.title, "purpose": view.purpose, "kind": view.kind or None,
        "presenter": view.presenter or None, "text": view.text or None, "private": view.private,
        "excluded": list(view.excluded), "topics": list(view.topics), "parties": list(view.parties),
        "late": view.late or None, "removed": view.removed or None, "papers": [_before(each) for each in papers],
        "recusals": [
            {"person": each.person, "name": each.name, "declared": each.declared, "effect": each.effect,
             "ruling": each.ruling or None, "taken_back": each.taken_back or None}
            for each in view.recusals
        ],
        "quorum": [
            {"body": each.body, **each.quorum.record(), "words": each.quorum.words,
             "at_closing": each.at_closing.record() if each.at_closing else None}
            for each in view.quorum
        ],
    }  # fmt: skip


def _before(view: PaperView) -> Shape:
    """A paper before an item, with the version that counts, at its address for good."""
    return {
        **_paper(view.paper), "label": view.label or None, "late": view.late or None, "tabled": view.tabled,
        **_version(view.paper, view.version), "newer": view.newer.number if view.newer else None,
        "corrected": [{"version": each.version, "reason": each.reason} for each in view.corrected],
        "afterwards": view.afterwards,
    }  # fmt: skip


def paper(found: Paper, seen: Iterable[PaperVersion], items: Iterable[ItemPaper], gone: Iterable[ItemPaper]) -> Shape:
    """A paper with the versions that somebody may see, the first first, the items that it is before, and those from
    which it was taken off.
    """
    return {
        **_paper(found), "versions": [_version(found, each) for each in seen],
        "before": [
            {"meeting": each.item.meeting.slug, "item": each.item.number, "label": each.label or None,
             "late": each.late or None, "tabled": each.tabled}
            for each in items
        ],
        "taken_off": [_taken_off(each) for each in gone],
    }  # fmt: skip


def _paper(found: Paper) -> Shape:
    return {"slug": found.slug, "address": f"/papers/{found.slug}/", "title": found.title,
            "author": found.author or None}  # fmt: skip


def _version(found: Paper, each: PaperVersion) -> Shape:
    return {
        "version": each.number, "file": version_address(found.slug, each), "name": each.name,
        "media_type": each.media_type, "bytes": each.size, "pages": each.pages, "sha256": each.sha256,
        "published": each.published, "why": each.why or None,
    }  # fmt: skip


def _minutes(each: MinutesView) -> Shape:
    return {
        "version": each.number, "text": each.text, "sha256": each.sha256, "standing": each.standing,
        "why": each.why or None, "published": each.published, "approved_at": each.approved_at or None,
        "approved_on": each.approved_on, "put_down_since": list(each.since),
    }  # fmt: skip


def _there(view: AttendanceView) -> Shape:
    return {
        "body": view.body, "person": view.person, "name": view.name, "seat": view.seat or None,
        "title": view.title or None, "capacity": view.capacity, "how": view.how, "votes": view.votes,
        "stays": [
            {"from_item": each.from_item or None, "to_item": each.to_item or None, "came": each.came, "went": each.went}
            for each in view.stays
        ],
        "note": view.note or None,
    }  # fmt: skip


def hits(found: Found) -> Shape:
    """What a search found, a page of it. Snippets are plain text. `why`: why there is nothing."""
    return {
        "words": found.words, "counts": found.counts, "more": found.more, "why": found.why or None,
        "bodies": [each.slug for each in found.bodies],
        "hits": [
            {"kind": hit.kind, "ref": hit.ref, "title": hit.title, "address": hit.address, "on": hit.on,
             "bodies": list(hit.bodies), "snippet": str(hit.snippet), "note": hit.note or None}
            for hit in found.hits
        ],
    }  # fmt: skip
