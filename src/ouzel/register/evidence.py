"""What a source can say: one assertion, and how strong it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from ouzel.register.attributes import Attribute


class Evidence(IntEnum):
    """The three kinds of evidence."""

    INTERVAL = 1  # it held from `start` until `until`
    SINCE = 2  # it holds on the day of publication, and began on `start`
    SIGHTING = 3  # it held on `start`, the day it was seen; when it began is not said


class Authority(IntEnum):
    """Who says so; a lower number outranks a higher one."""

    SETTLEMENT = 0  # a person settled a conflict
    EVENT = 1  # an enacted plan or a statutory event
    PUBLISHED = 2  # a publication: dated assertions, and below them sightings


class Assertion(NamedTuple):
    """One thing one row of a publication says. Dates are half-open: `until` is the first day it no longer held."""

    subject: str  # code of the body
    attribute: Attribute
    evidence: Evidence
    start: date  # first day it held; for a sighting the day it was seen
    until: date | None  # None: no end was known when it was published
    value: str  # text, or for a relation the code of the other body
    row: int  # line of the file, counted from 1
    share: Decimal | None = None  # part of the subject, 0 < share <= 1; None: not said
    note: str = ""  # kind of a succession (merger, split, acquisition, U, S, M, X), a source


@dataclass
class Reading:
    """What a reader made of one file.

    `assertions` may be drawn while it is consumed; a ContentError on the way refuses the whole file.
    `series` is the line of publications whose repeats add nothing ("ods:epraccur").
    `complete_for` names the scope of which the file lists every body ("practices"), or is empty.
    """

    reader: str
    series: str
    assertions: Iterable[Assertion]
    complete_for: str = ""
    listed: frozenset[str] = field(default_factory=frozenset)  # codes listed, when complete_for is given
    rows: int = 0
    authority: Authority = Authority.PUBLISHED
    notes: list[str] = field(default_factory=list)  # oddities a person should hear of; not errors
    dated: dict[date, list[Assertion]] | None = None  # a file whose rows say when each was published; else None
