"""Sub-ICB locations and their boards, in both layouts."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from tests.register.readers.samples import PUBLISHED, read, said, write
from tests.shared_data import DATA, needs_data

SIGHTING = Evidence.SIGHTING
MONTHS = ["sub_icb_code", "sub_icb_name", "icb_code_2026_04", "icb_name_2026_04", "icb_code_2022_07", "changed_icb"]


def test_newest_month_is_seen_on_the_day_and_others_on_their_first(tmp_path: Path) -> None:
    rows = [
        MONTHS,
        ["M1J4Y", "NHS CENTRAL EAST ICB - M1J4Y", "S1Y5D", "NHS CENTRAL EAST ICB", "QHG", "True"],
        ["U2G6B", "NHS THAMES VALLEY ICB - U2G6B", "S0E4D", "NHS THAMES VALLEY ICB", "", "True"],
    ]
    reading = read(write(tmp_path, rows))
    first = date(2022, 7, 1)
    assert said(reading, "M1J4Y", Attribute.SYSTEM) == [
        (SIGHTING, first, None, "QHG"),
        (SIGHTING, PUBLISHED, None, "S1Y5D"),
    ]
    assert said(reading, "M1J4Y", Attribute.NAME) == [(SIGHTING, PUBLISHED, None, "NHS CENTRAL EAST ICB - M1J4Y")]
    assert said(reading, "QHG", Attribute.ROLE) == [(SIGHTING, first, None, "RO318")]
    assert said(reading, "U2G6B", Attribute.SYSTEM) == [(SIGHTING, PUBLISHED, None, "S0E4D")]
    assert said(reading, "U2G6B", Attribute.ROLE) == [(SIGHTING, PUBLISHED, None, "RO319")]


def test_one_location_under_two_boards_is_refused(tmp_path: Path) -> None:
    row = ["M1J4Y", "X", "S1Y5D", "Y", "QHG", "True"]
    with pytest.raises(ContentError, match="lines 2 and 3"):
        read(write(tmp_path, [MONTHS, row, [*row[:2], "D7T5G", *row[3:]]]))


@needs_data
def test_real_tables_of_2022_and_2026() -> None:
    first = read(DATA / "ods" / "subicb_to_icb_2022-07.csv", published=date(2022, 7, 1))
    later = read(DATA / "ods" / "subicb_to_icb_2026-04_from_rtt.csv", published=date(2026, 4, 30))
    on, then = date(2026, 4, 30), date(2022, 7, 1)
    assert first.rows == later.rows == 106
    boards = {one.subject: one.value for one in first.assertions if one.attribute == Attribute.SYSTEM}
    assert {one.subject: one.value for one in later.assertions
            if one.attribute == Attribute.SYSTEM and one.start == then}.items() <= boards.items()  # fmt: skip
    assert said(first, "M1J4Y", Attribute.SYSTEM) == [(SIGHTING, then, None, "QHG")]
    assert said(first, "QHG", Attribute.REGION) == [(SIGHTING, then, None, "Y61")]
    assert len(set(boards.values())) == 42
    after = {one.value for one in later.assertions if one.attribute == Attribute.SYSTEM and one.start == on}
    assert len(after) == 36
