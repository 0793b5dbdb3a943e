"""Answers about meetings, decisions and actions as the description of the interface tells them."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from ouzel.api.governance_schemas import Known, OnDay


class Sitting(Schema):
    slug: str
    name: str
    chair: str | None
    gone: date | None = Field(
        description="The first day on which the body is no more, if by the day of the meeting: it cannot sit then"
    )


class Meeting(Schema):
    """A meeting as it stands."""

    slug: str
    address: str
    title: str
    state: str
    state_words: str
    in_public: bool
    in_common: bool
    bodies: list[Sitting]
    starts: datetime
    ends: datetime | None
    venue: str | None
    join: str | None
    recording: str | None
    noticed_on: date | None
    why: str | None
    sequence: int = Field(description="Counts what calendars must be told of")
    modified: datetime


class Meetings(Known):
    count: int = Field(description="Without the limit")
    meetings: list[Meeting]


class Notice(Schema):
    due: date
    given: date | None
    enough: bool
    clear_days: int | None
    rule: str


class WholeMeeting(OnDay, Meeting):
    """A meeting with all that is public of it, as known: actions as they stood on the day, never before the meeting.
    Who was there and what became of questions is as known now.
    """

    notice: Notice | None
    papers_due: date | None
    questions_due: date | None
    unknown: str | None = Field(description="What could not be worked out, and why")
    agenda: list[dict[str, Any]] = Field(description="With papers, recusals and the quorum of each body")
    exclusions: list[dict[str, Any]] = Field(description="Resolutions to exclude the public, with their reasons")
    attendance: list[dict[str, Any]]
    decisions: list["Decision"]
    ratified: list[dict[str, Any]] = Field(description="Urgent decisions that it dealt with")
    actions: list["Action"]
    questions: list[dict[str, Any]]
    minutes: list[dict[str, Any]] = Field(description="The newest version first")
    irregularities: list[dict[str, Any]]
    events: list[dict[str, Any]]
    links: list[dict[str, Any]]
    taken_off: list[dict[str, Any]] = Field(description="Papers that were before items in public, and why no more")


class Paper(Known):
    """A paper with its versions, the first first, and the items that it is before."""

    slug: str
    address: str
    title: str
    author: str | None
    versions: list[dict[str, Any]]
    before: list[dict[str, Any]]
    taken_off: list[dict[str, Any]] = Field(description="Items in public that it was before, with when and why no more")


class Decision(Schema):
    """A decision of one body."""

    ref: str
    address: str
    body: str
    body_name: str
    meeting: str | None = Field(description="Null: an urgent one, between meetings")
    item: str | None
    on: date
    kind: str
    kind_name: str
    pence: int | None
    title: str
    text: str
    options: list[dict[str, Any]]
    reasons: str | None
    method: str
    how: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    casting_vote: bool
    carried: bool
    dissent: str | None
    votes: list[dict[str, Any]]
    quorum: dict[str, Any]
    authority: str | None
    urgent: str | None
    awaits_ratification: bool
    ratification: dict[str, Any] | None
    private: bool = Field(description="Taken in private: the words are those that may be public")
    topics: list[str]
    revises: str | None
    revised_by: list[str]


class Decisions(Known):
    count: int = Field(description="Of this page")
    more: bool = Field(description="Whether there is a next page")
    decisions: list[Decision]


class WholeDecision(Known, Decision):
    links: list[dict[str, Any]]


class Action(Schema):
    """An action as it stood on the day asked about."""

    ref: str
    address: str
    text: str
    body: str
    asked_by: str
    asked_on: date
    meeting: str
    item: str | None
    decision: str | None
    private: bool
    owner: str
    due: date | None
    state: str
    overdue: bool
    put_off: int
    steps: list[dict[str, Any]]


class WholeAction(OnDay, Action):
    """An action with its steps up to the day."""


class Actions(OnDay):
    count: int
    actions: list[Action]


class Records(Schema):
    """What a search found, a page of it."""

    words: str
    counts: dict[str, int]
    more: bool
    why: str | None = Field(description="Why there is nothing")
    bodies: list[str]
    hits: list[dict[str, Any]]
