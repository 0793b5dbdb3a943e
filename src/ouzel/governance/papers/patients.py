"""NHS numbers in words: what is put before a meeting in public holds none.

Ten digits, bare or parted 3-3-4, that pass the check digit. One in eleven does so by chance, so digits that stand in a
row of other numbers, as in a table of figures, are left alone unless the words before them say what they are.
"""

import re

import nhs_number

from ouzel.core.errors import ContentError

_TEN = re.compile(r"(?<![\d.,/£$€-])(?:\d{10}|\d{3}(?P<sep>[ \u00a0\u2009-])\d{3}(?P=sep)\d{4})(?![\d/-]|[.,]\d)")
_SAID = re.compile(r"\bnhs\W{0,3}(?:no|num|number)?\W{0,5}$", re.IGNORECASE)
_BEFORE = re.compile(r"\d[ \t\u00a0\u2009]{1,4}$")
_AFTER = re.compile(r"[ \t\u00a0\u2009]{1,4}\d")


def find_numbers(words: str) -> list[int]:
    """Where in the words NHS numbers begin."""
    return [match.start() for match in _TEN.finditer(words) if _is_number(words, match)]


def refuse_numbers(words: str, *, name: str) -> None:
    """ContentError if there is an NHS number in the words. It names the line, never the number."""
    found = find_numbers(words)
    if found:
        many = f"{len(found)} NHS numbers" if len(found) > 1 else "an NHS number"
        raise ContentError(
            f"there is {many} in it" if len(found) == 1 else f"there are {many} in it", name,
            words.count("\n", 0, found[0]) + 1,
            right="Take out what tells who a patient is, and hand it in again. A figure of ten digits that is none is "
            "best written with commas",
        )  # fmt: skip


def _is_number(words: str, match: "re.Match[str]") -> bool:
    digits = re.sub(r"\D", "", match.group())
    if len(set(digits)) == 1 or not nhs_number.is_valid(digits):
        return False
    before = words[max(0, match.start() - 24) : match.start()]
    if _SAID.search(before) or match.group("sep") is None:
        return True
    return not (_BEFORE.search(before) or _AFTER.match(words, match.end()))
