"""Which format a file is of, by its headings."""

from collections.abc import Iterable

from ouzel.activity.readers import hes, standards
from ouzel.activity.readers.batches import headings, refuse_other_separator
from ouzel.activity.readers.formats import Format
from ouzel.activity.readers.source import Readable, Source
from ouzel.core.errors import ContentError

FORMATS: dict[str, Format] = {layout.slug: layout for layout in (*standards.FORMATS, *hes.FORMATS)}
"""Every format that is known without a mapping file."""


def format_named(slug: str) -> Format:
    """The format of that name; ContentError lists those there are."""
    try:
        return FORMATS[slug]
    except KeyError:
        raise ContentError(
            "there is no such format", field="format", value=slug, right=f"Use one of {', '.join(FORMATS)}"
        ) from None


def recognise(source: Readable | Source, *, among: Iterable[Format] | None = None) -> Format:
    """The format whose columns a file has; ContentError says which comes nearest, and what it lacks of it."""
    found = Source.of(source)
    names = headings(found)
    formats = list(FORMATS.values() if among is None else among)
    fitting = [layout for layout in formats if not layout.missing(names)]
    if fitting:
        return max(fitting, key=lambda layout: len(layout.fields(names)))
    refuse_other_separator(names, ",", file=found.name)
    nearest = max(formats, key=lambda layout: len(layout.fields(names)) / len(layout.columns))
    missing = ", ".join(nearest.missing(names))
    raise ContentError(
        "its headings are those of no format that is known", found.name, 1, "headings",
        right=f"For {nearest.name} it lacks {missing}; for a layout of your own write a mapping file",
    )  # fmt: skip
