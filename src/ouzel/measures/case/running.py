"""The section of the case for change on running cost: what each body may spend on itself, and how many times."""

from collections.abc import Sequence
from decimal import Decimal

from ouzel.measures.allowances import Allowance, allowance
from ouzel.measures.case.figures import PEOPLE, Release, Sum, nothing, release, rounded, total, whole
from ouzel.measures.case.people import has_practices
from ouzel.register.answers import Moment
from ouzel.reorganisation.case.values import NOT_KNOWN, Cell, Option, Section, Table
from ouzel.reorganisation.case.words import count, day, few, plain, shown

POUNDS_A_YEAR = frozenset({"pounds a year", "£ a year"})
"""Units of a benefit that can be set beside an allowance per head."""

PENNY = "0.01"
NO_ACTUALS = (
    "What each body really spends on running itself is not among the figures that are loaded. So what it may spend is"
    " shown, not what it does. No saving is worked out from it."
)


class RunningCost:
    """What the bodies of each option may spend on running themselves, and into how many purses it goes."""

    slug, title, order = "running-cost", "What running the bodies may cost", 50

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """May spend = allowance of the day (£ per head a year) x people registered, rounded to whole pounds.

        People are those registered with the body's practices; the official allowance uses a population estimate of
        the year, which can differ. The sum over the bodies of an option is of the unrounded figures.
        """
        if not has_practices(options):
            return None
        people, per_head = release(PEOPLE, moment=moment), allowance(moment.on)
        if per_head is None:
            return Section(self.slug, self.title, gaps=(nothing("the running cost allowance", moment=moment),))
        if not people.values:
            return Section(self.slug, self.title, gaps=(nothing("people registered with GP practices", moment=moment),))
        sums = [[total(body, people) for body in option.answering] for option in options]
        rows: list[tuple[Cell, ...]] = [
            (o.title, body.name, *_cells(s, per_head))
            for o, theirs in zip(options, sums, strict=True)
            for body, s in zip(o.answering, theirs, strict=True)
        ]  # fmt: skip
        table = Table(
            caption="What each body may spend on running itself in a year",
            columns=("Option", "Body", "People", "Allowance (£ for each person)", "May spend (£ a year)"),
            rows=tuple(rows),
            note=f"May spend = allowance x people. The allowance holds since {day(per_head.since)}.",
            source=f"{per_head.source}; {people.source}",
        )
        known = [sum((s.value for s in theirs if s), Decimal(0)) for theirs in sums]
        gaps = (*((f"Of the allowance: {per_head.words}",) if per_head.words else ()), NO_ACTUALS)
        told = _promised(options, people, per_head)
        tables = (table, told) if told else (table,)
        return Section(self.slug, self.title, tuple(_said(options, known, per_head)), tables, gaps)


def _cells(people: Sum | None, per_head: Allowance) -> tuple[Cell, ...]:
    if people is None:
        return (NOT_KNOWN, per_head.value, NOT_KNOWN)
    return whole(people.value), per_head.value, whole(people.value * per_head.value)


def _said(options: Sequence[Option], people: Sequence[Decimal], per_head: Allowance) -> list[str]:
    """That the money is the same where the people are, and the purses are not."""
    pounds = f"£{plain(per_head.value)} a year"
    said = [f"A body may spend up to {pounds} on running itself for each person it serves: that is its allowance."]
    if people[0] and all(number == people[0] for number in people):
        money = shown(whole(people[0] * per_head.value))
        said.append(f"The people are the same under every option, so the sum is too: £{money} a year.")
    now, *others = options
    for option in others:
        fewer = len(now.answering) - len(option.answering)
        if fewer > 0 and option.answering:
            said.append(
                f"With no change, {few(len(now.answering))} bodies each pay for their own running out of it. Under"
                f" “{option.title}”, {count(len(option.answering), 'body does', 'bodies do')}: what is paid for"
                f" {few(len(now.answering))} times now would be paid for {_times(len(option.answering))}."
            )
    return said


def _times(number: int) -> str:
    return "once" if number == 1 else f"{few(number)} times"


def _promised(options: Sequence[Option], people: Release, per_head: Allowance) -> Table | None:
    """The yearly sums that plans promise to change, for each person, beside the allowance."""
    rows: list[tuple[Cell, ...]] = []
    for option in options:
        heads = sum((s.value for body in option.answering if (s := total(body, people))), Decimal(0))
        for benefit in option.plan.benefits if option.plan and heads else ():
            if benefit.unit in POUNDS_A_YEAR:
                each = [rounded(sum_ / heads, PENNY) for sum_ in (benefit.baseline, benefit.target)]
                rows.append((option.title, benefit.title, *each, per_head.value))
    if not rows:
        return None
    return Table(
        caption="Yearly sums that the plans promise to change, for each person",
        columns=("Option", "Benefit", "Before (£ for each person)", "Target (£ for each person)",
                 "Allowance (£ for each person)"),
        rows=tuple(rows),
        note="The sum a plan states over the people of its bodies, rounded to pence. Stated by the plan, not checked.",
        source=people.source,
    )  # fmt: skip
