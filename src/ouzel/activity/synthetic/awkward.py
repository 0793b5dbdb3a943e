"""Lines that are awkward, and how: so that rules meet what they refuse, and each can be found again."""

from dataclasses import dataclass
from enum import IntFlag, auto

import numpy as np

from ouzel.activity.synthetic import words
from ouzel.activity.synthetic.choosing import FULL
from ouzel.activity.synthetic.country import Shares
from ouzel.activity.synthetic.currencies import UNGROUPED, UNKNOWN
from ouzel.activity.synthetic.profiles import Variant


class Mark(IntFlag):
    """What was planted in a line; one may have several."""

    NO_PRACTICE = auto()
    PRACTICE_NOT_KNOWN = auto()
    PRACTICE_BLANK = auto()
    PRACTICE_UNKNOWN = auto()
    NO_FIXED_ABODE = auto()
    RESIDENCE_NOT_KNOWN = auto()
    RESIDENCE_BLANK = auto()
    CHARGEABLE_VISITOR = auto()
    EXEMPT_VISITOR = auto()
    PRIVATE = auto()
    PRISON = auto()
    WELSH_RESIDENCE = auto()
    WELSH_PRACTICE = auto()
    SCOTTISH = auto()
    FORCES_POST = auto()
    START_MISSING = auto()
    CURRENCY_BLANK = auto()
    CURRENCY_UNGROUPED = auto()
    CURRENCY_UNKNOWN = auto()
    PROVIDER_UNKNOWN = auto()
    LOCAL_POD = auto()
    NOT_PRICED = auto()
    WRONG_COMMISSIONER = auto()
    WRONG_PRICE = auto()
    CROSSING = auto()  # a spell that was open at the end of a financial year, on its unfinished and its finished line
    MOVED_IN_SPELL = auto()  # the patient changed practice between admission and discharge
    REPEATED = auto()  # stands in the file a second time, identifiers and all


@dataclass(frozen=True)
class Twist:
    """What a mark does to a line: words put in the place of its own, or another variant of its profile."""

    mark: Mark
    practice: str | None = None
    residence: str | None = None
    currency: str | None = None
    variant: Variant | None = None


TWISTS = (
    Twist(Mark.NO_PRACTICE, practice=words.NO_PRACTICE),
    Twist(Mark.PRACTICE_NOT_KNOWN, practice=words.PRACTICE_NOT_KNOWN),
    Twist(Mark.PRACTICE_BLANK, practice=""),
    Twist(Mark.PRACTICE_UNKNOWN, practice=words.UNKNOWN_PRACTICE),
    Twist(Mark.NO_FIXED_ABODE, residence=words.NO_FIXED_ABODE),
    Twist(Mark.RESIDENCE_NOT_KNOWN, residence=words.NOT_KNOWN),
    Twist(Mark.RESIDENCE_BLANK, residence=""),
    Twist(Mark.CHARGEABLE_VISITOR, words.NO_PRACTICE, words.NOT_KNOWN, variant=Variant.CHARGEABLE_VISITOR),
    Twist(Mark.EXEMPT_VISITOR, words.NO_PRACTICE, words.NOT_KNOWN, variant=Variant.EXEMPT_VISITOR),
    Twist(Mark.PRIVATE, variant=Variant.PRIVATE),
    Twist(Mark.PRISON, words.NO_PRACTICE, words.PRISON_AREA, variant=Variant.PRISON),
    Twist(Mark.WELSH_RESIDENCE, residence=words.WELSH_AREA),
    Twist(Mark.WELSH_PRACTICE, practice=words.WELSH_PRACTICE),
    Twist(Mark.SCOTTISH, words.SCOTTISH_PRACTICE, words.SCOTTISH_AREA),
    Twist(Mark.FORCES_POST, residence=words.FORCES),
    Twist(Mark.START_MISSING),
    Twist(Mark.CURRENCY_BLANK, currency=""),
    Twist(Mark.CURRENCY_UNGROUPED, currency=UNGROUPED),
    Twist(Mark.CURRENCY_UNKNOWN, currency=UNKNOWN),
    Twist(Mark.PROVIDER_UNKNOWN),
    Twist(Mark.LOCAL_POD),
    Twist(Mark.NOT_PRICED),
)


def limits(shares: Shares) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Below which of 65,536 random numbers each twist in turn happens; a line has at most one."""
    each = [getattr(shares, str(twist.mark.name).lower()) for twist in TWISTS]
    return np.round(np.cumsum(each) * FULL).astype(np.int64)
