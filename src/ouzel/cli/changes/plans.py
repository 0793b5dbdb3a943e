"""Which plan is meant: a plan file or the slug of a stored proposal, and how far the one differs from the other."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options
from ouzel.cli.running import actor
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.core.actors import Actor
    from ouzel.reorganisation.models import Proposal
    from ouzel.reorganisation.plan import Plan

PlanText = Annotated[
    str, typer.Argument(metavar="PLAN", help="A plan file, or the slug of a stored proposal (ouzel change list).")
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it; whoever runs the command if not given.")]
StepOn = Annotated[
    options.date | None,
    typer.Option("--on", parser=options.a_day, metavar="DATE", help="The day it was done; today if not given."),
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What is to be kept with it.")]


@dataclass(frozen=True)
class Given:
    """A plan as it was named, with the proposal of its slug where one is stored."""

    plan: "Plan"
    proposal: "Proposal | None"
    from_file: bool

    @property
    def differs(self) -> bool:
        """Whether the file says something else than the newest stored version."""
        if self.proposal is None or not self.from_file:
            return False
        from ouzel.reorganisation import queries

        return queries.plan_of(self.proposal) != self.plan

    def stored(self) -> "Proposal":
        """The proposal, which must be there and say what the file says. ContentError tells what to do."""
        if self.proposal is None:
            raise ContentError(
                "this plan was never proposed or approved", self.plan.file, field="slug", value=self.plan.slug,
                right=f"Propose it first: ouzel change propose {self.plan.file}",
            )  # fmt: skip
        if self.differs:
            raise ContentError(
                f"the file differs from {_newest(self.proposal)}", self.plan.file, field="slug", value=self.plan.slug,
                right=(
                    f"Use what is stored (ouzel change show {self.plan.slug}), "
                    f"or make the file its next version: ouzel change propose {self.plan.file}"
                ),
            )  # fmt: skip
        return self.proposal


def is_file(text: str) -> bool:
    """Whether a plan is named by a file: it has an ending or a folder, or there is such a file."""
    path = Path(text)
    return bool(path.suffix) or path.name != text or path.is_file()


def given(text: str) -> Given:
    """The plan named. ContentError where there is neither such a file nor such a proposal."""
    from ouzel.reorganisation import plan_file, queries
    from ouzel.reorganisation.models import Proposal

    viewer = actor()
    if is_file(text):
        plan = plan_file.read(Path(text))
        found = Proposal.objects.visible_to(viewer).filter(slug=plan.slug).first()
        return Given(plan, found, from_file=True)
    proposal = queries.proposal_named(text, viewer=viewer)
    return Given(queries.plan_of(proposal), proposal, from_file=False)


def who(name: str) -> "Actor":
    """The one named, or whoever runs the command."""
    from ouzel.core.actors import Actor

    return Actor.command(name) if name else actor()


def one_day(on: date | None, known: date | None = None, option: str = "") -> date:
    """The day of a step, whose knowledge the plan is checked against; today if neither names one."""
    from ouzel.core.permissions import today

    if on and known and on != known:
        raise typer.BadParameter("what was known on the day of a step counts: give this or --on", param_hint=option)
    return on or known or today()


def _newest(proposal: "Proposal") -> str:
    """The newest version in words, with where it stands."""
    from ouzel.api.change_words import day
    from ouzel.reorganisation import lifecycle

    last = proposal.steps.select_related("version").order_by("number").last()
    if last is None:
        return "the version that is stored"
    return f"version {last.version.number}, {lifecycle.WORDS[lifecycle.State(last.state)]} on {day(last.on)}"
