"""What a synthetic country is like: a few numbers that say everything about it."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ouzel.core.errors import ContentError

BLOCK = 1 << 15
"""People are made in blocks of this many, each from random numbers of its own: the result knows no other chunks."""


Pods = Literal["derived", "submitted"]


@dataclass(frozen=True)
class Rates:
    """Care for one person in a year, on average. The rest of what there is follows published gradients."""

    elective: float = 0.19  # planned admissions, day cases and transfers
    outpatient: float = 2.1  # appointments, attended or not
    attendance: float = 0.4  # emergency attendances, those that lead to an admission among them


@dataclass(frozen=True)
class Shares:
    """Which part of lines is awkward, and how. Our own assumptions, large enough to be met in a small file."""

    no_practice: float = 0.004  # V81997
    practice_not_known: float = 0.0005  # V81999
    practice_blank: float = 0.0005
    practice_unknown: float = 0.0005  # a code that no list has
    no_fixed_abode: float = 0.001  # ZZ99 3VZ
    residence_not_known: float = 0.0007  # ZZ99 3WZ
    residence_blank: float = 0.0005
    chargeable_visitor: float = 0.003  # overseas visitor category F
    exempt_visitor: float = 0.001  # overseas visitor category C
    private: float = 0.002  # administrative category 02
    prison: float = 0.001
    welsh_residence: float = 0.001
    welsh_practice: float = 0.0007
    scottish: float = 0.0005
    forces_post: float = 0.0003  # BFPO
    start_missing: float = 0.0005  # of admissions only: no start, so no length of stay
    currency_blank: float = 0.001
    currency_ungrouped: float = 0.002  # UZ01Z
    currency_unknown: float = 0.0003
    provider_unknown: float = 0.0002
    local_pod: float = 0.02
    not_priced: float = 0.005  # no price submitted


@dataclass(frozen=True)
class Country:
    """A synthetic country. The same values, seed among them, give the same people and the same lines, byte for byte.

    `since` is the 1 April on which people's ages and registrations are as first made. `merger` and `split` are the days
    of the planted changes of commissioners (None: 1 October and 1 January of the first year).

    `pods`: lines say no point of delivery, so that it has to be derived and the price of a long stay is in its spell;
    or it is submitted, as in contract monitoring, where days beyond the trim point are not part of the spell's line.
    """

    seed: int = 1
    people: int = 200_000
    areas: int = 120
    practices: int = 30
    providers: int = 8
    commissioners: int = 5
    since: date = date(2024, 4, 1)
    rates: Rates = field(default_factory=Rates)
    shares: Shares = field(default_factory=Shares)
    merger: date | None = None
    split: date | None = None
    practice_spread: float = 0.1  # standard deviation, on the log scale, of what practices add to emergency admissions
    raised: float = 1.5  # how many times its emergency admissions the planted practice has
    moving: float = 0.03  # share of people who change practice in a year
    wrong_commissioner: float = 0.02  # share of lines sent under a commissioner that is not the right one
    wrong_price: float = 0.01  # share of priced lines whose submitted price is not that of the list
    repeated: float = 0.0004  # share of lines that stand in the file twice
    pods: Pods = "derived"

    def __post_init__(self) -> None:
        few = {
            "people": 1,
            "areas": 10 * max(1, self.commissioners),
            "practices": 2,
            "providers": 2,
            "commissioners": 1,
        }
        for name, least in few.items():
            if getattr(self, name) < least:
                raise ContentError(
                    "a synthetic country needs more of these", field=name, value=str(getattr(self, name)),
                    right=f"Give at least {least}",
                )  # fmt: skip
        if (self.since.month, self.since.day) != (4, 1):
            raise ContentError(
                "a synthetic country begins with a financial year", field="since", value=str(self.since),
                right=f"Give 1 April, such as {self.since.year}-04-01",
            )  # fmt: skip

    @property
    def blocks(self) -> int:
        """How many blocks of people there are."""
        return -(-self.people // BLOCK)


ENGLAND = Country(people=62_700_000, areas=33_755, practices=6_800, providers=320, commissioners=106)
"""As large as England: about 175 million lines a year."""


def england(*, lines: int, seed: int = 1) -> Country:
    """The practices, areas and providers of `ENGLAND`, with so many people that a year has about `lines` lines."""
    return replace(ENGLAND, seed=seed, people=max(1, round(lines / LINES_A_PERSON)))


LINES_A_PERSON = 2.793
"""Lines of one year for one person at the usual rates, counted over a million people."""
