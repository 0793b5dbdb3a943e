"""One step of an action's life: locked, in its order, dated, audited. Every change of an action ends here."""

from dataclasses import dataclass
from datetime import date

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.auditing import Did
from ouzel.governance.models import Action, ActionStep, Body, Meeting
from ouzel.governance.models.actions import ActionState
from ouzel.reorganisation.wording import in_words

ENDED = (ActionState.CLOSED, ActionState.DROPPED)


@dataclass(frozen=True)
class Stands:
    """What an action is after a step: who looks after it, whose it is, when it is due, where it stands."""

    body: Body
    owner: str
    due: date | None
    state: str


def last_of(action: Action) -> ActionStep:
    """The step it stands on, held with its action until the transaction ends."""
    Action.objects.select_for_update().get(pk=action.pk)
    return action.steps.select_related("body").latest("number")


def stands(step: ActionStep) -> Stands:
    """What a step left."""
    return Stands(step.body, step.owner, step.due, step.state)


def refuse_ended(action: Action, last: ActionStep) -> None:
    """ContentError for an action that was closed or dropped: it stays so."""
    if last.state in ENDED:
        raise ContentError(
            f"{action.ref} was {last.state} on {in_words(last.on)}", field="action", value=action.ref,
            right="Ask for a new action that names this one",
        )  # fmt: skip


def take(
    *, action: Action, kind: str, now: Stands, after: ActionStep | None, on: date, by: Actor, note: str = "",
    meeting: Meeting | None = None, plan: str = "", number: int | None = None,
) -> ActionStep:  # fmt: skip
    """Write the step that comes after another, and its audit row. ContentError where its day is before that one's.

    `number`: where it is not the one after; see `ahead`.
    """
    if after is not None and on < after.on:
        raise ContentError(
            f"the step before was on {in_words(after.on)}",
            field="on",
            value=str(on),
            right="Give that day or a later one",
        )
    step = ActionStep.objects.create(
        action=action, number=number or (after.number + 1 if after else 1), kind=kind, on=on, body=now.body,
        owner=now.owner, due=now.due, state=now.state, note=note.strip(), meeting=meeting, plan=plan, by=str(by),
    )  # fmt: skip
    action.refresh_from_db()
    audit.record(
        by=by, action=Did.ACTION_MADE if after is None else Did.ACTION_STEP, subject=action.ref,
        detail={"kind": kind, "number": step.number, "on": on, "body": now.body.slug, "owner": now.owner,
                "due": now.due, "state": now.state, "meeting": meeting.slug if meeting else None, "plan": plan},
    )  # fmt: skip
    return step
