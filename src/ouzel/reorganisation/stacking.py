"""Plans on top of one another: each worked out against the register with those before it applied."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of
from ouzel.reorganisation.applying import applied
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import Expansion, State
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import Change, Place, Plan, Split
from ouzel.reorganisation.queries import plan_of
from ouzel.reorganisation.reading import state_of


def known_day(moment: Moment) -> date:
    """The day on which what is only supposed would become known: that of the knowledge asked about."""
    return moment.known_at or moment.on


def in_register(plan: Plan, *, moment: Moment) -> bool:
    """Whether the register has this very plan already at the moment: enacted, known by then, not reversed."""
    counts = Enactment.objects.filter(edition__number__lte=edition_of(moment))
    if moment.known_at:
        counts = counts.filter(known_from__lte=moment.known_at)
    done = counts.filter(proposal__slug=plan.slug, reverses=None).select_related("proposal", "version").first()
    if done is None or counts.filter(reverses=done).exists():
        return False
    return plan_of(done.proposal, version=done.version) == plan


def stacked(plans: Iterable[Plan], *, moment: Moment) -> tuple[Expansion, ...]:
    """What each plan comes to when those before it are applied: by the day each takes effect, of one day as given."""
    done: list[Expansion] = []
    for plan in sorted(plans, key=lambda p: p.effective):
        done.append(expand(plan, _state(plan, done, moment) if done else state_of(plan, moment=moment)))
    return tuple(done)


def _state(plan: Plan, before: Sequence[Expansion], moment: Moment) -> State:
    """The state for a plan, read as wide as the plans before it reach, with them applied."""
    theirs = tuple(change for expansion in before for change in expansion.plan.changes)
    state = _read(plan, theirs, before, moment)
    split = {change.body for change in plan.changes if isinstance(change, Split)}
    # Of the units of a split body every fact counts: those that only a plan before this one brings are read as well.
    beside = {m.unit for m in state.members if m.share is not None or m.body in split} - set(state.facts)
    if beside:
        asked = Place(path="", units=tuple(sorted(beside)), heir=next(iter(split), ""))
        state = _read(plan, (*theirs, asked), before, moment)
    named = {code for code, _ in bodies_named(plan)}
    return replace(state, members=tuple(m for m in state.members if m.body in named))


def _read(plan: Plan, more: Sequence[Change], before: Sequence[Expansion], moment: Moment) -> State:
    state = state_of(replace(plan, changes=(*more, *plan.changes)), moment=moment)
    for expansion in before:
        state = applied(state, expansion, known=known_day(moment))
    return state
