"""Benefits in the case for change: what a plan promises, by when, and what really came of it. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from ouzel.reorganisation.benefits import Tracked, tracked
from ouzel.reorganisation.case.values import Outcome, Promise
from ouzel.reorganisation.case.words import day, plain
from ouzel.reorganisation.models import BenefitResult
from ouzel.reorganisation.plan import Benefit


def promises_of(
    benefits: Sequence[Benefit], results: Iterable[BenefitResult], *, on: date
) -> tuple[Promise, ...]:  # fmt: skip
    """Each benefit in the order of the plan, with what was measured of it by the day `on`, the earliest first."""
    return tuple(_promise(each, on) for each in tracked(benefits, (r for r in results if r.on <= on)))


def _promise(each: Tracked, on: date) -> Promise:
    benefit = each.benefit
    return Promise(
        slug=benefit.slug,
        title=benefit.title,
        owner=benefit.owner,
        unit=benefit.unit,
        baseline=benefit.baseline,
        target=benefit.target,
        measure_on=benefit.measure_on,
        source=benefit.source,
        outcomes=tuple(Outcome(r.on, r.value, r.source, r.note) for r in each.results),
        standing=_standing(each, on),
    )


def _standing(each: Tracked, on: date) -> str:
    benefit, last, share = each.benefit, each.latest, each.share
    if last is None:
        if on <= benefit.measure_on:
            return f"To be measured on {day(benefit.measure_on)}."
        return f"It was to be measured on {day(benefit.measure_on)}. No measurement is recorded."
    words = f"{plain(last.value)} {benefit.unit} on {day(last.on)}"
    target = f"the target of {plain(benefit.target)}"
    if each.reached:
        return f"{words}: {target} was reached."
    if last.on < benefit.measure_on:
        return f"{words}, before the day it is due: {target} was not reached yet."
    if share == 0:
        return f"{words}: nothing changed, and {target} was not reached."
    if share is None or share < 0:
        return f"{words}: it moved away from {target}."
    return f"{words}: short of {target}."
