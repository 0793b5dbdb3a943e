"""No cell of a table that is given away is run by the spreadsheet that opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.spreadsheets import guarded, runs, safe


@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\ufeff", "\u200b ", "\x00", "\t", "\r", "\n"])
@pytest.mark.parametrize("sign", list("=+-@＝＋－＠−"))
def test_formulas_are_kept_from_running(before: str, sign: str) -> None:
    assert safe(f"{before}{sign}cmd|'/c calc'!A1") == f"'{before}{sign}cmd|'/c calc'!A1"


@pytest.mark.parametrize("text", ["-12", "-1.5", " -3", "0", "a=b", "", " ", "£-1", "1-2", "–"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("text", ["-1+1", "-1.5.2", "--1", "+1", "-", "\tx"])
def test_what_is_no_plain_number_is_kept(text: str) -> None:
    assert runs(text)


def test_a_row_is_kept_cell_by_cell() -> None:
    assert guarded(["=1", 2, None, -3]) == ["'=1", "2", "None", "-3"]


@given(st.text(alphabet="=+-@\t\r\n1.a＝ \u00a0\u200b", max_size=6))
def test_no_cell_that_is_given_away_runs(text: str) -> None:
    cell = safe(text)
    assert not runs(cell)
    assert cell in (text, f"'{text}")
    seen = cell.lstrip(" \u00a0\u200b\t\r\n")
    assert seen.lstrip("-").replace(".", "", 1).isdigit() or not seen.startswith(tuple("=+-@＝"))
    assert not cell.startswith(("\t", "\r", "\n"))
