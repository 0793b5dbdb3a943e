"""The shipped rules of points of delivery, case by case, and what is refused in a file of rules."""

from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from ouzel.activity.prices.deliveries import in_order, read_deliveries, shipped
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.by_hand import Priced, price_by_hand
from ouzel.engine.pricing.delivery import AS_SUBMITTED, Deliveries, Delivery
from ouzel.engine.pricing.reasons import Why

ADMITTED, OUTPATIENT = {"kind": "admitted"}, {"kind": "outpatient", "attended": "5"}
ELECTIVE, EMERGENCY = ADMITTED | {"admission_method": "12"}, ADMITTED | {"admission_method": "21"}
FIRST, FOLLOW_UP = OUTPATIENT | {"first_attendance": "1"}, OUTPATIENT | {"first_attendance": "2"}
MULTI, MIDWIFE = {"professionals": "multi"}, {"main_specialty": "560"}


def met(profile: dict[str, str], currency: str = "AA22C", stay: int | None = 2, age: int | None = 40) -> Delivery:
    """The rule of 2025/26 that a line meets."""
    whole = {**dict.fromkeys(PROFILE, ""), **profile}
    rules = next(each for each in shipped() if each.since <= date(2025, 6, 1) < each.until).rules
    return next(rule for rule in rules if rule.fits(profile=whole, currency=currency, stay=stay, age=age))


STAYS = [
    (ELECTIVE | {"patient_class": "3"}, 0, "RADAY", "regular"),
    (ELECTIVE | {"patient_class": "4"}, 1, "RANIGHT", "regular"),
    (ELECTIVE | {"patient_class": "2"}, 0, "DC", "day-case"),
    (ELECTIVE | {"patient_class": "2"}, 1, "EL", "elective"),
    (ELECTIVE | {"patient_class": "2"}, None, "EL", "elective"),
    (ELECTIVE | {"patient_class": "1"}, 0, "EL", "elective"),
    (ADMITTED | {"admission_method": "11"}, 3, "EL", "elective"),
    (ADMITTED | {"admission_method": "13"}, 3, "EL", "elective"),
    *((ADMITTED | {"admission_method": m}, 1, "NELNE", "non-elective") for m in ("31", "32", "81", "82", "83")),
    *((ADMITTED | {"admission_method": m}, 1, "NEL", "non-elective") for m in ("21", "22", "28", "2A", "2D")),
    (ADMITTED | {"admission_method": "98"}, 1, "", "other"),
    (ADMITTED, 1, "", "other"),
]


@pytest.mark.parametrize(("profile", "stay", "pod", "setting"), STAYS)
def test_shipped_stays_in_hospital(profile: dict[str, str], stay: int | None, pod: str, setting: str) -> None:
    rule = met(profile, stay=stay)
    assert (rule.pod, rule.setting) == (pod, setting)


def test_shipped_only_emergencies_have_a_short_stay_price() -> None:
    assert met(EMERGENCY).short_pod == "NELST"
    assert met(ADMITTED | {"admission_method": "31"}).short_pod == ""
    assert met(ELECTIVE).short_pod == ""


def test_shipped_spells_need_their_stay() -> None:
    assert all(met(profile).needs_stay for profile in (ELECTIVE, EMERGENCY, ADMITTED | {"admission_method": "82"}))
    assert not met(ELECTIVE | {"patient_class": "3"}).needs_stay
    assert not met(FIRST, "").needs_stay


VISITS = [
    (FIRST, "OPFASPCL", "WF01B", "outpatient-attendance"),
    (FOLLOW_UP, "OPFUPSPCL", "WF01A", "outpatient-attendance"),
    (FIRST | MULTI, "OPFAMPCL", "WF02B", "outpatient-attendance"),
    (FOLLOW_UP | MULTI, "OPFUPMPCL", "WF02A", "outpatient-attendance"),
    (FIRST | MIDWIFE, "OPFASPNCL", "WF01B", "other"),
    (FOLLOW_UP | MIDWIFE, "OPFUPSPNCL", "WF01A", "other"),
    (FIRST | MIDWIFE | MULTI, "OPFAMPNCL", "WF02B", "other"),
    (FOLLOW_UP | MIDWIFE | MULTI, "OPFUPMPNCL", "WF02A", "other"),
    (OUTPATIENT | {"first_attendance": "3"}, "NF2FFA", "WF01D", "outpatient-attendance"),
    (OUTPATIENT | {"first_attendance": "4"}, "NF2FFUP", "WF01C", "outpatient-attendance"),
    (OUTPATIENT | {"first_attendance": "3"} | MULTI, "NF2FFA", "WF02D", "outpatient-attendance"),
    (OUTPATIENT | {"first_attendance": "4"} | MULTI, "NF2FFUP", "WF02C", "outpatient-attendance"),
]


