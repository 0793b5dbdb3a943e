"""Answers about who decides, as plain values: the same for HTTP, for copies of pages and for commands.

What is not known is None, never empty text. Days until are half-open.
"""

from datetime import date
from typing import Any

from ouzel.governance.action_log.queries import ActionView
from ouzel.governance.bodies.composition import Breach, Coming
from ouzel.governance.bodies.delegation import Authority
from ouzel.governance.bodies.queries import BodyView
from ouzel.governance.decisions.queries import DecisionView
from ouzel.governance.interests.publishing import PersonEntries, Register
from ouzel.governance.models import Delegation, Person
from ouzel.governance.record_links import LinkView
from ouzel.governance.seats.queries import Holding, PersonView, SeatView
from ouzel.governance.seats.who import Somebody
from ouzel.governance.sources import Fact

Shape = dict[str, Any]


def body(view: BodyView) -> Shape:
    """A body on a day."""
    return {
        "slug": view.slug, "name": view.name, "kind": view.kind, "kind_name": view.kind_name, "exists": view.exists,
        "since": view.since, "until": view.until, "in_public": view.in_public,
        "organisations": [{"code": each.code, "name": each.name} for each in view.organisations],
        "part_of": view.part_of or None, "accountable_to": list(view.accountable_to), "basis": view.basis or None,
        "duties": list(view.duties), "terms": view.terms or None, "places": list(view.places),
        "topics": list(view.topics), "website": view.website or None, "predecessors": list(view.predecessors),
        "successors": list(view.successors), "address": f"/bodies/{view.slug}/",
    }  # fmt: skip


def fact(each: Fact) -> Shape:
    """One fact with its source; `value` null: there is none but that it is so."""
    return {
        "what": each.what, "body": each.body, "seat": each.seat or None, "value": each.value or None,
        "since": each.since, "until": each.until, "known": each.known, "source": each.source,
    }  # fmt: skip


def person(each: Person) -> Shape:
    """Somebody who holds or held an office."""
    return {"slug": each.slug, "name": each.name, "address": f"/people/{each.slug}/"}


def seat(view: SeatView) -> Shape:
    """A seat on a day. `holder` null: it is vacant, since `vacant_since`."""
    return {
        "body": view.body, "seat": view.seat, "title": view.title, "votes": view.votes, "tags": list(view.tags),
        "nominated_by": view.nominated_by or None, "profession": view.profession or None,
        "holder": person(view.holder) if view.holder else None, "standing": view.standing or None,
        "since": view.since, "until": view.until, "decision": view.decision or None, "note": view.note or None,
        "vacant_since": view.vacant_since,
        "next": {**person(view.next_holder), "since": view.next_since} if view.next_holder else None,
        "deputies": [
            {**person(each.person), "votes": each.votes, "since": each.since, "until": each.until}
            for each in view.deputies
        ],
    }  # fmt: skip


def holding(each: Holding) -> Shape:
    """A seat that somebody holds, held or will hold."""
    return {
        "body": each.body, "body_name": each.body_name, "seat": each.seat, "title": each.title,
        "standing": each.standing or None, "since": each.since, "until": each.until, "votes": each.votes,
        "deputy": each.deputy,
    }  # fmt: skip


def office_holder(view: PersonView) -> Shape:
    """A person with all they hold on a day, held before and will hold."""
    return {
        **person(view.person), "biography": view.person.biography or None,
        "held": [holding(each) for each in view.held], "past": [holding(each) for each in view.past],
        "coming": [holding(each) for each in view.coming],
    }  # fmt: skip


def somebody(each: Somebody) -> Shape:
    """Somebody in the who's who."""
    held = [holding(one) for one in each.holds]
    return {**person(each.person), "holds": held, "deputises": [holding(one) for one in each.deputises]}


def breach(each: Breach) -> Shape:
    """A rule of composition that is not kept. `recheck`: compare the rule with the law before relying on it."""
    return {
        "body": each.body, "rule": each.rule.slug, "text": each.text, "have": each.have, "least": each.rule.least,
        "most": each.rule.most, "organisation": each.organisation or None, "own": each.own,
        "source": each.rule.source, "recheck": each.rule.recheck,
    }  # fmt: skip


def coming(each: Coming) -> Shape:
    """What begins to be wrong on a day to come."""
    return {"on": each.on, "what": each.what, "text": each.text, "seat": each.seat.seat if each.seat else None}


def power(line: Delegation) -> Shape:
    """A line of a scheme of reservation and delegation. `limit_pence` null: no limit."""
    return {
        "scheme_of": line.scheme_of.slug, "body": line.body.slug, "kind": line.kind, "limit_pence": line.limit,
        "reserved": line.reserved, "condition": line.condition or None, "since": line.valid.lower,
        "until": line.valid.upper, "source": line.source,
    }  # fmt: skip


