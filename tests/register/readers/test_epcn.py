"""Workbooks of networks, in each layout of their headings."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.readers import recognise
from tests.register.readers.samples import PUBLISHED, meaning, read, said, workbook
from tests.shared_data import DATA, needs_data

SIGHTING, SINCE, INTERVAL = Evidence.SIGHTING, Evidence.SINCE, Evidence.INTERVAL

ADDRESS = [f"Address Line {number}" for number in range(1, 6)]
ERAS: dict[str, tuple[list[str], list[str]]] = {
    "2019": (
        ["PCN Code", "PCN Name", "Current Clinical Commissioning Group Code", "Clinical Commissioning Group Name",
         "Open Date (YYYYMMDD)", "Close Date", *ADDRESS, "Postcode"],
        ["Partner Organisation Code", "Partner Name", "Practice Parent CCG Code", "Practice Parent CCG Name",
         "PCN Code", "PCN Name", "PCN Parent CCG Code", "PCN Parent CCG Name",
         "Practice to PCN Relationship Start Date", "Practice to PCN Relationship End Date",
         "Practice CCG and PCN CCG match?"],
    ),
    "2021": (
        ["PCN Code", "PCN Name", "Current\nCCG Code", "CCG\nName", "Open\nDate", "Close\nDate", *ADDRESS, "Postcode"],
        ["Partner\nOrganisation\nCode", "Partner\nName", "Practice\nParent\nCCG Code", "Practice\nParent\nCCG Name",
         "PCN Code", "PCN Name", "PCN Parent\nCCG Code", "PCN Parent\nCCG Name",
         "Practice to PCN\nRelationship\nStart Date", "Practice to PCN\nRelationship\nEnd Date", "Match"],
    ),
    "2023": (
        ["PCN Code", "PCN Name", "Current Sub ICB Loc Code", "Sub ICB Location", "Open Date", "Close Date", *ADDRESS,
         "Postcode"],
        ["Partner\nOrganisation\nCode", "Partner\nName", "Practice\nParent\nSub ICB Loc Code",
         "Practice\nParent\nSub ICB Loc Name", "PCN Code", "PCN Name", "PCN Parent\nSub ICB Loc Code",
         "PCN Parent\nSub ICB Loc Name", "Practice to PCN\nRelationship\nStart Date",
         "Practice to PCN\nRelationship\nEnd Date", "Practice Sub ICB Loc and PCN Sub ICB Loc Match "],
    ),
}  # fmt: skip

Cells = list[object]


def _network(code: str, opened: object = "20191001", closed: object = "") -> Cells:
    return [code, f"{code} PCN", "M1J4Y", "BLMK", opened, closed, "1 HIGH STREET", "", "", "LUTON", "", "LU1 1AA"]


def _partner(network: str, start: object = "20191001", end: object = "", practice: str = "E81001") -> Cells:
    return [practice, "DR", "M1J4Y", "BLMK", network, "PCN", "M1J4Y", "BLMK", start, end, True]


NETWORKS = [_network("U59591", closed="20200630"), _network("U27128", "20200701")]
PARTNERS = [_partner("U59591", end="20200630"), _partner("U27128", "20200701")]


def _book(folder: Path, era: str = "2023", networks: list[Cells] = NETWORKS, partners: list[Cells] = PARTNERS) -> Path:
    details, core = ERAS[era]
    return workbook(
        folder, {"Notes": [["About"]], "PCN Details": [details, *networks], "Core Partners": [core, *partners]}
    )


@pytest.mark.parametrize("era", ERAS)
def test_layouts_of_every_era_say_the_same(tmp_path: Path, era: str) -> None:
    reading = read(_book(tmp_path, era))
    assert said(reading, "E81001", Attribute.NETWORK) == [
        (INTERVAL, date(2019, 10, 1), date(2020, 7, 1), "U59591"),
        (SINCE, date(2020, 7, 1), None, "U27128"),
    ]
    assert said(reading, "U27128", Attribute.COMMISSIONER) == [(SIGHTING, PUBLISHED, None, "M1J4Y")]
    assert said(reading, "U27128", Attribute.ROLE) == [(SINCE, date(2020, 7, 1), None, "RO272")]
    assert said(reading, "U59591", Attribute.COMMISSIONER) == []
    assert said(reading, "U59591", Attribute.PRINTED_NAME) == [(SIGHTING, PUBLISHED, None, "U59591 PCN")]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    usual = read(_book(tmp_path))
    details, core = ERAS["2023"]
    turned = {
        "B": [row[::-1] for row in [core, *PARTNERS]],
        "A": [row[::-1] for row in [details, *NETWORKS]],
    }
    assert meaning(read(workbook(tmp_path, turned))) == meaning(usual)


@pytest.mark.parametrize("opened", [20200701.0, 20200701, "20200701", date(2020, 7, 1)])
def test_dates_may_be_numbers_texts_or_dates(tmp_path: Path, opened: object) -> None:
    reading = read(_book(tmp_path, networks=[_network("U27128", opened)]))
    assert said(reading, "U27128", Attribute.LIFESPAN) == [(SINCE, date(2020, 7, 1), None, "open")]


@pytest.mark.parametrize(
    ("partner", "field", "value"),
    [
        (_partner("U27128", "20210231"), "start date", "20210231"),
        (_partner("U27128", "20200701", "20200630"), "end date", "20200630"),
        (_partner("U27128", ""), "start date", ""),
        (_partner("U 27128"), "PCN code", "U 27128"),
        (_partner("U59591", "20191001", ""), "code", "E81001"),
    ],
)
def test_bad_rows_are_refused_with_sheet_line_and_value(tmp_path: Path, partner: Cells, field: str, value: str) -> None:
    with pytest.raises(ContentError) as error:
        read(_book(tmp_path, partners=[*PARTNERS, partner]))
    assert (error.value.line, error.value.value) == (4, value)
    assert field in error.value.field
    assert "Core Partners" in str(error.value)


def test_formula_in_a_column_that_is_read_is_refused_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cell E3 of the sheet 'Core Partners' is a formula"):
        read(_book(tmp_path, partners=[PARTNERS[0], _partner("=UPPER(A3)")]))


def test_formula_in_the_publishers_own_check_column_is_no_matter(tmp_path: Path) -> None:
    partners: list[Cells] = [[*row[:-1], "=TRUE()"] for row in PARTNERS]
    assert meaning(read(_book(tmp_path, partners=partners))) == meaning(read(_book(tmp_path)))


def test_repeated_partner_rows_are_counted_once(tmp_path: Path) -> None:
    reading = read(_book(tmp_path, partners=[*PARTNERS, PARTNERS[0]]))
    assert len(said(reading, "E81001", Attribute.NETWORK)) == 2
    assert reading.notes


def test_sheet_with_one_far_cell_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = _book(tmp_path)
    far = tmp_path / "far"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            if member.endswith("sheet1.xml"):
                row = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", row)
            new.writestr(member, data)
    with pytest.raises(ContentError, match="1048576 rows"):
        recognise(far)


def test_other_workbooks_are_unknown(tmp_path: Path) -> None:
    assert recognise(workbook(tmp_path, {"Sheet": [["a", "b", "c"], [1, 2, 3]]})) is None


@needs_data
@pytest.mark.parametrize(
    ("file", "published", "networks", "partnerships"),
    [
        ("ePCN_2019-12.xlsx", date(2019, 12, 31), 1250, 6757),
        ("ePCN_2023-01.xlsx", date(2023, 1, 31), 1329, 7455),
    ],
)
def test_real_workbooks_are_read_whole(file: str, published: date, networks: int, partnerships: int) -> None:
    reading = read(DATA / "ods" / file, published=published)
    found = [one.attribute for one in reading.assertions]
    assert (found.count(Attribute.LIFESPAN), found.count(Attribute.NETWORK)) == (networks, partnerships)
    assert reading.rows == networks + partnerships


@needs_data
def test_real_practice_moves_between_networks() -> None:
    first = read(DATA / "ods" / "ePCN_2019-12.xlsx", published=date(2019, 12, 31))
    later = read(DATA / "ods" / "ePCN_2023-01.xlsx", published=date(2023, 1, 31))
    assert said(first, "E81001", Attribute.NETWORK) == [(SINCE, date(2019, 10, 1), None, "U59591")]
    assert said(later, "E81001", Attribute.NETWORK) == [
        (INTERVAL, date(2019, 10, 1), date(2020, 7, 1), "U59591"),
        (SINCE, date(2020, 7, 1), None, "U27128"),
    ]
