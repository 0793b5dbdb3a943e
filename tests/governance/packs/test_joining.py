"""Papers as they come: turned, cut, without tags or with tags that lead nowhere. The pack stands all the same."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from ouzel.governance.packs.joining import Section, Whole, join
from ouzel.governance.packs.typesetting import typeset
from tests.governance.papers import making

DATA = {
    "title": "A meeting", "subtitle": "A body", "when": "today", "facts": [], "draft": False, "state": "", "made": "",
    "bodies": [{"name": "A body", "chair": "", "quorum": ""}], "irregular": [], "exclusions": [], "tail": 2,
    "agenda": [{"key": "item", "number": "1", "title": "Item", "purpose": "decision", "presenter": "", "papers": [
        {"key": "paper", "title": "Paper", "inserted": True, "after": "end-item", "further": 1}]}],
    "sections": [{"key": "item", "heading": "1. Item", "level": 1, "facts": [], "gap": 0, "blocks": []}],
}  # fmt: skip


def joined(paper: bytes, *, pages: int = 2) -> bytes:
    laid = typeset(DATA, made=datetime(2021, 3, 5, tzinfo=UTC))
    sections = [Section("1. Item", 1, (Whole("paper", "Paper", pages, lambda: paper),))]
    return join(laid, sections, title="A pack", language="en-GB", progress=lambda done, of: None)


def changed(change: Callable[[Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(making.pdf("First page", "Second page"))) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def turned(document: Pdf) -> None:
    for page in document.pages:
        page.rotate(90, relative=False)


def cut(document: Pdf) -> None:
    for page in document.pages:
        page.mediabox = Array([-50, -60, 600, 840])
        page.cropbox = Array([20, 30, 560, 800])


def untagged(document: Pdf) -> None:
    del document.Root.StructTreeRoot
    del document.Root.MarkInfo


def tags_without_a_tree(document: Pdf) -> None:
    del document.Root.StructTreeRoot.ParentTree


def tags_that_are_numbers(document: Pdf) -> None:
    document.Root.StructTreeRoot.K = Array([1, 2])


def a_broken_tree(document: Pdf) -> None:
    document.Root.StructTreeRoot.ParentTree = Dictionary(Kids=Array([7]))


def a_form(document: Pdf) -> None:
    said = pikepdf.String("Filled in")
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("name"), Rect=Array([9, 9, 99, 30]),
            V=said, DA=pikepdf.String("/Helv 9 Tf"),
        )
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.Root.AcroForm = Dictionary(
        NeedAppearances=True, Fields=Array([field]), DR=Dictionary(Font=Dictionary(Helv=font))
    )
    document.pages[0].obj.Annots = Array([field])


@pytest.mark.parametrize(
    "change", [turned, cut, untagged, tags_without_a_tree, tags_that_are_numbers, a_broken_tree, a_form]
)
def test_papers_as_they_come_are_joined_and_numbered(change: Callable[[Pdf], None]) -> None:
    content = joined(changed(change))
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 5
    for number, words in ((4, "First page"), (5, "Second page")):
        page = document[number - 1]
        text = page.get_textpage()
        assert words in text.get_text_range()
        found = text.search(f"Page {number} of 5").get_next()
        assert found is not None
        left, bottom, right, _ = page.get_cropbox(fallback_ok=True)
        box = text.get_charbox(found[0])  # near the lower right corner, as it is looked at
        assert left < box[0] < right
        assert box[0] > left + 0.7 * (right - left)
        assert bottom < box[1] < bottom + 30
    with pikepdf.open(io.BytesIO(content)) as read:
        assert not read.check_pdf_syntax()


def test_form_keeps_what_was_filled_in() -> None:
    document = pypdfium2.PdfDocument(joined(changed(a_form)))
    assert "Filled in" in document[3].get_textpage().get_text_range()


def test_pages_that_are_not_those_said_are_an_error() -> None:
    with pytest.raises(ValueError, match="has 2 pages, not 3"):
        joined(changed(untagged), pages=3)


def test_signs_that_the_fonts_lack_are_set_all_the_same() -> None:
    laid = typeset({**DATA, "subtitle": "Board 🙂 مرحبا"}, made=datetime(2021, 3, 5, tzinfo=UTC))
    assert laid.startswith(b"%PDF-")
