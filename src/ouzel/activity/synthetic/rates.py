"""How much care people have in a year, by tenth of deprivation and age, so that the published gradients come out.

Each table has a row for each tenth (0 the most deprived) and a column for each age up to `OLDEST`.
"""

from dataclasses import dataclass

import numpy as np

from ouzel.activity.synthetic import published
from ouzel.activity.synthetic.bodies import TENTHS
from ouzel.activity.synthetic.country import Country
from ouzel.engine.days import Floats, Ints

AGES = published.OLDEST + 1
YOUNGER = 4.0
"""Years by which people of the most deprived tenth are younger than average, and those of the least older. Assumed."""
AGE_VARIANCE = 552.0
FEMALE = 0.506
FERTILE = (16, 46)
BY_METHOD_21 = 0.82
"""Share of emergency admissions that come through the provider's own emergency department, so have an attendance."""
LEAST_OTHER = 0.2
"""At least this share of a person's expected attendances does not lead to an admission."""


@dataclass(frozen=True, eq=False)
class Expected:
    """Expected people and care: `people` of a tenth and age as a share of all, the others a year for one person."""

    people: Floats
    emergency: Floats  # emergency admissions
    attendance: Floats  # emergency attendances besides those that lead to an admission by method 21
    elective: Floats
    outpatient: Floats
    delivery: Floats  # for one woman


def age_shares() -> Floats:
    """Of each tenth, the share of each age."""
    single = np.zeros(AGES)
    single[:90] = np.repeat(published.AGE_SHARES[:18] / 5, 5)
    tail = 0.8 ** np.arange(AGES - 90)
    single[90:] = published.AGE_SHARES[18] * tail / tail.sum()
    slope = YOUNGER / AGE_VARIANCE * (5.5 - np.arange(1, TENTHS + 1)) / 4.5
    shares: Floats = single * np.exp(-slope[:, None] * np.arange(AGES))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def expected(country: Country, tenths: Ints) -> Expected:
    """The tables of a country whose small areas are of these tenths."""
    within = age_shares()
    people = np.bincount(tenths, minlength=TENTHS)[:, None] / len(tenths) * within
    emergency = _emergency(within)
    attendance = _raked(people, country.rates.attendance)
    # Where few areas make a country the two published tables may not fit each other: an attendance is never less.
    other = np.maximum(attendance - BY_METHOD_21 * emergency, LEAST_OTHER * attendance)
    age = np.arange(AGES)
    return Expected(
        people=people,
        emergency=emergency,
        attendance=other,
        elective=_scaled(people, np.exp(0.024 * np.minimum(age, 82)), country.rates.elective),
        outpatient=_scaled(people, np.exp(0.014 * np.minimum(age, 80)), country.rates.outpatient),
        delivery=_deliveries(within),
    )


def _emergency(within: Floats) -> Floats:
    """By band and fifth as published; inside a band it rises with age, but for the youngest, of whom infants lead."""
    age = np.arange(AGES)
    band = np.searchsorted(published.EMERGENCY_BANDS, age, side="right") - 1
    tilt = np.exp(np.where(age < 20, -0.06 * age, np.where(age < 67, 0.01 * age, 0.025 * np.minimum(age, 92))))
    rates = np.zeros((TENTHS, AGES))
    for fifth in range(TENTHS // 2):
        rows = [2 * fifth, 2 * fifth + 1]
        weight = within[rows].mean(axis=0)
        for number in range(len(published.EMERGENCY_BANDS)):
            here = band == number
            mean = (weight[here] * tilt[here]).sum() / weight[here].sum()
            rates[np.ix_(rows, here)] = published.EMERGENCY_PER_1000[number, fifth] / 1000 * tilt[here] / mean
    return rates


def _raked(people: Floats, rate: float) -> Floats:
    """Attendances for one person whose sums by age and by tenth both are as published."""
    age = np.arange(AGES)
    band = np.searchsorted(published.ATTENDANCE_BANDS, age, side="right") - 1
    tenth = published.attendances_by_tenth() * (people.sum(axis=1) > 0)
    tenth, bands = tenth / tenth.sum(), published.ATTENDANCE_AGE_SHARES
    counts = people.copy()
    for _ in range(200):
        sums = np.bincount(band, counts.sum(axis=0), len(bands))
        counts *= (bands / sums)[band]
        rows = counts.sum(axis=1)
        counts *= np.divide(tenth, rows, out=np.zeros(TENTHS), where=rows > 0)[:, None]
    return np.divide(counts * rate, people, out=np.zeros_like(people), where=people > 0)


def _scaled(people: Floats, tilt: Floats, rate: float) -> Floats:
    """A rate that rises with age as `tilt` and is `rate` on average."""
    curve = tilt * rate / (people.sum(axis=0) * tilt).sum()
    return np.tile(curve, (TENTHS, 1))


def _deliveries(within: Floats) -> Floats:
    """Deliveries for one woman: of the fertile ages all, so that women of any age have the published rate."""
    age = np.arange(AGES)
    curve = np.where((age >= FERTILE[0]) & (age < FERTILE[1]), np.exp(-0.5 * ((age - 30.5) / 5.6) ** 2), 0.0)
    wanted = published.deliveries_by_tenth()[:, None] / 1000
    found: Floats = wanted * curve / (within * curve).sum(axis=1, keepdims=True)
    return found