@pytest.mark.parametrize("currency", ["", "WF01A", "UZ01Z"])
@pytest.mark.parametrize(("profile", "pod", "priced", "setting"), VISITS)
def test_shipped_outpatient_attendances(
    profile: dict[str, str], pod: str, priced: str, setting: str, currency: str
) -> None:
    rule = met(profile, currency)
    assert (rule.pod, rule.currency, rule.setting) == (pod, priced, setting)


@pytest.mark.parametrize(("profile", "pod", "priced", "setting"), VISITS)
def test_shipped_outpatient_procedure_falls_back_to_its_attendance(
    profile: dict[str, str], pod: str, priced: str, setting: str
) -> None:
    rule = met(profile, "JC43C")
    first = "FA" in pod
    assert rule.pod == ("OPPROCFA" if first else "OPPROCFUP")
    assert (rule.setting, rule.currency, rule.fallback_setting) == ("outpatient-procedure", "", setting)
    assert rule.fallback[-1] == ("B" if first else "A")
    assert rule.fallback[:4] == priced[:4]


@pytest.mark.parametrize("main_specialty", ["560", "900", "901", "902", "903", "904", "950", "960"])
def test_shipped_no_consultant_leads_these_main_specialties(main_specialty: str) -> None:
    assert met(FIRST | {"main_specialty": main_specialty}, "").pod == "OPFASPNCL"
    assert met(FIRST | {"main_specialty": "501"}, "").pod == "OPFASPCL"


@pytest.mark.parametrize("attended", ["0", "2", "3", "4", "7"])
def test_shipped_patient_not_seen_is_not_charged(attended: str) -> None:
    assert not met(FIRST | {"attended": attended}, "").priced
    assert met(FIRST | {"attended": "6"}, "").priced


def test_shipped_attendance_that_says_too_little_is_no_point_of_delivery() -> None:
    for profile in (OUTPATIENT, OUTPATIENT | {"first_attendance": "5"}, FIRST | {"attended": ""}):
        rule = met(profile, "")
        assert rule.priced
        assert rule.pod == ""
    assert met(OUTPATIENT, "JC43C").pod == "OPPROC"


UNBUNDLED = [
    ("SB97Z", "UNBCHEMO"), ("SC97Z", "UNBRTHPY"), ("XA01Z", "UNBNCC"), ("XB05Z", "UNBPCC"), ("XC07Z", "UNBACC"),
    ("VC04Z", "UNBREHAB"), ("SD01A", "UNBPALL"), ("RD20A", "UNBRAD"), ("RN01A", "UNBRAD"), ("LE01A", "ARD"),
    ("LD01A", "CRD"),
]  # fmt: skip


@pytest.mark.parametrize("profile", [EMERGENCY, ELECTIVE, FIRST])
@pytest.mark.parametrize(("currency", "pod"), UNBUNDLED)
def test_shipped_unbundled_is_told_by_the_chapter(profile: dict[str, str], currency: str, pod: str) -> None:
    rule = met(profile, currency)
    assert (rule.pod, rule.setting) == (pod, "unbundled")


def test_shipped_unbundled_of_another_chapter_is_other() -> None:
    assert met(FIRST | {"unbundled": "Y"}, "AA22C").pod == "UNBOTHER"
    assert met(EMERGENCY | {"unbundled": "N"}, "AA22C").pod == "NEL"


