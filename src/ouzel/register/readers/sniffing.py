"""The look at the beginning of a file by which it is recognised."""

from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.readers import content, workbook
from ouzel.register.readers.base import Sniff
from ouzel.register.readers.tables import first_rows, plain


def sniff(path: Path) -> Sniff:
    """What the beginning of the file shows. ContentError if it is empty, or its packing is damaged."""
    if content.is_workbook(path):
        return Sniff(sheets=tuple(frozenset(map(plain, sheet.headings)) for sheet in workbook.sheets(path)))
    data = content.head(path)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return Sniff(json=data.decode("utf-8-sig", errors="replace"))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ContentError("the text is UTF-16", file=path.name, right="Save the file as UTF-8")
    if b"\0" in data:
        return Sniff()
    found = first_rows(data)
    return Sniff(rows=tuple(found), headings=frozenset(map(plain, found[0])) if found else frozenset())
