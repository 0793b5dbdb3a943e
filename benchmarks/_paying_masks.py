"""The rules of the year as masks over columns, for those who have no CASE: the same for Polars and for pandas."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from benchmarks._paying_sql import BEFORE
from ouzel.engine.attribution.flow import Flow, Test
from ouzel.engine.pricing.delivery import Deliveries, Delivery

Among = Callable[[str, list[str], list[str]], Any]
"""(column, values, beginnings) to a mask."""

BOOKED = ("priced", "paid_as_submitted", "long_stay", "needs_stay")
SPELLS = ("day-case", "elective", "non-elective")
STAYS = {"unknown": -1, "0": 0, "1": 1, "2+": 2}
AGES = {"unknown": -1, "child": 0, "adult": 1}


def test(one: Test, among: Among) -> Any:
    """One test of a line."""
    return _among(f"{BEFORE[one.table]}{one.fact}", one, among)


def _among(column: str, one: Test, among: Among) -> Any:
    plain = sorted(value for value in one.values if not value.endswith("*"))
    mask = among(column, plain, sorted(value[:-1] for value in one.values - set(plain)))
    return ~mask if one.none_of else mask


def boxes(flow: Flow, among: Among, true: Any) -> dict[str, Any]:
    """The answer of each box."""
    return {
        box.id: reduce(or_, [reduce(and_, [test(one, among) for one in group], true) for group in box.any_of])
        for box in flow.boxes.values()
    }


def starts(flow: Flow) -> dict[str, list[str]]:
    """The kinds of line that begin at each box."""
    found: dict[str, list[str]] = {}
    for kind, start in flow.starts.items():
        found.setdefault(start, []).append(kind)
    return found


def rules(deliveries: Deliveries, among: Among, true: Any, stay: Any, age: Any) -> list[Any]:
    """Whether each rule of delivery fits. `stay` and `age` are classes as numbers (`STAYS`, `AGES`)."""
    return [_fits(each, among, true, stay, age) for each in deliveries.rules]


def _fits(rule: Delivery, among: Among, true: Any, stay: Any, age: Any) -> Any:
    asked = [test(one, among) for one in rule.tests]
    if rule.stays:
        asked.append(reduce(or_, [stay == STAYS[each] for each in sorted(rule.stays)]))
    if rule.ages:
        asked.append(reduce(or_, [age == AGES[each] for each in sorted(rule.ages)]))
    if rule.currencies:
        asked.append(_among("currency", Test("profile", "currency", rule.currencies), among))
    return reduce(and_, asked, true)
