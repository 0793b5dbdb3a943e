"""The plan somebody is working on: that of a proposal, or one that is begun and has no change yet.

A plan is kept once it changes something. Until then what its first page says stands in the session of who writes it.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.register.answers import Moment
from ouzel.reorganisation import actions, lifecycle, queries, steps
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Proposal, Step, Version
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.preview import Preview, preview
from ouzel.web.desk.forms import eve_of
from ouzel.web.freshness import Freshness
from ouzel.web.pages import fresh

BEGUN = "ouzel_desk_begun"


@dataclass(frozen=True)
class Work:
    """A plan at the desk. `number` is that of its newest version; 0: it is begun, and not kept yet."""

    plan: Plan
    proposal: Proposal | None
    number: int
    standing: State
    last: Step | None
    day: date  # of the next step: today, or that of the step before where the past is written down

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.plan.slug

    @property
    def eve(self) -> date:
        """The day on which bodies are called by their old names."""
        return eve_of(self.plan.effective)

    @property
    def may_change(self) -> bool:
        """Whether a further version may be saved."""
        return self.last is None or lifecycle.may_follow(State(self.last.state), State.DRAFT)

    @property
    def drops_back(self) -> bool:
        """Whether saving a further version makes a draft of what is more than that."""
        return self.standing is not State.DRAFT


def actor(request: HttpRequest) -> Actor:
    """Who is signed in, as actions take it."""
    return Actor.person(request.user)  # type: ignore[arg-type]


def work(request: HttpRequest, slug: str) -> Work:
    """The plan of that name; 404 alike where there is none and where it may not be seen."""
    try:
        proposal = queries.proposal_named(slug, viewer=request.user)
    except queries.NoSuchProposal as error:
        return _begun(request, slug) or _missing(error)
    version = queries.current_version(proposal)
    last = steps.last(proposal)
    standing = queries.standing(proposal, on=today())
    return Work(queries.plan_of(proposal, version=version), proposal, version.number, standing, last, writing_day(last))


def kept(request: HttpRequest, slug: str) -> tuple[Work, Proposal]:
    """The plan of a proposal that is kept; 404 for one that is only begun."""
    found = work(request, slug)
    if found.proposal is None:
        raise Http404("This plan is not kept yet: say first what changes.")
    return found, found.proposal


def _missing(error: Exception) -> Work:
    raise Http404(str(error)) from None


def writing_day(last: Step | None) -> date:
    """The day of the next step: that of the step before it where the past is written down, else today."""
    return last.on if last is not None and last.on < timezone.localdate(last.at) else today()


def begin(request: HttpRequest, plan: Plan, *, on: date) -> None:
    """Remember the first page of a plan until its first change is said."""
    lists = {name: list(getattr(plan, name)) for name in ("sources", "reasons", "challenges", "alternatives")}
    lines = {name: getattr(plan, name) for name in ("slug", "title", "author", "summary", "statutory_basis", "amends")}
    request.session[BEGUN] = {**lines, **lists, "effective": str(plan.effective), "day": str(on)}


def _begun(request: HttpRequest, slug: str) -> Work | None:
    found = request.session.get(BEGUN)
    if not found or found["slug"] != slug:
        return None
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    on, effective = parse_date(given.pop("day")), parse_date(given.pop("effective"))
    assert on is not None
    assert effective is not None
    return Work(Plan(changes=(), effective=effective, **given), None, 0, State.DRAFT, None, on)


@transaction.atomic
def save(request: HttpRequest, plan: Plan, *, seen: int, on: date) -> Proposal:
    """Keep a plan as the next version. `seen`: the number of the version that it was made from.

    ContentError when somebody saved another version meanwhile, so that nobody's work is written over.
    """
    require(request.user, Permission.PLANS_WRITE, on=today())
    there = queries.proposals(request.user).filter(slug=plan.slug).first()
    newest = queries.current_version(steps.lock(there)).number if there else 0
    if newest != seen:
        raise ContentError(
            f"version {newest} of this plan was saved while you were writing" if seen else
            f"there is a plan called {plan.slug} already",
            right="Open it anew, look at what it says now, and make your change again",
        )  # fmt: skip
    proposal = actions.save(plan=replace(plan, file="", lines={}), by=actor(request), on=on)
    if request.session.get(BEGUN, {}).get("slug") == plan.slug:
        del request.session[BEGUN]
    return proposal


def seen(request: HttpRequest, it: Work, *, on: date | None = None) -> Preview:
    """What would follow from the plan in the register as known on a day: that of the next step unless given."""
    assert it.proposal is not None
    moment = Moment(it.plan.effective, known_at=on or it.day)
    return _seen(fresh(request), queries.current_version(it.proposal), moment)


@lru_cache(maxsize=8)
def _seen(fresh: Freshness, version: Version, moment: Moment) -> Preview:
    return preview(queries.plan_of(version.proposal, version=version), moment=moment)
