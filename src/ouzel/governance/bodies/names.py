"""What bodies are called on any day: their names read once, however many days are asked about."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute


class _Span(NamedTuple):
    since: date
    until: date | None
    name: str


class Names:
    """The names of some bodies, by primary key (None: of all), as known."""

    def __init__(self, bodies: Iterable[int] | None = None, *, known_at: date | None = None) -> None:
        rows = BodyFact.objects.known(known_at).filter(attribute=BodyAttribute.NAME)
        if bodies is not None:
            rows = rows.filter(body__in=bodies)
        self._spans: dict[str, list[_Span]] = {}
        for row in rows.select_related("body").order_by("valid", "pk"):
            self._spans.setdefault(row.body.slug, []).append(_Span(row.valid.lower, row.valid.upper, row.value))

    def on(self, slug: str, day: date) -> str:
        """The name on the day; else the last that it had by then, else the first to come, else the slug."""
        spans = self._spans.get(slug, [])
        begun = [span for span in spans if span.since <= day]
        held = [span for span in begun if span.until is None or day < span.until]
        return (*held[:1], *begun[-1:], *spans[:1], _Span(day, None, slug))[0].name

    def last(self, slug: str) -> str:
        """The newest name that it has or will have; else the slug."""
        return self.on(slug, date.max)


def name_of(body: Body, day: date) -> str:
    """What a body is called on a day, as sentences for people say it."""
    return Names([body.pk]).on(body.slug, day)
