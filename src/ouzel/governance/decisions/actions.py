"""Decisions are taken: at a meeting by one body, or by each of several that meet in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance import guards, refs
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.names import name_of
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.decisions import checks
from ouzel.governance.decisions.sitting import refuse_unless_sitting
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.models import AgendaItem, Body, Decision, Person, Vote
from ouzel.governance.papers.patients import refuse_numbers
from ouzel.governance.record_links import link
from ouzel.governance.reference.decisions import kind_of_decision
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import in_words

Votes = Mapping[Person, str] | Counts
OPTION = frozenset({"title", "text", "evidence", "chosen"})
"""What an option that was considered has: the title always."""


@dataclass(frozen=True)
class To:
    """What a decision is linked to: a registered kind, its reference there, and how ("decides", "evidence")."""

    kind: str
    ref: str
    relation: str = "decides"
    note: str = ""


@transaction.atomic
def decide(
    *, item: AgendaItem, body: Body, title: str, text: str, method: str, on: date, by: Actor, kind: str = "",
    options: Sequence[Mapping[str, Any]] = (), reasons: str = "", votes: Votes | None = None, casting: str = "",
    pence: int | None = None, dissent: str = "", links: Sequence[To] = (), irregular: str = "",
    revises: Decision | None = None,
) -> Decision:  # fmt: skip
    """Record what a body decided on an item of its meeting.

    `kind`: slug of a kind of decision; empty: that of the item. `options`: `OPTION`. `method`:
    consensus, or vote with `votes` by person (for, against, abstain) or as counts. `casting`: the chair's vote on a
    tie. `pence`: what it commits. Of an item taken in private all words must be fit for the public, and the sum, the
    options and how each voted are not kept here.

    ContentError where it cannot be: the meeting has not begun, the body does not sit in it, the words are missing.
    Where a rule is not kept (quorum, vote, delegation, exclusion of the public), ContentError without `irregular`;
    with it, the rule and the reason are recorded in public.
    """
    require_for(by, Permission.GOVERNANCE_RUN, [body], on=today())
    meeting = refuse_unless_sitting(item=item, body=body, on=on, what="a decision")
    kind = kind_of_decision(kind or item.kind or "other").slug
    _check_words(title, text, reasons, dissent, options)
    told = [] if item.private else [str(value) for option in options for value in option.values()]
    guards.check(meeting, {"title": title, "text": text, "reasons": reasons, "dissent": dissent,
                           "options": "\n".join(told)}, item=item)  # fmt: skip
    _check_method(method, votes, casting)
    if Decision.objects.filter(item=item, body=body, title=title.strip()).exists():
        raise ContentError(f"{name_of(body, on)} decided on that already at this item", field="title",
                           value=title.strip(),
                           right="Give another title, or revise that decision by a later one")  # fmt: skip
    _check_revised(revises, body, on)
    taking = checks.Taking(meeting, item, body, on, by, irregular)
    checks.not_yet_minuted(taking)
    checks.in_public_or_excluded(taking)
    quorum = checks.quorate(taking)
    checks.interests_told(taking)
    authority = checks.authorised(taking, kind=kind, pence=pence)
    came_to, voters = checks.counted(taking, votes, casting=casting) if votes is not None else (None, None)
    counts = came_to.counts if came_to else None
    decision = Decision.objects.create(
        ref=refs.next_ref("D", Decision, on=on), body=body, meeting=meeting, item=item, on=on, kind=kind,
        pence=None if item.private else pence, title=title.strip(), text=text.strip(),
        options=[] if item.private else [dict(option) for option in options], reasons=reasons.strip(), method=method,
        votes_for=counts.votes_for if counts else None, votes_against=counts.votes_against if counts else None,
        abstentions=counts.abstentions if counts else None, casting_vote=bool(casting),
        carried=came_to.carried if came_to else True, dissent=dissent.strip(), quorum=quorum, authority=authority,
        private=item.private, topics=item.topics, revises=revises, by=str(by),
    )  # fmt: skip
    if voters is not None and isinstance(votes, Mapping) and not item.private:
        Vote.objects.bulk_create(
            Vote(decision=decision, person=person, seat=voters.seats.get(person.pk, ""), vote=vote)
            for person, vote in votes.items()
        )
    keep(decision, links=links, by=by, on=on)
    return decision


@transaction.atomic
def decide_in_common(
    *, item: AgendaItem, title: str, text: str, method: str, on: date, by: Actor, bodies: Iterable[Body] | None = None,
    votes: Mapping[Body, Votes] | None = None, casting: Mapping[Body, str] | None = None, kind: str = "",
    options: Sequence[Mapping[str, Any]] = (), reasons: str = "", pence: int | None = None,
    dissent: Mapping[Body, str] | None = None, links: Sequence[To] = (), irregular: str = "",
) -> tuple[Decision, ...]:  # fmt: skip
    """Each body that meets in common decides for itself on the same item, all or none; by default all that sit.

    Each has its own quorum and its own votes (`votes`, `casting` and `dissent` by body). What one decided binds it
    alone: where one voted it down, its decision says that it was not carried, beside those of the others.
    """
    sitting = list(Body.objects.filter(sittings__meeting=item.meeting_id).order_by("sittings__pk"))
    return tuple(
        decide(
            item=item, body=body, title=title, text=text, method=method, on=on, by=by, kind=kind, options=options,
            reasons=reasons, votes=(votes or {}).get(body), casting=(casting or {}).get(body, ""), pence=pence,
            dissent=(dissent or {}).get(body, ""), links=links, irregular=irregular,
        )
        for body in (sitting if bodies is None else bodies)
    )  # fmt: skip


def keep(decision: Decision, *, links: Sequence[To], by: Actor, on: date) -> None:
    """Link a decision that was just made to what it is about, and write its audit row."""
    for to in links:
        link(from_kind="decision", from_ref=decision.ref, relation=to.relation, to_kind=to.kind, to_ref=to.ref,
             note=to.note, by=by, on=on)  # fmt: skip
    audit.record(
        by=by, action=Did.DECIDED, subject=decision.ref,
        detail={"body": decision.body.slug, "kind": decision.kind, "method": decision.method, "on": decision.on,
                "meeting": decision.meeting.slug if decision.meeting else None, "carried": decision.carried,
                "private": decision.private, "revises": decision.revises.ref if decision.revises else None},
    )  # fmt: skip


def _check_words(
    title: str, text: str, reasons: str, dissent: str, options: Sequence[Mapping[str, Any]]
) -> None:  # fmt: skip
    for name, value in (("title", title), ("text", text)):
        if not value.strip():
            raise ContentError("a decision says what was decided", field=name)
    said = [title, text, reasons, dissent, *(str(value) for option in options for value in option.values())]
    refuse_numbers("\n".join(said), name="decision")
    check_options(options)


def check_options(options: Sequence[Mapping[str, Any]]) -> None:
    """ContentError for an option without a title, or with anything that options do not have."""
    for option in options:
        if not str(option.get("title", "")).strip() or not set(option) <= OPTION:
            raise ContentError(
                "an option has a title, and may have a text, evidence and be chosen", field="options",
                right='{"title": "Stay as we are", "text": "...", "evidence": "...", "chosen": false}',
            )  # fmt: skip


def _check_method(method: str, votes: Votes | None, casting: str) -> None:
    if method not in ("consensus", "vote"):
        raise ContentError("there is no such way to decide at a meeting", field="method", value=method,
                           right="Use consensus or vote; between meetings it is an urgent decision")  # fmt: skip
    if method == "vote" and (votes is None or votes == {}):
        raise ContentError("a vote was taken, and no votes are given", field="votes", right="Give names or counts")
    if method == "consensus" and (votes is not None or casting):
        raise ContentError("a consensus has no votes", field="votes", right="Use the method vote, or leave them out")


def _check_revised(revises: Decision | None, body: Body, on: date) -> None:
    if revises is None:
        return
    if revises.body_id not in {each.pk for each in lineage(body, on=on)}:
        raise ContentError(f"{revises.ref} was taken by another body", field="revises", value=revises.ref,
                           right="A body revises its own decisions and those of the bodies it succeeded")  # fmt: skip
    if revises.on > on:
        raise ContentError(f"{revises.ref} was taken on {in_words(revises.on)}", field="on", value=str(on))
