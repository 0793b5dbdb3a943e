"""Markdown as HTML that is safe to show: no markup of its own, no pictures, links out of the site say so."""

import re
from functools import cache
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote", "hr", "br",
     "table", "thead", "tbody", "tr", "th", "td", "a"}
)  # fmt: skip
CLASSES = {
    "p": "nhsuk-body", "ul": "nhsuk-list nhsuk-list--bullet", "ol": "nhsuk-list nhsuk-list--number",
    "h2": "nhsuk-heading-m", "h3": "nhsuk-heading-s", "h4": "nhsuk-heading-xs", "table": "nhsuk-table",
    "thead": "nhsuk-table__head", "tbody": "nhsuk-table__body", "tr": "nhsuk-table__row", "td": "nhsuk-table__cell",
    "th": "nhsuk-table__header", "blockquote": "nhsuk-inset-text",
}  # fmt: skip


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def shown(text: str, *, under: int = 1) -> Markup:
    """The text as HTML; its highest heading comes one below the level `under`, that of the heading above it."""
    tokens = _reader().parse(text)
    top = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) - top + under + 1, 6)}"
        if token.nesting == 1 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        if token.children:
            token.children = [_without_picture(child) for child in token.children]
    html = _reader().renderer.render(tokens, _reader().options, {})
    clean = nh3.clean(
        html, tags=set(TAGS), url_schemes={"https", "http", "mailto"}, link_rel="nofollow noopener",
        attributes={**{tag: {"class"} for tag in CLASSES}, "a": {"href"}, "ol": {"class", "start"}},
        attribute_filter=_only_plain_addresses,
    )  # fmt: skip
    return Markup(clean)  # noqa: S704 (cleaned above)


def _only_plain_addresses(_: str, attribute: str, value: str) -> str | None:
    """An address with two strokes before it leads to another site without saying so: it is no link."""
    return None if attribute == "href" and re.match(r"\s*[/\\]{2}", unquote(value)) else value


def _without_picture(token: Token) -> Token:
    """A picture would be fetched from elsewhere: its words stand for it."""
    if token.type != "image":
        return token
    return Token("text", "", 0, content=f"[picture: {token.content}]")
