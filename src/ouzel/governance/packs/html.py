"""The pack of a meeting as HTML: headings in order, a list of contents that leads to each part, every word as text.

For who hears a page or reads it on a small screen. No style and no script: it stands within a page, or by itself.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ouzel.core.permissions import Viewer
from ouzel.governance.models import Meeting, PaperVersion
from ouzel.governance.packs import marked, wording
from ouzel.governance.packs.contents import gather
from ouzel.governance.packs.sections import Order, ordered
from ouzel.governance.papers.queries import version_address
from ouzel.governance.papers.words import lines_of, pages_of

DEEPEST = 6


def body(meeting: Meeting, viewer: Viewer, *, base: str = "", top: int = 1) -> SafeString:
    """The pack as HTML whose first heading is of the level `top`. NoSuchMeeting where the viewer may not see it."""
    order = ordered(gather(meeting, viewer), viewer, base=base)
    return _join([_front(order, top), _contents(order, top + 1), *_parts(order, viewer, top + 1, base)])


def document(meeting: Meeting, viewer: Viewer, *, base: str = "") -> str:
    """The same as a document of its own, with its language and title."""
    title = f"{meeting.title}, {wording.span(meeting.starts, meeting.ends)}"
    return format_html(
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title></head>'
        "<body><main>{}</main></body></html>\n",
        title, body(meeting, viewer, base=base),
    )  # fmt: skip


def _front(order: Order, level: int) -> SafeString:
    data = order.data
    said = [("", "Draft: something in this pack is not public yet.")] if data["draft"] else []
    said += [("", data["state"])] if data["state"] else []
    bodies = _table(["Body", "Chair", "Quorum"], [[b["name"], b["chair"], b["quorum"]] for b in data["bodies"]])
    irregular = _join([_heading("What was irregular", level + 1), _items(data["irregular"])])
    return _join(
        [
            _heading(data["title"], level), format_html("<p>{}</p>", data["subtitle"]), _facts([*said, *data["facts"]]),
            _heading("Who meets", level + 1), bodies, irregular if data["irregular"] else SafeString(),
            _items(data["exclusions"]) if data["exclusions"] else SafeString(), format_html("<p>{}</p>", data["made"]),
        ]
    )  # fmt: skip


def _contents(order: Order, level: int) -> SafeString:
    papers = {put.after: [] for put in order.inserted}  # type: dict[str, list[tuple[str, str]]]
    for put in order.inserted:
        papers[put.after].append((put.key, put.title))
    links: list[tuple[str, str]] = []
    for section in order.data["sections"]:
        links.append((section["key"], section["heading"]))
        links += papers.get(f"end-{section['key']}", [])
    rows = format_html_join("", '<li><a href="#{}">{}</a></li>', links)
    return _join([_heading("In this pack", level), format_html("<ul>{}</ul>", rows)])


def _parts(order: Order, viewer: Viewer, level: int, base: str) -> list[SafeString]:
    found = []
    for section in order.data["sections"]:
        depth = level + section["level"] - 1
        found += [_heading(section["heading"], depth, section["key"]), _facts(section["facts"])]
        found.append(blocks(section["blocks"], level - 1))
        for put in order.inserted:
            if put.after == f"end-{section['key']}":
                version = PaperVersion.objects.visible_to(viewer).select_related("paper").defer("content", "search")
                found.append(_paper(version.get(pk=put.version), put.key, put.title, level + 1, base))
    return found


def _paper(version: PaperVersion, key: str, title: str, level: int, base: str) -> SafeString:
    address = base + version_address(version.paper.slug, version)
    parts = [
        _heading(title, level, key),
        format_html(
            '<p>The words of a PDF of {} pages. Its layout and pictures are in <a href="{}">the document itself</a>.'
            "</p>",
            version.pages, address,
        ),
    ]  # fmt: skip
    for number, words in enumerate(pages_of(version), 1):
        parts += [_heading(f"{title}: page {number}", level + 1), blocks(marked.from_lines(lines_of(words)), level)]
    return _join(parts)


def blocks(found: Sequence[dict[str, Any]], above: int) -> SafeString:
    """Blocks (`marked`) as HTML; a heading of theirs at level n becomes one of level n + `above`."""
    return _join([_block(block, above) for block in found])


def _block(block: dict[str, Any], above: int) -> SafeString:
    kind = block["kind"]
    if kind == "heading":
        return _heading(_inlines(block["body"]), block["level"] + above)
    if kind == "paragraph":
        return format_html("<p>{}</p>", _inlines(block["body"]))
    if kind == "list":
        items = _join([format_html("<li>{}</li>", blocks(item, above)) for item in block["items"]])
        if block["ordered"]:
            return format_html('<ol start="{}">{}</ol>', block["start"], items)
        return format_html("<ul>{}</ul>", items)
    if kind == "quote":
        return format_html("<blockquote>{}</blockquote>", blocks(block["body"], above))
    if kind == "code":
        return format_html("<pre><code>{}</code></pre>", block["text"])
    if kind == "table":
        head, rows = block["head"], block["rows"]
        return _table([_inlines(cell) for cell in head], [[_inlines(cell) for cell in row] for row in rows])
    return SafeString("<hr>")


def _inlines(parts: Sequence[dict[str, Any]]) -> SafeString:
    return _join([_inline(part) for part in parts])


def _inline(part: dict[str, Any]) -> SafeString:
    kind = part["kind"]
    if kind == "text":
        return format_html("{}", part["text"])
    if kind == "code":
        return format_html("<code>{}</code>", part["text"])
    if kind == "break":
        return SafeString("<br>")
    words = _inlines(part["body"])
    if kind == "link" and part["to"]:
        return format_html('<a href="{}">{}</a>', part["to"], words)
    if kind in ("strong", "emphasis"):
        tag = SafeString("strong" if kind == "strong" else "em")
        return format_html("<{}>{}</{}>", tag, words, tag)
    return words


def _heading(words: str, level: int, key: str = "") -> SafeString:
    level = min(level, DEEPEST)
    mark = format_html(' id="{}"', key) if key else SafeString()
    return format_html("<h{}{}>{}</h{}>\n", level, mark, words, level)


def _facts(rows: Sequence[Sequence[str]]) -> SafeString:
    pairs = [("", text) if not label else (f"{label}: ", text) for label, text in rows]
    return format_html_join("", "<p><strong>{}</strong>{}</p>\n", pairs)


def _items(texts: Sequence[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", [(text,) for text in texts]))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> SafeString:
    top = format_html_join("", '<th scope="col">{}</th>', [(cell,) for cell in head])
    lines = [format_html("<tr>{}</tr>", format_html_join("", "<td>{}</td>", [(c,) for c in row])) for row in rows]
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", top, _join(lines))


def _join(parts: Sequence[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  (each part was escaped when it was made)
