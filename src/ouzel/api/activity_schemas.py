"""Answers about activity as the description of the interface tells them. `activity_shapes` makes them."""

from datetime import date
from typing import Any

from ninja import Field, Schema


class Sent(Schema):
    """Why a line is read."""

    why: str = Field(
        min_length=1,
        max_length=1_000,
        pattern=r"^[^\x00]*[^\s\x00][^\x00]*$",
        description="It is kept in the audit trail",
    )


class Checked(Schema):
    """What a check found: kinds, columns, counts and rows, and never a value that tells of a patient."""

    file: str
    format: str
    rows: int
    refused: bool = Field(description="Whether it would be refused, as it is")
    taking: str
    errors: int
    warnings: int
    faults: list[dict[str, Any]] = Field(description="By code: field, problem, right, severity, count")
    unlisted: int
    not_checked: list[str]
    gate: dict[str, Any] = Field(description="What tells who patients are: finds by column, and what is done with each")


class Load(Schema):
    """A file that was taken."""

    load: int
    file: str
    format: str
    provider: str | None = Field(description="null: its lines are of several")
    since: date | None
    until: date | None = Field(description="Half-open: the first day after the months it is for")
    lines: int
    state: str = Field(description="staged, ready, withdrawn or erased")
    policy: str
    retain_until: date
    by: str
    at: str


class Loads(Schema):
    count: int
    loads: list[Load]


class WholeLoad(Load):
    """A file that was taken, with what the gate found and did, and its faults by code."""

    gate: dict[str, Any]
    faults: dict[str, Any]


class Explained(Schema):
    """Who pays for a line, how much and why. Amounts in pence."""

    line: str
    kind: str
    payer: str | None
    payer_name: str | None
    submitted_to: str | None
    rules: str | None
    path: list[dict[str, str]]
    why: str
    charged_pence: int
    submitted_pence: int | None
    steps: list[dict[str, Any]]
    mapping: str | None = Field(description="How a local point of delivery came to its national one")
    looked_up: list[dict[str, Any]] = Field(description="The facts that decided: what, code, words")
    disagreement: str | None = Field(description="That two lists disagree about the line, and what to do")
    words: str


class Year(Schema):
    """The rules of a year."""

    year: str
    name: str
    since: date
    until: date
    published: date
    source: str
    evidence: str = Field(description="found, inferred (from other years) or memory (to be checked)")


class Years(Schema):
    count: int
    rules: list[Year]


class End(Schema):
    """Where an answer leads: to a box, or to who pays."""

    box: str | None
    words: str | None
    pays: list[str] = Field(description="In order: the first of them that there is")
    category: str | None


class Box(Schema):
    id: str
    question: str
    looks_at: list[list[str]] = Field(description="One group must hold whole")
    yes: End
    no: End
    source: str | None
    note: str | None


class Rules(Year):
    """The rules of a year, box by box. `starts`: the first box of each kind of line."""

    starts: dict[str, str]
    boxes: list[Box]


class PriceList(Schema):
    number: int
    name: str
    since: date
    until: date
    published: date
    source: str
    state: str


class PriceLists(Schema):
    count: int
    lists: list[PriceList]


class Price(Schema):
    """One price, in pence, before market forces."""

    setting: str
    pence: int
    specialty: str | None
    department: str | None = Field(description="The type of emergency department that it is for")
    best_practice: str | None
    adds: bool = Field(description="Whether it comes on top of the ordinary price, for the best practice")
    local: str | None = Field(description="The provider whose local price it is: for those who work with activity")
    trim_days: int | None
    per_day: int | None
    short_stay: int | None
    indicative: bool


class Priced(Schema):
    """What one code costs for care that ended on a day."""

    code: str
    on: date
    price_list: str | None = Field(description="The list that holds on the day; null: there is none")
    count: int
    prices: list[Price]
    why: str | None = Field(None, description="Why there is none")


class Statements(Schema):
    empty: str | None = Field(description="Why there is nothing to match")
    statements: list[dict[str, Any]] = Field(
        description="Each provider's month, those that differ first: whether it agrees, what is stated, what its lines "
        "of patients, drugs and devices come to, what only the statement has, and every difference; pence"
    )
    without_statement: list[dict[str, Any]] = Field(description="Providers and months with lines and no statement")


class Answer(Schema):
    """What every answer about activity has on top. Money in pence, activity in thousandths, as each key says."""

    empty: str | None = Field(description="Why there is nothing")
    stale: str | None = Field(description="What changed since the run, and what to do")
    rows: list[dict[str, Any]]


class Attended(Answer):
    attention: list[dict[str, Any]] = Field(description="What is unpriced and unattributed, with what to do")


class Figures(Attended):
    """Figures with their proof: in = out + what is unresolved, in every column."""

    by: list[str]
    basis: str
    run: int | None
    on: date | None = Field(description="The day of the run")
    note: str | None = Field(description="How places were found, for how many lines")
    count: int
    reconciliation: dict[str, Any] = Field(description="in, out and unresolved, each of these with its reason")


class AgainstPlan(Attended):
    year: int
    through: int = Field(description="The last month of account; 1 is April")
    basis: str
    by: list[str]
    plan: int | None
    run: int | None
    not_sent: list[dict[str, Any]] = Field(description="Planned months that nothing was sent of")
    year_to_date: list[dict[str, Any]]


class Effects(Attended):
    by: list[str]
    basis: str
    total: dict[str, int]
    without_price_lines: list[int] = Field(description="Lines left out: before, and of what is compared")
    not_sent: list[dict[str, Any]]


class Variance(Attended):
    of: str
    run: int | None
    agreed: dict[str, int]
    differing: dict[str, int]
    unsaid: dict[str, int]


class Blocks(Attended):
    basis: str
    run: int | None


class Accounts(Answer):
    adjustments: list[dict[str, Any]] = Field(description="Each adjustment of a frozen month, with its cause")
