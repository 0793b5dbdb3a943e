"""Where an address in a document leads: what may be followed by a click, and what is nowhere but on one's own disk."""

import re
from urllib.parse import unquote

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)  # one letter before a colon is a drive
_OPEN = frozenset({"http", "https", "mailto", "tel"})
_LOCAL = re.compile(r"(file:(///|//localhost/)|cid:)", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+")


def may_be_followed(address: str) -> bool:
    """Whether a link to it may stand in a paper: a page, a mail address, a telephone, or a place beside the paper."""
    plain = _INVISIBLE.sub("", address)
    scheme = _SCHEME.match(plain)
    if scheme:
        return scheme[1].casefold() in _OPEN
    return not _elsewhere(plain) and not re.match(r"[a-z]:", plain, re.IGNORECASE)


def is_local(address: str) -> bool:
    """Whether it is on the disk of whoever opens the document, so that nothing is asked of any server for it."""
    plain = unquote(_INVISIBLE.sub("", address))
    rest = _LOCAL.sub("", plain, count=1) if _LOCAL.match(plain) else plain
    return not _SCHEME.match(rest) and not _elsewhere(rest)


def _elsewhere(plain: str) -> bool:
    """Two strokes at the beginning, of whichever kind, name a server."""
    return unquote(plain)[:2] in ("//", "\\\\", "/\\", "\\/")
