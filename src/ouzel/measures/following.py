"""How the measures follow a reorganisation: people, and money where it is known, of every body before and after."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.measures import belonging
from ouzel.measures.belonging import BELOW, Belonging
from ouzel.measures.kinds import MEASURES, Measure
from ouzel.measures.queries import figures_of, latest
from ouzel.measures.tallies import tally_of, with_plan
from ouzel.register.answers import Moment
from ouzel.register.asking import fetch, ids_of, names_of
from ouzel.register.attributes import Attribute as A
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion, State
from ouzel.reorganisation.following import Total
from ouzel.reorganisation.naming import bodies_named

FOLLOWED = {"registered-patients": "people registered", "ccg-allocation": "allocation for core services"}
"""The measures that are shown before and after, and what a preview calls each. They add up."""

LEFT = ", left without a home"
UNDIVIDED = ", not divided by the plan"


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
        """People and money of every body that the plan opens, closes or moves members between, on its day.

        Figures are the newest of that day or earlier; their release is named. Before the enactment is in the register
        it is worked out from what the plan asserts; after that the register is asked.
        """
        state = expansion.state
        bodies = concerned(expansion)
        before = _before(expansion, bodies)
        after = _after(expansion, bodies, before) if enacted else before
        names = _names(expansion, bodies)
        for slug, what in FOLLOWED.items():
            measure = MEASURES[slug]
            release = latest(measure, on=state.day, known_at=state.known_at)
            if release is None:
                continue
            own = figures_of(release)
            if not _whole(expansion, bodies, before, own, measure):
                continue
            tally = with_plan(expansion, bodies, before, after, own) if enacted else tally_of(bodies, before, own)
            lacking = _lacking(expansion, tally.wanting, measure)
            for words, values in ((what, tally.bodies), (what + LEFT, tally.left), (what + UNDIVIDED, tally.undivided)):
                for code, value in sorted(values.items()):
                    source = f"{release.name} ({release.source})" + lacking.get(code, "")
                    yield Total(words, code, names.get(code, code), value, measure.unit, source)

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing: the figures stay as they were published."""

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing."""

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        """None: figures do not depend on the shape they are shown in."""
        return ()


def concerned(expansion: Expansion) -> set[str]:
    """The bodies that the plan names, those that units move from and to, and above them those that gain or lose by it.

    A new body's parent that was its predecessors' parent too has what it had, and is left out.
    """
    day, state, said = expansion.state.day, expansion.state, expansion.assertions
    found = {code for code, _ in bodies_named(expansion.plan)}
    new = {a.subject for a in said if a.attribute is A.LIFESPAN and a.until is None and a.start == day}
    parents: dict[tuple[str, A], set[str]] = {}
    for a in said:
        if a.attribute in BELOW:
            parents.setdefault((a.subject, a.attribute), set()).add(a.value)
    for (unit, attribute), theirs in parents.items():
        if unit not in new:
            found |= theirs | _parents(state, unit, attribute)
    for code, to in belonging.heirs(said, day).items():
        for attribute in BELOW:
            now = _parents(state, code, attribute)
            for heir in to or ():
                now = now | (parents.get((heir, attribute)) or _parents(state, heir, attribute))
            if len(now) > 1:
                found |= now
    return found


def _parents(state: State, unit: str, attribute: A) -> set[str]:
    return {h.value for h in state.facts.get(unit, ()) if h.attribute is attribute and h.on(state.day)}


def _before(expansion: Expansion, bodies: set[str]) -> Belonging:
    """The members that the state has, and from the register those it was not asked for."""
    state = expansion.state
    found = belonging.of_members(state.members, state.day)
    named = {code for code, _ in bodies_named(expansion.plan)}
    deeper = {unit for unit, attribute in found if BELOW[attribute] is not None}
    moment = Moment(state.day, state.known_at, state.edition)
    for key, theirs in belonging.read((bodies | deeper) - named, moment=moment).items():
        found.setdefault(key, {}).update(theirs)
    return found


def _after(expansion: Expansion, bodies: set[str], before: Belonging) -> Belonging:
    if _in_register(expansion):
        return belonging.read(bodies, moment=Moment(expansion.state.day))
    return belonging.with_plan(before, expansion)


def _in_register(expansion: Expansion) -> bool:
    """Whether an enactment that counts has asserted what the plan does, since the state was read."""
    said = next((a for a in expansion.assertions if a.attribute in BELOW), None)
    if said is None:
        return False
    rows = fetch(
        """SELECT 1 FROM register_assertion a JOIN register_publication p ON p.id = a.publication_id
           JOIN register_body s ON s.id = a.subject_id JOIN register_body o ON o.id = a.object_id
           WHERE p.series = 'ouzel:plan' AND p.state = 'loaded' AND p.entered_id > %s
             AND s.code = %s AND o.code = %s AND a.attribute = %s AND a.start = %s LIMIT 1""",
        [expansion.state.edition, said.subject, said.value, int(said.attribute), said.start],
    )
    return bool(rows)


def _names(expansion: Expansion, bodies: set[str]) -> dict[str, str]:
    names = dict(expansion.state.names)
    names |= {a.subject: a.value for a in expansion.assertions if a.attribute is A.NAME and a.subject not in names}
    ids = ids_of(bodies - names.keys())
    if ids:
        found = names_of(ids.values(), Moment(expansion.state.day, expansion.state.known_at, expansion.state.edition))
        names |= {code: found[id_] for code, id_ in ids.items()}
    return names


def _whole(
    expansion: Expansion, bodies: set[str], before: Belonging, own: Mapping[str, Decimal], measure: Measure
) -> bool:
    """Whether the figures are enough to be shown: people always, money only where no body concerned lacks its own.

    A sum of the money of some would look like money lost or won.
    """
    if measure.kept_for.slug == "practice":
        return True
    units = bodies | {unit for unit, attribute in before if attribute is not A.COMMISSIONER}
    return belonging.active(units, kind=measure.kept_for, moment=_eve(expansion)) <= own.keys()


def _eve(expansion: Expansion) -> Moment:
    """The day before the plan's, as the state was known."""
    state = expansion.state
    return Moment(state.day - timedelta(days=1), state.known_at, state.edition)


def _lacking(expansion: Expansion, wanting: Mapping[str, frozenset[str]], measure: Measure) -> dict[str, str]:
    """For each body, in words, how many of its units ought to have a figure and have none."""
    units = set().union(*wanting.values()) if wanting else set()
    if not units:
        return {}
    kind = measure.kept_for
    due = belonging.active(units, kind=kind, moment=_eve(expansion))
    counts = {code: len(theirs & due) for code, theirs in wanting.items()}
    return {
        code: f"; without {count:,} {kind.one if count == 1 else kind.many} of which none is published"
        for code, count in counts.items()
        if count
    }
