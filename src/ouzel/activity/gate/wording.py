"""Words in kept texts: those of lists of services stay, and what might be a name or a date does not.

Common forenames tell few names of persons. So it is asked the other way round: a description is kept where each of its
words is one that services are described with, in `service_words.txt`: the words of the national lists of treatment
functions, main specialties, HRGs, other currencies and points of delivery, and words that contracts add to them. Words
that are forenames are none of them.
"""

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from ouzel.activity.gate.forenames import FORENAMES
from ouzel.activity.gate.kinds import Kind

FILE = "service_words.txt"
SHORT = 3  # letters of an abbreviation that a code may have without being listed

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_SIGNS = r"[^0-9A-Za-z]{1,3}"
_PARTED = re.compile(rf"(?<![0-9])([0-9]{{1,4}}){_SIGNS}([0-9]{{1,2}}){_SIGNS}([0-9]{{1,4}})(?![0-9])")
_RUN = re.compile(r"(?<![0-9])(?:[0-9]{6}|[0-9]{8})(?![0-9])")
_WORDED = re.compile(
    rf"(?<![a-z0-9])(?:[0-9]{{1,2}}(?:st|nd|rd|th)?[^a-z0-9]{{0,3}}(?:of[^a-z0-9]{{1,3}})?{_MONTH}[^a-z0-9]{{0,3}}[0-9]{{2,4}}"
    rf"|{_MONTH}[^a-z0-9]{{1,3}}[0-9]{{1,2}}(?:st|nd|rd|th)?[^a-z0-9]{{1,3}}[0-9]{{2,4}})(?![0-9])",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\b(?:patient|pt|client|baby|babe|infant|twin|child|wife|husband|widow|widower|son|daughter|mother|mum|father|dad"
    r"|parent|carer|brother|sister|nok|next of kin|mr|mrs|ms|miss|mx|master|surname|forename|named?|called)\b"
    r"(?:['’]?s\b)?\W{0,4}(?:(?:of|is|name|named|called)\b\W{0,4})*(?:[^\W\d_]\b\W{1,3})*(?P<name>[^\W\d_]{2,})",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W_]+")
_EIGHT = re.compile(r"[0-9]{8}")
_LETTERS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def service_words() -> frozenset[str]:
    """Every word that services are described with, in small letters."""
    return frozenset(resources.files(__package__).joinpath(FILE).read_text("utf-8").split())


@lru_cache(maxsize=1 << 14)
def is_listed(word: str) -> bool:
    """Whether a word is one of services: a plural and words run together by capitals ("VirtualWard") too."""
    listed = service_words()
    parts = [part.lower() for part in _CAMEL.split(word)] if not word.isupper() else [word.lower()]
    if word.lower() in listed:
        return True
    return all(len(part) == 1 or part in listed or part.removesuffix("s") in listed for part in parts)


def plain(text: str) -> str:
    """A text as it is judged: full-width letters and hard spaces as ordinary ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=1 << 14)
def in_description(text: str) -> Kind | None:
    """What of a description cannot be kept: a person who is named, a date, or words of no list; None if nothing.

    >>> in_description("Virtual ward"), in_description("wife of Singh"), in_description("Smith J")
    (None, <Kind.NAME: 'name'>, <Kind.UNLISTED: 'unlisted-words'>)
    """
    text = plain(text)
    if is_marked(text):
        return Kind.NAME
    if has_date(text):
        return Kind.DATE
    return None if all(map(is_listed, _LETTERS.findall(text))) else Kind.UNLISTED


@lru_cache(maxsize=1 << 14)
def in_code(text: str) -> Kind | None:
    """What of a code cannot be kept. One word in capitals, and words with digits in them, may be anything.

    >>> in_code("OPTRIAGE"), in_code("CLIN 7"), in_code("SMITH J"), in_code("19610312")
    (None, None, <Kind.UNLISTED: 'unlisted-words'>, <Kind.DATE: 'date'>)
    """
    text = plain(text)
    tokens = _TOKEN.findall(text)
    if is_marked(text):
        return Kind.NAME
    if _parted_day(text) or _WORDED.search(text) or (_EIGHT.fullmatch(text) and is_day(text)):
        return Kind.DATE
    if any(_with_day(token) for token in tokens):
        return Kind.UNLISTED
    letters = [token for token in tokens if token.isalpha() and not is_listed(token)]
    if len(tokens) == 1:
        return Kind.UNLISTED if letters and not text.isupper() else None
    if any(len(token) > SHORT or token.lower() in FORENAMES for token in letters):
        return Kind.UNLISTED
    initial = any(len(token) == 1 for token in tokens) and all(token.isalpha() for token in tokens)
    return Kind.UNLISTED if letters and initial else None


def in_listed_code(text: str) -> Kind | None:
    """As `in_code`, where a national list has the codes: one word of letters alone is of that list, or short."""
    word = plain(text)
    if word.isalpha() and len(word) > SHORT and not is_listed(word):
        return Kind.UNLISTED
    return in_code(text)


def is_marked(text: str) -> bool:
    """Whether a text names somebody: "patient Okonkwo", "baby of Patel"."""
    return any(not is_listed(found["name"]) and found["name"][0].isupper() for found in _MARKED.finditer(text))


def has_date(text: str) -> bool:
    """Whether a text has a day in it, in whatever order and dress."""
    return _parted_day(text) or bool(_WORDED.search(text)) or any(map(is_day, _RUN.findall(text)))


def is_day(digits: str) -> bool:
    """Whether six or eight digits are a day: 120361, 12031961, 19610312.

    >>> is_day("120361"), is_day("19610312"), is_day("999999")
    (True, True, False)
    """
    if len(digits) == 6:
        ways = ((digits[4:], digits[2:4], digits[:2]), (digits[:2], digits[2:4], digits[4:]))
    else:
        ways = ((digits[4:], digits[2:4], digits[:2]), (digits[:4], digits[4:6], digits[6:]))
    return any(_is_date(*way) for way in ways)


def _parted_day(text: str) -> bool:
    return any(
        _is_date(last, middle, first) or _is_date(first, middle, last) or _is_date(last, first, middle)
        for first, middle, last in _PARTED.findall(text)
    )


def _is_date(year: str, month: str, day: str) -> bool:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return False
    of = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(of, int(month), int(day)).year >= 1850
    except ValueError:
        return False


def _with_day(token: str) -> bool:
    """Whether a word of no list and a day are one: JSMITH120361."""
    words = [word for word in _LETTERS.findall(token) if len(word) >= SHORT and not is_listed(word)]
    return bool(words) and any(map(is_day, _RUN.findall(token)))
