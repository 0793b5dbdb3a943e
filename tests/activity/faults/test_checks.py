"""Each check finds its fault, on the row that has it, and a good file has none."""

import pytest

from ouzel.activity.faults import CHECKS
from ouzel.activity.faults.elements import checks, pattern
from ouzel.activity.readers import Column, Format
from ouzel.activity.readers.standards import elements
from tests.activity.faults.bodies import checked
from tests.activity.readers.files import GOOD, submission

START, END = "ACTIVITY START DATE (CONTRACT MONITORING)", "ACTIVITY END DATE (CONTRACT MONITORING)"
PROVIDER, SITE = "ORGANISATION IDENTIFIER (CODE OF PROVIDER)", "ORGANISATION SITE IDENTIFIER (OF TREATMENT)"
COMMISSIONER = "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)"
PRACTICE = "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)"
TFC, POD, TARIFF = "ACTIVITY TREATMENT FUNCTION CODE", "POINT OF DELIVERY CODE", "TARIFF CODE"
PLANNED = "CONTRACT MONITORING PLANNED ACTIVITY"
CATEGORY, SERVICE = "COMMISSIONED SERVICE CATEGORY CODE", "SPECIALISED SERVICE CODE"
AGE, BIRTH = "AGE AT ACTIVITY DATE (CONTRACT MONITORING)", "PERSON BIRTH DATE"
COUNT, UNIT, TOTAL = "ACTIVITY COUNT (POINT OF DELIVERY)", "ACTIVITY UNIT PRICE", "TOTAL COST"
MONEY = {POD: "BLOCK", SITE: "", TFC: "", TARIFF: "", PLANNED: "0",
         "ORGANISATION IDENTIFIER (GP PRACTICE RESPONSIBILITY)": ""}  # fmt: skip

