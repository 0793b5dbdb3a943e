"""What is in a PDF: all of its objects are looked at, also those that nothing leads to; then its pages are read."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from ouzel.core.errors import ContentError
from ouzel.governance.papers.found import Found
from ouzel.governance.papers.kinds import PAGES
from ouzel.governance.papers.pdf_actions import active

WORDS = 20_000_000  # characters of a whole document

_AGAIN = "Save it as PDF again from the program in which it was written"
_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
_SHOWN = frozenset(  # where strings stand that readers, screen readers and lists of documents show
    {
        "/Title", "/Subject", "/Keywords", "/Author", "/Alt", "/ActualText", "/E", "/TU", "/T", "/Contents", "/V",
        "/DV", "/RC", "/Subj", "/Opt", "/CA", "/Desc",
    }
)  # fmt: skip
_NOTED = re.compile(r"uuid:|\bxmp\.|[0-9a-f-]{20,}", re.IGNORECASE)  # lines of metadata that programs number


def read(content: bytes, *, name: str) -> Found:
    """Pages, and their words with a form feed between two; `all` has also what is not on a page, such as titles,
    bookmarks, comments and descriptions of pictures.

    ContentError for a PDF that is damaged, locked with a password, of too many pages, followed by anything, or that
    does more than lead on where somebody clicks (`pdf_actions`).
    """
    if not content.startswith(b"%PDF-"):
        raise ContentError("this is no PDF, whatever its name says", name, right="Save it as PDF again")
    if b"%%EOF" not in content[-2048:]:
        raise ContentError("this PDF breaks off before its end", name, right="Hand it in again, whole")
    if not _END.search(content[-4096:]):
        raise ContentError("something follows after the end of this PDF", name, right=_AGAIN)
    found = Found()
    try:
        _check(content, found, name)
        pages = _words(content, name)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RecursionError):
        raise ContentError("this PDF is damaged", name, right=_AGAIN) from None
    found.pages, found.words = len(pages), ["\f".join(pages)]
    found.all = ["\n".join([*pages, *found.all])]
    return found


def _check(content: bytes, found: Found, name: str) -> None:
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise ContentError("this PDF is locked with a password", name, right="Save it without one") from None
    with document:
        if document.is_encrypted:
            raise ContentError("this PDF is locked against changes", name,
                               right="Save it without a password or restrictions")  # fmt: skip
        if not 0 < len(document.pages) <= PAGES:
            raise ContentError(f"this PDF has {len(document.pages)} pages", name,
                               right=f"A paper has from 1 to {PAGES:,} pages")  # fmt: skip
        size = 0
        for each in _dictionaries(document):
            what = active(each)
            if what:
                raise ContentError(f"this PDF carries {what}", name, right=f"{_AGAIN}, without that")
            for shown, text in _strings(each):
                (found.all if shown else found.beside).append(text)
                size += len(text)
            if size > WORDS:
                raise ContentError("this PDF holds more words than a paper can", name, right="Part it")
        # What the trailer holds is not among the objects where it has no number of its own.
        found.all += [str(value) for key, value in document.docinfo.items() if not key.endswith("Date")]


def _strings(of: Any) -> Iterator[tuple[bool, str]]:
    """The strings of one dictionary: whether they are shown to readers, and what they say."""
    if isinstance(of, pikepdf.Stream) and of.get("/Type") == pikepdf.Name.Metadata:
        text = re.sub(r"<[^>]*>", "\n", of.read_bytes().decode(errors="replace"))
        for line in text.split("\n"):
            if line.strip():
                yield not _NOTED.search(line), line
    for key, value in of.items():
        if key == "/Contents" and "/ByteRange" in of:  # a signature
            continue
        for each in value if isinstance(value, pikepdf.Array) and key == "/Opt" else [value]:
            if isinstance(each, pikepdf.String):
                text = str(each)
                if len(text) >= 10:
                    yield key in _SHOWN, text


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary in the file, also those inside others and those that nothing leads to."""
    waiting = list(document.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            parts = [each for _, each in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            parts = list(thing)
        else:
            continue
        # What has a number of its own comes by itself.
        waiting += [
            each for each in parts
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) and not each.is_indirect
        ]  # fmt: skip


def _words(content: bytes, name: str) -> list[str]:
    pages, total = [], 0
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text = page.get_textpage()
            words = text.get_text_range().replace("\r\n", "\n").replace("\x00", "").replace("\ufffe", "-")
            text.close()
            page.close()
            total += len(words)
            if total > WORDS:
                raise ContentError("this PDF holds more words than a paper can", name, right="Part it")
            pages.append(words)
    finally:
        document.close()
    return pages
