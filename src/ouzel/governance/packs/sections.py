"""The order of a pack: what is set here, and between which of its parts whole PDF papers are put."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ouzel.core.permissions import Viewer
from ouzel.governance.models import PaperVersion
from ouzel.governance.packs import marked, wording
from ouzel.governance.packs.contents import Contents, PackItem, state_words, with_figures
from ouzel.governance.papers import kinds
from ouzel.governance.papers.queries import PaperView
from ouzel.governance.papers.words import lines_of

FRONT = "end-front"
LONGEST = 400_000  # characters of a document that is no PDF; what is left out is said


@dataclass(frozen=True)
class Inserted:
    """A PDF that is put whole after the section with the key `after`, `further` pages of others first."""

    key: str
    title: str
    version: int  # primary key
    pages: int
    after: str
    further: int
    item: str  # the key of the item's section


@dataclass
class Order:
    """What the pages are set from (`data`), and the PDFs that are put between them, in their order."""

    data: dict[str, Any]
    inserted: list[Inserted] = field(default_factory=list)


def ordered(
    contents: Contents, viewer: Viewer, *, base: str
) -> Order:  # fmt: skip
    """Lay out a pack. `base` goes before addresses, such as https://example.org."""
    order = Order(_front(contents, base))
    sections: list[dict[str, Any]] = order.data["sections"]
    waiting = 0  # pages put in since the last section
    where: dict[int, str] = {}  # paper: the item that it is with

    def section(key: str, heading: str, level: int, facts: Sequence[tuple[str, str]], blocks: list[Any]) -> None:
        nonlocal waiting
        sections.append({"key": key, "heading": heading, "level": level, "facts": list(facts), "gap": waiting,
                         "blocks": _levelled(blocks, level)})  # fmt: skip
        waiting = 0

    section("interests", "Declared interests", 1, [], _interests(contents))
    for number, item in enumerate(contents.items):
        key = f"item-{number}"
        section(key, item.heading, 1, _item_facts(item, base), marked.from_lines(item.text.splitlines()))
        row: dict[str, Any] = {"key": key, "number": item.number, "title": item.title, "purpose": _purpose(item),
                               "presenter": item.presenter, "papers": []}  # fmt: skip
        order.data["agenda"].append(row)
        for place, view in enumerate(item.papers):
            if view.paper.pk in where:
                sections[-1]["facts"].append((view.paper.title, f"this paper is with item {where[view.paper.pk]}"))
                continue
            where[view.paper.pk] = item.number
            paper_key, title = f"{key}-paper-{place}", _title(view)
            if view.version.media_type == kinds.PDF.media_type:
                count = view.version.pages or 0
                after = "end-" + str(sections[-1]["key"])
                put = Inserted(paper_key, title, view.version.pk, count, after, waiting + 1, key)
                order.inserted.append(put)
                row["papers"].append({"key": paper_key, "title": title, "inserted": True, "after": after,
                                      "further": put.further})  # fmt: skip
                waiting += count
            else:
                section(paper_key, title, 2, _paper_facts(view, base), _words(view, contents, viewer))
                row["papers"].append({"key": paper_key, "title": title, "inserted": False})
    if contents.cited.notes:
        section("notes", "Figures in these papers", 1, [], [_list(contents.cited.notes)])
    order.data["tail"] = waiting
    return order


def _front(contents: Contents, base: str) -> dict[str, Any]:
    meeting = contents.meeting
    facts = [("When", contents.when), ("Where", meeting.venue or "not said"), ("To watch or join", meeting.join),
             ("Address of this meeting", base + contents.address)]  # fmt: skip
    return {
        "title": contents.title, "subtitle": " · ".join(body.name for body in contents.bodies), "when": contents.when,
        "facts": [fact for fact in facts if fact[1]], "draft": contents.draft, "state": state_words(meeting),
        "made": f"Made from the records as they stood when they last changed, {contents.as_of}.",
        "bodies": [{"name": body.name, "chair": body.chair or "not named yet", "quorum": body.quorum}
                   for body in contents.bodies],
        "irregular": list(contents.irregularities),
        "exclusions": [f"the public is excluded from private items, because: {why}" for why in contents.exclusions],
        "agenda": [], "sections": [], "tail": 0,
    }  # fmt: skip


