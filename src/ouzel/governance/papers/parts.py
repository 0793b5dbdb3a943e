"""One part of an Office document, read as a stream: its words, and what in it leads elsewhere or does something."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from ouzel.core.errors import ContentError

WORDS = 20_000_000  # characters of one document
_BREAKS = frozenset({"p", "h", "br", "cr", "tr", "row", "table-row", "line-break", "tab", "si", "c"})
_FETCHES = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE)
_ODF_DOES = frozenset(
    {
        "object-ole", "plugin", "applet", "floating-frame", "dde-source", "dde-link", "dde-connection-decl",
        "event-listener", "script", "table-source", "cell-range-source", "database-source-sql", "section-source",
    }
)  # fmt: skip
_SAFE = re.compile(r"(https?|mailto):", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*:|//|\\\\|\.\./)", re.IGNORECASE)


@dataclass
class Part:
    """What was found in a part. `words` are those to read, `all` also deleted and hidden ones."""

    words: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    relations: list[dict[str, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)  # of a workbook, by their places


class _Reader:
    def __init__(self, part: Part, *, strings: list[str]) -> None:
        self.part, self.strings, self.size = part, strings, 0
        self.open: list[str] = []
        self.cell = ""
        self.shared = False
        self.codes: list[str] = []
        self.string: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("|")[2]
        given = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        self.open.append(local)
        if local == "Relationship":
            self.part.relations.append(given)
        elif local in _ODF_DOES and "opendocument" in name:
            self.part.problems.append("what fetches or runs something")
        elif local == "c":
            self.shared = given.get("t") == "s"
        elif local == "fldSimple":
            self.codes.append(given.get("instr", ""))
        elif local == "file-entry" and "opendocument" in name:
            self.part.relations.append({"entry": given.get("full-path", "")})
        elif local == "encryption-data":
            self.part.problems.append("a password")
        href = attributes.get("http://www.w3.org/1999/xlink|href", "")
        if _SCHEME.match(href) and not (_SAFE.match(href) and local == "a"):
            self.part.problems.append("what is fetched from elsewhere when it is opened")
        if "opendocument" in name and (value := given.get("value")):
            self.part.all.append(f"\n{value}\n")

    def end(self, name: str) -> None:
        local = self.open.pop()
        if local in _BREAKS:
            self.part.words.append("\n")
            self.part.all.append("\n")
        if local == "si":
            self.part.strings.append("".join(self.string))
            self.string = []
        elif local == "instrText":
            self.codes.append("")
        elif local == "p":
            self.end_of_codes()

    def end_of_codes(self) -> None:
        if _FETCHES.search("".join(self.codes)):
            self.part.problems.append("a field that fetches something from elsewhere")
        self.codes = []

    def data(self, text: str) -> None:
        self.size += len(text)
        if self.size > WORDS:
            raise _TooMuch
        local = self.open[-1] if self.open else ""
        if local == "instrText":
            self.codes.append(text)
        if local == "v" and self.shared and text.strip().isdigit():
            place = int(text)
            text = self.strings[place] if place < len(self.strings) else ""
        if "si" in self.open:
            self.string.append(text)
        self.part.all.append(text)
        if local not in ("instrText", "delText", "f"):
            self.part.words.append(text)


class _TooMuch(Exception):
    pass


def read(package: zipfile.ZipFile, member: str, *, name: str, strings: list[str] | None = None) -> Part:
    """Read one XML part. ContentError if it is damaged, defines entities, or holds far too many words."""
    part = Part()
    reader = _Reader(part, strings=strings or [])
    parser = expat.ParserCreate(namespace_separator="|")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.buffer_text = reader.data, True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with package.open(member) as file:
            parser.ParseFile(file)
    except _TooMuch:
        raise ContentError("there are more words in it than a paper can have", name, right="Part it") from None
    except _Doctype:
        raise ContentError("it defines words of its own in its parts, as no such document does", name) from None
    except expat.ExpatError:
        raise ContentError("a part of this document is damaged", name, right="Save it again") from None
    reader.end_of_codes()
    return part


class _Doctype(Exception):
    pass


def _refuse_doctype(*_: object) -> None:
    raise _Doctype


def tidy(pieces: list[str]) -> str:
    """Words in lines, without the empty ones."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
