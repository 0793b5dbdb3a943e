"""What a PDF may do: lead on, by a click, to a page or a mail address. What does anything else is not taken."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from ouzel.governance.papers.addresses import may_be_followed

BY_ITSELF = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/ResetForm", "/Trans"})
BY_CLICK = BY_ITSELF | {"/URI"}
NAMED = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage", "/GoBack", "/GoForward", "/GoToPage", "/Find"})
PRINT = "/Print"  # of a button
_MAY_MARK = (
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Caret Stamp Ink "
    "Popup Widget Watermark PrinterMark TrapNet"
)  # fmt: skip
ANNOTATIONS = frozenset(f"/{name}" for name in _MAY_MARK.split())
_ACTIONS = {
    "/JavaScript": "scripts", "/Launch": "an action that starts a program",
    "/ImportData": "an action that fetches data", "/SubmitForm": "an action that sends data away",
    "/GoToE": "an action that opens a file inside it", "/GoToR": "an action that opens another file",
    "/Rendition": "sound or film", "/Movie": "sound or film", "/Sound": "sound or film",
    "/RichMediaExecute": "sound or film",
}  # fmt: skip
_MARKS = {
    "/FileAttachment": "another file", "/RichMedia": "sound or film", "/Movie": "sound or film",
    "/Sound": "sound or film", "/Screen": "sound or film", "/3D": "a model that moves",
    "/Redact": "words that were marked to be blacked out and are still there",
}  # fmt: skip
_OPENS = "an action that fetches something as soon as it is opened"
_FETCHED = "what is fetched from elsewhere"


def active(found: Any) -> str:
    """What a dictionary or stream of a PDF does that a paper may not do, in words; empty: nothing."""
    return next((what for what in _problems(found) if what), "")


def _problems(found: Any) -> Iterator[str]:
    action = _name(found.get("/S"))
    # /S is also how a structure element says what it is; none of these words is one.
    yield _ACTIONS.get(action, "")
    if "/JS" in found:
        yield "scripts"
    if isinstance(found.get("/EF"), pikepdf.Dictionary):
        yield "another file"
    if "/XFA" in found:
        yield "a form that is a program"
    if "/Collection" in found and _name(found.get("/Type")) == "/Catalog":
        yield "other files"
    if isinstance(found, pikepdf.Stream) and ("/F" in found or "/Ref" in found):
        yield _FETCHED
    if _name(found.get("/FS")) == "/URL":
        yield _FETCHED
    if _name(found.get("/Type")) == "/Action" or action == "/URI":
        yield _action(found, BY_CLICK)
    for key in ("/A", "/PA"):
        held = found.get(key)
        if isinstance(held, pikepdf.Dictionary) and "/S" in held:
            yield _action(held, BY_CLICK)
    opens = found.get("/OpenAction")
    if isinstance(opens, pikepdf.Dictionary):
        yield _action(opens, BY_ITSELF)
    more = found.get("/AA")
    if isinstance(more, pikepdf.Dictionary):
        for _, each in more.items():
            yield _action(each, BY_ITSELF)
    mark = _name(found.get("/Subtype"))
    if mark and "/Rect" in found and mark not in ANNOTATIONS:
        yield _MARKS.get(mark, "a mark that is none of those in documents to read")


def _action(action: Any, may: frozenset[str], *, depth: int = 0) -> str:
    """What is wrong with an action or with one that follows it."""
    if not isinstance(action, pikepdf.Dictionary):
        return ""
    kind = _name(action.get("/S"))
    if kind not in may and not (kind == "" and "/D" in action):
        return _ACTIONS.get(
            kind, _OPENS if kind in BY_CLICK else "an action that is none of those in documents to read"
        )
    if kind == "/Named" and _name(action.get("/N")) not in NAMED | ({PRINT} if may is BY_CLICK else set()):
        return "an action of the program with which it is read"
    if kind == "/URI" and not may_be_followed(str(action.get("/URI", ""))):
        return "a link to a file on somebody's computer or network, or to a program"
    after = action.get("/Next")
    following = list(after) if isinstance(after, pikepdf.Array) else [after]
    if depth > 20:
        return "actions without end"
    return next((wrong for each in following if (wrong := _action(each, may, depth=depth + 1))), "")


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""
