"""What goes wrong with content: said with file, line, field, value and what would be right."""

from dataclasses import dataclass


@dataclass
class ContentError(Exception):
    """Input refused for its content. Shown to people as it stands; a command that meets one ends with status 1."""

    problem: str  # what is wrong, in one sentence
    file: str = ""
    line: int | None = None
    field: str = ""
    value: str = ""
    right: str = ""  # what would be right, or what to do next

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place = f"{place}, line {self.line}" if place else f"line {self.line}"
        if self.field:
            place = f"{place}, {self.field}" if place else self.field
        text = f"{place}: {self.problem}" if place else self.problem
        if self.value:
            text += f" (found {self.value!r})"
        if self.right:
            text += f". {self.right}"
        return text
