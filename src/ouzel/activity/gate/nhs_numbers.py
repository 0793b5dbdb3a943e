"""NHS numbers among the distinct values of a column, in whatever dress.

A number counts by its check digit (and, of numbers issued in Scotland, by the day they begin with), exactly as the
package `nhs-number` has it. Ten equal digits pass that check too, but stand for "not known" everywhere: they are none.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

import nhs_number
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
DIGITS = 10

_APART = r"[^0-9A-Za-z]"  # also a line break, a bar, a semicolon, a control sign
CANDIDATE = (
    rf"(?:^|[^0-9])0*[0-9](?:{_APART}{{0,9}}[0-9]){{9}}(?:$|[^0-9])|[0-9][.,][0-9]{{1,9}}[eE]\+?0?[0-9](?:$|[^0-9])"
)
"""Ten digits with at most nine signs between any two (noughts before them), or a power of ten: the filter (RE2)."""

_TEN = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{10}(?![0-9])(?!\.[0-9]*[1-9])")
_PADDED = re.compile(r"(?<![0-9])(?<![0-9]\.)0+([1-9][0-9]{9})(?![0-9])(?!\.[0-9]*[1-9])")
_RUN = re.compile(r"(?<![0-9])[0-9]{1,9}(?:[\W_]{1,9}[0-9]{1,9})+(?![0-9])")
_POWER = re.compile(r"(?<![0-9.,])(?P<whole>[0-9]{1,9})[.,](?P<part>[0-9]{1,9})[eE]\+?0?(?P<power>[0-9])(?![0-9])")
_GROUP = re.compile(r"[0-9]+")
_WHOLE = re.compile(r"[0-9\W_]+")
_DECIMAL = re.compile(r"\s*[-+]?[0-9]+\.(?P<fraction>[0-9]*)\s*")
_WORDS = re.compile(r"nhs|(?:^|[\W_])[^\W\d_]{2,}(?:$|[\W_])", re.IGNORECASE)

USUAL = (3, 3, 4)
_PAIRS = (2,) * 5
_WAYS = frozenset({USUAL, (4, 3, 3), (3, 4, 3), (5, 5), (6, 4), (4, 6), (1,) * 10, _PAIRS})
_TIMES = frozenset({(4, 2, 2, 2), (2, 2, 4, 2), (8, 2)})  # a day and an hour


class Numbers(NamedTuple):
    """Which distinct values hold an NHS number.

    `certain`: among words, or parted 3-3-4. `bare`: ten digits alone or in a code, which one number in eleven passes by
    chance. `candidates` says of which values ten such digits were tried, whether or not they passed.
    """

    certain: Mask
    bare: Mask
    candidates: Mask


@dataclass(frozen=True)
class _Tried:
    digits: str
    certain: bool


def find_numbers(values: pa.Array) -> Numbers:
    """NHS numbers in distinct texts without nulls."""
    count = len(values)
    certain, bare, candidates = (np.zeros(count, bool) for _ in range(3))
    at = np.flatnonzero(pc.match_substring_regex(values, CANDIDATE).to_numpy(zero_copy_only=False))
    if not len(at):
        return Numbers(certain, bare, candidates)
    some = values.take(pa.array(at))
    plain = plain_numbers(some)
    candidates[at[plain]] = True
    bare[at[plain]] = valid(some.filter(pa.array(plain)))
    for position, text in zip(at[~plain], some.filter(pa.array(~plain)).to_pylist(), strict=True):
        tried = _tried(text)
        passed = [each for each in tried if is_number(each.digits)]
        certain[position] = any(each.certain for each in passed)
        bare[position] = not certain[position] and bool(passed)
        candidates[position] = any(not each.certain for each in tried)
    return Numbers(certain, bare, candidates)


def is_number(digits: str) -> bool:
    """Whether ten digits are an NHS number (and not ten equal ones)."""
    return len(set(digits)) > 1 and bool(nhs_number.is_valid(digits))


def plain_numbers(values: pa.Array) -> Mask:
    """Which texts are ten digits and nothing else."""
    mask: Mask = np.zeros(len(values), bool)
    ten = np.flatnonzero(pc.equal(pc.binary_length(values), DIGITS).to_numpy(zero_copy_only=False))
    if len(ten):
        octets = _octets(values.take(pa.array(ten)))
        mask[ten] = ((octets >= 48) & (octets <= 57)).all(axis=1)
    return mask


def valid(values: pa.Array) -> Mask:
    """Which texts of ten digits each are NHS numbers: `is_number` for millions at once."""
    if not len(values):
        return np.zeros(0, bool)
    digits = _octets(values).T.astype(np.int16) - 48
    total = sum((DIGITS - index) * digits[index] for index in range(DIGITS - 1))
    check = (DIGITS + 1 - np.asarray(total) % (DIGITS + 1)) % (DIGITS + 1)
    passed: Mask = (check == digits[9]) & (digits != digits[0]).any(axis=0)
    doubt = np.flatnonzero(passed & (digits[0] <= 3))  # issued in Scotland: the first six digits are a day
    for position in doubt:
        passed[position] = _day(digits[:6, position]) is not False
    return passed


_MONTH_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_OF_SCOTLAND = 311299


def _day(digits: npt.NDArray[np.int16]) -> bool:
    day, month, year = (int(digits[at]) * 10 + int(digits[at + 1]) for at in (0, 2, 4))
    first = day * 10_000 + month * 100 + year
    if not 10_000 <= first <= _LAST_OF_SCOTLAND:  # outside the range that Scotland numbers by days
        return True
    if not (1 <= month <= 12 and 1 <= day <= _MONTH_DAYS[month]):
        return False
    return not (month == 2 and day == 29 and year % 4)


def _octets(values: pa.Array) -> npt.NDArray[np.uint8]:
    """Texts of ten bytes each as rows of a matrix."""
    data = pa.concat_arrays([values.cast(pa.binary())]).cast(pa.binary(DIGITS)) if len(values) else values
    start = data.offset * DIGITS
    return np.frombuffer(data.buffers()[1], np.uint8)[start : start + len(values) * DIGITS].reshape(-1, DIGITS)


def written_out(text: str) -> str:
    """A text with powers of ten, as spreadsheets write long numbers, in digits.

    >>> written_out("9.434765919E+09"), written_out("1.5E-3")
    ('9434765919', '1.5E-3')
    """
    return _POWER.sub(_in_digits, text)


def _in_digits(found: "re.Match[str]") -> str:
    part, power = found["part"], int(found["power"])
    return found[0] if len(part) > power else found["whole"] + part.ljust(power, "0")


def _tried(text: str) -> list[_Tried]:
    """The tens of digits in a text that might be meant as one number."""
    text = written_out(text)
    among_words = bool(_WORDS.search(text))
    if decimal := _DECIMAL.fullmatch(text):  # an amount; a spreadsheet may have made 9434765919.0 of a number
        whole = text.strip().lstrip("+-").partition(".")[0]
        return [_Tried(whole, False)] if len(whole) == DIGITS and not decimal["fraction"].strip("0") else []
    found = [_Tried(each, among_words) for each in (*_TEN.findall(text), *_PADDED.findall(text))]
    if _WHOLE.fullmatch(text):
        groups = _GROUP.findall(text)
        sizes = tuple(map(len, groups))
        if len(groups) > 1 and sum(sizes) == DIGITS and sizes not in _TIMES:
            found.append(_Tried("".join(groups), sizes == USUAL))
    for run in _RUN.findall(text):
        found += _grouped(run, among_words=among_words)
    return found


def _grouped(run: str, *, among_words: bool) -> list[_Tried]:
    groups = _GROUP.findall(run)
    sizes = tuple(map(len, groups))
    found = []
    for way in _WAYS:
        for at in range(len(groups) - len(way) + 1):
            if way == _PAIRS and len(groups) > len(way):
                continue  # the end of a day and a time
            if sizes[at : at + len(way)] == way and (len(way) > 2 or "." not in run):
                found.append(_Tried("".join(groups[at : at + len(way)]), among_words or way == USUAL))
    return found
