"""What was found in a document."""

from dataclasses import dataclass, field


@dataclass
class Found:
    """`words` are those to read, with a form feed between pages; `all` also deleted and hidden ones; `beside` is what
    programs keep with a document: names, numbers and addresses of their own. `pages`: None where nobody can know.
    """

    pages: int | None = None
    words: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def tidy(pieces: list[str]) -> str:
    """Words in lines, without the empty ones."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
