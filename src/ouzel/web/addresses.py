"""Where things are, keeping what was asked: `?on=`, `?known-at=` and `?basis=` go along."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from ouzel.web.asked import Asked


def _at(name: str, asked: Asked | None, *args: object, **change: object) -> str:
    return reverse(f"web:{name}", args=args) + (asked.query(**change) if asked else "")


def home() -> str:
    """The first page."""
    return reverse("web:home")


def search(asked: Asked | None = None, text: str = "") -> str:
    """The search page, or its answers to a text."""
    address = _at("search", asked)
    if not text:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'q': text})}"


def records(text: str) -> str:
    """Where a text is looked for in papers, decisions and minutes."""
    return f"{reverse('web:search')}?{urlencode({'in': 'records', 'q': text})}"


def decides(name: str) -> str:
    """A list of who decides: bodies, people, meetings, decisions, actions, interests, strategies, risks."""
    return reverse(f"web:{name}")


def organisation(code: str, asked: Asked | None = None, **change: object) -> str:
    """One organisation; `on=None` leaves the day out, `on=date` sets it."""
    return _at("organisation", asked, code, **change)


def copy(code: str, kind: str, asked: Asked | None = None) -> str:
    """The machine's copy of an organisation: `json` or `csv`."""
    return _at(f"organisation-{kind}", asked, code)


def organisations(asked: Asked | None = None) -> str:
    """The kinds of bodies."""
    return _at("organisations", asked)


def kind(slug: str, asked: Asked | None = None, **change: object) -> str:
    """All bodies of a kind."""
    return _at("kind", asked, slug, **change)


def changes() -> str:
    """The days of reorganisation."""
    return reverse("web:changes")


def change(day: date) -> str:
    """One day of reorganisation."""
    return reverse("web:change", args=[day.isoformat()])


def proposal(slug: str, asked: Asked | None = None, part: str = "", **change: object) -> str:
    """A proposal, or a part of it: preview, case, proof, search (what it means for you)."""
    return _at(f"proposal-{part}" if part else "proposal", asked, slug, **change)


def proposal_for(slug: str, code: str, asked: Asked | None = None) -> str:
    """What a proposal means for one body."""
    return _at("proposal-for", asked, slug, code)


def proposal_copy(slug: str, kind: str, asked: Asked | None = None) -> str:
    """A proposal for machines or for keeping: json, toml, csv (its consequences), docx (its case)."""
    return _at(f"proposal-{kind}", asked, slug)


def document(slug: str, number: int, name: str) -> str:
    """A document of a proposal, to save."""
    return reverse("web:proposal-document", args=[slug, number, name])


def picture(code: str) -> str:
    """How bodies flowed into this one over the years."""
    return reverse("web:picture", args=[code])


def rules(year: str) -> str:
    """The rules of who pays of a year, such as 2025-26."""
    return reverse("web:rules-year", args=[year])


def price_list(number: int) -> str:
    """One price list."""
    return reverse("web:price-list", args=[number])


def page(name: str) -> str:
    """A page with a fixed address: pictures, sources, conflicts, about, accessibility, rules, prices."""
    return reverse(f"web:{name}")
