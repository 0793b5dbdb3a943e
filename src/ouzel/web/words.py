"""Dates, spans, counts and kinds in plain words. Inside, days are half-open; people read the last day that counts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ouzel.core.types import money
from ouzel.register.answers import FactRow
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS

ONE_DAY = timedelta(days=1)
MINUS = "\N{MINUS SIGN}"  # a hyphen may be left alone at the end of a line

ATTRIBUTES = {
    Attribute.LIFESPAN: "Open",
    Attribute.LEGAL_LIFESPAN: "In existence in law",
    Attribute.STATUS: "Status",
    Attribute.LISTED: "Listed in full publications",
    Attribute.NAME: "Name",
    Attribute.PRINTED_NAME: "Name as last printed",
    Attribute.ADDRESS: "Address",
    Attribute.POSTCODE: "Postcode",
    Attribute.ROLE: "Role",
    Attribute.SETTING: "Prescribing setting",
    Attribute.GSS_CODE: "Code of the Office for National Statistics",
    Attribute.STATED_COUNT: "Stated number of member practices",
    Attribute.COMMISSIONER: "Commissioned by",
    Attribute.NETWORK: "In the primary care network",
    Attribute.SYSTEM: "Part of the health and care system",
    Attribute.REGION: "In the NHS England region",
    Attribute.GEOGRAPHY: "Stands in the area of",
    Attribute.OPERATOR: "Run by",
    Attribute.AREA_COMMISSIONER: "In the area of the commissioner",
    Attribute.LOCAL_AUTHORITY: "In the local authority",
    Attribute.WARD: "In the ward",
    Attribute.COLLABORATION: "Worked together with others in",
    Attribute.SUCCESSOR: "Succeeded by",
    Attribute.FUNCTIONS: "Handed its functions to",
}
"""What each attribute is called on a page."""


def day(value: date | None) -> str:
    """`1 April 2021`; nothing for no day."""
    return f"{value.day} {value:%B %Y}" if value else ""


def last(until: date | None) -> str:
    """The last day of a half-open span, in words."""
    return day(until - ONE_DAY) if until else ""


def span(since: date | None, until: date | None) -> str:
    """`1 April 2013 to 31 March 2021`, `since 1 April 2021`, `until 31 March 2021`."""
    if since and until:
        return day(since) if until - since == ONE_DAY else f"{day(since)} to {last(until)}"
    if since:
        return f"since {day(since)}"
    return f"until {last(until)}" if until else "always, as far as is known"


SIGHTING = 3
"""The authority of a fact that rests on sightings alone: when it began is not said."""


def dated(fact: FactRow) -> str:
    """How the beginning of a fact is dated, where it is not dated exactly; else nothing."""
    if fact.changed_after and fact.since:
        return f"changed between {day(fact.changed_after)} and {day(fact.since)}"
    return f"first seen on {day(fact.since)}" if fact.authority == SIGHTING else ""


def count(number: int, one: str, many: str = "") -> str:
    """`no members`, `1 member`, `1,234 members`."""
    many = many or one + "s"
    return f"no {many}" if number == 0 else f"1 {one}" if number == 1 else f"{number:,} {many}"


def kinds(slugs: Iterable[str]) -> str:
    """The narrowest kinds in words: a clinical commissioning group is not also called a local commissioner."""
    held = [KINDS[slug] for slug in slugs]
    narrow = [k for k in held if not any(k is not other and other.roles < k.roles for other in held)]
    return listed([k.one for k in narrow])


def listed(items: Sequence[str], joint: str = "and") -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}" if items else ""


def pounds(pence: int | None) -> str:
    """`£1,234.50`, `−£3`: pence only where there are any; `not said` where there is no amount."""
    if pence is None:
        return "not said"
    return f"{MINUS if pence < 0 else ''}{money.pounds(abs(pence))}"


def units(thousandths: int) -> str:
    """Activity, kept in thousandths, as a number: `1,234` or `0.5`."""
    whole, rest = divmod(abs(thousandths), 1_000)
    return f"{MINUS if thousandths < 0 else ''}{whole:,}{f'.{rest:03d}'.rstrip('0') if rest else ''}"


def month(value: date | None) -> str:
    """`April 2025`; `no month` where it is not known."""
    return f"{value:%B %Y}" if value else "no month"


def without_commands(text: str) -> str:
    """What to do, without the command that does it on the server: a page has a link for it."""
    return re.sub(r":? \(?ouzel [a-z -]+([A-Z]+)?\)?", "", text)


def capital(text: str) -> str:
    """The first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]
