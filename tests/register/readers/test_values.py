"""Days and codes as every format writes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.register.readers.values import cell_day, day, day_after, short_code


@pytest.mark.parametrize(
    "text", ["20220901", "2022-09-01", "01Sep2022", "01SEP2022", "1-Sep-22", "01-Sep-22", "01 Sep 2022"]
)
def test_day_reads_every_form(text: str) -> None:
    assert day(text) == date(2022, 9, 1)


@pytest.mark.parametrize(
    "text",
    ["", "20210231", "20211301", "00010101", "2021", "01Foo2021", "30-Feb-21", "20210401.0", "٢٠٢١٠٤٠١x", "99991231"],
)
def test_day_refuses_what_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is for the caller to write
        day(text)


@given(st.dates(date(1850, 1, 1), date(2199, 12, 30)))
def test_day_goes_round_through_each_form(one: date) -> None:
    for form in ("%Y%m%d", "%Y-%m-%d", "%d%b%Y"):
        text = one.strftime(form).zfill(8)
        assert day(text) == one
        assert day_after(text) == one + timedelta(days=1)


@pytest.mark.parametrize(
    ("cell", "text"), [(20191001.0, "20191001"), (20191001, "20191001"), (" 20191001 ", "20191001"),
                       (date(2019, 10, 1), "2019-10-01"), (None, ""), ("", "")],
)  # fmt: skip
def test_cell_day_is_a_text_that_day_reads(cell: object, text: str) -> None:
    assert cell_day(cell) == text


@pytest.mark.parametrize(
    ("code", "short"),
    [("06F00", "06F"), ("5P200", "5P2"), ("06F", "06F"), ("M1J4Y", "M1J4Y"), ("4NP98", "4NP98"), ("RC900", "RC900"),
     ("E38000010", "E38000010"), ("00", "00"), ("", "")],
)  # fmt: skip
def test_short_code_shortens_only_the_codes_of_payment_files(code: str, short: str) -> None:
    assert short_code(code) == short
