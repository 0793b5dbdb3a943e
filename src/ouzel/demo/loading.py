"""What the demonstration's register is made of. Loading again changes nothing."""

from pathlib import Path

from ouzel.core.actors import Actor
from ouzel.demo.house import OWN_DATA
from ouzel.register import actions
from ouzel.register.actions import Loaded

FOLDERS = ("ods", "registrations")
"""Folders of published files whose days of publication are known: from a manifest, or from their own rows."""


def load(data: Path | None) -> Loaded:
    """Our own facts, and the published files where they are."""
    paths = [OWN_DATA / "facts.csv"]
    if data is not None:
        paths += [data / name for name in FOLDERS if (data / name).is_dir()] or [data]
    return actions.load(paths, by=Actor.system("demonstration"))
