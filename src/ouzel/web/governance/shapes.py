"""What machines are given of governance: each field by its name, days half-open, nothing that is not named here."""

from datetime import date, datetime
from typing import Any

from ouzel.governance.action_log.queries import ActionView
from ouzel.governance.bodies.queries import BodyView
from ouzel.governance.decisions.queries import DecisionView
from ouzel.governance.meetings.shown import ItemView, MeetingView
from ouzel.governance.minutes.queries import MinutesView
from ouzel.governance.models import Paper, PaperVersion
from ouzel.governance.papers.queries import version_address
from ouzel.governance.seats.queries import Holding, SeatView
from ouzel.web.governance.meeting import WholeMeeting

Shape = dict[str, Any]


def day(value: date | datetime | None) -> str | None:
    """A day or a moment as ISO 8601 has it."""
    return value.isoformat() if value else None


def body(it: BodyView) -> Shape:
    """A body on a day."""
    return {
        "slug": it.slug, "name": it.name, "address": f"/bodies/{it.slug}/", "kind": it.kind, "kind_name": it.kind_name,
        "organisations": [{"code": each.code, "name": each.name} for each in it.organisations],
        "part_of": it.part_of or None, "accountable_to": list(it.accountable_to), "in_public": it.in_public,
        "basis": it.basis, "duties": list(it.duties), "terms": it.terms, "places": list(it.places),
        "topics": list(it.topics), "website": it.website or None, "since": day(it.since), "until": day(it.until),
        "predecessors": list(it.predecessors), "successors": list(it.successors),
    }  # fmt: skip


def seat(it: SeatView) -> Shape:
    """A seat on a day, and who holds it."""
    return {
        "seat": it.seat, "title": it.title, "votes": it.votes, "tags": list(it.tags),
        "nominated_by": it.nominated_by or None, "vacant": it.vacant, "vacant_since": day(it.vacant_since),
        "holder": _person(it.holder), "standing": it.standing or None, "since": day(it.since), "until": day(it.until),
        "decision": it.decision or None,
        "deputies": [
            {**(_person(each.person) or {}), "votes": each.votes, "since": day(each.since), "until": day(each.until)}
            for each in it.deputies
        ],
        "next_holder": _person(it.next_holder), "next_since": day(it.next_since),
    }  # fmt: skip


def holding(it: Holding) -> Shape:
    """A seat that somebody holds, held or will hold."""
    return {
        "body": it.body, "body_name": it.body_name, "seat": it.seat, "title": it.title, "standing": it.standing or None,
        "since": day(it.since), "until": day(it.until), "votes": it.votes, "deputy": it.deputy,
    }  # fmt: skip


def _person(person: Any) -> Shape | None:
    return {"slug": person.slug, "name": person.name} if person else None


def meeting(it: MeetingView) -> Shape:
    """A meeting as it stands; times are aware."""
    return {
        "slug": it.slug, "title": it.title, "address": it.address, "state": it.state, "in_public": it.in_public,
        "bodies": [{"slug": each.slug, "name": each.name, "chair": each.chair or None} for each in it.sittings],
        "starts": day(it.starts), "ends": day(it.ends), "venue": it.venue, "join": it.join or None,
        "recording": it.recording or None, "sequence": it.sequence, "modified": day(it.modified),
        "noticed_on": day(it.noticed_on), "why": it.why or None,
    }  # fmt: skip


def whole_meeting(it: WholeMeeting) -> Shape:
    """A meeting with its agenda, who was there, what was decided and what became of it."""
    notice = it.standing.notice
    return {
        **meeting(it.view),
        "notice": {"due": day(notice.due), "given": day(notice.given), "clear_days": notice.clear,
                   "enough": notice.enough, "rule": notice.rule} if notice else None,
        "items": [_item(it, each) for each in it.items],
        "exclusions": [
            {"body": each.body, "reason": each.reason, "proposer": each.proposer, "seconder": each.seconder or None}
            for each in it.resolutions
        ],
        "attendance": [
            {"body": body_, "person": row.person, "name": row.name, "seat": row.seat or None, "title": row.title,
             "capacity": row.capacity, "how": row.how, "votes": row.votes, "from_item": row.from_item or None,
             "to_item": row.to_item or None}
            for body_, groups in it.attendance for _, rows in groups for row in rows
        ],
        "decisions": [decision(each) for several in it.decisions.values() for each in several],
        "actions": [action(each) for each in it.asked_for],
        "questions": [
            {"text": each.text, "name": each.name or None, "received": day(each.received),
             "answer": each.answer or None, "answered_by": each.answered_by or None,
             "answered_on": day(each.answered_on)}
            for each in it.questions
        ],
        "minutes": minutes(it.minutes) if it.minutes else None,
        "irregularities": [
            {"rule": each.rule, "problem": each.problem, "reason": each.reason, "on": day(each.on),
             "item": each.item or None}
            for each in it.standing.irregularities
        ],
        "events": [
            {"number": each.number, "kind": each.kind, "on": day(each.on), "note": each.note}
            for each in it.standing.events
        ],
    }  # fmt: skip


