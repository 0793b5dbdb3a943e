"""The merger of 2021, live: before, the plan, as if, the decision, after, the proof; then what was published since."""

from dataclasses import replace
from pathlib import Path

from rich.console import Console

from ouzel.api.change_words import count, day, outcome, sentences
from ouzel.core.queries import current_edition
from ouzel.core.types.basis import Basis
from ouzel.demo import boards, figures, follower, governance, history, loading, telling_since
from ouzel.demo.figures import EVE
from ouzel.demo.history import MERGER, Done
from ouzel.demo.printing import heading, plain
from ouzel.register.answers import Moment
from ouzel.register.loading import Loaded
from ouzel.reorganisation import preview, queries
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Plan

SHOWN = ("GP practices", "people registered")
"""Of the totals of a plan, those that are told here; the site has all."""


def tell(screen: Console, notes: Console, *, data: Path | None, site: str) -> None:
    """Do all of it and say it. What an earlier run did stays, and is told again from the register."""
    whole = "the whole of England" if data else "our own facts"
    with notes.status(f"Loading {whole}, as known on {day(EVE)}" + (": about a minute" if data else "")):
        done = loading.load(data, known_by=EVE)
        loading.load_people(data)
        history.record(history.BEFORE)
        boards.load(boards.BEFORE)
        follower.follow(site=site)
    plan = history.plan_called(MERGER)
    screen.print(
        f"On {day(plan.effective)} three bodies that plan and buy health care became one. Here they do so again, in a"
        " register that has heard of nothing later. Every number is asked of it while you wait."
    )
    _loaded(screen, done, f"{whole}, as known on {day(EVE)}")
    enacted = history.enacted(MERGER)
    edition = enacted.edition_id - 1 if enacted else current_edition()
    before = Moment(EVE, EVE, edition)
    _before(screen, data, before)
    _plan(screen, plan, before)
    proposal = history.decide(MERGER)
    _as_if(screen, data, before)
    _decided(screen, proposal)
    with notes.status("The three governing bodies meet in common"):
        governance.meet_in_common()
        follower.tell()
    with notes.status("Enacting"):
        merged = history.enact(MERGER)
    _enacted(screen, merged)
    _after(screen, data, Moment(plan.effective, EVE, merged.enactment.edition_id))
    _proof(screen, merged)
    with notes.status(f"Loading what was published after {day(EVE)}" + (": two minutes or so" if data else "")):
        rest = loading.load(data)
        boards.load(*boards.AFTER)
        governance.meet_after()
        history.record(history.AFTER)
        follower.tell()
    heading(screen, f"Since then: what was published after {day(EVE)}, beside the plan")
    _loaded(screen, rest, "what came later")
    telling_since.tell(screen, proposal, plan, site=site)


def _loaded(screen: Console, done: Loaded, what: str) -> None:
    if done.edition is None:
        screen.print(f"Loaded before: {what}. There is nothing new to load.")
        return
    screen.print(
        f"Loaded {what}: {done.assertions:,} statements from {count(len(done.publications), 'publication')},"
        f" edition {done.edition} of the register."
    )


def _served(screen: Console, data: Path | None, moment: Moment) -> None:
    sizes = figures.days_of(figures.list_sizes(data)[0])
    newest = max(each for each in sizes if each <= EVE)
    found = figures.served(moment, table=sizes[newest])
    table = plain("code", "commissioner", "practices", "people")
    for each in found:
        table.add_row(each.code, each.name, f"{each.practices:,}", f"{each.people:,}")
    if len(found) > 1:
        together = sum(each.practices for each in found), sum(each.people for each in found)
        table.add_row("", "together", *(f"{total:,}" for total in together))
    screen.print(table)
    screen.print(f"People: registered with these practices on {day(newest)}.")


def _before(screen: Console, data: Path | None, moment: Moment) -> None:
    heading(screen, f"Before: who plans and buys health care on {day(moment.on)}")
    _served(screen, data, moment)


def _plan(screen: Console, plan: Plan, before: Moment) -> None:
    seen = preview.preview(plan, moment=Moment(plan.effective, before.known_at, before.edition))
    heading(screen, f"The plan: {plan.title}, from {day(plan.effective)}")
    for words in sentences(plan, seen.expansion.state.names):
        screen.print(words)
    # What follows for boards changes with every action they ask for; an enacted plan is told again from the register.
    of_register = replace(seen, consequences=tuple(c for c in seen.consequences if c.package == "register"))
    screen.print(f"Looked at before anybody decides, with nothing stored: {_within(outcome(of_register))}")
    for what in SHOWN:
        table = plain(what, "without it", "with it")
        for row in seen.totals:
            if row.what == what:
                sides = (f"{side:,f}" if side is not None else "none" for side in (row.before, row.after))
                table.add_row(f"{row.name} ({row.body})", *sides)
        screen.print(table)


def _within(words: str) -> str:
    return words[:1].lower() + words[1:]


def _as_if(screen: Console, data: Path | None, before: Moment) -> None:
    """A figure in the shape of a plan that is not enacted at that moment."""
    found, whose = figures.list_sizes(data)
    sizes = figures.days_of(found)
    newest = max(each for each in sizes if each <= EVE)
    done = figures.population(
        sizes[newest], basis=Basis("as-if", plan=MERGER), today=before.on, known_at=before.known_at,
        edition=before.edition,
    )  # fmt: skip
    heading(screen, f"As if: a figure in the shape of the plan, which nobody has enacted yet ({done.basis})")
    table = plain("day", "commissioner", "", "patients")
    for row in done.frame[done.frame["code"].isin((*figures.GROUPS, figures.AREA))].itertuples():
        table.add_row(str(newest), str(row.code), str(row.name), f"{row.patients:,}")
    screen.print(table)
    given, placed = (side["patients"] for side in (done.reconciliation.given, done.reconciliation.placed))
    screen.print(f"Reconciled, {whose}: {given:,} in = {placed:,} out + {figures.lost(done, 'patients'):,} unresolved")


def _decided(screen: Console, proposal: Proposal) -> None:
    steps = {State(step.state): step for step in queries.life(proposal)}
    approval = steps[State.APPROVED]
    heading(screen, "The decision")
    screen.print(f"Written by: {proposal.author}.")
    screen.print(f"Approved by: {_named(approval.by)}. Who wrote a plan cannot approve it.")
    screen.print(approval.note)


def _named(by: str) -> str:
    return by.removesuffix(" (command)")


def _enacted(screen: Console, done: Done) -> None:
    made = done.enactment
    how = (
        f"Enacted in {done.seconds:.1f} seconds, all of it or nothing" if done.seconds else "Enacted in an earlier run"
    )
    screen.print(f"{how}: edition {made.edition_id} of the register, known from {day(made.known_from)}.")


def _after(screen: Console, data: Path | None, moment: Moment) -> None:
    heading(screen, f"After: who plans and buys health care on {day(moment.on)}")
    _served(screen, data, moment)


def _proof(screen: Console, done: Done) -> None:
    report = done.enactment.proof
    heading(screen, "The proof: what there was before is there after, or is named")
    table = plain("of the bodies in the plan, in all", "before", "after", "left open")
    for row in report["sums"]:
        table.add_row(row["what"], *(f"{int(row[side]):,}" for side in ("before", "after", "left_open")))
    screen.print(table)
    for words in report["checks"]:
        screen.print(f"Checked: {words}")
    screen.print("The hash of this report, kept for good (an altered one no longer has it):")
    screen.print(done.enactment.sha256)
