"""The files that browsers fetch, gathered under hashed names before the site is served."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def gather() -> bool:
    """Fill STATIC_ROOT when the sources have changed since; whether that was so. Part of a second when it was."""
    state = _state()
    note = Path(settings.STATIC_ROOT) / ".state"
    if note.exists() and note.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    note.write_text(state)
    return True


def _state() -> str:
    """A digest of the name, size and time of every source file."""
    seen = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            facts = Path(storage.path(path)).stat()
            seen.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()