def _item(it: WholeMeeting, item: ItemView) -> Shape:
    return {
        "number": item.number, "title": item.title, "purpose": item.purpose, "kind": item.kind or None,
        "private": item.private, "presenter": item.presenter or None, "text": item.text, "topics": list(item.topics),
        "late": item.late or None, "removed": item.removed or None,
        "papers": [paper_version(each.paper, each.version, label=each.label, late=each.late)
                   for each in it.papers.get(item.key, ())],
        "declarations": [
            {"person": each.person, "name": each.name, "declared": each.declared, "effect": each.effect,
             "ruling": each.ruling or None}
            for each in item.recusals
        ],
        "quorum": [{"body": each.body, **each.quorum.record()} for each in item.quorum],
    }  # fmt: skip


def paper_version(paper: Paper, version: PaperVersion, **also: str) -> Shape:
    """A version of a paper: where it is, and the hash that its content has."""
    return {
        "paper": paper.slug, "title": paper.title, "version": version.number, "name": version.name,
        "address": version_address(paper.slug, version), "media_type": version.media_type,
        "bytes": version.size, "pages": version.pages, "sha256": version.sha256, "published": day(version.published),
        "why": version.why or None, **{key: value or None for key, value in also.items()},
    }  # fmt: skip


def minutes(it: MinutesView) -> Shape:
    """A version of minutes, in Markdown."""
    return {
        "version": it.number, "text": it.text, "sha256": it.sha256, "why": it.why or None,
        "published": day(it.published), "approved_at": it.approved_at or None, "approved_on": day(it.approved_on),
    }  # fmt: skip


def decision(it: DecisionView) -> Shape:
    """A decision of one body."""
    return {
        "ref": it.ref, "address": f"/decisions/{it.ref}/", "body": it.body, "body_name": it.body_name,
        "meeting": it.meeting or None, "item": it.item or None, "on": day(it.on), "kind": it.kind, "pence": it.pence,
        "title": it.title, "text": it.text, "options": list(it.options), "reasons": it.reasons, "method": it.method,
        "votes_for": it.votes_for, "votes_against": it.votes_against, "abstentions": it.abstentions,
        "casting_vote": it.casting_vote, "carried": it.carried, "dissent": it.dissent or None,
        "votes": [{"person": v.person, "name": v.name, "seat": v.seat, "vote": v.vote} for v in it.votes],
        "quorum": it.quorum, "authority": it.authority or None, "urgent": it.urgent or None,
        "ratification": {"ratified": it.ratification.ratified, "meeting": it.ratification.meeting,
                         "item": it.ratification.item, "note": it.ratification.note or None}
        if it.ratification else None,
        "private": it.private, "topics": list(it.topics), "revises": it.revises or None,
        "revised_by": list(it.revised_by),
    }  # fmt: skip


def action(it: ActionView) -> Shape:
    """An action as it stood on the day asked about, with its steps up to then."""
    return {
        "ref": it.ref, "address": f"/actions/{it.ref}/", "text": it.text, "body": it.body, "asked_by": it.asked_by,
        "meeting": it.meeting, "item": it.item or None, "decision": it.decision or None, "private": it.private,
        "owner": it.owner, "due": day(it.due), "state": it.state, "overdue": it.overdue,
        "steps": [
            {"kind": each.kind, "on": day(each.on), "body": each.body, "owner": each.owner, "due": day(each.due),
             "state": each.state, "note": each.note or None, "meeting": each.meeting or None, "plan": each.plan or None}
            for each in it.steps
        ],
    }  # fmt: skip
