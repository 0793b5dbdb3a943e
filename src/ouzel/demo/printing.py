"""How the demonstration sets its words: headings and plain tables."""

from rich.console import Console
from rich.table import Table

FIGURES = frozenset(
    {"practices", "people", "patients", "stated", "counted", "in", "out", "unresolved", "before", "after", "left open",
     "without it", "with it", "lines", "edition", "load", "errors", "warnings", "found", "activity", "pounds"}
)  # fmt: skip
"""Columns of figures, which stand to the right."""


def heading(screen: Console, words: str) -> None:
    """A line that begins a part."""
    screen.print()
    screen.print(words, style="bold")


def plain(*headings: str) -> Table:
    """A table without lines."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for words in headings:
        figure = words in FIGURES
        table.add_column(words, justify="right" if figure else "left", overflow="fold", no_wrap=figure)
    return table


def pounds(pence: object) -> str:
    """Pence as pounds, exactly; no sign of the pound."""
    whole, rest = divmod(abs(int(str(pence))), 100)
    return f"{'-' if int(str(pence)) < 0 else ''}{whole:,}.{rest:02}"
