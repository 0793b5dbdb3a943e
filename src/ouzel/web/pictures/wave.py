"""The picture of one day of change: bodies before it on the left, after it on the right, a stream for each step."""

from collections.abc import Sequence

from ouzel.register.answers import Succession
from ouzel.web import words
from ouzel.web.pictures.frame import BRANCHES
from ouzel.web.pictures.labels import wrapped
from ouzel.web.pictures.svg import document, element, number, text

WIDTH, BOX, ROW, GAP, TOP = 1120.0, 400.0, 30.0, 8.0, 16.0
LETTERS = 52


def wave_picture(steps: Sequence[Succession]) -> str:
    """All successions of a day as SVG, those into one body together."""
    targets: dict[str, list[Succession]] = {}
    for step in steps:
        targets.setdefault(step.successor, []).append(step)
    groups = sorted(targets.items(), key=lambda g: (-len(g[1]), g[0]))
    left: dict[str, float] = {}
    right: dict[str, float] = {}
    names = {s.predecessor: s.predecessor_name for s in steps} | {s.successor: s.successor_name for s in steps}
    at = TOP
    for code, rows in groups:
        start = at
        for row in rows:
            if row.predecessor not in left:
                left[row.predecessor] = at + ROW / 2
                at += ROW + GAP
        at = max(at, start + ROW + GAP)
        right[code] = (start + at - GAP) / 2
        at += GAP
    colours = {code: BRANCHES[i % len(BRANCHES)] for i, (code, _) in enumerate(groups)}
    streams = [_stream(left[s.predecessor], right[s.successor], colours[s.successor]) for s in steps]
    boxes = [_box(c, names[c], 24.0, y, "#425563") for c, y in left.items()]
    boxes += [_box(c, names[c], WIDTH - 24 - BOX, y, colours[c]) for c, y in right.items()]
    before, after = (words.count(len(side), "body", "bodies") for side in (left, right))
    said = f"{before} on the left {'was' if len(left) == 1 else 'were'} succeeded by {after} on the right."
    return document(
        [*streams, *boxes], width=WIDTH, height=at + TOP, title=f"Successions of {words.day(steps[0].on)}",
        description=said, ident="wave",
    )  # fmt: skip


def _stream(y1: float, y2: float, colour: str) -> str:
    x1, x2 = 24 + BOX, WIDTH - 24 - BOX
    half = (x1 + x2) / 2
    path = (
        f"M{number(x1)} {number(y1)} C{number(half)} {number(y1)} {number(half)} {number(y2)} {number(x2)} {number(y2)}"
    )
    return element("path", d=path, fill="none", stroke=colour, stroke_width=12, opacity="0.55")


def _box(code: str, name: str, x: float, middle: float, colour: str) -> str:
    lines = wrapped(f"{name} ({code})" if name != code else code, LETTERS)
    label = (lines[0] + ("…" if len(lines) > 1 else "")) if lines else code
    box = element("rect", x=x, y=middle - ROW / 2, width=BOX, height=ROW, rx=3, fill=colour)
    return element("g", box + text(label, x=x + 10, y=middle + 4.5, fill="#ffffff", font_size=13))
