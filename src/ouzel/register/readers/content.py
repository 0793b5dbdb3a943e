"""What is in a file, told from its bytes: plain or packed text, or a workbook; within bounds, and never half."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from ouzel.core.errors import ContentError

HEAD = 1 << 16  # bytes that are looked at to recognise a file
LARGEST = 1 << 29  # bytes of content, unpacked: far above any file of the register
EXPANSION = 200  # unpacked over packed, beyond the allowance: a register packs 5 to 30 times
ALLOWANCE = 1 << 24

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"


def is_workbook(path: Path) -> bool:
    """Whether the file is an Excel workbook (xlsx), by its members and not by its name."""
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return False
    with _archive(path) as archive:
        return _WORKBOOK in archive.namelist()


def head(path: Path) -> bytes:
    """The first bytes of the content, unpacked. ContentError if the file is empty or its packing is broken."""
    with path.open("rb") as file:
        if not file.peek(1):
            raise ContentError("the file is empty", file=path.name, right="Fetch it again from its publisher")
    return _unpacked(path, HEAD)


def whole(path: Path) -> bytes:
    """The content, unpacked. ContentError if it is cut short, damaged, or unpacks beyond the bounds."""
    limit = min(LARGEST, path.stat().st_size * EXPANSION + ALLOWANCE)
    data = _unpacked(path, limit + 1)
    if len(data) > limit:
        raise _too_large(path)
    return data


def text(path: Path) -> str:
    """The content as text: UTF-8, with or without a byte order mark. ContentError names the first byte that is not."""
    data = whole(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(
            f"not UTF-8: byte {error.start + 1} of the content cannot be read",
            file=path.name,
            line=data.count(b"\n", 0, error.start) + 1,
            value=data[error.start : error.start + 1].hex(),
            right="Save the file as UTF-8; it may have been saved as Windows-1252 or UTF-16",
        ) from None


def check_archive(path: Path) -> None:
    """Read every member of an archive to its end. ContentError if one is damaged or all are too large together."""
    with _archive(path) as archive:
        _check_sizes(path, archive)
        try:
            damaged = archive.testzip()
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise _broken(path) from error
    if damaged:
        raise _broken(path)


def _unpacked(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        magic = file.peek(4)[:4]
        try:
            if magic[:2] == _GZIP:
                with gzip.GzipFile(fileobj=file) as packed:
                    return packed.read(limit)
            if magic == _ZIP:
                return _only_member(path, limit)
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise _broken(path) from error
        return file.read(limit)


def _only_member(path: Path, limit: int) -> bytes:
    with _archive(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            raise ContentError(
                f"the archive holds {len(members)} files",
                file=path.name,
                right="Unpack it, and load the files themselves",
            )
        _check_sizes(path, archive)
        with archive.open(members[0]) as member:
            return member.read(limit)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(path.read_bytes()) if path.stat().st_size <= LARGEST else path)
    except (zipfile.BadZipFile, NotImplementedError) as error:  # the latter: packed by a later version of the format
        raise _broken(path) from error


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > min(LARGEST, path.stat().st_size * EXPANSION + ALLOWANCE):
        raise _too_large(path)


def _too_large(path: Path) -> ContentError:
    return ContentError(
        "the file unpacks to far more than a register holds, so it was not read to its end",
        file=path.name,
        right=f"A file may unpack to at most {EXPANSION} times its size, and to {LARGEST >> 20} MiB",
    )


def _broken(path: Path) -> ContentError:
    return ContentError("the file is cut short or damaged", file=path.name, right="Fetch it again from its publisher")
