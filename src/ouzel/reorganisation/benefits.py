"""The benefits that a plan promises, and what really came of them once it was in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.reorganisation import lifecycle, steps
from ouzel.reorganisation.models import BenefitResult, Proposal
from ouzel.reorganisation.plan import Benefit

PLACES = 4  # decimals that a result is kept with
LARGEST = Decimal(10) ** 16


@dataclass(frozen=True)
class Result:
    """One measurement. Of two of one day the one recorded later holds."""

    on: date
    value: Decimal
    source: str
    note: str
    by: str


def reached(benefit: Benefit, value: Decimal) -> bool:
    """Whether a value is at the target or beyond it, seen from the baseline.

    A target equal to the baseline promises that nothing changes, so it is reached by that value alone.
    """
    if benefit.target == benefit.baseline:
        return value == benefit.target
    return value >= benefit.target if benefit.target > benefit.baseline else value <= benefit.target


@dataclass(frozen=True)
class Tracked:
    """One benefit of a plan with its measurements, the earliest first."""

    benefit: Benefit
    results: tuple[Result, ...]

    @property
    def latest(self) -> Result | None:
        """The newest measurement; None when there is none."""
        return self.results[-1] if self.results else None

    @property
    def reached(self) -> bool | None:
        """Whether the newest measurement reaches the target; None: not measured."""
        if self.latest is None:
            return None
        return reached(self.benefit, self.latest.value)

    @property
    def share(self) -> Decimal | None:
        """How much of the way from the baseline to the target was gone: 0 none, 1 all, below 0 the wrong way."""
        way = self.benefit.target - self.benefit.baseline
        if self.latest is None or way == 0:
            return None
        return (self.latest.value - self.benefit.baseline) / way

    @property
    def words(self) -> str:
        """Where it stands, in plain words."""
        return {None: "not measured yet", True: "reached", False: "not reached"}[self.reached]


def tracked(promised: Iterable[Benefit], results: Iterable[BenefitResult]) -> tuple[Tracked, ...]:
    """The benefits of a plan with their results, in the order of the plan."""
    by_slug: dict[str, list[Result]] = {}
    for row in sorted(results, key=lambda r: (r.on, r.pk)):
        by_slug.setdefault(row.benefit, []).append(Result(row.on, row.value, row.source, row.note, row.by))
    return tuple(Tracked(benefit, tuple(by_slug.get(benefit.slug, ()))) for benefit in promised)


def benefits(proposal: Proposal) -> tuple[Tracked, ...]:
    """What the plan of a proposal promises, and what was measured."""
    from ouzel.reorganisation.queries import plan_of  # which gives benefits among its reads

    return tracked(plan_of(proposal).benefits, proposal.benefit_results.all())


@transaction.atomic
def record_benefit(
    *, proposal: Proposal, benefit: str, on: date, value: Decimal, source: str, note: str = "", by: Actor
) -> BenefitResult:
    """Write down what a benefit came to on a day, in the unit of the plan. A correction is a further row.

    ContentError unless the plan promises it and was in force on the day, or for a figure without its source.
    """
    require(by, Permission.PLANS_WRITE, on=today())
    held = steps.lock(proposal)
    promised = {each.benefit.slug: each.benefit for each in benefits(held)}
    if benefit not in promised:
        raise ContentError(
            "the plan promises no such benefit", field="benefit", value=benefit,
            right=f"It promises: {', '.join(promised)}" if promised else "It promises none",
        )  # fmt: skip
    _refuse_unless_in_force(held, on)
    _check_value(value)
    if not source.strip():
        raise ContentError("a figure needs its source", field="source")
    result = BenefitResult.objects.create(
        proposal=held, benefit=benefit, on=on, value=value, source=source.strip(), note=note.strip(), by=str(by)
    )
    audit.record(
        by=by, action=steps.Action.BENEFIT_RECORDED, subject=f"proposal {held.slug}",
        detail={"benefit": benefit, "on": on, "value": value, "source": result.source, "note": result.note},
    )  # fmt: skip
    return result


def _refuse_unless_in_force(proposal: Proposal, on: date) -> None:
    step = steps.last(proposal)
    if step is None or lifecycle.State(step.state) not in lifecycle.IN_FORCE:
        stands = lifecycle.WORDS[lifecycle.State(step.state)] if step else "new"
        raise ContentError(f"{proposal.slug} is {stands}: benefits are measured once it is enacted")
    steps.check_day(on, what="measurement")
    if on < step.version.effective:
        raise ContentError(
            "a benefit cannot be measured before the plan took effect", field="on", value=str(on),
            right=f"Give {step.version.effective} or a later day; what was before is the baseline",
        )  # fmt: skip


def _check_value(value: Decimal) -> None:
    if not isinstance(value, Decimal):
        raise TypeError("a result is a Decimal, never a float")
    if not value.is_finite() or abs(value) >= LARGEST or value != round(value, PLACES):
        raise ContentError(
            "this figure cannot be kept exactly", field="value", value=str(value),
            right=f"Give a number with at most {PLACES} decimals",
        )  # fmt: skip
