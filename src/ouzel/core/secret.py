"""The key that signs sessions and links, made once and kept."""

import os
import secrets
from pathlib import Path

from .server.errors import ServerFault
from .server.places import make_folder

BYTES = 50


def secret_key(home: Path) -> str:
    """The key kept in `home`, readable by its owner alone; made on first use, once even by two processes at a time.

    Raises ServerFault where the home cannot be written or the key is open to others.
    """
    kept = home / "secret_key"
    try:
        if not kept.exists():
            _make(home, kept)
        if kept.stat().st_mode & 0o077:
            raise ServerFault(
                f"The key in {kept} can be read by others: make a new one by removing it (this signs everybody out)."
            )
        return kept.read_text().strip()
    except OSError as error:
        raise ServerFault(
            f"The secret key cannot be kept in {kept} ({error.strerror}). Set OUZEL_HOME to a folder that you may "
            "write to, or give the key in OUZEL_SECRET_KEY."
        ) from error


def _make(home: Path, kept: Path) -> None:
    make_folder(home, mode=0o755 if os.geteuid() == 0 else 0o700)
    mine = home / f"secret_key.{os.getpid()}"
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(BYTES))
    try:
        os.link(mine, kept)  # whole at once; the first one wins
    except FileExistsError:
        pass
    finally:
        mine.unlink()
