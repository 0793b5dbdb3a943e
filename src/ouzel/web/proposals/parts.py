"""Parts of a proposal's page: what happened when and who decided, engagements, options, how ready it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ouzel.reorganisation import checklist
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Document
from ouzel.reorganisation.plan import Link, Plan
from ouzel.reorganisation.publicly import who
from ouzel.web.asked import Asked
from ouzel.web.proposals.reading import Short, Whole

STEPS = {
    State.DRAFT: "A version of the plan was saved",
    State.PROPOSED: "Proposed",
    State.APPROVED_IN_PRINCIPLE: "Approved in principle",
    State.APPROVED: "Approved in full",
    State.SCHEDULED: "Carried out ahead of its day",
    State.ENACTED: "Carried out",
    State.PROVED: "Counted again afterwards: nothing was lost",
    State.REJECTED: "Rejected",
    State.WITHDRAWN: "Taken back",
    State.REVERSED: "Undone",
}
"""What each step is called on the timeline."""


@dataclass(frozen=True)
class Event:
    """One line of the timeline: a step that was taken, a day the plan gives, or the day it takes effect."""

    on: date
    until: date | None  # half-open
    what: str
    who: str = ""
    note: str = ""
    url: str = ""
    document: Document | None = None
    happened: bool = True  # False: it is still to come on the day asked about
    step: bool = False  # a decision that is kept here


@dataclass(frozen=True)
class Engagement:
    """A chance to have a say, and whether it is open on the day asked about."""

    link: Link
    state: str  # open, closed, coming, or empty where its days are not given


@dataclass(frozen=True)
class Choice:
    """One of the options: `slug` is empty for no change, and for one that is not public."""

    title: str
    slug: str = ""
    standing: State | None = None
    this: bool = False


def timeline(it: Whole, asked: Asked) -> tuple[Event, ...]:
    """Steps, days of the plan and the day it takes effect, in order."""
    steps = [
        Event(s.on, None, STEPS[State(s.state)], who(s), s.note, "", s.document, step=True)
        for s in it.steps
    ]  # fmt: skip
    planned = [
        Event(link.on, link.until, link.title, "", link.note, link.url, happened=link.on <= asked.on)
        for link in it.plan.timeline if link.on
    ]  # fmt: skip
    day = it.plan.effective
    takes = Event(day, None, "The change takes effect", happened=day <= asked.on and it.enactment is not None)
    last = () if it.standing in (State.REJECTED, State.WITHDRAWN) else (takes,)
    return tuple(sorted((*steps, *planned, *last), key=lambda e: (e.on, not e.step)))


def engagements(plan: Plan, *, on: date) -> tuple[Engagement, ...]:
    """The chances to have a say, each open, closed or coming on the day."""
    return tuple(Engagement(link, _state(link, on)) for link in plan.engagements)


def _state(link: Link, on: date) -> str:
    if link.on and on < link.on:
        return "coming"
    if link.until:
        return "closed" if on >= link.until else "open"
    return "open" if link.on else ""


def options(it: Whole, known: Sequence[Short]) -> tuple[Choice, ...]:
    """ "No change", this plan, and the others it names."""
    shorts = {s.slug: s for s in known}
    rest = [
        Choice(shorts[slug].title, slug, shorts[slug].standing) if slug in shorts else Choice(slug)
        for slug in it.plan.alternatives
    ]
    return (Choice("No change"), Choice(it.plan.title, it.plan.slug, it.standing, this=True), *rest)


def progress(it: Whole, *, on: date) -> tuple[int, int]:
    """How many tasks of the readiness checklist are done on a day, and how many there are."""
    return checklist.progress(checklist.tasks(it.plan, on=on))
