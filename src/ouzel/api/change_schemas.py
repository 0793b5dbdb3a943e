"""Plans, proposals and previews as the description of the interface tells them. `change_shapes` makes them."""

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema


class Listed(Schema):
    """A proposal as the list has it."""

    slug: str
    title: str
    effective: date = Field(description="The first day of the new shape")
    author: str
    version: int
    state: str = Field(description="draft, proposed, approved-in-principle, approved, scheduled, enacted, proved ...")


class Proposals(Schema):
    """Every proposal that the one who asks may see: those proposed, and drafts for who works on them."""

    count: int
    proposals: list[Listed]


class Step(Schema):
    """One step of a proposal's life; the last one says where it stands."""

    number: int
    state: str
    on: date
    by: str
    version: int
    note: str | None
    document: str | None


class Document(Schema):
    title: str
    name: str
    media_type: str
    sha256: str


class Proposal(Listed):
    """One proposal with its plan (by the JSON Schema of plans), its life and its documents."""

    plan: dict[str, Any]
    steps: list[Step]
    documents: list[Document]


class PlanProblem(Schema):
    problem: str
    line: int | None = Field(description="Of the plan file, where it has lines")
    field: str | None
    value: str | None
    right: str | None = Field(description="What would be right, or what to do")


class Compared(Schema):
    """What one body has of one kind of thing; null where it has nothing of the kind then."""

    what: str
    body: str
    name: str
    before: float | None
    after: float | None
    unit: str | None
    source: str | None


class Option(Schema):
    value: str
    words: str


class Choice(Schema):
    """What only a person can decide; the answer goes into the plan's `choices` under `key`."""

    key: str
    question: str
    options: list[Option]
    made: str | None


class LeftOpen(Schema):
    """A unit that the plan leaves without a home."""

    code: str
    name: str
    relation: str
    was: str
    why: str


class Consequence(Schema):
    """One thing that follows for one record."""

    package: str
    record: str
    name: str
    what: str
    before: str
    after: str
    why: str
    path: str = Field(description="The part of the plan that it follows from")


class Previewed(Schema):
    """What a preview was worked out from."""

    slug: str
    title: str
    effective: date
    known_at: date | None
    edition: int
    summary: str


class Preview(Previewed):
    """All that would follow. With `problems` the plan cannot be approved."""

    problems: list[PlanProblem]
    totals: list[Compared]
    choices: list[Choice]
    unresolved: list[LeftOpen]
    count: int
    consequences: list[Consequence]


class Consequences(Previewed):
    """Everything that follows for any record."""

    count: int
    consequences: list[Consequence]


class Enactment(Schema):
    """What an enactment, or the reversal of one, did."""

    edition: int
    effective: date
    known_from: date
    by: str
    reversal: bool
    sha256: str = Field(description="Of the proof as canonical JSON")
    proof: dict[str, Any]


class Proofs(Schema):
    """The proof of each enactment and reversal as it was kept, the oldest first."""

    slug: str
    enactments: list[Enactment]


class ReconciledLine(Schema):
    """One thing that the plan says, beside what one publication says of it."""

    code: str
    fact: str
    planned: str
    verdict: Literal["agrees", "not caught up", "disagrees", "newer", "nothing said yet"]
    said: str | None
    since: date | None
    file: str | None
    row: int | None
    published: date | None


class Reconciled(Schema):
    """What was published on the plan's day or later says of it."""

    slug: str
    edition: int
    counts: dict[str, int] = Field(description="How many lines there are of each verdict")
    files: list[str]
    lines: list[ReconciledLine]


class CaseTable(Schema):
    caption: str
    columns: list[str]
    rows: list[list[str | int]]
    note: str
    source: str


class CaseSection(Schema):
    slug: str
    title: str
    sentences: list[str]
    tables: list[CaseTable]
    gaps: list[str] = Field(description="What could not be said, and why")


class CaseBody(Schema):
    code: str
    name: str
    kinds: list[str]
    new: bool
    units: dict[str, int]


class CaseOption(Schema):
    """One way to go on. The first is always to change nothing."""

    slug: str
    title: str
    effective: date | None
    bodies: list[CaseBody]
    problems: list[str]


class CaseOutcome(Schema):
    on: date
    value: str
    source: str
    note: str


class CaseBenefit(Schema):
    slug: str
    title: str
    owner: str
    unit: str
    baseline: str
    target: str
    measure_on: date
    source: str
    outcomes: list[CaseOutcome]
    standing: str


class CaseWord(Schema):
    word: str
    meaning: str


class Case(Schema):
    """The case for change: options side by side. Exact numbers are texts."""

    slug: str
    title: str
    effective: date
    statutory_basis: str
    made_on: date
    known_at: date | None
    edition: int
    basis: str
    summary: list[str]
    words: list[CaseWord]
    reasons: list[str]
    challenges: list[str]
    options: list[CaseOption]
    sections: list[CaseSection]
    benefits: list[CaseBenefit]
    sources: list[str]
