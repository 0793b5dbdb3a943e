"""Everything that the page of one meeting shows, in the order and the groups in which it shows it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from ouzel.core.permissions import Viewer
from ouzel.governance.action_log.queries import ActionView
from ouzel.governance.decisions.queries import DecisionView
from ouzel.governance.meetings.shown import AttendanceView, ItemView, MeetingView, QuestionView, Standing
from ouzel.governance.meetings.steps import day_of
from ouzel.governance.minutes.queries import MinutesView
from ouzel.governance.models import Exclusion, Ratification
from ouzel.governance.packs import figures
from ouzel.governance.papers.queries import PaperView
from ouzel.governance.record_links import LinkView
from ouzel.governance.whole_meeting import MeetingRecord, meeting_record
from ouzel.web.asked import Asked
from ouzel.web.governance.ended import EndedBody, ended_bodies
from ouzel.web.governance.names import body_names
from ouzel.web.governance.wording import CAPACITIES

T = TypeVar("T")


@dataclass(frozen=True)
class Resolution:
    """That a body resolved to exclude the public from private items, with the reason that it stated."""

    body: str  # slug
    reason: str
    proposer: str
    seconder: str
    items: frozenset[int]  # the keys of those it named


@dataclass(frozen=True)
class Said:
    """What an item says, with its figures in it, and where each figure is from."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class WholeMeeting:
    """One meeting, ready to be shown. Maps by item are by its number; `texts` and `papers` by the item's key."""

    view: MeetingView
    standing: Standing
    items: tuple[ItemView, ...]
    texts: dict[int, Said]
    papers: dict[int, tuple[PaperView, ...]]
    resolutions: tuple[Resolution, ...]
    attendance: tuple[tuple[str, tuple[tuple[str, tuple[AttendanceView, ...]], ...]], ...]
    decisions: dict[str, list[DecisionView]]
    ratified: dict[str, list[Ratification]]
    actions: dict[str, list[ActionView]]
    questions: tuple[QuestionView, ...]
    minutes: MinutesView | None
    linked: dict[str, tuple[LinkView, ...]]  # of decisions, by reference
    links: tuple[LinkView, ...]
    names: dict[str, str]
    ended: tuple[EndedBody, ...]
    gone: tuple[EndedBody, ...]  # those that will have ended by the day of a meeting to come
    takes_questions: bool

    @property
    def public_items(self) -> tuple[ItemView, ...]:
        """Those taken in public, those taken off the agenda too."""
        return tuple(item for item in self.items if not item.private)

    @property
    def private_items(self) -> tuple[ItemView, ...]:
        """Those taken in private: their general nature."""
        return tuple(item for item in self.items if item.private)

    @property
    def counted(self) -> tuple[ItemView, ...]:
        """The items for which a quorum was worked out."""
        return tuple(item for item in self.items if item.quorum)

    @property
    def ended_together(self) -> tuple[tuple[EndedBody, ...], ...]:
        """Those of the bodies that have ended, together where they ended on one day and the same carry on."""
        found: dict[tuple[object, ...], list[EndedBody]] = {}
        for each in self.ended:
            found.setdefault((each.until, each.successors, each.heirs), []).append(each)
        return tuple(tuple(several) for several in found.values())

    @property
    def declared(self) -> bool:
        """Whether anybody declared an interest in an item."""
        return any(item.recusals for item in self.items)

    @property
    def asked_for(self) -> list[ActionView]:
        """All that was asked for, by reference."""
        return sorted((each for several in self.actions.values() for each in several), key=lambda each: each.ref)

    def resolved(self, item: ItemView) -> list[Resolution]:
        """The resolutions that cover a private item."""
        return [each for each in self.resolutions if item.key in each.items]


def whole_meeting(slug: str, asked: Asked, viewer: Viewer) -> WholeMeeting:
    """One meeting as asked: how its actions stand is told for the day `on`. NoSuchMeeting."""
    it = meeting_record(slug, viewer, on=asked.on, known_at=asked.known_at)
    return WholeMeeting(
        view=it.view, standing=it.standing, items=it.items,
        texts={item.key: _said(item.text, viewer) for item in it.items if item.text},
        papers=it.papers, resolutions=_resolutions(it.exclusions),
        attendance=_by_body(it.attendance), decisions=_by_item(it.decisions, "item"),
        ratified=_by_number(it.ratified), actions=_by_item(it.actions, "item"), questions=it.questions,
        minutes=next(iter(it.minutes), None), linked=it.linked, links=it.links,
        names=_names(it.view, it.actions, asked.on),
        ended=ended_bodies([each.slug for each in it.view.sittings], asked.on, lives=it.room.lives),
        gone=_gone(it),
        takes_questions=_takes_questions(it.view, it.standing, asked.today),
    )  # fmt: skip


def _gone(it: MeetingRecord) -> tuple[EndedBody, ...]:
    slugs = [each.slug for each in it.view.cannot_sit]
    return ended_bodies(slugs, day_of(it.room.meeting), lives=it.room.lives) if slugs else ()


def _names(view: MeetingView, actions: Iterable[ActionView], on: date) -> dict[str, str]:
    """Those who sat by the name they had; who took over an action since by the name of the day asked about."""
    sat = {each.slug: each.name for each in view.sittings}
    others = {step.body for each in actions for step in each.steps} - set(sat)
    return {**body_names(others, on=on), **sat}


def _said(text: str, viewer: Viewer) -> Said:
    cited = figures.Cited()
    lines = figures.resolve(text, viewer, cited).splitlines()
    return Said(tuple(line for line in lines if line.strip()), tuple(cited.notes))


def _takes_questions(meeting: MeetingView, standing: Standing, on: date) -> bool:
    return (
        meeting.public and meeting.state == "noticed" and bool(standing.questions_due and on <= standing.questions_due)
    )


def _resolutions(exclusions: Iterable[Exclusion]) -> tuple[Resolution, ...]:
    return tuple(
        Resolution(row.body.slug, row.reason, row.proposer.name, row.seconder.name if row.seconder else "",
                   frozenset(named.item_id for named in row.named.all()))
        for row in exclusions
    )  # fmt: skip


def _by_body(
    rows: Iterable[AttendanceView],
) -> tuple[tuple[str, tuple[tuple[str, tuple[AttendanceView, ...]], ...]], ...]:
    """Bodies in their order; in each the capacities in theirs."""
    order = list(CAPACITIES)

    def placed(row: AttendanceView) -> int:
        return order.index(row.capacity)

    return tuple(
        (body, tuple(
            (capacity, tuple(several))
            for capacity, several in groupby(sorted(here, key=placed), lambda row: row.capacity)
        ))
        for body, here in groupby(rows, lambda row: row.body)
    )  # fmt: skip


def _by_item(rows: Iterable[T], name: str) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _by_number(rows: Iterable[Ratification]) -> dict[str, list[Ratification]]:
    found: dict[str, list[Ratification]] = defaultdict(list)
    for row in rows:
        found[row.item.number].append(row)
    return found
