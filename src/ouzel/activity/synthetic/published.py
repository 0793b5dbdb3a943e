"""Published figures that the synthetic country is held to. Everything else about it is our own assumption.

Sources: emergency admissions: Pereira Gray et al., BMJ Open 2017 (765,861 people of Northern, Eastern and Western
Devon). Emergency attendances by deprivation: NHS Digital, Hospital Accident and Emergency Activity 2019/20. Ages,
attendance and follow-ups: NHS Information Centre, Hospital Episode Statistics, November 2011. Deliveries: rates of
women in the most and in the least deprived tenth. Shares of ages: as in the European Standard Population's bands.
"""

import numpy as np

from ouzel.engine.days import Floats

OLDEST = 104
"""Ages run from 0 to this."""

AGE_SHARES: Floats = np.array([
    0.054, 0.059, 0.061, 0.057, 0.061, 0.066, 0.070, 0.067, 0.064, 0.063,
    0.069, 0.066, 0.058, 0.049, 0.049, 0.036, 0.025, 0.015, 0.009,
])  # fmt: skip
"""Shares of people in bands of five years from 0 to 4 up to 90 and over."""

EMERGENCY_BANDS = (0, 20, 38, 53, 67)
"""First ages of the bands of emergency admissions; the last is open."""

EMERGENCY_PER_1000: Floats = np.array([
    [66, 57, 47, 44, 40],
    [68, 50, 45, 43, 34],
    [85, 60, 50, 40, 40],
    [108, 87, 69, 64, 56],
    [282, 239, 206, 199, 202],
], float)  # fmt: skip
"""Emergency admissions a year for 1,000 people: a row for each band, from the most to the least deprived fifth."""

ATTENDANCE_BANDS = (0, 17, 40, 60, 80)
ATTENDANCE_AGE_SHARES: Floats = np.array([0.23, 0.33, 0.20, 0.14, 0.08]) / 0.98
"""Shares of emergency attendances by age. As published they come to 98%; here they are raised to the whole."""

ATTENDANCES_BY_TENTH = (3.1, 1.6)
"""Million emergency attendances a year of people from the most and from the least deprived tenth of areas."""

MOST_DEPRIVED_FIFTH = 0.27
"""Share of emergency attendances from the most deprived fifth of areas."""

DELIVERIES_PER_1000_WOMEN = (37.2, 18.6)
"""Deliveries a year for 1,000 women of any age, in the most and in the least deprived tenth."""

ATTENDED, DID_NOT_ATTEND = 0.805, 0.072
"""Shares of outpatient appointments that were attended, and that the patient missed without notice."""

FOLLOW_UPS_PER_FIRST = 2.3

FRAILTY_SHAPE = 0.7
"""Shape of the gamma distribution (mean 1) of how much more or less care a person has than others like them."""


def attendances_by_tenth() -> Floats:
    """Relative emergency attendances of each tenth of areas, the most deprived first.

    Between the two published ends the curve is bent so that the most deprived fifth has its published share.
    """
    most, least = ATTENDANCES_BY_TENTH
    steps = (9 - np.arange(10)) / 9
    low, high = 1.0, 4.0
    for _ in range(60):
        bend = (low + high) / 2
        curve: Floats = least + (most - least) * steps**bend
        if curve[:2].sum() / curve.sum() < MOST_DEPRIVED_FIFTH:
            low = bend
        else:
            high = bend
    return curve


def deliveries_by_tenth() -> Floats:
    """Deliveries for 1,000 women of any age by tenth, the most deprived first: even steps between the two published."""
    return np.linspace(*DELIVERIES_PER_1000_WOMEN, 10)
