"""Figures that papers cite and the system holds: taken when a pack is made, with their day, basis and source.

A text cites one as {{ figure: members 06F on 2021-03-16 }}: a kind, what it is of, and the day. Packages register the
kinds that they can answer. A figure that there is not is said to be missing and why, never left out and never zero.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.reorganisation.wording import in_words

CITED = re.compile(r"\{\{\s*figure:\s*(?P<kind>[a-z][a-z0-9-]*)\s+(?P<ref>\S+)\s+on\s+(?P<day>[0-9-]{10})\s*\}\}")
_MEANT = re.compile(r"\{\{\s*figure\b[^}]{0,200}(\}\})?", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """One figure. `text` is as printed; `basis` as `core.types.Basis` reads it; `edition` of the register, or of the
    release of figures; `address`: where it can be looked at.
    """

    text: str
    what: str  # "GP practices that were members of NHS Bedfordshire CCG"
    on: date
    basis: str
    edition: str
    source: str
    address: str = ""

    @property
    def note(self) -> str:
        """How it is cited: what, for which day, in whose shape, from where."""
        shape = Basis.parse(self.basis).describe()
        parts = (f"{self.what} on {in_words(self.on)}", shape, self.edition, self.source, self.address)
        return "; ".join(part for part in parts if part) + "."


@dataclass(frozen=True)
class FigureKind:
    """A kind of figure: `find` gives the figure of a reference on a day, as a viewer may see it.

    It raises ContentError, with why, where there is none.
    """

    slug: str
    name: str
    find: Callable[[str, date, Viewer], Figure]


@dataclass
class Cited:
    """The figures that the texts of a pack cited, in the order of their numbers from 1, and those that were missing."""

    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


_kinds: dict[str, FigureKind] = {}


def register(kind: FigureKind) -> None:
    """Make a kind known. Registering twice is the same as once."""
    _kinds[kind.slug] = kind


def kinds() -> tuple[FigureKind, ...]:
    """All kinds, by slug."""
    return tuple(_kinds[slug] for slug in sorted(_kinds))


def resolve(text: str, viewer: Viewer, cited: Cited) -> str:
    """The text with each citation replaced by its figure and the number of its note, as in "47 [note 1]"."""

    def put(match: "re.Match[str]") -> str:
        try:
            figure = find(match["kind"], match["ref"], match["day"], viewer)
        except ContentError as error:
            cited.missing.append(str(error))
            return f"[no figure: {error.problem}]"
        if figure.note not in cited.notes:
            cited.notes.append(figure.note)
        return f"{figure.text} [note {cited.notes.index(figure.note) + 1}]"

    return CITED.sub(put, text)


def find(kind: str, ref: str, day: str, viewer: Viewer) -> Figure:
    """One figure; ContentError for a kind or a day that is none, or where there is no figure."""
    if kind not in _kinds:
        raise ContentError("no package gives figures of this kind", field="figure", value=kind,
                           right=f"There are {', '.join(sorted(_kinds)) or 'none'}")  # fmt: skip
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise ContentError("this is no day", field="on", value=day, right="Write it as 2021-03-16") from None
    return _kinds[kind].find(ref, on, viewer)


def check(text: str, viewer: Viewer) -> None:
    """ContentError for the first citation in a text that is badly written or has no figure: ask before publishing."""
    for match in _MEANT.finditer(text):
        whole = CITED.fullmatch(match.group())
        line = text.count("\n", 0, match.start()) + 1
        if whole is None:
            raise ContentError("this citation is not written as one", line=line, value=match.group(),
                               right="Write {{ figure: members 06F on 2021-03-16 }}")  # fmt: skip
        try:
            find(whole["kind"], whole["ref"], whole["day"], viewer)
        except ContentError as error:
            error.line = line
            raise
