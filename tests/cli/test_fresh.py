"""Commands that need no register work in a Python that has set nothing up, as everybody's shell starts one."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("command", [("new", "merger-2027"), ("schema",)])
def test_command_without_a_register_works_in_a_fresh_python(command: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ouzel", "change", *command],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "merger-2027.toml").exists() or '"$schema"' in done.stdout
