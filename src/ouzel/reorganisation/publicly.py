"""What the public reads of those who wrote and decided: a name or an office, never the address of a person."""

from dataclasses import replace

from ouzel.core.roles import roles_with
from ouzel.reorganisation import rules
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Step
from ouzel.reorganisation.plan import Plan

OWNER = "a person named in the plan"


def who(step: Step) -> str:
    """Who took a step: by name where it is one; an address of a person is told by their role."""
    return told(step.by, State(step.state))


def told(by: str, state: State) -> str:
    """Somebody who brought a proposal into a state."""
    return named(by) or f"a person with the role of {_role(state)}"


def named(by: str) -> str:
    """Somebody as the public may read it; nothing for an e-mail address."""
    return "" if "@" in by else by.removesuffix(" (command)")


def plan_told(plan: Plan) -> Plan:
    """A plan as the public may read it: its author and the owners of its benefits, but for their addresses."""
    return replace(
        plan,
        author=told(plan.author, State.DRAFT) if "@" in plan.author else plan.author,
        benefits=tuple(replace(b, owner=OWNER) if "@" in b.owner else b for b in plan.benefits),
    )


def _role(state: State) -> str:
    return " or ".join(role.label.lower() for role in roles_with(rules.NEEDS[state]))
