"""Where the demonstration lives, and where the published files of all England are, if they are here."""

import os
from pathlib import Path

from ouzel.core.server.places import home

FOLDER = "demo"
OWN_DATA = Path(__file__).parent / "data"


def move_in() -> Path:
    """Give this process a home of the demonstration's own, before anything is set up: nobody's register is touched,
    and nothing is posted to anybody."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("OUZEL_SMTP_HOST", None)
    here = home() / FOLDER
    os.environ["OUZEL_HOME"] = str(here)
    return here


def shared_data() -> Path | None:
    """The folder of published files: OUZEL_SHARED_DATA, or `shared/data` beside a copy of the source; else None."""
    given = os.environ.get("OUZEL_SHARED_DATA")
    place = Path(given) if given else Path(__file__).resolve().parents[3].parent / "shared" / "data"
    return place if (place / "ods").is_dir() else None
