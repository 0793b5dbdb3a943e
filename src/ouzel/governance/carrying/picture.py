"""What is known of all bodies that decide, as it was before a plan: a few hundred facts, read at once."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ouzel.governance.carrying.ledger import as_before
from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute

B = BodyAttribute
READ = (B.LIFE, B.NAME, B.KIND, B.ORGANISATION, B.PART_OF, B.SUCCESSOR, B.ACCOUNTABLE)
COMMON = frozenset({"the", "of", "for", "and", "nhs", "ccg", "icb"})


class Picture:
    """Bodies with their facts as believed at the end of the day `known_at`, as though the plan were not enacted."""

    def __init__(self, plan: str, *, known_at: date | None) -> None:
        facts = as_before(BodyFact.objects.filter(attribute__in=READ), plan, known_at=known_at)
        self.bodies: dict[str, Body] = {}
        self._facts: dict[tuple[str, str], list[BodyFact]] = defaultdict(list)
        for fact in facts.select_related("body").order_by("body__slug", "valid", "value", "pk"):
            self.bodies[fact.body.slug] = fact.body
            self._facts[fact.body.slug, fact.attribute].append(fact)

    def held(self, slug: str, attribute: BodyAttribute, on: date) -> tuple[str, ...]:
        """What a body holds of an attribute on a day."""
        found = (fact.value for fact in self._facts[slug, attribute] if _contains(fact, on))
        return tuple(dict.fromkeys(found))

    def lives(self, slug: str, on: date) -> bool:
        """Whether a body exists on a day."""
        return any(_contains(fact, on) for fact in self._facts[slug, B.LIFE])

    def name(self, slug: str, on: date) -> str:
        """What a body is called on a day; by its slug where it has no name then."""
        return next(iter(self.held(slug, B.NAME, on)), slug)

    def kind(self, slug: str, on: date) -> str:
        """The slug of its kind on a day; empty: none is known."""
        return next(iter(self.held(slug, B.KIND, on)), "")

    def parent(self, slug: str, on: date) -> str:
        """The body that it is a committee of on a day; empty: none."""
        return next(iter(self.held(slug, B.PART_OF, on)), "")


def sort_of(name: str, organisations: Iterable[str]) -> frozenset[str]:
    """The words of a body's name that say what sort of body it is: without those of its organisations' names."""
    own = {word for other in organisations for word in _words(other)}
    return frozenset(_words(name)) - own - COMMON


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.lower())


def _contains(fact: BodyFact, on: date) -> bool:
    since, until = fact.valid.lower, fact.valid.upper
    return (since is None or since <= on) and (until is None or on < until)
