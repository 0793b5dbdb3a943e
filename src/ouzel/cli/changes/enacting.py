"""`ouzel change ...`: the day itself, its proof, its undoing, and what later files say."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.changes.plans import By, PlanText, StepOn, given, one_day, who
from ouzel.cli.options import Json
from ouzel.cli.running import REFUSED, guarded, ready

if TYPE_CHECKING:
    from ouzel.reorganisation.models import Enactment, Proposal
    from ouzel.reorganisation.proving import Again

FEW = 5


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `change`."""
    for command in (enact, proof, reverse, reconcile):
        app.command()(guarded(command))


def enact(
    plan: PlanText,
    known_from: Annotated[
        date | None,
        typer.Option(
            "--known-from",
            parser=options.a_day,
            metavar="DATE",
            help="For history recorded late: the day it was done, from which the world knew. The same as --on.",
        ),
    ] = None,
    on: StepOn = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Enact an approved plan, in one transaction: the register follows, by date, past or to come. Prints the proof."""
    ready()
    from ouzel.core.permissions import today
    from ouzel.reorganisation import enacting

    day_done = one_day(on, known_from, "--known-from")
    proposal = given(plan).stored()
    with showing.working("Enacting"):
        done = enacting.enact(proposal=proposal, by=who(by), on=day_done)
    if json:
        _document(proposal.slug, done)
        return
    from ouzel.api.change_words import day

    showing.say(f"{proposal.slug} is enacted: edition {done.edition_id}.")
    showing.say(f"It takes effect on {day(done.effective)}, and is known from {day(done.known_from)}.")
    _summary(done.proof)
    _hash(done.sha256)
    if done.effective <= today():
        showing.say(f"Next: ouzel change proof {proposal.slug} --again")
    else:
        showing.say(f"Nothing has to be run on the day. From then on: ouzel change proof {proposal.slug} --again")


def proof(
    plan: PlanText,
    again: Annotated[
        bool,
        typer.Option("--again", help="Count everything again in the register, and compare; a match proves the plan."),
    ] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """The proof that nothing was lost, as it was kept on enactment; with --again, whether the register still has it."""
    ready()
    from ouzel.api import change_shapes
    from ouzel.reorganisation import proving

    proposal = given(plan).stored()
    kept = proving.enactment_of(proposal)
    counted, proved = None, False
    if again:
        with showing.working("Counting again"):
            counted = proving.again(proposal, known_at=kept.known_from)
            proved = counted.holds and _proved(proposal, kept, by)
    if json:
        shape = {"slug": proposal.slug, **change_shapes.enactment(kept)}
        showing.document({**shape, "again": change_shapes.again(counted, proved=proved)} if counted else shape)
    else:
        _report(kept)
        if counted:
            _compared(counted, proved)
    if counted and not counted.holds:
        raise typer.Exit(REFUSED)


def _proved(proposal: "Proposal", kept: "Enactment", by: str) -> bool:
    """Whether the plan is proved. That step is taken now where the plan's day has come and it was not taken yet."""
    from ouzel.core.permissions import today
    from ouzel.reorganisation import lifecycle, proving, queries

    stands = queries.standing(proposal, on=today())
    if kept.effective <= today() and lifecycle.may_follow(stands, lifecycle.State.PROVED):
        proving.prove(proposal=proposal, by=who(by), on=today())
        return True
    return stands is lifecycle.State.PROVED


def reverse(
    plan: PlanText,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, which is kept with the reversal.")],
    on: StepOn = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Undo an enactment, while nothing was built on it since. Nothing is deleted: what was known stays answerable."""
    ready()
    from ouzel.api.change_words import day
    from ouzel.core.permissions import today
    from ouzel.reorganisation import reversing

    proposal = given(plan).stored()
    with showing.working("Reversing"):
        done = reversing.reverse(proposal=proposal, by=who(by), why=why, on=on or today())
    if json:
        _document(proposal.slug, done)
        return
    showing.say(
        f"{proposal.slug} is reversed: edition {done.edition_id}. The world knows of it from {day(done.known_from)}."
    )
    _summary(done.proof)
    _hash(done.sha256)


def _document(slug: str, done: "Enactment") -> None:
    from ouzel.api import change_shapes

    showing.document({"slug": slug, **change_shapes.enactment(done)})


def _hash(sha256: str) -> None:
    showing.say(f"The hash of the proof (sha256): {sha256}")


def _summary(report: dict[str, Any]) -> None:
    """What ended and began, and for each kind of thing before + joined - gone - left open = after."""
    for what in ("closed", "opened"):
        named = [f"{each['name']} ({each['code']})" for each in report[what]]
        if named:
            showing.say(f"{what.capitalize()}: {showing.few(named, FEW)}.")
    if report["sums"]:
        showing.say()
        turned = [side for side in ("joined", "gone") if any(row[side] != "0" for row in report["sums"])]
        sides = ("before", *turned, "after", "left_open")
        heads = tuple(side.replace("_", " ") for side in sides)
        showing.table(
            ("in all", *heads),
            [(row["what"], *(_figure(row[side]) for side in sides)) for row in report["sums"]],
            right=heads,
        )
        showing.say()
    for words in report["checks"]:
        showing.say(f"Checked: {words}")


def _report(kept: "Enactment") -> None:
    """The whole proof, as it was kept."""
    from ouzel.api.change_words import day
    from ouzel.cli.changes.telling import heading

    report = kept.proof
    showing.say(f"Proof of {report['plan']}: {report['title']}")
    showing.say(
        f"Enacted in edition {kept.edition_id} by {kept.by}: takes effect on {day(kept.effective)}, "
        f"known from {day(kept.known_from)}."
    )
    _summary(report)
    heading("What each body had before, and has after")
    for what in dict.fromkeys(row["what"] for row in report["totals"]):
        rows = [row for row in report["totals"] if row["what"] == what]
        showing.table(
            (f"{what[:1].upper()}{what[1:]}", "before", "after"),
            [(f"{row['name']} ({row['body']})", _figure(row["before"]), _figure(row["after"])) for row in rows],
            right=("before", "after"),
        )
        showing.say()
    for row in report["unresolved"]:
        showing.say(
            f"Left without a home: {row['name']} ({row['code']}). Its {row['relation']} was {row['was']}: {row['why']}"
        )
    _hash(kept.sha256)


def _figure(text: str | None) -> str:
    """An amount of the report, with commas; a word where there was nothing of the kind."""
    from decimal import Decimal

    from ouzel.cli.changes.telling import amount

    return amount(None if text is None else Decimal(text))


def _compared(counted: "Again", proved: bool) -> None:
    """What counting again came to."""
    showing.say()
    if not counted.intact:
        showing.note("Error: the report that is kept does not have its hash any more: somebody altered it.")
    if counted.deviations:
        showing.table(
            ("what", "body", "name", "proved", "now"),
            [(d.what, d.body, d.name, _figure(d.proved), _figure(d.found)) for d in counted.deviations],
            right=("proved", "now"),
        )
        number = showing.count(len(counted.deviations), "total")
        showing.note(f"Error: counted again, {number} differ from what was proved. See ouzel change reconcile")
    if counted.holds:
        showing.say("Counted again in the register: every total is the one that was proved.")
        showing.say("The plan is proved." if proved else "It can be proved while it is in force, from its day on.")


def reconcile(
    plan: PlanText,
    everything: Annotated[bool, typer.Option("--all", help="Every line, not the first few of each kind.")] = False,
    json: Json = False,
) -> None:
    """What files published since say of an enacted plan: line by line, agreement and disagreement."""
    ready()
    from ouzel.cli.changes import reconciling

    reconciling.tell(given(plan).stored(), most=None if everything else FEW, json=json)
