"""The database or the process is killed while a plan is enacted: the register is as before, or as after, never between.

Five times in every run; `OUZEL_FAULTS=60` for as many as one likes, and `-s` to see where they fell.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest

from ouzel.core import database
from ouzel.core.server import cluster
from ouzel.core.server.places import places

ROOT = Path(__file__).parents[2]
MANY = int(os.environ.get("OUZEL_FAULTS", "5"))
SEED = 20210401


class Trial:
    """One process over the register."""

    def __init__(self, home: Path) -> None:
        self.errors = (home.parent / "errors").open("a")
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "OUZEL_SOCKETS")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reorganisation.faulty"], cwd=ROOT, text=True,
            env={**kept, "OUZEL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ouzel.settings"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
        )  # fmt: skip

    def says(self) -> dict[str, Any]:
        """Its next words; nothing once it is gone."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else {}

    def tell(self, words: str) -> None:
        """A line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Let it end by itself."""
        self.process.communicate(timeout=60)
        self.errors.close()

    def cut(self) -> bool:
        """Whether it says that it was done, before it is killed. Without its server it has nothing more to say."""
        time.sleep(0.3)
        self.process.kill()
        done = bool(self.says().get("done", False))
        self.end()
        return done


def kill_server(home: Path) -> None:
    """SIGKILL the server and every process of it, the first one first so that it can tell nobody."""
    server = cluster.postmaster(places(home).data)
    assert server is not None
    children = server.children(recursive=True)
    server.kill()
    for child in children:
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs([server, *children], timeout=30)


def moments(seed: int) -> list[float]:
    """When each trial is cut, as a part of the time that an enactment takes: one in every stretch of it, and beyond."""
    chance = random.Random(seed)
    parts = [1.15 * (number + chance.random()) / MANY for number in range(MANY)]
    chance.shuffle(parts)
    return parts


@pytest.mark.skipif(not database.embedded(), reason="only our own server may be killed")
def test_killed_enactment_leaves_the_register_before_or_after(outside_home: Path) -> None:
    home = outside_home / "home"
    fell: Counter[str] = Counter()
    trial = Trial(home)
    first = trial.says()
    assert first, (home.parent / "errors").read_text()
    assert first["enacted"] == 0
    for number, part in enumerate(moments(SEED)):
        trial.tell(f"{number:03}")
        expected = trial.says()
        assert expected["before"] != expected["after"]
        victim = "client" if number % 4 == 3 else "server"
        trial.tell("go")
        time.sleep(part * expected["seconds"])
        if victim == "server":
            kill_server(home)
        else:
            trial.process.kill()
        done = trial.cut()
        trial = Trial(home)
        found = trial.says()
        where = {expected["before"]: "before", expected["after"]: "after"}.get(found["digest"], "between")
        told = f"{victim} killed at {part:.3f} of {expected['seconds']:.2f} s: {where}, told as done: {done}"
        print(told)
        assert where != "between", told
        assert where == "after" or not done, told  # what was told as done is kept
        assert found["enacted"] == (where == "after"), told
        assert found["audit"] == 0, told
        fell[f"{victim}: {where}"] += 1
    trial.tell("")
    trial.end()
    print(dict(fell))
    assert sum(fell.values()) == MANY
