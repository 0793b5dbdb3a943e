"""What is made is held to what was published: within sampling error, at a fixed seed."""

from datetime import date

import numpy as np
import pyarrow.compute as pc
import pytest

from ouzel.activity.synthetic import days, published
from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.rates import expected
from tests.activity.synthetic.made import LARGE, all_events, all_people, world

APRIL = days.april(LARGE.since.year)
STANDARD_ERRORS = 4.0


def _people():
    """Age on 1 April, tenth (0 the most deprived) and sex of everybody."""
    people = all_people(LARGE)
    born = people["birth_date"].cast("int32").to_numpy() + days.EPOCH
    age = days.ages(days.CALENDAR[born - days.FIRST], np.full(len(born), APRIL, np.int32))
    return age, people["tenth"].to_numpy() - 1, people["sex"].to_numpy()


def _events(name: str):
    events = all_events(LARGE)
    return events.filter(pc.equal(events["event"].cast("string"), name))


def _usual(table):
    """Without people of the practice whose rate is raised on purpose."""
    return table["person"].to_numpy()


def test_emergencies_by_age_and_fifth_are_as_published():
    age, tenth, _ = _people()
    raised = pc.equal(all_people(LARGE)["practice"].cast("string"), world(LARGE).truths.raised).to_numpy()
    per_person = np.bincount(_events("emergency admission")["person"].to_numpy(), minlength=len(age))
    band = np.searchsorted(published.EMERGENCY_BANDS, age, side="right") - 1
    for number in range(5):
        for fifth in range(5):
            here = (band == number) & (tenth // 2 == fifth) & ~raised
            rate = published.EMERGENCY_PER_1000[number, fifth] / 1000
            # Frailty makes one person's events vary more than chance alone: mean + mean squared / shape.
            spread = np.sqrt((rate + rate * rate * 1.1 / published.FRAILTY_SHAPE) / here.sum())
            assert abs(per_person[here].mean() - rate) < STANDARD_ERRORS * spread, (number, fifth)


def test_emergency_gradient_is_steeper_below_67():
    age, tenth, _ = _people()
    per_person = np.bincount(_events("emergency admission")["person"].to_numpy(), minlength=len(age))

    def ratio(here):
        return per_person[here & (tenth < 2)].mean() / per_person[here & (tenth > 7)].mean()

    assert 1.5 < ratio(age < 67) < 2.2
    assert 1.25 < ratio(age >= 67) < 1.6


def test_events_of_one_person_come_together():
    age, *_ = _people()
    counts = np.bincount(_events("emergency admission")["person"].to_numpy(), minlength=len(age))
    assert counts.var() > 1.12 * counts.mean()  # by chance alone they would be equal


def test_attendances_have_the_published_ages():
    seen = _events("emergency attendance")
    age, *_ = _people()
    band = np.searchsorted(published.ATTENDANCE_BANDS, age[seen["person"].to_numpy()], side="right") - 1
    shares = np.bincount(band, minlength=5) / len(band)
    assert shares == pytest.approx(published.ATTENDANCE_AGE_SHARES, abs=0.008)


def test_attendances_fall_from_the_most_to_the_least_deprived_tenth():
    _, tenth, _ = _people()
    counts = np.bincount(tenth[_events("emergency attendance")["person"].to_numpy()], minlength=10)
    assert counts[:2].sum() / counts.sum() == pytest.approx(published.MOST_DEPRIVED_FIFTH, abs=0.012)
    assert counts[0] / counts[9] == pytest.approx(3.1 / 1.6, rel=0.06)


def test_appointments_are_kept_as_published():
    events = _events("outpatient appointment")
    assert pc.mean(events["attended"]).as_py() == pytest.approx(published.ATTENDED, abs=0.003)


def test_tenths_of_attendances_meet_both_published_ends():
    curve = published.attendances_by_tenth()
    assert (curve[0], curve[9]) == published.ATTENDANCES_BY_TENTH
    assert curve[:2].sum() / curve.sum() == pytest.approx(published.MOST_DEPRIVED_FIFTH, abs=1e-6)
    assert (np.diff(curve) < 0).all()


def test_deliveries_of_women_are_twice_as_many_in_the_most_deprived_tenth():
    _, tenth, sex = _people()
    counts = np.bincount(tenth[_events("delivery")["person"].to_numpy()], minlength=10)
    women = np.bincount(tenth[sex == 2], minlength=10)
    wanted = published.deliveries_by_tenth() / 1000
    found = counts / women
    assert (np.abs(found - wanted) < STANDARD_ERRORS * np.sqrt(wanted / women)).all()


def test_people_of_deprived_areas_are_younger():
    age, tenth, _ = _people()
    assert age[tenth == 9].mean() - age[tenth == 0].mean() == pytest.approx(8, abs=1.0)


def test_rates_of_the_tables_come_to_the_averages_of_the_country():
    country = Country()
    table = expected(country, np.arange(120, dtype=np.int32) * 10 // 120)
    attendances = table.attendance + 0.82 * table.emergency
    assert (table.people * attendances).sum() == pytest.approx(country.rates.attendance)
    assert (table.people * table.outpatient).sum() == pytest.approx(country.rates.outpatient)
    assert (table.people * table.elective).sum() == pytest.approx(country.rates.elective)
    assert table.people.sum() == pytest.approx(1)


def test_first_day_is_a_first_of_april():
    assert date.fromordinal(APRIL) == LARGE.since
