"""Files as batches of text columns."""

import csv
import gzip
import io
import tracemalloc
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.readers import Column, Format, Source, batches, headings, recognise
from ouzel.core.errors import ContentError

PLAIN = Format("plain", "plain", (Column("provider", ("PROV",)), Column("record", ("ID",))), "other")
CSV = b"PROV,ID,Remark\nRC9,1,a\nRC1,2,\n,3,c\n"


def rows(source: object, layout: Format = PLAIN, *, size: int = 1000) -> list[dict[str, str]]:
    return [row for _, batch in batches(source, layout, rows=size) for row in batch.to_pylist()]  # type: ignore[arg-type]


EXPECTED = [
    {"PROV": "RC9", "ID": "1", "Remark": "a"},
    {"PROV": "RC1", "ID": "2", "Remark": ""},
    {"PROV": "", "ID": "3", "Remark": "c"},
]


def test_batches_are_the_same_from_every_source(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(CSV))
    parquet = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist(EXPECTED), parquet)
    for source in (path, str(path), packed, parquet, CSV, gzip.compress(CSV), parquet.read_bytes(), io.BytesIO(CSV)):
        assert rows(source) == EXPECTED


def test_batches_number_rows_from_one_over_batches() -> None:
    many = b"PROV,ID\n" + b"".join(b"RC9,%d\n" % number for number in range(1, 26))
    found = [(row, batch["ID"].to_pylist()) for row, batch in batches(many, PLAIN, rows=10)]
    assert [row for row, _ in found] == [1, 11, 21]
    assert all(ids == [str(row + place) for place in range(len(ids))] for row, ids in found)


def test_batches_parquet_of_numbers_days_and_nulls_are_text() -> None:
    table = pa.table({"PROV": ["RC9", None], "ID": [7, None], "Day": [date(2025, 4, 1), None]})
    file = io.BytesIO()
    pq.write_table(table, file)
    first, _second = rows(file.getvalue())
    assert first == {"PROV": "RC9", "ID": "7", "Day": "2025-04-01"}
    canonical = PLAIN.canonical(next(batches(file.getvalue(), PLAIN))[1])
    assert canonical.column("provider").to_pylist() == ["RC9", ""]
    assert canonical.column("record").to_pylist() == ["7", ""]


def test_batches_quoted_commas_and_line_ends_and_marks_of_order() -> None:
    text = '\ufeffPROV,ID\n"RC,9","two\nlines"\n\n RC1 ,4\n'.encode()
    assert rows(text) == [{"PROV": "RC,9", "ID": "two\nlines"}, {"PROV": " RC1 ", "ID": "4"}]


def test_batches_other_separators_encodings_and_lines_before() -> None:
    layout = Format("x", "x", PLAIN.columns, "other", separator=";", encoding="cp1252", skip=2)
    text = "Report of\n£ and more\nPROV;ID\nRC9;£5\n".encode("cp1252")
    assert rows(text, layout) == [{"PROV": "RC9", "ID": "£5"}]


def test_batches_of_utf_16_and_of_odd_signs_before_the_headings() -> None:
    layout = Format("x", "x", PLAIN.columns, "other", separator="\t", encoding="utf-16", skip=1)
    assert rows("Made\u2028of\x0csigns\r\nPROV\tID\r\nRC9\té\r\n".encode("utf-16"), layout) == [
        {"PROV": "RC9", "ID": "é"}
    ]


@given(
    st.binary(max_size=200)
    | st.text(alphabet='A,"\n\r\x00é', max_size=60).map(lambda text: ("PROV,ID\n" + text).encode())
)
def test_batches_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        found = rows(content)
    except ContentError:
        return
    assert found


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"PROV,ID\n", "no row"),
        (b"PROV,ID", "no row"),
        (gzip.compress(b"PROV,ID", mtime=0), "no row"),
        (b"PROV,ID\nRC9\n", "line 2.*1 columns, the headings have 2"),
        (b"PROV,ID\nRC9,1\nRC9,1,2\n", "line 3.*3 columns"),
        (b"PROV,ID,PROV\nRC9,1,2\n", "columns 1 and 3 have the same heading"),
        (b"PROV,,ID\nRC9,1,2\n", "column 2 has no heading"),
        (b"ID\n1\n", "Missing: PROV"),
        (b"PROV,ID\n\xff\xfe,1\n", "not text in UTF-8"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "workbook"),
        (b"PROV;ID\nRC9;1\n", "line 1, headings: its columns are parted by semicolons, not by commas"),
        (b"PROV\tID\nRC9\t1\n", "parted by tabs.*separator = .\\\\t"),
        (b"PROV|ID\nRC9|1\n", "parted by upright bars"),
        (b'PROV,ID\nRC9,1\nRC9,"' + b"x" * 3_000_000 + b'"\n', "line 3: this line is longer than 1,024 KB"),
        (gzip.compress(CSV, mtime=0)[:-12], "damaged"),
        (b"PAR1" + b"rubbish" * 9, "damaged"),
    ],
)
def test_batches_bad_files_are_refused_with_their_line(content: bytes, problem: str) -> None:
    layout = Format("x", "x", (Column("provider", ("PROV",), need=True), Column("record", ("ID",))), "other")
    with pytest.raises(ContentError, match=problem):
        rows(content, layout)


