"""The sums of pricing in whole numbers small enough that every engine gives the same penny.

Before market forces, money is in ten-thousandths of a penny (a top-up is a share in hundredths of a per cent of whole
pence, so it comes out exactly). Nothing here exceeds 2^53, up to which even engines that divide by floating point are
exact; a line that would is refused (`Why.OUT_OF_RANGE`).
"""

TEN_THOUSAND = 10_000
MILLION = 1_000_000
THOUSAND = 1_000

LARGEST_FACTOR = 1_500_000
"""Millionths; the database holds factors to it."""

LARGEST_BEFORE = 2_500_000_000
"""Pence: base, long stay and top-up of one unit together. Times the largest factor it is below 2^32, so that a division
by a million in floating point, rounded down, is exact."""

LARGEST_ACTIVITY = 1_000_000_000
"""Thousandths: a million units in one line. With the next bound, a product of 64-bit numbers never overflows."""

LARGEST_PRODUCT = 4_000_000_000_000_000
"""Unit price in pence times activity in thousandths: a line of 40 thousand million pounds. Divided by a thousand it is
below 2^42, so that this too is exact in floating point, rounded down."""


def round_half_up(value: int, unit: int) -> int:
    """`value` (0 or more) to the nearest multiple of `unit`; a half goes up."""
    return (value + unit // 2) // unit * unit


def top_up_of(base: int, share: int, *, steps: int) -> int:
    """The top-up in ten-thousandths of a penny: a share (hundredths of a per cent) of the base (pence), and of no more.

    `steps`: pence it is rounded to; 0: kept in full.
    """
    full = base * share
    return round_half_up(full, steps * TEN_THOUSAND) if steps else full


def unit_price(before: int, factor: int, *, unit: int) -> int:
    """Pence of one unit: `before` (ten-thousandths of a penny) times `factor` (millionths), to `unit` pence.

    In two parts, each below 2^53: whole pence times factor, and what is left of a penny times factor. What is cut off
    the second is less than a millionth of a penny, and a half is a whole number of millionths, so no half is missed.
    """
    pence, rest = divmod(before, TEN_THOUSAND)
    millionths = pence * factor + rest * factor // TEN_THOUSAND
    return round_half_up(millionths, unit * MILLION) // MILLION


def in_full(before: int, factor: int) -> tuple[int, int]:
    """The price of one unit, `before` times `factor`, in ten-thousandths of a millionth of a penny, in two parts:
    whole millionths, and what is left."""
    pence, rest = divmod(before, TEN_THOUSAND)
    millionths, left = divmod(rest * factor, TEN_THOUSAND)
    return pence * factor + millionths, left


def price_of_all(before: int, factor: int, activity: int) -> int:
    """Pence of a line whose price is rounded once, to the nearest penny: `before` x `factor` x `activity`.

    Whole pence, millionths of a penny and what is left of these are multiplied each by itself, so that none is beyond
    2^53. What is cut off is less than a thousand-millionth of a penny, and a half is a whole number of these. A half
    goes away from nought.
    """
    millionths, left = in_full(before, factor)
    whole, part = divmod(millionths, MILLION)
    units = abs(activity)
    thousandths = whole * units
    parts = part * units + left * units // TEN_THOUSAND
    pence, rest = divmod(thousandths, THOUSAND)
    price = pence + (rest * MILLION + parts + THOUSAND * MILLION // 2) // (THOUSAND * MILLION)
    return -price if activity < 0 else price


def line_price(unit: int, activity: int) -> int:
    """Pence of a line: the unit price (pence) times its activity (thousandths), to the nearest penny.

    A half goes away from nought, so that a line and the line that takes it back come to nothing.
    """
    price = round_half_up(unit * abs(activity), THOUSAND) // THOUSAND
    return -price if activity < 0 else price


def in_range(*, before: int, activity: int) -> bool:
    """Whether a line may be worked out: `before` in ten-thousandths of a penny, `activity` in thousandths."""
    return before <= LARGEST_BEFORE * TEN_THOUSAND and abs(activity) <= LARGEST_ACTIVITY


def product_in_range(unit: int, activity: int) -> bool:
    """Whether the price of the line may be worked out from the unit price (pence) and the activity (thousandths)."""
    return unit * abs(activity) <= LARGEST_PRODUCT
