"""Actions: asked for, put off, handed on, closed; as they stood on any day; carried to a successor."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.action_log import actions
from ouzel.governance.action_log.queries import action, action_log, asked_at, open_actions
from ouzel.governance.auditing import Did
from ouzel.governance.models import Action, ActionStep
from tests.governance.decisions.in_common import DAY, Held, closed, opened, planned
from tests.governance.world import World

MAY = date(2021, 5, 31)
LATER = date(2021, 4, 20)


def asked(world: World, held: Held, **changed: object) -> Action:
    """Luton asks for a thing to be done by the end of May."""
    given = {
        "item": held.items["2"], "text": "Tell the practices", "owner": "Accountable officer", "due": MAY,
        "body": world.luton, "on": DAY, "by": world.by,
    }  # fmt: skip
    return actions.ask_for(**{**given, **changed})  # type: ignore[arg-type]


def test_action_has_a_reference_and_a_first_step(world: World) -> None:
    made = asked(world, opened(world))
    assert made.ref == "A-2021-0001"
    shown = action(made.ref, None, on=DAY)
    assert shown is not None
    assert (shown.state, shown.owner, shown.due, shown.asked_on) == ("open", "Accountable officer", MAY, DAY)
    assert AuditEntry.objects.filter(action=Did.ACTION_MADE, subject=made.ref).count() == 1


def test_action_stands_on_each_day_as_it_did_then(world: World) -> None:
    made = asked(world, opened(world))
    actions.move_due(action=made, due=date(2021, 6, 30), why="Waits for the lists", on=LATER, by=world.by)
    actions.change_owner(action=made, owner="Chief finance officer", on=date(2021, 5, 1), by=world.by)
    actions.report_done(action=made, on=date(2021, 6, 1), by=world.by)
    actions.close_action(action=made, on=date(2021, 6, 8), by=world.by)
    stood = [
        (view.due, view.owner, view.state)
        for day in (DAY, LATER, date(2021, 5, 1), date(2021, 6, 1), date(2021, 6, 8))
        if (view := action(made.ref, None, on=day))
    ]
    june = date(2021, 6, 30)
    assert stood == [
        (MAY, "Accountable officer", "open"), (june, "Accountable officer", "open"),
        (june, "Chief finance officer", "open"), (june, "Chief finance officer", "done"),
        (june, "Chief finance officer", "closed"),
    ]  # fmt: skip
    assert action(made.ref, None, on=date(2021, 3, 15)) is None
    assert [len(open_actions(world.luton, on=day)) for day in (date(2021, 3, 15), DAY, date(2021, 6, 8))] == [0, 1, 0]
    made.refresh_from_db()
    assert (made.state, made.owner) == ("closed", "Chief finance officer")  # kept in step by the database


def test_action_is_overdue_only_while_it_is_open(world: World) -> None:
    made = asked(world, opened(world))
    assert [view.overdue for day in (MAY, date(2021, 6, 1)) for view in open_actions(world.luton, on=day)] == [
        False, True,
    ]  # fmt: skip
    actions.report_done(action=made, on=date(2021, 6, 2), by=world.by)
    (view,) = open_actions(world.luton, on=date(2021, 6, 3))
    assert (view.state, view.overdue) == ("done", False)


def test_action_reported_done_is_open_again_when_put_off(world: World) -> None:
    made = asked(world, opened(world))
    actions.report_done(action=made, on=LATER, by=world.by)
    actions.move_due(action=made, due=None, why="Not what was meant", on=LATER, by=world.by)
    (view,) = open_actions(world.luton, on=LATER)
    assert (view.state, view.due, view.put_off) == ("open", None, 1)


def test_action_that_ended_stays_so(world: World) -> None:
    made = asked(world, opened(world))
    actions.drop_action(action=made, why="No longer wanted", on=LATER, by=world.by)
    for step in (
        lambda: actions.report(action=made, note="Well", on=LATER, by=world.by),
        lambda: actions.close_action(action=made, on=LATER, by=world.by),
        lambda: actions.carry_over(action=made, to=world.bedfordshire, plan="p", why="w", on=LATER, by=world.by),
    ):
        with pytest.raises(ContentError, match="was dropped on 20 April 2021"):
            step()


def test_action_steps_are_never_changed(world: World) -> None:
    asked(world, opened(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionStep.objects.update(note="Something else")
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.update(text="Something else")


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"text": " "}, "what is to be done"), ({"owner": ""}, "somebody who does it"),
     ({"due": date(2021, 3, 15)}, "before it is asked for"), ({"on": date(2021, 3, 15)}, "is none of")],
)  # fmt: skip
def test_action_that_cannot_be_is_refused(world: World, changed: dict[str, object], says: str) -> None:
    with pytest.raises(ContentError, match=says):
        asked(world, opened(world), **changed)


def test_action_before_the_meeting_or_of_another_body_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="has begun"):
        asked(world, planned(world, [world.luton]))
    with pytest.raises(ContentError, match="does not sit"):
        asked(world, opened(world, [world.bedfordshire]))


def test_action_put_off_or_dropped_says_why(world: World) -> None:
    made = asked(world, opened(world))
    with pytest.raises(ContentError, match="say why it is due"):
        actions.move_due(action=made, due=None, why=" ", on=LATER, by=world.by)
    with pytest.raises(ContentError, match="say why it is dropped"):
        actions.drop_action(action=made, why="", on=LATER, by=world.by)
    with pytest.raises(ContentError, match="step before was on 16 March 2021"):
        actions.report(action=made, note="Early", on=date(2021, 3, 1), by=world.by)


def test_action_is_carried_over_and_back(world: World) -> None:
    made = asked(world, opened(world))
    april = date(2021, 4, 1)
    actions.carry_over(action=made, to=world.bedfordshire, plan="blmk-2021", why="Took over", on=april, by=world.by)
    (view,) = open_actions(world.bedfordshire, on=april)
    assert (view.body, view.asked_by, view.steps[-1].plan) == (
        "bedfordshire-governing-body", "luton-governing-body", "blmk-2021",
    )  # fmt: skip
    assert open_actions(world.luton, on=april) == ()
    assert len(open_actions(world.luton, on=date(2021, 3, 31))) == 1
    actions.carry_over(action=made, to=world.luton, plan="blmk-2021", why="Taken back", on=april, by=world.by)
    assert len(open_actions(world.luton, on=april)) == 1
    assert open_actions(world.bedfordshire, on=april) == ()


def test_log_before_a_meeting_is_what_was_open_or_ended_since_the_one_before(world: World) -> None:
    first = opened(world, [world.luton], day=date(2021, 1, 12), notice=date(2021, 1, 4), title="January")
    january = {"on": date(2021, 1, 12)}
    left_open = asked(world, first, text="Left open", **january)
    done_early = asked(world, first, text="Closed before February", **january)
    done_late = asked(world, first, text="Closed after February", **january)
    closed(world, first, day=date(2021, 1, 12))
    actions.close_action(action=done_early, on=date(2021, 1, 20), by=world.by)
    second = opened(world, [world.luton], day=date(2021, 2, 9), notice=date(2021, 2, 1), title="February")
    closed(world, second, day=date(2021, 2, 9))
    actions.close_action(action=done_late, on=date(2021, 2, 20), by=world.by)
    third = opened(world, [world.luton])
    new = asked(world, third, text="Asked here")
    assert [view.text for view in action_log(third.meeting)] == [left_open.text, done_late.text]
    assert [view.text for view in action_log(second.meeting)] == [left_open.text, done_early.text, done_late.text]
    assert [view.ref for view in asked_at(third.meeting)] == [new.ref]


STEPS = st.lists(st.sampled_from(["report", "move_due", "change_owner", "report_done", "close_action", "drop_action"]),
                 max_size=8)  # fmt: skip


@given(STEPS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_action_is_closed_or_open_and_never_lost(world: World, steps: list[str]) -> None:
    words = {
        "report": {"note": "Well"}, "move_due": {"due": MAY, "why": "Later"}, "change_owner": {"owner": "Nurse"},
        "drop_action": {"why": "Not wanted"},
    }  # fmt: skip
    with transaction.atomic():
        made = asked(world, opened(world, [world.luton]))
        ended = False
        for step in steps:
            call = getattr(actions, step)
            if ended:
                with pytest.raises(ContentError):
                    call(action=made, on=LATER, by=world.by, **words.get(step, {}))
            else:
                call(action=made, on=LATER, by=world.by, **words.get(step, {}))
            ended = ended or step in ("close_action", "drop_action")
        assert len(open_actions(world.luton, on=LATER)) == (0 if ended else 1)
        made.refresh_from_db()
        last = made.steps.latest("number")
        assert (made.state, made.owner, made.due, made.body_id) == (last.state, last.owner, last.due, last.body_id)
        transaction.set_rollback(True)
