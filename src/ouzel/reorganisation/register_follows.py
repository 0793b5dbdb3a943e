"""The register's own part in a reorganisation: who opens, closes and moves, counted before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.register.asking import fetch
from ouzel.register.attributes import LASTING, SEVERAL, Attribute
from ouzel.register.evidence import Evidence
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion
from ouzel.reorganisation.following import Total
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.naming import bodies_named, codes_given
from ouzel.reorganisation.reading import counted_as
from ouzel.reorganisation.wording import relation_words

BELONGING = {
    Attribute.COMMISSIONER: "",
    Attribute.AREA_COMMISSIONER: "",
    Attribute.SYSTEM: "",
    Attribute.OPERATOR: "",
    Attribute.REGION: "",
}
"""Relations by which a unit counts for a body without more words; of any other the relation is named beside it."""

Division = dict[str, Decimal]


def divisions(expansion: Expansion, *, enacted: bool) -> dict[tuple[str, Attribute], Division]:
    """Which of the plan's bodies each unit belongs to on its day, by share: in the state as it is, or with the plan."""
    day = expansion.plan.effective
    named = {code for code, _ in bodies_named(expansion.plan)}
    found: dict[tuple[str, Attribute], Division] = defaultdict(dict)
    for m in expansion.state.members:
        if (m.since is None or m.since <= day) and (m.until is None or day < m.until):
            found[m.unit, m.attribute][m.body] = m.share or Decimal(1)
    if not enacted:
        return dict(found)
    for left in expansion.unresolved:
        if left.since <= day:
            found.pop((left.code, left.attribute), None)
    ended = {a.subject for a in expansion.assertions if a.attribute is Attribute.LIFESPAN and a.until == day}
    for key in [key for key in found if key[0] in ended]:
        del found[key]
    said: dict[tuple[str, Attribute], Division] = defaultdict(dict)
    for a in expansion.assertions:
        if a.attribute not in LASTING:
            continue
        if a.until == day:  # working together that ends
            found[a.subject, a.attribute].pop(a.value, None)
        elif a.start <= day and (a.until is None or day < a.until):
            said[a.subject, a.attribute][a.value] = a.share or Decimal(1)
    for key, division in said.items():
        before = found.get(key, {}) if key[1] in SEVERAL else {}
        found[key] = {body: share for body, share in {**before, **division}.items() if body in named}
    return {key: division for key, division in found.items() if division}


def kinds_with_plan(expansion: Expansion) -> dict[str, str]:
    """What each unit is counted as with the plan: those that it opens and those whose role it changes anew."""
    day, told = expansion.plan.effective, (Attribute.ROLE, Attribute.SETTING, Attribute.STATUS)
    held: dict[str, dict[Attribute, set[str]]] = {}
    for a in expansion.assertions:
        if a.attribute not in told:
            continue
        if a.subject not in held:
            facts = [h for h in expansion.state.facts.get(a.subject, ()) if h.on(day)]
            held[a.subject] = {what: {h.value for h in facts if h.attribute is what} for what in told}
        values = held[a.subject][a.attribute]
        values.add(a.value) if a.evidence is Evidence.SINCE else values.discard(a.value)
    return {**expansion.state.kinds, **{code: counted_as(*(of[what] for what in told)) for code, of in held.items()}}


@dataclass(frozen=True)
class Turnover:
    """How many of one kind joined the bodies that a plan names, left them for good, and have no home yet."""

    joined: Decimal = Decimal(0)  # it opens, or comes from a body that the plan does not name
    gone: Decimal = Decimal(0)  # it closes, or is another kind of body from then on
    left_open: Decimal = Decimal(0)


def turnover(expansion: Expansion) -> dict[str, Turnover]:
    """For each kind of unit: before + joined - gone - left open = after."""
    before, after = _by_what(expansion, enacted=False), _by_what(expansion, enacted=True)
    open_ = {(left.code, left.attribute) for left in expansion.unresolved if left.since <= expansion.plan.effective}
    found: dict[str, Turnover] = defaultdict(Turnover)
    for key in before.keys() | after.keys():
        unit, attribute, what = key
        more, so_far = after.get(key, Decimal(0)) - before.get(key, Decimal(0)), found[what]
        if (unit, attribute) in open_:
            found[what] = replace(so_far, left_open=so_far.left_open - more)
        elif more > 0:
            found[what] = replace(so_far, joined=so_far.joined + more)
        else:
            found[what] = replace(so_far, gone=so_far.gone - more)
    return dict(found)


