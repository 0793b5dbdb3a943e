"""The environment of our pages: everything is escaped, dates and counts are said in words."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from jinja2 import ChainableUndefined, Environment

from ouzel.register.kinds import KINDS
from ouzel.web import addresses, words
from ouzel.web.proposals import telling


def environment(**options: Any) -> Environment:
    """Jinja2 for Django; the design system's macros count on undefined values that can be looked into."""
    options["undefined"] = ChainableUndefined
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (Django turns autoescape on)
    env.globals.update(
        static=static,
        at=addresses,
        words=words,
        told=telling,
        kinds=KINDS,
        logo=getattr(settings, "OUZEL_LOGO", ""),
    )
    env.filters.update(
        day=words.day, last_day=words.last, thousands=lambda number: f"{number:,}", capital=words.capital
    )
    return env
