"""`ouzel change show`, `checklist` and `benefit`: the life of a proposal and what goes with it."""

from typing import TYPE_CHECKING

from ouzel.api import change_shapes
from ouzel.api.change_words import count, day
from ouzel.cli import showing
from ouzel.core.permissions import today
from ouzel.reorganisation import checklist, lifecycle, queries

if TYPE_CHECKING:
    from ouzel.cli.changes.plans import Given
    from ouzel.reorganisation.models import Proposal


def show(named: "Given", *, json: bool) -> None:
    """Where a proposal stands and how it came there."""
    proposal = named.stored()
    plan = queries.plan_of(proposal)
    tasks = checklist.tasks(plan, on=today())
    done, all_of = checklist.progress(tasks)
    stands = queries.standing(proposal, on=today())
    steps, documents = queries.life(proposal), list(proposal.documents.defer("content"))
    if json:
        showing.document(
            {
                **change_shapes.listed(proposal, queries.current_version(proposal), stands),
                "plan": change_shapes.plan(plan),
                "steps": [change_shapes.step(each) for each in steps],
                "documents": [change_shapes.document(each) for each in documents],
                "checklist": {"done": done, "of": all_of, "tasks": [change_shapes.task(each) for each in tasks]},
                "benefits": [change_shapes.benefit(each) for each in queries.benefits(proposal)],
            }
        )
        return
    showing.say(plan.title)
    showing.say(
        f"{proposal.slug}: {lifecycle.WORDS[stands]}; takes effect on {day(plan.effective)}. By {proposal.author}."
    )
    if plan.summary:
        showing.say(plan.summary)
    showing.say()
    for each in steps:
        words = lifecycle.WORDS[lifecycle.State(each.state)]
        showing.say(f"{each.on}  {words} (version {each.version.number}), by {each.by}")
        for line in (each.note, f"with {each.document.title}" if each.document else ""):
            if line:
                showing.say(f"            {line}")
    showing.say()
    for paper in documents:
        showing.say(f"Document: {paper.title} ({paper.name})")
    if all_of:
        showing.say(f"Checklist: {done} of {all_of} done (ouzel change checklist {proposal.slug})")
    for promise in queries.benefits(proposal):
        showing.say(f"Benefit: {promise.benefit.title}: {promise.words}")


def show_checklist(proposal: "Proposal", *, json: bool) -> None:
    """Every task with its days, its owner and where it stands."""
    tasks = checklist.tasks(queries.plan_of(proposal), on=today())
    done, all_of = checklist.progress(tasks)
    if json:
        rows = [change_shapes.task(each) for each in tasks]
        showing.document({"slug": proposal.slug, "on": today().isoformat(), "done": done, "of": all_of, "tasks": rows})
        return
    if not tasks:
        showing.say("This plan has no checklist: nothing moves and nobody closes.")
        return
    for heading, mine in _by_heading(tasks).items():
        showing.say(heading)
        showing.table(
            ("task", "due", "stands", "owner"),
            [(f"{each.slug}: {each.task}", each.due, _stands(each), each.owner or "nobody yet") for each in mine],
        )
        showing.say()
    showing.say(f"{done} of {count(all_of, 'task')} done.")


def _by_heading(tasks: list[checklist.Task]) -> dict[str, list[checklist.Task]]:
    found: dict[str, list[checklist.Task]] = {}
    for each in tasks:
        found.setdefault(each.heading, []).append(each)
    return found


def _stands(task: checklist.Task) -> str:
    return f"done on {task.done_on}" if task.done_on else task.state.value
