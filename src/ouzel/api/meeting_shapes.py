"""Answers about meetings, as plain values: the same for HTTP and for the command line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ouzel.core.permissions import Viewer
from ouzel.governance.meetings import queries
from ouzel.governance.meetings.shown import AttendanceView, ItemView, MeetingView, QuestionView, Standing
from ouzel.governance.minutes.queries import MinutesView, versions
from ouzel.governance.models import Meeting
from ouzel.governance.papers.queries import PaperView, papers_of
from ouzel.governance.search import Found

Shape = dict[str, Any]


def meeting(view: MeetingView) -> Shape:
    """A meeting as lists show it. Times have their offset."""
    return {
        "slug": view.slug, "address": view.address, "title": view.title, "state": view.state,
        "state_words": view.state_words, "in_public": view.in_public, "in_common": view.in_common,
        "bodies": [{"slug": each.slug, "name": each.name, "chair": each.chair or None} for each in view.sittings],
        "starts": view.starts, "ends": view.ends, "venue": view.venue or None, "join": view.join or None,
        "recording": view.recording or None, "noticed_on": view.noticed_on, "why": view.why or None,
        "modified": view.modified,
    }  # fmt: skip


def told(found: Meeting, viewer: Viewer) -> Shape:
    """A meeting as somebody sees it, read anew."""
    return whole(
        queries.view_of(found, viewer), standing=queries.standing(found, viewer), items=queries.agenda(found, viewer),
        papers=papers_of(found, viewer), there=queries.attendance(found, viewer),
        questions=queries.public_questions(found, viewer), minutes=versions(found, viewer),
    )  # fmt: skip


def whole(
    view: MeetingView, *, standing: Standing, items: Sequence[ItemView], papers: Mapping[int, Iterable[PaperView]],
    there: Iterable[AttendanceView], questions: Iterable[QuestionView], minutes: Iterable[MinutesView],
) -> Shape:  # fmt: skip
    """A meeting with its agenda, who was there, what was asked, and how it kept the rules."""
    notice = standing.notice
    return {
        **meeting(view),
        "notice": {
            "due": notice.due, "given": notice.given, "enough": notice.enough, "clear_days": notice.clear,
            "rule": notice.rule,
        } if notice else None,
        "papers_due": standing.papers_due, "questions_due": standing.questions_due, "unknown": standing.unknown or None,
        "agenda": [item(each, papers.get(each.key, ())) for each in items],
        "attendance": [_there(each) for each in there],
        "questions": [
            {"text": each.text, "name": each.name or None, "answer": each.answer or None,
             "answered_by": each.answered_by or None, "answered_on": each.answered_on}
            for each in questions
        ],
        "minutes": [
            {"version": each.number, "sha256": each.sha256, "standing": each.standing, "why": each.why or None,
             "approved_at": each.approved_at or None, "approved_on": each.approved_on}
            for each in minutes
        ],
        "irregularities": [
            {"rule": each.rule, "problem": each.problem, "reason": each.reason, "on": each.on,
             "item": each.item or None}
            for each in standing.irregularities
        ],
        "events": [
            {"number": each.number, "kind": each.kind, "on": each.on, "note": each.note or None}
            for each in standing.events
        ],
    }  # fmt: skip


def item(view: ItemView, papers: Iterable[PaperView] = ()) -> Shape:
    """An item of an agenda. Of a private one only its general nature."""
    return {
        "number": view.number, "title": view.title, "purpose": view.purpose, "kind": view.kind or None,
        "presenter": view.presenter or None, "text": view.text or None, "private": view.private,
        "excluded": list(view.excluded), "topics": list(view.topics), "parties": list(view.parties),
        "late": view.late or None, "removed": view.removed or None, "papers": [paper(each) for each in papers],
        "recusals": [
            {"person": each.person, "name": each.name, "declared": each.declared, "effect": each.effect,
             "ruling": each.ruling or None}
            for each in view.recusals
        ],
        "quorum": [{"body": each.body, **each.quorum.record(), "words": each.quorum.words} for each in view.quorum],
    }  # fmt: skip


def paper(view: PaperView) -> Shape:
    """A paper with the version that counts now, at its address for good."""
    return {
        "slug": view.paper.slug, "title": view.paper.title, "author": view.paper.author or None,
        "label": view.label or None, "version": view.version.number, "file": view.file,
        "media_type": view.version.media_type, "sha256": view.version.sha256, "pages": view.version.pages,
        "published": view.version.published, "late": view.late or None, "tabled": view.tabled,
    }  # fmt: skip


def _there(view: AttendanceView) -> Shape:
    return {
        "body": view.body, "person": view.person, "name": view.name, "seat": view.seat or None,
        "title": view.title or None, "capacity": view.capacity, "how": view.how, "votes": view.votes,
        "from_item": view.from_item or None, "to_item": view.to_item or None, "note": view.note or None,
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
