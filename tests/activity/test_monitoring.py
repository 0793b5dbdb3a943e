"""Monitoring files from the file to the account: each care is charged once, from the data set that is paid from."""

from collections import Counter
from datetime import date

import pytest

from ouzel.activity.answers.attention import attention
from ouzel.activity.answers.totals import totals_of
from ouzel.activity.asked import Asked
from ouzel.activity.checking import check_file
from ouzel.activity.explaining import explain
from ouzel.activity.models import PriceRelease
from ouzel.activity.prices.loading import load_book
from ouzel.activity.readers import Column, Format
from ouzel.activity.references.tables import load_table
from ouzel.activity.running import run
from ouzel.activity.store.manifests import Protocol
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import LineRef
from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.reasons import Why
from tests.activity.loads import ON, lines, load
from tests.activity.paying import answers, take
from tests.activity.readers.files import submission
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]
pytestmark = pytest.mark.django_db

POD, ACTUAL, MONTH, ID = (
    "POINT OF DELIVERY CODE", "CONTRACT MONITORING ACTUAL PRICE", "FINANCIAL MONTH", "CDS UNIQUE IDENTIFIER",
)  # fmt: skip
CREATED, COST = "DATE AND TIME DATA SET CREATED", "TOTAL COST"
END, AGE = "ACTIVITY END DATE (CONTRACT MONITORING)", "AGE AT ACTIVITY DATE (CONTRACT MONITORING)"
STATED = {ACTUAL: "1000.00"}
PRACTICE = "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)"
BLOCK = {POD: "BLOCK", ACTUAL: "500000.00", "TARIFF CODE": "", "ACTIVITY TREATMENT FUNCTION CODE": "", PRACTICE: ""}
CARE = Format(
    "sus", "admitted care by a layout of one's own",
    tuple(Column(n, (n,)) for n in ("record", "provider", "practice", "start", "end", "age", "currency", "pod")),
    "admitted",
)  # fmt: skip
STAY = b"record,provider,practice,start,end,age,currency,pod\n1,%s,E81046,2025-04-03,2025-04-07,45,AA22C,NEL\n"


@pytest.fixture(autouse=True)
def small_register(register: None) -> None:
    """The practices, groups and hospitals of the area."""


@pytest.fixture(autouse=True)
def prices() -> None:
    prices = (
        Price("AA22C", "non-elective", 100_000, trim_days=40, per_day=100, short_stay=25_000),
        Price("AA22C", "bed-day", 30_000),
    )
    load_book(
        PriceBook("a list", date(2025, 4, 1), date(2026, 4, 1), date(2025, 3, 31), "penny-at-the-end", prices,
                  {"RC9": 1_000_000, "RD8": 1_000_000}, (), source="a test"),
        by=OPERATOR,
    )  # fmt: skip


def charged(store):
    done = run(by=OPERATOR, on=ON, store=store)
    totals, without = totals_of(done, store=store)
    assert without == 0
    sums: Counter[tuple[str, int]] = Counter()
    for each in totals:
        sums[each.pod, each.month.month] += each.pence
    return sums, done


def test_an_aggregate_line_has_the_day_and_the_rules_of_its_month_of_account(store):
    load(submission("acm", BLOCK | {MONTH: "2"}), store)
    (line,) = lines(store)
    assert (line["end"], line["month"]) == (date(2025, 5, 31).toordinal(), 2025 * 12 + 4)
    (row,) = answers(store)
    assert (row["payer"], row["pod"], row["why"], row["charged"]) == ("QHG", "BLOCK", Why.AS_SUBMITTED, 50_000_000)


