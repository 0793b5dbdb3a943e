"""What bodies are called on any day: their names read once, however many days are asked about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, NamedTuple

from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute


class _Span(NamedTuple):
    since: date
    until: date | None
    said: str


class Names:
    """The names of some bodies, by primary key (None: of all), as known."""

    reads: ClassVar[tuple[BodyAttribute, ...]] = (BodyAttribute.NAME,)

    def __init__(self, bodies: Iterable[int] | None = None, *, known_at: date | None = None) -> None:
        rows = BodyFact.objects.known(known_at).filter(attribute__in=self.reads)
        if bodies is not None:
            rows = rows.filter(body__in=bodies)
        self._said: dict[str, dict[str, list[_Span]]] = {attribute: defaultdict(list) for attribute in self.reads}
        for attribute, slug, value, valid in rows.order_by("valid", "pk").values_list(
            "attribute", "body__slug", "value", "valid"
        ):
            self._said[attribute][slug].append(_Span(valid.lower, valid.upper, value))

    def on(self, slug: str, day: date) -> str:
        """The name on the day; else the last that it had by then, else the first to come, else the slug."""
        spans = self._spans(BodyAttribute.NAME, slug)
        begun = [span for span in spans if span.since <= day]
        held = [span for span in begun if span.until is None or day < span.until]
        return (*held[:1], *begun[-1:], *spans[:1], _Span(day, None, slug))[0].said

    def last(self, slug: str) -> str:
        """The newest name that it has or will have; else the slug."""
        return self.on(slug, date.max)

    def _spans(self, attribute: BodyAttribute, slug: str) -> list[_Span]:
        return self._said[attribute].get(slug, [])


class Lives(Names):
    """Names, and with them, in the same query, of which kind bodies are and when they exist."""

    reads: ClassVar[tuple[BodyAttribute, ...]] = (BodyAttribute.NAME, BodyAttribute.KIND, BodyAttribute.LIFE)

    def kind(self, slug: str, day: date) -> str:
        """The kind (its slug) on the day; empty where none is said."""
        spans = self._spans(BodyAttribute.KIND, slug)
        return next((each.said for each in spans if each.since <= day and (each.until is None or day < each.until)), "")

    def days(self, slug: str) -> list[tuple[date, date | None]]:
        """The spans of days on which it exists, half-open, the first first; those that touch are not joined."""
        return [(each.since, each.until) for each in self._spans(BodyAttribute.LIFE, slug)]

    def gone(self, slug: str, day: date) -> date | None:
        """The first day on which it was no more, if that is the day or before it; None: it exists, or has not begun."""
        begun = [until or date.max for since, until in self.days(slug) if since <= day]
        return max(begun) if begun and max(begun) <= day else None


def name_of(body: Body, day: date) -> str:
    """What a body is called on a day, as sentences for people say it."""
    return Names([body.pk]).on(body.slug, day)
