"""One part of an Office document, read as a stream: its words, and what in it leads elsewhere or does something."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from ouzel.core.errors import ContentError
from ouzel.governance.papers import allowed
from ouzel.governance.papers.addresses import is_local, may_be_followed
from ouzel.governance.papers.allowed import Carried

WORDS = 20_000_000  # characters of one document
ELEMENTS = 5_000_000  # and elements: a workbook with a million cells has two or three million
_BREAKS = frozenset({"p", "h", "br", "cr", "tr", "row", "table-row", "line-break", "tab", "si", "c"})
_SIGNS = {"noBreakHyphen": "\u2011", "s": " "}  # elements that stand for a sign
_FETCHES = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE)
_LEADS = re.compile(r"\bHYPERLINK\s+\"?([^\"\s]+)", re.IGNORECASE)
_SWITCH = re.compile(r"\\[a-z]", re.IGNORECASE)  # HYPERLINK \l "a place in this document"
_ASKS = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(\.ID)?|SQL\.REQUEST|STOCKHISTORY)\(", re.IGNORECASE
)  # functions of a spreadsheet
_ODF_DOES = frozenset(
    {
        "object-ole", "plugin", "applet", "floating-frame", "dde-source", "dde-link", "dde-connection-decl",
        "event-listener", "script", "table-source", "cell-range-source", "database-source-sql", "section-source",
    }
)  # fmt: skip
_ODF_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*:|//|\\\\|\.\./)", re.IGNORECASE)
_ACTIONS = re.compile(r"ppaction://(program|macro|ole)", re.IGNORECASE)
_SHOWN = frozenset(  # attributes that a reader or a screen reader tells
    {
        "descr", "title", "alt", "tooltip", "prompt", "promptTitle", "error", "errorTitle", "displayText",
        "displayName", "string", "text", "caption", "author", "string-value",
    }
)  # fmt: skip
_SHOWN_OF = {"s": "v", "n": "v", "alias": "val", "tag": "val", "docVar": "val"}  # of these elements, this one
_SHAPES = frozenset({"path", "d", "points", "viewBox", "adj", "style", "coordsize", "enhanced-path"})


@dataclass
class Part:
    """What was found in a part. `words` are those to read, `all` also deleted and hidden ones; `beside` is what stands
    in attributes for programs, where ten digits are mostly a number that a program gave.
    """

    words: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    problems: list[Carried] = field(default_factory=list)
    relations: list[dict[str, str]] = field(default_factory=list)
    types: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # of the list of content types
    strings: list[str] = field(default_factory=list)  # of a workbook, by their places


@dataclass
class Budget:
    """How much of one document may still be read, its embedded documents among it."""

    characters: int = WORDS
    elements: int = ELEMENTS

    def spend(self, *, characters: int = 0, elements: int = 0) -> None:
        """Raises TooMuch where nothing is left."""
        self.characters -= characters
        self.elements -= elements
        if self.characters < 0 or self.elements < 0:
            raise TooMuch


class TooMuch(Exception):
    """There is more in a document than a paper can have."""


class _Reader:
    def __init__(self, part: Part, *, strings: list[str], budget: Budget) -> None:
        self.part, self.strings, self.budget = part, strings, budget
        self.open: list[str] = []
        self.shared = False
        self.codes: list[str] = []
        self.formula: list[str] = []
        self.string: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.spend(elements=1)
        space, _, local = name.rpartition("|")
        self.open.append(local)
        if local == "si":
            self.string = []
        elif local == "c":
            self.shared = attributes.get("t") == "s"
        if local in _SIGNS and (local != "s" or space.endswith(":text:1.0")):
            self.data(_SIGNS[local])
        if local in _ODF_DOES and "opendocument" in space:
            self.part.problems.append(allowed.FETCHED)
        elif local == "encryption-data":
            self.part.problems.append(allowed.PASSWORD)
        if attributes:
            self.attributes(space, local, attributes)

    def attributes(self, space: str, local: str, attributes: dict[str, str]) -> None:
        given = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        if local == "Relationship":
            self.part.relations.append(given)
        elif local in ("Default", "Override"):
            self.part.types.append((local, given))
        elif local == "fldSimple":
            self.codes.append(given.get("instr", ""))
            self.end_of_codes()
        href = attributes.get("http://www.w3.org/1999/xlink|href", "")
        if _ODF_SCHEME.match(href) and not _may_lead(local, href):
            self.part.problems.append(allowed.FILE_LINK if local == "a" else allowed.FETCHED)
        if space == "urn:schemas-microsoft-com:vml" and not is_local(given.get("src", "")):
            self.part.problems.append(allowed.FETCHED)
        if _ACTIONS.match(given.get("action", "")):
            self.part.problems.append(allowed.FILE_LINK)
        if _ASKS.search(given.get("formula", "")):
            self.part.problems.append(allowed.FORMULA)
        shown = _SHOWN_OF.get(local, "")
        of_odf = "opendocument" in space
        for key, value in given.items():
            if key in _SHOWN or key == shown or (of_odf and key == "value"):
                self.budget.spend(characters=len(value))
                self.part.all.append(f"\n{value}\n")
            elif len(value) >= 10 and key not in _SHAPES:
                self.budget.spend(characters=len(value))
                self.part.beside.append(value)

    def end(self, name: str) -> None:
        local = self.open.pop()
        if local in _BREAKS:
            self.part.words.append("\n")
            self.part.all.append("\n")
        if local == "si":
            self.part.strings.append("".join(self.string or ()))
            self.string = None
        elif local == "p":
            self.end_of_codes()
        elif local == "f" and self.formula:
            if _ASKS.search("".join(self.formula)):
                self.part.problems.append(allowed.FORMULA)
            self.formula = []

    def end_of_codes(self) -> None:
        code = "".join(self.codes)
        if _FETCHES.search(code):
            self.part.problems.append(allowed.FIELD)
        if any(not _SWITCH.fullmatch(each) and not may_be_followed(each) for each in _LEADS.findall(code)):
            self.part.problems.append(allowed.FILE_LINK)
        self.codes = []

    def data(self, text: str) -> None:
        local = self.open[-1] if self.open else ""
        if local == "instrText":
            self.codes.append(text)
        elif local == "f":
            self.formula.append(text)
        elif local == "v" and self.shared and text.strip().isdigit():
            place = int(text)
            text = self.strings[place] if place < len(self.strings) else ""
        self.budget.spend(characters=len(text))
        if self.string is not None:
            self.string.append(text)
        self.part.all.append(text)
        if local not in ("instrText", "delText", "f"):
            self.part.words.append(text)


def read(package: zipfile.ZipFile, member: str, *, name: str, budget: Budget, strings: list[str] | None = None) -> Part:
    """Read one XML part. ContentError if it is damaged or defines words of its own; TooMuch."""
    part = Part()
    reader = _Reader(part, strings=strings or [], budget=budget)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.buffer_text = reader.data, True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with package.open(member) as file:
            parser.ParseFile(file)
    except _Doctype:
        raise ContentError("it defines words of its own in its parts, as no such document does", name) from None
    except expat.ExpatError:
        raise ContentError("a part of this document is damaged", name, right="Save it again") from None
    reader.end_of_codes()
    return part


_SRC = re.compile(rb"""\bsrc\s*=\s*["']([^"']*)""", re.IGNORECASE)


def read_loose(package: zipfile.ZipFile, member: str, *, budget: Budget) -> Part:
    """Read a drawing of the old kind, which Excel does not always write as well-formed XML."""
    content = package.read(member)
    budget.spend(characters=len(content), elements=content.count(b"<"))
    part = Part(all=[re.sub(rb"<[^>]*>", b"\n", content).decode(errors="replace")])
    if not all(is_local(source.decode(errors="replace")) for source in _SRC.findall(content)):
        part.problems.append(allowed.FETCHED)
    return part


def _may_lead(element: str, address: str) -> bool:
    """Whether an OpenDocument element may name that address: a link, or the template it was once made from."""
    return may_be_followed(address) if element == "a" else element == "template" and is_local(address)


class _Doctype(Exception):
    pass


_KNOWN_TYPES = re.compile(r"(Manifest\.dtd|math\.dtd|http://www\.w3\.org/.*)?")


def _refuse_doctype(_: str, system: str | None, __: str | None, has_own: int) -> None:
    """A document type may be named, as pictures and old OpenDocument files do; nothing may be defined in it."""
    if has_own or not _KNOWN_TYPES.fullmatch(system or ""):
        raise _Doctype
