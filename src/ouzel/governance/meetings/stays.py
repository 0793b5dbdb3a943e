"""When somebody was in the room: from which item to which, once or several times, and what they are corrected to.

A stay is of orders of items, half-open; None is the beginning, or the end. Nobody has two at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time

from ouzel.core.errors import ContentError


@dataclass(frozen=True)
class Span:
    """One stay. `came`, `went`: by the clock, where it was noted."""

    first: int | None = None
    until: int | None = None
    came: time | None = None
    went: time | None = None

    def holds(self, order: int) -> bool:
        """Whether they were there at an item."""
        return (self.first is None or self.first <= order) and (self.until is None or order < self.until)

    def meets(self, other: "Span") -> bool:
        """Whether both are of some item."""
        return (self.first is None or other.until is None or self.first < other.until) and (
            other.first is None or self.until is None or other.first < self.until
        )


ALONG = (Span(),)
"""There from the beginning to the end."""


def there_at(spans: Iterable[Span], order: int | None) -> bool:
    """Whether somebody was there at an item; None: at the beginning."""
    return any(span.first is None if order is None else span.holds(order) for span in spans)


def came(spans: Sequence[Span], order: int, at: time | None = None) -> tuple[Span, ...]:
    """They came in, or came back, at an item: the stay that held it, or the next one, begins there; after the last one
    a further one does.
    """
    found = list(spans)
    for index, span in enumerate(found):
        if span.until is None or order < span.until:
            found[index] = replace(span, first=order, came=at)
            return tuple(found)
    return (*found, Span(order, None, at))


def went(spans: Sequence[Span], order: int, at: time | None = None) -> tuple[Span, ...]:
    """They went at an item: the stay that held it, or the one before, ends there. ContentError before they came."""
    found = list(spans)
    for index in reversed(range(len(found))):
        span = found[index]
        if span.first == order:
            break
        if span.first is None or span.first < order:
            found[index] = replace(span, until=order, went=at)
            return tuple(found)
    raise ContentError("they would have left before they came", field="at")
