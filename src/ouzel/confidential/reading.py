"""What was taken in private is read: by who may, and every reading is in the audit trail.

Who is kept out of an item (`keeping_out`) does not get what is private of it, role or not. What somebody may not read
is as if it were not there.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ouzel.confidential.keeping_out import kept_out, kept_out_of_any
from ouzel.confidential.models import PrivateAction, PrivateDecision, PrivateItem, PrivateMinutes, PrivatePaper
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.governance.auditing import Did
from ouzel.governance.models import AgendaItem, Body, Meeting


@dataclass(frozen=True)
class PaperLine:
    """The newest version of a private paper, as listed. `size` bytes; `pages` None: not known."""

    slug: str
    number: int
    title: str
    name: str
    media_type: str
    sha256: str
    size: int
    pages: int | None
    why: str
    late: str
    afterwards: bool  # it came after the meeting


@dataclass(frozen=True)
class Version:
    """One version of what an item says. `why`: why it was written again, where that was after the meeting."""

    number: int
    title: str
    text: str
    presenter: str
    parties: tuple[dict[str, str], ...]
    why: str
    by: str
    at: datetime
    sha256: str


@dataclass(frozen=True)
class ItemRead:
    """A private item with its papers and decisions. `withheld`: the reader is kept out of it, and gets no more than its
    general nature.
    """

    number: str
    title: str
    text: str
    presenter: str
    parties: tuple[dict[str, str], ...]
    versions: tuple[Version, ...]  # the newest, which the rest is of, first
    papers: tuple[PaperLine, ...]
    decisions: tuple[str, ...]  # references
    withheld: bool


@dataclass(frozen=True)
class PaperRead:
    """A private paper with its content, to be given as a file that is saved, never shown in place."""

    line: PaperLine
    content: bytes


@dataclass(frozen=True)
class DecisionRead:
    """A decision taken in private, in full. `pence` None: it commits no sum that is known."""

    ref: str
    title: str
    text: str
    reasons: str
    options: tuple[dict[str, Any], ...]
    dissent: str
    pence: int | None
    votes: tuple[tuple[str, str], ...]  # slug of a person, vote


@dataclass(frozen=True)
class MinutesRead:
    """A version of the private minutes. `approved_on` None: a draft."""

    number: int
    text: str
    sha256: str
    why: str
    approved_on: date | None


@transaction.atomic
def read_agenda(meeting: Meeting, *, by: Actor) -> tuple[ItemRead, ...]:
    """The private items of a meeting in the order of the agenda; empty for who may not read them."""
    rows = PrivateItem.objects.visible_to(by).newest().filter(item__meeting=meeting).select_related("item")
    items = tuple(_item(row, by) for row in rows.order_by("item__order", "item__pk"))
    if items:
        _record(by, meeting, {"what": "agenda", "items": [item.number for item in items if not item.withheld]})
    return items


@transaction.atomic
def read_paper(item: AgendaItem, slug: str, *, by: Actor, number: int | None = None) -> PaperRead | None:
    """A private paper, its newest version or the one of that number; None where there is none for the reader."""
    rows = PrivatePaper.objects.visible_to(by).filter(item=item, slug=slug).order_by("-number")
    row = (rows if number is None else rows.filter(number=number)).first()
    if row is None or kept_out(item, by):
        return None
    _record(by, item.meeting, {"what": "paper", "item": item.number, "number": row.number, "sha256": row.sha256})
    return PaperRead(_line(row), bytes(row.content))


def urgent_decisions(body: Body, *, by: Actor) -> tuple[str, ...]:
    """References of the urgent decisions of a body of which the reader may read what is private, the newest first."""
    rows = PrivateDecision.objects.visible_to(by).filter(decision__body=body, decision__meeting=None)
    return tuple(rows.order_by("-decision__on", "-decision__ref").values_list("decision__ref", flat=True))


@transaction.atomic
def read_decision(ref: str, *, by: Actor) -> DecisionRead | None:
    """A decision taken in private, by its reference; None where there is none for the reader."""
    rows = PrivateDecision.objects.visible_to(by).filter(decision__ref=ref)
    row = rows.select_related("decision__meeting", "decision__item", "decision__body").first()
    if row is None or (row.decision.item is not None and kept_out(row.decision.item, by)):
        return None
    _record(by, row.decision.meeting, {"what": "decision", "decision": ref, "body": row.decision.body.slug})
    return DecisionRead(
        ref, row.title, row.text, row.reasons, tuple(row.options), row.dissent, row.pence,
        tuple((vote["person"], vote["vote"]) for vote in row.votes),
    )  # fmt: skip


@transaction.atomic
def read_actions(meeting: Meeting, *, by: Actor) -> tuple[tuple[str, str], ...]:
    """What was asked for in private at a meeting: reference and full text of each; empty for who may not read them."""
    rows = PrivateAction.objects.visible_to(by).filter(action__meeting=meeting).select_related("action__item")
    read = tuple(
        (row.action.ref, row.text) for row in rows.order_by("action__ref") if not kept_out(row.action.item, by)
    )
    if read:
        _record(by, meeting, {"what": "actions", "actions": [ref for ref, _ in read]})
    return read


@transaction.atomic
def read_minutes(meeting: Meeting, *, by: Actor, number: int | None = None) -> MinutesRead | None:
    """The private minutes, the newest version or the one of that number; None where there are none for the reader.

    They are of the whole private part, so who was kept out of an item of it does not get them.
    """
    rows = PrivateMinutes.objects.visible_to(by).filter(meeting=meeting).order_by("-number")
    row = (rows if number is None else rows.filter(number=number)).first()
    if row is None or kept_out_of_any(meeting, by):
        return None
    _record(by, meeting, {"what": "minutes", "number": row.number, "sha256": row.sha256})
    return MinutesRead(row.number, row.text, row.sha256, row.why, row.approved_on)


def _item(row: PrivateItem, by: Actor) -> ItemRead:
    if kept_out(row.item, by):
        return ItemRead(row.item.number, row.item.title, "", "", (), (), (), (), withheld=True)
    newest: dict[str, PrivatePaper] = {
        paper.slug: paper
        for paper in PrivatePaper.objects.visible_to(by).filter(item=row.item).defer("content").order_by("number")
    }
    decisions = PrivateDecision.objects.visible_to(by).filter(decision__item=row.item)
    versions = PrivateItem.objects.visible_to(by).filter(item=row.item).order_by("-number")
    return ItemRead(
        row.item.number, row.title, row.text, row.presenter, tuple(row.parties),
        tuple(_version(each) for each in versions), tuple(_line(paper) for paper in newest.values()),
        tuple(decisions.order_by("decision__ref").values_list("decision__ref", flat=True)), withheld=False,
    )  # fmt: skip


def _version(row: PrivateItem) -> Version:
    return Version(
        row.number, row.title, row.text, row.presenter, tuple(row.parties), row.why, row.by, row.at, row.sha256
    )


def _line(row: PrivatePaper) -> PaperLine:
    return PaperLine(
        row.slug, row.number, row.title, row.name, row.media_type, row.sha256, row.size, row.pages, row.why, row.late,
        row.afterwards,
    )  # fmt: skip


def _record(by: Actor, meeting: Meeting | None, detail: dict[str, Any]) -> None:
    subject = meeting.slug if meeting else detail["body"]  # of an urgent decision, taken at no meeting
    audit.record(by=by, action=Did.PRIVATE_READ, subject=subject, detail=detail)