def test_what_no_list_covers_is_paid_as_submitted_and_attention_says_for_how_much(store):
    load(submission("acm", BLOCK, BLOCK | {POD: "SCREEN", ACTUAL: "900.00"}), store)
    sums, done = charged(store)
    assert sums == {("BLOCK", 1): 50_000_000, ("SCREEN", 1): 90_000}
    told = {each.code: each for each in attention(done, store=store) if each.about == "as-submitted"}
    assert {code: (each.lines, each.submitted, each.guide) for code, each in told.items()} == {
        "BLOCK": (1, 50_000_000, 50_000_000), "SCREEN": (1, 90_000, 90_000),
    }  # fmt: skip
    assert "whatever it is" in told["SCREEN"].words
    book = PriceBook("agreed", date(2025, 4, 1), date(2026, 4, 1), date(2025, 4, 2), "penny-of-the-line",
                     (Price("SCREEN", "other", 7_000, local="RC9"),), {}, source="a test")  # fmt: skip
    load_book(book, by=OPERATOR, over=PriceRelease.objects.get(name="a list"))
    _, done = charged(store)
    assert [each.code for each in attention(done, store=store) if each.about == "as-submitted"] == ["BLOCK"]
    answered = {row["pod"]: row for row in answers(store)}
    assert answered["SCREEN"]["why"] is Why.PRICED
    assert answered["SCREEN"]["charged"] == 7_000 * answered["SCREEN"]["activity"] // 1000


def test_activity_that_cannot_be_read_is_no_unit_and_blank_is_one(store):
    stay = {"provider": "RC9", "practice": "E81046", "start": "2025-04-03", "end": "2025-04-07", "age": "45",
            "currency": "AA22C", "pod": "NEL"}  # fmt: skip
    take(store, "admitted", stay | {"record": "1", "activity": "abc"}, stay | {"record": "2", "start": "2025-04-02"})
    assert [(row["activity"], row["why"], row["charged"]) for row in answers(store)] == [
        (None, Why.ACTIVITY_UNKNOWN, 0), (1000, Why.PRICED, 100_000),
    ]  # fmt: skip


