"""On which line of a TOML text each of its parts stands: the reader of the standard library does not say.

The text must be one that `tomllib` accepted; then what comes next is always told by its first characters.
"""

import re
import tomllib
from bisect import bisect
from collections.abc import Mapping

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""("{0,2})', re.DOTALL),
    "'''": re.compile(r"'''.*?'''('{0,2})", re.DOTALL),
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'[^']*'"),
}
_OTHER = re.compile(r"[^,\]}#\n]+")  # a number, a date (with a blank before its time), true or false


def lines_of(text: str) -> dict[str, int]:
    """The line, counted from 1, of every table, key and element of a list.

    By path: "plan.effective", "merger[0]", "merger[0].bodies[1]". The parts of a key are joined with full stops as they
    are, quoted or not. A text that is not TOML gives no meaningful answer.
    """
    return _Scan(text).lines


def nearest(lines: Mapping[str, int], path: str) -> int | None:
    """The line of a part, or of the nearest part that holds it."""
    while path and path not in lines:
        path = path[: path.rindex("[")] if path.endswith("]") else path.rpartition(".")[0]
    return lines.get(path)


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.breaks = [found.start() for found in re.finditer("\n", self.text)]
        self.at = 0
        self.lines: dict[str, int] = {}
        self.counts: dict[str, int] = {}  # of tables in an array of tables, so far
        table = ""
        self.past(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.past(_BLANK)

    def past(self, pattern: re.Pattern[str]) -> str:
        """Go past what the pattern matches here; the text of it."""
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"not TOML at character {self.at}")
        self.at = found.end()
        return found.group()

    def mark(self, path: str, at: int) -> None:
        self.lines.setdefault(path, bisect(self.breaks, at - 1) + 1)

    def header(self) -> str:
        """[table] or [[table]]; the path of the table that begins."""
        start = self.at
        several = self.text.startswith("[[", start)
        self.at += 2 if several else 1
        *above, last = self.key()
        self.at += 2 if several else 1
        path = ""
        for part in above:
            path = self.current(_join(path, part))
            self.mark(path, start)
        path = _join(path, last)
        self.mark(path, start)
        if several:
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self.current(path)
        self.mark(path, start)
        return path

    def current(self, path: str) -> str:
        """The path with the number of the last table where it names an array of tables."""
        return f"{path}[{self.counts[path] - 1}]" if path in self.counts else path

    def key(self) -> list[str]:
        """The parts of a key, with the blanks around it and its full stops passed."""
        parts = []
        while True:
            self.past(_SPACE)
            quote = self.text[self.at]
            if quote in _STRINGS:
                parts.append(str(tomllib.loads("key = " + self.past(_STRINGS[quote]))["key"]))
            else:
                parts.append(self.past(_BARE))
            self.past(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def pair(self, table: str) -> None:
        """A key, the sign, and its value."""
        start, path = self.at, table
        for part in self.key():
            path = _join(path, part)
            self.mark(path, start)
        self.at += 1
        self.past(_SPACE)
        self.value(path)

    def value(self, path: str) -> None:
        first = self.text[self.at]
        triple = self.text[self.at : self.at + 3]
        if triple in _STRINGS or first in _STRINGS:
            self.past(_STRINGS[triple if triple in _STRINGS else first])
        elif first == "[":
            self.array(path)
        elif first == "{":
            self.inline(path)
        else:
            self.past(_OTHER)

    def array(self, path: str) -> None:
        number = 0
        self.at += 1
        self.past(_BLANK)
        while self.text[self.at] != "]":
            element = f"{path}[{number}]"
            self.mark(element, self.at)
            self.value(element)
            self.past(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.past(_BLANK)
            number += 1
        self.at += 1

    def inline(self, path: str) -> None:
        self.at += 1
        self.past(_BLANK)
        while self.text[self.at] != "}":
            self.pair(path)
            self.past(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.past(_BLANK)
        self.at += 1


def _join(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
