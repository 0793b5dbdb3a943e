"""Checks between lines, against slow and obvious ones."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.faults.across import repeated
from ouzel.activity.faults.rules.person import years
from ouzel.activity.readers import Column, Format
from tests.activity.faults.bodies import checked

NAMES = ("person", "spell", "provider", "record", "start", "end")
LAYOUT = Format("own", "own", tuple(Column(name, (name,)) for name in NAMES), "admitted")
LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "p", "q"]), st.sampled_from(["", "s", "t"]), st.sampled_from(["RC9", "RTW"]),
        st.sampled_from(["", "1", "2"]), st.integers(1, 9), st.integers(0, 4),
    ),
    min_size=1, max_size=12,
)  # fmt: skip
Line = tuple[str, str, str, str, int, int]


def content(lines: list[Line]) -> bytes:
    rows = [f"{p},{s},{o},{r},2025-04-{d:02},2025-04-{d + n:02}" for p, s, o, r, d, n in lines]
    return "\n".join([",".join(NAMES), *rows, ""]).encode()


def slow_overlaps(lines: list[Line]) -> set[int]:
    """The first rows of spells that begin while the same person is in another that began before."""
    spells: dict[tuple[str, ...], tuple[int, int, int]] = {}
    for row, (person, spell, provider, _, day, nights) in enumerate(lines, 1):
        if person and nights:
            key = (person, spell, provider) if spell else (person, f"row {row}")
            start, end, first = spells.get(key, (day, day + nights, row))
            spells[key] = (min(start, day), max(end, day + nights), min(first, row))
    found = set()
    for key, (start, _end, row) in spells.items():
        for other, (began, ended, first) in spells.items():
            if other != key and other[0] == key[0] and (began, first) < (start, row) and start < ended:
                found.add(row)
    return found


@given(LINES, st.integers(1, 5))
def test_overlapping_spells_are_those_that_looking_at_each_pair_finds(lines: list[Line], size: int) -> None:
    found = checked(content(lines), layout=LAYOUT, size=size)
    assert {fault.row for fault in found if fault.code == "SPELL-OVERLAP"} == slow_overlaps(lines)


@given(LINES, st.integers(1, 5))
def test_records_twice_are_those_after_the_first_of_a_provider(lines: list[Line], size: int) -> None:
    found = checked(content(lines), layout=LAYOUT, size=size)
    met: Counter[tuple[str, str]] = Counter()
    expected = set()
    for row, (_, _, provider, record, _, _) in enumerate(lines, 1):
        if record and met[provider, record]:
            expected.add(row)
        met[provider, record] += 1
    assert {fault.row for fault in found if fault.code == "RECORD-TWICE"} == expected


@given(LINES, st.integers(1, 5))
def test_lines_that_nothing_tells_apart_are_those_that_stand_on_an_earlier_line(lines: list[Line], size: int) -> None:
    found = checked(content(lines), layout=LAYOUT, size=size)
    expected = {row for row, line in enumerate(lines, 1) if not line[3] and line in lines[: row - 1]}
    assert {fault.row for fault in found if fault.code == "LINE-REPEATED"} == expected


@given(st.lists(st.integers(0, 5)))
def test_repeated_leaves_out_the_first_of_each(keys: list[int]) -> None:
    expected = [place for place, key in enumerate(keys) if key and key in keys[:place]]
    assert repeated(np.array(keys, np.int64), but=0).tolist() == expected


@given(st.dates(), st.dates())
def test_years_are_whole_birthdays(one: "object", other: "object") -> None:
    born, on = sorted((one, other))  # type: ignore[type-var]
    expected = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    assert years(np.array([born.toordinal()]), np.array([on.toordinal()])).tolist() == [expected]
