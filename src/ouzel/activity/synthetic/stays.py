"""How long admissions last, as tables of quantiles: lognormal, longer with age, cut off within a year."""

import numpy as np
from scipy.special import ndtri

from ouzel.activity.synthetic.choosing import FULL
from ouzel.activity.synthetic.profiles import ELECTIVE_FORMS
from ouzel.engine.days import Floats, Ints

LONGEST = 360
"""So that no spell lasts over more than one end of a financial year."""
QUANTILES: Floats = (np.arange(FULL) + 0.5) / FULL
BANDS = 7  # of fifteen years of age


def _table(median: float, spread: float) -> Ints:
    """Whole days of a lognormal, one for each random number."""
    found: Ints = np.minimum(np.exp(np.log(median) + spread * ndtri(QUANTILES)), LONGEST).astype(np.int32)
    return found


def emergency_stays() -> Ints:
    """By band of age * 65,536 + random. Medians from 0.8 days of children to 5.5 of the oldest."""
    return np.concatenate([_table(median, 1.25) for median in (0.8, 0.9, 1.1, 1.5, 2.5, 4.2, 5.5)])


def elective_stays() -> Ints:
    """By form of planned admission * 65,536 + random: none but for ordinary admissions."""
    none = np.zeros(FULL, np.int32)
    return np.concatenate([_table(4.5 if method == "81" else 2.0, 0.9) if patient == "1" else none
                           for method, patient, _ in ELECTIVE_FORMS])  # fmt: skip
