"""The life cycle of a proposal: its states, and which may follow which. Data and two small questions, no database."""

from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED_IN_PRINCIPLE = "approved-in-principle"
    APPROVED = "approved"
    SCHEDULED = "scheduled"  # enacted ahead: in the register, dated in the future; from its day on it is enacted
    ENACTED = "enacted"
    PROVED = "proved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


S = State

FOLLOWS: dict[State, frozenset[State]] = {
    S.DRAFT: frozenset({S.DRAFT, S.PROPOSED, S.WITHDRAWN}),
    S.PROPOSED: frozenset({S.DRAFT, S.APPROVED_IN_PRINCIPLE, S.APPROVED, S.REJECTED, S.WITHDRAWN}),
    S.APPROVED_IN_PRINCIPLE: frozenset({S.DRAFT, S.APPROVED, S.REJECTED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.DRAFT, S.SCHEDULED, S.ENACTED, S.WITHDRAWN}),
    S.SCHEDULED: frozenset({S.PROVED, S.REVERSED}),
    S.ENACTED: frozenset({S.PROVED, S.REVERSED}),
    S.PROVED: frozenset({S.REVERSED}),
    S.REJECTED: frozenset({S.DRAFT}),
    S.WITHDRAWN: frozenset({S.DRAFT}),
    S.REVERSED: frozenset(),
}
"""From each state, those that may come next. A new version of the plan makes it a draft again."""

APPROVALS = frozenset({S.APPROVED_IN_PRINCIPLE, S.APPROVED})
"""Steps that nobody may take on a plan of their own."""

IN_FORCE = frozenset({S.SCHEDULED, S.ENACTED, S.PROVED})
"""States in which the register has the plan."""

WORDS: dict[State, str] = {
    S.DRAFT: "draft",
    S.PROPOSED: "proposed",
    S.APPROVED_IN_PRINCIPLE: "approved in principle",
    S.APPROVED: "approved",
    S.SCHEDULED: "scheduled",
    S.ENACTED: "enacted",
    S.PROVED: "enacted and proved",
    S.REJECTED: "rejected",
    S.WITHDRAWN: "withdrawn",
    S.REVERSED: "reversed",
}


def may_follow(now: State | None, then: State) -> bool:
    """Whether a proposal in the one state (None: new) may take the step to the other."""
    return then is S.DRAFT if now is None else then in FOLLOWS[now]


def on_day(state: State, *, effective: date, day: date) -> State:
    """The state as it reads on a day: what is scheduled takes effect by its date, with nothing run at midnight."""
    return S.ENACTED if state is S.SCHEDULED and day >= effective else state
