"""What one line costs and why: the answer of pricing it by hand, with each step in words."""

from dataclasses import dataclass

from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.delivery import Delivery
from ouzel.engine.pricing.reasons import Why

BY_ACTIVITY = "activity"


@dataclass(frozen=True)
class Step:
    """One step in words. `amount`: what it comes to, in ten-thousandths of a penny; None: it is no amount."""

    words: str
    amount: int | None = None


@dataclass(frozen=True)
class Priced:
    """What one line costs and why. A refused line has a `why`, and 0 in every figure."""

    why: Why
    pod: str = ""
    mechanism: str = BY_ACTIVITY
    rule: Delivery | None = None
    book: PriceBook | None = None
    row: Price | None = None
    addition: Price | None = None  # for best practice, on top of the price of the row
    short_stay: bool = False
    base: int = 0  # pence of one unit, with the addition for best practice
    excess_days: int = 0
    long_stay: int = 0  # pence of one unit
    top_up: int = 0  # ten-thousandths of a penny of one unit
    before: int = 0  # ten-thousandths of a penny of one unit, before market forces
    factor: int = 0  # millionths; 0 where none was used
    unit_price: int = 0  # pence, market forces included
    price: int = 0  # pence of the line; of a line in `reasons.GUIDE` only a guide
    trace: tuple[Step, ...] = ()

    @property
    def charged(self) -> int:
        """Pence that are charged for the line."""
        return self.price if self.why.charged else 0


class Trail:
    """The steps of one line as they are taken."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def say(self, words: str, amount: int | None = None) -> None:
        self.steps.append(Step(words, amount))
