"""Where the words that were looked for stand in a text: a few words around them, each piece marked or not.

By stems and what begins with them, as near as showing needs; what is found is decided by the database.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

AROUND = 110  # characters on each side of the first word


@dataclass(frozen=True)
class Piece:
    """Some words; `hit`: they were looked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Snippet:
    """Pieces of a text in their order."""

    pieces: tuple[Piece, ...] = ()

    @property
    def html(self) -> SafeString:
        """Escaped, with what was looked for in <mark>."""
        return format_html_join(
            "", "{}", ((format_html("<mark>{}</mark>", p.text) if p.hit else p.text,) for p in self.pieces)
        )

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def snippet(text: str, stems: Sequence[str]) -> Snippet:
    """What stands around the first of the words in a text; its beginning, where none of them is in it."""
    shape = _shape(stems)
    found = shape.search(text) if shape else None
    middle = found.start() if found else 0
    start, end = max(0, middle - AROUND), min(len(text), (found.end() if found else 0) + AROUND)
    start, end = _whole_words(text, start, end)
    cut = " ".join(text[start:end].split())
    return Snippet(tuple(_pieces(("… " if start else "") + cut + (" …" if end < len(text) else ""), shape)))


def marked(text: str, stems: Sequence[str]) -> Snippet:
    """A whole text, such as a title, with the words marked."""
    return Snippet(tuple(_pieces(text, _shape(stems))))


def _shape(stems: Sequence[str]) -> "re.Pattern[str] | None":
    if not stems:
        return None
    # A stem that ends in i may be of a word with y: "polici" of "policy".
    each = (
        re.escape(s[:-1]) + "[iy]" if s.endswith("i") else re.escape(s) for s in sorted(stems, key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{'|'.join(each)})\w*", re.IGNORECASE)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < end and not text[start - 1].isspace():
        start += 1
    while start < end < len(text) and not text[end].isspace():
        end -= 1
    return start, end


def _pieces(text: str, shape: "re.Pattern[str] | None") -> list[Piece]:
    pieces, at = [], 0
    for match in shape.finditer(text) if shape else ():
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()], False))
        pieces.append(Piece(match.group(), True))
        at = match.end()
    if at < len(text):
        pieces.append(Piece(text[at:], False))
    return pieces
