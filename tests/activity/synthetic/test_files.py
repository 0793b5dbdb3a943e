"""Files of synthetic records are read back whole, and the gate finds in them what it must."""

import csv
import gzip
from datetime import date

import nhs_number
import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv
import pytest

from ouzel.activity.faults import Checker, shipped
from ouzel.activity.gate.nhs_numbers import find_numbers
from ouzel.activity.gate.postcodes import whole_postcodes
from ouzel.activity.postcodes.directory import read_directory
from ouzel.activity.readers import batches, recognise
from ouzel.activity.synthetic.files import write_csv
from ouzel.activity.synthetic.identifiers import most_people, nhs_numbers, postcode, postcode_directory, postcodes
from ouzel.activity.synthetic.world import make
from ouzel.core.errors import ContentError
from tests.activity.synthetic.made import seeded, world

FEW = seeded(9, people=1_500)
KINDS = {
    "plcm": {"admitted", "admitted-unfinished", "outpatient", "emergency", "other"},
    "hes-apc": {"admitted", "admitted-unfinished"}, "hes-op": {"outpatient"}, "hes-ae": {"emergency"},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_file_is_recognised_and_read_to_its_end(tmp_path, kind):
    path = tmp_path / "file.csv"
    rows = write_csv(world(FEW), path, kind=kind)
    layout = recognise(path)
    assert layout.slug == kind
    read = [layout.canonical(batch) for _, batch in batches(path, layout)]
    assert sum(batch.num_rows for batch in read) == rows > 50
    kinds = {value for batch in read for value in batch.column("kind").to_pylist()}
    assert kinds <= KINDS[kind]


def test_packed_file_is_the_same_bytes_each_time(tmp_path):
    for name in ("one.csv.gz", "two.csv.gz"):
        write_csv(make(FEW), tmp_path / name)
    assert (tmp_path / "one.csv.gz").read_bytes() == (tmp_path / "two.csv.gz").read_bytes()
    with gzip.open(tmp_path / "one.csv.gz", "rt") as file:
        assert next(csv.reader(file))[0] == "FINANCIAL MONTH"


def test_file_of_one_provider_has_its_records_alone(tmp_path):
    provider = world(FEW).bodies.providers[0]
    rows = write_csv(world(FEW), tmp_path / "file.csv", provider=provider)
    with (tmp_path / "file.csv").open() as file:
        found = [row["ORGANISATION IDENTIFIER (CODE OF PROVIDER)"] for row in csv.DictReader(file)]
    assert found == [provider] * rows
    assert rows > 0


def test_file_of_one_month_has_its_ends_alone(tmp_path):
    write_csv(world(FEW), tmp_path / "file.csv", month=7)
    with (tmp_path / "file.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["FINANCIAL MONTH"] for row in rows} == {"7"}
    assert {row["ACTIVITY END DATE (CONTRACT MONITORING)"][:7] for row in rows} == {"2024-10"}


def test_file_of_one_provider_and_month_has_the_planted_faults_alone(tmp_path):
    provider = world(FEW).bodies.providers[0]
    path = tmp_path / "file.csv"
    write_csv(world(FEW), path, provider=provider, month=12)
    layout = recognise(path)
    checker = Checker(layout, shipped(), on=date(2025, 6, 1))
    for first_row, batch in batches(path, layout):
        checker.check(batch, layout.canonical(batch), first_row=first_row)
    errors = {str(entry["code"]) for entry in checker.faults().summary() if entry["severity"] == "refuses"}
    assert errors <= {"PLCM-10-MISSING", "PLCM-52-MISSING", "PLCM-53-MISSING", "RECORD-TWICE"}


def test_other_kind_of_file_is_refused(tmp_path):
    with pytest.raises(ContentError, match="no such kind"):
        write_csv(world(FEW), tmp_path / "file.csv", kind="acm")


def test_numbers_are_for_testing_valid_and_of_one_person_each():
    numbers = nhs_numbers(np.arange(20_000, dtype=np.int64)).to_pylist()
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("999") and nhs_number.is_valid(number) for number in numbers)
    found = find_numbers(pa.array(numbers))
    assert (found.certain | found.bare).all()


def test_last_number_for_testing_is_given_and_none_beyond():
    last = nhs_numbers(np.array([most_people() - 1]))[0].as_py()
    assert nhs_number.is_valid(last)
    with pytest.raises(ValueError, match="for testing"):
        nhs_numbers(np.array([most_people()]))


def test_postcodes_have_the_shape_of_postcodes_and_none_twice():
    codes = postcodes(world())
    assert len(set(codes)) == len(codes)
    assert whole_postcodes(pa.array(codes)).all()
    assert postcode(319_999)
    with pytest.raises(ValueError, match="too many"):
        postcode(320_000)


def test_directory_of_postcodes_is_one(tmp_path):
    path = tmp_path / "ONSPD_FEB_2024_UK.csv"
    pcsv.write_csv(postcode_directory(world()), path)
    read = read_directory(path)
    assert read.num_rows == len(postcodes(world())) + 3  # in Wales, in Scotland, in a prison
    assert set(read["area"].to_pylist()) == {*world().bodies.areas, "W06000023", "S08000015", "E01999999"}


def test_birth_dates_give_the_ages_of_the_file(tmp_path):
    write_csv(world(FEW), tmp_path / "file.csv")
    with (tmp_path / "file.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["ACTIVITY START DATE (CONTRACT MONITORING)"]]
    for row in rows[:500]:
        born = date.fromisoformat(row["PERSON BIRTH DATE"])
        start = date.fromisoformat(row["ACTIVITY START DATE (CONTRACT MONITORING)"])
        age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
        assert int(row["AGE AT ACTIVITY DATE (CONTRACT MONITORING)"]) == age
