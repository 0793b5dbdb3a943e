"""Benefits in the case for change: what a plan promises, by when, and what really came of it. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ouzel.reorganisation.benefits import Tracked, tracked
from ouzel.reorganisation.case_values import Outcome, Promise
from ouzel.reorganisation.case_words import day, plain
from ouzel.reorganisation.plan import Benefit


def promises_of(benefits: Sequence[Benefit], measured: Sequence[Tracked], *, on: date) -> tuple[Promise, ...]:
    """Each benefit in the order of the plan, with what was measured of it by the day `on`, the earliest first."""
    results = {each.benefit.slug: each.results for each in measured}
    return tuple(
        _promise(replace(each, results=tuple(r for r in results.get(each.benefit.slug, ()) if r.on <= on)), on)
        for each in tracked(benefits, ())
    )


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
