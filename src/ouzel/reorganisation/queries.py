"""Reads of proposals: who asks sees what they may see, and nothing tells them of the rest."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.reorganisation import lifecycle, plan_file
from ouzel.reorganisation.benefits import Tracked, benefits
from ouzel.reorganisation.models import Proposal, ProposalQuerySet, Step, StepQuerySet, Version
from ouzel.reorganisation.plan import Plan

__all__ = [
    "NoSuchProposal", "Tracked", "benefits", "current_version", "life", "plan_named", "plan_of", "proposal_named",
    "proposals", "shown_life", "shown_plan",
    "shown_standing", "shown_version", "shown_versions", "standing", "versions",
]  # fmt: skip


class NoSuchProposal(LookupError):
    """No proposal of that name that the one who asks may see; the message says what to do."""


def proposals(viewer: Viewer) -> ProposalQuerySet:
    """All that somebody may see, by slug."""
    return Proposal.objects.visible_to(viewer).order_by("slug")


def proposal_named(slug: str, *, viewer: Viewer) -> Proposal:
    """One proposal; NoSuchProposal alike for one that is not there and one that somebody may not see."""
    found = Proposal.objects.visible_to(viewer).filter(slug=slug).first()
    if found is None:
        raise NoSuchProposal(f"There is no proposal called {slug!r}, or it is not public yet")
    return found


def versions(proposal: Proposal) -> list[Version]:
    """Every version, the first first; each reads its text when it is asked for."""
    return list(proposal.versions.defer("text").order_by("number"))


def current_version(proposal: Proposal) -> Version:
    """The newest version of the plan."""
    return proposal.versions.defer("text").order_by("number").latest("number")


def shown_version(proposal: Proposal, *, viewer: Viewer) -> Version:
    """The newest version that somebody may see: who does not work on proposals sees the last that was proposed.

    NoSuchProposal where there is none.
    """
    found = Version.objects.visible_to(viewer).filter(proposal=proposal).defer("text").order_by("-number").first()
    if found is None:
        raise NoSuchProposal(f"There is no proposal called {proposal.slug!r}, or it is not public yet")
    return found


def shown_versions(slugs: Collection[str], *, viewer: Viewer) -> dict[str, Version]:
    """The same of many proposals, by their slugs, in one query; those that somebody may not see are left out."""
    rows = Version.objects.visible_to(viewer).filter(proposal__slug__in=list(slugs)).defer("text")
    return {row.proposal.slug: row for row in rows.select_related("proposal").order_by("number")}


def shown_plan(proposal: Proposal, *, viewer: Viewer) -> Plan:
    """The plan of the newest version that somebody may see."""
    return plan_of(proposal, version=shown_version(proposal, viewer=viewer))


def shown_life(proposal: Proposal, *, viewer: Viewer) -> StepQuerySet:
    """The steps that somebody may see, the first first."""
    return _with_papers(Step.objects.visible_to(viewer).filter(proposal=proposal))


def plan_of(proposal: Proposal, *, version: Version | None = None) -> Plan:
    """The plan of a proposal: its newest version, or the one given."""
    return _plan((version or current_version(proposal)).sha256)


@lru_cache(maxsize=32)
def _plan(sha256: str) -> Plan:
    """The same text is the same plan, whoever asks. A plan of all England takes a moment to read."""
    version = Version.objects.filter(sha256=sha256).select_related("proposal").first()
    if version is None:
        raise NoSuchProposal(f"There is no version of a plan with the hash {sha256}")
    return plan_file.parse(version.text, file=f"{version.proposal.slug}.toml")


def plan_named(text: str, *, viewer: Viewer) -> Plan:
    """A plan by the slug of its proposal or, at the command line only, by the path of its file.

    NoSuchProposal when there is neither; ContentError or PlanRefused for a file that is no plan.
    """
    if not text.endswith(".toml"):
        return shown_plan(proposal_named(text, viewer=viewer), viewer=viewer)
    if not (isinstance(viewer, Actor) and viewer.kind == "command"):  # never read a path that came from a browser
        raise NoSuchProposal(f"There is no proposal called {text!r}")
    path = Path(text)
    if not path.is_file():
        raise ContentError("there is no such file", text, right="Give the path of a plan, or the name of a proposal")
    return plan_file.read(path)


def standing(proposal: Proposal, *, on: date) -> lifecycle.State:
    """Where a proposal stood at the end of a day. Before its first step it is a draft."""
    return _standing(proposal.steps.all(), on)


def shown_standing(proposal: Proposal, *, viewer: Viewer, on: date) -> lifecycle.State:
    """Where it stood by the steps that somebody may see: a new version under way is a draft to its writers alone."""
    return _standing(Step.objects.visible_to(viewer).filter(proposal=proposal), on)


def _standing(steps: StepQuerySet, on: date) -> lifecycle.State:
    step = steps.filter(on__lte=on).select_related("version").order_by("-number").first()
    if step is None:
        return lifecycle.State.DRAFT
    return lifecycle.on_day(lifecycle.State(step.state), effective=step.version.effective, day=on)


def life(proposal: Proposal) -> StepQuerySet:
    """Every step, the first first, with its version and its document, whose contents are left where they are."""
    return _with_papers(proposal.steps.all())


def _with_papers(steps: StepQuerySet) -> StepQuerySet:
    whole = steps.select_related("version", "document").order_by("number")
    return whole.defer("version__text", "document__content", "expected")
