"""What a plan must pass before it is proposed or approved."""

from datetime import date

from ouzel.core.errors import ContentError
from ouzel.register.answers import Moment
from ouzel.reorganisation import lifecycle, preview
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.steps import last


def checked(plan: Plan, *, on: date) -> preview.Preview:
    """What the plan comes to in the register as known on the day; PlanRefused with everything that is wrong."""
    refuse_unless_in_force(plan)
    seen = preview.preview(plan, moment=Moment(on=plan.effective, known_at=on))
    preview.refuse(seen)
    return seen


def refuse_odd_amendment(plan: Plan) -> None:
    """Raise ContentError for a plan that amends itself, or what does not exist."""
    if not plan.amends:
        return
    if plan.amends == plan.slug:
        raise _amends(plan, "a plan cannot amend itself")
    if not Proposal.objects.filter(slug=plan.amends).exists():
        raise _amends(plan, "there is no proposal of that name to amend")


def refuse_unless_in_force(plan: Plan) -> None:
    """Raise ContentError unless what the plan amends is in the register."""
    if not plan.amends:
        return
    amended = Proposal.objects.filter(slug=plan.amends).first()
    step = last(amended) if amended else None
    if step is None or lifecycle.State(step.state) not in lifecycle.IN_FORCE:
        stands = lifecycle.WORDS[lifecycle.State(step.state)] if step else "unknown"
        raise _amends(plan, f"only a plan that was enacted can be amended, and that one is {stands}")


def _amends(plan: Plan, problem: str) -> ContentError:
    return ContentError(
        problem, plan.file, plan.line("amends"), "amends", plan.amends,
        right="Name the enacted plan that this one corrects or adds to, or leave it out",
    )  # fmt: skip
