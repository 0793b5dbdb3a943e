"""A postcode leads to its small area, by whichever edition of the directory is for the day."""

from datetime import date

import pytest

from ouzel.activity.establishments import establishment_of
from ouzel.activity.postcodes import KIND, Postcodes, load_postcodes, newest
from ouzel.activity.postcodes.directory import boards_of, edition_of, read_directory
from ouzel.activity.references.detention import detained
from ouzel.activity.references.releases import withdraw
from ouzel.activity.references.tables import load_table, rows
from ouzel.activity.store.place import Store
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, ReferenceRelease
from tests.activity.postcodes.files import CCG, NEW, OLD, ROWS, text, write
from tests.core.people import OPERATOR

FEBRUARY = date(2025, 2, 1)


@pytest.fixture
def home(tmp_path, monkeypatch, db):
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: tmp_path / "home")
    return tmp_path


@pytest.mark.parametrize("heading", [OLD, NEW])
def test_every_spelling_of_the_layout_says_the_same(tmp_path, heading):
    found = Postcodes(read_directory(write(tmp_path, heading=heading)))
    asked = ["MK6 5LD", "LU4 0DZ", "CF14 4XW", "EH16 4SA", "BT12 6BA", "IM4 4RJ", "SW1A 1AA", "AB1 0AA"]
    assert found.areas(asked) == [
        "E01035693", "E01015693", "W06000015", "S08000024", "95GG45S2", "M83000003", "", "",
    ]  # fmt: skip
    assert found.commissioners(["MK6 5LD", "CF14 4XW"]) == ["E38000249", ""]
    assert found.countries(["MK6 5LD", "EH16 4SA", "AB1 0AA"]) == ["E92000001", "S92000003", ""]
    assert len(found) == len(ROWS)


@pytest.mark.parametrize("heading", [OLD, NEW])
def test_it_says_who_buys_care_in_areas_of_scotland_and_northern_ireland(tmp_path, heading):
    """A small area of Northern Ireland leads on, and a district if all of it is of one group."""
    table = read_directory(write(tmp_path, heading=heading))
    assert boards_of(table) == {
        "S01008592": "S08000024", "S12000036": "S08000024", "95GG45S2": "LCG1", "N09000003": "LCG1",
        "95ZZ01W1": "LCG2", "N09000006": "LCG3",
    }  # fmt: skip
    assert Postcodes(table).areas(["BT6 9AA", "BT92 0AA"]) == ["95ZZ01W1", "N09000006"]


def test_an_edition_without_areas_of_2021_gives_those_of_2011(tmp_path):
    found = Postcodes(read_directory(write(tmp_path, heading=CCG)))
    assert found.areas(["MK6 5LD"]) == ["E01016741"]


@pytest.mark.parametrize("name", ["ONSPD_FEB_2025_UK.csv", "ONSPD_FEB_2025_UK.csv.gz", "ONSPD_FEB_2025.zip"])
def test_it_is_read_however_it_is_packed(tmp_path, name):
    assert read_directory(write(tmp_path, name)).num_rows == len(ROWS)


def test_a_postcode_may_be_written_anyhow(tmp_path):
    found = Postcodes(read_directory(write(tmp_path)))
    assert found.areas(["mk65ld", " MK6  5LD ", "MK6 5LD"]) == ["E01035693"] * 3


def test_what_is_no_postcode_is_nobodys(tmp_path):
    found = Postcodes(read_directory(write(tmp_path)))
    assert found.areas(["", "MK6", "MK6 5LD MK6 5LD", "Müll", "ZZ99 3VZ"]) == [""] * 5
    assert found.areas([]) == []


def test_addresses_of_the_forces_are_all_one(tmp_path):
    assert Postcodes(read_directory(write(tmp_path))).areas(["BF1 2AT", "bf12at"]) == ["BFPO", "BFPO"]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"LU4 0DZ"', '"LU4"', 3, "no postcode"),
        ('"LU4 0DZ"', '"MK6 5LD"', 3, "comes twice"),
        ("pcds", "postcode", 1, "no column of the postcode"),
        (",ctry,", ",country,", 1, "no column of the country"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, old, new, line, says):
    path = tmp_path / "ONSPD_FEB_2025_UK.csv"
    path.write_text(text().replace(old, new, 1))
    with pytest.raises(ContentError, match=says) as caught:
        read_directory(path)
    assert (caught.value.file, caught.value.line) == (path.name, line)


