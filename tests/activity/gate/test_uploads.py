"""Files sent to a page stay in memory."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from ouzel.activity.gate.uploads import refused_upload

HANDLER = "ouzel.activity.gate.uploads.MemoryOnly"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that temporary files would go to."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_site_takes_files_into_memory_alone() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == [HANDLER]


def test_large_file_is_in_memory_and_nowhere_else(temporary: Path) -> None:
    content = b"9434765919,LU1 2AB\n" * 400_000  # 7.6 MB: Django's own limit is 2.5
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("plcm.csv", content)})
    taken = request.FILES["file"]
    assert isinstance(taken, InMemoryUploadedFile)
    assert taken.read() == content
    assert not list(temporary.iterdir())


def test_file_that_is_too_large_is_left_out_in_words(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 1_048_576)
    large, small = SimpleUploadedFile("a.csv", b"x" * 5_000_000), SimpleUploadedFile("b.csv", b"x" * 1_048_576)
    request = RequestFactory().post("/", {"large": large, "small": small, "name": "x"})
    assert list(request.FILES) == ["small"]
    assert request.FILES["small"].size == 1_048_576
    assert request.POST["name"] == "x"
    assert "larger than 1 MB" in refused_upload(request)
    assert not list(temporary.iterdir())


def test_other_fields_of_the_form_come_through() -> None:
    request = RequestFactory().post("/", {"name": "x", "file": SimpleUploadedFile("a.csv", b"a")})
    assert request.POST["name"] == "x"
    assert request.FILES["file"].name == "a.csv"
    assert refused_upload(request) == ""