def _by_what(expansion: Expansion, *, enacted: bool) -> dict[tuple[str, Attribute, str], Decimal]:
    """How much of each unit belongs to the bodies of the plan, by relation and by what it is counted as."""
    found: dict[tuple[str, Attribute, str], Decimal] = defaultdict(Decimal)
    for unit, attribute, what, division in _counted(expansion, enacted=enacted):
        found[unit, attribute, what] += sum(division.values())
    return found


def _counted(expansion: Expansion, *, enacted: bool) -> Iterator[tuple[str, Attribute, str, Division]]:
    kinds = kinds_with_plan(expansion) if enacted else expansion.state.kinds
    for (unit, attribute), division in divisions(expansion, enacted=enacted).items():
        if attribute is Attribute.COLLABORATION:
            continue  # who works together belongs to nobody by it
        what = kinds.get(unit, "small areas" if attribute is Attribute.AREA_COMMISSIONER else "other bodies")
        if attribute not in BELONGING:
            what = f"{what} by {relation_words(attribute)}"
        yield unit, attribute, what, division


class RegisterFollows:
    """Members of every body concerned; its enactment itself is the publication that `enacting` writes."""

    slug = "register"
    title = "Organisations and areas"

    def consequences(self, expansion: Expansion) -> Iterable[Consequence]:
        """Bodies that open, close, change and units that move."""
        return expansion.consequences

    def choices(self, expansion: Expansion) -> Iterable[Choice]:
        """Which body a new one belongs to, where its predecessors do not agree."""
        return expansion.choices

    def totals(self, expansion: Expansion, *, enacted: bool) -> Iterable[Total]:
        """How many units of each kind each body has; a divided unit counts by its shares."""
        state = expansion.state
        counts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for _, _, what, division in _counted(expansion, enacted=enacted):
            for body, share in division.items():
                counts[what, body] += share
        names = {**state.names, **{a.subject: a.value for a in expansion.assertions if a.attribute is Attribute.NAME}}
        return [
            Total(what, body, names.get(body, body), value.normalize() if value % 1 else Decimal(int(value)))
            for (what, body), value in sorted(counts.items())
        ]

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing more: the publication of the enactment says it all."""

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing more: the publication of the enactment is withdrawn."""

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        """Plans enacted since that name its bodies, and files that speak of the bodies it opened."""
        own = Enactment.objects.filter(proposal__slug=expansion.plan.slug, reverses=None).first()
        if own is None:
            return []
        return [*_later_plans(own, expansion), *_files(own, expansion)]


def _later_plans(own: Enactment, expansion: Expansion) -> list[str]:
    from ouzel.reorganisation.queries import plan_of  # it reads enactments too

    named = set(codes_given(expansion.plan))
    later = Enactment.objects.filter(edition__gt=own.edition_id, reverses=None, reversed_by=None)
    words = []
    for enactment in later.select_related("proposal", "version"):
        plan = plan_of(enactment.proposal)
        shared = sorted(named & set(codes_given(plan)))
        if plan.amends == expansion.plan.slug:
            words.append(f"the plan {plan.slug} amends it")
        elif shared:
            words.append(f"the plan {plan.slug}, enacted later, names {', '.join(shared[:5])} too")
    return words


def _files(own: Enactment, expansion: Expansion) -> list[str]:
    opened = [
        a.subject
        for a in expansion.assertions
        if a.attribute is Attribute.LIFESPAN and a.evidence is Evidence.SINCE
    ]  # fmt: skip
    rows = fetch(
        """SELECT p.file, p.published, count(*), min(b.code) FROM register_assertion a
           JOIN register_publication p ON p.id = a.publication_id
           JOIN register_body b ON b.id IN (a.subject_id, a.object_id)
           WHERE b.code = ANY(%s) AND p.id <> %s AND p.state = 'loaded'
           GROUP BY p.id ORDER BY p.published, p.file""",
        [opened, own.publication_id],
    )
    return [
        f"{file} (published {published}) speaks of {code} in {count:,} {'row' if count == 1 else 'rows'}"
        for file, published, count, code in rows
    ]
