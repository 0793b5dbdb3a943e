"""Where the embedded server keeps its things."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from .errors import ServerFault

PORT = 5432  # names the socket file; nothing listens on a network
SOCKET_FILE = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 107  # bytes in sockaddr_un on Linux, less the closing zero; macOS has 103
HOME_OF_ROOT = Path("/var/lib/ouzel")


@dataclass(frozen=True)
class Places:
    """The folders and files of one home. `base` and all in it belong to the account that the server runs under."""

    home: Path
    base: Path
    data: Path
    log: Path
    sockets: Path
    lock: Path
    users: Path
    installs: Path


def home() -> Path:
    """`OUZEL_HOME`; without it `/var/lib/ouzel` for root and the user's data folder for anybody else."""
    given = os.environ.get("OUZEL_HOME")
    if given:
        return Path(given).expanduser().absolute()
    return HOME_OF_ROOT if os.geteuid() == 0 else user_data_path("ouzel")


def places(root: Path | None = None) -> Places:
    """The layout under `root` (the home, where not given). Touches nothing."""
    root = root or home()
    base = root / "postgres"
    return Places(
        home=root,
        base=base,
        data=base / "data",
        log=base / "server.log",
        sockets=_sockets(base),
        lock=root / "server.lock",
        users=root / "server.users",
        installs=root / "install",
    )


def _sockets(base: Path) -> Path:
    """A folder whose socket path fits: beside the data, else one in /tmp named after the home, if ours."""
    given = os.environ.get("OUZEL_SOCKETS")
    if given:
        folder = Path(given).expanduser().absolute()
        if not _fits(folder):
            raise ServerFault(
                f"OUZEL_SOCKETS is too long for a socket ({LONGEST_SOCKET} bytes at most with {SOCKET_FILE}): {folder}"
            )
        return folder
    if _fits(base / "run"):
        return base / "run"
    # Named by the home alone, so that every process of every environment comes to the same place.
    return Path("/tmp") / f"ouzel-{hashlib.sha256(os.fsencode(base)).hexdigest()[:16]}"  # noqa: S108


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_FILE)) <= LONGEST_SOCKET - 5  # room for ".lock"


def make_folder(path: Path, *, mode: int) -> None:
    """Make `path` and what is missing above it with `mode`, whatever the umask; what is there keeps its own."""
    missing = []
    while not path.exists():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise ServerFault(
                f"The folder {folder} cannot be made ({error.strerror}). Set OUZEL_HOME to a folder that you may "
                "write to."
            ) from error
        folder.chmod(mode)
