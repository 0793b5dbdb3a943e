"""The shapes of answers: plain values that pages, commands and the API show.

Every question names a day it is about, and may name what was known and at which edition.

`on` is the day asked about; `known_at` the day whose publications count (its end, Europe/London; None: all that are
loaded);
`edition` reruns an answer as this system would have given it then (None: the newest).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ouzel.register.attributes import Attribute


@dataclass(frozen=True)
class Moment:
    """What a question is asked of: a day, a state of knowledge, an edition."""

    on: date
    known_at: date | None = None
    edition: int | None = None


@dataclass(frozen=True)
class Named:
    """A body as a list shows it."""

    code: str
    name: str  # on the day; else the last printed; else the code
    since: date | None = None
    until: date | None = None  # half-open


@dataclass(frozen=True)
class Found:
    """One answer to a search: why it matched, and what the body is on the day."""

    code: str
    name: str
    matched: str  # "code", "name", "former name", "initials", "ONS code", "old code form"
    matched_text: str
    kinds: tuple[str, ...]  # slugs on the day
    open: bool
    opened: date | None
    closed: date | None  # half-open


@dataclass(frozen=True)
class FactRow:
    """One fact with both its clocks. `until` and `known_until` are half-open; None means open-ended."""

    attribute: Attribute
    value: str  # text, or the code of the other body
    value_name: str  # name of the other body on the first day of the fact, else empty
    since: date | None
    until: date | None
    known_from: date
    known_until: date | None
    changed_after: date | None  # the change lies between this day and `since`; None: dated exactly
    share: Decimal | None
    note: str
    authority: int


@dataclass(frozen=True)
class EvidenceRow:
    """One assertion behind a fact, with where it was said."""

    attribute: Attribute
    value: str
    evidence: str  # interval, since, sighting
    since: date
    until: date | None
    published: date
    source: str  # series
    file: str
    row: int
    note: str
    withdrawn: bool


@dataclass(frozen=True)
class Succession:
    """One step from a body to another."""

    predecessor: str
    predecessor_name: str
    successor: str
    successor_name: str
    on: date
    note: str  # kind, where one is recorded
    share: Decimal | None
    depth: int  # 1: immediate


@dataclass(frozen=True)
class Member:
    """One member of a body on a day."""

    code: str
    name: str
    since: date | None
    until: date | None
    via: tuple[str, ...] = ()  # codes between, nearest to the member first
    share: Decimal | None = None


@dataclass(frozen=True)
class Body:
    """One body on a day."""

    code: str
    name: str
    moment: Moment
    edition: int  # the edition that answered
    described: bool  # False: a placeholder nobody has described yet
    open: bool | None  # None: no lifespan is known
    opened: date | None
    closed: date | None
    status: str  # active, dormant, proposed, or empty when unknown
    roles: tuple[str, ...]  # role codes on the day
    kinds: tuple[str, ...]  # kind slugs on the day
    address: str
    postcode: str
    gss_code: str
    parents: tuple[FactRow, ...]  # relations holding on the day
    former_names: tuple[Named, ...] = field(default=())


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two moments."""

    code: str
    name: str
    attribute: Attribute
    before: str
    after: str
    change: str  # opened, closed, moved, renamed, restated, vanished, ...


@dataclass(frozen=True)
class Finding:
    """One breach of an invariant, naming its rows."""

    rule: str  # overlap, orphan, share, partition, closed-parent, cycle, ...
    codes: tuple[str, ...]
    problem: str  # in words
    since: date | None
    until: date | None
    rows: tuple[str, ...]  # "file, line" of each row behind it; the file alone where something is missing from it


@dataclass(frozen=True)
class Wave:
    """A day on which bodies were succeeded by others."""

    day: date
    successions: int
    predecessors: int
    successors: int


class NoSuchBody(LookupError):
    """No body has that code; the message says what to do."""
