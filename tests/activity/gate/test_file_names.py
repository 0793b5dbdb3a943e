"""The name of a file tells of nobody where it is shown or kept."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from ouzel.activity.gate.file_names import known_as, refuse_file_name, tells
from ouzel.activity.prices.layouts import open_rows
from ouzel.activity.readers import Source
from ouzel.core.errors import ContentError
from ouzel.measures.gathering import gather
from tests.activity.gate.dress import dressed, dresses, numbers

SHA256 = hashlib.sha256(b"the content").hexdigest()
TELLING = (
    "9434765919 Smith John 12-03-1961.csv", "943_476_5919.csv", "LU1 2AB.csv", "john_smith.csv", "SmithJohn.csv",
    "patient Okonkwo.csv", "baby-of-Patel.csv", "Okonkwo Chidi.csv", "Patel 12-03-1961.csv", "Patel_19610312.parquet",
    "dob 12.03.1961.csv.gz",
)  # fmt: skip
OTHERS = (
    "plcm-RC9-2021-22-M02.csv", "acm.csv", "RC9_2025-05-20.csv", "ONSPD_FEB_2021.csv.gz", "market_forces_2026-27.csv",
    "artificial_hes_apc_0102_truncated.csv.gz", "RC9 plan 2025-26 final.csv", "file",
)  # fmt: skip


@pytest.mark.parametrize("name", TELLING)
def test_a_name_that_may_tell_of_a_patient_is_replaced(name: str) -> None:
    kept = known_as(name, b"the content")
    assert kept.startswith(f"file {SHA256[:8]} (name withheld)"), kept
    assert not tells(kept)
    assert name.split(".")[0] not in kept


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_stay(name: str) -> None:
    assert known_as(name, b"the content") == name
    refuse_file_name(name)


@given(numbers(), dresses)
def test_no_nhs_number_passes(number: str, dress: str) -> None:
    assert tells(dressed(number, dress).replace("/", "_") + ".csv")


def test_a_source_never_carries_the_name(tmp_path: Path) -> None:
    path = tmp_path / TELLING[0]
    path.write_bytes(b"a,b\n1,2\n")
    with path.open("rb") as file:
        sources = (Source.of(path), Source.of(b"a,b\n1,2\n", name=TELLING[0]), Source.of(file))
    assert len({source.name for source in sources}) == 1
    assert "9434765919" not in sources[0].name
    with pytest.raises(ContentError) as gone:
        Source.of(tmp_path / TELLING[1])
    assert "943" not in str(gone.value)


def test_small_files_are_refused_under_such_a_name(tmp_path: Path) -> None:
    path = tmp_path / TELLING[0]
    path.write_text("year,month\n")
    for refused in (
        lambda: open_rows(path),
        lambda: gather([path], published=None, effective=date(2025, 4, 1), source="nobody"),
    ):
        with pytest.raises(ContentError, match="the name of the file") as fault:
            refused()
        assert "9434765919" not in str(fault.value)


def test_a_place_alone_refuses_no_small_file() -> None:
    refuse_file_name("Milton Keynes prices.csv")
    refuse_file_name("Northtown 2025-05-20.csv")
