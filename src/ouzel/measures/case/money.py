"""Sections of the case for change on money for care: distance from target of the parts and the whole, and need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ouzel.measures.case.figures import Release, left_out, nothing, release, rounded, sources, total, whole
from ouzel.measures.case.people import has_practices
from ouzel.register.answers import Moment
from ouzel.reorganisation.case.values import NOT_KNOWN, Cell, Option, Section, Served, Table
from ouzel.reorganisation.case.words import listed, shown

ALLOCATION = "ccg-allocation"  # £ thousand a year
DISTANCE = "ccg-distance-from-target"  # per cent
START, NEED = "allocation-population", "weighted-core"
HUNDRED = Decimal(100)
HOW_WORKED_OUT = (
    "Worked out: distance = (allocation - target) / target, so target = allocation / (1 + distance). The distance of a"
    " body made of several is (sum of their allocations - sum of their targets) / sum of their targets. As distances"
    " are published to 0.01%, a target is exact to about 0.005% of itself. Not worked out: what the formula run anew"
    " for the new body would give, and how fast money would be moved towards it."
)
WHAT_A_TARGET_IS = (
    "Each body is given money for care by a national formula that looks at how many people it serves and what they"
    " need. What the formula gives is the target. What is paid comes near to it over years."
)


@dataclass(frozen=True)
class Money:
    """What a body is given for care, and what the national formula says it should be; £ thousand a year."""

    allocation: Decimal
    target: Decimal

    @property
    def distance(self) -> Decimal:
        """Distance from target in per cent: (allocation - target) / target; below nought is less than its target."""
        return (self.allocation - self.target) / self.target * HUNDRED


def published(code: str, allocations: Release, distances: Release) -> Money | None:
    """A body's money as published. The target is worked out of the distance, which is published to 0.01 per cent.

    target = allocation / (1 + distance): the definition of distance from target in NHS England's "Technical guide to
    allocation formulae and convergence", turned round. None where either figure is missing.
    """
    allocation, distance = allocations.values.get(code), distances.values.get(code)
    if allocation is None or distance is None:
        return None
    return Money(allocation, allocation / (1 + distance / HUNDRED))


def together(parts: Sequence[Money]) -> Money:
    """The money of a body made of whole parts: the sums of their allocations and of their targets.

    Its closing distance is (sum of allocations - sum of targets) / sum of targets: the mean of the parts' distances,
    each weighted by its target. A formula run anew for the merged body could differ; that is not worked out.
    """
    return Money(sum((p.allocation for p in parts), Decimal(0)), sum((p.target for p in parts), Decimal(0)))


def parts_of(body: Served, now: Sequence[Served]) -> tuple[str, ...] | None:
    """The bodies of today of which a body of an option is made, by code; None where it is not made of whole ones.

    So with a piece of a body that is divided, and with a practice that comes from a body no option names.
    """
    units = {unit: share for each in body.units.values() for unit, share in each.items()}
    found, covered = [], set()
    for part in now:
        theirs = {unit: share for each in part.units.values() for unit, share in each.items()}
        here = {unit for unit in theirs if unit in units}
        same = all(units.get(unit) == share for unit, share in theirs.items())
        if same and (here or part.code == body.code):
            found.append(part.code)
            covered |= here
        elif here:
            return None
    return tuple(found) if found and covered >= body.practices.keys() else None


class DistanceFromTarget:
    """How far each body's money for care is from what the national formula says its people need."""

    slug, title, order = "distance-from-target", "Money for care: how far from its target", 60

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """Each part as published and each body of each option as the sum of its whole parts; never a divided part."""
        if not has_practices(options):
            return None
        allocations, distances = release(ALLOCATION, moment=moment), release(DISTANCE, moment=moment)
        now = options[0].answering
        money = {b.code: m for b in now if (m := published(b.code, allocations, distances)) is not None}
        if not money:
            what = "allocations and distances from target of these bodies"
            return Section(self.slug, self.title, gaps=(nothing(what, moment=moment),))
        rows: list[tuple[Cell, ...]] = []
        said: list[str] = []
        gaps = [
            f"No allocation with its distance from target is published for {b.name}."
            for b in now
            if b.code not in money
        ]
        for option in options:
            for body in option.answering:
                parts = parts_of(body, now)
                if parts is None:
                    gaps.append(
                        f"Under “{option.title}”, {body.name} would not be made of whole bodies of today. An allocation"
                        " is published for a whole body only, so it is not divided."
                    )
                known = [money[code] for code in parts or () if code in money]
                whole_ = together(known) if known and len(known) == len(parts or ()) else None
                rows.append((option.title, body.name, *_cells(whole_)))
                if whole_ and len(known) > 1:
                    said.append(
                        _hides(option, body, whole_, {b.name: money[b.code] for b in now if b.code in (parts or ())})
                    )
        table = Table(
            caption="Allocation, target and distance from target of each body",
            columns=("Option", "Body", "Allocation (£ thousand a year)", "Target (£ thousand a year)",
                     "Distance from target (£ thousand a year)", "Distance from target (%)"),
            rows=tuple(rows),
            note=HOW_WORKED_OUT,
            source=sources(allocations, distances),
        )  # fmt: skip
        return Section(self.slug, self.title, (WHAT_A_TARGET_IS, *said), (table,), tuple(gaps))


