"""One PostgreSQL over one data folder: make it, start it, find it, stop it, and start it again after a crash."""

import os
import shutil
import socket
import stat
import time
from pathlib import Path

import psutil

from .account import Account
from .errors import NO_SERVER_OF_OURS, ServerFault
from .places import PORT, SOCKET_FILE, Places, make_folder

OWNER = "ouzel"  # the role that owns everything in it
ORPHANS = 10.0  # seconds that the backends of a killed server are given to notice

# Suited to loading whole registers by COPY on a small machine, and never at the price of a committed row.
CONFIGURATION = {
    "listen_addresses": "''",  # nobody comes over a network
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "60",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",  # our questions are short: compiling them takes longer than answering
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_min_messages": "warning",
}


def postmaster(data: Path) -> psutil.Process | None:
    """The live server over this folder. A left-over or recycled process number is not one: its work folder tells."""
    process = _named(data)
    return process if process is not None and _serves(process, data) else None


def start(*, places: Places, programs: Path, account: Account) -> None:
    """Start the server, making its data first where there is none. The caller holds the lock; none runs yet."""
    if not (places.data / "PG_VERSION").exists():
        _make(places, programs, account)
    _check_version(places, programs, account)
    _prepare_sockets(places.sockets, account)
    _clear_after_crash(places)
    _configure(places, account)
    begin = places.log.stat().st_size if places.log.exists() else 0
    done = account.run(
        programs / "pg_ctl", "start", "--wait", "--timeout=120", "--silent", "-D", places.data, "-l", places.log,
        cwd=places.data,
    )  # fmt: skip
    if done.returncode != 0:
        said = places.log.read_bytes()[begin:].decode(errors="replace").strip() if places.log.exists() else ""
        raise ServerFault(
            f"PostgreSQL did not start: {said[-2000:] or done.stderr.strip()}\n"
            f"Its log is {places.log}. Mend what it says, {NO_SERVER_OF_OURS}."
        )


def stop(*, places: Places, programs: Path, account: Account) -> None:
    """Stop the server, rolling back what is open. Stopping one that is gone is no fault."""
    done = account.run(
        programs / "pg_ctl", "stop", "--wait", "--timeout=60", "--mode=fast", "--silent", "-D", places.data,
        cwd=places.data,
    )  # fmt: skip
    if done.returncode != 0 and postmaster(places.data) is not None:
        raise ServerFault(f"PostgreSQL did not stop: {done.stderr.strip()}. Its log is {places.log}.")


def _make(places: Places, programs: Path, account: Account) -> None:
    """Run initdb beside the place and move it there when whole: a killed first start leaves nothing half made."""
    make_folder(places.base, mode=0o700)
    account.give(places.base)
    if not account.can_reach(places.base):
        raise ServerFault(
            f"The account {account.name}, which PostgreSQL runs under, cannot reach {places.base}: a folder above it "
            "is closed to it, and is left so. Set OUZEL_HOME to a folder that it can reach, such as in /var/lib, "
            f"{NO_SERVER_OF_OURS}."
        )
    half = places.base / "data.new"
    shutil.rmtree(half, ignore_errors=True)
    done = account.run(
        programs / "initdb", "--username", OWNER, "--auth=peer", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",  # the same order on every machine
        "-D", half, cwd=places.base,
    )  # fmt: skip
    if done.returncode != 0:
        raise ServerFault(f"PostgreSQL's data folder cannot be made in {places.base}: {done.stderr.strip()}")
    with (half / "postgresql.conf").open("a") as file:
        file.write("\ninclude_if_exists = 'ouzel.conf'  # written anew at every start\n")
    half.rename(places.data)


def _check_version(places: Places, programs: Path, account: Account) -> None:
    found = (places.data / "PG_VERSION").read_text().strip()
    ours = account.run(programs / "postgres", "--version").stdout.split()[-1].split(".")[0]
    if found != ours:
        raise ServerFault(
            f"The data in {places.data} are of PostgreSQL {found}, and this version brings {ours}. Restore a backup "
            f"into an empty OUZEL_HOME, {NO_SERVER_OF_OURS}."
        )


def _configure(places: Places, account: Account) -> None:
    """Write what is ours. Only the server's account and the person who starts it get in, known by the system itself."""
    names = {account.name, "root"}  # root could in any case
    settings = {**CONFIGURATION, "unix_socket_directories": f"'{_quoted(places.sockets)}'"}
    files = {
        "ouzel.conf": "".join(f"{name} = {value}\n" for name, value in settings.items()),
        "pg_hba.conf": "local all all peer map=ouzel\n",
        "pg_ident.conf": "".join(f'ouzel "{name}" {OWNER}\n' for name in sorted(names)),
    }
    for name, text in files.items():
        path = places.data / name
        path.write_text(text)
        path.chmod(0o600)
        account.give(path)


def _quoted(path: Path) -> str:
    # In a list of folders a comma parts and a double quote protects; a single quote ends the value.
    return '"' + str(path).replace('"', '""').replace("'", "''") + '"'


def _prepare_sockets(folder: Path, account: Account) -> None:
    """A folder for the socket that nobody else can have put there, and that can hold a socket at all."""
    if not folder.exists():
        make_folder(folder, mode=0o700)
        account.give(folder)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != account.uid or facts.st_mode & 0o022:
        raise ServerFault(
            f"The folder for PostgreSQL's socket, {folder}, is not a folder that belongs to {account.name} alone. "
            "Remove it, or set OUZEL_SOCKETS to another (a short path)."
        )
    if not account.can_reach(folder):
        raise ServerFault(
            f"The account {account.name} cannot reach {folder}. Set OUZEL_SOCKETS to a folder that it can reach."
        )
    probe = folder / ".probe"
    probe.unlink(missing_ok=True)
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(probe))
    except OSError as error:
        raise ServerFault(
            f"No socket can be made in {folder} ({error.strerror or error}). Set OUZEL_SOCKETS to a folder on a local "
            "disc."
        ) from error
    finally:
        probe.unlink(missing_ok=True)


def _named(data: Path) -> psutil.Process | None:
    """The process whose number stands in postmaster.pid, whatever it is by now."""
    try:
        return psutil.Process(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
            return False
        return os.path.samefile(process.cwd(), data)
    except (OSError, psutil.Error):
        return False


def _clear_after_crash(places: Places) -> None:
    """Wait for the backends of a killed server, then take away a process number that PostgreSQL would be fooled by.

    PostgreSQL refuses to start when the number in its file is that of any live process of its account, or of a dead one
    that nobody has reaped, as happens in containers. With the lock held and no process left in the data folder, such a
    number is left over; any other left-over file PostgreSQL sees through by itself.
    """
    end = time.monotonic() + ORPHANS
    while orphans := [process for process in psutil.process_iter() if _serves(process, places.data)]:
        if time.monotonic() > end:
            numbers = ", ".join(str(process.pid) for process in orphans)
            raise ServerFault(
                f"Processes of a PostgreSQL that was killed are still at work in {places.data}: {numbers}. "
                "End them, then try again."
            )
        time.sleep(0.05)
    if _named(places.data) is not None:
        (places.data / "postmaster.pid").unlink()
        (places.sockets / f"{SOCKET_FILE}.lock").unlink(missing_ok=True)
