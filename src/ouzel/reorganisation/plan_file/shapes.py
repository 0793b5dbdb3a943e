"""Reading one value of a plan file: what it must look like, and what to say where it does not."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from ouzel.register.attributes import CODE, LASTING, Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.readers.codes import shipped_codes
from ouzel.reorganisation.plan import FORMS
from ouzel.reorganisation.plan_file.tables import Shape

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")
ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+")
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

RELATIONS: dict[str, Attribute] = {a.name.lower(): a for a in sorted(LASTING)}
"""The relations that last over days, as they are written in a plan."""

ROLES_OF_KINDS: dict[str, str] = {
    kind.slug: next(iter(kind.roles))
    for kind in KINDS.values()
    if len(kind.roles) == 1 and kind.told_by is Attribute.ROLE
}
"""The kinds of body that one role alone makes, with that role."""

SHARE_PLACES, AMOUNT_PLACES, AMOUNT_DIGITS = 10, 4, 16
"""Decimal places the register keeps of a share, and places and whole digits of an amount."""


class Wrong(Exception):
    """A value that is not of its shape: what is wrong, and what would be right."""

    def __init__(self, problem: str, right: str) -> None:
        super().__init__(problem)
        self.problem, self.right = problem, right


@lru_cache(maxsize=1)
def known_roles() -> frozenset[str]:
    """The role codes that the register knows."""
    return frozenset(code for code, (kind, _) in shipped_codes().items() if kind == "role")


def what_it_is(value: Any) -> str:
    """The type of a TOML value in words."""
    for types, words in _WORDS:
        if isinstance(value, types):
            return words
    return "a value"


_WORDS: tuple[tuple[Any, str], ...] = (
    (str, "text"),
    (bool, "true or false"),
    ((int, Decimal), "a number"),
    (datetime, "a day with a time"),
    (date, "a day"),
    (time, "a time"),
    (list, "a list"),
    (Mapping, "a table"),
)


def shown(value: Any) -> str:
    """A value as a problem shows it: short, and nothing for lists and tables."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if isinstance(value, list | dict) else str(value)[:80]


def near(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest to one that is not, or nothing."""
    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.7)
    return found[0] if found else ""


def nearest_of(word: str, known: Iterable[str]) -> str:
    """What to say of a word that is not known: the nearest, or all there are."""
    found = near(word, known)
    return f"Did you mean {found}?" if found else f"Use one of {', '.join(known)}"


def take(shape: Shape, value: Any) -> Any:
    """The value as the plan holds it. Wrong if it is not of the shape."""
    return _TAKE[shape](value)


def _text(value: Any, right: str = "Write it in quotes") -> str:
    if not isinstance(value, str):
        raise Wrong(f"this is {what_it_is(value)} where text belongs", right)
    text = value.replace("\r\n", "\n").strip()
    if not text:
        raise Wrong("this is empty", "Say it, or leave the key out")
    if _UNPRINTABLE.search(text):
        raise Wrong("there is a character in it that cannot be printed", "Leave it out")
    return text


def _line(value: Any) -> str:
    text = _text(value)
    if "\n" in text:
        raise Wrong("this is more than one line", "Write it on one line")
    return text


RESERVED = frozenset({"preview", "new", "derive", "checklist", "schema"})
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Names that stand for something else in addresses: /changes/2021-04-01/ is the page of a day."""


def _slug(value: Any) -> str:
    right = "Small letters, digits and hyphens, 2 to 80 of them, such as blmk-2021"
    text = _text(value, right)
    if not SLUG.fullmatch(text):
        raise Wrong("this cannot be a name in an address", right)
    if text in RESERVED or DAY.fullmatch(text):
        raise Wrong("this name is an address of something else", right)
    return text


def _address(value: Any) -> str:
    text = _text(value)
    if not ADDRESS.fullmatch(text):
        raise Wrong("this is not an address on the web", "It begins with https:// and has no blanks")
    return text


def _day(value: Any) -> date:
    right = "Write the day as 2021-04-01"
    if isinstance(value, datetime):
        raise Wrong("this is a day with a time", right)
    if isinstance(value, date):
        return value
    text = _text(value, right)
    if DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Wrong("there is no such day", right) from None
    raise Wrong("this is not a day", right)


def _code(value: Any) -> str:
    right = "A code has 2 to 40 capital letters and digits, and stands in quotes"
    text = _text(value, right).upper()
    if not CODE.fullmatch(text):
        raise Wrong("this is not a code of an organisation or area", right)
    return text


def _role(value: Any) -> str:
    text = _text(value).upper()
    if text not in known_roles():
        right = "Use an ODS role code, such as RO98 for a clinical commissioning group"
        raise Wrong("this is not a role that the register knows", right)
    return text


def _kind(value: Any) -> tuple[str, ...]:
    text = _text(value).lower()
    if text not in ROLES_OF_KINDS:
        raise Wrong("this is not a kind of body that one role makes", nearest_of(text, ROLES_OF_KINDS))
    return (ROLES_OF_KINDS[text],)


def _relation(value: Any) -> Attribute:
    text = _text(value).lower()
    if text not in RELATIONS:
        raise Wrong("this is not a relation", nearest_of(text, RELATIONS))
    return RELATIONS[text]


def _form(value: Any) -> str:
    text = _text(value).lower()
    if text not in FORMS:
        raise Wrong("this is not a form of working together", nearest_of(text, FORMS))
    return text


def _number(value: Any, right: str) -> Decimal:
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Wrong(f"this is {what_it_is(value)} where a number belongs", right)
    number = Decimal(value)
    if not number.is_finite():
        raise Wrong("this is not a number", right)
    return number


def _share(value: Any) -> Decimal:
    right = "More than 0 and at most 1, such as 0.25"
    share = _number(value, right)
    if not 0 < share <= 1:
        raise Wrong("this is not a share", right)
    return _within(share, SHARE_PLACES)


def _amount(value: Any) -> Decimal:
    amount = _number(value, "A number such as 20100000 or 18.76, without commas or signs of money")
    if amount and amount.adjusted() >= AMOUNT_DIGITS:
        raise Wrong("this is more than can be kept", f"At most {AMOUNT_DIGITS} digits before the point")
    return _within(amount, AMOUNT_PLACES)


def _within(number: Decimal, places: int) -> Decimal:
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise Wrong("this has more decimal places than are kept", f"At most {places} places after the point")
    return number


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"this is {what_it_is(value)} where true or false belongs", "Write true, without quotes")
    return value


_TAKE: dict[Shape, Callable[[Any], Any]] = {
    Shape.SLUG: _slug,
    Shape.LINE: _line,
    Shape.TEXT: _text,
    Shape.ADDRESS: _address,
    Shape.DAY: _day,
    Shape.CODE: _code,
    Shape.ROLE: _role,
    Shape.KIND: _kind,
    Shape.RELATION: _relation,
    Shape.FORM: _form,
    Shape.SHARE: _share,
    Shape.AMOUNT: _amount,
    Shape.FLAG: _flag,
}
