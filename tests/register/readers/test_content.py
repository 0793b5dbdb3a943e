"""Files are recognised by their content, read whole, and refused with the place of what is wrong."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.readers import content, recognise
from tests.register.readers.samples import PUBLISHED, meaning, packed, read, row27, text, write

ROWS = [row27("E81001"), row27("E81002", name="ANOTHER")]


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_recognise_plain_gzip_and_zip_give_the_same(tmp_path: Path) -> None:
    plain = read(write(tmp_path, ROWS))
    archive = _zip(tmp_path / "z", member=text(ROWS).encode())
    assert meaning(plain) == meaning(read(packed(tmp_path, ROWS))) == meaning(read(archive))
    assert plain.rows == 2


def test_recognise_takes_no_notice_of_the_name(tmp_path: Path) -> None:
    misnamed = recognise(write(tmp_path, ROWS, name="epcmem.xlsx"))
    assert misnamed is not None
    assert "epraccur" in misnamed.name


def test_recognise_byte_order_mark_is_no_part_of_the_first_code(tmp_path: Path) -> None:
    path = tmp_path / "bom"
    path.write_bytes(b"\xef\xbb\xbf" + text(ROWS, end="\n").encode())
    assert read(path).listed == {"E81001", "E81002"}


@pytest.mark.parametrize(
    "data",
    [
        b"file,published\na.csv,2026-01-01\n",
        b"just some words\n",
        b"%PDF-1.7\0\0",
        b'{"type": "FeatureCollection"}',
        b"code,kind\nRO76,role\n",
    ],
)
def test_recognise_other_content_is_unknown(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "epraccur.csv"
    path.write_bytes(data)
    assert recognise(path) is None


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "epraccur.csv"
    path.touch()
    with pytest.raises(ContentError, match="empty"):
        recognise(path)


def test_truncated_gzip_is_refused_whole(tmp_path: Path) -> None:
    rows = [row27(f"E{number:05}", name=f"NAME {hash(str(number))}") for number in range(3000)]
    path = packed(tmp_path, rows)
    path.write_bytes(path.read_bytes()[:-200])
    reader = recognise(path)  # its head is whole
    assert reader is not None
    with pytest.raises(ContentError, match="cut short"):
        reader.read(path, published=PUBLISHED)


def test_truncated_plain_file_is_refused_with_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS * 1)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(ContentError) as error:
        read(path)
    assert error.value.line == 2


def test_wrong_encoding_names_the_line_and_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(text([*ROWS, row27("E81003", name="CAFÉ SURGERY")]).encode("cp1252"))
    with pytest.raises(ContentError) as error:
        read(path)
    assert (error.value.line, error.value.value) == (3, "c9")
    assert "UTF-8" in error.value.right


def test_utf16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(text(ROWS).encode("utf-16"))
    with pytest.raises(ContentError, match="UTF-16"):
        recognise(path)


def test_gzip_bomb_is_refused_before_it_is_unpacked_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as file:
        file.write(text(ROWS).encode())
        for _ in range(64):
            file.write(b" " * (1 << 20))
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ContentError, match="unpacks to far more"):
        read(path)


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="unpacks to far more"):
        recognise(_zip(tmp_path / "z", member=b" " * (64 << 20)))


def test_workbook_bomb_is_refused(tmp_path: Path) -> None:
    members = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (64 << 20)}
    with pytest.raises(ContentError, match="unpacks to far more"):
        recognise(_zip(tmp_path / "z", **members))


def test_archive_of_several_files_says_to_unpack_it(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds 2 files"):
        recognise(_zip(tmp_path / "z", a=b"1", b=b"2"))


def test_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "z", member=text(ROWS).encode())
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ContentError, match="cut short or damaged"):
        recognise(path)


def test_errors_name_the_file_and_never_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path, [row27("E81001", status="Q")], name="practices.csv")
    with pytest.raises(ContentError) as error:
        read(path)
    assert error.value.file == "practices.csv"
    assert str(tmp_path) not in str(error.value)


def test_whole_reads_up_to_its_bounds(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(b"a" * content.ALLOWANCE))
    assert len(content.whole(path)) == content.ALLOWANCE
