"""Each format is told by its content and read exactly; what cannot be read is refused with its line and field."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.measures.readers import Reading, recognise
from tests.measures.files import ALLOCATIONS, BLMK_ALLOCATIONS, MONTHLY, WEIGHTED, figures, monthly, write
from tests.shared_data import DATA, needs_data
from tests.sourced_facts import DEMO


def read(path: Path) -> list[Reading]:
    reader = recognise(path)
    assert reader is not None
    return reader.parse(path)


def values(reading: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {(f.unit, f.measure): f.value for f in reading.figures}


def test_monthly_lists_say_their_day_and_count_whole_practices_only(tmp_path):
    path = write(
        tmp_path, "any.csv", MONTHLY,
        ["GP_PRAC_PAT_LIST,01JAN2021,GP,06F,E38000249,E81001,LU1 1AA,ALL,ALL,3492",
         "GP_PRAC_PAT_LIST,01JAN2021,GP,06F,E38000249,E81001,LU1 1AA,FEMALE,40,25",
         "GP_PRAC_PAT_LIST,01JAN2021,CCG,06F,E38000249,06F,,ALL,ALL,500653"],
    )  # fmt: skip
    (reading,) = read(path)
    assert reading.effective == date(2021, 1, 1)
    assert values(reading) == {("E81001", "registered-patients"): Decimal(3492)}


def test_own_table_of_lists_has_a_reading_for_each_day():
    readings = read(DEMO / "list_sizes.csv")
    assert [r.effective for r in readings] == [
        date(2021, 1, 1), date(2021, 6, 1), date(2021, 10, 1), date(2022, 1, 1), date(2022, 4, 1),
    ]  # fmt: skip
    assert sum(f.value or 0 for f in readings[0].figures) == 1_047_296


def test_weighted_populations_keep_every_digit(tmp_path):
    row = "A81001,THE SURGERY,4058.9207827613,5026.7680001750,1,2,3,4,5,6,7,8.5"
    (reading,) = read(write(tmp_path, "w.csv", WEIGHTED, [row]))
    found = values(reading)
    assert found["A81001", "allocation-population"] == Decimal("4058.9207827613")
    assert str(found["A81001", "weighted-general-and-acute"]) == "5026.7680001750"
    assert len(found) == 10
    assert reading.effective is None


def test_allocations_take_the_population_from_the_column_that_holds_it(tmp_path):
    (reading,) = read(write(tmp_path, "a.csv", ALLOCATIONS, BLMK_ALLOCATIONS))
    found = values(reading)
    assert reading.by_name
    assert found["NHS Luton CCG", "ccg-registered-population"] == 237_791
    assert found["NHS Luton CCG", "ccg-distance-from-target"] == Decimal("-2.83")


def test_a_name_that_stands_twice_is_taken_for_nobody_and_lost_by_nobody(tmp_path):
    (reading,) = read(write(tmp_path, "a.csv", ALLOCATIONS, [BLMK_ALLOCATIONS[0], BLMK_ALLOCATIONS[0]]))
    assert {f.unit for f in reading.figures} == {"NHS Bedfordshire CCG (line 2)", "NHS Bedfordshire CCG (line 3)"}
    assert "lines 2 and 3" in reading.notes[0]


def test_gaps_are_values_of_their_own(tmp_path):
    (reading,) = read(figures(tmp_path, "imd2019-score", A1001="*", A1002="", A1003="0", A1004="12.50"))
    assert [(f.value, f.gap) for f in reading.figures] == [
        (None, "suppressed"), (None, "missing"), (Decimal(0), ""), (Decimal("12.50"), ""),
    ]  # fmt: skip


def test_a_list_with_a_band_wanting_is_not_known_as_a_whole(tmp_path):
    heading = "PCO Code,Practice Code,Male 0-4,Female 0-4"
    (reading,) = read(write(tmp_path, "b.csv", heading, ["06F00,E81001,10,20", "06F00,E81002,10,*"]))
    assert [(f.value, f.gap) for f in reading.figures] == [(Decimal(30), ""), (None, "suppressed")]


def test_fingertips_takes_practices_and_says_what_it_leaves(tmp_path):
    heading = "Indicator ID,Area Code,Area Type,Time period,Value,Value note"
    (reading,) = read(
        write(tmp_path, "f.csv", heading,
              ["93553,E92000001,England,2019,21.7,", "93553,A81001,GP,2019,34.5687225678029,",
               "93553,A81002,GP,2019,,Value suppressed for disclosure control", "108,A81001,GP,2019,1,"])
    )  # fmt: skip
    assert [(f.unit, f.value, f.gap) for f in reading.figures] == [
        ("A81001", Decimal("34.5687225678029"), ""), ("A81002", None, "suppressed"),
    ]  # fmt: skip
    assert reading.effective == date(2019, 1, 1)
    assert "108" in reading.notes[0]


@pytest.mark.parametrize(
    ("heading", "row", "field", "line"),
    [
        (MONTHLY, "P,01JAN2021,GP,06F,E38000249,E81001,LU1 1AA,ALL,ALL,many", "NUMBER_OF_PATIENTS", 2),
        (MONTHLY, "P,01JAN2021,GP,06F,E38000249,E81001,LU1 1AA,ALL,ALL,-3", "NUMBER_OF_PATIENTS", 2),
        (MONTHLY, "P,01JAN2021,GP,06F,E38000249,E81001,LU1 1AA,ALL,ALL,3.5", "NUMBER_OF_PATIENTS", 2),
        (MONTHLY, "P,31FEB2021,GP,06F,E38000249,E81001,LU1 1AA,ALL,ALL,3", "EXTRACT_DATE", 2),
        (MONTHLY, "P,01JAN2021,GP,06F,E38000249,E81 01,LU1 1AA,ALL,ALL,3", "CODE", 2),
        (WEIGHTED, "A81001,X,1,1,1,1,1,1,1,1,1,1e5", "final pmc wp", 2),
        (WEIGHTED, "A81001,X,1.12345678901234567,1,1,1,1,1,1,1,1,1", "population", 2),
        (ALLOCATIONS, "NHS Luton CCG,-2.63%,1,2.46%,286434,3.10%,1205,1.99%,-2.83%,0.5", "Per capita allocation", 2),
        (ALLOCATIONS, ",-2.63%,284655,2.46%,286434,3.10%,1205,1.99%,-2.83%,237791", "CCG", 2),
        ("unit,measure,value", "A81001,height,12", "measure", 2),
        ("unit,measure,value", "A81001,imd2019-score,12 or so", "value", 2),
        ("Practice_Code,imd_score", "A81001,nan", "imd_score", 2),
        ("Indicator ID,Area Code,Area Type,Time period,Value,Value note", "93553,A81001,GP,next,1,", "Time period", 2),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_line_and_field(tmp_path, heading, row, field, line):
    path = write(tmp_path, "bad.csv", heading, [row])
    with pytest.raises(ContentError) as refused:
        read(path)
    assert (refused.value.file, refused.value.line, refused.value.field) == ("bad.csv", line, field)
    assert refused.value.right


def test_a_practice_that_stands_twice_is_refused(tmp_path):
    path = write(tmp_path, "bad.csv", "unit,measure,value", ["A1001,imd2019-score,1", "A1001,imd2019-score,2"])
    with pytest.raises(ContentError, match="lines 2 and 3"):
        read(path)


def test_a_file_without_a_whole_practice_is_refused(tmp_path):
    path = write(tmp_path, "bad.csv", MONTHLY, ["P,01JAN2021,CCG,06F,E38000249,06F,,ALL,ALL,5"])
    with pytest.raises(ContentError, match="whole practice"):
        read(path)


def test_a_file_of_something_else_is_nothing_that_is_known(tmp_path):
    assert recognise(write(tmp_path, "x.csv", "code,colour", ["A,red"])) is None


@needs_data
@pytest.mark.parametrize(
    ("file", "count", "measure", "total"),
    [
        ("registrations/gp-reg-pat-prac-all_2021-01.csv.gz", 6658, "registered-patients", "60606345"),
        ("registrations/patient_list_size_age_sex_2016-01.csv.gz", 7705, "registered-patients", None),
        ("registrations/gp_by_age_2020-04.csv.gz", 6730, "registered-patients", None),
        ("finance/icb_allocation_weighted_populations_by_practice_2023-24.csv.gz", 6553, "allocation-population",
         "61903547.3237400825"),
        ("finance/icb_allocation_weighted_populations_by_practice_2025-26.csv.gz", 6348, "weighted-core",
         "63849324.211281995"),
        ("finance/ccg_allocations_2018-19_approx.csv", 209, "ccg-allocation", "74878653"),
        ("deprivation/practice_imd2019_weighted_2022-12.csv.gz", 6437, "imd2019-score", None),
        ("deprivation/fingertips_93553_imd2019_by_practice.csv.gz", 6545, "imd2019-score", None),
    ],
)  # fmt: skip
def test_real_files_are_read_whole(file, count, measure, total):
    (reading,) = read(DATA / file)
    found = [f.value for f in reading.figures if f.measure == measure]
    assert len(found) == count
    assert None not in found
    if total:
        assert sum(found) == Decimal(total)


def test_months_are_told_apart(tmp_path):
    (january,), (june,) = read(monthly(tmp_path, "01JAN2021", E81001=1)), read(monthly(tmp_path, "01-Jun-21", E81001=2))
    assert (january.effective, june.effective) == (date(2021, 1, 1), date(2021, 6, 1))
