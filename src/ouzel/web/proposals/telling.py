"""Values of a proposal as pages tell them: days, amounts, roles, choices, and whom a body belongs to."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.expansion import Choice
from ouzel.web import words
from ouzel.web.proposals.words import role

ISO_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def spoken(text: str) -> str:
    """A text with its days as people say them: `closes on 1 April 2021`, not 2021-04-01."""
    return ISO_DAY.sub(lambda found: words.day(date.fromisoformat(found[0])), text)


def number(value: Decimal | None, unit: str = "") -> str:
    """`1,047,296`, `£18.76`, `12.5`; `none` where there is nothing of the kind."""
    if value is None:
        return "none"
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    sign, figure = ("−", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}£{figure}" if unit in ("£", "pounds") else f"{sign}{figure}"


def cell(value: object) -> str:
    """What stands in a table: an exact number with its thousands told apart, or the words as they are."""
    return number(Decimal(value)) if isinstance(value, int | Decimal) else str(value)


def money(unit: str) -> str:
    """`£` for a unit that counts pounds: `pounds a year`."""
    return "£" if unit.casefold().startswith(("pound", "£")) else ""


def value(text: str, what: str) -> str:
    """What a record has before or after: days in words, roles by their names, `none` for nothing."""
    if what == "role":
        return words.listed([role(code) for code in text.split(", ")]) if text else "none"
    return spoken(text) or "none"


def held_as(relation: Attribute, whose: str, boards: Collection[str]) -> str:
    """What a body is to another that belongs to it, for people."""
    return {
        Attribute.COMMISSIONER: f"Plans and buys care for {whose}",
        Attribute.AREA_COMMISSIONER: f"Plans and buys care for {whose}",
        Attribute.NETWORK: "Group of practices it belongs to (primary care network)",
        Attribute.SYSTEM: "Board that answers for planning and buying care" if boards else "Partnership it is part of",
        Attribute.REGION: "Region of NHS England",
        Attribute.OPERATOR: "Runs it",
        Attribute.GEOGRAPHY: "System in whose area it stands",
        Attribute.COLLABORATION: "Works together with others in",
    }.get(relation, words.ATTRIBUTES[relation])


def say_title(engagements: Sequence[object]) -> str:
    """The heading above the chances to have a say: an invitation while any is open or to come."""
    states = {getattr(each, "state", "") for each in engagements}
    return "Have your say" if states & {"open", "coming", ""} else "How people could have their say"


def answer(choice: Choice) -> str:
    """What was chosen, in words; or that nobody has chosen, and from what."""
    if not choice.made:
        offered = words.listed([said for _, said in choice.options], "or")
        return f"Nobody has chosen yet{f': {offered}' if offered else ''}"
    return dict(choice.options).get(choice.made, choice.made)