def test_what_is_no_directory_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK not really")
    with pytest.raises(ContentError, match="cannot be opened"):
        read_directory(tmp_path / "a.zip")
    (tmp_path / "b.csv").write_text(OLD + "\n")
    with pytest.raises(ContentError, match=r"no rows|cannot be read"):
        read_directory(tmp_path / "b.csv")
    (tmp_path / "c.csv").write_text(OLD.replace("lsoa", "small") + "\n" + "x," * 3 + "\n")
    with pytest.raises(ContentError, match="small areas"):
        read_directory(tmp_path / "c.csv")


@pytest.mark.parametrize(
    ("name", "day"),
    [("ONSPD_FEB_2025_UK.csv", FEBRUARY), ("onspd_aug_2022_uk.csv.gz", date(2022, 8, 1)), ("postcodes.csv", None)],
)
def test_the_name_says_the_month(name, day):
    assert edition_of(name) == day


def test_nothing_is_known_until_a_directory_is_loaded(home):
    assert newest() is None


def test_each_edition_is_for_the_days_until_the_next(home):
    first = load_postcodes(write(home), by=OPERATOR)
    moved = tuple(row | {"small21": "E01015693"} if row["pcds"] == "MK6 5LD" else row for row in ROWS)
    load_postcodes(write(home, "ONSPD_MAY_2025_UK.csv", NEW, moved), by=OPERATOR)
    assert newest().areas(["MK6 5LD"]) == ["E01015693"]
    assert newest(on=date(2025, 4, 30)).areas(["MK6 5LD"]) == ["E01035693"]
    assert newest(known_at=date(2025, 3, 1)).areas(["MK6 5LD"]) == ["E01035693"]
    assert newest(on=date(2024, 1, 1)) is None
    first.refresh_from_db()
    assert first.effective.upper == date(2025, 5, 1)
    assert AuditEntry.objects.filter(action="activity.reference.loaded").count() == 2


def test_the_same_file_is_taken_once(home):
    path = write(home)
    assert load_postcodes(path, by=OPERATOR) == load_postcodes(path, by=OPERATOR)
    assert ReferenceRelease.objects.filter(kind=KIND).count() == 1


def test_a_file_whose_name_says_no_month_needs_its_day(home):
    path = write(home, "postcodes.csv")
    with pytest.raises(ContentError, match="which month"):
        load_postcodes(path, by=OPERATOR)
    assert load_postcodes(path, by=OPERATOR, effective=FEBRUARY).effective.lower == FEBRUARY


def test_a_directory_with_a_fault_leaves_nothing(home):
    path = home / "ONSPD_FEB_2025_UK.csv"
    path.write_text(text().replace('"LU4 0DZ"', '"LU4"'))
    with pytest.raises(ContentError):
        load_postcodes(path, by=OPERATOR)
    assert not ReferenceRelease.objects.filter(kind=KIND).exists()
    assert Store.at().names("reference") == []


def _prisons(*rows: str, effective: date = date(2000, 1, 1), published: date = date(2020, 4, 1)) -> ReferenceRelease:
    text = "\n".join(["postcode,name,since,until", *rows, ""])
    return load_table(text.encode(), table="prisons", effective=effective, published=published, by=OPERATOR,
                      origin="a test", name="prisons.csv")  # fmt: skip


def test_a_place_on_a_list_is_told_by_a_code_whatever_its_days_are(home):
    load_postcodes(write(home), by=OPERATOR)
    assert newest().establishments(["MK4 4DA", "MK6 5LD"]) == ["", ""]
    release = _prisons("MK4 4DA,A prison,,2025-04-01")
    here = establishment_of("MK4 4DA")
    for on in (None, date(2025, 3, 1), date(2025, 4, 1)):
        assert newest(on=on).establishments(["mk44da", "MK6 5LD"]) == [here, ""]
    assert "MK4" not in here
    withdraw(release=release, by=OPERATOR, why="a wrong list")
    assert newest().establishments(["MK4 4DA"]) == [here]


def test_a_place_is_one_of_detention_on_the_days_of_the_list_as_it_is_known(home):
    _prisons("MK4 4DA,A prison,2001-01-01,2024-01-01", published=date(2024, 2, 1))
    codes = [establishment_of("MK4 4DA"), "", establishment_of("MK6 5LD")]

    def held(known_at: date | None = None) -> list[tuple[int, date, date]]:
        found = detained(codes, rows("prisons", known_at=known_at))
        ends = ((date.fromordinal(a), date.fromordinal(b)) for a, b in zip(found.start, found.until, strict=True))
        return [(entry, *days) for entry, days in zip(found.entry.tolist(), ends, strict=True)]

    assert held() == [(0, date(2001, 1, 1), date(2024, 1, 1))]
    assert held(date(2024, 1, 31)) == []
