"""Steps on days before a plan takes effect that was enacted ahead: they are with the body that still looks after it.

A plan dates what it hands over by its own day. What happens until then comes after in number and before in time, so the
hand-over is written once more behind it, with what the action then is; the one before it counts no more.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from ouzel.core.actors import Actor
from ouzel.governance.action_log import steps
from ouzel.governance.carrying.ledger import again
from ouzel.governance.models import Action, ActionStep

CARRIED = "carried"


class _Dated(Protocol):
    @property
    def on(self) -> date: ...


D = TypeVar("D", bound=_Dated)


def standing_on(action: Action, on: date) -> tuple[ActionStep, list[ActionStep]]:
    """The step that an action stands on on a day, held, and the hand-overs by plans that are still ahead of it then."""
    steps.last_of(action)
    found = list(action.steps.select_related("body").order_by("number"))
    ahead: list[ActionStep] = []
    while len(found) > 1 and found[-1].kind == CARRIED and found[-1].plan and found[-1].on > on:
        ahead.insert(0, found.pop())
    return (found[-1], ahead) if found[-1].on <= on else ((*found, *ahead)[-1], [])


def hand_over_again(after: ActionStep, ahead: Sequence[ActionStep], *, by: Actor) -> None:
    """Write hand-overs again behind a step that came before them; what the step ended is handed over no more."""
    if after.state in steps.ENDED:
        return
    last = after
    for each in ahead:
        last = steps.take(
            action=after.action, kind=CARRIED, now=replace(steps.stands(last), body=each.body), after=last, on=each.on,
            by=by, note=each.note, plan=each.plan,
        )  # fmt: skip
        again(each, last)


def that_count(rows: Sequence[D]) -> list[D]:
    """Of rows in the order of their numbers those that no later one of an earlier day took the place of."""
    kept: list[D] = []
    for row in reversed(rows):
        if not kept or row.on <= kept[-1].on:
            kept.append(row)
    return kept[::-1]