KEPT = [
    ("DC", "day-case", ""), ("EL", "elective", ""), ("NEL", "non-elective", ""), ("NELNE", "non-elective", ""),
    ("ELXBD", "bed-day", ""), ("NELXBD", "bed-day", ""), ("RADAY", "regular", ""),
    ("OPFASPCL", "outpatient-attendance", "WF01B"), ("OPFUPMPCL", "outpatient-attendance", "WF02A"),
    ("OPFUPSPNCL", "other", "WF01A"), ("NF2FFA", "outpatient-attendance", "WF01D"), ("AE", "emergency-care", ""),
    ("UNBACC", "unbundled", ""), ("OPPROC", "outpatient-procedure", ""),
]  # fmt: skip


@pytest.mark.parametrize(("pod", "setting", "currency"), KEPT)
def test_shipped_submitted_point_of_delivery_is_kept(pod: str, setting: str, currency: str) -> None:
    rule = met({"kind": "other", "pod": pod, "admission_method": "21"})
    assert (rule.pod, rule.setting, rule.currency) == (AS_SUBMITTED, setting, currency)
    assert not rule.submitted


@pytest.mark.parametrize(
    ("submitted", "stay", "pod", "short"), [
        ("NEL", 1, AS_SUBMITTED, "NELST"), ("NEL", 9, AS_SUBMITTED, "NELST"), ("NELNE", 1, AS_SUBMITTED, ""),
        ("NELST", 1, AS_SUBMITTED, "NELST"), ("NELST", None, AS_SUBMITTED, "NELST"), ("NELST", 2, "NEL", ""),
    ],
)  # fmt: skip
def test_shipped_submitted_emergency_is_short_by_its_stay(submitted: str, stay: int, pod: str, short: str) -> None:
    rule = met({"kind": "admitted", "pod": submitted}, stay=stay)
    assert (rule.pod, rule.short_pod, rule.setting) == (pod, short, "non-elective")


@pytest.mark.parametrize("pod", ["EL", "NEL", "NELNE", "NELST"])
def test_shipped_submitted_stays_have_their_excess_days_in_lines_of_their_own(pod: str) -> None:
    assert not met({"kind": "admitted", "pod": pod}).long_stay
    assert met(EMERGENCY).long_stay


@pytest.mark.parametrize("pod", ["BLOCK", "CQUIN", "AMBUE", "COMM", "PATIENT", "a local one"])
def test_shipped_what_no_list_covers_is_paid_as_submitted(pod: str) -> None:
    rule = met({"kind": "other", "pod": pod})
    assert (rule.pod, rule.submitted) == (AS_SUBMITTED, True)


@pytest.mark.parametrize(("kind", "pod"), [("drug", "DRUG"), ("device", "DEVICE"), ("aggregate", AS_SUBMITTED)])
def test_shipped_drugs_devices_and_aggregates_are_paid_as_submitted(kind: str, pod: str) -> None:
    rule = met({"kind": kind, "pod": "EL" if kind == "aggregate" else ""})
    assert (rule.pod, rule.submitted) == (pod, True)


def test_shipped_emergency_departments() -> None:
    rule = met({"kind": "emergency", "department": "03"}, "VB08Z")
    assert (rule.pod, rule.setting, rule.currency) == ("AE", "emergency-care", "")


def test_shipped_variable_part_is_elective_first_and_imaging() -> None:
    variable = [met(ELECTIVE), met(FIRST, ""), met(FIRST, "JC43C"), met(FIRST, "RD20A"), met(FIRST, "SB97Z")]
    assert all(rule.variable for rule in variable)
    fixed = [met(EMERGENCY), met(FOLLOW_UP, ""), met({"kind": "emergency"}), met(EMERGENCY, "XC07Z")]
    assert not any(rule.variable for rule in fixed)


def test_shipped_rules_of_the_years_follow_each_other() -> None:
    found = shipped()
    assert [(each.since.isoformat(), each.until.isoformat()) for each in found] == [
        ("2000-04-01", "2025-04-01"), ("2025-04-01", "2026-04-01"), ("2026-04-01", "2027-04-01"),
    ]  # fmt: skip
    assert found[0].rules == found[1].rules


def test_shipped_every_line_meets_a_rule() -> None:
    assert all(not (last := each.rules[-1]).tests and not last.currencies for each in shipped())


