"""Successions in the three layouts."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from tests.register.readers.samples import meaning, read, said, write
from tests.shared_data import DATA, needs_data

SINCE = Evidence.SINCE
HEADED = [["old_code", "new_code", "date"], ["06F", "M1J4Y", "2021-04-01"], ["RC1", "RC9", "2020-04-01"]]
TYPED = [
    ["predecessor_ods_code", "predecessor_name", "successor_ods_code", "successor_name", "succession_date",
     "succession_type", "notes"],
    ["QHG", "NHS BLMK ICB", "S1Y5D", "NHS Central East ICB", "2026-04-01", "merger", ""],
    ["QM7", "NHS HWE ICB", "S1Y5D", "NHS Central East ICB", "2026-04-01", "split", ""],
]  # fmt: skip


def test_both_layouts_say_the_same(tmp_path: Path) -> None:
    ods = [["06F", "M1J4Y", "", "20210401", "1"], ["RC1", "RC9", "", "20200401", "1"]]
    assert meaning(read(write(tmp_path, HEADED))) == meaning(read(write(tmp_path, ods)))


def test_reason_is_kept_as_the_note(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [["06F", "M1J4Y", "C", "20210401", "1"]]))
    assert [one.note for one in reading.assertions] == ["C"]


def test_self_rows_and_repeats_are_left_out_with_a_note(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [*HEADED, ["RC1", "RC1", "2020-04-01"], HEADED[1]]))
    assert len(meaning(reading)) == 2
    assert len(reading.notes) == 2
    assert reading.rows == 4


def test_kinds_are_kept_and_names_begin_with_the_succession(tmp_path: Path) -> None:
    reading = read(write(tmp_path, TYPED), published=date(2026, 1, 10))
    assert said(reading, "QM7", Attribute.SUCCESSOR) == [(SINCE, date(2026, 4, 1), None, "S1Y5D")]
    assert {one.note for one in reading.assertions if one.attribute == Attribute.SUCCESSOR} == {"merger", "split"}
    assert said(reading, "S1Y5D", Attribute.NAME) == [
        (Evidence.SIGHTING, date(2026, 4, 1), None, "NHS Central East ICB")
    ]
    assert said(reading, "QHG", Attribute.NAME) == []


@pytest.mark.parametrize(
    ("row", "field"),
    [(["06F", "M1J4Y", "2021-02-31"], "date"), (["", "M1J4Y", "2021-04-01"], "predecessor")],
)
def test_bad_rows_are_refused_with_their_place(tmp_path: Path, row: list[str], field: str) -> None:
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [*HEADED, row]))
    assert (error.value.line, error.value.field) == (4, field)


@needs_data
def test_real_archive_has_the_mergers_and_no_self_rows() -> None:
    reading = read(DATA / "ods" / "succ_and_succarc_2022-10.csv.gz", published=date(2022, 10, 31))
    assert (reading.rows, len(meaning(reading))) == (25_480, 25_441)
    heirs = {one.subject: one.value for one in reading.assertions if one.value == "M1J4Y"}
    assert heirs.keys() == {"04F", "06F", "06P"}


@needs_data
def test_real_boards_of_2026() -> None:
    reading = read(DATA / "ods" / "icb_successions_2026-04-01.csv", published=date(2026, 4, 1))
    assert {one.value for one in reading.assertions if one.subject == "QNQ"} == {"S0E4D", "S9B9J", "QRL"}
    assert sum(one.attribute == Attribute.SUCCESSOR for one in reading.assertions) == 16
