"""Minutes as shown: the newest version that somebody may see, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ouzel.core.permissions import Viewer
from ouzel.governance.knowing import by_then, was_by_then
from ouzel.governance.models import Action, Decision, Meeting, MeetingEvent, Minutes


@dataclass(frozen=True)
class MinutesView:
    """One version. `approved_at` is the slug of the meeting that approved it; empty: it is a draft."""

    meeting: str  # slug
    number: int
    text: str  # Markdown
    sha256: str  # of the text in UTF-8
    why: str  # what changed; empty for the first
    published: datetime | None
    approved_at: str
    approved_on: date | None
    since: tuple[str, ...] = ()  # references of decisions and actions put down after it was written

    @property
    def standing(self) -> str:
        """What it is, in words."""
        if self.approved_on is not None:
            return f"approved on {self.approved_on:%-d %B %Y}"
        return "draft, not yet approved" if self.published else "draft, not in public"


def versions(meeting: Meeting, viewer: Viewer, *, known_at: date | None = None) -> tuple[MinutesView, ...]:
    """All versions that the viewer sees, the newest first; each as it stood as known (None: now)."""
    found = Minutes.objects.visible_then(viewer, known_at=known_at).filter(meeting=meeting)
    rows = list(found.select_related("meeting", "approved_at").order_by("-number"))
    if known_at is not None:
        _take_back(rows, meeting, known_at)
    now = refs_of(meeting, known_at=known_at) if rows else ()
    return tuple(_view(row, now) for row in rows)


def refs_of(meeting: Meeting, *, known_at: date | None = None) -> tuple[str, ...]:
    """The references of the decisions and actions of a meeting, in their order: those put down by the end of the day
    `known_at` (None: all).
    """
    decisions = Decision.objects.filter(by_then(known_at), meeting=meeting).order_by("ref")
    actions = Action.objects.filter(by_then(known_at), meeting=meeting).order_by("ref")
    return (*decisions.values_list("ref", flat=True), *actions.values_list("ref", flat=True))


def minutes_of(meeting: Meeting, viewer: Viewer) -> MinutesView | None:
    """The newest version that the viewer sees; None where there is none.

    After an approval, a newer draft is shown only once it was published.
    """
    return next(iter(versions(meeting, viewer)), None)


def approved(meeting: Meeting, viewer: Viewer) -> MinutesView | None:
    """The version approved last, if any was."""
    return next((view for view in versions(meeting, viewer) if view.approved_on is not None), None)


def awaiting_approval(meeting: Meeting, viewer: Viewer) -> MinutesView | None:
    """The newest version if it was not approved yet; None where nothing waits."""
    newest = minutes_of(meeting, viewer)
    return newest if newest and newest.approved_on is None else None


def _take_back(rows: list[Minutes], meeting: Meeting, known_at: date) -> None:
    """What became of versions since is taken back in memory: their publication, and their approval."""
    events = MeetingEvent.objects.filter(by_then(known_at), meeting=meeting, kind="minutes")
    approved = {each.detail["version"] for each in events if "approved_at" in each.detail}
    for row in rows:
        if not was_by_then(row.published, known_at):
            row.published = None
        if row.number not in approved:
            row.approved_at = row.approved_on = None


def _view(row: Minutes, now: Sequence[str]) -> MinutesView:
    said = set(now if row.records is None else row.records)
    return MinutesView(
        meeting=row.meeting.slug, number=row.number, text=row.text, sha256=row.sha256, why=row.why,
        published=row.published, approved_at=row.approved_at.slug if row.approved_at else "",
        approved_on=row.approved_on, since=tuple(ref for ref in now if ref not in said),
    )  # fmt: skip
