"""Everything that the page of one meeting shows, read in a number of queries that does not grow with its agenda."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.utils import timezone

from ouzel.core.permissions import Viewer
from ouzel.governance.action_log.queries import ActionView, as_they_stood
from ouzel.governance.decisions.queries import DecisionView, decisions_at
from ouzel.governance.meetings import queries
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.shown import AttendanceView, ItemView, MeetingView, QuestionView, Standing
from ouzel.governance.minutes.queries import MinutesView, minutes_of
from ouzel.governance.models import Action, Exclusion, Meeting, Ratification
from ouzel.governance.packs import figures
from ouzel.governance.papers.queries import PaperView, papers_of
from ouzel.governance.record_links import LinkView, links_of, links_of_many
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
    first: int
    last: int | None

    def covers(self, item: ItemView) -> bool:
        """Whether it excludes the public from an item."""
        return item.private and self.first <= item.order and (self.last is None or item.order <= self.last)


@dataclass(frozen=True)
class Said:
    """What an item says, with its figures in it, and where each figure is from."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class WholeMeeting:
    """One meeting, ready to be shown. Maps by item are by its number; `texts` and `papers` by the item's key."""

    meeting: Meeting
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
    def declared(self) -> bool:
        """Whether anybody declared an interest in an item."""
        return any(item.recusals for item in self.items)

    @property
    def asked_for(self) -> list[ActionView]:
        """All that was asked for, by reference."""
        return sorted((each for several in self.actions.values() for each in several), key=lambda each: each.ref)

    def resolved(self, item: ItemView) -> list[Resolution]:
        """The resolutions that cover a private item."""
        return [each for each in self.resolutions if each.covers(item)]


def whole_meeting(slug: str, asked: Asked, viewer: Viewer) -> WholeMeeting:
    """One meeting as asked: how its actions stand is told for the day `on`. NoSuchMeeting."""
    meeting = queries.meeting_named(slug, viewer)
    view = queries.view_of(meeting, viewer)
    room = Room(meeting)
    standing = queries.standing(meeting, viewer, room=room)
    decisions = decisions_at(meeting, viewer)
    rows = Action.objects.visible_to(viewer).filter(meeting=meeting).order_by("ref")
    actions = as_they_stood(rows, on=max(asked.on, timezone.localdate(meeting.starts)))
    ratified = Ratification.objects.visible_to(viewer).filter(meeting=meeting).select_related("decision", "item")
    sitting = [each.slug for each in view.sittings]
    others = {each.body for each in actions} | {step.body for each in actions for step in each.steps}
    items = queries.agenda(meeting, viewer, room=room)
    return WholeMeeting(
        meeting=meeting, view=view, standing=standing, items=items,
        texts={item.key: _said(item.text, viewer) for item in items if item.text},
        papers=papers_of(meeting, viewer), resolutions=_resolutions(meeting, viewer),
        attendance=_by_body(queries.attendance(meeting, viewer, room=room)), decisions=_by_item(decisions, "item"),
        ratified=_by_number(ratified), actions=_by_item(actions, "item"),
        questions=queries.public_questions(meeting, viewer), minutes=minutes_of(meeting, viewer),
        linked=links_of_many("decision", [each.ref for each in decisions], viewer),
        links=links_of("meeting", slug, viewer),
        names={**body_names(others, on=asked.on), **{each.slug: each.name for each in view.sittings}},
        ended=ended_bodies(sitting, asked.on), takes_questions=_takes_questions(meeting, standing, asked.today),
    )  # fmt: skip


def _said(text: str, viewer: Viewer) -> Said:
    cited = figures.Cited()
    lines = figures.resolve(text, viewer, cited).splitlines()
    return Said(tuple(line for line in lines if line.strip()), tuple(cited.notes))


def _takes_questions(meeting: Meeting, standing: Standing, on: date) -> bool:
    return (
        meeting.public and meeting.state == "noticed" and bool(standing.questions_due and on <= standing.questions_due)
    )


def _resolutions(meeting: Meeting, viewer: Viewer) -> tuple[Resolution, ...]:
    rows = Exclusion.objects.visible_to(viewer).filter(meeting=meeting).select_related("body", "proposer", "seconder")
    return tuple(
        Resolution(row.body.slug, row.reason, row.proposer.name, row.seconder.name if row.seconder else "",
                   row.from_item, row.to_item)
        for row in rows.order_by("id")
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
