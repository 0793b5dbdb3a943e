"""`ouzel change ...`: the steps of a proposal's life, from the plan file to the decision."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.changes.plans import By, Given, Note, PlanText, StepOn, given, one_day, who
from ouzel.cli.options import Json
from ouzel.cli.running import edition, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.core.actors import Actor
    from ouzel.reorganisation.models import Document, Proposal

Paper = Annotated[
    Path | None, typer.Option("--document", metavar="FILE", help="The paper that goes with it: minutes, a letter.")
]
KnownThen = Annotated[
    date | None,
    typer.Option(
        "--known-at",
        parser=options.a_day,
        metavar="DATE",
        help="For a step of the past: its day, by what was known then. The same as --on.",
    ),
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, which is kept with the step.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `change`."""
    for command in (propose, approve, reject, withdraw):
        app.command()(guarded(command))


def propose(
    plan: PlanText, by: By = "", on: StepOn = None, known_at: KnownThen = None, note: Note = "",
    document: Paper = None, json: Json = False,
) -> None:  # fmt: skip
    """Propose a plan: from now on it is public. A file is kept as the next version where it says something new."""
    paper = _read(document)
    ready()
    from django.db import transaction

    from ouzel.reorganisation import actions

    edition()
    day, actor = one_day(on, known_at, "--known-at"), who(by)
    with showing.working("Proposing"), transaction.atomic():
        named = given(plan)
        before = _steps(named.proposal)
        proposal = _kept(named, by=actor, on=day)
        kept = _handed_in(proposal, document, paper, actor)
        actions.propose(proposal=proposal, by=actor, on=day, note=note, document=kept)
    _told(proposal, before, json)


def approve(
    plan: PlanText,
    in_principle: Annotated[
        bool, typer.Option("--in-principle", help="The idea only; the approval in full comes later.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who approves; never the author. Else whoever runs the command.")
    ] = "",
    on: StepOn = None,
    known_at: KnownThen = None,
    note: Note = "",
    document: Paper = None,
    json: Json = False,
) -> None:
    """Approve a proposal, in full or in principle. A plan file is kept and proposed first where that is still to do."""
    paper = _read(document)
    ready()
    from django.core.exceptions import PermissionDenied
    from django.db import transaction

    from ouzel.reorganisation import actions

    edition()
    day, author, approver = one_day(on, known_at, "--known-at"), who(""), who(by)
    act = actions.approve_in_principle if in_principle else actions.approve
    with showing.working("Approving"), transaction.atomic():  # all of the steps or none
        named = given(plan)
        before = _steps(named.proposal)
        if named.differs and _stands(named.proposal) not in ("draft", "proposed"):
            named.stored()  # refuses: somebody decided on something else than the file says
        proposal = _kept(named, by=author, on=day)
        if named.from_file and _stands(proposal) == "draft":
            actions.propose(proposal=proposal, by=author, on=day)
        kept = _handed_in(proposal, document, paper, author)
        try:
            act(proposal=proposal, by=approver, on=day, note=note, document=kept)
        except PermissionDenied as error:
            if by:
                raise
            raise ContentError(str(error).rstrip("."), field="--by", right="Name who approves it: --by NAME") from None
    _told(proposal, before, json)


def reject(
    plan: PlanText, why: Why, by: By = "", on: StepOn = None, document: Paper = None, json: Json = False
) -> None:
    """Reject a proposal, with the reason. A new version of its plan can be proposed."""
    _end("reject", plan, why, by, on, document, json)


def withdraw(
    plan: PlanText, why: Why, by: By = "", on: StepOn = None, document: Paper = None, json: Json = False
) -> None:
    """Withdraw a proposal that is not enacted, with the reason. It stays readable."""
    _end("withdraw", plan, why, by, on, document, json)


def _end(
    what: str, plan: str, why: str, by: str, on: date | None, document: Path | None, json: bool
) -> None:  # the two ways in which a proposal comes to nothing
    paper = _read(document)
    ready()
    from django.db import transaction

    from ouzel.reorganisation import actions

    act = {"reject": actions.reject, "withdraw": actions.withdraw}[what]
    actor = who(by)
    with transaction.atomic():
        proposal = given(plan).stored()
        before = _steps(proposal)
        kept = _handed_in(proposal, document, paper, actor)
        act(proposal=proposal, by=actor, on=one_day(on), note=why, document=kept)
    _told(proposal, before, json)


def _kept(named: Given, *, by: "Actor", on: date) -> "Proposal":
    """The proposal, with what a file says kept as its newest version."""
    from ouzel.reorganisation import actions

    if named.proposal is not None and not named.differs:
        return named.proposal
    return actions.save(plan=named.plan, by=by, on=on)


def _stands(proposal: "Proposal | None") -> str:
    """The state of its last step."""
    last = proposal.steps.order_by("number").last() if proposal else None
    return last.state if last else ""


def _steps(proposal: "Proposal | None") -> int:
    """How many steps it has taken."""
    return proposal.steps.count() if proposal else 0


def _read(document: Path | None) -> bytes:
    """The paper, read before anything else is done."""
    if document is None:
        return b""
    try:
        return document.read_bytes()
    except OSError as error:
        raise ContentError(f"the document cannot be read ({error.strerror})", str(document)) from None


def _handed_in(proposal: "Proposal", document: Path | None, content: bytes, by: "Actor") -> "Document | None":
    from ouzel.reorganisation import actions

    if document is None:
        return None
    return actions.add_document(proposal=proposal, title=document.stem, name=document.name, content=content, by=by)


def _told(proposal: "Proposal", before: int, json: bool) -> None:
    """Each step that was taken since there were so many, in order, and what comes next."""
    from ouzel.api import change_shapes
    from ouzel.api.change_words import day
    from ouzel.reorganisation import queries
    from ouzel.reorganisation.lifecycle import WORDS, State

    steps = [each for each in queries.life(proposal) if each.number > before]
    if json:
        showing.document({"slug": proposal.slug, "steps": [change_shapes.step(each) for each in steps]})
        return
    for each in steps:
        state = "kept as a draft" if each.state == State.DRAFT else WORDS[State(each.state)]
        showing.say(f"{proposal.slug}, version {each.version.number}: {state} on {day(each.on)} by {each.by}.")
    if steps[-1].state in NEXT:
        showing.say(NEXT[steps[-1].state].replace("SLUG", proposal.slug))


NEXT = {
    "proposed": "Next: ouzel change approve SLUG --by NAME (never its author)",
    "approved-in-principle": "Next, when every choice is made: ouzel change approve SLUG --by NAME",
    "approved": "Next: ouzel change enact SLUG. Before its day it is written down ahead, and takes effect on the day",
}