def authority(found: Authority) -> Shape:
    """Whether a body may decide, and why."""
    return {"allowed": found.allowed, "why": found.why, "line": power(found.line) if found.line else None}


def decision(view: DecisionView) -> Shape:
    """A decision of one body. `pence` null: it commits no sum that is public."""
    ratified = view.ratification
    return {
        "ref": view.ref, "address": f"/decisions/{view.ref}/", "body": view.body, "body_name": view.body_name,
        "meeting": view.meeting or None, "item": view.item or None, "on": view.on, "kind": view.kind,
        "kind_name": view.kind_name, "pence": view.pence, "title": view.title, "text": view.text,
        "options": list(view.options), "reasons": view.reasons or None, "method": view.method, "how": view.how,
        "votes_for": view.votes_for, "votes_against": view.votes_against, "abstentions": view.abstentions,
        "casting_vote": view.casting_vote, "carried": view.carried, "dissent": view.dissent or None,
        "votes": [{"person": v.person, "name": v.name, "seat": v.seat, "vote": v.vote} for v in view.votes],
        "quorum": view.quorum, "authority": view.authority or None, "urgent": view.urgent or None,
        "awaits_ratification": view.awaits_ratification,
        "ratification": {
            "ratified": ratified.ratified, "meeting": ratified.meeting, "item": ratified.item,
            "note": ratified.note or None,
        } if ratified else None,
        "private": view.private, "topics": list(view.topics), "revises": view.revises or None,
        "revised_by": list(view.revised_by),
    }  # fmt: skip


def link(each: LinkView) -> Shape:
    """A link to another record, in words from this one."""
    return {
        "relation": each.relation, "words": each.words, "forth": each.forth, "kind": each.kind, "ref": each.ref,
        "title": each.title, "address": each.address or None, "note": each.note or None, "on": each.on,
    }  # fmt: skip


def action(view: ActionView) -> Shape:
    """An action as it stood on the day asked for, with its steps up to then."""
    return {
        "ref": view.ref, "address": f"/actions/{view.ref}/", "text": view.text, "body": view.body,
        "asked_by": view.asked_by, "asked_on": view.asked_on, "meeting": view.meeting, "item": view.item or None,
        "decision": view.decision or None, "private": view.private, "owner": view.owner, "due": view.due,
        "state": view.state, "overdue": view.overdue, "put_off": view.put_off,
        "steps": [
            {
                "kind": step.kind, "on": step.on, "body": step.body, "owner": step.owner, "due": step.due,
                "state": step.state, "note": step.note or None, "meeting": step.meeting or None,
                "plan": step.plan or None,
            }
            for step in view.steps
        ],
    }  # fmt: skip


def interests(register: Register) -> Shape:
    """The register of interests of some bodies on a day. Withheld entries keep their reason and nothing else."""
    return {
        "bodies": [each.slug for each in register.bodies], "on": register.on, "known_at": register.known_at,
        "count": len(register.people), "why_empty": register.why_empty or None,
        "people": [_entries(each) for each in register.people],
        "gifts": [
            {
                "person": person(gift.person), "kind": gift.kind, "donor": gift.donor or None,
                "description": gift.description or None, "supplier": gift.supplier, "value_pence": gift.value,
                "offered": gift.offered, "declared": gift.declared, "outcome": gift.outcome,
                "approved_by": gift.approved_by or None, "reason": gift.reason or None, "late": gift.late,
                "corrected": gift.corrected, "was": [{"what": what, "value": value} for what, value in gift.was],
                "withheld": gift.redaction or None,
            }
            for gift in register.gifts
        ],
    }  # fmt: skip


def _entries(each: PersonEntries) -> Shape:
    return {
        **person(each.person), "seats": [f"{seat.said}, {seat.body.slug}" for seat in each.seats], "left": each.left,
        "declared": each.declared, "nothing": each.nothing,
        "interests": [
            {
                "category": entry.category, "category_name": entry.category_name,
                "description": entry.description or None, "through": entry.through or None,
                "organisation": entry.organisation or None, "ods_code": entry.ods_code or None,
                "company_number": entry.company_number or None, "mitigation": entry.mitigation or None,
                "since": entry.since, "until": entry.until, "declared": entry.declared, "corrected": entry.corrected,
                "was": [{"what": what, "value": value} for what, value in entry.was],
                "withheld": entry.redaction or None,
            }
            for entry in each.entries
        ],
    }  # fmt: skip


def asked(*, on: date, known_at: date | None) -> Shape:
    """What the question was asked of."""
    return {"on": on, "known_at": known_at}
