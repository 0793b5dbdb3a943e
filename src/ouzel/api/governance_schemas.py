"""Answers about who decides as the description of the interface tells them. `governance_shapes` makes them."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

UNTIL = "Half-open: the first day it no longer held; null while no end is known"


class OnDay(Schema):
    """What the question was asked of."""

    on: date
    known_at: date | None


class Named(Schema):
    code: str
    name: str


class Body(Schema):
    """A body that decides."""

    slug: str
    name: str
    kind: str
    kind_name: str
    exists: bool = Field(description="False: it had ended or not begun, and is shown as it was nearest to the day")
    since: date
    until: date | None = Field(description=UNTIL)
    in_public: bool
    organisations: list[Named] = Field(description="Of the register; several for a joint body")
    part_of: str | None
    accountable_to: list[str]
    basis: str | None
    duties: list[str]
    terms: str | None
    places: list[str]
    topics: list[str]
    website: str | None
    predecessors: list[str]
    successors: list[str]
    address: str


class Bodies(OnDay):
    count: int
    bodies: list[Body]


class Person(Schema):
    slug: str
    name: str
    address: str


class NextHolder(Person):
    since: date


class Deputy(Person):
    votes: bool
    since: date
    until: date | None


class Seat(Schema):
    """A seat on a day."""

    body: str
    seat: str
    title: str
    votes: bool
    tags: list[str]
    nominated_by: str | None
    profession: str | None
    holder: Person | None = Field(description="Null: vacant, since `vacant_since`")
    standing: str | None
    since: date | None
    until: date | None = Field(description=UNTIL)
    decision: str | None
    note: str | None
    vacant_since: date | None
    next: NextHolder | None
    deputies: list[Deputy]


class Power(Schema):
    """A line of a scheme of reservation and delegation."""

    scheme_of: str
    body: str
    kind: str
    limit_pence: int | None = Field(description="Null: no limit")
    reserved: bool
    condition: str | None
    since: date
    until: date | None = Field(description=UNTIL)
    source: str


class Breach(Schema):
    """A rule of composition that is not kept."""

    body: str
    rule: str
    text: str
    have: int
    least: int | None
    most: int | None
    organisation: str | None
    own: bool
    source: str
    recheck: bool = Field(description="Compare the rule with the law before relying on it")


class WholeBody(OnDay, Body):
    """A body with who sits on it and what it may decide."""

    seats: list[Seat]
    committees: list[Body]
    scheme: list[Power]
    breaches: list[Breach]


class Holding(Schema):
    body: str
    body_name: str
    seat: str
    title: str
    standing: str | None
    since: date
    until: date | None = Field(description=UNTIL)
    votes: bool
    deputy: bool


class Somebody(Person):
    holds: list[Holding]
    deputises: list[Holding]


class People(OnDay):
    count: int
    people: list[Somebody]


class WholePerson(Person):
    on: date
    biography: str | None
    held: list[Holding]
    past: list[Holding]
    coming: list[Holding]


class Seats(OnDay):
    count: int
    seats: list[Seat]


class Sitting(Schema):
    slug: str
    name: str
    chair: str | None


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
    modified: datetime


class Meetings(Schema):
    count: int = Field(description="Without the limit")
    meetings: list[Meeting]


class Notice(Schema):
    due: date
    given: date | None
    enough: bool
    clear_days: int | None
    rule: str


class WholeMeeting(Meeting):
    """A meeting with all that is public of it."""

    notice: Notice | None
    papers_due: date | None
    questions_due: date | None
    unknown: str | None = Field(description="What could not be worked out, and why")
    agenda: list[dict[str, Any]] = Field(description="With papers, recusals and the quorum of each body")
    attendance: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    minutes: list[dict[str, Any]] = Field(description="The newest version first")
    irregularities: list[dict[str, Any]]
    events: list[dict[str, Any]]


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


class Decisions(Schema):
    count: int = Field(description="Of this page")
    more: bool = Field(description="Whether there is a next page")
    decisions: list[Decision]


class WholeDecision(Decision):
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


class Actions(Schema):
    on: date
    count: int
    actions: list[Action]


class Interests(OnDay):
    """The public register. What is withheld keeps its reason and nothing else."""

    bodies: list[str]
    count: int
    why_empty: str | None
    people: list[dict[str, Any]]
    gifts: list[dict[str, Any]]


class Strategy(Schema):
    slug: str
    address: str
    title: str
    kind: str
    kind_name: str
    body: str
    place: str | None
    since: date
    until: date | None = Field(description=UNTIL)
    versions: int
    adopted: date | None
    decision: str | None


class Strategies(Schema):
    on: date
    count: int
    strategies: list[Strategy]


class WholeStrategy(Strategy):
    priorities: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    answered_by: list[dict[str, Any]]


class Risk(Schema):
    """A risk as it stood at the end of a day."""

    ref: str
    address: str
    title: str
    cause: str | None
    effect: str | None
    framework: bool
    body: str
    owner: str
    state: str
    likelihood: int
    impact: int
    score: int
    band: str
    inherent: int | None
    target: int | None
    controls: list[str]
    gaps: list[str]
    assurances: list[str]
    opened: date
    looked: date
    looked_at: str | None
    direction: str
    scores: list[dict[str, Any]]


class Risks(Schema):
    on: date
    count: int
    risks: list[Risk]


class Records(Schema):
    """What a search found, a page of it."""

    words: str
    counts: dict[str, int]
    more: bool
    why: str | None = Field(description="Why there is nothing")
    bodies: list[str]
    hits: list[dict[str, Any]]
