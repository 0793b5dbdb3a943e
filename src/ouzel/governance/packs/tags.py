"""Tags of joined documents: the structure of each paper becomes a part of the pack's, so that it can be heard.

A page says by a number (/StructParents) where in the parent tree its tags are; the numbers of what is put in are moved
beyond those that are there. Source: ISO 32000-1, 14.7.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, PdfError, String


def brought(document: Pdf, paper: Pdf, before: int, title: str) -> Any:
    """The structure of a paper whose pages were appended from the page `before` on, as a part that is not yet placed.

    None where the paper has no tags, or tags that lead nowhere: then its pages say so.
    """
    pages = [page.obj for page in list(document.pages)[before:]]
    root, ours = paper.Root.get("/StructTreeRoot"), document.Root.get("/StructTreeRoot")
    if not isinstance(ours, Dictionary) or not _whole(root):
        _untagged(pages)
        return None
    try:
        entries = [(int(key), value) for key, value in NumberTree(paper.make_indirect(root.ParentTree)).items()]
    except (PdfError, ValueError, TypeError, KeyError):
        _untagged(pages)
        return None
    copied = document.copy_foreign(paper.make_indirect(root) if not root.is_indirect else root)
    first, into = _next_key(ours), NumberTree(ours.ParentTree)
    for key, value in NumberTree(document.make_indirect(copied.ParentTree)).items():
        into[first + int(key)] = value
    ours["/ParentTreeNextKey"] = first + max((key for key, _ in entries), default=-1) + 1
    _move(pages, first)
    _name_alike(ours, copied)
    part = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, T=String(title)))
    kids = copied["/K"]
    part.K = kids if isinstance(kids, Array) else Array([kids])
    for kid in part.K:
        kid.P = part
    return part


def _whole(root: Any) -> bool:
    """Whether a structure has elements and the tree that leads from pages to them."""
    return (
        isinstance(root, Dictionary)
        and isinstance(root.get("/ParentTree"), Dictionary)
        and "/K" in root
        and all(isinstance(kid, Dictionary) for kid in _kids(root))
    )


def _name_alike(ours: Any, copied: Any) -> None:
    """What the paper's own kinds of element stand for; ours win where both say something."""
    for name in ("/RoleMap", "/ClassMap"):
        if isinstance(copied.get(name), Dictionary):
            merged = ours.get(name, Dictionary())
            for key, value in copied[name].items():
                if key not in merged:
                    merged[key] = value
            ours[name] = merged


def in_order(document: Pdf, parts: Mapping[str, Any], first_pages: Sequence[int], pages: Sequence[Any]) -> None:
    """Put the parts into the structure after what is on the pages before them."""
    root = document.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    top = _top(root)
    place = {page.objgen: number for number, page in enumerate(pages)}
    kids = [(place.get(_page_of(kid), -1), kid) for kid in _kids(top)]
    last = -1
    known: list[tuple[int, Any]] = []
    for number, kid in kids:  # what says no page is where the one before it is
        last = max(number, last)
        known.append((last, kid))
    for (_, part), number in zip(parts.items(), first_pages, strict=True):
        if part is not None:
            part.P = top
            known.append((number, part))
    top.K = Array([kid for _, kid in sorted(known, key=lambda each: each[0])])


def _top(root: Any) -> Any:
    kids = _kids(root)
    return kids[0] if len(kids) == 1 and kids[0].get("/S") == Name.Document else root


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _page_of(element: Any) -> Any:
    """The page on which an element begins, by itself or by the first of its own that says one."""
    waiting = [element]
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, Dictionary):
            if "/Pg" in thing:
                return thing.Pg.objgen
            waiting = _kids(thing) + waiting
    return None


def _next_key(root: Any) -> int:
    said = int(root.get("/ParentTreeNextKey", 0))
    return max([said, *(int(key) + 1 for key in NumberTree(root.ParentTree))])


def _move(pages: Sequence[Any], by: int) -> None:
    drawn: dict[Any, Any] = {}  # by its number: pages share what they draw
    for page in pages:
        _raise(page, by)
        for note in page.get("/Annots", Array()):
            _raise(note, by)
        for _, each in page.get("/Resources", Dictionary()).get("/XObject", Dictionary()).items():
            drawn[each.objgen] = each
    for each in drawn.values():
        _raise(each, by)


def _raise(holder: Any, by: int) -> None:
    for name in ("/StructParents", "/StructParent"):
        if name in holder:
            holder[name] = int(holder[name]) + by


def _untagged(pages: Sequence[Any]) -> None:
    for holder in (each for page in pages for each in (page, *page.get("/Annots", Array()))):
        for name in ("/StructParents", "/StructParent"):
            if name in holder:
                del holder[name]