def _cells(money: Money | None) -> tuple[Cell, ...]:
    if money is None:
        return (NOT_KNOWN,) * 4
    gap = money.allocation - money.target
    return whole(money.allocation), whole(money.target), whole(gap), rounded(money.distance, "0.01")


def _words(distance: Decimal) -> str:
    size = rounded(abs(distance), "0.01")
    return "on its target" if size == 0 else f"{shown(size)}% {'below' if distance < 0 else 'above'} its target"


def _hides(option: Option, body: Served, money: Money, parts: Mapping[str, Money]) -> str:
    inside = listed([f"{name} {_words(part.distance)}" for name, part in sorted(parts.items())])
    return (
        f"Under “{option.title}”, {body.name} would stand {_words(money.distance)}. Its parts stand apart today:"
        f" {inside}. One figure for the whole hides that."
    )


class Need:
    """How much the people of each body need for one head, against England."""

    slug, title, order = "need", "Need for care for each person", 65

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """Need per head = (weighted of body / weighted of all) / (population of body / population of all).

        Both are NHS England's by practice, for the allocations of the year; "all" is every practice in the release.
        1 is the need of the average person in it. The formula is that of NHS England's ICB allocation tool: a body's
        share of the weighted population over its share of the population that the allocation starts from.
        """
        if not has_practices(options):
            return None
        weighted, start = release(NEED, moment=moment), release(START, moment=moment)
        both = weighted.values.keys() & start.values.keys()
        if not both or weighted.on != start.on:
            return Section(self.slug, self.title, gaps=(nothing("weighted populations by GP practice", moment=moment),))
        all_weighted = sum((weighted.values[u] for u in both), Decimal(0))
        all_start = sum((start.values[u] for u in both), Decimal(0))
        rows: list[tuple[Cell, ...]] = []
        for option in options:
            for body in option.answering:
                need, people = total(body, weighted), total(body, start)
                if need is None or people is None or need.counted != people.counted or people.value == 0:
                    rows.append((option.title, body.name, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN))
                    continue
                index = (need.value / all_weighted) / (people.value / all_start)
                rows.append((option.title, body.name, whole(people.value), whole(need.value), rounded(index, "0.001")))
        missing = {u for b in options[0].answering for u in b.practices if u not in both}
        table = Table(
            caption="Need for each person, by body",
            columns=(
                "Option",
                "Body",
                "People the allocation starts from",
                "Weighted people",
                "Need per head (England 1)",
            ),
            rows=tuple(rows),
            note="Need per head = (weighted people of the body / weighted people of all) / (people of the body / people"
            f" of all). All: the {len(both):,} practices in the release. Weighted people are what the national formula"
            " counts for core services.",
            source=sources(weighted, start),
        )
        said = (
            "A figure above 1 means that the people of a body need more care for each person than England as a whole.",
        )
        gaps = (left_out(tuple(sorted(missing)), "weighted people"),) if missing else ()
        return Section(self.slug, self.title, said, (table,), gaps)
