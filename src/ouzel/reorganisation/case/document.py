"""What a document needs beyond plain paragraphs, so that screen readers find their way and its bytes stay the same."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm

from ouzel.reorganisation.case.values import Table
from ouzel.reorganisation.case.words import shown

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
LONGEST = 255  # characters that a property of a document may have
A4 = Mm(210), Mm(297)
HEADER_ROW_ONLY = {"val": "0020", "firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0"}


def describe(document: "Document", *, title: str, subject: str, comments: str, on: date) -> None:
    """The document's own properties, its language among them; every date of its making is the day given."""
    core = document.core_properties
    core.title, core.subject, core.comments = title[:LONGEST], subject[:LONGEST], comments[:LONGEST]
    core.author = core.last_modified_by = "Ouzel"
    core.language = LANGUAGE
    core.created = core.modified = datetime.combine(on, time(), tzinfo=UTC)
    core.revision = 1
    page = document.sections[0]
    page.page_width, page.page_height = A4
    for language in document.styles.element.iter(qn("w:lang")):
        for part in ("w:val", "w:eastAsia"):
            language.set(qn(part), LANGUAGE)


def add_table(document: "Document", table: Table) -> None:
    """A table under its caption. Its header row repeats on each page and is told to screen readers as the header."""
    document.add_paragraph(table.caption, style="Caption").paragraph_format.keep_with_next = True
    made = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    for cell in _row(made, table.columns, "w:cantSplit", "w:tblHeader"):
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in table.rows:
        for cell, value in zip(_row(made, [shown(value) for value in row], "w:cantSplit"), row, strict=True):
            if not isinstance(value, str):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in HEADER_ROW_ONLY.items():
        look.set(qn(f"w:{name}"), value)
    made._tbl.tblPr.append(_element("w:tblCaption", val=table.caption))  # what a screen reader calls it


def footer(document: "Document", text: str) -> None:
    """A text and the page's number at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{text} Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def bookmark(heading: "Paragraph", name: str, number: int) -> None:
    """Make a heading something that a link can lead to."""
    heading._p.append(_element("w:bookmarkStart", id=str(number), name=name))
    heading._p.append(_element("w:bookmarkEnd", id=str(number)))


def link(paragraph: "Paragraph", text: str, name: str) -> None:
    """A link to a bookmark of the same document."""
    element = _element("w:hyperlink", anchor=name)
    element.append(paragraph.add_run(text)._r)
    paragraph._p.append(element)


def same_bytes(written: bytes, *, on: date) -> bytes:
    """The archive again with one day as each part's date: its writer puts in the time at which it ran."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=(max(on.year, 1980), on.month, on.day, 0, 0, 0))  # its first year
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # whatever system this runs on
            new.writestr(info, old.read(name))
    return out.getvalue()


def _row(made: Any, texts: Sequence[str], *properties: str) -> Any:
    """Add a row of cells; `cantSplit`: not torn over two pages, `tblHeader`: repeats on each page as the header."""
    row = made.add_row()
    for name in properties:
        row._tr.get_or_add_trPr().append(_element(name, val="true"))
    cells = row.cells
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(text)
    return cells


def _field(paragraph: "Paragraph", code: str) -> None:
    field = _element("w:fldSimple", instr=code)
    run, text = _element("w:r"), _element("w:t")
    text.text = "1"  # until the program that shows it has counted
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
