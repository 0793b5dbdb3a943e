"""The sections that the register alone can write: the bodies, what changes for a resident, what is done once."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.case.members import councils_of
from ouzel.reorganisation.case.registry import register_section
from ouzel.reorganisation.case.summary import known_already, narrowest
from ouzel.reorganisation.case.values import NOT_KNOWN, Cell, Option, Section, Table
from ouzel.reorganisation.case.words import count, day, few, listed, started

A = Attribute
REGISTER = "The register: relations of practices, networks and areas, as known for this paper"
WHOLE = Decimal(1)
SHOWN = ("practice", "network", "small-area", "site", "branch")
"""Kinds of unit that have a column of their own, where there are any."""

NO_CONTRACTS = (
    "Which hospitals and clinics people may go to is settled in contracts, and which treatments are paid for in"
    " policies. The register of bodies does not hold them, so this section says nothing of them."
)
NO_COSTS = (
    "What each of these costs is not published for each body, so no saving is worked out from this table. Savings are"
    " stated, with an owner, under benefits."
)

TIMES = {0: "never", 1: "once", 2: "twice"}


class Bodies:
    """Which bodies there would be under each option, and how much each would serve."""

    slug, title, order = "bodies", "The bodies under each option", 10

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section:
        """A row for each body of each option, with a count for each kind of unit that any of them has."""
        there = [k for k in SHOWN if any(body.units.get(k) for o in options for body in o.bodies)]
        councils = councils_of({a for o in options for b in o.bodies for a in b.areas}, moment=moment)
        rows: list[tuple[Cell, ...]] = []
        for option in options:
            for body in option.bodies:
                kind = narrowest(body.kinds)
                counts = [_counted(body.units.get(k, {})) for k in there]
                of = len({councils[a] for a in body.areas if a in councils})
                known = [of or NOT_KNOWN] if councils else []
                rows.append(
                    (option.title, body.name, body.code, KINDS[kind].one if kind else NOT_KNOWN, *counts, *known)
                )
        headings = [started(KINDS[k].many) for k in there] + (["Councils"] if councils else [])
        table = Table(
            caption=f"Bodies on {day(moment.on)} under each option",
            columns=("Option", "Body", "Code", "What it is", *headings),
            rows=tuple(rows),
            note="A practice that is divided between bodies is counted in each by its share."
            if _divided(options)
            else "",
            source=REGISTER,
        )
        sentences = [
            f"{_under(o)} {count(len(o.bodies), 'body', 'bodies')}"
            + (f": {listed([b.name for b in o.bodies])}." if o.bodies else ".")
            for o in options
        ]
        return Section(self.slug, self.title, tuple(sentences), (table,), tuple(self._gaps(options, there, moment)))

    def _gaps(self, options: Sequence[Option], there: Sequence[str], moment: Moment) -> list[str]:
        gaps = []
        if known_already(options[0], options[1]):
            gaps.append(
                f"The register, as it was known for this paper, has nobody left in these bodies on {day(moment.on)} for"
                " the plan to move, so the options cannot be compared with no change."
            )
        elif not any(b.practices or b.areas for o in options for b in o.bodies):
            gaps.append(
                "The register, as known for this paper, has no GP practices and no areas under these bodies. So it"
                " cannot be said whom they serve, and nothing is said of people, money or need."
            )
        elif "small-area" not in there and any("commissioner" in b.kinds for o in options for b in o.bodies):
            gaps.append(
                "The register, as known for this paper, does not say which small areas lie in each body's area on"
                f" {day(moment.on)}. So councils and residents cannot be counted; practices are."
            )
        for option in options:
            if option.expansion is None or option.plan is None:
                continue
            for problem in option.expansion.problems:
                gaps.append(f"“{option.title}” cannot be approved as it is: {problem}.")
            if left := {(u.code, u.attribute) for u in option.expansion.unresolved}:
                gaps.append(f"“{option.title}” leaves {count(len(left), 'unit')} without a body, each with its reason.")
            if option.plan.effective != moment.on:
                gaps.append(
                    f"“{option.title}” would take effect on {day(option.plan.effective)}. It is compared here with the"
                    f" bodies of {day(moment.on)}."
                )
        return gaps


class Residents:
    """What changes, and what stays, for somebody who lives there."""

    slug, title, order = "residents", "What this means for people who live here", 20

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """None where the bodies have no practices and no areas, so that nobody can be said to be served."""
        now, *others = options
        practices = {unit for body in now.answering for unit in body.practices}
        areas = {unit for body in now.answering for unit in body.areas}
        if not practices and not areas:
            return None
        rows: list[tuple[Cell, ...]] = [
            ("Bodies that answer for the care of people here", *(len(o.answering) for o in options))
        ]
        said: list[str] = []
        if practices:
            moved = [len(_moved(now, o, "practice")) for o in options]
            closing = [len(practices & _ended(o)) for o in options]
            networks = [len(practices & _told(o, A.NETWORK)) for o in options]
            rows += [
                ("GP practices that would have another body", *moved),
                ("GP practices that would close", *closing),
                ("GP practices that would change their primary care network", *networks),
            ]
            said += self._practices(others, moved[1:], closing[1:], networks[1:], len(practices))
        if areas:
            rows += [
                ("Small areas that would have another body", *(len(_moved(now, o, "small-area")) for o in options)),
                (
                    "Small areas that would change their council",
                    *(len(areas & _told(o, A.LOCAL_AUTHORITY)) for o in options),
                ),
            ]
        if not any(_told(o, A.LOCAL_AUTHORITY) for o in others):
            said.append("No option changes which council anybody lives under.")
        table = Table(
            caption=f"What would be different on {day(moment.on)}",
            columns=("What", *(o.title for o in options)),
            rows=tuple(rows),
            note="Compared with no change.",
            source=REGISTER,
        )
        return Section(self.slug, self.title, tuple(said), (table,), (NO_CONTRACTS,))

    def _practices(
        self, others: Sequence[Option], moved: Sequence[int], closing: Sequence[int], networks: Sequence[int], all_: int
    ) -> list[str]:  # fmt: skip
        said = []
        if not any(closing):
            said.append("You stay registered with your GP practice: no option closes one, and you need to do nothing.")
        if not any(networks):
            said.append("Every GP practice keeps the other practices it works with: no option changes a network.")
        for option, number in zip(others, moved, strict=True):
            what = "no GP practice would belong" if number == 0 else (
                f"all {count(all_, 'GP practice')} would belong" if number == all_ > 1
                else f"{count(number, 'GP practice')} of {few(all_)} would belong"
            )  # fmt: skip
            said.append(f"{_under(option)} {what} to another body.")
        return said


class Once:
    """What the law asks of each body, and so how many times it would be done."""

    slug, title, order = "once", "What is done once, and what several times", 30

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """None where no law in the table of duties speaks of the kinds of body there are."""
        rows: list[tuple[Cell, ...]] = []
        kinds = {narrowest(b.kinds) for o in options for b in o.bodies}
        for kind, duty, law, since, until in duties():
            if kind in kinds and since <= moment.on and (until is None or moment.on < until):
                times = [sum(narrowest(b.kinds) == kind for b in o.bodies) for o in options]
                rows.append((started(duty), *times, law))
        if not rows:
            return None
        most = [max(row[n] for row in rows if isinstance(row[n], int)) for n in range(1, len(options) + 1)]
        said = ["The law asks certain things of every such body. Each must be done as many times as there are bodies."]
        said += [
            f"{_under(o)} {TIMES.get(int(n), f'{few(int(n))} times')}." for o, n in zip(options, most, strict=True)
        ]
        table = Table(
            caption="How many times each duty must be done",
            columns=("What each body must have or do", *(o.title for o in options), "Law"),
            rows=tuple(rows),
            source="National Health Service Act 2006 as it stood on the day",
        )
        return Section(self.slug, self.title, tuple(said), (table,), (NO_COSTS,))


@lru_cache(maxsize=1)
def duties() -> tuple[tuple[str, str, str, date, date | None], ...]:
    """What the law asks of each kind of body: kind, duty, law, and the days on which it holds (half-open)."""
    text = resources.files("ouzel.reorganisation.case").joinpath("duties.csv").read_text("utf-8")
    return tuple(
        (row["kind"], row["duty"], row["law"], date.fromisoformat(row["since"]),
         date.fromisoformat(row["until"]) if row["until"] else None)
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def _under(option: Option) -> str:
    return "With no change," if option.plan is None else f"Under “{option.title}”,"


def _counted(units: Mapping[str, Decimal]) -> Cell:
    total = sum(units.values(), Decimal(0))
    return int(total) if total == total.to_integral_value() else total.quantize(Decimal("0.1"))


def _divided(options: Sequence[Option]) -> bool:
    return any(
        share != WHOLE for o in options for b in o.bodies for units in b.units.values() for share in units.values()
    )


def _bodies_of(option: Option, kind: str) -> dict[str, dict[str, Decimal]]:
    """For each unit of a kind the bodies that answer for it, with its share in each."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for body in option.answering:
        for unit, share in body.units.get(kind, {}).items():
            found[unit][body.code] = share
    return found


def _moved(now: Option, option: Option, kind: str) -> set[str]:
    """The units of a kind that the option has in other bodies, or in other shares, than no change has."""
    before, after = _bodies_of(now, kind), _bodies_of(option, kind)
    return {unit for unit in before if before[unit] != after.get(unit, {})}


def _told(option: Option, attribute: Attribute) -> set[str]:
    """The units of which the option says something new in one relation."""
    assertions = option.expansion.assertions if option.expansion else ()
    return {a.subject for a in assertions if a.attribute is attribute}


def _ended(option: Option) -> set[str]:
    """The bodies and units whose life the option ends on its day."""
    if option.expansion is None or option.plan is None:
        return set()
    day_ = option.plan.effective
    return {
        a.subject for a in option.expansion.assertions
        if a.attribute is A.LIFESPAN and a.until is not None and a.until <= day_
    }  # fmt: skip


for _maker in (Bodies(), Residents(), Once()):
    register_section(_maker)
