"""Which bodies took over from which, on which day: one change for each body that took over on a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from ouzel.governance.bodies.names import Names
from ouzel.governance.models import BodyFact
from ouzel.governance.models.bodies import BodyAttribute


@dataclass(frozen=True)
class Named:
    """A body and its name at the time."""

    slug: str
    name: str


@dataclass(frozen=True)
class Succession:
    """On the day `on` the body `after` took over from those `before`; `known` since when."""

    on: date
    known: date
    before: tuple[Named, ...]
    after: Named
    source: str


def successions(slugs: Collection[str] | None = None, *, known_at: date | None = None) -> tuple[Succession, ...]:
    """Every change in which one of the bodies (None: any) took over or was taken over from, the first first."""
    facts = BodyFact.objects.known(known_at)
    names = Names(known_at=known_at)
    found: dict[tuple[date, str], list[BodyFact]] = defaultdict(list)
    said = facts.filter(attribute=BodyAttribute.SUCCESSOR).select_related("body").order_by("valid", "body__slug")
    for row in said:
        found[row.valid.lower, row.value].append(row)
    changes = []
    for (on, after), rows in found.items():
        if slugs is not None and after not in slugs and not any(row.body.slug in slugs for row in rows):
            continue
        eve = on - timedelta(days=1)
        before = tuple(Named(row.body.slug, names.on(row.body.slug, eve)) for row in rows)
        known = min(row.recorded for row in rows)
        source = "; ".join(dict.fromkeys(row.source for row in rows))
        changes.append(Succession(on, known, before, Named(after, names.on(after, on)), source))
    return tuple(sorted(changes, key=lambda change: (change.on, change.after.slug)))
