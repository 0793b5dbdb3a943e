"""All that is public of one meeting, each kind of record read once, however long its agenda: for pages and machines."""

from dataclasses import dataclass
from datetime import date

from ouzel.core.permissions import Viewer
from ouzel.governance.action_log.queries import ActionView, asked_for_at
from ouzel.governance.decisions.queries import DecisionView, decisions_at
from ouzel.governance.knowing import by_then
from ouzel.governance.meetings import queries
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.shown import AttendanceView, ItemView, MeetingView, QuestionView, Standing
from ouzel.governance.minutes.queries import MinutesView, versions
from ouzel.governance.models import Exclusion, Ratification
from ouzel.governance.papers.queries import PaperView, papers_before
from ouzel.governance.record_links import LinkView, links_of_all


@dataclass(frozen=True)
class MeetingRecord:
    """One meeting as somebody sees it on a day. `papers` are by the item's key; `linked` by the decision's reference.

    `actions` are as they stood on the day; `minutes` the newest version first.
    """

    room: Room
    view: MeetingView
    standing: Standing
    items: tuple[ItemView, ...]
    papers: dict[int, tuple[PaperView, ...]]
    exclusions: tuple[Exclusion, ...]
    attendance: tuple[AttendanceView, ...]
    decisions: tuple[DecisionView, ...]
    ratified: tuple[Ratification, ...]
    actions: tuple[ActionView, ...]
    questions: tuple[QuestionView, ...]
    minutes: tuple[MinutesView, ...]
    linked: dict[str, tuple[LinkView, ...]]
    links: tuple[LinkView, ...]


def meeting_record(slug: str, viewer: Viewer, *, on: date, known_at: date | None = None) -> MeetingRecord:
    """One meeting by its address. `on` before the meeting: its actions as on the day it met. `known_at`: all of it as
    known then, but for who was there and what became of questions. NoSuchMeeting, also for one not yet known.
    """
    view, room = queries.read(slug, viewer, known_at=known_at)
    meeting = room.meeting
    decisions = decisions_at(meeting, viewer, names=room.lives, known_at=known_at)
    ratified = Ratification.objects.visible_to(viewer).filter(by_then(known_at), meeting=meeting)
    ends = [("meeting", slug), *(("decision", each.ref) for each in decisions)]
    links = links_of_all(ends, viewer, known_at=known_at)
    return MeetingRecord(
        room=room, view=view, standing=queries.standing(meeting, viewer, room=room),
        items=queries.agenda(meeting, viewer, room=room),
        papers=papers_before(room.items, viewer, events=room.events, known_at=known_at),
        exclusions=tuple(room.exclusions),
        attendance=queries.attendance(meeting, viewer, room=room), decisions=decisions,
        ratified=tuple(ratified.select_related("decision", "item")),
        actions=asked_for_at(meeting, on=max(on, room.day), viewer=viewer, known_at=known_at),
        questions=queries.public_questions(meeting, viewer, known_at=known_at),
        minutes=versions(meeting, viewer, known_at=known_at),
        linked={ref: views for (kind, ref), views in links.items() if kind == "decision"},
        links=links.get(("meeting", slug), ()),
    )  # fmt: skip
