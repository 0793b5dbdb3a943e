"""Setting strategies, their versions and priorities, who owns each, and reporting how it goes."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.decisions.sitting import meeting_begun
from ouzel.governance.models import (
    Body,
    Priority,
    PriorityOwner,
    Progress,
    Strategy,
    StrategyVersion,
)
from ouzel.governance.reference.aims import aim, check_status, kind_of_strategy
from ouzel.governance.rules import require_for
from ouzel.governance.slugs import check_slug, shaped
from ouzel.governance.strategies.setting import adopting, check_setter
from ouzel.reorganisation.wording import in_words

NEEDS = Permission.STRATEGIES_KEEP


@transaction.atomic
def set_strategy(
    *, slug: str, kind: str, title: str, body: Body, since: date, by: Actor, place: str = "", until: date | None = None
) -> Strategy:
    """Put down a needs assessment, strategy or plan for the days from `since` until `until` (half-open).

    ContentError for an unknown kind, one that the law did not know on its first day, one that the law has another kind
    of body set, one for a place that names none, and a slug that is taken.
    """
    require_for(by, NEEDS, [body], on=today())
    known = kind_of_strategy(kind)
    if since < known.since or (known.until is not None and since >= known.until):
        raise ContentError(f"{known.name.lower()} was not known to the law on that day", field="since",
                           value=str(since), right=f"It is from {in_words(known.since)} on")  # fmt: skip
    check_setter(known, body, on=since)
    if known.per_place and not place.strip():
        raise ContentError("say for which place this is", field="place", right="The borough or area, as Luton")
    if not title.strip():
        raise ContentError("the title is missing", field="title")
    _check_days(since, until)
    made = Strategy.objects.create(slug=check_slug(slug, of=Strategy), kind=known.slug, title=title.strip(), body=body,
                                   place=place.strip(), since=since, until=until)  # fmt: skip
    audit.record(by=by, action=Did.STRATEGY_SET, subject=slug,
                 detail={"kind": kind, "title": made.title, "body": body.slug, "place": made.place, "since": since,
                         "until": until})  # fmt: skip
    return made


@transaction.atomic
def end_strategy(*, strategy: Strategy, on: date, why: str, by: Actor) -> Strategy:
    """The strategy is in force no more from `on`; `why` is kept in the audit trail."""
    held = _held(strategy, by=by)
    _check_days(held.since, on)
    if not why.strip():
        raise ContentError("say why it ends", field="why", right="What takes its place, or which decision ended it")
    held.until = on
    held.save(update_fields=["until"])
    audit.record(by=by, action=Did.STRATEGY_SET, subject=held.slug, detail={"until": on, "why": why.strip()})
    return held


@transaction.atomic
def new_version(
    *, strategy: Strategy, text: str, source: str, by: Actor, why: str = "", adopted: date | None = None,
    decision: str = "",
) -> StrategyVersion:  # fmt: skip
    """Keep a version of the text (Markdown). `adopted`: the day it was; `decision`: the reference of the one that did.

    The same text as the newest version, not adopted since, changes nothing. ContentError for a further version that
    does not say why, and for a decision that is not there, was not carried, was taken after the day, was on something
    else, or was that of a body that does not answer for the strategy.
    """
    held = _held(strategy, by=by)
    if not text.strip() or not source.strip():
        raise ContentError("the text or its source is missing", field="source" if text.strip() else "text")
    digest = hashlib.sha256(text.encode()).hexdigest()
    last = held.versions.order_by("number").last()
    if last and (last.sha256, last.adopted, last.decision) == (digest, adopted, decision):
        return last
    if last and not why.strip():
        raise ContentError("say what is new in this version", field="why")
    taken = adopting(decision, body=held.body) if decision else None
    if taken is not None and adopted is None:
        adopted = taken.on
    if taken is not None and adopted is not None and adopted < taken.on:
        raise ContentError("it was adopted before the decision was taken", field="adopted", value=str(adopted),
                           right=f"{in_words(taken.on)} or later")  # fmt: skip
    row = StrategyVersion.objects.create(
        strategy=held, number=last.number + 1 if last else 1, text=text, sha256=digest, adopted=adopted,
        decision=decision, why=why.strip(), source=source.strip(), by=str(by),
    )  # fmt: skip
    audit.record(by=by, action=Did.STRATEGY_SET, subject=held.slug,
                 detail={"version": row.number, "sha256": digest, "adopted": adopted, "decision": decision,
                         "why": row.why})  # fmt: skip
    return row


@transaction.atomic
def set_priority(
    *, strategy: Strategy, slug: str, title: str, since: date, known: date, source: str, by: Actor, text: str = "",
    aims: Sequence[str] = (), order: int = 0, until: date | None = None,
) -> Priority:  # fmt: skip
    """Say a priority of a strategy, from `since` until `until` (half-open); said again, it is known better.

    ContentError for an unknown aim, one not known to the law on the first day, or days outside the strategy's.
    """
    held = _held(strategy, by=by)
    shaped(slug)
    for each in aims:
        if aim(each).since > since:
            raise ContentError("this aim was not set by then", field="aims", value=each,
                               right=f"It is from {in_words(aim(each).since)} on")  # fmt: skip
    if since < held.since or (held.until is not None and (until is None or until > held.until)):
        last = f" until {in_words(held.until)}" if held.until else ""
        raise ContentError("a priority holds within the days of its strategy", field="since", value=str(since),
                           right=f"From {in_words(held.since)}{last}")  # fmt: skip
    values = {"title": title.strip(), "text": text.strip(), "aims": list(aims), "order": order}
    if not values["title"]:
        raise ContentError("the title is missing", field="title")
    row = facts.say(Priority, {"strategy": held, "slug": slug}, values, since=since, until=until, known=known,
                    source=source, by=by)  # fmt: skip
    audit.record(by=by, action=Did.PRIORITY_SET, subject=f"{held.slug}/{slug}",
                 detail={**values, "since": since, "until": until, "known": known})  # fmt: skip
    return row


@transaction.atomic
def end_priority(*, strategy: Strategy, slug: str, on: date, known: date, source: str, by: Actor) -> None:
    """A priority is one no more from `on`."""
    held = _held(strategy, by=by)
    facts.end(Priority, {"strategy": held, "slug": slug}, on=on, known=known, source=source, by=by)
    audit.record(by=by, action=Did.PRIORITY_SET, subject=f"{held.slug}/{slug}",
                 detail={"until": on, "known": known})  # fmt: skip


@transaction.atomic
def set_owner(
    *, strategy: Strategy, priority: str, owner: str, since: date, known: date, source: str, by: Actor,
    body: Body | None = None, until: date | None = None,
) -> PriorityOwner:  # fmt: skip
    """Say who answers for a priority: a person by name or post (`owner`), for a body where it is one of a body."""
    held = _held(strategy, by=by)
    _priority(held, priority, on=since)
    if not owner.strip():
        raise ContentError("say who answers for it", field="owner", right="A name or a post")
    row = facts.say(PriorityOwner, {"strategy": held, "priority": priority, "owner": owner.strip()}, {"body": body},
                    since=since, until=until, known=known, source=source, by=by)  # fmt: skip
    audit.record(by=by, action=Did.PRIORITY_SET, subject=f"{held.slug}/{priority}",
                 detail={"owner": row.owner, "body": body.slug if body else "", "since": since,
                         "until": until})  # fmt: skip
    return row


@transaction.atomic
def end_owner(*, strategy: Strategy, priority: str, owner: str, on: date, known: date, source: str, by: Actor) -> None:
    """Somebody answers for a priority no more from `on`."""
    held = _held(strategy, by=by)
    facts.end(PriorityOwner, {"strategy": held, "priority": priority, "owner": owner.strip()}, on=on, known=known,
              source=source, by=by)  # fmt: skip
    audit.record(by=by, action=Did.PRIORITY_SET, subject=f"{held.slug}/{priority}",
                 detail={"owner": owner.strip(), "until": on})  # fmt: skip


@transaction.atomic
def change_owner(
    *, owner: PriorityOwner, to: str, on: date, known: date, source: str, by: Actor, body: Body | None = None
) -> PriorityOwner:  # fmt: skip
    """Somebody else answers for a priority from `on`: whoever did ends the day before."""
    end_owner(strategy=owner.strategy, priority=owner.priority, owner=owner.owner, on=on, known=known, source=source,
              by=by)  # fmt: skip
    return set_owner(strategy=owner.strategy, priority=owner.priority, owner=to, body=body, since=on, known=known,
                     source=source, by=by)  # fmt: skip


@transaction.atomic
def report_progress(
    *, strategy: Strategy, priority: str, on: date, status: str, text: str, source: str, by: Actor, measure: str = "",
    value: Decimal | None = None, target: Decimal | None = None, unit: str = "", meeting: str = "",
) -> Progress:  # fmt: skip
    """Report how a priority goes on a day: a status with words and, where one is measured, a value beside its target.

    `measure`: the slug of the measure, or its name. `meeting`: slug of the one that looked. ContentError for a status,
    a priority or a meeting that is not there, a report without words, and a value without measure or unit.
    """
    held = _held(strategy, by=by)
    _priority(held, priority, on=on)
    if not text.strip() or not source.strip():
        raise ContentError(
            "say in words how it goes, and where that is from", field="source" if text.strip() else "text"
        )
    if (value is not None or target is not None) and not (measure.strip() and unit.strip()):
        raise ContentError("a value says nothing without what was measured and in which unit", field="measure")
    meeting_begun(meeting, on=on)
    row = Progress.objects.create(
        strategy=held, priority=priority, on=on, status=check_status(status), text=text.strip(),
        measure=measure.strip(), value=value, target=target, unit=unit.strip(), meeting=meeting, source=source.strip(),
        by=str(by),
    )  # fmt: skip
    audit.record(by=by, action=Did.PROGRESS_REPORTED, subject=f"{held.slug}/{priority}",
                 detail={"on": on, "status": status, "measure": row.measure, "value": value, "target": target,
                         "meeting": meeting})  # fmt: skip
    return row


def _held(strategy: Strategy, *, by: Actor) -> Strategy:
    require_for(by, NEEDS, [strategy.body], on=today())
    return Strategy.objects.select_for_update().get(pk=strategy.pk)


def _priority(strategy: Strategy, slug: str, *, on: date) -> None:
    if not Priority.objects.on(on).filter(strategy=strategy, slug=slug).exists():
        there = Priority.objects.on(on).filter(strategy=strategy).values_list("slug", flat=True)
        raise ContentError("there is no such priority on that day", field="priority", value=slug,
                           right=f"Use one of {', '.join(there)}" if there else "Set a priority first")  # fmt: skip


def _check_days(since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise ContentError(
            "it would end before it begins", field="until", value=str(until), right=f"After {in_words(since)}"
        )
