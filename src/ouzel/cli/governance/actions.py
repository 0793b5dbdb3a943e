"""`ouzel actions ...`: what bodies asked for, as it stood on any day, and its steps."""

from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.governance import given
from ouzel.cli.governance.given import BodyOption
from ouzel.cli.options import Json, On
from ouzel.cli.running import actor, guarded, ready, refusal

if TYPE_CHECKING:
    from ouzel.governance.models import Action

Ref = Annotated[str, typer.Argument(metavar="REF", help="Its reference, such as A-2021-0003.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="How it goes, or how it was done.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `actions`."""
    app.command("list")(guarded(list_actions))
    for command in (show, report, done, close):
        app.command()(guarded(command))


def list_actions(
    body: BodyOption = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    on: On = None,
    json: Json = False,
) -> None:
    """What was open on a day, the first due first, with the body that looked after it then."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.action_log.queries import open_actions

    day = given.day(on)
    found = open_actions(given.with_those_before(body), on=day, viewer=actor())
    chosen = [each for each in found if each.overdue or not overdue]
    if json:
        rows = [shapes.action(each) for each in chosen]
        showing.document({"on": day, "count": len(rows), "actions": rows})
        return
    for each in chosen:
        late = " (overdue)" if each.overdue else ""
        showing.say(f"{each.ref}  due {each.due or 'on no day'}{late}  {each.owner}, for {each.body}")
        showing.say(f"    {each.text}")
    showing.say(f"{showing.count(len(chosen), 'open action')} on {given.in_words(day)}.")


def show(ref: Ref, on: On = None, json: Json = False) -> None:
    """One action as it stood on a day, with every step up to then."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.action_log.queries import action

    found = action(ref.upper(), actor(), on=given.day(on))
    if found is None:
        raise refusal(f"There is no action {ref} on that day. What is open: ouzel actions list")
    if json:
        showing.document(shapes.action(found))
        return
    showing.say(f"{found.ref}: {found.text}")
    due = f", due by {given.in_words(found.due)}{' (overdue)' if found.overdue else ''}" if found.due else ""
    showing.say(f"{found.owner}, for {found.body}: {found.state}{due}.")
    for step in found.steps:
        showing.say(f"{step.on}  {step.kind}: {step.owner}, for {step.body}, due {step.due or 'on no day'}")
        for line in (step.note, f"plan {step.plan}" if step.plan else ""):
            if line:
                showing.say(f"            {line}")


def report(
    ref: Ref,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="How it goes.")],
    on: On = None,
    json: Json = False,
) -> None:
    """Say how it goes."""
    found, day = _found(ref), given.day(on)
    from ouzel.governance.action_log import actions as log

    log.report(action=found, note=note, on=day, by=actor())
    show(found.ref, on=day, json=json)


def done(ref: Ref, note: Note = "", on: On = None, json: Json = False) -> None:
    """Its owner says that it is done. It stays on the log until the body closes it."""
    found, day = _found(ref), given.day(on)
    from ouzel.governance.action_log import actions as log

    log.report_done(action=found, note=note, on=day, by=actor())
    show(found.ref, on=day, json=json)


def close(ref: Ref, note: Note = "", on: On = None, json: Json = False) -> None:
    """The body is satisfied that it was done."""
    found, day = _found(ref), given.day(on)
    from ouzel.governance.action_log import actions as log

    log.close_action(action=found, note=note, on=day, by=actor())
    show(found.ref, on=day, json=json)


def _found(ref: str) -> "Action":
    ready()
    from ouzel.governance.models import Action

    found = Action.objects.visible_to(actor()).filter(ref=ref.upper()).first()
    if found is None:
        raise refusal(f"There is no action {ref}. What is open: ouzel actions list")
    return found
