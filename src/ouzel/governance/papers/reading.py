"""Documents are read in a process of their own, with bounds of time and memory: a hostile one harms nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.governance.papers.kinds import Kind

SECONDS = 60


def read(content: bytes, kind: Kind, *, name: str) -> tuple[int | None, str]:
    """Pages and the words to read, a form feed between two pages, of a PDF or an Office document.

    ContentError for what is damaged, locked, too large, carries anything that no paper may, or tells of a patient.
    """
    source = Path(__file__).parents[3]
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ouzel.governance.papers.looking", kind.suffix, name], input=content,
            capture_output=True, timeout=SECONDS, env={**environment, "PYTHONPATH": str(source)}, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as problem:
        raise ContentError(
            "this document cannot be read within the time and memory that a paper may take", name,
            right="Part it, or save it as PDF again from the program in which it was written",
        ) from problem  # fmt: skip
    if "problem" in found:
        raise ContentError(found["problem"], name, found["line"], right=found["right"])
    return found["pages"], found["words"]
