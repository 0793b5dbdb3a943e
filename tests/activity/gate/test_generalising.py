"""Ages and small areas."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate.generalising import ages, merged_ages, residences
from ouzel.activity.gate.texts import Texts


class Directory:
    """A directory of three postcodes."""

    known = {"LU1 2AB": "E01015690", "MK9 1AA": "E01016816", "MK45 2AA": "E01017400"}

    def areas(self, values: Sequence[str]) -> list[str]:
        return [self.known.get(value, "") for value in values]

    def establishments(self, values: Sequence[str]) -> Sequence[str]:
        return ["J1" if value == "MK45 2AA" else "" for value in values]


def age(birth: str, start: str) -> int:
    years, _ = ages(Texts.of(pa.array([birth])), Texts.of(pa.array([start])))
    return int(years[0])


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_age_is_that_of_the_last_birthday(birth: date, start: date) -> None:
    by_hand = start.year - birth.year - ((start.month, start.day) < (birth.month, birth.day))
    expected = by_hand if 0 <= by_hand <= 130 else -1
    for written in (
        birth.isoformat(),
        f"{birth:%d/%m/%Y}",
        f"{birth:%Y%m%d}",
        f"{birth:%d%b%Y}",
        f"{birth.isoformat()} 00:00:00",
    ):
        assert age(written, start.isoformat()) == expected


def test_month_of_birth_counts_from_its_middle() -> None:
    assert [age("041968", day) for day in ("2001-04-14", "2001-04-15", "2001-05-01")] == [32, 33, 33]
    assert age("1968-04", "2001-05-01") == 33
    _, born = ages(Texts.of(pa.array(["041968", "1968-04-01", ""])), Texts.of(pa.array(["2001-04-14"] * 3)))
    assert born.months.tolist() == [True, False, False]
    assert born.full.tolist() == [False, True, False]


def test_age_is_not_guessed() -> None:
    assert age("1801-01-01", "2001-01-01") == -1  # a placeholder
    assert age("12/03/50", "2001-01-01") == -1
    assert age("unknown", "2001-01-01") == -1
    assert age("2002-01-01", "2001-01-01") == -1
    assert age("1950-01-01", "") == -1


def test_age_of_the_birth_date_counts_before_the_one_in_the_file() -> None:
    merged, differing = merged_ages(np.array([40, -1, -1, 7], np.int16), Texts.of(pa.array(["41", "12", "", "7"])))
    assert merged.to_pylist() == ["40", "12", "", "7"]
    assert differing == 1
    assert merged_ages(np.array([-1, 3], np.int16), None)[0].to_pylist() == ["", "3"]


def test_residence_becomes_an_area_and_codes_of_areas_stay() -> None:
    given = [
        "LU1 2AB",
        "lu12ab",
        "MK452AA",
        "ZZ993VZ",
        "ZZ99 3WZ",
        "E01015690",
        "W01000001",
        "bf1 2at",
        "BFPO",
        "LU99 9ZZ",
        "Luton",
        "",
    ]
    found = residences(pa.array(given), Directory())
    assert found.words.to_pylist() == [
        "E01015690",
        "E01015690",
        "E01017400",
        "ZZ99 3VZ",
        "ZZ99 3WZ",
        "E01015690",
        "W01000001",
        "BFPO",
        "BFPO",
        "",
        "",
        "",
    ]
    assert found.establishments.to_pylist() == ["J1" if word == "MK452AA" else "" for word in given]
    assert found.lost.tolist() == [word == "Luton" for word in given]


def test_without_a_directory_no_postcode_stays() -> None:
    found = residences(pa.array(["LU1 2AB", "ZZ99 3VZ"]), None)
    assert found.words.to_pylist() == ["", "ZZ99 3VZ"]
    assert found.full.tolist() == [True, False]
