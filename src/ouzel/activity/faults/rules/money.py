"""Activity and money: that numbers are numbers, and that the parts come to the whole."""

import numpy as np

from ouzel.activity import numbers
from ouzel.activity.faults.check import Mask, Severity, mask, rule
from ouzel.activity.faults.view import View

_COUNTS = ("activity", "planned_activity")
_MONEY = ("unit_price", "price", "planned_price", "market_forces")


def _number(field: str, words: str, right: str) -> None:
    @rule(f"{field.upper().replace('_', '-')}-NUMBER", field, words, right)
    def wrong(view: View) -> Mask:
        if field in _COUNTS:
            said = view.memory.thousandths.of(view.column(field), view.rows)[1]
        else:
            said = view.pounds(field)[1]
        return view.said(field) & ~said


for _field in _COUNTS:
    _number(_field, "this is no number of activity", "A number such as 12 or 12.5")
for _field in _MONEY:
    _number(_field, "this is no amount of money", "Pounds without signs, such as 1234.50")


@rule("PLANNED-NEGATIVE", "planned_activity", "planned activity is less than nought", "0 or more")
def _negative(view: View) -> Mask:
    return mask(view.memory.thousandths.of(view.column("planned_activity"), view.rows)[0] < 0)


@rule("PRICE-PRODUCT", "price", "the unit price times the activity does not come to the total, to the penny",
      "Total = unit price × activity", needs=("unit_price", "activity", "price"), only=("plcm",))  # fmt: skip
def _product(view: View) -> Mask:
    unit, unit_said = view.pounds("unit_price")
    total, total_said = view.pounds("price")
    count, count_said = view.memory.thousandths.of(view.column("activity"), view.rows)
    said = unit_said & total_said & count_said
    return mask(
        said & (np.abs(numbers.times(np.where(said, unit, 0), count) - numbers.pence(np.where(said, total, 0))) > 1)
    )


@rule("ACTIVITY-NONE", "activity", "a line without activity has a price", "The activity that the price is for",
      needs=("activity", "price"), severity=Severity.WARNS, only=("plcm",))  # fmt: skip
def _none(view: View) -> Mask:
    count, said = view.memory.thousandths.of(view.column("activity"), view.rows)
    total, _ = view.pounds("price")
    return mask(said & (count == 0) & (total != 0))