def test_batches_a_refusal_never_shows_what_the_line_says() -> None:
    content = b"PROV,ID\nRC9,1\n9434765919,Jane Secret,SW1A 1AA\n"
    with pytest.raises(ContentError) as refused:
        rows(content)
    assert refused.value.line == 3
    assert "Secret" not in str(refused.value)
    assert "9434765919" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_batches_a_record_in_the_place_of_the_headings_is_not_shown() -> None:
    with pytest.raises(ContentError) as refused:
        rows(b"9434765919,RC9,9434765919\n9434765919,RC9,2\n")
    assert "columns 1 and 3 have the same heading" in str(refused.value)
    assert "9434765919" not in str(refused.value)


def test_source_no_such_file() -> None:
    with pytest.raises(ContentError, match="no such file"):
        Source.of("/no/where.csv")


def test_headings_as_they_stand() -> None:
    assert headings(CSV) == ["PROV", "ID", "Remark"]


@given(
    st.lists(st.tuples(st.text(alphabet="AB,\"' é\n", max_size=5), st.integers(0, 99).map(str)), min_size=1),
    st.integers(1, 7),
)
def test_batches_give_back_what_csv_was_written(written: list[tuple[str, str]], size: int) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("PROV", "ID"))
    writer.writerows(written)
    found = rows(file.getvalue().encode(), size=size)
    assert [(row["PROV"], row["ID"]) for row in found] == written


def test_batches_of_many_blocks_are_what_a_plain_reader_reads() -> None:
    lines = [("RC9" if n % 3 else "", f"{n}", f'said "{n % 7}",\nand more' + " and more" * 20) for n in range(40_000)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("PROV", "ID", "Remark"), *lines])
    assert len(text.getvalue()) > 5 * 2**20
    found = [batch for _, batch in batches(text.getvalue().encode(), PLAIN)]
    assert [tuple(row.values()) for batch in found for row in batch.to_pylist()] == lines
    assert pa.types.is_string(found[0].schema.field("ID").type)
    assert all(len(batch.column("Remark").dictionary) == 7 for batch in found)


@pytest.mark.parametrize("size", [7, 100, 1000, 100_000])
def test_batches_parquet_of_any_row_groups_has_words_of_its_own_batch_alone(size: int) -> None:
    count = 3000
    rare = [f"{'' if n < 2500 else n}" for n in range(count)]  # alike as far as the sample goes
    expected = {"PROV": [f"R{n % 2500}" for n in range(count)], "ID": [f"{n}" for n in range(count)], "Remark": rare}
    file = io.BytesIO()
    pq.write_table(pa.table(expected), file, row_group_size=size, dictionary_pagesize_limit=512)
    found = list(batches(file.getvalue(), PLAIN, rows=1000))
    assert [row for row, _ in found] == [1 + sum(len(batch) for _, batch in found[:at]) for at in range(len(found))]
    assert max(len(batch) for _, batch in found) <= 1000
    for name, values in expected.items():
        columns = [batch.column(name) for _, batch in found]
        assert [value for column in columns for value in column.to_pylist()] == values
        for column in columns:
            assert not pa.types.is_dictionary(column.type) or len(column.dictionary) <= len(column)
    assert pa.types.is_dictionary(found[0][1].schema.field("PROV").type)


def test_batches_a_column_that_says_nothing_at_first_is_read_whole_when_it_does() -> None:
    lines = [("", f"{n}", "" if n < 30_000 else f"{n % 5}", "") for n in range(60_000)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [("PROV", "ID", "Remark", "Note" + " " * 40), *((*line[:3], " " * 40) for line in lines)]
    )
    found = [batch for _, batch in batches(text.getvalue().encode(), PLAIN, rows=20_000)]
    assert [row["Remark"] for batch in found for row in batch.to_pylist()] == [line[2] for line in lines]
    assert all(batch.column("PROV").dictionary.to_pylist() == [""] for batch in found)


def test_a_file_of_another_separator_is_told_so_where_its_format_is_to_be_recognised() -> None:
    with pytest.raises(ContentError, match="parted by semicolons"):
        recognise(b"FINANCIAL MONTH;FINANCIAL YEAR;POINT OF DELIVERY CODE\n1;202526;DC\n")


def test_a_packed_line_of_any_length_is_refused_without_being_held() -> None:
    packed = gzip.compress(b'PROV,ID\nRC9,"' + b"x" * 200_000_000 + b'"\n', 1)
    tracemalloc.start()
    with pytest.raises(ContentError, match="longer than"):
        rows(packed)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50_000_000
