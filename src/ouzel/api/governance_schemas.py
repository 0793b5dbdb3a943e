"""Answers about who decides as the description of the interface tells them. `governance_shapes` makes them."""

from datetime import date
from typing import Any

from ninja import Field, Schema

UNTIL = "Half-open: the first day it no longer held; null while no end is known"


class Known(Schema):
    """What was known."""

    known_at: date | None = Field(description="Null: all that is known now")


class OnDay(Known):
    """What the question was asked of."""

    on: date


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


class Fact(Schema):
    """One fact with its source."""

    what: str = Field(description="An attribute of a body, or seat, holder, deputy, standing-orders")
    body: str
    seat: str | None
    value: str | None
    since: date
    until: date | None = Field(description=UNTIL)
    known: date = Field(description="The day on which it was known")
    source: str


class WholeBody(OnDay, Body):
    """A body with who sits on it and what it may decide."""

    seats_on: date = Field(description="The day of seats, committees and scheme: the nearest of its life")
    seats: list[Seat]
    committees: list[Body]
    scheme: list[Power]
    breaches: list[Breach]
    facts: list[Fact] = Field(description="What holds on that day, each with its source")


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


class WholePerson(OnDay, Person):
    biography: str | None
    held: list[Holding]
    past: list[Holding]
    coming: list[Holding]
    facts: list[Fact] = Field(description="Each seat with its source, the latest first")


class Seats(OnDay):
    count: int
    seats: list[Seat]


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
    body: str = Field(description="That set it")
    keeper: str = Field(description="The body that looks after it on the day")
    place: str | None
    since: date
    until: date | None = Field(description=UNTIL)
    versions: int
    adopted: date | None
    decision: str | None


class Strategies(OnDay):
    count: int
    strategies: list[Strategy]


class WholeStrategy(OnDay, Strategy):
    version: dict[str, Any] | None = Field(description="Number, SHA-256 and Markdown of what was adopted by the day")
    priorities: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    answered_by: list[dict[str, Any]]
    links: list[dict[str, Any]]


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
    band_name: str
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


class WholeRisk(OnDay, Risk):
    """A risk with its scores up to the day."""


class Risks(OnDay):
    count: int
    risks: list[Risk]
