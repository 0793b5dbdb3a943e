"""The point of delivery as ordered rules: the first that fits a line's profile, stay and age says it."""

from dataclasses import dataclass
from datetime import date

from ouzel.engine.attribution.flow import Test

STAYS = ("0", "1", "2+", "unknown")
AGES = ("child", "adult", "unknown")
"""What a rule may ask beside the profile: the length of stay in days, and whether the patient is 19 or over."""


@dataclass(frozen=True)
class Delivery:
    """One rule: where its tests hold, the line has this point of delivery and is priced like this.

    `tests` are of the profile. `short_pod` replaces `pod` where the short-stay price of the currency applies, which is
    asked only if it is given. `currency` is what is priced instead of the line's own (WF01B: an attendance); `fallback`
    is priced where the line's own has no price. `priced` False: by rule nothing is charged (did not attend).
    """

    tests: tuple[Test, ...]
    stays: frozenset[str]  # empty: any
    ages: frozenset[str]  # empty: any
    pod: str
    setting: str
    short_pod: str = ""
    currency: str = ""
    fallback: str = ""
    fallback_setting: str = ""
    priced: bool = True
    words: str = ""


@dataclass(frozen=True)
class Deliveries:
    """The rules of a time, in order; every line meets one, for the last has no tests."""

    name: str
    since: date
    until: date
    source: str
    rules: tuple[Delivery, ...]
