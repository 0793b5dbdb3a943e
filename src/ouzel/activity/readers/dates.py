"""How people say in which way dates are written: dd/mm/yyyy."""

import re

_WORDS = {
    "yyyy": "%Y", "yy": "%y", "mon": "%b", "month": "%B", "mm": "%m", "dd": "%d", "hh": "%H", "mi": "%M", "ss": "%S",
}  # fmt: skip
_TOKENS = re.compile("yyyy|yy|month|mon|mm|dd|hh|mi|ss|[A-Za-z%]")


def way(text: str) -> str:
    """The pattern for `datetime.strptime` of a way to write dates; ValueError where it cannot be understood.

    >>> way("dd-mon-yyyy hh:mi")
    '%d-%b-%Y %H:%M'
    """
    wrong = set(_TOKENS.findall(text)) - {*_WORDS, "T"}
    found = _TOKENS.sub(lambda token: _WORDS.get(token.group(), token.group()), text)
    if (
        wrong
        or "%d" not in found
        or not ("%Y" in found or "%y" in found)
        or found.count("%m") + found.lower().count("%b") != 1
    ):
        raise ValueError(f"{text!r} does not say how a date is written: use dd, mm or mon, yyyy, such as dd/mm/yyyy")
    return found


def words(pattern: str) -> str:
    """The way of a pattern, as people write it."""
    for word, sign in _WORDS.items():
        pattern = pattern.replace(sign, word)
    return pattern
