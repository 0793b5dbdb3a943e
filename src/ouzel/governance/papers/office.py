"""Word, Excel, PowerPoint and OpenDocument: all that the package holds is looked at before a word is taken."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from ouzel.core.errors import ContentError
from ouzel.governance.papers import allowed, first_bytes, kinds, opendocument, openxml, parts
from ouzel.governance.papers.found import Found
from ouzel.governance.papers.kinds import Kind
from ouzel.governance.papers.parts import Budget

MEMBERS = 5_000
EXPANSION, ALLOWANCE, LARGEST = 50, 16 << 20, 256 << 20  # unpacked over packed, beyond so many bytes, at the most
DEPTH = 2  # a document, and the workbook behind its chart

_NO_WORDS = re.compile(r"(^|/)(_rels/|theme/|styles\.xml$|settings\.xml$|fontTable\.xml$|webSettings\.xml$)")
_MADE_BY_PROGRAMS = re.compile(r"docProps/(app|custom)\.xml$|docMetadata/|\[Content_Types\]\.xml$|.*\.rels$")
_MAIN = {
    kinds.DOCX: re.compile(r"word/(document\d*|footnotes|endnotes)\.xml$"),
    kinds.XLSX: re.compile(r"xl/worksheets/sheet\d*\.xml$"),
    kinds.PPTX: re.compile(r"ppt/(slides|notesSlides)/[^/]+\.xml$"),
    kinds.ODT: re.compile(r"content\.xml$"),
    kinds.ODS: re.compile(r"content\.xml$"),
}


def read(content: bytes, kind: Kind, *, name: str) -> Found:
    """What is in a document; pages are the slides of a presentation, else None.

    ContentError for what is not of that kind, unpacks to far more than its size, or holds any part or relation that is
    not known to be harmless (`allowed`). Documents inside it, such as the workbook behind a chart, are looked into too.
    """
    try:
        return _read(content, kind, name=name, budget=Budget(), depth=1)
    except parts.TooMuch:
        raise ContentError(
            "there is more in it than a paper can have", name,
            right="Part it, or take out what nobody reads, such as rows and columns of empty cells",
        ) from None  # fmt: skip


def _read(content: bytes, kind: Kind, *, name: str, budget: Budget, depth: int) -> Found:
    with _opened(content, name) as package:
        members = _members(package, len(content), name)
        roles = (openxml if kind.main else opendocument).roles(package, kind, members, name=name, budget=budget)
        found = Found()
        strings: list[str] = []
        if "xl/sharedStrings.xml" in members:
            strings = parts.read(package, "xl/sharedStrings.xml", name=name, budget=budget).strings
        for member in sorted(members, key=_in_order):
            role = roles[member]
            if isinstance(role, Kind):
                if depth >= DEPTH:
                    raise openxml.refusal(allowed.OBJECT, name)
                inside = _inside(package.read(member), role, member, name=name, budget=budget, depth=depth + 1)
                found.all += ["\n", *inside.all]
                found.beside += inside.beside
            elif role in (openxml.PICTURE, openxml.OTHER):
                _look(package, member, role, name)
            elif role == openxml.BLANK:
                if package.read(member).strip(b"\x00\xff "):
                    raise openxml.refusal(allowed.NEEDLESS, name)
            else:
                _take(package, member, role, kind, found, strings=strings, name=name, budget=budget)
        slides = sum(1 for member in members if re.match(r"ppt/slides/slide\d+\.xml$", member))
        found.pages = slides or None
        return found


def _inside(content: bytes, kind: Kind, member: str, *, name: str, budget: Budget, depth: int) -> Found:
    """A document inside another, such as the workbook behind a chart: the same is asked of it."""
    try:
        return _read(content, kind, name=name, budget=budget, depth=depth)
    except ContentError as problem:
        called = member.rpartition("/")[2]
        raise ContentError(
            f"{called}, which is inside this document (behind a chart, perhaps): {problem.problem}", name,
            right="Paste the chart or table as a picture, or save the document as PDF",
        ) from None  # fmt: skip


def _take(
    package: zipfile.ZipFile, member: str, role: str, kind: Kind, found: Found, *, strings: list[str], name: str,
    budget: Budget,
) -> None:  # fmt: skip
    """Add what is in an XML part to what was found in the document."""
    if role == openxml.LOOSE:
        part = parts.read_loose(package, member, budget=budget)
    else:
        part = parts.read(package, member, name=name, strings=strings, budget=budget)
    if part.problems:
        raise openxml.refusal(part.problems[0], name)
    openxml.check_relations(part.relations, name=name)
    if _MADE_BY_PROGRAMS.match(member):
        found.beside += ["\n", *part.all]
    elif not _NO_WORDS.search(member):
        found.all += ["\n", *part.all]
    found.beside += ["\n", "\n".join(part.beside)]
    if _MAIN[kind].match(member):
        found.words += ["\n", *part.words]


def _look(package: zipfile.ZipFile, member: str, role: str, name: str) -> None:
    with package.open(member) as file:
        start = file.read(256)
    if role == openxml.PICTURE:
        first_bytes.check_picture(start, member, name=name)
    else:
        first_bytes.check_other(start, member, name=name)


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
        raise ContentError("this document is damaged, or packed in a way that cannot be read", name,
                           right="Save it again from its program, or as PDF") from problem  # fmt: skip


def _members(package: zipfile.ZipFile, size: int, name: str) -> frozenset[str]:
    infos = package.infolist()
    if len(infos) > MEMBERS or sum(info.file_size for info in infos) > min(LARGEST, size * EXPANSION + ALLOWANCE):
        raise ContentError("this document unpacks to far more than its size, so it was not read", name,
                           right="Part it, or save it as PDF")  # fmt: skip
    names = [info.filename for info in infos]
    if any(info.flag_bits & 1 for info in infos):
        raise ContentError("this document is locked with a password", name, right="Save it without one")
    if len({n.casefold() for n in names}) != len(names) or any(
        n.startswith("/") or ".." in n.split("/") or "\\" in n for n in names
    ):
        raise ContentError("the parts of this document have names that no such document has", name,
                           right="Save it again from its program, or as PDF")  # fmt: skip
    return frozenset(info.filename for info in infos if not (info.is_dir() and info.file_size == 0))


def _in_order(member: str) -> list[tuple[int, str]]:
    """Slide 10 after slide 9."""
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in re.split(r"(\d+)", member) if piece]
