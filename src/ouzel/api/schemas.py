"""The answers as the description of the interface tells them. `shapes` makes them; tests hold the two together."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from ouzel.api.asked import ACode


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do, in a sentence")


class Asked(Schema):
    """What the question was asked of, and the edition that answered."""

    on: date
    known_at: date | None
    edition: int


class Parent(Schema):
    """A relation that holds on the day."""

    relation: str
    code: str
    name: str
    since: date | None
    until: date | None = Field(description="Half-open: the first day it no longer held")
    changed_after: date | None = Field(description="The change lies between this day and `since`; null: dated exactly")
    share: float | None
    note: str | None


class FormerName(Schema):
    name: str
    since: date | None
    until: date | None


class Organisation(Asked):
    """One organisation or area on a day."""

    code: str
    name: str
    described: bool = Field(description="False: only named by others")
    open: bool | None = Field(description="Null: no lifespan is recorded")
    opened: date | None
    closed: date | None = Field(description="Half-open: the first day it was no longer open")
    status: str | None
    roles: list[str]
    kinds: list[str]
    address: str | None
    postcode: str | None
    gss_code: str | None
    parents: list[Parent]
    former_names: list[FormerName]


class Codes(Schema):
    """A batch: up to 1,000 codes."""

    codes: list[ACode] = Field(min_length=1, max_length=1000)


class Batch(Asked):
    """The bodies in the order asked for; codes that are none are listed."""

    count: int
    organisations: list[Organisation]
    unknown: list[str]


class Member(Schema):
    code: str
    name: str
    since: date | None
    until: date | None
    via: list[str] | None = Field(None, description="Bodies between, nearest to the member first")
    share: float | None = None


class Members(Asked):
    """The members of a body on a day."""

    code: str
    count: int
    members: list[Member]
    why: str | None = Field(None, description="Why there are none")


class Fact(Schema):
    attribute: str
    value: str
    value_name: str | None
    since: date | None
    until: date | None
    known_from: date
    known_until: date | None
    changed_after: date | None
    share: float | None
    note: str | None


class History(Asked):
    """Every fact about a body as known then; `on` plays no part."""

    code: str
    facts: list[Fact]


class EvidenceRow(Schema):
    attribute: str
    value: str
    evidence: Literal["interval", "since", "sighting"]
    since: date
    until: date | None
    published: date
    source: str
    file: str
    row: int
    note: str | None
    withdrawn: bool


class Evidence(Asked):
    """Every assertion about a body, with where it was said."""

    code: str
    evidence: list[EvidenceRow]


class Succession(Schema):
    predecessor: str
    predecessor_name: str
    successor: str
    successor_name: str
    on: date
    note: str | None
    share: float | None
    depth: int


class Successors(Asked):
    """The steps to the bodies that came after."""

    code: str
    successors: list[Succession]


class Predecessors(Asked):
    """The steps from the bodies that came before."""

    code: str
    predecessors: list[Succession]


class FoundOne(Schema):
    code: str
    name: str
    matched: str
    matched_text: str
    kinds: list[str]
    open: bool | None
    opened: date | None
    closed: date | None


class Found(Asked):
    """Bodies that match, best first."""

    text: str
    found: list[FoundOne]


class Membership(Schema):
    code: str
    relation: str
    parent: str
    since: date | None
    until: date | None
    share: float | None


class Snapshot(Asked):
    """Every membership on a day."""

    kind: str | None
    memberships: list[Membership]


class Difference(Schema):
    code: str
    name: str
    attribute: str
    before: str
    after: str
    change: str


class Differences(Schema):
    """What differs between two moments."""

    before: Asked
    after: Asked
    count: int
    differences: list[Difference]


class Finding(Schema):
    rule: str
    codes: list[str]
    problem: str
    since: date | None
    until: date | None
    rows: list[str]


class Checks(Asked):
    """Breaches of the register's invariants, each with its rows."""

    count: int
    findings: list[Finding]


class Unresolved(Schema, extra="allow"):
    """Figures that belong to no group, and why."""

    code: str
    name: str
    since: date | None
    until: date | None
    reason: str


class Reconciliation(Schema):
    """For each column: in = out + the values of `unresolved`."""

    given: dict[str, float] = Field(alias="in")
    out: dict[str, float]
    unresolved: list[Unresolved]
    estimated: dict[str, float] = Field(description="The part of `out` divided by recorded shares")
    missing: dict[str, int]
    suppressed: dict[str, int]


class RebasedRow(Schema, extra="allow"):
    code: str
    name: str


class Rebased(Asked):
    """Figures in the shape of bodies of the kind asked for, with their proof."""

    basis: str
    to: str
    rows: list[RebasedRow]
    reconciliation: Reconciliation


class CrosswalkRow(Schema):
    since: date | None = None
    until: date | None = None
    unit: str
    unit_name: str | None
    group: str | None
    group_name: str | None
    share: float | None
    evidence: str
    estimated: bool
    reason: str


class Crosswalk(Asked):
    """Which unit belongs to which body."""

    basis: str
    to: str
    count: int
    rows: list[CrosswalkRow]
