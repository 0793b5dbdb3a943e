"""Labels that fit into the shapes they name: the code, and the name where there is room for all of it."""

LETTER, LINE = 7.3, 15.0
"""Width of a letter and height of a line at 13 px, on the generous side."""


def fitting(code: str, name: str, *, width: float, height: float) -> list[str]:
    """The lines of a label: code first, the name below it where all of it fits; none where not even the code fits."""
    if height < 13 or width < len(code) * LETTER:
        return []
    if name == code:
        return [code]
    lines = wrapped(name, int(width / LETTER))
    if lines and height >= LINE * (len(lines) + 1):
        return [code, *lines]
    one = f"{code} {name}"
    return [one] if width >= len(one) * LETTER else [code]


def wrapped(text: str, letters: int) -> list[str]:
    """The words of a text in lines of so many letters; empty where a word is longer than a line."""
    lines: list[str] = []
    for word in text.split():
        if len(word) > letters:
            return []
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
