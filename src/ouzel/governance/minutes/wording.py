"""Names, days and lists as minutes say them."""

from collections.abc import Iterable
from datetime import date

from ouzel.governance.bodies.queries import body_shown
from ouzel.governance.models import Body


def name(body: Body, on: date) -> str:
    """What a body was called on a day."""
    shown = body_shown(body, on=on)
    return shown.name if shown else body.slug


def long(day: date) -> str:
    """16 March 2021."""
    return f"{day:%-d %B %Y}"


def listed(words: Iterable[str]) -> str:
    """One, two and three."""
    all_words = list(words)
    return " and ".join(part for part in (", ".join(all_words[:-1]), "".join(all_words[-1:])) if part)
