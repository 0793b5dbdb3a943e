"""Nothing of a file is written while it is at the gate."""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import nhs_number
import pyarrow as pa
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.policy import policy
from ouzel.activity.gate.sums import CONFIG
from ouzel.activity.readers.batches import batches
from ouzel.activity.readers.formats import Column, Format
from tests.activity.gate.test_generalising import Directory

ROWS = 60_000
LAYOUT = Format(
    slug="test",
    name="a file of the test",
    columns=tuple(
        Column(field, (field,)) for field in ("person", "spell", "provider", "residence", "birth_date", "start")
    ),
    kind="admitted",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
COUNTED = Path("/proc/self/io")


@pytest.fixture
def planted() -> tuple[bytes, list[bytes]]:
    """A file with an NHS number, a postcode and a name in each line, and what of it may not be written."""
    state = random.getstate()
    random.seed(7)
    numbers = nhs_number.generate(quantity=200)
    random.setstate(state)
    lines = [
        f"{numbers[row % 200]},S{row},RC9,LU1 2AB,1950-03-12,2025-04-01,seen with Mrs Quillfeather {row}"
        for row in range(ROWS)
    ]
    text = "\n".join(["person,spell,provider,residence,birth_date,start,Notes", *lines])
    return text.encode(), [b"Quillfeather", b"LU1 2AB", b"1950-03-12", *(number.encode() for number in numbers)]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, a temporary folder and a current folder of their own."""
    for name, variable in (("home", "OUZEL_HOME"), ("temporary", "TMPDIR"), ("here", "")):
        (tmp_path / name).mkdir()
        if variable:
            monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def written(doing: Callable[[], Any]) -> tuple[int, list[str]]:
    """Bytes that this process wrote in doing something, by any library of it, and files that Python opened to write."""
    opened: list[str] = []
    watching = True

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if watching and event == "open" and isinstance(given[2], int) and given[2] & WRITING:
            opened.append(str(given[0]))

    sys.addaudithook(hook)
    before = _bytes_written()
    try:
        doing()
    finally:
        watching = False
    return _bytes_written() - before, opened


def _bytes_written() -> int:
    return int(next(line for line in COUNTED.read_text().splitlines() if line.startswith("wchar")).split()[1])


@pytest.mark.skipif(not COUNTED.exists(), reason="this system does not count what a process writes")
def test_nothing_is_written_from_the_upload_to_the_end_of_the_gate(
    folders: Path, planted: tuple[bytes, list[bytes]]
) -> None:
    content, secrets = planted
    key = Key.kept(folders / "home", environment={})
    it = Gate(policy(), key, Directory())
    out: list[pa.RecordBatch] = []

    def go() -> None:
        request = RequestFactory().post("/", {"file": SimpleUploadedFile("plcm.csv", content)})
        for first_row, batch in batches(request.FILES["file"].read(), LAYOUT, rows=20_000):
            out.append(it.admit(LAYOUT.canonical(batch), None, first_row))

    count, opened = written(go)
    assert sum(map(len, out)) == ROWS
    assert it.report().rows == ROWS
    assert opened == []
    assert count < 10_000  # the file has four million bytes; a line of a log may be written meanwhile
    files = [path for path in folders.rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["pseudonym_key"]
    for secret in secrets:
        assert all(secret not in path.read_bytes() for path in files)


@pytest.mark.skipif(not COUNTED.exists(), reason="this system does not count what a process writes")
def test_the_watch_sees_what_is_written(folders: Path) -> None:
    def go() -> None:
        (folders / "temporary" / "leak").write_bytes(b"9434765919" * 2_000)

    count, opened = written(go)
    assert count >= 20_000
    assert opened == [str(folders / "temporary" / "leak")]


def test_what_does_not_fit_in_memory_fails_and_is_not_written(folders: Path) -> None:
    connection = duckdb.connect(":memory:", config={**CONFIG, "memory_limit": "20MB"})
    with pytest.raises(duckdb.OutOfMemoryException):
        connection.execute("CREATE TABLE t AS SELECT sha256(range::VARCHAR) AS x FROM range(3000000) ORDER BY x")
    assert not [path for path in folders.rglob("*") if path.is_file()]
