"""Whose account the server runs under: one's own, or, as root, a system account that can do nothing else."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import NO_SERVER_OF_OURS, ServerFault

NAME = "ouzel-db"
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Account:
    """An account and what it takes to act as it: as root by dropping to it, otherwise it is one's own."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path, cwd: Path = Path("/")) -> "subprocess.CompletedProcess[str]":
        """Run a program to its end with a bare environment, so that nobody's PG... variables reach the server."""
        words: Sequence[str] = [str(word) for word in command]
        bare = {"PATH": SYSTEM_PATH, "LC_ALL": "C.UTF-8", "HOME": "/"}
        drop = {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() == 0 else {}
        try:
            return subprocess.run(  # type: ignore[call-overload,no-any-return]
                words, cwd=cwd, env=bare, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **drop
            )
        except OSError as error:  # a program that the account may not reach or run: as a shell would say it
            return subprocess.CompletedProcess(words, 126, stdout="", stderr=str(error))

    def can_reach(self, folder: Path) -> bool:
        """Whether the account may go into the folder: asked of the system, so access lists count too."""
        return self.run("test", "-x", folder).returncode == 0

    def give(self, path: Path) -> None:
        """Hand a file or folder of ours over to the account."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def account_for(base: Path) -> Account:
    """The account that owns or is to own `base`, the server's folder; as root it is made when it is not there."""
    uid = os.geteuid()
    if uid == 0:
        # A home that an ordinary person made stays theirs when root comes by.
        owner = base.stat().st_uid if base.exists() else 0
        entry = _entry(owner) if owner else _system_entry()
    else:
        entry = _entry(uid)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise ServerFault(
            f"PostgreSQL needs an account with a name, and user number {uid} has none on this machine. "
            f"Run as a user that has one, {NO_SERVER_OF_OURS}."
        ) from None


def _system_entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    said = "there is no useradd on this machine"
    useradd = shutil.which("useradd", path=SYSTEM_PATH)
    if useradd:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        made = subprocess.run(
            [useradd, *options, "--shell", "/usr/sbin/nologin", NAME],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        said = made.stderr.strip() or f"useradd ended with {made.returncode}"
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise ServerFault(
            f"PostgreSQL does not run as root, and the system account {NAME} for it cannot be made: {said}. "
            f"Make it yourself, run as an ordinary user, {NO_SERVER_OF_OURS}."
        ) from None
