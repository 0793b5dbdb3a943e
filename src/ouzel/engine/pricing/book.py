"""A price list and what goes with it, as plain rows: the values that pricing is compiled from.

Money is whole pence; factors are millionths (1.060677 is 1_060_677); shares are hundredths of a per cent.
"""

from dataclasses import dataclass
from datetime import date

SETTINGS = (
    "day-case",
    "elective",
    "regular",
    "non-elective",
    "outpatient-procedure",
    "outpatient-attendance",
    "emergency-care",
    "unbundled",
    "bed-day",
    "other",
)
"""Where care is given, as far as its price depends on it."""

TRIMMED = {"day-case": "elective", "elective": "elective", "non-elective": "non-elective"}
"""Settings with a trim point, and which of the two it is."""


@dataclass(frozen=True)
class Price:
    """One row: what one unit of a currency costs in a setting, before market forces. None: it has none.

    `specialty` "" is any, so is `department` "" (a kind of emergency department); `best_practice` "" is the ordinary
    price. A row of a best practice with `adds` is what it adds to the ordinary price; else it is the whole price.
    """

    currency: str
    setting: str
    pence: int
    specialty: str = ""
    best_practice: str = ""
    trim_days: int | None = None
    per_day: int | None = None  # pence for each day beyond the trim point
    short_stay: int | None = None  # pence; only where the reduced short-stay price applies
    indicative: bool = False  # not a published price: worked out from another source
    local: str = ""  # code of the provider whose local price it is
    line: int = 0  # of the file it came from
    department: str = ""
    adds: bool = False


@dataclass(frozen=True)
class TopUp:
    """A share on top of the base price for a specialised service at an eligible provider."""

    provider: str
    service: str
    share: int  # hundredths of a per cent: 1_500 is 15%


@dataclass(frozen=True)
class PriceBook:
    """One price release: holds for activity that ends within [since, until); the latest published one is used."""

    name: str
    since: date
    until: date
    published: date
    rounding: str  # name of a policy in `rounding.POLICIES`
    prices: tuple[Price, ...]
    factors: dict[str, int]  # provider to market forces factor, millionths
    top_ups: tuple[TopUp, ...] = ()
    source: str = ""
    release: int = 0  # number of the release; 0 where it is in no system


@dataclass(frozen=True)
class Agreement:
    """How a commissioner pays a provider for activity of a time: block lines have a guide price and are not charged."""

    provider: str
    commissioner: str
    mechanism: str  # activity, block, fixed-and-variable
    since: date
    until: date
