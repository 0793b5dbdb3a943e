"""`ouzel change ...`: the case for change, the checklist, and the benefits that were promised."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.changes.plans import By, Note, PlanText, given, who
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import edition, guarded, ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ouzel.reorganisation.case.values import Case, Table
    from ouzel.reorganisation.plan import Plan


NARROW = 12
"""A column with a longer heading is broken like one of words, or the others would have no room."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `change`."""
    for command in (case, checklist, benefit):
        app.command()(guarded(command))


def case(
    plan: PlanText,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="PLAN", help="Another way to do it; may be given again.")
    ] = None,
    known_at: KnownAt = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.docx", help="Write a document, to be read in a word processor."),
    ] = None,
    json: Json = False,
) -> None:
    """The case for change: the plan, other options and no change side by side, with what each would come to."""
    if out and out.suffix.lower() != ".docx":
        raise typer.BadParameter(f"{out.name}: the name of a document ends in .docx", param_hint="--out")
    ready()
    from ouzel.api import change_cases
    from ouzel.reorganisation import exports

    edition()
    named = given(plan)
    others = [*_alternatives(named.plan), *(given(text).plan for text in option or ())]
    with showing.working("Making the case"):
        made = change_cases.made(named.plan, named.proposal, others, known_at=known_at)
        content = exports.as_docx(made) if out else b""
    done = change_cases.enacted(named.proposal)
    if done and known_at is None:
        showing.note(f"Note: it was enacted in edition {done.edition_id}, so the case is made from the edition before.")
    if out:
        from ouzel.cli.changes.files import write

        write(out, content)
    if json:
        showing.document(exports.as_values(made))
    elif not out:
        _tell(made)


def _alternatives(plan: "Plan") -> "Iterator[Plan]":
    """The options that a plan names itself, as far as they are stored; it is said which are not."""
    from ouzel.reorganisation import queries

    for slug in plan.alternatives:
        try:
            yield given(slug).plan
        except queries.NoSuchProposal:
            showing.note(f"Note: the option {slug} is not stored, so it is left out. Add its file: --option FILE")


def _tell(made: "Case") -> None:
    from ouzel.cli.changes.telling import heading

    showing.say(f"The case for change: {made.title}")
    for words in made.summary:
        showing.say(words)
    for title, lines in (("Why change", made.reasons), ("What could go wrong", made.challenges)):
        if lines:
            heading(title)
            for line in lines:
                showing.say(f"- {line}")
    for section in made.sections:
        heading(section.title)
        for words in section.sentences:
            showing.say(words)
        for each in section.tables:
            showing.say()
            _table(each)
        for words in section.gaps:
            showing.say(f"Could not be said: {words}")
    if made.benefits:
        heading("What it promises")
        for benefit in made.benefits:
            showing.say(f"- {benefit.title} ({benefit.owner}): {benefit.standing}")


def _table(each: "Table") -> None:
    showing.say(each.caption)
    figures = [
        name
        for at, name in enumerate(each.columns)
        if len(name) <= NARROW and any(isinstance(row[at], int | Decimal) for row in each.rows)
    ]
    rows = [[f"{cell:,}" if isinstance(cell, int | Decimal) else cell for cell in row] for row in each.rows]
    showing.table(each.columns, rows, right=figures)
    for words in (each.note, f"Source: {each.source}" if each.source else ""):
        if words:
            showing.say(words)


def checklist(
    plan: PlanText,
    task: Annotated[str, typer.Option("--task", metavar="TASK", help="Change one task, by its name in the list.")] = "",
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Who sees to it.")] = None,
    done: Annotated[
        options.date | None, typer.Option("--done", parser=options.a_day, metavar="DATE", help="The day it was done.")
    ] = None,
    note: Note = "",
    by: By = "",
    json: Json = False,
) -> None:
    """The readiness checklist: what must be done by when, who sees to it, and how far it is."""
    if bool(task) != (owner is not None or done is not None):
        raise typer.BadParameter("give --task with --owner NAME, with --done DATE, or with both", param_hint="--task")
    ready()
    from django.db import transaction

    from ouzel.cli.changes import life
    from ouzel.reorganisation import actions

    proposal = given(plan).stored()
    with transaction.atomic():
        if owner is not None:
            actions.assign(proposal=proposal, task=task, owner=owner, by=who(by))
        if done is not None:
            actions.complete(proposal=proposal, task=task, on=done, note=note, by=who(by))
    life.show_checklist(proposal, json=json)


def benefit(
    plan: PlanText,
    slug: Annotated[str, typer.Argument(metavar="BENEFIT", help="Which benefit, by its slug in the plan.")],
    on: Annotated[
        options.date, typer.Option("--on", parser=options.a_day, metavar="DATE", help="The day it was measured.")
    ],
    value: Annotated[str, typer.Option("--value", metavar="NUMBER", help="What it came to, in the unit of the plan.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where the figure is from.")],
    note: Note = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Write down what really came of a benefit that a plan promised, beside what was promised."""
    amount = _number(value)
    ready()
    from ouzel.api import change_shapes
    from ouzel.cli.changes.telling import amount as words
    from ouzel.reorganisation import actions, queries

    proposal = given(plan).stored()
    actions.record_benefit(
        proposal=proposal, benefit=slug, on=on, value=amount, source=source, note=note, by=who(by)
    )  # fmt: skip
    (now,) = (each for each in queries.benefits(proposal) if each.benefit.slug == slug)
    if json:
        showing.document({"proposal": proposal.slug, **change_shapes.benefit(now)})
        return
    it = now.benefit
    showing.say(
        f"{it.title}: {words(amount)} {it.unit} on {on}. "
        f"It was {words(it.baseline)}, and {words(it.target)} was promised for {it.measure_on}: {now.words}."
    )


def _number(text: str) -> Decimal:
    """An exact number; wrong use where it is none."""
    from decimal import InvalidOperation

    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is not a number", param_hint="--value") from None
