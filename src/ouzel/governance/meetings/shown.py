"""What pages and feeds show of a meeting, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ouzel.governance.meetings.clock import Notice
from ouzel.governance.meetings.counting import Quorum
from ouzel.governance.meetings.when import StayView, in_words


@dataclass(frozen=True)
class SittingView:
    """A body that sits, by the name it has that day, and who presides for it.

    `gone`: the first day on which the body is no more, where it will have ended by the meeting's day.
    """

    slug: str
    name: str
    chair: str  # name; empty: not said
    gone: date | None = None


@dataclass(frozen=True)
class EventView:
    """One thing that happened to a meeting."""

    number: int
    kind: str
    on: date
    at: datetime
    note: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class IrregularityView:
    """A rule that was not kept, and why. `item`: its number, empty: of the meeting."""

    rule: str
    problem: str
    reason: str
    on: date
    item: str


@dataclass(frozen=True)
class MeetingView:
    """A meeting as it stands. `starts`, `ends`: aware. `notice` None: `notice_unknown` says why there is none."""

    key: int
    slug: str
    title: str
    state: str
    state_words: str
    public: bool
    in_public: bool
    sittings: tuple[SittingView, ...]
    starts: datetime
    ends: datetime | None
    venue: str
    join: str
    recording: str
    sequence: int
    modified: datetime
    at: datetime
    noticed_on: date | None
    why: str  # of the last step that has a reason: moved, cancelled, adjourned

    @property
    def address(self) -> str:
        """Its address for good."""
        return f"/meetings/{self.slug}/"

    @property
    def cancelled(self) -> bool:
        """Whether it will not be."""
        return self.state == "cancelled"

    @property
    def cannot_sit(self) -> tuple[SittingView, ...]:
        """The bodies that will be no more when a meeting to come is held: it cannot be held as it was called."""
        to_come = self.state in ("planned", "noticed", "adjourned")
        return tuple(each for each in self.sittings if to_come and each.gone is not None)

    @property
    def in_common(self) -> bool:
        """Whether several bodies sit, each with its own quorum and its own decisions."""
        return len(self.sittings) > 1


@dataclass(frozen=True)
class Standing:
    """How a meeting kept the rules: its notice by the strictest orders, when papers and questions are due.

    `unknown` says what could not be worked out, and why; empty: all was.
    """

    notice: Notice | None
    papers_due: date | None
    questions_due: date | None
    unknown: str
    irregularities: tuple[IrregularityView, ...]
    events: tuple[EventView, ...]


@dataclass(frozen=True)
class RecusalView:
    """Somebody who declared an interest in an item, and what followed."""

    person: str  # slug
    name: str
    declared: str
    effect: str
    ruling: str
    key: int
    taken_back: str = ""  # why, where it was put down by mistake: it counts no more


@dataclass(frozen=True)
class ItemQuorumView:
    """The quorum of one body for an item, as it is worked out from what is known; and as it was when the meeting was
    closed (None: not kept).
    """

    body: str  # slug
    quorum: Quorum
    at_closing: Quorum | None = None

    @property
    def known_better(self) -> bool:
        """Whether it comes out otherwise than when the meeting was closed."""
        then = self.at_closing
        return then is not None and (then.met, then.needed, then.have) != (
            self.quorum.met, self.quorum.needed, self.quorum.have,
        )  # fmt: skip


@dataclass(frozen=True)
class ItemView:
    """One item of an agenda. Of a private one only its general nature. `removed`: why it was taken off.

    `quorum` is empty before the meeting. `excluded`: the bodies (slugs) that resolved to exclude the public from it.
    """

    key: int
    number: str
    order: int
    title: str
    purpose: str
    kind: str
    presenter: str
    text: str
    minutes: int | None
    private: bool
    topics: tuple[str, ...]
    parties: tuple[dict[str, Any], ...]
    late: str
    removed: str
    recusals: tuple[RecusalView, ...]
    quorum: tuple[ItemQuorumView, ...]
    excluded: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where on the page of the meeting it is."""
        return f"item-{self.number}".replace(".", "-").casefold()


@dataclass(frozen=True)
class QuestionView:
    """A question as anybody may read it; `name` only where who asked agreed."""

    key: int
    text: str
    name: str
    received: datetime
    answer: str
    answered_by: str
    answered_on: date | None


@dataclass(frozen=True)
class AttendanceView:
    """Somebody at a meeting, for a body. `stays`: when they were there, where that was not all along."""

    body: str
    person: str  # slug
    name: str
    seat: str
    title: str  # of the seat on the day
    capacity: str
    how: str
    votes: bool
    stays: tuple[StayView, ...]
    note: str

    @property
    def when(self) -> str:
        """When they were there, in words; empty: all along."""
        return in_words(self.stays)
