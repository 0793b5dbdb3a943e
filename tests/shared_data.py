"""The real public files, read where they lie. Tests that need them say so when they are not there."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("OUZEL_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")

needs_data = pytest.mark.skipif(
    not (DATA / "ods").is_dir(),
    reason="the public data files are not here: set OUZEL_SHARED_DATA to their folder",
)