BY_STANDARD = {
    "PROVIDER-LENGTH": ("plcm", {PROVIDER: "R1"}),
    "PROVIDER-00": ("iap", {PROVIDER: "RC900"}),
    "PROVIDER-UNKNOWN": ("plcm", {PROVIDER: "RZZ"}),
    "PROVIDER-CLOSED": ("plcm", {PROVIDER: "RC1"}),
    "SITE-LENGTH": ("acm", {SITE: "RC9"}),
    "SITE-UNKNOWN": ("plcm", {SITE: "RZZ01"}),
    "COMMISSIONER-RETIRED": ("plcm", {COMMISSIONER: "YDD82"}),
    "COMMISSIONER-UNKNOWN": ("plcm", {COMMISSIONER: "QZZ"}),
    "PRACTICE-UNKNOWN": ("plcm", {PRACTICE: "E99999"}),
    "CATEGORY-UNKNOWN": ("plcm", {CATEGORY: "13"}),
    "CATEGORY-SERVICE": ("plcm", {CATEGORY: "21"}),
    "SEX-UNKNOWN": ("plcm", {"PERSON STATED GENDER CODE": "F"}),
    "ETHNICITY-UNKNOWN": ("plcm", {"ETHNIC CATEGORY": "Q"}),
    "UNBUNDLED-UNKNOWN": ("plcm", {"UNBUNDLED EPISODE INDICATOR": "X"}),
    "SPECIALTY-UNKNOWN": ("plcm", {TFC: "999"}),
    "START-DAY": ("plcm", {START: "03/04/2025"}),
    "END-DAY": ("plcm", {END: "2025-02-30"}),
    "BIRTH-DATE-DAY": ("plcm", {BIRTH: "1980"}),
    "END-BEFORE-START": ("plcm", {START: "2025-04-08"}),
    "DAY-TO-COME": ("plcm", {"DATE AND TIME DATA SET CREATED": "2025-04-05T00:00:00"}),
    "MADE-TO-COME": ("acm", {"DATE AND TIME DATA SET CREATED": "2031-05-12T09:30:00"}),
    "DAY-AFTER-TODAY": ("plcm", {START: "2025-07-01", END: "2025-07-02"}),
    "MONTH-RANGE": ("iap", {"FINANCIAL MONTH": "14"}),
    "YEAR-WRITTEN": ("acm", {"FINANCIAL YEAR": "202527"}),
    "YEAR-DAY": ("plcm", {"FINANCIAL YEAR": "202425"}),
    "MONTH-DAY": ("plcm", {"FINANCIAL MONTH": "2"}),
    "NHS-NUMBER": ("plcm", {"NHS NUMBER": "9434765918"}),
    "PERSON-MISSING": ("drplcm", {"NHS NUMBER": "", "LOCAL PATIENT IDENTIFIER (EXTENDED)": ""}),
    "AGE-RANGE": ("plcm", {AGE: "131"}),
    "AGE-BIRTH": ("plcm", {AGE: "44"}),
    "BIRTH-AFTER-START": ("plcm", {BIRTH: "2025-04-04", AGE: "0"}),
    "POD-UNKNOWN": ("plcm", {POD: "DAYCASE"}),
    "POD-BLANK-SITE": ("iap", MONEY | {SITE: "RC971"}),
    "POD-BLANK-RESPONSIBILITY": ("iap", MONEY | {"ORGANISATION IDENTIFIER (GP PRACTICE RESPONSIBILITY)": "M1J4Y"}),
    "POD-BLANK-RESIDENCE": ("iap", MONEY | {"ORGANISATION IDENTIFIER (RESIDENCE RESPONSIBILITY)": "M1J4Y"}),
    "POD-BLANK-SPECIALTY": ("iap", MONEY | {TFC: "100"}),
    "POD-BLANK-TARIFF": ("iap", MONEY | {TARIFF: "AA22C"}),
    "POD-NO-ACTIVITY": ("iap", MONEY | {PLANNED: "1"}),
    "POD-SITE": ("iap", {SITE: ""}),
    "POD-SPECIALTY": ("iap", {TFC: ""}),
    "TARIFF-MISSING": ("iap", {TARIFF: ""}),
    "TARIFF-HRG": ("local-prices", {TARIFF: "LOCAL1"}),
    "LOCAL-POD-ONLY": ("plcm", {POD: "", "LOCAL POINT OF DELIVERY CODE": "X1"}),
    "ACTIVITY-NUMBER": ("plcm", {COUNT: "one"}),
    "PLANNED-ACTIVITY-NUMBER": ("iap", {PLANNED: "1,000"}),
    "UNIT-PRICE-NUMBER": ("plcm", {UNIT: "£2500.50"}),
    "PRICE-NUMBER": ("plcm", {TOTAL: "n/a"}),
    "PLANNED-PRICE-NUMBER": ("iap", {"CONTRACT MONITORING PLANNED PRICE": "1.2.3"}),
    "MARKET-FORCES-NUMBER": ("acm", {"CONTRACT MONITORING ACTUAL MARKET FORCES FACTOR": "-"}),
    "PLANNED-NEGATIVE": ("iap", {PLANNED: "-1"}),
    "PRICE-PRODUCT": ("plcm", {TOTAL: "2500.52"}),
    "ACTIVITY-NONE": ("plcm", {COUNT: "0", UNIT: "0"}),
    "RECORD-TWICE": ("plcm", {"CDS UNIQUE IDENTIFIER": "RC9-1", "HOSPITAL PROVIDER SPELL NUMBER": "S1"}),
    "LINE-TWICE": ("acm", {}),
    "SPELL-OVERLAP": ("plcm", {START: "2025-04-06", END: "2025-04-09", "NHS NUMBER": GOOD["NHS NUMBER"]}),
    "HEADER-YEAR": ("plcm", {"FINANCIAL YEAR": "202425"}),
    "HEADER-MONTH": ("acm", {"FINANCIAL MONTH": "2"}),
    "HEADER-CREATED": ("iap", {"DATE AND TIME DATA SET CREATED": "2025-05-12T09:31:00"}),
    "HEADER-PROVIDER": ("iap", {PROVIDER: "RTW"}),
}
"""For each check a standard, and what a line says that has its fault."""

