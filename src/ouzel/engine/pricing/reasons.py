"""Why a line is charged what it is, or not charged: numbers that the engines keep, with words and what to do."""

from enum import IntEnum


class Why(IntEnum):
    """The result of pricing one line. Of several reasons the first in the order of `price_by_hand` is given."""

    PRICED = 0
    NOT_CHARGED_BY_RULE = 1
    BLOCK = 2
    NO_CURRENCY = 3
    UNKNOWN_CURRENCY = 4
    NO_PRICE = 5
    NO_FACTOR = 6
    NO_PRICE_RELEASE = 7
    NOT_FINISHED = 8
    NOT_PAYABLE = 9
    NOBODY_PAYS = 10
    STAY_UNKNOWN = 11
    NO_DELIVERY = 12
    AGE_UNKNOWN = 13
    NOT_SUBMITTED = 14
    OUT_OF_RANGE = 15
    DAY_UNKNOWN = 16
    PAYER_OUTSIDE = 17
    COUNTED_WITH = 18
    ACTIVITY_UNKNOWN = 19
    AS_SUBMITTED = 20
    EXEMPT_UNKNOWN = 21

    @property
    def words(self) -> str:
        """The reason in a sentence."""
        return _WORDS[self][0]

    @property
    def do(self) -> str:
        """What a person can do about it; "" where there is nothing to do."""
        return _WORDS[self][1]

    @property
    def refused(self) -> bool:
        """Whether the line has no price because something is wrong or missing."""
        return self not in CHARGED | GUIDE and self not in (Why.NOT_CHARGED_BY_RULE, Why.COUNTED_WITH)

    @property
    def charged(self) -> bool:
        """Whether the price of the line is charged."""
        return self in CHARGED


GUIDE = frozenset({Why.BLOCK, Why.NOT_PAYABLE, Why.PAYER_OUTSIDE, Why.NOBODY_PAYS})
"""Reasons of lines that have a price all the same: a guide to their value. Nothing is charged for them."""

CHARGED = frozenset({Why.PRICED, Why.AS_SUBMITTED})
"""Reasons of lines whose price is charged."""

_WORDS: dict[Why, tuple[str, str]] = {
    Why.PRICED: ("Priced.", ""),
    Why.NOT_CHARGED_BY_RULE: ("By rule nothing is charged, as when a patient did not attend.", ""),
    Why.BLOCK: (
        "A fixed payment covers it. The price is a guide to its value; nothing more is charged.",
        "",
    ),
    Why.NO_CURRENCY: (
        "The line has no currency (such as an HRG), so there is nothing to look up in the price list.",
        "Ask the provider to send the HRG or other currency code of the line.",
    ),
    Why.UNKNOWN_CURRENCY: (
        "The price list of that day knows no such currency.",
        "Check the code with the provider; if it is a local one, load its local price.",
    ),
    Why.NO_PRICE: (
        "The price list knows the currency, but has no price for it in this setting.",
        "Check the setting with the provider, or load a local price for it.",
    ),
    Why.NO_FACTOR: (
        "The price list has no market forces factor for the provider.",
        "Load the price list again with the factor of the provider: for an independent provider that of its location.",
    ),
    Why.NO_PRICE_RELEASE: (
        "No price list is loaded for the day on which the care ended.",
        "Load the price list of that year: ouzel activity prices load.",
    ),
    Why.DAY_UNKNOWN: (
        "The line says no day, so it cannot be told which rules and prices hold.",
        "Ask the provider for the day of the care; of a sum of many records, for the financial month and year.",
    ),
    Why.COUNTED_WITH: ("The spell is counted once, with another of its records.", ""),
    Why.NOT_FINISHED: ("The care had not ended.", "It is priced when the finished record arrives."),
    Why.NOT_PAYABLE: (
        "The service is kept by NHS England, and the provider has no contract for it.",
        "Settle with the provider and NHS England whether it is contracted; the price is a guide to its value.",
    ),
    Why.PAYER_OUTSIDE: (
        "Who pays is no part of the NHS, such as the patient. The price is a guide to its value.",
        "",
    ),
    Why.NOBODY_PAYS: (
        "No responsible commissioner was found. The price is a guide to its value.",
        "See how the line was attributed, and mend what is missing there.",
    ),
    Why.STAY_UNKNOWN: (
        "The price depends on the length of stay, which is not known.",
        "Ask the provider for the dates of admission and discharge.",
    ),
    Why.NO_DELIVERY: (
        "The point of delivery cannot be told.",
        "Look at the admission method, the kind of attendance and whether the patient was seen; map a local code.",
    ),
    Why.AGE_UNKNOWN: (
        "The reduced short-stay price is for adults only, and the age is not known.",
        "Ask the provider for the age.",
    ),
    Why.NOT_SUBMITTED: (
        "What is paid is the amount submitted, and none was.",
        "Ask the provider for the amount.",
    ),
    Why.ACTIVITY_UNKNOWN: (
        "How much activity the line is for cannot be read.",
        "Ask the provider for the number of units.",
    ),
    Why.EXEMPT_UNKNOWN: (
        "The stay is beyond the trim point, and how many of its days are exempt cannot be read.",
        "Ask the provider for the days in critical care, in rehabilitation, in palliative care and delayed.",
    ),
    Why.AS_SUBMITTED: (
        "No price list covers it, so what the provider submitted is paid, whatever it is.",
        "Compare it with what was agreed, and load the local price of the provider: ouzel activity prices load --over.",
    ),
    Why.OUT_OF_RANGE: (
        "The amount is larger than can be worked out exactly, so it is surely a mistake.",
        "Look at the number of units, the length of stay and the price.",
    ),
}
