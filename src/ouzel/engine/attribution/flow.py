"""The rules of one year as a flow of boxes: each asks a question of a line and leads on, or says who pays.

A question is asked of facts, not of lines: of the line's profile, of its supply, of the practice and of the residence
as they stood. What is not known answers No, so that every line comes to an end.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

TABLES = ("profile", "supply", "practice", "residence")
"""What a test may look at."""

PRACTICE_FACTS = ("nation", "commissioner", "parent")
"""Of a practice on the day: `nation` is english, welsh, scottish, northern-irish, defence (English Defence Medical
Services), justice (a health and justice population), none (blank, V81997, V81998, V81999) or unknown (no such code);
`commissioner` its local commissioner, "" where it has none that is one; `parent` whatever it is recorded under (13Q)."""

RESIDENCE_FACTS = ("nation", "commissioner", "system", "border")
"""Of a residence on the day: `nation` is england, wales, scotland, northern-ireland, overseas (BFPO too), no-fixed-abode
or unknown; `commissioner` the sub-ICB location or its predecessor; `border` "welsh" in the English border boards."""

SUPPLY_FACTS = ("provider", "site", "service", "colour", "contracted", "host", "hub", "justice_hub", "region")
"""Of a supply on the day: `colour` of the service (RED, BLUE, GREEN, AMBER or ""), `contracted` yes or no for that
line, `host` the local commissioner where the provider stands, `hub` the specialised hub of its region."""

METHODS = ("practice", "residence", "host", "hub", "justice-hub", "region", "submitted", "code", "none")
"""How a payer is found: the commissioner of the practice, of the residence, of the provider's own place (host); a hub
of the provider's region; whoever was submitted; one named body (`code:13Q`); nobody (not payable)."""


@dataclass(frozen=True)
class Test:
    """Whether one fact is among some values; `none_of` turns it round. A value that ends in * is a beginning."""

    table: Literal["profile", "supply", "practice", "residence"]
    fact: str
    values: frozenset[str]
    none_of: bool = False

    def holds(self, value: str) -> bool:
        """Whether it holds of the value of the fact."""
        found = value in self.values or any(v.endswith("*") and value.startswith(v[:-1]) for v in self.values)
        return found != self.none_of


@dataclass(frozen=True)
class Outcome:
    """Who pays. `pays` lists methods in order: the first that gives a body decides. Each gives a reason of its own.

    `category` is the commissioned service category that follows; "" leaves the submitted one.
    """

    pays: tuple[str, ...]
    category: str
    words: str  # the end of the path in words: "the commissioner of the practice pays"


@dataclass(frozen=True)
class Box:
    """One question. `any_of`: groups of tests, of which one group must hold whole."""

    id: str  # as in the published flow: A, B-1, WB-2, C-0a ...
    question: str
    any_of: tuple[tuple[Test, ...], ...]
    yes: "str | Outcome"  # the id of the next box, or the end
    no: "str | Outcome"


@dataclass(frozen=True)
class Flow:
    """The rules of a year. `starts`: kind of line to the first box. `dates`: kind to the day that the map is read on.

    `since`, `until`: assignment dates they are for, half-open.
    """

    name: str
    since: date
    until: date
    published: date
    source: str
    starts: dict[str, str]
    dates: dict[str, Literal["start", "end"]]
    boxes: dict[str, Box]
    note: str = ""
