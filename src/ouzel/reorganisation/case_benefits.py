"""Benefits: what a plan promises, by when, and what really came of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ouzel.reorganisation.case_values import Outcome, Promise
from ouzel.reorganisation.case_words import day, plain
from ouzel.reorganisation.models import BenefitResult
from ouzel.reorganisation.plan import Benefit


def promises_of(
    benefits: Sequence[Benefit], measured: Mapping[str, Sequence[BenefitResult]], *, on: date
) -> tuple[Promise, ...]:
    """Each benefit in the order of the plan, with what was measured by the day `on`, oldest first."""
    made = []
    for benefit in benefits:
        outcomes = tuple(
            Outcome(result.on, result.value, result.source, result.note)
            for result in sorted(measured.get(benefit.slug, ()), key=lambda r: (r.on, r.pk or 0))
            if result.on <= on
        )
        made.append(
            Promise(
                slug=benefit.slug, title=benefit.title, owner=benefit.owner, unit=benefit.unit,
                baseline=benefit.baseline, target=benefit.target, measure_on=benefit.measure_on, source=benefit.source,
                outcomes=outcomes, standing=_standing(benefit, outcomes, on),
            )
        )  # fmt: skip
    return tuple(made)


def reached(benefit: Benefit, value: Decimal) -> bool:
    """Whether a value meets the target: at it or beyond it, in the direction from baseline to target."""
    return value >= benefit.target if benefit.target > benefit.baseline else value <= benefit.target


def _standing(benefit: Benefit, outcomes: Sequence[Outcome], on: date) -> str:
    if not outcomes:
        if on < benefit.measure_on:
            return f"To be measured on {day(benefit.measure_on)}."
        return f"It was to be measured on {day(benefit.measure_on)}. No measurement is recorded."
    last = outcomes[-1]
    words = f"{plain(last.value)} {benefit.unit} on {day(last.on)}"
    if last.on < benefit.measure_on:
        return f"{words}, before the day it is due."
    if reached(benefit, last.value):
        return f"{words}: the target of {plain(benefit.target)} was reached."
    moved, wanted = last.value - benefit.baseline, benefit.target - benefit.baseline
    if moved == 0:
        return f"{words}: no change from the baseline."
    if (moved > 0) != (wanted > 0):
        return f"{words}: it moved away from the target of {plain(benefit.target)}."
    return f"{words}: short of the target of {plain(benefit.target)}."
