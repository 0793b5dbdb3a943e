"""Actions are asked for at a meeting, reported on, put off, handed on, reported done, and closed by the body."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance import guards, refs
from ouzel.governance.action_log import ahead, steps
from ouzel.governance.decisions.sitting import refuse_unless_begun, refuse_unless_sitting
from ouzel.governance.meetings.steps import refuse_minuted
from ouzel.governance.models import Action, ActionStep, AgendaItem, Body, Decision, Meeting
from ouzel.governance.models.actions import ActionState
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import in_words

S = ActionState


@transaction.atomic
def ask_for(
    *, item: AgendaItem, text: str, owner: str, due: date | None, body: Body, decision: Decision | None = None,
    on: date, by: Actor,
) -> Action:  # fmt: skip
    """A body asks at an item for something to be done by `owner` (a name or a post) until `due`, that day included.

    `due` None: no day was set. Of an item taken in private the text is what may be public of it. ContentError where
    the meeting has not begun, nothing or nobody is named, it would be due before it was asked for, or the decision is
    of another item.
    """
    require_for(by, Permission.GOVERNANCE_RUN, [body], on=today())
    meeting = refuse_unless_sitting(item=item, body=body, on=on, what="an action")
    refuse_minuted(meeting, "an action")
    if not text.strip():
        raise ContentError("say what is to be done", field="text")
    if decision is not None and decision.item_id != item.pk:
        raise ContentError("that decision was taken at another item", field="decision", value=decision.ref)
    guards.check(meeting, {"text": text, "owner": owner}, item=item)
    now = steps.Stands(body, _owner(owner), _due(due, on), S.OPEN)
    action = Action.objects.create(
        ref=refs.next_ref("A", Action, on=on), text=text.strip(), meeting=meeting, item=item, decision=decision,
        private=item.private, body=body, owner=now.owner, due=now.due, state=now.state,
    )  # fmt: skip
    steps.take(action=action, kind="made", now=now, after=None, on=on, by=by, meeting=meeting)
    return action


@transaction.atomic
def report(*, action: Action, note: str, on: date, by: Actor, meeting: Meeting | None = None) -> ActionStep:
    """Say how it goes. `meeting`: where it was said, if at one."""
    if not note.strip():
        raise ContentError("say how it goes", field="note")
    return _step(action, "progress", on=on, by=by, note=note, meeting=meeting)


@transaction.atomic
def move_due(
    *, action: Action, due: date | None, why: str, on: date, by: Actor, meeting: Meeting | None = None
) -> ActionStep:
    """Give it another day, with the reason, for everybody to read. What was reported done is open again."""
    _reason(why, "why it is due on another day")
    return _step(action, "moved", on=on, by=by, note=why, meeting=meeting, due=_due(due, on), state=S.OPEN)


@transaction.atomic
def change_owner(
    *, action: Action, owner: str, on: date, by: Actor, note: str = "", meeting: Meeting | None = None
) -> ActionStep:
    """Hand it to somebody else."""
    return _step(action, "owner", on=on, by=by, note=note, meeting=meeting, owner=_owner(owner))


@transaction.atomic
def report_done(
    *, action: Action, on: date, by: Actor, note: str = "", meeting: Meeting | None = None
) -> ActionStep:  # fmt: skip
    """Its owner says that it is done. It stays on the log until the body closes it."""
    return _step(action, "done", on=on, by=by, note=note, meeting=meeting, state=S.DONE)


@transaction.atomic
def close_action(
    *, action: Action, on: date, by: Actor, note: str = "", meeting: Meeting | None = None
) -> ActionStep:  # fmt: skip
    """The body is satisfied that it was done."""
    return _step(action, "closed", on=on, by=by, note=note, meeting=meeting, state=S.CLOSED)


@transaction.atomic
def drop_action(*, action: Action, why: str, on: date, by: Actor, meeting: Meeting | None = None) -> ActionStep:
    """The body no longer wants it, for a reason that everybody may read."""
    _reason(why, "why it is dropped")
    return _step(action, "dropped", on=on, by=by, note=why, meeting=meeting, state=S.DROPPED)


@transaction.atomic
def carry_over(*, action: Action, to: Body, plan: str, why: str, on: date, by: Actor) -> ActionStep:
    """Another body looks after it from a day on, by the plan of a reorganisation; carried back, it is one step more.

    For what follows from a plan: whoever enacts it may, so nobody's role is looked at here.
    """
    _reason(why, "why another body takes it over")
    last = steps.last_of(action)
    steps.refuse_ended(action, last)
    return steps.take(
        action=action, kind="carried", now=replace(steps.stands(last), body=to), after=last, on=on, by=by, note=why,
        plan=plan,
    )  # fmt: skip


def _step(
    action: Action, kind: str, *, on: date, by: Actor, note: str, meeting: Meeting | None, **changed: object
) -> ActionStep:
    standing, to_come = ahead.standing_on(action, on)
    last = to_come[-1] if to_come else standing
    require_for(by, Permission.GOVERNANCE_RUN, [standing.body], on=today())
    steps.refuse_ended(action, last)
    if meeting is not None:
        refuse_unless_begun(meeting, on=on)
    field = "why" if kind in ("moved", "dropped") else "note"
    guards.check(action.meeting, {field: note, "owner": str(changed.get("owner", ""))}, item=action.item)
    now = replace(steps.stands(standing), **changed)  # type: ignore[arg-type]  # one of its own fields, each
    step = steps.take(
        action=action, kind=kind, now=now, after=standing, number=last.number + 1, on=on, by=by, note=note,
        meeting=meeting,
    )  # fmt: skip
    ahead.hand_over_again(step, to_come, by=by)
    return step


def _owner(owner: str) -> str:
    if not owner.strip():
        raise ContentError("an action needs somebody who does it", field="owner", right="Give a name or a post")
    return owner.strip()


def _due(due: date | None, on: date) -> date | None:
    if due is not None and due < on:
        raise ContentError(
            "it would be due before it is asked for", field="due", value=str(due), right=f"{in_words(on)} or later"
        )
    return due


def _reason(why: str, what: str) -> None:
    if not why.strip():
        raise ContentError(f"say {what}: it is shown with the action", field="why")
