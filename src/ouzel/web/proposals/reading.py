"""Everything that the page of one proposal shows, and short words of all of them, read once and remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import QuerySet

from ouzel.core.permissions import Viewer, granted
from ouzel.register.answers import Found, Moment, Succession
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import lifecycle, queries
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import SEE_DRAFTS, Document, Enactment, Proposal, Step, Version
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import Plan, WorkTogether
from ouzel.reorganisation.preview import Preview, preview
from ouzel.reorganisation.publicly import plan_told
from ouzel.web.asked import Asked
from ouzel.web.freshness import Freshness
from ouzel.web.proposals.words import names_given

ENDED = frozenset({State.REJECTED, State.WITHDRAWN, State.REVERSED})
OPEN = frozenset({State.PROPOSED, State.APPROVED_IN_PRINCIPLE, State.APPROVED, State.SCHEDULED})


@dataclass(frozen=True)
class Short:
    """A proposal as lists and notices tell of it."""

    slug: str
    title: str
    effective: date
    standing: State
    public: bool
    codes: frozenset[str]  # the bodies it names
    amends: str

    @property
    def is_open(self) -> bool:
        """Whether it may still come: proposed, approved or scheduled."""
        return self.standing in OPEN


@dataclass(frozen=True)
class Whole:
    """One proposal for one viewer on one day."""

    proposal: Proposal
    version: Version
    plan: Plan
    standing: State
    steps: tuple[Step, ...]  # taken by the day asked about
    later: bool  # there are steps after that day
    rewritten: bool  # a newer version is being written, which this viewer does not see
    enactment: Enactment | None
    documents: tuple[Document, ...]

    @property
    def last(self) -> Step | None:
        """The step it stands on."""
        return self.steps[-1] if self.steps else None

    @property
    def names(self) -> Mapping[str, str]:
        """The names that the plan gives."""
        return names_given(self.plan)

    @property
    def only_together(self) -> bool:
        """Whether all the plan does is to let bodies work together: no merger at all."""
        return all(isinstance(change, WorkTogether) for change in self.plan.changes)


def may_see_drafts(viewer: Viewer, *, on: date) -> bool:
    """Whether somebody works on proposals, so that they see drafts."""
    return bool(SEE_DRAFTS & granted(viewer, on=on))


def whole(slug: str, *, viewer: Viewer, asked: Asked) -> Whole:
    """One proposal; NoSuchProposal where there is none that the viewer may see.

    Who may not see drafts is shown the last version that was put before everybody.
    """
    proposal = queries.proposal_named(slug, viewer=viewer)
    life = queries.shown_life(proposal, viewer=viewer)
    newest = queries.current_version(proposal)
    version = queries.shown_version(proposal, viewer=viewer)
    steps = tuple(step for step in life if step.on <= asked.on)
    standing = State(steps[-1].state) if steps else State.DRAFT
    enactments = Enactment.objects.visible_to(viewer).filter(proposal=proposal, reverses=None)
    return Whole(
        proposal=proposal,
        version=version,
        plan=plan_told(queries.plan_of(proposal, version=version)),
        standing=lifecycle.on_day(standing, effective=version.effective, day=asked.on),
        steps=steps,
        later=len(steps) < len(life),
        rewritten=newest.number != version.number,
        enactment=enactments.defer("proof").first() if standing in (*lifecycle.IN_FORCE, State.REVERSED) else None,
        documents=tuple(Document.objects.visible_to(viewer).filter(proposal=proposal).defer("content")),
    )


def moment_of(it: Whole, asked: Asked) -> Moment:
    """The state of the register that the plan is shown against.

    Of one that was enacted, that which it was enacted on. Of others, all that is known; but once the plan's day is
    past, what was known on the day before it, as later files tell what came instead. `?known-at=` says otherwise.
    """
    day = it.plan.effective
    eve = day - timedelta(days=1)
    if it.enactment is not None:
        known = asked.known_at or it.enactment.known_from
        return Moment(day, known, it.enactment.edition_id - 1)
    return Moment(day, asked.known_at or (eve if day <= asked.today else None))


def seen(it: Whole, fresh: Freshness, asked: Asked) -> Preview:
    """What would follow from the plan, remembered by the plan's text and all that it rests on."""
    return _seen(fresh, it.version, moment_of(it, asked))


@lru_cache(maxsize=8)
def _seen(fresh: Freshness, version: Version, moment: Moment) -> Preview:
    return preview(queries.plan_of(version.proposal, version=version), moment=moment)


def drawn(expansion: Expansion) -> list[Succession]:
    """The successions that the plan makes, for the picture of before and after."""
    names = {**expansion.state.names}
    names |= {a.subject: a.value for a in expansion.assertions if a.attribute is Attribute.NAME}
    before = expansion.state.names
    return [
        Succession(
            a.subject, before.get(a.subject, a.subject), a.value, names.get(a.value, a.value), a.start, a.note,
            a.share, 1,
        )
        for a in expansion.assertions if a.attribute is Attribute.SUCCESSOR
    ]  # fmt: skip


def shorts(fresh: Freshness, *, viewer: Viewer, asked: Asked) -> tuple[Short, ...]:
    """All proposals that somebody may see, as they stand on the day asked about; the newest plans first."""
    if may_see_drafts(viewer, on=asked.today):
        return _read(Step.objects.visible_to(viewer), asked.on)
    return _public(fresh, asked.on)


@lru_cache(maxsize=32)
def _public(fresh: Freshness, on: date) -> tuple[Short, ...]:
    return _read(Step.objects.visible_to(None), on)


def _read(steps: QuerySet[Step], on: date) -> tuple[Short, ...]:
    rows = (
        steps.filter(on__lte=on).order_by("proposal_id", "-number").distinct("proposal_id")
        .select_related("proposal", "version").defer("expected", "version__text")
    )  # fmt: skip
    found = []
    for step in rows:
        plan = queries.plan_of(step.proposal, version=step.version)
        codes = frozenset(code for code, _ in bodies_named(plan))
        state = lifecycle.on_day(State(step.state), effective=plan.effective, day=on)
        found.append(
            Short(plan.slug, plan.title, plan.effective, state, step.proposal.public, codes, plan.amends)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda s: (-s.effective.toordinal(), s.slug)))


def concerning(fresh: Freshness, codes: frozenset[str], *, viewer: Viewer, asked: Asked) -> tuple[Short, ...]:
    """The proposals that name one of the bodies and were not turned down."""
    return tuple(s for s in shorts(fresh, viewer=viewer, asked=asked) if s.codes & codes and s.standing not in ENDED)


def on_eve(asked: Asked, plan: Plan) -> Asked:
    """The question as of the day before the plan, for names and kinds as they are then."""
    return replace(asked, on=plan.effective - timedelta(days=1))


def long_gone(found: Found, plan: Plan) -> bool:
    """Whether a body closed before the day of the plan, so that the plan can mean nothing for it."""
    return not found.open and found.closed is not None and found.closed < plan.effective
