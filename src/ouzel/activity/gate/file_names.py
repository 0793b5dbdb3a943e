"""Names of files: they are shown, kept with what was taken, and stand in the audit trail for good.

So the name passes before anything else is done with the file. A file of patients is taken under a neutral name where
its own may tell of one; the sha256 says which file it was. A small file of reference data is rather refused: whoever
loads it can give it another name.
"""

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from ouzel.activity.gate.detecting import detect
from ouzel.activity.gate.forenames import FORENAMES
from ouzel.activity.gate.wording import has_date, is_listed, is_marked, plain
from ouzel.core.errors import ContentError

_ENDING = re.compile(r"(?:\.[A-Za-z]{1,7})?(?:\.[A-Za-z]{1,2})?$")
_ENDINGS = (".csv.gz", ".csv", ".parquet", ".gz", ".zip", ".toml")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OLD = re.compile(r"(?<![0-9])(?:18|19)[0-9]{2}(?![0-9])|(?<![0-9])[0-9]{4}(?:18|19)[0-9]{2}(?![0-9])")
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
SHORTEST = 3
"""Letters of a word from which it may be a name."""


def tells(name: str, *, surely: bool = False) -> bool:
    """Whether the name of a file may say who a patient is; `surely`: only what is hardly anything else.

    >>> tells("plcm-RC9-2021-22-M02.csv"), tells("9434765919 Smith John 12-03-1961.csv"), tells("Okonkwo Chidi.csv")
    (False, True, True)
    """
    stem = plain(_stem(name))
    spaced = " ".join(_CAMEL.sub(" ", re.sub(r"[\W_]+", " ", stem)).split())
    if detect(pa.array([stem, stem.replace("_", " "), spaced], pa.string())).any or is_marked(spaced.title()):
        return True
    words = _WORD.findall(spaced)
    if any(map(_is_pair, words, words[1:])):
        return True
    strange = list(map(_is_strange, words))
    dated = any(strange) and has_date(stem.replace("_", " "))
    if surely:
        return dated and bool(_OLD.search(spaced.replace(" ", "-")) or _OLD.search(spaced))
    return dated or any(one and other for one, other in pairwise(strange))


def known_as(name: str, content: Path | bytes) -> str:
    """The name under which a file of activity is shown and kept: its own, or one that tells of nobody."""
    if not tells(name):
        return name
    ending = next((each for each in _ENDINGS if name.lower().endswith(each)), "")
    return f"file {_digest(content)[:8]} (name withheld){ending}"


def shown(name: str) -> str:
    """The name of a file that is not there, or cannot be read, for a message."""
    return "the file" if tells(name) else name


def refuse_file_name(name: str) -> None:
    """ContentError for a file of reference data whose name says who a person is. It does not repeat the name."""
    if tells(name, surely=True):
        raise ContentError(
            "the name of the file tells who a person is, or looks as if it did",
            right="Give the file another name: it would be kept in the audit trail",
        )


def _stem(name: str) -> str:
    lower = name.lower()
    return next((name[: -len(each)] for each in _ENDINGS if lower.endswith(each)), _ENDING.sub("", name))


def _is_strange(word: str) -> bool:
    return word.isalpha() and len(word) >= SHORTEST and not is_listed(word)


def _is_pair(one: str, other: str) -> bool:
    """A forename beside a word of no list."""
    if not (one.isalpha() and other.isalpha()):
        return False
    named = [word.lower() in FORENAMES for word in (one, other)]
    return all(named) or (any(named) and not any(map(is_listed, (one, other))))


def _digest(content: Path | bytes) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
