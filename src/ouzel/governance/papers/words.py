"""The words of papers, for search and for packs: read out when a paper is checked, and kept with its version."""

from ouzel.governance.models import PaperVersion

PAGE = "\f"  # between the words of two pages


def pages_of(version: PaperVersion) -> list[str]:
    """The words of each page of a PDF; one page for any other document."""
    return version.words.split(PAGE)


def lines_of(words: str) -> list[str]:
    """The words as lines, without empty ones and page breaks."""
    return [line.strip() for line in words.replace(PAGE, "\n").split("\n") if line.strip()]
