"""Tables that spreadsheets open: which cells they would take for a formula, and how a cell is kept from being one."""

import re
import unicodedata
from collections.abc import Iterable

_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe62", "\ufe63", "\ufe66", "\ufe6b", "\u2212")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def runs(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula: what it begins with, after whatever nobody sees, is a sign
    that begins one, and it is no plain number. A cell that begins with a tab or a line break is taken for one too.
    """
    if text.startswith(("\t", "\r", "\n")):
        return True
    start = next((place for place, sign in enumerate(text) if not _unseen(sign)), len(text))
    return text.startswith(_SIGNS, start) and not _NUMBER.fullmatch(text, start)


def safe(text: str) -> str:
    """Text that a spreadsheet shows and does not run: with an apostrophe before it where it would run."""
    return f"'{text}" if runs(text) else text


def guarded(fields: Iterable[object]) -> list[str]:
    """The cells of a row, of which a spreadsheet runs none."""
    return [safe(str(each)) for each in fields]


def _unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf", "Zs")
