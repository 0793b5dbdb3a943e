"""Diagnoses and procedures by specialty: codes of the form of ICD-10 and OPCS-4, chosen at random, not by sense."""

from dataclasses import dataclass

import numpy as np

from ouzel.activity.synthetic.choosing import generator, stacked
from ouzel.activity.synthetic.specialties import SPECIALTIES
from ouzel.engine.days import Floats, Ints

CLINICAL = 7  # of the country's seeds
EIGHT = 256
A_SPECIALTY = 40
WITH_PROCEDURE = 0.6
"""Share of planned admissions that name a procedure. Source: Hospital Episode Statistics, November 2011."""


@dataclass(frozen=True, eq=False)
class Clinical:
    """Codes by number (0 blank); tables by specialty * 256 + random. Procedures may be 0."""

    codes: tuple[str, ...]
    diagnosis: Ints
    procedure: Ints


def make_clinical(seed: int) -> Clinical:
    """Forty diagnoses and forty procedures for each specialty, few common, most rare."""
    random = generator(seed, CLINICAL)
    count = len(SPECIALTIES) * A_SPECIALTY
    diagnoses = [f"{'ABCDEFGHIJKLMNRST'[c % 17]}{c // 17 % 100:02}{c % 10}" for c in random.permutation(17_000)[:count]]
    procedures = [f"{'ABCDEFGHJKLMNPQRSTVW'[c % 20]}{c // 20 % 80 + 1:02}{c % 9 + 1}" for c in
                  random.permutation(16_000)[:count]]  # fmt: skip
    codes = ("", *dict.fromkeys(diagnoses + procedures))
    numbers = {code: number for number, code in enumerate(codes)}
    weights: Floats = 1 / (1 + np.arange(A_SPECIALTY)) ** 0.8
    without = np.concatenate([[weights.sum() * (1 - WITH_PROCEDURE) / WITH_PROCEDURE], weights])
    diagnosis, procedure = [], []
    for number in range(len(SPECIALTIES)):
        here = slice(number * A_SPECIALTY, (number + 1) * A_SPECIALTY)
        said = np.array([numbers[code] for code in diagnoses[here]], np.int32)
        done = np.array([0, *(numbers[code] for code in procedures[here])], np.int32)
        diagnosis.append(said[stacked(weights[None], EIGHT)])
        procedure.append(done[stacked(without[None], EIGHT)])
    return Clinical(codes, np.concatenate(diagnosis), np.concatenate(procedure))
