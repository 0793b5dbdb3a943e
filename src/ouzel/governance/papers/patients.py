"""NHS numbers in words: what is put before a meeting in public holds none.

Ten digits, bare or parted 3-3-4, that pass the check digit. One in eleven does so by chance, so digits that stand in a
row of other numbers, as in a table of figures, are left alone unless the words before them say what they are. After
"NHS number" any parting counts.
"""

import re
import unicodedata

import nhs_number

from ouzel.core.errors import ContentError

_TEN = re.compile(r"(?<![\d.,/£$€-])(?:\d{10}|\d{3}(?P<sep>[ -])\d{3}(?P=sep)\d{4})(?![\d/-]|[.,]\d)")
_SAID = re.compile(r"\bnhs\W{0,3}(?:no|num|numbers?)?\W{0,5}$", re.IGNORECASE)
_NAMED = re.compile(
    r"\bnhs\W{0,3}(?:no|num|numbers?)\W{0,5}(?:is\W{1,3}|was\W{1,3})?"
    r"(?P<ten>(?:\d[ ._/-]{0,2}){9}\d)(?![ ._/-]{0,2}\d)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\d[ \t]{1,4}$")
_AFTER = re.compile(r"[ \t]{1,4}\d")


class _Plain(dict[int, str | None]):
    """Every dash as "-", every space as " ", every digit as one of ASCII; what cannot be seen is left out."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        kind = unicodedata.category(sign)
        plain: str | None = sign
        if kind == "Pd" or sign == "\u2212":
            plain = "-"
        elif kind == "Zs":
            plain = " "
        elif kind == "Cf":
            plain = None
        elif kind == "Nd":
            plain = str(unicodedata.decimal(sign))
        self[code] = plain
        return plain


_PLAIN = _Plain()


def find_numbers(words: str, *, said: bool = False) -> list[int]:
    """Where in the words NHS numbers begin, as lines count. `said`: bare digits only where "NHS" stands before them."""
    plain = words if words.isascii() else words.translate(_PLAIN)
    found = {match.start() for match in _TEN.finditer(plain) if _is_number(plain, match, said=said)}
    found |= {match.start("ten") for match in _NAMED.finditer(plain) if _is_valid(match["ten"])}
    return sorted(found)


def refuse_numbers(words: str, *, name: str, said: bool = False) -> None:
    """ContentError if there is an NHS number in the words. It names the line, never the number."""
    plain = words if words.isascii() else words.translate(_PLAIN)
    found = find_numbers(plain, said=said)
    if found:
        many = f"are {len(found)} NHS numbers" if len(found) > 1 else "is an NHS number"
        raise ContentError(
            f"there {many} in it", name, plain.count("\n", 0, found[0]) + 1,
            right="Take out what tells who a patient is, and hand it in again. A figure of ten digits that is none is "
            "best written with commas",
        )  # fmt: skip


def refuse_in_name(called: str, *, what: str) -> None:
    """ContentError for a title, or the name of a file, with an NHS number: both are shown to everybody."""
    if find_numbers(called.replace("_", " ")):
        raise ContentError(f"there is an NHS number in {what}", right="Give it another one, that tells of no patient")


def _is_number(words: str, match: "re.Match[str]", *, said: bool) -> bool:
    if not _is_valid(match.group()):
        return False
    before = words[max(0, match.start() - 24) : match.start()]
    if _SAID.search(before):
        return True
    if match.group("sep") is None:
        return not said
    return not (_BEFORE.search(before) or _AFTER.match(words, match.end()))


def _is_valid(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return len(set(digits)) > 1 and bool(nhs_number.is_valid(digits))
