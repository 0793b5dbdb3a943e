"""Words of the case for change: lists, counts and numbers in plain English, and what each abbreviation means."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ouzel.reorganisation.case.values import Cell

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

PENCE = Decimal("0.01")

MEANINGS: dict[str, str] = {
    "NHS": "National Health Service. It gives health care that is paid for from taxes and is mostly free to the"
    " patient.",
    "CCG": "clinical commissioning group. A body that planned and bought health care for the people of one area, led"
    " by the doctors of its practices. CCGs ended on 30 June 2022.",
    "ICB": "integrated care board. The body that has planned and bought health care for an area since 1 July 2022.",
    "sub-ICB location": "a part of an integrated care board's area that is kept for counting. It is not a body in law.",
    "STP": "sustainability and transformation partnership. Health bodies and councils of one area that worked together"
    " until 2022.",
    "PCT": "primary care trust. The local body that bought health care until 31 March 2013.",
    "GP practice": "a surgery of general practitioners (GPs), who are family doctors. Nearly everybody in England is"
    " registered with one.",
    "PCN": "primary care network. A few GP practices that work together.",
    "primary care network": "a few GP practices that work together, often for 30,000 to 50,000 people.",
    "small area": "a neighbourhood of about 1,500 people, drawn for counting by the Office for National Statistics.",
    "IMD": "Index of Multiple Deprivation. A score of how poor the living conditions of a neighbourhood are. A higher"
    " score means more deprivation.",
    "deprivation": "poor living conditions: low income, no work, poor health, poor housing and the like, taken"
    " together.",
    "running cost": "what a body spends on running itself: its staff, offices and committees. Care for patients is"
    " not part of it.",
    "allowance": "the most that a body may spend on running itself, given as pounds for each person it serves.",
    "allocation": "the money that a body is given for a year to pay for care.",
    "distance from target": "how far a body's allocation is above or below what the national formula says its people"
    " need.",
    "ODS": "Organisation Data Service. It gives each organisation of the NHS its code.",
}  # fmt: skip
"""What each abbreviation or term means, to somebody who never met it. Only those that occur are shown."""


def few(number: int) -> str:
    """`no`, `three`, `ten`, then figures: `1,234`."""
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def count(number: int, one: str, many: str = "") -> str:
    """`no practices`, `one practice`, `1,234 practices`."""
    return f"{few(number)} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def started(sentence: str) -> str:
    """The sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def day(value: date) -> str:
    """`1 April 2021`."""
    return f"{value.day} {value:%B %Y}"


def shown(cell: Cell) -> str:
    """A cell as people read it: thousands parted by commas, a real minus sign, as many places as the number has."""
    if isinstance(cell, str):
        return cell
    text = f"{cell:,f}" if isinstance(cell, Decimal) else f"{cell:,}"
    return text.replace("-", "\N{MINUS SIGN}")


def plain(number: Decimal) -> str:
    """A number as somebody wrote it, without noughts at its end that say nothing: `22`, `18.76`, `1,500,000`."""
    whole = number.to_integral_value()
    return shown(whole if number == whole else number.normalize())


def explained(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each abbreviation or term that occurs in the texts or in the meaning of another, with its meaning, by word."""
    found: set[str] = set()
    waiting = [" ".join(texts)]
    while waiting:
        text = waiting.pop()
        for word, meaning in MEANINGS.items():
            flags = 0 if word.isupper() else re.IGNORECASE
            if word not in found and re.search(rf"\b{re.escape(word)}s?\b", text, flags):
                found.add(word)
                waiting.append(meaning)
    return tuple((word, MEANINGS[word]) for word in sorted(found, key=str.lower))
