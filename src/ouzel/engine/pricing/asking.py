"""The order in which reasons are asked for, put into numbers: of several reasons the smallest code is the one given.

So the reason of a line is the least of what its delivery, price, factor and payer each have to say. `pricing.by_hand`
says the order in words.
"""

from ouzel.engine.pricing.reasons import Why

ORDER = (
    Why.COUNTED_WITH,
    Why.DAY_UNKNOWN,
    Why.NOT_FINISHED,
    Why.NO_DELIVERY,
    Why.NOT_CHARGED_BY_RULE,
    Why.NOT_SUBMITTED,
    Why.NO_CURRENCY,
    Why.NO_PRICE_RELEASE,
    Why.STAY_UNKNOWN,
    Why.UNKNOWN_CURRENCY,
    Why.NO_PRICE,
    Why.NO_FACTOR,
    Why.AGE_UNKNOWN,
    Why.ACTIVITY_UNKNOWN,
    Why.EXEMPT_UNKNOWN,
    Why.OUT_OF_RANGE,
    Why.NOT_PAYABLE,
    Why.PAYER_OUTSIDE,
    Why.NOBODY_PAYS,
    Why.BLOCK,
    Why.AS_SUBMITTED,
    Why.PRICED,
)

WIDTH = 32
"""A code is place in the order * WIDTH + reason, so that the reason is what is left of it by WIDTH."""

FIRST_WITH_A_PRICE = ORDER.index(Why.NOT_PAYABLE) * WIDTH
"""Codes from here on are of lines that have a price, if only as a guide."""


def asked_as(why: Why) -> int:
    """The code of a reason."""
    return ORDER.index(why) * WIDTH + why
