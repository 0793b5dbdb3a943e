"""A difference of two amounts split into volume, case mix and price, to the penny and without a rest.

Within a group (a provider's point of delivery) cells are what is priced alike: a currency. With quantities q and
amounts v of the base (0) and of what is compared with it (1), Q and V their sums, and p = v / q:

    volume = V0 * Q1 / Q0 - V0                     the same mix at the same prices, more or less of it
    mix    = sum(q1 * p0) - V0 * Q1 / Q0           other cells at the prices of the base
    price  = sum(v1) - sum(q1 * p0)                = sum(q1 * (p1 - p0)): other prices for what was done

So volume and mix are at base prices (Laspeyres) and price at actual quantities (Paasche), as values are split into
volume and price in the System of National Accounts 2008, chapter 15. Prices are with market forces, so that another
factor is a change of price. Each q1 * p0 and V0 * Q1 / Q0 is rounded to the penny once, and used so in both places in
which it occurs: nothing is left over.

What the base has none of has no price there, so all of it is mix. Amounts without a quantity are price.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Self, TypeAlias

Sums: TypeAlias = Mapping[Hashable, tuple[int, int]]
"""By cell: quantity (in any whole unit, such as thousandths) and pence."""


@dataclass(frozen=True)
class Effects:
    """Pence: `base` + `volume` + `mix` + `price` = `actual`."""

    base: int = 0
    actual: int = 0
    volume: int = 0
    mix: int = 0
    price: int = 0

    @property
    def difference(self) -> int:
        return self.actual - self.base

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.base + other.base, self.actual + other.actual, self.volume + other.volume, self.mix + other.mix,
            self.price + other.price,
        )  # fmt: skip


def split(base: Sums, actual: Sums) -> Effects:
    """The effects within one group."""
    repriced = price = 0
    for cell in base.keys() | actual.keys():
        (before, was), (after, done) = base.get(cell, (0, 0)), actual.get(cell, (0, 0))
        at_base = _part(was, after, before) if before else done if after else 0
        repriced += at_base
        price += done - at_base - (0 if before else was)
    counted = sum(was for before, was in base.values() if before)
    first, second = (sum(quantity for quantity, _ in side.values()) for side in (base, actual))
    as_before = _part(counted, second, first) if first else repriced  # without a base all is volume
    return Effects(
        base=sum(was for _, was in base.values()),
        actual=sum(done for _, done in actual.values()),
        volume=as_before - counted,
        mix=repriced - as_before,
        price=price,
    )


def _part(amount: int, quantity: int, of: int) -> int:
    """amount * quantity / of to the nearest whole, a half to the even one."""
    return round(Fraction(amount * quantity, of))