def _item_facts(item: PackItem, base: str) -> list[tuple[str, str]]:
    facts = [
        ("For", "" if item.private else _purpose(item)),
        ("Presented by", item.presenter),
        ("Time", f"{item.minutes} minutes" if item.minutes else ""),
        ("In private", "what is public of this item is its general nature" if item.private else ""),
        ("Added after the notice", item.added_late),
    ]
    found = [fact for fact in facts if fact[1]]
    for view in item.papers:
        said = [view.version.name, wording.size(view.version.size), base + view.file, f"SHA-256 {view.version.sha256}"]
        if view.version.number > 1:
            said.insert(0, f"version {view.version.number}: {view.version.why}")
        if view.late:
            said.insert(0, f"late: {view.late}")
        found.append((_title(view), "; ".join(said)))
    return found


def _purpose(item: PackItem) -> str:
    return "private" if item.private else item.purpose.removeprefix("For ").lower()


def _paper_facts(view: PaperView, base: str) -> list[tuple[str, str]]:
    facts = [("Author", view.paper.author)] if view.paper.author else []
    kind = kinds.of_media_type(view.version.media_type)
    if kind not in (kinds.MARKDOWN, kinds.CSV, kinds.TEXT):
        said = (
            f"they were read out of a {kind.name if kind else 'document'}; its layout and pictures are in the document"
        )
        facts.append(("About these words", f"{said} itself, at {base}{view.file}"))
    return facts


def _title(view: PaperView) -> str:
    return f"{view.label}: {view.paper.title}" if view.label else view.paper.title


def _words(view: PaperView, contents: Contents, viewer: Viewer) -> list[Any]:
    words = PaperVersion.objects.visible_to(viewer).values_list("words", flat=True).get(pk=view.version.pk)
    rest = len(words) - LONGEST
    text = with_figures(view.version, words[:LONGEST], viewer, contents.cited)
    if view.version.media_type == kinds.MARKDOWN.media_type:
        found = marked.from_markdown(text)
    elif view.version.media_type == kinds.CSV.media_type:
        found = marked.from_table(text)
    else:
        found = marked.from_lines(lines_of(text))
    if rest > 0:
        found.append(marked.paragraph("What follows is in the document itself: it is too long for a pack."))
    return found


def _levelled(blocks: list[Any], above: int) -> list[Any]:
    """Headings under the one above them, and none that skips a level: readers of the screen go by them."""
    last = above
    for block in blocks:
        if block["kind"] == "heading":
            block["level"] = last = max(above + 1, min(block["level"] + above, last + 1))
    return blocks


def _interests(contents: Contents) -> list[Any]:
    register = contents.interests
    if not register.people:
        return [marked.paragraph(register.why_empty)]
    rows = []
    for person in register.people:
        if not person.entries:
            rows.append([person.person.name, "", person.said])
        for entry in person.entries:
            what = f"Withheld: {entry.redaction}" if entry.redacted else entry.description
            by = f" ({entry.through})" if entry.through and not entry.redacted else ""
            rows.append([person.person.name, entry.category_name, what + by])
    cells = [[[{"kind": "text", "text": cell}] for cell in row] for row in [["Name", "Kind", "Interest"], *rows]]
    return [
        marked.paragraph(f"From the register of interests on {wording.day(contents.on)}."),
        {"kind": "table", "head": cells[0], "rows": cells[1:]},
    ]


def _list(texts: Sequence[str]) -> dict[str, Any]:
    return {"kind": "list", "ordered": True, "start": 1, "items": [[marked.paragraph(text)] for text in texts]}
