"""What is in a PDF: run as a program of its own, PDF on standard input, one JSON document on standard output."""

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from ouzel.governance.papers.kinds import PAGES

MEMORY = 3 << 30  # bytes of address space
CPU = 100  # seconds
WORDS = 20_000_000  # characters of a whole document

ACTIONS = {
    "/JavaScript": "scripts", "/Launch": "an action that starts a program",
    "/ImportData": "an action that fetches data",
    "/SubmitForm": "an action that sends data away", "/GoToE": "an action that opens a file inside it",
    "/Rendition": "sound or film", "/Movie": "sound or film", "/Sound": "sound or film",
    "/RichMediaExecute": "sound or film",
}  # fmt: skip
ANNOTATIONS = {
    "/FileAttachment": "another file", "/RichMedia": "sound or film", "/Movie": "sound or film",
    "/Sound": "sound or film",
    "/Screen": "sound or film", "/3D": "a model that moves",
}  # fmt: skip
_AGAIN = "Save it as PDF again from the program in which it was written, without that"


class Refused(Exception):
    """The PDF is not taken: why, and what would be right."""


def look_into(content: bytes) -> dict[str, Any]:
    """`pages`: the words of each; `beside`: other words, such as of comments; or `problem` and `right`."""
    try:
        beside = _check(content)
        return {"pages": _words(content), "beside": beside}
    except Refused as refused:
        return {"problem": refused.args[0], "right": refused.args[1]}
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RecursionError):
        return {"problem": "this PDF is damaged", "right": _AGAIN.removesuffix(", without that")}


def _check(content: bytes) -> list[str]:
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Refused("this PDF is locked with a password", "Save it without one") from None
    with document:
        if document.is_encrypted:
            raise Refused("this PDF is locked against changes", "Save it without a password or restrictions")
        if not 0 < len(document.pages) <= PAGES:
            raise Refused(f"this PDF has {len(document.pages)} pages", f"A paper has from 1 to {PAGES:,} pages")
        beside = []
        for found in _dictionaries(document):
            what = _active(found)
            if what:
                raise Refused(f"this PDF carries {what}", _AGAIN)
            said = found.get("/Contents")
            if isinstance(said, pikepdf.String):  # of a comment or a form field
                beside.append(str(said))
            value = found.get("/V")
            if isinstance(value, pikepdf.String):
                beside.append(str(value))
        return beside


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


def _active(found: Any) -> str:
    """What a dictionary does that a paper may not do, in words; empty: nothing."""
    action = found.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in ACTIONS:
        # /S is also how a structure element says what it is; none of these words is one.
        return ACTIONS[str(action)]
    if "/JS" in found:
        return "scripts"
    if isinstance(found.get("/EF"), pikepdf.Dictionary):
        return "another file"
    if "/XFA" in found:
        return "a form that is a program"
    kind = found.get("/Subtype")
    if isinstance(kind, pikepdf.Name) and str(kind) in ANNOTATIONS and "/Rect" in found:
        return ANNOTATIONS[str(kind)]
    return ""


def _words(content: bytes) -> list[str]:
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
                raise Refused("this PDF holds more words than a paper can", "Part it")
            pages.append(words)
    finally:
        document.close()
    return pages


def main() -> None:
    """Read, within bounds, and say what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    json.dump(look_into(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
