"""The set pages and the PDF papers as one document: in order, every page numbered, with bookmarks that lead there."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, OutlineItem, Page, Pdf, String

from ouzel.governance.packs import tags

SCHEME = "pack:"  # how the set pages say that a link leads to a paper put between them
SIZE, MARGIN = 8, 12  # points: of the number on pages that are put in, and from the edge of the page
FONT = Name("/OuzelPackNumber")  # a name of our own: the same records make the same bytes
WIDTHS = {" ": 278, "P": 667, "a": 556, "g": 556, "e": 556, "o": 556, "f": 278}  # Helvetica; digits are 556


@dataclass(frozen=True)
class Section:
    """A part that was set: its heading, its level, and the PDFs put after it."""

    heading: str
    level: int
    after: tuple["Whole", ...] = ()


@dataclass(frozen=True)
class Whole:
    """A PDF that is put in whole. `read` gives its bytes when it is needed; `pages` is how many it has."""

    key: str
    title: str
    pages: int
    read: Callable[[], bytes]


def join(
    laid: bytes, sections: Sequence[Section], *, title: str, language: str, progress: Callable[[int, int], None]
) -> bytes:
    """One PDF. `sections` are those of the set pages, in order, as their bookmarks name them.

    `progress` is told pages done and pages in all. ValueError where a paper has other pages than was said.
    """
    with Pdf.open(io.BytesIO(laid)) as document:
        starts = _starts(document, len(sections))
        own = len(document.pages)
        total = own + sum(whole.pages for section in sections for whole in section.after)
        order: list[int] = list(range(starts[0]))
        first: dict[str, int] = {}  # key of a paper: its first page, in the document as it is appended to
        parts: dict[str, pikepdf.Object] = {}
        for number, section in enumerate(sections):
            end = starts[number + 1] if number + 1 < len(starts) else own
            order += range(starts[number], end)
            for whole in section.after:
                first[whole.key] = len(document.pages)
                parts[whole.key] = _append(document, whole)
                order += range(first[whole.key], len(document.pages))
                progress(len(order), total)
        pages = [document.pages[index].obj for index in order]
        here = {key: document.pages[index].obj for key, index in first.items()}
        places = [document.pages[index].obj for index in starts]
        tags.in_order(document, parts, [pages.index(here[key]) for key in parts], pages)
        _number(document, [document.pages[index] for index in order], own=set(range(own)), order=order)
        _follow(document, own, here)
        _arrange(document, pages)
        _bookmark(document, sections, places, here)
        return _saved(document, title=title, language=language, papers=bool(first))


def _starts(document: Pdf, count: int) -> list[int]:
    """The pages on which the sections begin, by the bookmarks that typst made: the last so many of them."""
    found: list[int] = []
    index = {page.obj.objgen: number for number, page in enumerate(document.pages)}

    def walk(items: Sequence[OutlineItem]) -> None:
        for item in items:
            found.append(index[item.destination[0].objgen])
            walk(item.children)

    with document.open_outline() as outline:
        walk(outline.root)
    return found[len(found) - count :]


def _append(document: Pdf, whole: Whole) -> Any:
    before = len(document.pages)
    with Pdf.open(io.BytesIO(whole.read())) as paper:
        if len(paper.pages) != whole.pages:
            raise ValueError(f"{whole.title} has {len(paper.pages)} pages, not {whole.pages}")
        if paper.acroform.exists:
            paper.generate_appearance_streams()
            paper.flatten_annotations("all")
        document.add_pages_from(paper, forms="strip")
        return tags.brought(document, paper, before, whole.title)


def _number(document: Pdf, pages: Sequence[Page], *, own: set[int], order: Sequence[int]) -> None:
    """Print "Page 7 of 90" on pages that were put in; those set here have it."""
    font = document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for number, (page, index) in enumerate(zip(pages, order, strict=True), 1):
        if index not in own:
            _print(page, f"Page {number} of {len(pages)}", font)


def _print(page: Page, words: str, font: Any) -> None:
    page.flatten_rotation()
    left, bottom, right, _ = (float(each) for each in page.cropbox)
    name = page.add_resource(font, Name.Font, FONT)
    width = sum(WIDTHS.get(sign, 556) for sign in words) * SIZE / 1000
    x, y = max(right - MARGIN * 2 - width, left), bottom + MARGIN
    text = [
        ([Name.Artifact], Operator("BMC")), ([], Operator("q")), ([1], Operator("g")),
        ([x - 2, y - 2, width + 4, SIZE + 2], Operator("re")), ([], Operator("f")), ([0], Operator("g")),
        ([], Operator("BT")), ([name, SIZE], Operator("Tf")), ([x, y], Operator("Td")),
        ([String(words)], Operator("Tj")), ([], Operator("ET")), ([], Operator("Q")), ([], Operator("EMC")),
    ]  # fmt: skip
    # The page's own drawing may leave a state behind, so it is put between a save and a restore.
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + pikepdf.unparse_content_stream(text))


def _follow(document: Pdf, own: int, here: dict[str, Any]) -> None:
    """Links of the set pages that name a paper lead to its first page."""
    for page in list(document.pages)[:own]:
        for link in page.obj.get("/Annots", Array()):
            to = str(link.get("/A", Dictionary()).get("/URI", ""))
            if to.removeprefix(SCHEME) in here and to.startswith(SCHEME):
                del link["/A"]
                link["/Dest"] = Array([here[to.removeprefix(SCHEME)], Name.Fit])


def _arrange(document: Pdf, pages: Sequence[Any]) -> None:
    """The pages in their order, in one flat tree."""
    tree = document.Root.Pages
    for page in pages:
        page.Parent = tree
    tree.Kids = Array(pages)
    tree.Count = len(pages)


def _bookmark(document: Pdf, sections: Sequence[Section], places: Sequence[Any], here: dict[str, Any]) -> None:
    with document.open_outline() as outline:
        kept = outline.root[:]
        del outline.root[:]
        heads = [item for item in kept if item.title in ("Who meets", "Agenda", "What was irregular")]
        outline.root.extend(OutlineItem(item.title, item.destination) for item in heads)
        for section, place in zip(sections, places, strict=True):
            item = OutlineItem(section.heading, Array([place, Name.Fit]))
            (outline.root[-1].children if section.level > 1 else outline.root).append(item)
            holder = outline.root[-1]
            holder.children.extend(OutlineItem(w.title, Array([here[w.key], Name.Fit])) for w in section.after)
    document.Root.PageMode = Name.UseOutlines


def _saved(document: Pdf, *, title: str, language: str, papers: bool) -> bytes:
    document.Root.Lang = String(language)
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    with document.open_metadata(set_pikepdf_as_editor=False) as said:
        said["dc:title"] = title
        if papers and "pdfuaid:part" in said:
            del said["pdfuaid:part"]  # nobody here can vouch for papers that came from elsewhere
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