def test_exempt_days_that_cannot_be_read_are_not_none_of_them(store):
    stay = {"provider": "RC9", "practice": "E81046", "start": "2025-04-03", "end": "2025-06-03", "age": "45",
            "currency": "AA22C", "patient_class": "1", "admission_method": "21"}  # fmt: skip
    take(store, "admitted", stay | {"record": "1", "critical_days": "two"}, stay | {"record": "2"},
         stay | {"record": "3", "start": "2025-05-27", "delayed_days": "two"})  # fmt: skip
    assert [(row["why"], row["excess_days"]) for row in answers(store)] == [
        (Why.EXEMPT_UNKNOWN, 0), (Why.PRICED, 21), (Why.PRICED, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("standard", "day"), [
    ("drplcm", "CLINICAL INTERVENTION DATE (DRUG ADMINISTERED)"),
    ("deplcm", "CLINICAL INTERVENTION DATE (MEDICAL DEVICE IMPLEMENTATION)"),
])  # fmt: skip
def test_a_drug_or_device_without_its_day_has_that_of_its_month(store, standard, day):
    load(submission(standard, {POD: "DRUG", day: ""}), store)
    (row,) = answers(store)
    assert row["assigned"] == date(2025, 4, 30).toordinal()
    assert (row["payer"], row["why"], row["charged"]) == ("QHG", Why.PRICED, 250_050)


def test_a_line_that_says_neither_day_nor_month_asks_for_the_day(store):
    load(submission("acm", BLOCK | {MONTH: ""}), store)
    (row,) = answers(store)
    assert (row["payer"], row["why"]) == ("", Why.DAY_UNKNOWN)
    assert "month" in Why.DAY_UNKNOWN.do


def test_the_statement_is_charged_for_what_only_it_has(store):
    load(submission("plcm", {}), store)
    load(submission("drplcm", {POD: "DRUG"}), store)
    load(submission("deplcm", {POD: "DEVICE"}), store)
    load(submission("acm", STATED, {POD: "DRUG", ACTUAL: "2500.50"}, {POD: "DEVICE", ACTUAL: "2500.50"}, BLOCK), store)
    sums, done = charged(store)
    assert sums == {("NEL", 1): 100_000, ("DRUG", 1): 250_050, ("DEVICE", 1): 250_050, ("BLOCK", 1): 50_000_000}
    assert done.summary["left_out"] == [["acm", "statement", 3]]
    assert done.lines == 4


def test_an_aggregate_only_point_of_delivery_with_patients_is_paid_from_the_patients(store):
    load(submission("plcm", BLOCK | {COST: "300.00", "ACTIVITY COUNT (POINT OF DELIVERY)": "1"}), store)
    load(submission("acm", BLOCK), store)
    sums, _ = charged(store)
    assert sums == {("BLOCK", 1): 30_000}


def test_a_stay_in_two_data_sets_is_charged_once(store):
    load(STAY % b"RC9", store, layout=CARE)
    assert charged(store)[0] == {("NEL", 1): 100_000}
    load(submission("plcm", {}), store)
    sums, done = charged(store)
    assert sums == {("NEL", 1): 100_000}
    assert done.summary["left_out"] == [["sus", "basis", 1]]


def test_another_basis_pays_for_providers_and_months_without_monitoring(store):
    load(submission("plcm", {MONTH: "2"}), store)  # RC9, in May
    load(STAY % b"RC9" + STAY.splitlines()[1] % b"RD8" + b"\n", store, layout=CARE)  # in April
    assert sum(charged(store)[0].values()) == 300_000
    load(submission("plcm", {}), store)
    _, done = charged(store)
    assert done.summary["left_out"] == [["sus", "basis", 1]]
    assert done.summary["charged"] == 300_000


def test_what_is_left_out_is_priced_when_it_is_asked_for_and_never_posted(store):
    load(submission("plcm", {}), store)
    load(STAY % b"RC9", store, layout=CARE)
    done = run(asked=Asked(datasets=("sus",)), by=OPERATOR, on=ON, store=store)
    assert (done.lines, done.summary["charged"], done.summary["whole"]) == (1, 100_000, False)


@pytest.mark.parametrize(("rows", "left", "pence"), [
    ("sus,*,basis,1\n", [], 200_000),
    ("sus,RC9,basis,1\n", [], 200_000),
    ("sus,RD8,basis,1\n", [["sus", "basis", 1]], 100_000),
    ("plcm,RC9,evidence,\n", [["plcm", "evidence", 1]], 100_000),
    ("plcm,*,evidence,\nplcm,RC9,basis,2\n", [], 200_000),
])  # fmt: skip
def test_which_data_set_is_paid_from_is_reference_data(store, rows, left, pence):
    load(submission("plcm", {}), store)
    load(STAY % b"RC9", store, layout=CARE)
    load_table(
        f"dataset,provider,role,rank\n{rows}".encode(), table="data-sets", effective=date(2025, 4, 1),
        published=date(2025, 4, 1), by=OPERATOR, origin="a contract", store=store,
    )  # fmt: skip
    _, done = charged(store)
    assert (done.summary["left_out"], done.summary["charged"]) == (left, pence)


def test_a_role_holds_from_its_day_on(store):
    load(submission("plcm", {}), store)
    load(STAY % b"RC9", store, layout=CARE)
    load_table(
        b"dataset,provider,role,rank,since\nsus,*,basis,1,2025-05-01\n", table="data-sets",
        effective=date(2025, 4, 1), published=date(2025, 4, 1), by=OPERATOR, origin="a contract", store=store,
    )  # fmt: skip
    assert charged(store)[1].summary["left_out"] == [["sus", "basis", 1]]


def test_a_plan_is_no_activity(store):
    with pytest.raises(ContentError, match="no lines of activity"):
        load(submission("iap", {}), store)


def test_lines_of_one_record_are_told_apart_by_what_they_are_charged_as(store):
    days = {POD: "NELXBD", "ACTIVITY COUNT (POINT OF DELIVERY)": "3", COST: "900.00"}
    found = check_file(submission("plcm", {}, days), by=OPERATOR, on=ON, name="a.csv", store=store)
    assert "RECORD-TWICE" not in found.faults.summary()
    again = check_file(submission("plcm", {}, days, days), by=OPERATOR, on=ON, name="a.csv", store=store)
    assert "RECORD-TWICE" in str(again.faults.summary())
    load(submission("plcm", {}, days), store, protocol=Protocol.NET)
    load(submission("plcm", days | {COST: "800.00", CREATED: "2025-06-12T09:30:00"}), store, protocol=Protocol.NET)
    assert sorted(line["submitted"] for line in lines(store)) == [80_000, 250_050]


def test_two_drugs_at_one_visit_are_two_lines(store):
    code = "HIGH COST TARIFF EXCLUDED DRUG CODE (SNOMED CT DM+D)"
    both = submission("drplcm", {POD: "DRUG", code: "111111"}, {POD: "DRUG", code: "222222"})
    found = check_file(both, by=OPERATOR, on=ON, name="a.csv", store=store)
    assert "RECORD-TWICE" not in str(found.faults.summary())


def test_month_thirteen_corrects_march_and_replaces_only_itself(store):
    def submitted(month, created, *costs):
        rows = ({MONTH: month, CREATED: f"2026-0{created}-12T09:30:00", COST: cost, ID: cost} for cost in costs)
        return submission("plcm", *rows)

    load(submitted("12", 4, "100.00", "200.00"), store)
    load(submitted("13", 5, "-5.00"), store)
    assert sorted(line["submitted"] for line in lines(store)) == [-500, 10_000, 20_000]
    assert {line["month"] for line in lines(store)} == {2026 * 12 + 2}
    load(submitted("13", 6, "-7.00"), store)
    assert sorted(line["submitted"] for line in lines(store)) == [-700, 10_000, 20_000]
    load(submitted("12", 7, "300.00"), store)
    assert sorted(line["submitted"] for line in lines(store)) == [-700, 30_000]


@pytest.mark.parametrize(("pod", "end", "age", "pence", "said"), [
    ("NEL", "2025-04-04", "45", 25_000, "NELST"),
    ("NEL", "2025-04-04", "18", 100_000, "NEL"),
    ("NEL", "2025-04-05", "45", 100_000, "NEL"),
    ("NELNE", "2025-04-04", "45", 100_000, "NELNE"),
    ("NELST", "2025-04-04", "45", 25_000, "NELST"),
    ("NELST", "2025-04-06", "45", 100_000, "NEL"),
])  # fmt: skip
def test_a_short_stay_is_one_whatever_the_provider_calls_it(store, pod, end, age, pence, said):
    load(submission("plcm", {POD: pod, END: end, AGE: age, "PERSON BIRTH DATE": ""}), store)
    (row,) = answers(store)
    assert (row["why"], row["price"], row["pod"]) == (Why.PRICED, pence, said)


def test_a_short_stay_of_unknown_age_has_no_price(store):
    load(submission("plcm", {END: "2025-04-04", AGE: "", "PERSON BIRTH DATE": ""}), store)
    assert answers(store)[0]["why"] is Why.AGE_UNKNOWN


def test_a_line_that_is_not_paid_from_is_explained_as_such(store):
    load(submission("plcm", {}), store)
    load(submission("acm", STATED, BLOCK), store)
    paid, stated, alone = (
        explain(LineRef.of(line["line"]), by=OPERATOR, why="a test", store=store) for line in lines(store)
    )
    assert (paid.charged, paid.left_out, alone.charged, alone.left_out) == (100_000, "", 50_000_000, "")
    assert (stated.charged, stated.as_json()["charged_pence"]) == (0, 0)
    assert "nothing is charged for this line. It is a line of acm: it states what other files hold" in stated.words
