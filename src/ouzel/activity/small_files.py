"""Small files that are kept as they stand (plans, price lists, tables of rules): what passes, and what may be repeated.

Every text is looked through by the gate before anything is made of it, and coded columns hold codes alone. A refusal
says line and column, and repeats a value only where it is short and tells of nobody.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from ouzel.activity.gate.detecting import detect
from ouzel.activity.gate.file_names import refuse_file_name
from ouzel.activity.gate.refusing import refuse_in_texts
from ouzel.core.errors import ContentError

CODES: dict[str, tuple[str, str]] = {
    "provider": (r"[A-Za-z]{1,3}[0-9][A-Za-z0-9]{0,6}|R[A-Za-z]{2,4}|[A-Z]{3}|[0-9][A-Z0-9]{2,5}", "such as RC9"),
    "commissioner": (r"(?=.{0,3}$|[A-Za-z]*[0-9])[A-Za-z0-9]{2,8}|[NSW][0-9]{8}", "such as M1J4Y or 06F"),
    "specialty": (r"[A-Za-z0-9]{0,2}[0-9][A-Za-z0-9]?", "a treatment function such as 110"),
    "currency": (r"[A-Za-z]{1,9}|(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._/+-]{0,11}", "such as AA22C"),
    "best_practice": (r"[A-Za-z]{1,3}|(?=[^0-9]*[0-9])[A-Za-z0-9_-]{1,8}", "a short flag, such as 1 or Y"),
    "department": (r"[0-9A-Za-z]{1,2}", "a type of department such as 01"),
    "service": (r"(?=[^0-9]*[0-9])[A-Za-z0-9]{3,12}", "such as NCBPS34A"),
}
"""What the codes of a column look like, and an example in words."""

AMOUNT = re.compile(r"[-\u2212]?£?\s?(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d*)?")
LONGEST, LONGEST_NOTE = 300, 2000
"""Signs of one field: no name and no source is longer, and no note of where a list is from."""

_SAYABLE = re.compile(r"[^\s\d]*(?:\d[^\s\d]*){0,8}")


class SmallFile(NamedTuple):
    """A file that was read whole: what it is called, what stands in it, and the digest of its bytes."""

    file: str
    text: str
    sha256: str


def read_small(source: Path | bytes, *, name: str, most: int, what: str) -> SmallFile:
    """A file of at most so many bytes of text; `name` where it is not the path's own. `what` it holds, in words.

    ContentError for a longer one, for what is not UTF-8, and for a name that tells who a person is.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    file = name or (source.name if isinstance(source, Path) else "")
    refuse_file_name(file)
    if len(content) > most:
        raise ContentError(f"this is too long for {what}", file, value=f"{len(content):,} bytes",
                           right=f"At most {most:,} bytes")  # fmt: skip
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError("this is not text in UTF-8", file, right="Save it as UTF-8") from error
    return SmallFile(file, text, hashlib.sha256(content).hexdigest())


def look_through(columns: Mapping[str, Mapping[str, int]], *, file: str, longest: int = LONGEST) -> None:
    """ContentError where a text of a column tells who a person is. `columns`: each text with its first line."""
    for field, texts in columns.items():
        words = {text: line for text, line in texts.items() if text and not AMOUNT.fullmatch(text.strip())}
        if long := next((line for text, line in words.items() if len(text) > longest), None):
            raise ContentError("this is too long to be kept", file, long, sayable(field),
                               right=f"At most {longest:,} signs")  # fmt: skip
        if words:
            # Words may name bodies after people ("John Radcliffe"); where codes are due, words are refused as no codes.
            refuse_in_texts(words, file=file, field=sayable(field), bodies=True)


def distinct(headings: Iterable[str], rows: Iterable[tuple[int, Iterable[str]]]) -> dict[str, dict[str, int]]:
    """The different texts of each column with the line on which each first stands, and those of the headings."""
    names = list(headings)
    columns: dict[str, dict[str, int]] = {name: {name: 1} for name in names}
    for line, fields in rows:
        for name, text in zip(names, fields, strict=False):
            columns[name].setdefault(text, line)
    return columns


def look_at_words(**said: str) -> None:
    """ContentError where what somebody says of a file (its name, its source, a note) tells who a person is."""
    for field, text in said.items():
        if len(text) > LONGEST_NOTE:
            raise ContentError("this is too long to be kept", field=field, right=f"At most {LONGEST_NOTE:,} signs")
        try:
            look_through({field: {text: 1}}, file="", longest=LONGEST_NOTE)
        except ContentError as error:
            raise ContentError(
                error.problem, field=field, right="Say it without telling who a patient is: it is kept as it stands"
            ) from None


def code(text: str, kind: str) -> bool:
    """Whether a text looks like a code of the kind, one of `CODES`."""
    return bool(re.fullmatch(CODES[kind][0], text))


def sayable(text: str) -> str:
    """The text where it may be repeated: one short word, with few digits, in which nothing is found; else ""."""
    if len(text) > 24 or not _SAYABLE.fullmatch(text) or detect(pa.array([text], pa.string())).any:
        return ""
    return text
