"""The patient: NHS number, birth, age. Values are looked at and never shown."""

import numpy as np
import pyarrow as pa

from ouzel.activity.faults.check import Mask, Severity, mask, rule
from ouzel.activity.faults.view import View
from ouzel.activity.gate.nhs_numbers import plain_numbers, valid
from ouzel.activity.numbers import Longs

_PATIENT = ("plcm", "drplcm", "deplcm")
OLDEST = 130


@rule("NHS-NUMBER", "person", "the NHS number fails its check digit", "The number of ten digits as the patient has it",
      only=_PATIENT)  # fmt: skip
def _number(view: View) -> Mask:
    column = view.column("person")
    assert column is not None
    words = column.cast(pa.string())
    ten = plain_numbers(words)
    right = np.zeros(view.rows, bool)
    right[ten] = valid(words.filter(pa.array(ten)))
    return view.said("person") & ~right


@rule("PERSON-MISSING", "person", "nobody is named, and no reason is given for withholding the identity",
      "The NHS number or the hospital's own, or a WITHHELD IDENTITY REASON", needs=("person",),
      severity=Severity.WARNS, only=_PATIENT)  # fmt: skip
def _nobody(view: View) -> Mask:
    return ~(view.said("person") | view.said("local_person") | view.said("WITHHELD IDENTITY REASON"))


@rule("AGE-RANGE", "age", "this is no age in years", f"A whole number from 0 to {OLDEST}")
def _range(view: View) -> Mask:
    return view.where("age", lambda text: bool(text) and not (text.isdecimal() and int(text) <= OLDEST))


@rule("BIRTH-AFTER-START", "birth_date", "the patient is born after the start", "The day of birth",
      needs=("birth_date", "start"))  # fmt: skip
def _born(view: View) -> Mask:
    born, start = view.days("birth_date"), view.days("start")
    return mask((born > 0) & (start > 0) & (born > start))


@rule("AGE-BIRTH", "age", "the age is not that of the day of birth at the start", "The age in whole years at the start",
      needs=("age", "birth_date", "start"), severity=Severity.WARNS)  # fmt: skip
def _age(view: View) -> Mask:
    born, start, age = view.days("birth_date"), view.days("start"), view.wholes("age")
    known = (born > 0) & (start > 0) & (age >= 0) & (born <= start)
    return mask(known & (years(born, start) != age))


def years(born: Longs, on: Longs) -> Longs:
    """Whole years from one day to another; a birthday of 29 February is on 1 March in other years."""
    first, last = (((days - 719163).astype("datetime64[D]")) for days in (born, on))
    months = last.astype("datetime64[M]").astype(np.int64) - first.astype("datetime64[M]").astype(np.int64)
    day = [(each - each.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) for each in (first, last)]
    counted: Longs = (months - (day[1] < day[0])) // 12
    return counted
