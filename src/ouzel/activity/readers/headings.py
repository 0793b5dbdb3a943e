"""Column headings: the same heading is written in many ways."""

import re

_SIGNS = re.compile(r"[^A-Z0-9]+")


def key(heading: str) -> str:
    """A heading as it is compared: capitals and digits, everything else one space.

    >>> key("Organisation_Identifier (code of provider)")
    'ORGANISATION IDENTIFIER CODE OF PROVIDER'
    """
    return _SIGNS.sub(" ", heading.upper()).strip()
