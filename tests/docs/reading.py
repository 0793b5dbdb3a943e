"""The documents taken apart: what they show to be typed, what they show to come of it, and where they lead."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


@dataclass
class Example:
    """One command as a document shows it, and the lines it shows to come of it (some of them, in order)."""

    document: str
    typed: str
    shown: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return shlex.split(self.typed)

    @property
    def refused(self) -> bool:
        """Whether the document shows a refusal."""
        return any(line.startswith("Error") for line in self.shown)


def name(document: Path) -> str:
    """The document's place in the repository."""
    return document.relative_to(ROOT).as_posix()


def blocks(document: Path, language: str) -> list[str]:
    """Its blocks of one language."""
    return [text for said, text in _BLOCK.findall(document.read_text()) if said == language]


def examples(document: Path) -> list[Example]:
    """The commands of ours in its `console` blocks, in order."""
    found: list[Example] = []
    for block in blocks(document, "console"):
        for line in block.splitlines():
            if line.startswith("$ ouzel "):
                found.append(Example(name(document), line[2:]))
            elif line.strip() and not line.startswith("$ "):
                found[-1].shown.append(line)
    return found


def unfenced(document: Path) -> str:
    """Its text without blocks of code."""
    return _BLOCK.sub("", document.read_text())


def links(document: Path) -> Iterator[str]:
    """Where it leads, addresses on the web left out."""
    for target in _LINK.findall(unfenced(document)):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(document: Path) -> set[str]:
    """The names of its headings, as they stand in links."""
    slugs = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(unfenced(document)))
    return {slug.replace(" ", "-") for slug in slugs}
