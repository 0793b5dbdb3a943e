"""Days: how they are written, their order, and the month and year the file says it is for."""

import re

import numpy as np

from ouzel.activity.faults.check import Mask, Severity, mask, rule
from ouzel.activity.faults.view import View
from ouzel.activity.numbers import Longs, count

EXEMPT = ("critical_days", "rehabilitation_days", "palliative_days", "delayed_days")
"""Days of a stay that do not count towards its trim point."""

_DATES = ("start", "end", "birth_date", "episode_start", "episode_end")
_STANDARDS = ("acm", "plcm", "drplcm", "deplcm")
_YEAR = re.compile(r"(20[0-9]{2})([0-9]{2})")
APRIL = 4


def _written(field: str) -> None:
    code = f"{field.upper().replace('_', '-')}-DAY"

    @rule(code, field, "this is no day", "A day such as 2025-04-01")
    def wrong(view: View) -> Mask:
        return mask(view.said(field) & (view.days(field) == 0))


for _field in _DATES:
    _written(_field)


def _counted(field: str) -> None:
    @rule(f"{field.upper().replace('_', '-')}-NUMBER", field, "this is no number of days", "A whole number, 0 or more")
    def wrong(view: View) -> Mask:
        return view.where(field, lambda text: bool(text.strip()) and count(text) is None)


for _field in ("stay", *EXEMPT):
    _counted(_field)


def _both(view: View, first: str, last: str) -> Mask:
    before, after = view.days(first), view.days(last)
    return mask((before > 0) & (after > 0) & (before > after))


@rule("END-BEFORE-START", "end", "it ends before it starts: discharge before admission",
      "An end on the day of the start or later", needs=("start", "end"))  # fmt: skip
def _order(view: View) -> Mask:
    return _both(view, "start", "end")


@rule("EPISODE-ORDER", "episode_end", "the episode ends before it starts", "An end on the day of the start or later",
      needs=("episode_start", "episode_end"))  # fmt: skip
def _episode(view: View) -> Mask:
    return _both(view, "episode_start", "episode_end")


@rule("DAY-TO-COME", "end", "the activity ends after the file was made", "The day on which it ended",
      needs=("created", "start"))  # fmt: skip
def _after_made(view: View) -> Mask:
    made = view.days("created")
    return mask((made > 0) & (view.done > made))


@rule("MADE-TO-COME", "created", "the file says that it was made on a day still to come",
      "The day on which it was made: a later file would take its place only from then on")  # fmt: skip
def _made_to_come(view: View) -> Mask:
    if view.on is None:
        return np.zeros(view.rows, bool)
    return mask(view.days("created") > view.on.toordinal())


@rule("DAY-AFTER-TODAY", "start", "the day is still to come", "The day on which it took place")
def _future(view: View) -> Mask:
    if view.on is None:
        return np.zeros(view.rows, bool)
    return mask(view.done > view.on.toordinal())


@rule("STAY-DAYS", "stay", "the days of stay are not those between start and end", "The nights from start to end",
      needs=("stay", "start", "end"), severity=Severity.WARNS)  # fmt: skip
def _stay(view: View) -> Mask:
    start, end, stay = view.days("start"), view.days("end"), view.wholes("stay")
    return mask((stay >= 0) & (start > 0) & (end > 0) & (end - start != stay))


@rule("EXEMPT-DAYS", "stay", "more days are critical, rehabilitation, palliative or delayed than the stay has",
      "Each day of the stay once", needs=("end",), severity=Severity.WARNS)  # fmt: skip
def _exempt(view: View) -> Mask:
    start, end, said = view.days("start"), view.days("end"), view.wholes("stay")
    stay = np.where((start > 0) & (end >= start), end - start, said)
    exempt = sum((np.maximum(view.wholes(name), 0) for name in EXEMPT), np.zeros(view.rows, np.int64))
    return mask((stay >= 0) & (exempt > stay + 1))  # days of the calendar are one more than nights


@rule("MONTH-RANGE", "month", "there is no such financial month", "0 (a plan) to 13; 1 is April")
def _month(view: View) -> Mask:
    return view.where("month", lambda text: bool(text) and not (text.isdecimal() and int(text) <= 13))


@rule("YEAR-WRITTEN", "year", "this is no financial year", "Two years that follow each other, such as 202526")
def _year(view: View) -> Mask:
    return view.where("year", lambda text: bool(text) and _began(text) == 0)


def _began(text: str) -> int:
    """The calendar year in which a financial year began; 0 if it is none."""
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found and (int(found[1]) + 1) % 100 == int(found[2]) else 0


@rule("YEAR-DAY", "year", "the activity ended in another financial year than the file says",
      "The financial year in which it ended", needs=("year", "start"), only=_STANDARDS)  # fmt: skip
def _year_of_day(view: View) -> Mask:
    began, ended = _years(view), _financial(view.done)[0]
    return mask((began > 0) & (ended > 0) & (began != ended))


@rule("MONTH-DAY", "month", "the activity ended in another month than the file says",
      "The financial month in which it ended", needs=("month", "year", "start"), severity=Severity.WARNS,
      only=_STANDARDS)  # fmt: skip
def _month_of_day(view: View) -> Mask:
    words, places = view.words("month")
    said = np.array([int(word) if word.isdecimal() else 0 for word in words])[places]
    year, month = _financial(view.done)
    return mask((said >= 1) & (said <= 12) & (year == _years(view)) & (month > 0) & (month != said))


def _years(view: View) -> Longs:
    words, places = view.words("year")
    found: Longs = np.array([_began(word) for word in words], np.int64)[places]
    return found


def _financial(days: Longs) -> tuple[Longs, Longs]:
    """The year in which the financial year of each day began, and its financial month; 0 where no day is said."""
    said = days > 0
    dates = (np.where(said, days, 1) - 719163).astype("datetime64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64)
    year, month = months // 12 + 1970, months % 12 + 1
    began = np.where(month < APRIL, year - 1, year)
    return np.where(said, began, 0), np.where(said, (month - APRIL) % 12 + 1, 0)
