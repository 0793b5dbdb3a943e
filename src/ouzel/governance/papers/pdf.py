"""PDF: read in a process of its own, with bounds of time and memory, so that a hostile one harms nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ouzel.core.errors import ContentError

SECONDS = 120


def read(content: bytes, *, name: str) -> tuple[int, str, str]:
    """Pages, the words on them (a form feed between two pages), and all words with those that are not on a page.

    ContentError for a PDF that is damaged, locked with a password, of too many pages, or that carries scripts, other
    files or actions beyond following a link.
    """
    if not content.startswith(b"%PDF-"):
        raise ContentError("this is no PDF, whatever its name says", name, right="Save it as PDF again")
    if b"%%EOF" not in content[-2048:]:
        raise ContentError("this PDF breaks off before its end", name, right="Hand it in again, whole")
    source = Path(__file__).parents[3]
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ouzel.governance.papers.pdf_reader"], input=content, capture_output=True,
            timeout=SECONDS, env={**environment, "PYTHONPATH": str(source)}, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as problem:
        raise ContentError(
            "this PDF cannot be read within the time and memory that a paper may take", name,
            right="Save it as PDF again from the program in which it was written",
        ) from problem  # fmt: skip
    if "problem" in found:
        raise ContentError(found["problem"], name, right=found["right"])
    words = "\f".join(found["pages"])
    return len(found["pages"]), words, "\n".join([words, *found["beside"]])
