"""Facts of our own with their sources, codes of roles, and the table of series."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Authority, Evidence
from ouzel.register.kinds import KINDS
from ouzel.register.readers import READERS, recognise
from ouzel.register.readers.codes import read_codes, shipped_codes
from ouzel.register.sources import SOURCES
from tests.register.readers.samples import read, write
from tests.shared_data import DATA, needs_data

COLUMNS = ["subject", "attribute", "evidence", "since", "until", "value", "share", "note"]
FACT = ["M1J4Y", "role", "interval", "2021-04-01", "2022-07-01", "RO98", "", "", "Order of 2021"]


def test_statutory_events_outrank_publications_and_facts_do_not(tmp_path: Path) -> None:
    event = read(write(tmp_path, [[*COLUMNS, "statutory_source"], FACT]))
    fact = read(write(tmp_path, [[*COLUMNS, "source"], FACT]))
    assert (event.series, event.authority) == ("ouzel:statutory", Authority.EVENT)
    assert (fact.series, fact.authority) == ("ouzel:facts", Authority.PUBLISHED)
    (said,) = event.assertions
    assert said[:6] == (
        "M1J4Y", Attribute.ROLE, Evidence.INTERVAL, date(2021, 4, 1), date(2022, 7, 1), "RO98",
    )  # fmt: skip
    assert (said.row, said.note) == (2, "Order of 2021")


def test_rows_that_date_themselves_are_as_many_publications(tmp_path: Path) -> None:
    rows = [[*FACT, "2022-07-01"], ["BLMK-HUB", "name", "since", "2021-04-01", "", "Hub", "", "", "X", "2021-04-01"]]
    path = write(tmp_path, [[*COLUMNS, "source", "published"], *rows])
    reader = recognise(path)
    assert reader is not None
    assert reader.dates_itself
    dated = read(path).dated
    assert dated is not None
    assert {on: [said.subject for said in found] for on, found in dated.items()} == {
        date(2021, 4, 1): ["BLMK-HUB"],
        date(2022, 7, 1): ["M1J4Y"],
    }


def test_share_and_note_are_kept(tmp_path: Path) -> None:
    row = ["QM7", "successor", "since", "2026-04-01", "", "S1Y5D", "0.4", "split", "Order of 2026"]
    (said,) = read(write(tmp_path, [[*COLUMNS, "source"], row])).assertions
    assert (said.share, said.note) == (Decimal("0.4"), "split")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject", ""),
        ("attribute", "colour"),
        ("evidence", "hearsay"),
        ("since", "2021-02-31"),
        ("since", ""),
        ("until", "2021-04-01"),
        ("value", ""),
        ("share", "1.5"),
        ("share", "0"),
        ("share", "half"),
        ("share", "NaN"),
    ],
)
def test_bad_facts_are_refused_with_the_field(tmp_path: Path, column: str, value: str) -> None:
    row = list(FACT)
    row[COLUMNS.index(column)] = value
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [[*COLUMNS, "source"], FACT, row]))
    assert (error.value.line, error.value.field, error.value.value) == (3, column, value)


def test_end_of_what_is_only_known_to_have_begun_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="not an interval"):
        read(write(tmp_path, [[*COLUMNS, "source"], [*FACT[:2], "since", *FACT[3:]]]))


def test_shipped_events_are_read_whole() -> None:
    reading = read(Path(str(files("ouzel.register") / "statutory.csv")))
    assert reading.dated
    assert reading.rows == len(list(reading.assertions)) > 5000


def test_shipped_codes_name_every_role_that_a_kind_is_told_by() -> None:
    codes = shipped_codes()
    assert {role for kind in KINDS.values() for role in kind.roles} <= codes.keys()


def test_codes_say_nothing_of_any_body(tmp_path: Path) -> None:
    path = write(tmp_path, [["code", "kind", "name"], ["RO76", "role", "GP Practice"]])
    assert read_codes(path) == {"RO76": ("role", "GP Practice")}
    reading = read(path)
    assert not list(reading.assertions)
    assert reading.notes


@pytest.mark.parametrize("row", [["RO76", "rule", "GP Practice"], ["RO76", "role", "Surgery"]])
def test_bad_codes_are_refused(tmp_path: Path, row: list[str]) -> None:
    with pytest.raises(ContentError):
        read_codes(write(tmp_path, [["code", "kind", "name"], ["RO76", "role", "GP Practice"], row]))


@needs_data
def test_every_file_of_the_organisation_data_service_is_recognised_by_one_reader_of_a_known_series() -> None:
    from ouzel.register.readers.sniffing import sniff

    for path in sorted((DATA / "ods").iterdir()):
        if path.name != "manifest.csv":
            found = sniff(path)
            assert len([reader.name for reader in READERS if reader.matches(found)]) == 1, path.name
            assert read(path).series in SOURCES


def test_more_detailed_sources_win_on_one_day() -> None:
    order = ["ouzel:statutory", "ods:ord", "ods:epcmem", "ods:epraccur", "ods:epcn", "nhsd:practice-map",
             "nhsd:registered", "ons:areas-2021"]  # fmt: skip
    precedences = [SOURCES[slug].precedence for slug in order]
    assert precedences == sorted(precedences, reverse=True)
    assert len(set(precedences)) == len(precedences)
