"""Figures by commissioner and system on a day: nothing lost, shares respected, means as a slow sum has them."""

from datetime import date
from decimal import Decimal

import pytest

from ouzel.core.errors import ContentError
from ouzel.measures.kinds import MEASURES
from ouzel.measures.totals import Summed, chain_to, total_by
from ouzel.register.answers import Moment
from tests.measures.files import ALLOCATIONS, BLMK_ALLOCATIONS, figures, load, monthly, write
from tests.register.files import facts
from tests.register.files import load as load_register
from tests.shared_data import DATA, needs_data

PEOPLE = MEASURES["registered-patients"]
JANUARY, JUNE = date(2021, 1, 1), date(2021, 6, 1)
THREE = {"06F": 500_653, "06P": 242_104, "04F": 304_539}


def summed(slug: str, by: str, on: date) -> Summed:
    measure = MEASURES[slug]
    return total_by(measure, by=chain_to(measure, by), moment=Moment(on))


def rows(found: Summed) -> dict[str, Decimal]:
    return {row.code: row.value for row in found.rows}


def test_people_of_the_three_groups_and_of_the_one(lists):
    january = summed("registered-patients", "commissioner", JANUARY)
    assert rows(january) == THREE
    assert january.whole == 1_047_296
    assert january.unplaced == ()
    assert rows(summed("registered-patients", "commissioner", JUNE)) == {"M1J4Y": 1_056_616}
    assert rows(summed("registered-patients", "system", JANUARY)) == {"QHG": 1_047_296}


def test_what_the_register_does_not_place_is_listed_with_why(register, tmp_path):
    load(monthly(tmp_path, "01JAN2021", E81001=10, Z99999=5))
    found = summed("registered-patients", "system", JANUARY)
    assert (rows(found), found.whole) == ({"QHG": 10}, 15)
    (left,) = found.unplaced
    assert (left.unit, left.value) == ("Z99999", 5)
    assert "no body of this code" in left.why


def test_a_practice_without_a_commissioner_on_the_day_is_unplaced(register, tmp_path):
    load(monthly(tmp_path, "01JAN2021", E81001=10))
    load(monthly(tmp_path, "01JAN1980", E81001=7))
    found = summed("registered-patients", "commissioner", date(1980, 1, 1))
    assert found.rows == ()
    assert "no commissioner of it" in found.unplaced[0].why


def test_shares_divide_a_unit_and_what_they_leave_is_unplaced(register, tmp_path):
    facts(
        tmp_path, "shares",
        "P90001,commissioner,interval,2020-04-01,2021-04-01,06F,0.25,,2020-04-01",
        "P90001,commissioner,interval,2020-04-01,2021-04-01,06P,0.5,,2020-04-01",
    )  # fmt: skip
    load_register(tmp_path / "shares")
    load(monthly(tmp_path, "01JAN2021", P90001=1242))
    found = summed("registered-patients", "commissioner", JANUARY)
    assert rows(found) == {"06F": Decimal("310.5"), "06P": 621}
    assert [(u.unit, u.value) for u in found.unplaced] == [("P90001", Decimal("310.5"))]
    assert sum(rows(found).values()) + sum(u.value for u in found.unplaced) == found.whole


def test_a_score_is_a_mean_weighted_by_people(register, tmp_path):
    load(monthly(tmp_path, "01JAN2021", E81001=100, E81002=300))
    load(figures(tmp_path, "imd2019-score", E81001="10", E81002="30", E81003="99", E81004="*"), effective=JANUARY)
    found = summed("imd2019-score", "system", JANUARY)
    assert rows(found) == {"QHG": 25}
    assert found.unweighted == ("E81003",)
    assert found.gaps == (("E81004", "suppressed"),)


def test_distance_from_target_of_the_whole_is_that_of_the_sums(register, tmp_path):
    load(write(tmp_path, "a.csv", ALLOCATIONS, BLMK_ALLOCATIONS), effective=date(2020, 10, 1))
    found = summed("ccg-distance-from-target", "system", JANUARY)
    money = {"06F": Decimal(587176), "06P": Decimal(286434), "04F": Decimal(320769)}
    above = {"06F": Decimal("-0.86"), "06P": Decimal("-2.83"), "04F": Decimal("-3.92")}
    target = sum(money[code] / (1 + above[code] / 100) for code in money)
    assert rows(found)["QHG"].quantize(Decimal("0.000001")) == (
        (sum(money.values()) / target - 1) * 100
    ).quantize(Decimal("0.000001"))  # fmt: skip
    head = rows(summed("ccg-allocation-per-head", "system", JANUARY))["QHG"]
    assert abs(head - sum(money.values()) * 1000 / (484883 + 237791 + 297976)) < 1


def test_nothing_loaded_is_no_rows_and_no_whole(register):
    found = summed("registered-patients", "commissioner", JANUARY)
    assert (found.release, found.rows, found.whole) == (None, (), None)


def test_a_mean_without_its_weights_is_nothing(register, tmp_path):
    load(figures(tmp_path, "imd2019-score", E81001="10"), effective=JANUARY)
    found = summed("imd2019-score", "system", JANUARY)
    assert found.release is not None
    assert (found.weights, found.rows) == (None, ())


def test_a_commissioners_figure_is_not_shown_by_practice():
    with pytest.raises(ContentError, match="commissioner, system"):
        chain_to(MEASURES["ccg-allocation"], "practice")


@needs_data
def test_the_published_lists_of_england_come_to_their_totals(register):
    folder = DATA / "registrations"
    load(folder / "gp-reg-pat-prac-all_2021-01.csv.gz", folder / "gp-reg-pat-prac-all_2021-06.csv.gz")
    january = summed("registered-patients", "commissioner", JANUARY)
    assert january.whole == 60_606_345
    assert THREE.items() <= rows(january).items()
    assert sum(rows(january).values()) + sum(u.value for u in january.unplaced) == january.whole
    assert rows(summed("registered-patients", "commissioner", JUNE))["M1J4Y"] == 1_056_616
