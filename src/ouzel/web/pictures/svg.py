"""A small writer of SVG: elements with escaped text and attributes, numbers without needless digits."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr


def number(value: float) -> str:
    """`12.5`, `12`, never `12.0`."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def element(tag: str, content: str = "", /, **attributes: str | float | None) -> str:
    """One element; `content` is markup already, `_` in a name of an attribute is `-`; None leaves an attribute out."""
    said = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{said}>{content}</{tag}>" if content else f"<{tag}{said}/>"


def text(words: str, **attributes: str | float | None) -> str:
    """A piece of text."""
    return element("text", escape(words), **attributes)


def document(parts: Iterable[str], *, width: float, height: float, title: str, description: str, ident: str) -> str:
    """A whole picture, with its name and description for those who cannot see it."""
    head = element("title", escape(title), id=f"{ident}-title") + element(
        "desc", escape(description), id=f"{ident}-desc"
    )
    ground = element("rect", width=width, height=height, fill="#ffffff")
    return element(
        "svg", head + ground + "".join(parts),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(width)} {number(height)}", role="img",
        aria_labelledby=f"{ident}-title {ident}-desc", font_family="Arial, Helvetica, sans-serif",
    )  # fmt: skip
