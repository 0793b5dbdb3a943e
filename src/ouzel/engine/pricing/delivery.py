"""The point of delivery as ordered rules: the first that fits a line's profile, currency, stay and age says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ouzel.engine.activity_lines import ADULT
from ouzel.engine.attribution.flow import Test
from ouzel.engine.pricing.book import TRIMMED

STAYS = ("unknown", "0", "1", "2+")
AGES = ("unknown", "child", "adult")
"""What a rule may ask beside the profile: the length of stay in days, and whether the patient is 19 or over."""

AS_SUBMITTED = "as-submitted"
"""As the `pod` of a rule: the point of delivery that the line was submitted with."""


@dataclass(frozen=True)
class Delivery:
    """One rule: where its tests hold, the line has this point of delivery and is priced like this.

    `tests` are of the profile; `currencies` of the line's own currency (one that ends in * is a beginning, "" a line
    without one). `short_pod` replaces `pod` where the short-stay price of the currency applies, which is asked only if
    it is given. `currency` is what is priced instead of the line's own (WF01B: an attendance); `fallback` is priced
    where the line's own has no price. `priced` False: by rule nothing is charged (did not attend). A rule that is
    priced and has no `pod` says that the point of delivery cannot be told.
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
    currencies: frozenset[str] = frozenset()  # empty: any
    submitted: bool = False  # the amount submitted is what is paid: no price list, no market forces
    unless_agreed: bool = False  # of what is submitted: a local price of the provider comes first
    long_stay: bool = True  # days beyond the trim point are in this line (not in one of their own, as NELXBD)
    variable: bool = False  # of what is paid partly fixed, this is the part that is paid by activity

    @property
    def needs_stay(self) -> bool:
        """Whether the price cannot be told without the length of stay."""
        return (
            self.priced
            and not self.submitted
            and ((self.long_stay and self.setting in TRIMMED) or bool(self.short_pod))
        )

    def fits_currency(self, code: str) -> bool:
        """Whether its test of the line's own currency holds; "" is a line without one."""
        return not self.currencies or any(
            code == each or (each.endswith("*") and code.startswith(each[:-1])) for each in self.currencies
        )

    def fits(self, *, profile: Mapping[str, str], currency: str, stay: int | None, age: int | None) -> bool:
        """Whether all its tests hold of a line."""
        return (
            (not self.stays or stay_class(stay) in self.stays)
            and (not self.ages or age_class(age) in self.ages)
            and self.fits_currency(currency)
            and all(test.holds(profile[test.fact]) for test in self.tests)
        )


@dataclass(frozen=True)
class Deliveries:
    """The rules of a time, in order; every line meets one, for the last has no tests."""

    name: str
    since: date
    until: date
    source: str
    rules: tuple[Delivery, ...]


def stay_class(stay: int | None) -> str:
    """The length of stay as rules ask for it: one of STAYS. None: not known."""
    return "unknown" if stay is None else "0" if stay == 0 else "1" if stay == 1 else "2+"


def age_class(age: int | None) -> str:
    """The age as rules ask for it: one of AGES. None: not known."""
    return "unknown" if age is None else "adult" if age >= ADULT else "child"
