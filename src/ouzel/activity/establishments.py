"""Prisons and other places of detention by a code that says no address, so that their lists can be asked later.

A postcode is gone once a file is taken. What stays of one that is on a list is the code of that row, and whether it was
a prison on the day of a line is asked of the lists as they are known when somebody asks. The code is made of the
postcode, so that every release of the list gives a place the same one; it tells nothing that the list does not.
"""

import hashlib

LETTER = "J"


def plain(postcode: str) -> str:
    """A postcode in capitals without spaces."""
    return "".join(postcode.split()).upper()


def establishment_of(postcode: str) -> str:
    """The code of the place at a postcode: J and ten characters, the same for ever."""
    return LETTER + hashlib.blake2b(plain(postcode).encode(), digest_size=5).hexdigest().upper()
