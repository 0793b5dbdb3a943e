"""The pack of a meeting as one PDF: tagged, with title, language, bookmarks, and a number on every page."""

from collections.abc import Callable
from datetime import datetime

from ouzel.core.permissions import Viewer
from ouzel.governance.models import Meeting, PaperVersion
from ouzel.governance.packs.contents import gather
from ouzel.governance.packs.joining import Section, Whole, join
from ouzel.governance.packs.sections import Inserted, Order, ordered
from ouzel.governance.packs.typesetting import typeset

Progress = Callable[[int, int], None]
"""Told the pages done and the pages in all."""

LANGUAGE = "en-GB"


def pack(meeting: Meeting, viewer: Viewer, progress: Progress | None = None, *, base: str = "") -> bytes:
    """The pack as the viewer may see it: what is public for the public, drafts too for who runs meetings.

    The same records give the same bytes. `base` goes before addresses, such as https://example.org.
    NoSuchMeeting (`contents`) where the viewer may not see the meeting.
    """
    contents = gather(meeting, viewer)
    order = ordered(contents, viewer, base=base)
    laid = typeset(order.data, made=datetime.fromisoformat(contents.as_of))
    title = f"{contents.title}, {contents.when}"
    return join(laid, _sections(order, viewer), title=title, language=LANGUAGE, progress=progress or _nobody)


def _sections(order: Order, viewer: Viewer) -> list[Section]:
    after: dict[str, list[Whole]] = {}
    for put in order.inserted:
        after.setdefault(put.after, []).append(Whole(put.key, put.title, put.pages, _reader(put, viewer)))
    return [
        Section(section["heading"], section["level"], tuple(after.get(f"end-{section['key']}", ())))
        for section in order.data["sections"]
    ]


def _reader(put: Inserted, viewer: Viewer) -> Callable[[], bytes]:
    def read() -> bytes:
        row = PaperVersion.objects.visible_to(viewer).only("content").get(pk=put.version)
        return bytes(row.content)

    return read


def _nobody(done: int, total: int) -> None:
    """Nobody asked how far it is."""
