"""The kinds of document that are taken as papers, by the end of their names and by their media types."""

from dataclasses import dataclass

RIGHT = (
    "Hand in a PDF, a Word, Excel or PowerPoint document (.docx, .xlsx, .pptx), an OpenDocument text or spreadsheet "
    "(.odt, .ods), a table (.csv), Markdown (.md) or plain text (.txt)"
)
LARGEST = 50 * 1024 * 1024  # bytes
PAGES = 3_000  # of one PDF


@dataclass(frozen=True)
class Kind:
    """One kind of document. `main` is what an Office document calls its main part."""

    suffix: str
    media_type: str
    name: str
    main: str = ""


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = Kind(".pdf", "application/pdf", "PDF")
DOCX = Kind(".docx", f"{_OOXML}wordprocessingml.document", "Word document", "wordprocessingml.document.main+xml")
XLSX = Kind(".xlsx", f"{_OOXML}spreadsheetml.sheet", "Excel workbook", "spreadsheetml.sheet.main+xml")
PPTX = Kind(
    ".pptx", f"{_OOXML}presentationml.presentation", "PowerPoint presentation",
    "presentationml.presentation.main+xml",
)  # fmt: skip
ODT = Kind(".odt", f"{_ODF}text", "OpenDocument text")
ODS = Kind(".ods", f"{_ODF}spreadsheet", "OpenDocument spreadsheet")
CSV = Kind(".csv", "text/csv; charset=utf-8", "table")
TEXT = Kind(".txt", "text/plain; charset=utf-8", "plain text")
MARKDOWN = Kind(".md", "text/markdown; charset=utf-8", "Markdown")
ALL = (PDF, DOCX, XLSX, PPTX, ODT, ODS, CSV, TEXT, MARKDOWN)


def of_name(name: str) -> Kind | None:
    """The kind that a file's name claims to be; None for any other."""
    lowered = name.casefold()
    return next((kind for kind in ALL if lowered.endswith(kind.suffix)), None)


def of_media_type(media_type: str) -> Kind | None:
    """The kind with that media type."""
    return next((kind for kind in ALL if kind.media_type == media_type), None)
