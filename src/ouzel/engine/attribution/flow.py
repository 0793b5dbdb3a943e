"""The rules of one year as a flow of boxes: each asks a question of a line and leads on, or says who pays.

A question is asked of facts, not of lines: of the line's profile, of its supply, of the practice and of the residence
as they stood. What is not known answers No, so that every line comes to an end.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

TABLES = ("profile", "supply", "practice", "residence")
"""What a test may look at."""

PRACTICE_FACTS = ("nation", "commissioner", "parent", "level", "board", "delegated", "hub", "region")
"""Of a practice on the day.

`nation` is english, welsh, scottish, northern-irish, defence (English Defence Medical Services), overseas (the Channel
Islands, the Isle of Man, or a postcode of the British Forces), justice (a health and justice population), none (blank,
V81997, V81998, V81999), closed (not active on the day) or unknown (no such code); `commissioner` its local
commissioner, "" where it has none; `parent` whatever it is recorded under (13Q); `level` "board" where it is recorded
under a board alone, so that its local commissioner cannot be told; `board` the health board of a practice outside
England; `delegated` Y where the board of its commissioner takes specialised services that are delegated; `hub` and
`region` NHS England's own of its commissioner.
"""

RESIDENCE_FACTS = (
    "nation", "commissioner", "system", "border", "pseudo", "board", "delegated", "hub", "region", "justice",
)  # fmt: skip
"""Of a residence on the day.

`nation` is england, wales, scotland, northern-ireland, overseas (BFPO too), no-fixed-abode or unknown; `commissioner`
the sub-ICB location or its predecessor; `system` its board; `border` "welsh" in the English border boards, "english" in
the Welsh counties on the border; `pseudo` Y for a postcode that stands for no place; `board` the health board outside
England; `delegated`, `hub` and `region` as of a practice; `justice` Y where the address is that of a prison or another
place of detention on the day.
"""

SUPPLY_FACTS = (
    "provider", "site", "service", "colour", "highly", "programme", "contracted", "host", "hub", "justice_hub",
    "region", "delegated",
)  # fmt: skip
"""Of a supply on the day.

`colour` of the service (RED, BLUE, GREEN, AMBER or ""), `highly` Y where it is highly specialised, `programme`
(mental-health or ""), `contracted` yes or no for that line ("": no list of contracts is loaded), `host` the local
commissioner where the provider stands, `hub` and `justice_hub` of its region, `region`, and `delegated` as of a
practice but by the host.
"""

FACTS = {"practice": PRACTICE_FACTS, "residence": RESIDENCE_FACTS, "supply": SUPPLY_FACTS}

METHOD_FACTS: dict[str, tuple[str, str]] = {
    "practice": ("practice", "commissioner"),
    "residence": ("residence", "commissioner"),
    "host": ("supply", "host"),
    "hub": ("supply", "hub"),
    "practice-hub": ("practice", "hub"),
    "residence-hub": ("residence", "hub"),
    "justice-hub": ("supply", "justice_hub"),
    "region": ("supply", "region"),
    "practice-region": ("practice", "region"),
    "residence-region": ("residence", "region"),
    "practice-board": ("practice", "board"),
    "residence-board": ("residence", "board"),
}
"""Which fact gives the payer, by method; the other methods need none."""

METHODS = (*METHOD_FACTS, "submitted", "code", "none")
"""How a payer is found: the commissioner of the practice, of the residence, of the provider's own place (host); a hub
or region of NHS England's, by the provider or by the patient's commissioner; a health board outside England; whoever
was submitted; one named body (`code:13Q`); nobody (not payable)."""


SEVERAL = frozenset({"sets"})
"""Facts of several values by comma: a test holds of them where it holds of one."""


@dataclass(frozen=True)
class Test:
    """Whether one fact is among some values; `none_of` turns it round. A value that ends in * is a beginning."""

    table: Literal["profile", "supply", "practice", "residence"]
    fact: str
    values: frozenset[str]
    none_of: bool = False

    def holds(self, value: str) -> bool:
        """Whether it holds of the value of the fact."""
        several = value.split(",") if self.fact in SEVERAL else (value,)
        found = any(
            one in self.values or any(v.endswith("*") and one.startswith(v[:-1]) for v in self.values)
            for one in several
        )
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

    `since`, `until`: assignment dates they are for, half-open. `outside`: codes of payers that are no part of the NHS,
    such as the patient: no part of it owes what they pay, and nothing that stays with a commissioner changes it.
    `evidence`: found, where the source says so; inferred from other rules; memory, which must be checked.
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
    outside: frozenset[str] = frozenset()
    evidence: str = "found"