OTHERS = {  # a second line of a good file: nobody else's record, spell or patient
    "CDS UNIQUE IDENTIFIER": "RC9-2", "HOSPITAL PROVIDER SPELL NUMBER": "S2", "NHS NUMBER": "9876543210",
    "LOCAL SUB-SPECIALTY CODE": "2",
}  # fmt: skip

FIELDS = {
    "SITE-CLOSED": {"site": "RC1", "start": "2025-04-01"},
    "PRACTICE-CLOSED": {"practice": "RC1", "start": "2025-04-01"},
    "COMMISSIONER-CLOSED": {"commissioner": "QHG", "start": "2021-04-01"},
    "OVERSEAS-UNKNOWN": {"overseas": "Z"},
    "ADMINISTRATIVE-UNKNOWN": {"administrative": "09"},
    "PATIENT-CLASS-UNKNOWN": {"patient_class": "7"},
    "FIRST-ATTENDANCE-UNKNOWN": {"first_attendance": "6"},
    "ATTENDED-UNKNOWN": {"attended": "9"},
    "ADMISSION-METHOD-UNKNOWN": {"admission_method": "14"},
    "MAIN-SPECIALTY-UNKNOWN": {"main_specialty": "998"},
    "EPISODE-START-DAY": {"episode_start": "2025-13-01"},
    "EPISODE-END-DAY": {"episode_end": "soon"},
    "EPISODE-ORDER": {"episode_start": "2025-04-02", "episode_end": "2025-04-01"},
    "EXEMPT-DAYS": {"start": "2025-04-01", "end": "2025-04-04", "stay": "3", "critical_days": "99"},
    "STAY-NUMBER": {"stay": "1.5"},
    "CRITICAL-DAYS-NUMBER": {"critical_days": "two"},
    "REHABILITATION-DAYS-NUMBER": {"rehabilitation_days": "-1"},
    "PALLIATIVE-DAYS-NUMBER": {"palliative_days": "1e9"},
    "DELAYED-DAYS-NUMBER": {"delayed_days": "?"},
    "STAY-DAYS": {"start": "2025-04-01", "end": "2025-04-04", "stay": "4"},
}
"""Checks of fields that no standard has: in files with a mapping."""

UNCHECKED = {"SERVICE-UNKNOWN", "LINE-REPEATED"}  # have tests of their own


def test_every_check_has_its_case() -> None:
    assert set(BY_STANDARD) | set(FIELDS) | UNCHECKED == set(CHECKS)


@pytest.mark.parametrize("standard", ["acm", "plcm", "drplcm", "deplcm", "iap", "local-prices"])
def test_a_good_file_has_no_fault(standard: str) -> None:
    found = checked(submission(standard, {}, OTHERS))
    assert found.counts == {}
    assert (found.lines, found.errors, found.warnings) == (2, 0, 0)


@pytest.mark.parametrize("code", BY_STANDARD)
@pytest.mark.parametrize("size", [1, 1000])
def test_check_of_a_standard_finds_its_line(code: str, size: int) -> None:
    standard, change = BY_STANDARD[code]
    other = {} if code == "LINE-TWICE" else OTHERS
    found = checked(submission(standard, {}, other | change), size=size)
    faults = [fault for fault in found if fault.code == code]
    assert [fault.row for fault in faults] == [2]
    assert faults[0].problem == CHECKS[code].words
    assert faults[0].right == CHECKS[code].right


@pytest.mark.parametrize("code", FIELDS)
def test_check_of_a_mapped_file_finds_its_line(code: str) -> None:
    change = FIELDS[code]
    layout = Format("own", "own", tuple(Column(name, (name,)) for name in change), "admitted")
    content = ",".join(change) + "\n" + "," * (len(change) - 1) + "\n" + ",".join(change.values()) + "\n"
    content = content.replace("\n\n", '\n""\n')
    found = checked(content.encode(), layout=layout)
    assert [fault.row for fault in found if fault.code == code] == [2]


