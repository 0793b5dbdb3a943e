"""The code that somebody means, who types a code or a name."""

from dataclasses import dataclass
from datetime import date

from ouzel.core.queries import current_edition
from ouzel.register import search
from ouzel.register.answers import Found, Moment
from ouzel.register.attributes import CODE
from ouzel.web.words import day

MOST = 8
"""So many bodies of one name are offered to choose from."""


@dataclass(frozen=True)
class NotFound(Exception):
    """No code is meant, or several: then they are in `found`. The message says what to do."""

    message: str
    found: tuple[Found, ...] = ()

    def __str__(self) -> str:
        return self.message


def code_meant(text: str, *, on: date, edition: int | None = None) -> str:
    """The code of a body: a code in any of its forms, a code in capitals that is new, or the name it has on a day.

    NotFound when nothing, or more than one, is called so.
    """
    text = " ".join(text.split())
    edition = current_edition() if edition is None else edition
    if known := search.resolve(text, edition=edition):
        return known
    first, _, rest = text.partition(" ")
    if rest and any(c.isdigit() for c in first) and (known := search.resolve(first, edition=edition)):
        return known  # a line of a list: the code, then the name
    if CODE.fullmatch(text):
        return text
    found = search.find(text[:200], moment=Moment(on=on, edition=edition), limit=40)
    there = [hit for hit in found if hit.open]
    if len(there) == 1:
        return there[0].code
    if there:  # also where one is called just so: “Luton” is a council, and who types it may mean another body
        there.sort(key=lambda hit: search.plain(hit.name) != search.plain(text))
        listed = ", ".join(f"{hit.name} ({hit.code})" for hit in there[:MOST])
        more = f" and {len(there) - MOST} more" if len(there) > MOST else ""
        raise NotFound(f"More than one body matches “{text}”: {listed}{more}. Give the code", tuple(there[:MOST]))
    if text.upper() == text or not found:
        raise NotFound(f"Nothing is called “{text}”. Give a code, in capitals, or the name on {day(on)}")
    raise NotFound(f"“{text}” was not open on {day(on)}. Give the code or the name of a body that was")
