"""Static files gathered under hashed names."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages

from ouzel.core import assets


@pytest.fixture
def as_served(settings, tmp_path: Path):  # type: ignore[no-untyped-def]
    source = tmp_path / "source"
    source.mkdir()
    (source / "picture.svg").write_text("<svg/>")
    (source / "style.css").write_text("body { background: url(picture.svg) }")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "root"
    settings.STORAGES = {
        "default": settings.STORAGES["default"],
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return source


def test_assets_are_gathered_once_and_again_when_one_changes(as_served: Path, settings) -> None:  # type: ignore[no-untyped-def]
    assert assets.gather() is True
    assert assets.gather() is False
    first = storages["staticfiles"].url("style.css")
    assert first != "/static/style.css"
    assert "picture.svg" not in (settings.STATIC_ROOT / first.removeprefix("/static/")).read_text()  # it has a hash too
    (as_served / "style.css").write_text("body { color: black }")
    assert assets.gather() is True
    assert staticfiles_storage.url("style.css") != first