def _priced(profile: dict[str, str], **line: Any) -> Priced:
    rows = (
        Price("AA22C", "non-elective", 500_000, trim_days=10, per_day=30_000, short_stay=125_000),
        Price("AA22C", "bed-day", 30_000),
    )
    book = PriceBook("list", date(2025, 4, 1), date(2026, 4, 1), date(2025, 3, 1), "penny-at-the-end", rows,
                     {"RC9": 1_000_000})  # fmt: skip
    said: dict[str, Any] = {
        "currency": "AA22C", "stay": 14, "exempt_days": 0, "age": 40, "activity": 1_000, "submitted": None,
        "provider": "RC9", "service": "", "commissioner": "M1J4Y", "end": date(2025, 6, 1),
    }  # fmt: skip
    whole = {**dict.fromkeys(PROFILE, ""), **profile}
    return price_by_hand(profile=whole, books=[book], deliveries=shipped(), **{**said, **line})


def test_shipped_submitted_stay_and_its_excess_days_cost_what_the_whole_spell_costs() -> None:
    stay = _priced({"kind": "admitted", "pod": "NEL"})
    days = _priced({"kind": "other", "pod": "NELXBD"}, activity=4_000, stay=None)
    assert stay.price + days.price == _priced(EMERGENCY).price == 620_000


def test_shipped_refusals_of_lines_that_say_too_little() -> None:
    assert _priced(ELECTIVE | {"patient_class": "2"}, stay=None).why is Why.STAY_UNKNOWN
    assert _priced(ADMITTED).why is Why.NO_DELIVERY
    assert _priced({"kind": "aggregate"}, submitted=100).why is Why.NO_DELIVERY


HEAD = 'name = "n"\nsince = 2025-04-01\nuntil = 2026-04-01\nsource = "s"\n'
RULE = '[[rule]]\npod = ""\nsetting = "other"\nwords = "w"\n'


def read(text: str, beside: dict[str, str] | None = None) -> Deliveries:
    return read_deliveries(text, file="mine.toml", beside=beside)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + RULE.replace("other", "theatre"), 5, "theatre"),
        (HEAD + RULE + 'color = "red"\n', 5, "color"),
        (HEAD + RULE + 'stays = ["3"]\n', 5, "3"),
        (HEAD + RULE + "when = { admission = ['1'] }\n", 5, "admission"),
        (HEAD + RULE + "when = { kind = 'admitted' }\n", 5, "kind"),
        (HEAD + RULE + 'charge = "free"\n', 5, "free"),
        (HEAD + RULE + 'variable = "yes"\n', 5, "variable"),
        (HEAD + '[[rule]]\npod = ""\nsetting = "other"\n', 5, "words"),
        (HEAD + RULE + 'currencies = ["AA*"]\n', 5, "last rule"),
        (HEAD + "pod = = 1", 5, "TOML"),
        (HEAD.replace("2026", "2024") + RULE, None, "later day"),
        (HEAD.replace('source = "s"\n', "") + RULE, None, "source"),
        (HEAD, None, "same_as"),
        (HEAD + 'same_as = "gone"', None, "gone"),
        (HEAD + 'year = "2025/26"\n' + RULE, None, "year"),
    ],
)
def test_read_refuses_with_its_line(text: str, line: int | None, said: str) -> None:
    with pytest.raises(ContentError) as refused:
        read(text)
    assert refused.value.file == "mine.toml"
    assert refused.value.line == line
    assert said in str(refused.value)


def test_read_rules_of_another_file() -> None:
    assert read(HEAD + 'same_as = "other"', {"other": HEAD + RULE}).rules == read(HEAD + RULE).rules


def test_read_rules_of_the_same_days_are_refused() -> None:
    with pytest.raises(ContentError, match="same days"):
        in_order(
            [
                read(HEAD + RULE),
                read(HEAD.replace("2025-04-01", "2026-03-31").replace("2026-04-01", "2027-01-01") + RULE),
            ]
        )


def test_shipped_files_are_in_the_package() -> None:
    names = {each.name for each in (files("ouzel.activity") / "rules").iterdir()}
    assert {"delivery-2025-26.toml", "delivery-2026-27.toml", "delivery-until-2024-25.toml"} <= names
