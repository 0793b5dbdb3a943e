"""How the measures follow a reorganisation: people, and money where it is known, of every body before and after."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from ouzel.core.actors import Actor
from ouzel.core.models import Edition, ReferenceRelease
from ouzel.measures import belonging
from ouzel.measures.belonging import BELOW, Belonging
from ouzel.measures.kinds import MEASURES, Measure
from ouzel.measures.lapsed import lapsed, last_commissioners
from ouzel.measures.queries import figures_of, latest
from ouzel.measures.tallies import Tally, carried, tallies
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute as A
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion
from ouzel.reorganisation.following import Total
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.naming import bodies_named

PEOPLE = "registered-patients"
MONEY = "ccg-allocation"
WORDS: dict[tuple[str, A | None], str] = {
    (PEOPLE, A.COMMISSIONER): "people registered",
    (PEOPLE, A.SYSTEM): "people registered, by system",
    (PEOPLE, A.REGION): "people registered, by region",
    (PEOPLE, A.NETWORK): "people registered, by network",
    (PEOPLE, None): "people on the list of the practice",
    (MONEY, None): "allocation for core services",
}
"""What is shown before and after. Each level has words of its own, so that the sum of one counts nobody twice."""


class MeasuresFollower:
    """Figures stay with the units they were published for: a reorganisation changes only whose they are."""

    slug = "measures"
    title = "People and money"

    def consequences(self, expansion: Expansion) -> Iterable[Consequence]:
        """None: no figure is changed."""
        return ()

    def choices(self, expansion: Expansion) -> Iterable[Choice]:
        """None."""
        return ()

    def totals(self, expansion: Expansion, *, enacted: bool) -> Iterable[Total]:
        """People and money of every body that the plan names, on its day.

        Figures are the newest of that day or earlier, by release, which each total names. With `enacted` it is worked
        out from what the plan asserts; a state read after the enactment gives the same without. Units without a figure
        are not in the sum, nor are lists of practices that closed since: the source says how many there are of both.
        """
        state = expansion.state
        bodies = {code for code, _ in bodies_named(expansion.plan)}
        units = _units(expansion, bodies)
        heirs = belonging.heirs_in_state(state)
        if enacted:
            units, heirs = belonging.with_plan(units, expansion), {**heirs, **belonging.heirs_with_plan(expansion)}
        for slug in (PEOPLE, MONEY):
            measure = MEASURES[slug]
            release = latest(measure, on=state.day, known_at=state.known_at, edition=_edition(expansion))
            if release is None:
                continue
            own = figures_of(release)
            if slug == MONEY and not _commissioners(expansion, bodies) <= own.keys():
                continue  # the money of some would look like money lost or won
            found = tallies(bodies, units if slug == PEOPLE else {}, carried(own, heirs))
            lacking = _lacking(expansion, found, measure)
            left = _lapsed(expansion, bodies, units, own, release, heirs) if slug == PEOPLE else {}
            for tally in found:
                source = f"{release.name} ({release.source})" + lacking.get(tally.code, "") + left.get(tally.code, "")
                name = _name(expansion, tally.code)
                yield Total(WORDS[slug, tally.through], tally.code, name, tally.value, measure.unit, source)

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing: the figures stay as they were published."""

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing."""

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        """None: figures do not depend on the shape they are shown in."""
        return ()


def _units(expansion: Expansion, bodies: set[str]) -> Belonging:
    """The members that the state has and, from the register, those below them."""
    state = expansion.state
    found = belonging.of_members(state.members, state.day)
    deeper = {unit for unit, attribute in found if BELOW[attribute] is not None}
    moment = Moment(state.day, state.known_at, state.edition)
    for key, theirs in belonging.read(deeper - bodies, moment=moment).items():
        found.setdefault(key, {}).update(theirs)
    return found


def _edition(expansion: Expansion) -> int:
    """The edition whose figures count: the state's or, of an enacted plan, the one before, so that its proof holds."""
    own = Enactment.objects.filter(proposal__slug=expansion.plan.slug, reverses=None, reversed_by=None).first()
    return min(expansion.state.edition, own.edition_id - 1) if own else expansion.state.edition


def _eve(expansion: Expansion) -> Moment:
    """The day before the plan's, as the state was known."""
    state = expansion.state
    return Moment(state.day - timedelta(days=1), state.known_at, state.edition)


def _commissioners(expansion: Expansion, bodies: set[str]) -> set[str]:
    """The bodies that ought to have an allocation of their own before the plan."""
    return belonging.active(bodies, kind=MEASURES[MONEY].kept_for, moment=_eve(expansion))


def _lacking(expansion: Expansion, found: list[Tally], measure: Measure) -> dict[str, str]:
    """For each body, in words, how many of its units ought to have a figure and have none."""
    kind = measure.kept_for
    units = {unit for tally in found for unit in tally.wanting}
    due = belonging.active(units, kind=kind, moment=_eve(expansion)) if units else set()
    counts = {tally.code: len(tally.wanting & due) for tally in found}
    return {
        code: f"; without {count:,} {kind.one if count == 1 else kind.many} for which none is published"
        for code, count in counts.items()
        if count
    }


def _lapsed(
    expansion: Expansion,
    bodies: set[str],
    units: Belonging,
    own: Mapping[str, Decimal],
    release: ReferenceRelease,
    heirs: belonging.Heirs,
) -> dict[str, str]:
    """For each body, in words, how many were on lists of its practices that closed before the plan's day."""
    state = expansion.state
    last = last_commissioners(release, moment=Moment(state.day, state.known_at, state.edition))
    found = lapsed(bodies, units, own, last=last, heirs=heirs)
    return {code: f"; without {value:,f} on lists of practices that closed since" for code, value in found.items()}


def _name(expansion: Expansion, code: str) -> str:
    """As the register calls it; one whose name is not known yet (then it is called by its code) as the plan does."""
    known = expansion.state.names.get(code, code)
    said = (a.value for a in expansion.assertions if a.attribute is A.NAME and a.subject == code)
    return next(said, code) if known == code else known
