"""What was taken in private is made public, by a decision of somebody who may, with a reason that everybody reads.

What is released is a record in public of its own from then on, with an address for good. The private one stays.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ouzel.confidential.keeping_out import refuse_kept_out, require_whole
from ouzel.confidential.models import PrivateDecision, PrivateMinutes, PrivatePaper
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance import refs
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.steps import day_of, write_event
from ouzel.governance.minutes.actions import put_in_public
from ouzel.governance.minutes.actions import write_minutes as write_public_minutes
from ouzel.governance.minutes.drafting import PRIVATE
from ouzel.governance.models import Body, Decision, ItemPaper, Meeting, Minutes, Paper, PaperVersion
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.papers.checking import check_paper
from ouzel.governance.papers.patients import refuse_in_name, refuse_numbers
from ouzel.governance.rules import require_for
from ouzel.governance.slugs import free_slug


@transaction.atomic
def release_paper(*, paper: PrivatePaper, why: str, on: date, by: Actor) -> Paper:
    """Make one version of a private paper a paper in public, before the same item, and publish it.

    Checked again, as rules may have become stricter since. ContentError without a reason, before the meeting was held,
    and where the same document is in public already.
    """
    refuse_kept_out(paper.item, by)
    meeting = _held(paper.item.meeting, by, why)
    refuse_in_name(paper.title, what=f"the title of {paper.name}")
    if PaperVersion.objects.filter(sha256=paper.sha256).exists():
        raise ContentError("this document is in public already", field="paper", value=paper.slug)
    content = bytes(paper.content)
    checked = check_paper(paper.name, content)
    now = timezone.now()
    made = Paper.objects.create(
        slug=free_slug(f"{day_of(meeting)}-{paper.title}", of=Paper), title=paper.title, published=now,
        day=day_of(meeting),
    )  # fmt: skip
    version = PaperVersion.objects.create(
        paper=made, number=1, name=checked.name, media_type=checked.media_type, content=content, sha256=paper.sha256,
        size=paper.size, pages=checked.pages, words=checked.words, published=now, by=str(by),
    )  # fmt: skip
    ItemPaper.objects.create(
        item=paper.item, paper=made, label="Released", order=ItemPaper.objects.filter(item=paper.item).count(),
        by=str(by),
    )  # fmt: skip
    audit.record(by=by, action=Did.PAPER_PUBLISHED, subject=made.slug,
                 detail={"version": 1, "sha256": version.sha256, "on": on})  # fmt: skip
    _tell(meeting, f"A paper taken in private was released: {why.strip()}", {"paper": made.slug}, on=on, by=by)
    return made


@transaction.atomic
def release_decision(*, decision: PrivateDecision, why: str, on: date, by: Actor) -> Decision:
    """Make the whole text of a decision taken in private public, as a decision that revises the one in public.

    It has a reference of its own, of the year of its release, and the day on which it was taken. How each voted is not
    released. ContentError as for papers.
    """
    said = decision.decision
    if said.item is not None:
        refuse_kept_out(said.item, by)
    refuse_in_name(decision.title, what="the title of the decision")
    refuse_numbers("\n".join((decision.text, decision.reasons, decision.dissent)), name="decision")
    if said.meeting is None:  # an urgent one, between meetings
        _require([said.body], by, why)
    else:
        _held(said.meeting, by, why)
    if Decision.objects.filter(revises=said, private=False).exists():
        raise ContentError(f"{said.ref} was released already", field="decision", value=said.ref)
    title = decision.title if decision.title != said.title else f"{decision.title}, in full"
    made = Decision.objects.create(
        ref=refs.next_ref("D", Decision, on=on), body=said.body, meeting=said.meeting, item=said.item, on=said.on,
        kind=said.kind, pence=decision.pence, title=title, text=decision.text, options=decision.options,
        reasons=decision.reasons, method=said.method, votes_for=said.votes_for, votes_against=said.votes_against,
        abstentions=said.abstentions, casting_vote=said.casting_vote, carried=said.carried, dissent=decision.dissent,
        quorum=said.quorum, authority=said.authority, revises=said, topics=said.topics, urgent=said.urgent, by=str(by),
    )  # fmt: skip
    audit.record(by=by, action=Did.DECIDED, subject=made.ref,
                 detail={"body": said.body.slug, "revises": said.ref, "released": True, "on": on})  # fmt: skip
    words = f"What was decided in private as {said.ref} was released as {made.ref}: {why.strip()}"
    detail = {"decision": made.ref, "revises": said.ref}
    if said.meeting is not None:
        _tell(said.meeting, words, detail, on=on, by=by)
    else:
        audit.record(by=by, action=Did.PRIVATE_RELEASED, subject=said.body.slug, detail={**detail, "on": on})
    return made


@transaction.atomic
def release_minutes(*, minutes: PrivateMinutes, why: str, on: date, by: Actor) -> Minutes:
    """Add private minutes to those in public, as a version that says why, published as a draft: it needs its own
    approval. ContentError where there are no minutes in public to add them to, and as for papers.
    """
    require_whole(minutes.meeting, by)
    meeting = _held(minutes.meeting, by, why)
    refuse_numbers(minutes.text, name="minutes")
    last = meeting.minutes.order_by("-number").first()
    if last is None:
        raise ContentError("there are no minutes in public to add these to", field="meeting", value=meeting.slug,
                           right="Write those first")  # fmt: skip
    text = f"{last.text.rstrip()}\n\n## {PRIVATE}, released on {on:%-d %B %Y}\n\n{_lowered(minutes.text)}\n"
    made = write_public_minutes(meeting=meeting, text=text, on=on, by=by, why=why)
    put_in_public(meeting, made, on=on, by=by)
    _tell(meeting, f"Minutes of the private part were released: {why.strip()}", {"minutes": made.number}, on=on, by=by)
    return made


def _held(meeting: Meeting, by: Actor, why: str) -> Meeting:
    _require(list(Body.objects.filter(sittings__meeting=meeting)), by, why)
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state != MeetingState.CLOSED:
        raise ContentError(f"{held.slug} is {held.get_state_display()}", field="meeting", value=held.slug,
                           right="What is private is released after the meeting was held")  # fmt: skip
    return held


def _require(bodies: list[Body], by: Actor, why: str) -> None:
    require_for(by, Permission.GOVERNANCE_RUN, bodies, on=today())
    require_for(by, Permission.GOVERNANCE_PRIVATE, bodies, on=today())
    if not why.strip():
        raise ContentError("say why it is made public: everybody reads it", field="why")


def _tell(meeting: Meeting, words: str, detail: dict[str, Any], *, on: date, by: Actor) -> None:
    write_event(meeting=meeting, kind="released", on=on, note=words, detail=detail, by=by)
    audit.record(by=by, action=Did.PRIVATE_RELEASED, subject=meeting.slug, detail={**detail, "on": on})


def _lowered(text: str) -> str:
    """Headings two steps lower, so that they stand under the heading they are put beneath."""
    return "\n".join(f"##{line}" if line.startswith("#") else line for line in text.strip().splitlines())
