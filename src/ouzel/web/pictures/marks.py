"""What stands around the bands: the days on which the river turned, changes of role, and the systems above."""

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from ouzel.register.flows import Band
from ouzel.register.kinds import KINDS
from ouzel.web import words
from ouzel.web.pictures.frame import INK, LEFT, PAPER, QUIET, RIGHT, RULE, TOP, WIDTH, Frame
from ouzel.web.pictures.labels import fitting
from ouzel.web.pictures.svg import element, text

APART = 70.0  # room that a year with its day takes
LANE, SPACE = 26.0, 4.0


def years(frame: Frame, bottom: float) -> Iterator[str]:
    """A rule at every day on which bodies began or ended, with the day above it where there is room."""
    until = frame.picture.until
    turns = {b.since for b in frame.picture.bands} | {b.until for b in frame.picture.bands if b.until}
    shown = -APART
    for day in sorted(d for d in turns if d <= until):
        at = frame.x(day)
        yield element("line", x1=at, x2=at, y1=TOP - 16, y2=bottom, stroke=RULE, stroke_width=1)
        if at - shown > APART:
            anchor = "start" if at < LEFT + 30 else "end" if at > WIDTH - RIGHT - 40 else "middle"
            yield _day(day, at, anchor)
            shown = at
    if frame.x(until) - shown > APART:
        yield _day(until, frame.x(until), "end")


def _day(day: date, at: float, anchor: str) -> str:
    year = text(str(day.year), x=at, y=26, fill=INK, font_size=15, font_weight="bold", text_anchor=anchor)
    return year + text(f"{day.day} {day:%b}", x=at, y=43, fill=QUIET, font_size=12, text_anchor=anchor)


def turns(frame: Frame, band: Band) -> Iterator[str]:
    """A dotted line where a body became something else under the same code."""
    middle = frame.middle(band.code)
    for day, kind in frame.turns(band):
        half, at = frame.thickness(band, day) / 2, frame.x(day)
        name = element("title", escape(f"{words.day(day)}: {band.code} became a {KINDS[kind].one}"))
        line = element("line", x1=at, x2=at, y1=middle - half, y2=middle + half, stroke=PAPER, stroke_width=2,
                       stroke_dasharray="2 4")  # fmt: skip
        yield element("g", name + line)


def lanes(frame: Frame, top: float) -> Iterator[str]:
    """The systems they belonged to, as bars below; a name that does not fit in its bar stands before it."""
    for index, lane in enumerate(frame.picture.systems):
        start, end = frame.x(lane.since) + 1, frame.x(lane.until or frame.picture.until) - 1
        y = top + index * (LANE + SPACE)
        yield element("rect", x=start, y=y, width=max(2.0, end - start), height=LANE, fill=INK, rx=3)
        whole = f"{lane.name} ({lane.code})" if lane.name != lane.code else lane.code
        inside = fitting(whole, whole, width=end - start - 8, height=LANE)
        at, anchor, colour = ((start + end) / 2, "middle", PAPER) if inside else (start - 8, "end", INK)
        yield text(inside[0] if inside else f"Part of {whole}", x=at, y=y + LANE / 2 + 4.5, fill=colour, font_size=13,
                   text_anchor=anchor)  # fmt: skip


def height_of_lanes(frame: Frame) -> float:
    """The room that the lanes take."""
    return len(frame.picture.systems) * (LANE + SPACE)
