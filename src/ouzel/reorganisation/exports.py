"""The case for change as files: a document for Word and its kin, and plain values for machines.

The document has real headings, tables with marked header rows that repeat on each page, its language and its title,
so that a screen reader can find its way. The same case gives the same bytes.
"""

import io
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from ouzel.reorganisation.case.plain import as_values
from ouzel.reorganisation.case.values import Case, Cell, Section, Table
from ouzel.reorganisation.case.words import day, plain

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["MEDIA_TYPE", "as_docx", "as_values"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(case: Case) -> bytes:
    """The case as a Word document (Office Open XML)."""
    import docx  # an import of a tenth of a second that no other page needs

    from ouzel.reorganisation.case import document as case_docx

    document = docx.Document()
    title = f"The case for change: {case.title}"
    case_docx.describe(
        document,
        title=title,
        subject=f"Plan {case.slug}, effective {case.effective}",
        comments=_made(case),
        on=case.made_on,
    )
    document.add_heading(title, level=0)
    document.add_paragraph(_made(case))
    parts = _parts(case)
    document.add_heading("Contents", level=1)
    for number, (heading, _) in enumerate(parts):
        case_docx.link(document.add_paragraph(style="List Bullet"), heading, f"part{number}")
    for number, (heading, write) in enumerate(parts):
        case_docx.bookmark(document.add_heading(heading, level=1), f"part{number}", number)
        write(document)
    case_docx.footer(document, f"{case.title}. Edition {case.edition}, {day(case.made_on)}.")
    written = io.BytesIO()
    document.save(written)
    return case_docx.same_bytes(written.getvalue(), on=case.made_on)


def _made(case: Case) -> str:
    known = f", as known on {day(case.known_at)}" if case.known_at else ""
    return (
        f"Made on {day(case.made_on)} from edition {case.edition} of the register{known}. The plan would take effect on"
        f" {day(case.effective)}. Figures are for {case.basis}."
    )


def _parts(case: Case) -> list[tuple[str, Callable[["Document"], None]]]:
    """The parts of the document in order, each with what writes it; a part without content is left out."""
    parts: list[tuple[str, Callable[[Document], None]]] = [("In short", lambda d: _paragraphs(d, case.summary))]
    if case.words:
        words = Table("Words used in this paper", ("Word", "What it means"), case.words)
        parts.append(("Words used in this paper", lambda d: _table(d, words)))
    parts.append(("The options", lambda d: _options(d, case)))
    if case.reasons:
        parts.append(("Why change", lambda d: _bullets(d, case.reasons)))
    for section in case.sections:
        parts.append((section.title, partial(_section, section=section)))
    if case.challenges:
        parts.append(("What could go wrong", lambda d: _bullets(d, case.challenges)))
    if case.benefits:
        parts.append(("Benefits and what came of them", lambda d: _benefits(d, case)))
    if case.sources:
        parts.append(("Sources", lambda d: _bullets(d, case.sources)))
    return parts


def _section(document: "Document", section: Section) -> None:
    _paragraphs(document, section.sentences)
    for table in section.tables:
        _table(document, table)
    if section.gaps:
        document.add_heading("What could not be said", level=2)
        _bullets(document, section.gaps)


def _table(document: "Document", table: Table) -> None:
    from ouzel.reorganisation.case.document import add_table

    add_table(document, table)
    _paragraphs(document, [t for t in (table.note, f"Source: {table.source}." if table.source else "") if t])


def _options(document: "Document", case: Case) -> None:
    for option in case.options:
        document.add_heading(option.title, level=2)
        if option.plan is None:
            document.add_paragraph("The bodies stay as they are.")
            continue
        document.add_paragraph(option.plan.summary or option.plan.title)
        document.add_paragraph(f"It would take effect on {day(option.plan.effective)}.")
        if option.plan.statutory_basis:
            document.add_paragraph(f"Law: {option.plan.statutory_basis}.")


def _benefits(document: "Document", case: Case) -> None:
    promised: list[tuple[Cell, ...]] = [
        (
            b.title,
            b.owner,
            b.unit,
            plain(b.baseline),
            plain(b.target),
            day(b.measure_on),
            b.source or "not given",
            b.standing,
        )
        for b in case.benefits
    ]
    columns = ("Benefit", "Owner", "Unit", "Before", "Target", "To be measured on", "Source", "Where it stands")
    _table(document, Table("What is promised, by whom, by when", columns, tuple(promised)))
    came: list[tuple[Cell, ...]] = [
        (b.title, day(o.on), f"{plain(o.value)} {b.unit}", o.source, o.note) for b in case.benefits for o in b.outcomes
    ]
    if came:
        _table(document, Table("What was measured", ("Benefit", "On", "Measured", "Source", "Note"), tuple(came)))


def _paragraphs(document: "Document", texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(text)


def _bullets(document: "Document", texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(text, style="List Bullet")
