"""Small tables are read whole or refused with the line of the first fault."""

from datetime import date

import pytest

from ouzel.activity.rules.code_sets import sets_of
from ouzel.activity.rules.tables import TABLES, read_rows, table_named
from ouzel.core.errors import ContentError

COLOURS = TABLES["service-colours"]
HEAD = "service,name,colour,since,until,source\n"


def refused(text: str, table=COLOURS) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read_rows(text, table, file="colours.csv")
    return caught.value


def test_rows_have_days_a_source_and_evidence():
    (row,) = read_rows("\ufeff" + HEAD + "ABC01,A service,RED,2025-04-01,2026-04-01,\n", COLOURS, source="a letter")
    assert (row["service"], row["colour"], row["highly"]) == ("ABC01", "RED", "")
    assert (row.source, row.evidence) == ("a letter", "found")
    assert [row.holds(date(*day)) for day in ((2025, 3, 31), (2025, 4, 1), (2026, 3, 31), (2026, 4, 1))] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("ABC01,,PINK,,,a letter", "colour"),
        ("abc,,RED,,,a letter", "service"),
        ("ABC01,,RED,1/4/2025,,a letter", "since"),
        ("ABC01,,RED,2025-04-01,2025-04-01,a letter", "until"),
        ("ABC01,,RED,,,", "source"),
    ],
)
def test_a_fault_is_told_with_its_line_and_field(row, field):
    error = refused(HEAD + "XYZ99,,GREEN,,,a letter\n" + row + "\n")
    assert (error.file, error.line, error.field) == ("colours.csv", 3, field)


def test_a_missing_or_strange_column_is_refused():
    assert "needs a column colour" in refused("service,source\nABC01,a letter\n").problem
    assert refused("service,colour,price\n").value == "price"


def test_two_rows_cannot_say_something_of_the_same_day():
    text = HEAD + "ABC01,,RED,,2025-04-01,a letter\nABC01,,GREEN,2025-03-31,,a letter\n"
    assert refused(text).line == 3
    assert len(read_rows(text.replace("2025-03-31", "2025-04-01"), COLOURS)) == 2


def test_a_table_that_is_not_there_names_those_that_are():
    with pytest.raises(ContentError, match="service-colours"):
        table_named("colours")


@pytest.mark.parametrize(
    ("diagnoses", "procedures", "found"),
    [
        (["N97"], [], "infertility"),
        (["J18", "N971"], [], "infertility"),
        (["Z35.0"], [], "infertility"),
        (["Z35.1"], [], ""),
        (["n46.x"], [], "infertility"),
        ([], ["Q13.1"], "infertility"),
        ([], ["Q135"], "infertility"),
        ([], ["Q38.1"], ""),
        ([], ["Y967"], ""),
        (["Q13"], ["N97"], ""),
        ([], [], ""),
    ],
)
def test_treatment_of_infertility_is_told_by_its_codes(diagnoses, procedures, found):
    assert sets_of(diagnoses=diagnoses, procedures=procedures) == found
