"""What is in a pack, gathered once for a viewer; the PDF and the HTML are both set from it."""

from dataclasses import dataclass, replace
from datetime import date

from ouzel.core.permissions import Viewer
from ouzel.governance.bodies.queries import body_shown
from ouzel.governance.interests.publishing import Register, register_of
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.models import AgendaItem, Body, Exclusion, Irregularity, Meeting, PaperVersion
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.packs import figures, wording
from ouzel.governance.papers.queries import PaperView, papers_of
from ouzel.governance.reference.orders import orders_of

PURPOSES = {
    "decision": "For decision", "assurance": "For assurance", "discussion": "For discussion",
    "information": "For information", "standing": "Standing item",
}  # fmt: skip


@dataclass(frozen=True)
class PackBody:
    """A body that sits, who presides for it, and what its quorum is."""

    body: Body
    name: str
    chair: str
    quorum: str


@dataclass(frozen=True)
class PackItem:
    """One item, with its papers in their order. `text` has its figures in it."""

    number: str
    title: str
    purpose: str
    presenter: str
    text: str
    minutes: int | None
    private: bool
    added_late: str
    papers: tuple[PaperView, ...]

    @property
    def heading(self) -> str:
        """Its number and title."""
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class Contents:
    """All that a pack shows. `draft`: something in it is not public yet. `as_of`: when it last changed."""

    meeting: Meeting
    title: str
    on: date
    when: str
    bodies: tuple[PackBody, ...]
    items: tuple[PackItem, ...]
    exclusions: tuple[str, ...]
    irregularities: tuple[str, ...]
    interests: Register
    cited: figures.Cited
    draft: bool
    as_of: str

    @property
    def address(self) -> str:
        """Where the meeting is for good."""
        return f"/meetings/{self.meeting.slug}/"


class NoSuchMeeting(LookupError):
    """No meeting of that name that the one who asks may see."""


def gather(meeting: Meeting, viewer: Viewer) -> Contents:
    """What the pack of a meeting holds for a viewer. Of items in private, only what is public of them.

    Interests are as anybody may read them, whoever asks: a pack is passed on. NoSuchMeeting where the viewer may not
    see the meeting.
    """
    seen = Meeting.objects.visible_to(viewer).filter(pk=meeting.pk).first()
    if seen is None:
        raise NoSuchMeeting(f"There is no meeting called {meeting.slug!r}, or it is not public yet")
    on, cited = day_of(seen), figures.Cited()
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=seen, removed="").order_by("order", "pk")
    before = papers_of(seen, viewer)
    items = tuple(_item(row, before.get(row.pk, ()), viewer, cited) for row in rows)
    late = Irregularity.objects.visible_to(viewer).filter(meeting=seen)
    return Contents(
        meeting=seen, title=seen.title, on=on, when=wording.span(seen.starts, seen.ends),
        bodies=_bodies(seen, on), items=items,
        exclusions=tuple(dict.fromkeys(Exclusion.objects.visible_to(viewer).filter(meeting=seen)
                                       .values_list("reason", flat=True))),
        irregularities=tuple(f"{row.problem}. Reason given: {row.reason}" for row in late),
        interests=register_of(bodies_of(seen), on=on, viewer=None), cited=cited,
        draft=not seen.public or any(view.version.published is None for item in items for view in item.papers),
        as_of=_as_of(seen, items),
    )  # fmt: skip


def with_figures(version: PaperVersion, text: str, viewer: Viewer, cited: figures.Cited) -> str:
    """The words of a paper that is text, with the figures that it cites."""
    return figures.resolve(text, viewer, cited) if version.media_type.startswith("text/") else text


def _bodies(meeting: Meeting, on: date) -> tuple[PackBody, ...]:
    found = []
    for sitting in meeting.sittings.select_related("body", "chair").order_by("pk"):
        view = body_shown(sitting.body, on=on)
        found.append(
            PackBody(
                sitting.body, view.name if view else sitting.body.slug, sitting.chair.name if sitting.chair else "",
                wording.quorum(orders_of(sitting.body, on=on).quorum),
            )
        )  # fmt: skip
    return tuple(found)


def _item(row: AgendaItem, papers: tuple[PaperView, ...], viewer: Viewer, cited: figures.Cited) -> PackItem:
    text = "" if row.private else figures.resolve(row.text, viewer, cited)
    item = PackItem(
        row.number, row.title, PURPOSES.get(row.purpose, row.purpose), row.presenter, text, row.minutes, row.private,
        row.late, papers,
    )  # fmt: skip
    return replace(item, presenter="", papers=()) if row.private else item


def _as_of(meeting: Meeting, items: tuple[PackItem, ...]) -> str:
    """When what it is made from last changed: the same pack is made until something does."""
    moments = [meeting.modified, *(view.version.published or view.version.at for i in items for view in i.papers)]
    return max(moments).isoformat(timespec="seconds")


def state_words(meeting: Meeting) -> str:
    """What must be said at the top of a pack of a meeting that is not to be as planned; else empty."""
    if meeting.state == MeetingState.CANCELLED:
        return "This meeting was cancelled."
    return "This meeting was adjourned." if meeting.state == MeetingState.ADJOURNED else ""
