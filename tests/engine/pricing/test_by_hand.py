"""One line by hand: each step of the price, each reason, and the order in which they are met."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.engine.pricing.book import Agreement, Price, TopUp
from ouzel.engine.pricing.by_hand import ByHand
from ouzel.engine.pricing.reasons import GUIDE, Why
from ouzel.engine.pricing.rounding import POLICIES, Rounding
from tests.engine.pricing.lists import (
    BOOK,
    DAY,
    ELECTIVE,
    ELECTIVE_LINE,
    EMERGENCY,
    EMERGENCY_LINE,
    FIRST,
    OUTPATIENT_LINE,
    RULES,
    SINCE,
    UNTIL,
    book,
    price,
    rule,
    top_up,
)


def test_by_hand_base_times_market_forces() -> None:
    found = price(EMERGENCY_LINE)
    assert (found.why, found.pod, found.base, found.excess_days, found.top_up) == (Why.PRICED, "NEL", 500_000, 0, 0)
    assert found.before == 5_000_000_000
    assert found.factor == 1_060_677
    assert found.price == found.unit_price == found.charged == 530_339  # 5,303.385 goes up


def test_by_hand_days_beyond_the_trim_point() -> None:
    found = price(EMERGENCY_LINE, stay=14)
    assert (found.excess_days, found.long_stay) == (4, 120_000)
    assert found.price == 657_620  # (5,000 + 4 x 300) x 1.060677


@pytest.mark.parametrize(("stay", "why"), [(10, Why.PRICED), (11, Why.EXEMPT_UNKNOWN), (None, Why.STAY_UNKNOWN)])
def test_by_hand_exempt_days_that_cannot_be_read_matter_beyond_the_trim_point_alone(stay: int | None, why: Why) -> None:
    assert price(EMERGENCY_LINE, stay=stay, exempt_days=None).why is why


@pytest.mark.parametrize(("exempt", "days"), [(0, 4), (3, 1), (4, 0), (9, 0)])
def test_by_hand_exempt_days_do_not_count_towards_the_trim_point(exempt: int, days: int) -> None:
    assert price(EMERGENCY_LINE, stay=14, exempt_days=exempt).excess_days == days


@pytest.mark.parametrize(
    ("stay", "age", "short"), [(0, 19, True), (1, 19, True), (1, 18, False), (2, 19, False), (2, None, False)]
)
def test_by_hand_short_stay_of_an_adult(stay: int, age: int | None, *, short: bool) -> None:
    found = price(EMERGENCY_LINE, stay=stay, age=age)
    assert found.short_stay is short
    assert (found.pod, found.base) == (("NELST", 125_000) if short else ("NEL", 500_000))


def test_by_hand_short_stay_only_where_the_row_has_its_price() -> None:
    found = price(EMERGENCY_LINE, stay=1, books=[book(replace(EMERGENCY, short_stay=None))])
    assert (found.pod, found.base) == ("NEL", 500_000)
    assert price(EMERGENCY_LINE, stay=1, age=None, books=[book(replace(EMERGENCY, short_stay=None))]).why is Why.PRICED


def test_by_hand_short_stay_has_no_long_stay() -> None:
    at_once = replace(EMERGENCY, trim_days=0)
    assert price(EMERGENCY_LINE, stay=1, age=40, books=[book(at_once)]).excess_days == 0
    assert price(EMERGENCY_LINE, stay=1, age=5, books=[book(at_once)]).excess_days == 1


def test_by_hand_unknown_age_refuses_the_short_stay_price() -> None:
    assert price(EMERGENCY_LINE, stay=1, age=None).why is Why.AGE_UNKNOWN


def test_by_hand_unknown_stay_refuses_a_spell_and_nothing_else() -> None:
    assert price(EMERGENCY_LINE, stay=None).why is Why.STAY_UNKNOWN
    assert price(ELECTIVE_LINE, "HN12F", stay=None).why is Why.STAY_UNKNOWN
    assert price(OUTPATIENT_LINE, stay=None).why is Why.PRICED
    own = replace(RULES, rules=(rule("EL", "elective", long_stay=False), rule("", "other")))
    assert price(ELECTIVE_LINE, "HN12F", stay=None, deliveries=[own]).price == 769_097


def test_by_hand_top_up_is_a_share_of_the_base_alone() -> None:
    found = price(EMERGENCY_LINE, stay=14, service="NCBPS34A", books=[book(top_ups=(top_up(1_250),))])
    assert found.top_up == 500_000 * 1_250
    assert found.before == 6_200_000_000 + 625_000_000
    assert price(EMERGENCY_LINE, service="other", books=[book(top_ups=(top_up(1_250),))]).top_up == 0
    assert price(OUTPATIENT_LINE, service="NCBPS34A", books=[book(top_ups=(top_up(1_250),))]).top_up == 0


def test_by_hand_rounding_follows_the_policy_of_the_list() -> None:
    odd = book(Price("AA22C", "non-elective", 3), top_ups=(top_up(5_000),), factors={"RC9": 1_000_000})
    line: dict[str, Any] = {"service": "NCBPS34A"}
    assert price(EMERGENCY_LINE, books=[odd], **line).before == 45_000
    each = replace(odd, rounding="penny-each-step")
    assert price(EMERGENCY_LINE, books=[each], **line).before == 50_000
    pounds = replace(BOOK, rounding="pound-at-the-end")
    assert price(EMERGENCY_LINE, books=[pounds]).price == 530_300


def test_by_hand_activity_multiplies_the_unit_price() -> None:
    assert price(OUTPATIENT_LINE, "WF01B", activity=2_500).price == 55_685
    assert price(OUTPATIENT_LINE, "WF01B", activity=0).price == 0
    assert price(OUTPATIENT_LINE, "WF01B", activity=-2_500).price == -55_685


def test_by_hand_procedure_without_a_price_is_an_attendance() -> None:
    found = price(OUTPATIENT_LINE, "JC43C")
    assert found.row == FIRST
    assert found.pod == "OPPROC"
    own = Price("JC43C", "outpatient-procedure", 19_000)
    assert price(OUTPATIENT_LINE, "JC43C", books=[book(FIRST, own)]).row == own
    assert price(OUTPATIENT_LINE, "", books=[book(FIRST, own)]).row == FIRST


def test_by_hand_local_price_of_the_provider_comes_first_and_is_taken_as_agreed() -> None:
    local = Price("AA22C", "non-elective", 400_000, local="RC9")
    elsewhere = Price("AA22C", "non-elective", 300_000, local="RD8")
    found = price(
        EMERGENCY_LINE, service="NCBPS34A", books=[book(EMERGENCY, elsewhere, local, top_ups=(top_up(1_250),))]
    )
    assert (found.row, found.price, found.factor, found.top_up) == (local, 400_000, 1_000_000, 0)
    without_factor = book(EMERGENCY, local, factors={})
    assert price(EMERGENCY_LINE, books=[without_factor]).why is Why.PRICED
    assert price(EMERGENCY_LINE, provider="RD8", books=[without_factor]).why is Why.NO_FACTOR


def test_by_hand_local_fallback_comes_after_a_national_price_of_its_own() -> None:
    own = Price("JC43C", "outpatient-procedure", 19_000)
    local = Price("WF01B", "outpatient-attendance", 1, local="RC9")
    assert price(OUTPATIENT_LINE, "JC43C", books=[book(FIRST, own, local)]).row == own
    assert price(OUTPATIENT_LINE, "JC43C", books=[book(FIRST, local)]).row == local


@pytest.mark.parametrize("drop", range(4))
def test_by_hand_specialty_and_best_practice_are_left_out_in_order(drop: int) -> None:
    keys = (("110", "FFN"), ("110", ""), ("", "FFN"), ("", ""))
    rows = [Price("HN12F", "elective", 100_000 + n, specialty=s, best_practice=b) for n, (s, b) in enumerate(keys)]
    found = price(ELECTIVE_LINE | {"specialty": "110", "best_practice": "FFN"}, "HN12F", books=[book(*rows[drop:])])
    assert found.row == rows[drop]


def test_by_hand_price_of_another_specialty_is_none() -> None:
    other = Price("HN12F", "elective", 100_000, specialty="300")
    assert price(ELECTIVE_LINE | {"specialty": "110"}, "HN12F", books=[book(other)]).why is Why.NO_PRICE


REFUSED: list[tuple[Why, dict[str, str], str, dict[str, Any]]] = [
    (Why.DAY_UNKNOWN, EMERGENCY_LINE, "AA22C", {"end": None, "dated": False}),
    (Why.NOT_FINISHED, EMERGENCY_LINE, "AA22C", {"end": None}),
    (Why.NOT_FINISHED, EMERGENCY_LINE | {"kind": "admitted-unfinished"}, "AA22C", {}),
    (Why.NO_DELIVERY, {"kind": "other"}, "AA22C", {}),
    (Why.NO_DELIVERY, EMERGENCY_LINE, "AA22C", {"deliveries": []}),
    (Why.NO_DELIVERY, {"kind": "aggregate"}, "", {"submitted": 1}),
    (Why.NOT_CHARGED_BY_RULE, {"kind": "outpatient", "attended": "7"}, "", {}),
    (Why.NOT_SUBMITTED, {"kind": "drug"}, "", {}),
    (Why.NO_CURRENCY, EMERGENCY_LINE, "", {}),
    (Why.NO_PRICE_RELEASE, EMERGENCY_LINE, "AA22C", {"books": []}),
    (Why.STAY_UNKNOWN, EMERGENCY_LINE, "ZZ99Z", {"stay": None}),
    (Why.UNKNOWN_CURRENCY, EMERGENCY_LINE, "ZZ99Z", {}),
    (Why.NO_PRICE, EMERGENCY_LINE, "HN12F", {}),
    (Why.NO_FACTOR, EMERGENCY_LINE, "AA22C", {"provider": "NT427"}),
    (Why.AGE_UNKNOWN, EMERGENCY_LINE, "AA22C", {"stay": 0, "age": None}),
    (Why.OUT_OF_RANGE, EMERGENCY_LINE, "AA22C", {"activity": 10**10}),
    (Why.OUT_OF_RANGE, EMERGENCY_LINE, "AA22C", {"activity": 10**9, "books": [book(replace(EMERGENCY, pence=10**8))]}),
]


@pytest.mark.parametrize(("why", "profile", "currency", "line"), REFUSED)
def test_by_hand_refuses_with_a_reason_and_no_figure(
    why: Why, profile: dict[str, str], currency: str, line: dict[str, Any]
) -> None:
    found = price(profile, currency, commissioner="", payable=False, **line)
    assert found.why is why
    assert (found.base, found.before, found.factor, found.price, found.charged) == (0, 0, 0, 0, 0)
    assert why.words in found.trace[-1].words
    assert why not in GUIDE


def test_by_hand_last_day_of_a_list_is_the_day_before_its_end() -> None:
    assert price(EMERGENCY_LINE, end=date(2026, 3, 31)).why is Why.PRICED
    assert price(EMERGENCY_LINE, end=date(2026, 4, 1)).why is Why.NO_DELIVERY
    late = replace(RULES, since=UNTIL, until=date(2027, 4, 1))
    assert price(EMERGENCY_LINE, end=UNTIL, deliveries=[RULES, late]).why is Why.NO_PRICE_RELEASE
    assert price(EMERGENCY_LINE, end=SINCE).why is Why.PRICED


def agreed(mechanism: str, **other: Any) -> list[Agreement]:
    return [replace(Agreement("RC9", "M1J4Y", mechanism, SINCE, UNTIL), **other)]


def test_by_hand_block_shows_a_guide_price_and_charges_nothing() -> None:
    found = price(EMERGENCY_LINE, agreements=agreed("block"))
    assert (found.why, found.mechanism, found.price, found.charged) == (Why.BLOCK, "block", 530_339, 0)
    assert price(EMERGENCY_LINE, agreements=agreed("block", until=DAY)).why is Why.PRICED
    assert price(EMERGENCY_LINE, agreements=agreed("block", commissioner="06H")).why is Why.PRICED
    assert price(EMERGENCY_LINE, agreements=agreed("block", provider="RD8")).why is Why.PRICED


def test_by_hand_partly_fixed_charges_the_variable_part_alone() -> None:
    assert price(EMERGENCY_LINE, agreements=agreed("fixed-and-variable")).why is Why.BLOCK
    assert price(ELECTIVE_LINE, "HN12F", agreements=agreed("fixed-and-variable")).charged == 769_097
    assert price(ELECTIVE_LINE, "HN12F", agreements=agreed("activity")).why is Why.PRICED


def test_by_hand_nobody_to_pay_leaves_the_price_as_a_guide() -> None:
    nobody = price(EMERGENCY_LINE, commissioner="", agreements=agreed("block"))
    assert (nobody.why, nobody.price, nobody.charged) == (Why.NOBODY_PAYS, 530_339, 0)
    assert price(EMERGENCY_LINE, payable=False, commissioner="").why is Why.NOT_PAYABLE


def test_by_hand_submitted_amount_is_paid_as_it_is() -> None:
    found = price({"kind": "drug"}, "", submitted=-1_234, provider="NT427", books=[], activity=7_000)
    assert (found.why, found.pod, found.price, found.factor, found.before) == (Why.PRICED, "DRUG", -1_234, 0, 0)
    assert price({"kind": "drug"}, submitted=50, agreements=agreed("fixed-and-variable")).charged == 50
    aggregate = price({"kind": "aggregate", "pod": "BLOCK"}, submitted=900, agreements=agreed("block"))
    assert (aggregate.why, aggregate.pod, aggregate.price, aggregate.charged) == (Why.BLOCK, "BLOCK", 900, 0)


def test_by_hand_each_step_is_said_with_what_it_comes_to() -> None:
    steps = price(EMERGENCY_LINE, stay=14, activity=2_000).trace
    assert [step.amount for step in steps] == [None, None, 5 * 10**9, 1_200_000_000, 6_576_200_000, 13_152_400_000]
    assert "4 days beyond it at £300.00 each" in steps[3].words
    marked = price(EMERGENCY_LINE, books=[book(replace(EMERGENCY, indicative=True))]).trace
    assert "indicative, not a published price" in marked[2].words


def test_by_hand_made_once_prices_many_lines_with_the_list_of_each_day() -> None:
    dearer = replace(book(replace(ELECTIVE, pence=800_000)), name="later", since=date(2025, 10, 1))
    hand = ByHand(books=[replace(BOOK, until=date(2025, 10, 1)), dearer], deliveries=[RULES])
    line: dict[str, Any] = {
        "profile": dict.fromkeys(("attended", "specialty", "best_practice", "pod", "department"), "") | ELECTIVE_LINE,
        "currency": "HN12F", "stay": 2, "exempt_days": 0, "age": 40, "activity": 1_000, "submitted": None,
        "provider": "RC9", "service": "", "commissioner": "M1J4Y",
    }  # fmt: skip
    assert hand.price(**line, end=date(2025, 9, 30)).base == 725_100
    assert hand.price(**line, end=date(2025, 10, 1)).base == 800_000


def test_reasons_all_have_words_and_refusals_say_what_to_do() -> None:
    for why in Why:
        assert why.words
        assert bool(why.do) or not why.refused


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@given(pence=st.integers(1, 10**6), days=st.integers(0, 9), factor=st.integers(900_000, 1_500_000),
       share=st.integers(0, 6_000), activity=st.integers(-20_000, 20_000))  # fmt: skip
def test_by_hand_every_policy_does_what_it_says(
    policy: Rounding, pence: int, days: int, factor: int, share: int, activity: int
) -> None:
    """The words of the policy worked out in fractions: steps, then the unit or the line, a half away from nought."""
    row = Price("AA22C", "non-elective", pence, trim_days=10, per_day=333)
    shares = (TopUp("RC9", "NCBPS34A", share),) if share else ()
    there = replace(book(row, top_ups=shares, factors={"RC9": factor}), rounding=policy.name)
    found = price(EMERGENCY_LINE, stay=10 + days, service="NCBPS34A", activity=activity, books=[there])

    def rounded(value: Fraction, to: int) -> Fraction:
        away = floor(abs(value) / to + Fraction(1, 2)) * to
        return Fraction(-away if value < 0 else away)

    top_up = Fraction(pence * share, 10_000)
    unit = (pence + 333 * days + (rounded(top_up, 1) if policy.steps else top_up)) * Fraction(factor, 1_000_000)
    if policy.of == "unit":
        unit = rounded(unit, policy.unit)
    assert found.price == rounded(unit * Fraction(activity, 1_000), 1 if policy.of == "unit" else policy.unit)
    said = "one unit" if policy.of == "unit" else "all units of the line"
    assert said in policy.words


def test_by_hand_the_line_is_rounded_once_as_the_published_formula_does() -> None:
    """ROUND(((activity * price) + (days beyond * activity * price per day)) * market forces, 2)."""
    there = book(Price("AA22C", "non-elective", 10_001), factors={"RC9": 1_000_045})
    line: dict[str, Any] = {"activity": 1_000_000}
    assert price(EMERGENCY_LINE, books=[replace(there, rounding="penny-of-the-line")], **line).price == 10_001_450
    assert price(EMERGENCY_LINE, books=[replace(there, rounding="penny-at-the-end")], **line).price == 10_001_000


def test_by_hand_a_price_of_a_department_type_comes_before_the_price_of_all() -> None:
    one = Price("VB01Z", "emergency-care", 50_000, department="01")
    every = Price("VB01Z", "emergency-care", 30_000)
    there, kept = book(one, every), replace(RULES, rules=(rule("AE", "emergency-care"),))
    line = {"kind": "emergency", "department": "01"}
    assert price(line, "VB01Z", books=[there], deliveries=[kept]).row == one
    assert price(line | {"department": "03"}, "VB01Z", books=[there], deliveries=[kept]).row == every
    assert price(line | {"department": "03"}, "VB01Z", books=[book(one)], deliveries=[kept]).why is Why.NO_PRICE


def test_by_hand_best_practice_may_add_to_the_ordinary_price() -> None:
    adds = Price("AA22C", "non-elective", 10_000, best_practice="1", adds=True)
    flagged = EMERGENCY_LINE | {"best_practice": "1"}
    shares = (top_up(1_250),)
    found = price(flagged, service="NCBPS34A", books=[book(EMERGENCY, adds, top_ups=shares)])
    plain = price(EMERGENCY_LINE, service="NCBPS34A", books=[book(EMERGENCY, adds, top_ups=shares)])
    assert (found.addition, found.base) == (adds, plain.base + 10_000)
    assert found.top_up == plain.top_up
    assert "Addition for best practice 1" in [step.words for step in found.trace]
    whole = Price("AA22C", "non-elective", 1, best_practice="1", specialty="100")
    found = price(flagged | {"specialty": "100"}, books=[book(EMERGENCY, adds, whole)])
    assert (found.row, found.addition) == (whole, None)
    assert price(flagged, books=[book(adds)]).why is Why.NO_PRICE
    local = Price("AA22C", "non-elective", 400_000, local="RC9")
    assert price(flagged, books=[book(EMERGENCY, adds, local)]).price == 400_000


def test_by_hand_activity_that_cannot_be_read_is_a_reason() -> None:
    assert price(EMERGENCY_LINE, activity=None).why is Why.ACTIVITY_UNKNOWN
    paid = replace(RULES, rules=(replace(rule("WAFA", "other"), submitted=True),))
    assert price(EMERGENCY_LINE, activity=None, submitted=5, deliveries=[paid]).price == 5


def test_by_hand_a_local_price_comes_before_the_amount_submitted() -> None:
    kept = replace(RULES, rules=(replace(rule("WAFA", "other"), submitted=True, unless_agreed=True),))
    by_pod = Price("WAFA", "other", 7_000, local="RC9")
    by_code = Price("X12", "other", 6_000, local="RC9")
    national = Price("X12", "other", 9_000)
    line: dict[str, Any] = {"submitted": 90_000, "deliveries": [kept], "activity": 2_000}
    assert price(OUTPATIENT_LINE, "X12", books=[book(by_pod, by_code, national)], **line).price == 12_000
    assert price(OUTPATIENT_LINE, "X13", books=[book(by_pod, by_code)], **line).price == 14_000
    found = price(OUTPATIENT_LINE, "X12", books=[book(national)], **line)
    assert (found.why, found.price, found.charged) == (Why.AS_SUBMITTED, 90_000, 90_000)
    assert price(OUTPATIENT_LINE, "X12", provider="RD8", books=[book(by_pod)], **line).why is Why.AS_SUBMITTED
