"""What came after the merger: later files beside the plan, the two clocks, and where to look at all of it."""

from datetime import timedelta

from rich.console import Console

from ouzel.api.change_words import count, day
from ouzel.core.server.places import home
from ouzel.demo import figures, history
from ouzel.demo.figures import EVE
from ouzel.demo.history import MERGER
from ouzel.demo.printing import heading, plain
from ouzel.register.answers import Moment
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.reconciling import Verdict, reconcile

VERDICTS = {
    Verdict.AGREES: "say the same as the plan",
    Verdict.BEHIND: "have not caught up and tell what was before: they undo nothing",
    Verdict.DISAGREES: "say something else of the same days: a person looks at each",
    Verdict.NEWER: "tell of a later change, like any other",
    Verdict.SILENT: "of the plan have not been spoken of yet",
}

BY_HAND = {
    f"show {MERGER}": "where it stands, and who decided what",
    f"proof {MERGER} --again": "count everything again",
    f"reconcile {MERGER} --all": "every line of every file",
}
"""Commands that change nothing, for the register of the demonstration."""


def tell(screen: Console, proposal: Proposal, plan: Plan, *, site: str) -> None:
    """Say it. Nothing is changed."""
    _reconciled(screen, proposal)
    _known(screen, plan)
    _all(screen)
    _look(screen, site)


def _reconciled(screen: Console, proposal: Proposal) -> None:
    found = reconcile(proposal)
    screen.print(f"Set beside the plan, line by line, the {count(len(found.files), 'file')} that speak of it:")
    table = plain("lines", "")
    for verdict, words in VERDICTS.items():
        table.add_row(f"{found.counts.get(verdict, 0):,}", words)
    screen.print(table)


def _known(screen: Console, plan: Plan) -> None:
    """The same question with two days of knowledge, at the newest edition."""
    heading(screen, f"Two clocks: practices on {day(plan.effective)}, as known the day before the decision and on it")
    table = plain("known on", "commissioner", "", "practices")
    for known in (EVE - timedelta(days=1), EVE):
        moment = Moment(plan.effective, known)
        for each in figures.open_at(moment):
            table.add_row(str(known), each.code, each.name, f"{figures.members_of(each.code, moment):,}")
    screen.print(table)
    screen.print("The decision added an answer. It rewrote none.")


def _all(screen: Console) -> None:
    heading(screen, "The reorganisations of the area, each enacted as on its eve, by what was known then")
    table = plain("takes effect", "plan", "", "edition")
    for slug in (*history.BEFORE, MERGER, *history.AFTER):
        done, plan = history.enacted(slug), history.plan_called(slug)
        if done is not None:
            table.add_row(str(plan.effective), slug, plan.title, str(done.edition_id))
    screen.print(table)


def _look(screen: Console, site: str) -> None:
    heading(screen, "Look at it, and do it by hand")
    screen.print(f"Its page: {site}changes/{MERGER}/", soft_wrap=True)
    screen.print(f"export OUZEL_HOME={home()}", soft_wrap=True)
    table = plain("", "")
    table.show_header = False
    for command, words in BY_HAND.items():
        table.add_row(f"ouzel change {command}", words)
    screen.print(table)
    screen.print("From the plan to the proof, step by step: docs/tutorial, section 8.")
