"""What is taken in private is put down: decisions, actions and minutes here, items and papers in `items` and `papers`.
None of it is in governance's tables.

Words given here are never in the audit trail, which others read: it holds numbers, references and hashes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ouzel.confidential.items import write_item
from ouzel.confidential.keeping_out import require_item, require_whole
from ouzel.confidential.models import PrivateAction, PrivateDecision, PrivateMinutes
from ouzel.confidential.papers import add_paper, new_version
from ouzel.confidential.rights import record, require
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance.action_log.actions import ask_for
from ouzel.governance.auditing import Did
from ouzel.governance.decisions import actions as deciding
from ouzel.governance.decisions import ratifying
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.minutes.approving import refuse_unless_may_approve, require_quorum
from ouzel.governance.models import Action, AgendaItem, Body, Decision, Meeting, Person
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.papers.patients import refuse_numbers
from ouzel.governance.rules import require_for

__all__ = [
    "Whole", "add_paper", "approve_minutes", "ask_in_private", "decide_in_private", "decide_urgently_in_private",
    "new_version", "write_item", "write_minutes",
]  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """A decision taken in private, in full. `options` are {"title", "text", "chosen"}."""

    title: str
    text: str
    reasons: str = ""
    options: Sequence[Mapping[str, Any]] = ()
    dissent: str = ""


@transaction.atomic
def decide_in_private(
    *, item: AgendaItem, body: Body, title: str, text: str, whole: Whole, method: str, on: date, by: Actor,
    kind: str = "", votes: Mapping[Person, str] | Counts | None = None, casting: str = "", pence: int | None = None,
    reasons: str = "", irregular: str = "",
) -> Decision:  # fmt: skip
    """A body decides on a private item, under the same rules as in public (`governance.decisions.actions.decide`).

    `title`, `text` and `reasons` are what may be public of it; `whole`, the sum and how each voted are kept here.
    """
    require_item(item, by)
    _check_whole(whole)
    decision = deciding.decide(
        item=item, body=body, kind=kind, title=title, text=text, reasons=reasons, method=method, votes=votes,
        casting=casting, pence=pence, irregular=irregular, on=on, by=by,
    )  # fmt: skip
    _keep_whole(decision, whole, votes=votes if isinstance(votes, Mapping) else {}, pence=pence, by=by)
    record(by, item.meeting, {"what": "decision", "decision": decision.ref})
    return decision


@transaction.atomic
def decide_urgently_in_private(
    *, body: Body, kind: str, title: str, text: str, why: str, whole: Whole, agreed_by: Iterable[Person], on: date,
    by: Actor, consulted: Iterable[Person] = (), reasons: str = "", pence: int | None = None,
) -> Decision:  # fmt: skip
    """A decision that could not wait and cannot be told in full, under the same rules as one that is public at once
    (`governance.decisions.ratifying.decide_urgently`). It waits for its ratification as any other.

    `title`, `text`, `why` and `reasons` are what may be public of it; `whole` and the sum are kept here.
    """
    require_for(by, Permission.GOVERNANCE_PRIVATE, [body], on=today())
    _check_whole(whole)
    decision = ratifying.decide_urgently(
        body=body, kind=kind, title=title, text=text, why=why, agreed_by=agreed_by, consulted=consulted,
        reasons=reasons, pence=pence, private=True, on=on, by=by,
    )  # fmt: skip
    _keep_whole(decision, whole, votes={}, pence=pence, by=by)
    audit.record(by=by, action=Did.PRIVATE_WRITTEN, subject=body.slug,
                 detail={"what": "decision", "decision": decision.ref})  # fmt: skip
    return decision


@transaction.atomic
def ask_in_private(
    *, item: AgendaItem, text: str, whole: str, owner: str, due: date | None, body: Body,
    decision: Decision | None = None, on: date, by: Actor,
) -> Action:  # fmt: skip
    """A body asks for something at a private item. `text` is what may be public of it, `whole` says it in full."""
    require_item(item, by)
    if not whole.strip():
        raise ContentError("say what is to be done", field="whole")
    refuse_numbers(whole, name="action")
    action = ask_for(item=item, text=text, owner=owner, due=due, body=body, decision=decision, on=on, by=by)
    PrivateAction.objects.create(action=action, text=whole.strip(), by=str(by))
    record(by, item.meeting, {"what": "action", "action": action.ref})
    return action


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, by: Actor, why: str = "") -> PrivateMinutes:
    """Keep a version of the private minutes (Markdown). After an approval a further one says why, and needs its own."""
    require_whole(meeting, by)
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state != MeetingState.CLOSED:
        raise ContentError(f"{held.slug} is {held.get_state_display()}", field="meeting", value=held.slug,
                           right="Minutes are written once the meeting was closed")  # fmt: skip
    if not text.strip():
        raise ContentError("the minutes are empty", field="text")
    refuse_numbers(text, name="minutes")
    rows = PrivateMinutes.objects.filter(meeting=held)
    last = rows.order_by("-number").first()
    digest = hashlib.sha256(text.encode()).hexdigest()
    if last is not None and last.sha256 == digest:
        return last
    if rows.exclude(approved_at=None).exists() and not why.strip():
        raise ContentError("these minutes were approved", field="why", right="Say why another version is needed")
    row = PrivateMinutes.objects.create(
        meeting=held, number=last.number + 1 if last else 1, text=text, sha256=digest, why=why.strip(), by=str(by)
    )
    record(by, held, {"what": "minutes", "number": row.number, "sha256": digest})
    return row


@transaction.atomic
def approve_minutes(
    *, meeting: Meeting, at: Meeting, on: date, by: Actor, item: AgendaItem | None = None, irregular: str = ""
) -> PrivateMinutes:
    """A later meeting approves the newest private minutes, under the same rules as those in public."""
    require_whole(meeting, by)
    require(at, by)
    refuse_unless_may_approve(meeting, at, on)
    require_quorum(at, item, on=on, by=by, reason=irregular)
    row = PrivateMinutes.objects.filter(meeting=meeting).order_by("-number").select_for_update().first()
    if row is None or row.approved_at_id is not None:
        raise ContentError(f"no private minutes of {meeting.slug} wait for approval", field="meeting",
                           value=meeting.slug)  # fmt: skip
    row.approved_at, row.approved_on = at, on
    row.save(update_fields=["approved_at", "approved_on"])
    record(by, meeting, {"what": "minutes", "number": row.number, "approved_at": at.slug, "on": on})
    return row


def _check_whole(whole: Whole) -> None:
    for name, value in (("title", whole.title), ("text", whole.text)):
        if not value.strip():
            raise ContentError("say in full what was decided", field=name)
    deciding.check_options(whole.options)
    said = [whole.title, whole.text, whole.reasons, whole.dissent]
    said += [str(value) for option in whole.options for value in option.values()]
    refuse_numbers("\n".join(said), name="decision")


def _keep_whole(decision: Decision, whole: Whole, *, votes: Mapping[Person, str], pence: int | None, by: Actor) -> None:
    PrivateDecision.objects.create(
        decision=decision, title=whole.title.strip(), text=whole.text.strip(), reasons=whole.reasons.strip(),
        options=[dict(option) for option in whole.options], dissent=whole.dissent.strip(), pence=pence, by=str(by),
        votes=[{"person": person.slug, "vote": vote} for person, vote in votes.items()],
    )  # fmt: skip
