"""Markdown, tables and plain text as blocks: plain values that the PDF and the HTML are set from, with no markup left.

A block is a dict with `kind`: heading (level), paragraph, list (ordered, items: lists of blocks), quote, code, table
(head, rows: lists of cells), rule. Inlines are dicts with `kind`: text, strong, emphasis, code, link (to), break.
HTML in Markdown is shown as the text that it is; pictures by their words, since they would be fetched.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ouzel.governance.papers.plain import rows as table_rows

Block = dict[str, Any]
_SAFE = ("http://", "https://", "mailto:")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
ROWS = 2_000  # of one table in a pack; what is left out is said


def from_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text."""
    return _blocks(iter(_MARKDOWN.parse(text)), "")


def from_table(text: str) -> list[Block]:
    """The one block of a table, whose first row is its heading; and, where rows were left out, how many."""
    found = table_rows(text)
    if not found:
        return []
    width = max(len(row) for row in found)
    cells = [[[_text(cell)] for cell in (*row, *[""] * (width - len(row)))] for row in found]
    blocks: list[Block] = [{"kind": "table", "head": cells[0], "rows": cells[1 : ROWS + 1]}]
    if len(cells) > ROWS + 1:
        blocks.append(paragraph(f"{len(cells) - ROWS - 1:,} further rows are in the document itself."))
    return blocks


def from_lines(lines: Sequence[str]) -> list[Block]:
    """A paragraph for each line."""
    return [paragraph(line) for line in lines]


def paragraph(text: str) -> Block:
    """A paragraph of plain words."""
    return {"kind": "paragraph", "body": [_text(text)]}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _blocks(tokens: Iterator[Token], until: str) -> list[Block]:
    found: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        if token.type == "heading_open":
            found.append({"kind": "heading", "level": int(token.tag[1]), "body": _one(tokens, "heading_close")})
        elif token.type == "paragraph_open":
            found.append({"kind": "paragraph", "body": _one(tokens, "paragraph_close")})
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            found.append(_list(tokens, token))
        elif token.type == "blockquote_open":
            found.append({"kind": "quote", "body": _blocks(tokens, "blockquote_close")})
        elif token.type in ("code_block", "fence"):
            found.append({"kind": "code", "text": token.content.rstrip("\n")})
        elif token.type == "table_open":
            found.append(_table(tokens))
        elif token.type == "hr":
            found.append({"kind": "rule"})
        elif token.type == "inline":
            found.append({"kind": "paragraph", "body": _inlines(token.children or [])})
    return found


def _one(tokens: Iterator[Token], until: str) -> list[Block]:
    found: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        found += _inlines(token.children or [])
    return found


def _list(tokens: Iterator[Token], opened: Token) -> Block:
    ordered, until = opened.type == "ordered_list_open", opened.type.replace("open", "close")
    items = []
    for token in tokens:
        if token.type == until:
            break
        items.append(_blocks(tokens, "list_item_close"))
    return {"kind": "list", "ordered": ordered, "start": int(opened.attrGet("start") or 1), "items": items}


def _table(tokens: Iterator[Token]) -> Block:
    lines: list[list[list[Block]]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            lines.append([])
        elif token.type == "inline":
            lines[-1].append(_inlines(token.children or []))
    return {"kind": "table", "head": lines[0], "rows": lines[1:]}


def _inlines(children: Sequence[Token]) -> list[Block]:
    stack: list[Block] = [{"body": []}]
    for token in children:
        here = stack[-1]["body"]
        if token.type == "text":
            here.append(_text(token.content))
        elif token.type == "code_inline":
            here.append({"kind": "code", "text": token.content})
        elif token.type in ("softbreak", "hardbreak"):
            here.append({"kind": "break"} if token.type == "hardbreak" else _text(" "))
        elif token.type == "image":
            here.append(_text(f"[picture: {token.content}]"))
        elif token.nesting == 1:
            stack.append(_opened(token))
        elif token.nesting == -1 and len(stack) > 1:
            done = stack.pop()
            stack[-1]["body"].append(done)
    return list(stack[0]["body"])


def _opened(token: Token) -> Block:
    if token.type == "link_open":
        to = str(token.attrGet("href") or "")
        return {"kind": "link", "to": to if to.startswith(_SAFE) else "", "body": []}
    return {"kind": {"strong_open": "strong", "em_open": "emphasis"}.get(token.type, "plain"), "body": []}
