"""Checks of the whole that are not tests of one part: `python -m tests.checks`. Changes nothing."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Written in pieces, so that this file does not find itself.
UNWANTED = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:root|home/[a-z]+|Users/[A-Za-z]+|wor" + r"k/(?:main|shared))/"),
    "the address of a registry": re.compile(r"pypi\.o" + r"rg|pythonhos" + r"ted|registry\.npm" + r"js|registry\.yarn"),
}
BINARY = {".png", ".jpg", ".gz", ".xlsx", ".parquet", ".ico", ".woff2"}


def texts() -> list[str]:
    """Lines of committed files that hold what belongs to a machine and not to the product."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    found = []
    for name in listed.stdout.decode().splitlines():
        path = ROOT / name
        if path.suffix in BINARY or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            found += [
                f"{name}:{number}: {what}: {line.strip()[:120]}" for what, seek in UNWANTED.items() if seek.search(line)
            ]
    return found


def migrations() -> list[str]:
    """What the models have that the migrations do not."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.core.management import call_command

    from ouzel.core import database

    django.setup()
    said = io.StringIO()
    with database.running():
        try:
            call_command("makemigrations", check=True, dry_run=True, stdout=said)
        except SystemExit:
            return [f"models and migrations differ; run makemigrations:\n{said.getvalue()}"]
    return []


def main() -> int:
    found = texts() + migrations()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
