"""Word, Excel, PowerPoint and OpenDocument: what the package holds is looked at before a word is read."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from ouzel.core.errors import ContentError
from ouzel.governance.papers import kinds, parts
from ouzel.governance.papers.kinds import Kind

MEMBERS = 5_000
EXPANSION, ALLOWANCE, LARGEST = 200, 16 << 20, 512 << 20  # unpacked over packed, beyond so many bytes, at the most

_MACROS = re.compile(
    r"(^|/)(vbaProject\w*\.bin|vbaData\.xml|macrosheets/.+|dialogsheets/.+|Basic/.+|Scripts/.+)$", re.IGNORECASE
)
_INSIDE = re.compile(
    r"(^|/)(embeddings|activeX|ctrlProps|externalLinks|customUI\d*)/.|(^|/)oleObject\d*\.bin$|(^|/)connections\.xml$"
    r"|(^|/)ObjectReplacements/.",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"(^|/)(_rels/|theme/|styles\.xml$|settings\.xml$|fontTable\.xml$|webSettings\.xml$)")
_MAIN = {
    kinds.DOCX: re.compile(r"word/(document|footnotes|endnotes)\.xml$"),
    kinds.XLSX: re.compile(r"xl/worksheets/sheet\d+\.xml$"),
    kinds.PPTX: re.compile(r"ppt/(slides|notesSlides)/[^/]+\.xml$"),
    kinds.ODT: re.compile(r"content\.xml$"),
    kinds.ODS: re.compile(r"content\.xml$"),
}
_AGAIN = "Save it again without that; a PDF carries the same to everybody"


def read(content: bytes, kind: Kind, *, name: str) -> tuple[int | None, str, str]:
    """Pages (slides of a presentation, else None), the words to read, and all words with deleted and hidden ones.

    ContentError for what is not of that kind, unpacks to far more than its size, or carries macros, other documents or
    what is fetched when it is opened.
    """
    with _opened(content, name) as package:
        members = _members(package, len(content), name)
        _check_kind(package, kind, members, name)
        _refuse_inside(members, name)
        strings: list[str] = []
        if "xl/sharedStrings.xml" in members:
            strings = parts.read(package, "xl/sharedStrings.xml", name=name).strings
        words: list[str] = []
        everything: list[str] = []
        for member in sorted(members, key=_in_order):
            if not member.endswith((".xml", ".rels")):
                continue
            part = parts.read(package, member, name=name, strings=strings)
            _refuse_found(part, member, name)
            if not _NO_WORDS.search(member):
                everything += ["\n", *part.all]
            if _MAIN[kind].match(member):
                words += ["\n", *part.words]
        slides = sum(1 for member in members if re.match(r"ppt/slides/slide\d+\.xml$", member))
        return slides or None, parts.tidy(words), parts.tidy(everything)


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ContentError(
            "this is a document of the old kind, or locked with a password", name,
            right="Save it in the newer kind (.docx, .xlsx, .pptx), without a password",
        )  # fmt: skip
    if not content.startswith(b"PK\x03\x04"):
        raise ContentError("this is not the kind of document that its name says", name, right=kinds.RIGHT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise ContentError("this document is damaged, or packed in a way that cannot be read", name) from problem


def _members(package: zipfile.ZipFile, size: int, name: str) -> frozenset[str]:
    infos = package.infolist()
    if len(infos) > MEMBERS or sum(info.file_size for info in infos) > min(LARGEST, size * EXPANSION + ALLOWANCE):
        raise ContentError("this document unpacks to far more than its size, so it was not read", name)
    names = [info.filename for info in infos]
    if any(info.flag_bits & 1 for info in infos):
        raise ContentError("this document is locked with a password", name, right="Save it without one")
    if len(set(names)) != len(names) or any(n.startswith("/") or ".." in n.split("/") or "\\" in n for n in names):
        raise ContentError("the parts of this document have names that no such document has", name)
    return frozenset(names)


def _check_kind(package: zipfile.ZipFile, kind: Kind, members: frozenset[str], name: str) -> None:
    if kind.main:
        types = package.read("[Content_Types].xml") if "[Content_Types].xml" in members else b""
        if b"macroEnabled" in types or b"vbaProject" in types or b"macrosheet" in types:
            raise _carries("macros, which are programs", name)
        fits = kind.main.encode() in types
    else:
        fits = "mimetype" in members and package.read("mimetype").strip() == kind.media_type.encode()
    if not fits:
        raise ContentError(f"this is no {kind.name}, whatever its name says", name, right=kinds.RIGHT)


def _refuse_inside(members: frozenset[str], name: str) -> None:
    if any(_MACROS.search(member) for member in members):
        raise _carries("macros, which are programs", name)
    if any(_INSIDE.search(member) for member in members):
        # The workbook behind a chart is one: whole tables have been given away in it.
        raise _carries("another document inside it, such as the workbook behind a chart", name)


def _refuse_found(part: parts.Part, member: str, name: str) -> None:
    if part.problems:
        raise _carries(part.problems[0], name)
    for relation in part.relations:
        if relation.get("TargetMode", "").casefold() != "external":
            continue
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        if kind != "hyperlink" or not re.match(r"(https?|mailto):", target, re.IGNORECASE):
            raise _carries("what is fetched from elsewhere when it is opened", name)


def _carries(what: str, name: str) -> ContentError:
    return ContentError(f"this document carries {what}", name, right=_AGAIN)


def _in_order(member: str) -> list[tuple[int, str]]:
    """Slide 10 after slide 9."""
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in re.split(r"(\d+)", member) if piece]
