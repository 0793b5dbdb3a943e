"""The reorganisations of the area as proposals: decided and enacted each as on its eve, by what was known then.

Doing it again changes nothing: what was done stays, and what is missing is done.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from ouzel.core.actors import Actor
from ouzel.core.permissions import today
from ouzel.demo import boards
from ouzel.reorganisation import actions, lifecycle, plan_file, queries
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Enactment, Proposal
from ouzel.reorganisation.plan import Plan

FOLDER = Path(__file__).parent / "plans"
MERGER = "blmk-2021"
BEFORE = ("working-together-2018", "blmk-hospitals-2020")
AFTER = ("blmk-2022", "blmk-2026")

RECORDER = Actor.command("The demonstration")
CHOICES: dict[str, Mapping[str, str]] = {MERGER: boards.CHOICES}
"""Not in the files, which are for registers without these boards too: there nobody asks."""

UNSAID = "The sources at hand say neither who decided nor on which day: the eve stands for it, and we write it down."


@dataclass(frozen=True)
class Decision:
    """Who approved a plan, and what the sources say of each step. No source at hand dates a step to the day."""

    by: Actor = RECORDER
    notes: Mapping[State, str] = field(default_factory=lambda: {State.APPROVED: UNSAID})


DECISIONS: dict[str, Decision] = {
    MERGER: Decision(
        Actor.command("NHS England"),
        {
            State.PROPOSED: "Planned for September 2020. No source at hand names the day: the eve stands for it.",
            State.APPROVED_IN_PRINCIPLE: "Stated on the website of the three groups in 2020, without a day.",
            State.APPROVED: "Expected in March 2021. No source at hand names the day: the eve stands for it.",
        },
    ),
    "blmk-2022": Decision(
        notes={State.APPROVED: "Decided by law, for all of England: Health and Care Act 2022, section 19."}
    ),
}
"""Of the plans that are not here the sources say nothing."""


@dataclass(frozen=True)
class Done:
    """An enactment; `seconds` it took, None when an earlier run did it."""

    enactment: Enactment
    seconds: float | None


def plan_called(slug: str) -> Plan:
    """A plan that ships with the demonstration, with what it chooses for the boards that are there."""
    plan = plan_file.read(FOLDER / f"{slug}.toml")
    return replace(plan, choices={**plan.choices, **CHOICES.get(slug, {})})


def eve_of(plan: Plan) -> date:
    """The day before a plan takes effect."""
    return plan.effective - timedelta(days=1)


def enacted(slug: str) -> Enactment | None:
    """The enactment of a plan, if it was enacted."""
    return Enactment.objects.filter(proposal__slug=slug, reverses=None).select_related("proposal").first()


def decide(slug: str) -> Proposal:
    """Keep a plan as a proposal, propose it, and have it approved by somebody else than its author."""
    done = enacted(slug)
    if done is not None:
        return done.proposal
    plan, decision = plan_called(slug), DECISIONS.get(slug, Decision())
    eve, author = eve_of(plan), Actor.command(plan.author)
    proposal = actions.save(plan=plan, by=author, on=eve)
    steps = [
        (State.PROPOSED, actions.propose, author),
        (State.APPROVED_IN_PRINCIPLE, actions.approve_in_principle, decision.by),
        (State.APPROVED, actions.approve, decision.by),
    ]
    for state, act, by in steps:
        said = decision.notes.get(state, "")
        if state is State.APPROVED_IN_PRINCIPLE and not said:
            continue
        if lifecycle.may_follow(queries.standing(proposal, on=today()), state):
            act(proposal=proposal, by=by, on=eve, note=said)
    return proposal


def enact(slug: str) -> Done:
    """Enact an approved plan on its eve, and prove it on its day."""
    plan, took = plan_called(slug), None
    done = enacted(slug)
    if done is None:
        began = time.perf_counter()
        done = actions.enact(proposal=Proposal.objects.get(slug=slug), by=RECORDER, on=eve_of(plan))
        took = time.perf_counter() - began
    if lifecycle.may_follow(queries.standing(done.proposal, on=today()), State.PROVED):
        actions.prove(proposal=done.proposal, by=RECORDER, on=plan.effective)
    return Done(done, took)


def record(slugs: Iterable[str]) -> None:
    """Decide and enact plans one after the other."""
    for slug in slugs:
        decide(slug)
        enact(slug)
