"""Words that are one line, such as a title or a name: what they may hold, wherever they are shown or exported."""

import unicodedata

from ouzel.core.errors import ContentError

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # the direction in which words are shown


def line(text: str, *, field: str, most: int | None = None) -> str:
    """The words as one line: spaces and line breaks between them become one space each; `most`: so many characters.

    ContentError for control characters, and for those that make words look other than they are.
    """
    found = " ".join(text.split())
    unseen = "" if found.isprintable() else found  # which most are: looked at sign by sign only otherwise
    wrong = next((sign for sign in unseen if sign in _TURNS or unicodedata.category(sign) in ("Cc", "Cs", "Co")), None)
    if wrong is not None:
        raise ContentError(
            "there is a character in it that nobody can see", field=field, value=f"U+{ord(wrong):04X}",
            right="Type the words again, rather than paste them",
        )  # fmt: skip
    if most is not None and len(found) > most:
        raise ContentError(f"this is longer than {most} characters", field=field, value=f"{found[:40]}…",
                           right="Say it shorter")  # fmt: skip
    return found
