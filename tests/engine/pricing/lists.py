"""A price list, rules and a line for tests: each test says only what it is about."""

from dataclasses import replace
from datetime import date
from typing import Any

from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.flow import Test
from ouzel.engine.pricing.book import Price, PriceBook, TopUp
from ouzel.engine.pricing.by_hand import Priced, price_by_hand
from ouzel.engine.pricing.delivery import AS_SUBMITTED, Deliveries, Delivery

SINCE, UNTIL = date(2025, 4, 1), date(2026, 4, 1)
DAY = date(2025, 6, 1)

ELECTIVE = Price("HN12F", "elective", 725_100, trim_days=10, per_day=30_000)
EMERGENCY = Price("AA22C", "non-elective", 500_000, trim_days=10, per_day=30_000, short_stay=125_000)
FIRST = Price("WF01B", "outpatient-attendance", 21_000)
BOOK = PriceBook(
    "list", SINCE, UNTIL, date(2025, 3, 1), "penny-at-the-end", (ELECTIVE, EMERGENCY, FIRST), {"RC9": 1_060_677}
)


def rule(pod: str, setting: str, words: str = "as the test has it", **what: Any) -> Delivery:
    """A rule that asks nothing unless it is told."""
    said: dict[str, Any] = {"tests": (), "stays": frozenset(), "ages": frozenset(), **what}
    return Delivery(pod=pod, setting=setting, words=words, **said)


def asks(fact: str, *values: str) -> Test:
    """A test of the profile."""
    return Test("profile", fact, frozenset(values))


RULES = Deliveries(
    "rules", SINCE, UNTIL, "the test",
    (
        rule("DRUG", "other", tests=(asks("kind", "drug"),), submitted=True, variable=True),
        rule(AS_SUBMITTED, "other", tests=(asks("kind", "aggregate"),), submitted=True),
        rule("NEL", "non-elective", tests=(asks("admission_method", "2*"),), short_pod="NELST"),
        rule("EL", "elective", tests=(asks("admission_method", "11"),), variable=True),
        rule("", "outpatient-attendance", tests=(asks("attended", "7"),), priced=False),
        rule("OPPROC", "outpatient-procedure", tests=(asks("attended", "5"),), fallback="WF01B",
             fallback_setting="outpatient-attendance"),
        rule("", "other"),
    ),
)  # fmt: skip

EMERGENCY_LINE = {"kind": "admitted", "admission_method": "21"}
ELECTIVE_LINE = {"kind": "admitted", "admission_method": "11"}
OUTPATIENT_LINE = {"kind": "outpatient", "attended": "5"}


def book(*prices: Price, **other: Any) -> PriceBook:
    """The list with other prices or other parts."""
    return replace(BOOK, **({"prices": prices} if prices else {}), **other)


def top_up(share: int, service: str = "NCBPS34A") -> TopUp:
    return TopUp("RC9", service, share)


def price(profile: dict[str, str], currency: str = "AA22C", **line: Any) -> Priced:
    """What a line costs: one unit, a stay of 5 days, an adult, at RC9, for M1J4Y, unless told otherwise."""
    said: dict[str, Any] = {
        "stay": 5, "exempt_days": 0, "age": 40, "activity": 1_000, "submitted": None, "provider": "RC9", "service": "",
        "commissioner": "M1J4Y", "end": DAY, "books": [BOOK], "deliveries": [RULES], "agreements": (),
    }  # fmt: skip
    return price_by_hand(profile={**dict.fromkeys(PROFILE, ""), **profile}, currency=currency, **{**said, **line})