@pytest.mark.parametrize("standard", ["acm", "plcm", "drplcm", "deplcm", "iap", "local-prices"])
def test_mandatory_elements_are_missed_on_the_line_and_in_the_file(standard: str) -> None:
    mandatory = [element for element in elements(standard) if element.mandation == "M"]
    assert len(mandatory) > 6
    for element in mandatory:
        found = checked(submission(standard, {}, OTHERS | {element.name: ""}))
        assert [fault.row for fault in found if fault.code == f"{element.code}-MISSING"] == [2], element
    needed = {"provider", "activity", "planned_activity", "planned_price", "unit_price", "price"}
    for element in mandatory:
        if element.field not in needed:
            found = checked(submission(standard, without=(element.name,)))
            assert [fault.row for fault in found if fault.code == f"{element.code}-COLUMN"] == [0], element


@pytest.mark.parametrize("standard", ["acm", "plcm", "drplcm", "deplcm", "iap", "local-prices"])
def test_elements_of_another_shape_are_told(standard: str) -> None:
    for element in elements(standard):
        wrong = "z" * 300
        found = checked(submission(standard, {}, OTHERS | {element.name: wrong}))
        (fault,) = [fault for fault in found if fault.code == f"{element.code}-SHAPE"]
        assert (fault.row, fault.field, fault.value) == (2, element.name, "")
        assert fault.right == pattern(element.shape)[1]
        assert checks(standard)[fault.code].severity is fault.severity


@pytest.mark.parametrize(
    ("shape", "right", "wrong"),
    [
        ("an3-6", ["RC9", "RC9ABC"], ["RC", "RC9ABCD"]),
        ("n10.n3", ["0", "1234567890", "-5", "1.125"], ["12345678901", "1.1255", ".5", "1.", "1e3", "£1", "1,000"]),
        ("n10", ["12"], ["12.0"]),
        ("n18.n8", ["123456789012345678.12345678"], ["1234567890123456789", "0.123456789"]),
        ("moment", ["2025-04-01T09:30:00", "2025-04-01 09:30:00"], ["2025-04-01", "01/04/2025 09:30"]),
        ("Y/N", ["Y", "N"], ["y", "1", "YN"]),
    ],
)
def test_shapes(shape: str, right: list[str], wrong: list[str]) -> None:
    import re

    for text in right:
        assert re.fullmatch(pattern(shape)[0], text), text
    for text in wrong:
        assert not re.fullmatch(pattern(shape)[0], text), text


def test_service_unknown_only_where_the_list_is_there() -> None:
    from dataclasses import replace

    from tests.activity.faults.bodies import reference

    content = submission("plcm", {CATEGORY: "21", SERVICE: "NCBPS01C"}, OTHERS | {CATEGORY: "21", SERVICE: "WRONG"})
    without = checked(content)
    assert "SERVICE-UNKNOWN" not in without.counts
    assert any("specialised services" in words for words in without.not_made)
    found = checked(content, lists=replace(reference(), services=frozenset({"NCBPS01C"})))
    assert [fault.row for fault in found if fault.code == "SERVICE-UNKNOWN"] == [2]


def test_codes_that_stand_for_no_body_are_known() -> None:
    lines = [OTHERS | {COMMISSIONER: code, PRACTICE: practice} for code, practice in
             [("VPP00", "V81997"), ("XMD00", "V81998"), ("TDH00", "V81999")]]  # fmt: skip
    for line in lines:
        assert checked(submission("plcm", line)).counts == {}


def test_a_retired_code_was_right_before() -> None:
    old = {COMMISSIONER: "YDD82", START: "2017-04-03", END: "2017-04-07", "FINANCIAL YEAR": "201718", AGE: "37"}
    assert "COMMISSIONER-RETIRED" not in checked(submission("plcm", old)).counts


def test_a_provider_that_opened_again_is_open_in_both_times() -> None:
    def day(start: str) -> dict[str, str]:
        return {PROVIDER: "RTW", START: start, END: start}

    assert "PROVIDER-CLOSED" not in checked(submission("plcm", day("2009-04-03"))).counts
    assert "PROVIDER-CLOSED" in checked(submission("plcm", day("2010-04-01"))).counts
    assert "PROVIDER-CLOSED" not in checked(submission("plcm", day("2025-04-01"))).counts
