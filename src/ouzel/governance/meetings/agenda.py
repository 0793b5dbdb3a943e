"""The agenda: items are added, changed, put elsewhere and taken off. After the notice, what the public was told does
not change without its reason. A private item shows its general nature only.

Items are kept far apart in `order`, so that one can be put between two others and the rest stay where they are:
attendance and resolutions refer to that order.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings.checking import needs_why
from ouzel.governance.meetings.numbering import between, free_number
from ouzel.governance.meetings.steps import State, check_alive, held, write_event
from ouzel.governance.models import Action, AgendaItem, Decision, Meeting, Ratification
from ouzel.governance.reference.decisions import kind_of_decision

PURPOSES = ("decision", "assurance", "discussion", "information", "standing")
PARTY = frozenset({"name", "ods_code", "company_number"})
TOLD = ("title", "purpose", "kind", "text", "parties")  # what the public was told by the agenda
NUMBER = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    number: str = "",
    after: str = "",
    purpose: str = "information",
    kind: str = "",
    presenter: str = "",
    text: str = "",
    minutes: int | None = None,
    private: bool = False,
    topics: Sequence[str] = (),
    parties: Sequence[Mapping[str, str]] = (),
    late: str = "",
    by: Actor,
    on: date,
) -> AgendaItem:  # fmt: skip
    """Add an item. `number` as printed (empty: the next); `after`: the number of the item that it follows (empty: the
    last in public, or the last of all for a private one).

    `kind`: of the decision asked for. `parties`: others concerned, each with name, ods_code, company_number. Of a
    private item only `title`, its general nature, and `kind` are kept here. After the notice the reason `late` is
    needed, and recorded as irregular.
    """
    now = held(meeting, by=by)
    check_alive(now, "no item can be added")
    _check(title=title, purpose=purpose, kind=kind, parties=parties)
    guards.check(now, {"title": title, "text": text, "presenter": presenter})
    if private and (text or presenter or parties or topics):
        raise ContentError(
            "of a private item the agenda holds its general nature only", field="private",
            right="What it says, who presents it and whom it concerns go to the private part",
        )  # fmt: skip
    taken = set(now.items.values_list("number", flat=True))
    number = number.strip()
    if number and not NUMBER.fullmatch(number):
        raise ContentError("a number of an item is of letters, digits and dots", field="number", value=number,
                           right="As it will be printed: 7, 7.1 or P2")  # fmt: skip
    if number and number in taken:
        raise ContentError("the agenda has an item of this number", field="number", value=number)
    item = AgendaItem.objects.create(
        meeting=now, number=number or free_number(taken, private=private),
        order=between(now, after=after, private=private), title=title.strip(), purpose=purpose, kind=kind,
        presenter=presenter.strip(), text=text.strip(), minutes=minutes, private=private, topics=list(topics),
        parties=[dict(each) for each in parties], late=late.strip() if now.state != State.PLANNED else "",
    )  # fmt: skip
    if now.state != State.PLANNED:
        _after_notice(item, f"item {item.number} was added to the agenda after the notice", late, by=by, on=on)
    _told(item, "added", by=by, on=on)
    audit.record(
        by=by, action=Did.ITEM_ADDED, subject=now.slug,
        detail={"item": item.number, "title": item.title, "private": private, "late": item.late},
    )  # fmt: skip
    return item


@transaction.atomic
def change_item(
    *,
    item: AgendaItem,
    title: str | None = None,
    purpose: str | None = None,
    kind: str | None = None,
    presenter: str | None = None,
    text: str | None = None,
    minutes: int | None = None,
    topics: Sequence[str] | None = None,
    parties: Sequence[Mapping[str, str]] | None = None,
    late: str = "",
    by: Actor,
    on: date,
) -> AgendaItem:  # fmt: skip
    """Change what is given of an item; None stays. After the notice a change of what the public was told (`TOLD`)
    needs the reason `late`, and is recorded as irregular.
    """
    now, item = _held(item, by=by)
    given = {"title": title, "purpose": purpose, "kind": kind, "presenter": presenter, "text": text,
             "minutes": minutes, "topics": None if topics is None else list(topics),
             "parties": None if parties is None else [dict(each) for each in parties]}  # fmt: skip
    changed = {name: value for name, value in given.items() if value is not None and value != getattr(item, name)}
    guards.check(now, {name: value for name, value in changed.items() if isinstance(value, str)}, item=item)
    before = {name: getattr(item, name) for name in changed}
    for name, value in changed.items():
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    _check(title=item.title, purpose=item.purpose, kind=item.kind, parties=item.parties)
    if item.private and (item.text or item.presenter or item.parties or item.topics):
        raise ContentError("of a private item the agenda holds its general nature only", field="private")
    if not changed:
        return item
    item.save(update_fields=list(changed))
    if now.state != State.PLANNED and any(name in TOLD for name in changed):
        _after_notice(item, f"item {item.number} was changed after the notice", late, by=by, on=on)
        _told(item, "changed", by=by, on=on, before=before)
    audit.record(
        by=by, action=Did.ITEM_CHANGED, subject=now.slug,
        detail={"item": item.number, "before": before, "after": {name: getattr(item, name) for name in changed}},
    )  # fmt: skip
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, after: str, by: Actor, on: date) -> AgendaItem:
    """Put an item elsewhere in the order of business; `after`: the number of the item it then follows, empty: first.
    Its number stays as printed. The chair may vary the order, so no reason is asked for.
    """
    now, item = _held(item, by=by)
    _refuse_decided(item)  # who was there for it, and what the public was excluded from, goes by its place
    before = {"order": item.order}
    item.order = between(now, after=after, private=item.private, first=not after, but=item)
    item.save(update_fields=["order"])
    _told(item, "moved", by=by, on=on, before=before)
    audit.record(by=by, action=Did.ITEM_CHANGED, subject=now.slug,
                 detail={"item": item.number, "after": after or None})  # fmt: skip
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, why: str, by: Actor, on: date) -> AgendaItem:
    """Take an item off the agenda: it stays to be seen with the reason, unless nobody could see it yet.

    Between the notice and the meeting that is recorded as irregular, as people may come for it; a meeting that sits may
    defer what it likes. ContentError where something was decided on it.
    """
    now, item = _held(item, by=by)
    needs_why(why)
    _refuse_decided(item)
    item.removed, item.seen = why.strip(), now.public
    item.save(update_fields=["removed", "seen"])
    if now.state == State.NOTICED:
        _after_notice(item, f"item {item.number} was taken off the agenda after the notice", why, by=by, on=on)
    _told(item, "taken off", by=by, on=on, note=why, before={"removed": ""})
    audit.record(by=by, action=Did.ITEM_REMOVED, subject=now.slug,
                 detail={"item": item.number, "why": item.removed})  # fmt: skip
    return item


def _held(item: AgendaItem, *, by: Actor) -> tuple[Meeting, AgendaItem]:
    meeting = held(item.meeting, by=by)
    item.refresh_from_db()
    check_alive(meeting, "the agenda stays as it is")
    if item.removed:
        raise ContentError("this item was taken off the agenda", field="item", value=item.number, right=item.removed)
    return meeting, item


def _refuse_decided(item: AgendaItem) -> None:
    for what in (Decision, Ratification, Action):
        if what._default_manager.filter(item=item).exists():
            raise ContentError("something was decided or asked for at this item", field="item", value=item.number,
                               right="What was decided stays; revise the decision")  # fmt: skip


def _after_notice(item: AgendaItem, problem: str, reason: str, *, by: Actor, on: date) -> None:
    refuse_or_record(
        meeting=item.meeting, item=item, rule="agenda", problem=problem,
        right="Put it on the agenda of a later meeting", reason=reason, by=by, on=on,
    )  # fmt: skip


def _told(
    item: AgendaItem, what: str, *, by: Actor, on: date, note: str = "", before: Mapping[str, Any] | None = None
) -> None:
    """Those who follow a meeting that is public learn that its agenda is another. `before`: what was there."""
    if item.meeting.public:
        write_event(
            meeting=item.meeting, kind="agenda", on=on, by=by, note=note or item.late, before=dict(before or {}),
            detail={"item": item.number, "title": item.title, "what": what},
        )  # fmt: skip


def _check(*, title: str, purpose: str, kind: str, parties: Sequence[Mapping[str, Any]]) -> None:
    if kind:
        kind_of_decision(kind)
    if not title.strip():
        raise ContentError("an item needs a title", field="title", right="For a private one, its general nature")
    if purpose not in PURPOSES:
        raise ContentError("an item is for none of these purposes", field="purpose", value=purpose,
                           right=f"Use {', '.join(PURPOSES)}")  # fmt: skip
    check_parties(parties)


def check_parties(parties: Sequence[Mapping[str, Any]]) -> None:
    """ContentError for others concerned without a name, or with what they do not have."""
    for party in parties:
        if set(party) - PARTY or not str(party.get("name", "")).strip():
            raise ContentError(
                "of others concerned there is a name, and perhaps a code or a company number", field="parties",
                value=str(dict(party)), right=f"Use {', '.join(sorted(PARTY))}",
            )  # fmt: skip
