"""Lines walked through rules and prices one by one, as somebody with the rules in front of them would do it.

Each line is looked at, but one that has the same facts as an earlier one is not walked again: by hand a line takes a
ten-thousandth of a second, a million lines would take minutes. Facts are the same if every word that the rules and the
prices read is: of the practice, the residence and the supply as they stood on the line's own day, the profile, the
submitted commissioner; then the currency, the days of the stay, whether a child or an adult, the units, the payer, and
which rules, list and agreements hold on the day. The amount submitted counts where it is what is paid.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from ouzel.activity.compiling import Compiled
from ouzel.activity.prices.deliveries import shipped
from ouzel.engine.activity_lines import known
from ouzel.engine.attribution.by_hand import Assigned, assign
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import Flow
from ouzel.engine.pricing.book import Agreement, PriceBook
from ouzel.engine.pricing.by_hand import ByHand
from ouzel.engine.pricing.delivery import age_class
from ouzel.engine.pricing.priced import Priced

READ = (
    "profile", "supply", "practice", "residence", "currency", "commissioner", "start", "end", "stay", "exempt_days",
    "age", "activity", "submitted", "counted_with",
)  # fmt: skip
"""The columns of a line that anything depends on."""


class Walked(NamedTuple):
    """What is said of one line."""

    rules: str  # name of the year's rules; "" on a day that has none
    assigned: Assigned | None
    cost: Priced


class Slow:
    """Walks lines with the facts that a run had, and the rules and lists as they are."""

    def __init__(
        self, compiled: Compiled, *, flows: Sequence[Flow], books: Sequence[PriceBook], agreements: Sequence[Agreement]
    ) -> None:
        self.facts = {table: _Stretches(facts) for table, facts in compiled.inputs.facts.items()}
        self.commissioners = [key[0] for key in compiled.dictionaries.keys("commissioner")]
        self.currencies = compiled.inputs.currencies
        self.flows = flows
        self.pricer = ByHand(books=books, deliveries=shipped(), agreements=agreements)
        spoken = (*flows, *books, *shipped(), *agreements)
        self.turns = sorted({day.toordinal() for each in spoken for day in (each.since, each.until)})
        self.assigned: dict[tuple[object, ...], Assigned | None] = {}
        self.costs: dict[tuple[object, ...], Priced] = {}

    def walk(self, columns: Mapping[str, Sequence[Any]]) -> Iterator[Walked]:
        """Each line in order."""
        for line in zip(*(columns[name] for name in READ), strict=True):
            yield self._line(*line)

    def _line(
        self, profile: int, supply: int, practice: int, residence: int, currency: int, commissioner: int, start: int,
        end: int, stay: int, exempt: int, age: int, activity: int, submitted: int | None,
        counted_with: int,
    ) -> Walked:  # fmt: skip
        care, care_number = self.facts["profile"].on(profile, start or end)
        kind = care["kind"]
        flow = self._flow(kind, start, end)
        day = self._day(flow, kind, start, end)
        found = {"profile": care}
        numbers = [care_number, commissioner]
        for table, entry in (("supply", supply), ("practice", practice), ("residence", residence)):
            found[table], number = self.facts[table].on(entry, day)
            numbers.append(number)
        found["line"] = {"commissioner": self.commissioners[commissioner]}
        key = (flow.name if flow else "", *numbers)
        if key not in self.assigned:
            self.assigned[key] = assign(flow, found, kind) if flow else None
        assigned = self.assigned[key]
        payer = assigned.payer if assigned else ""
        payable, outside = not assigned or assigned.payable, bool(assigned and assigned.outside)
        years = known(age)
        asked = (
            care_number, numbers[2], currency, stay, exempt, age_class(years), activity, payer, payable, outside,
            bisect_right(self.turns, day), end == 0, day == 0, submitted is None, counted_with > 0,
        )  # fmt: skip
        cost = self.costs.get(asked)
        if cost is None or (cost.rule and cost.rule.submitted):
            cost = self.costs[asked] = self.pricer.price(
                profile=care, currency=self.currencies[currency], stay=known(stay), exempt_days=known(exempt),
                age=years, activity=activity, submitted=submitted, provider=found["supply"]["provider"],
                service=found["supply"]["service"], commissioner=payer, end=date.fromordinal(day) if end else None,
                payable=payable, outside=outside, dated=day > 0, counted_with="another" if counted_with else "",
            )  # fmt: skip
        return Walked(flow.name if flow else "", assigned, cost)

    def _flow(self, kind: str, start: int, end: int) -> Flow | None:
        """The rules of the line's assignment day."""
        for flow in self.flows:
            if flow.since.toordinal() <= self._day(flow, kind, start, end) < flow.until.toordinal():
                return flow
        return None

    def _day(self, flow: Flow | None, kind: str, start: int, end: int) -> int:
        """The day that the map is read on: as the rules say, else the end, else the start."""
        if flow and flow.dates.get(kind) == "start":
            return start or end
        return end or start


class _Stretches:
    """Facts by entry and day. Rows that say the same have one number."""

    def __init__(self, facts: Facts) -> None:
        texts = list(zip(*facts.columns.values(), strict=True))
        same: dict[tuple[str, ...], int] = {}
        numbers = [same.setdefault(text, len(same)) for text in texts]
        rows = [dict(zip(facts.columns, text, strict=True)) for text in same]
        self.of: dict[int, tuple[list[int], list[int], list[tuple[dict[str, str], int]]]] = {}
        for row in np.lexsort((facts.start, facts.entry)).tolist():
            starts, untils, said = self.of.setdefault(int(facts.entry[row]), ([], [], []))
            starts.append(int(facts.start[row]))
            untils.append(int(facts.until[row]))
            said.append((rows[numbers[row]], numbers[row]))

    def on(self, entry: int, day: int) -> tuple[dict[str, str], int]:
        """What is said of an entry on a day, and the number of all that say just that."""
        starts, untils, said = self.of[entry]
        place = max(bisect_right(starts, max(day, starts[0])) - 1, 0)
        assert day < untils[place]
        return said[place]
