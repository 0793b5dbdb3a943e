"""What the public reads of those who took a step: a name or an office, never the address of a person."""

from ouzel.core.roles import roles_with
from ouzel.reorganisation import rules
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Step


def who(step: Step) -> str:
    """Who took a step: by name where it is one; an address of a person is told by their role."""
    return told(step.by, State(step.state))


def told(by: str, state: State) -> str:
    """Somebody who brought a proposal into a state."""
    return named(by) or f"a person with the role of {_role(state)}"


def named(by: str) -> str:
    """Somebody as the public may read it; nothing for an e-mail address."""
    return "" if "@" in by else by.removesuffix(" (command)")


def _role(state: State) -> str:
    return " or ".join(role.label.lower() for role in roles_with(rules.NEEDS[state]))
