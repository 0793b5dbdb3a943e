"""Bands and streams: a body over its years, and the members that moved on from it on a day."""

from datetime import date
from xml.sax.saxutils import escape

from ouzel.register.attributes import Attribute
from ouzel.register.flows import Band, Flow, Picture
from ouzel.web import words
from ouzel.web.pictures.frame import BEND, PAPER, THINNEST, Frame
from ouzel.web.pictures.labels import LINE, fitting
from ouzel.web.pictures.svg import element, number, text


def unit_of(picture: Picture) -> str:
    """What the members are, in the singular."""
    return "practice" if picture.relation is Attribute.COMMISSIONER else "commissioner"


def band(frame: Frame, one: Band) -> str:
    """One body, as high on each day as its members were many, with its label inside."""
    start, end = frame.ends(one)
    middle = frame.middle(one.code)
    sides = [(min(max(frame.x(c.day), start), end), max(THINNEST, c.members * frame.scale) / 2) for c in one.counts]
    sides = [(start, sides[0][1]), *sides, (end, sides[-1][1])]
    edge = [f"{number(at)} {number(middle - half)}" for at, half in sides]
    edge += [f"{number(at)} {number(middle + half)}" for at, half in reversed(sides)]
    shape = element("path", d=f"M{' L'.join(edge)}Z", fill=frame.colour(one.code))
    name = element("title", escape(described(frame, one)))
    return element("g", name + shape + _label(frame, one, height=min(half for _, half in sides) * 2))


def described(frame: Frame, one: Band) -> str:
    """A band in words, for those who point at it."""
    most = words.count(one.most, unit_of(frame.picture))
    name = f"{one.name} ({one.code})" if one.name != one.code else one.code
    return f"{name}, {words.span(one.since, one.until)}, at most {most}"


def _label(frame: Frame, one: Band, *, height: float) -> str:
    start, end = frame.ends(one)
    centre = (start + end) / 2
    at = [frame.x(day) for day, _ in frame.turns(one)]  # beside a dotted line, not across it
    left = max([start, *(x + 4 for x in at if x < centre)])
    right = min([end, *(x - 4 for x in at if x >= centre)])
    lines = fitting(one.code, one.name, width=right - left - 4, height=height)
    first = frame.middle(one.code) - (len(lines) - 1) * LINE / 2 + 4.5
    return "".join(
        text(line, x=(left + right) / 2, y=first + LINE * i, fill=PAPER, font_size=13, text_anchor="middle",
             font_weight="bold" if i == 0 else None)
        for i, line in enumerate(lines)
    )  # fmt: skip


def stream(frame: Frame, flow: Flow) -> str:
    """A ribbon from the end of one band to its own part of the next one's beginning."""
    source, target = frame.bands[flow.source], frame.bands[flow.target]
    left = frame.ends(source)[1] if flow.on == source.until else frame.x(flow.on) - BEND
    right = frame.ends(target)[0] if flow.on == target.since else frame.x(flow.on) + BEND
    leaving = [f for f in frame.picture.flows if (f.source, f.on) == (flow.source, flow.on)]
    arriving = [f for f in frame.picture.flows if (f.target, f.on) == (flow.target, flow.on)]
    last = source.counts[-1].day if flow.on == source.until else flow.on
    a, b = _edges(frame, source, last, _part(flow, sorted(leaving, key=lambda f: frame.middle(f.target))))
    c, d = _edges(frame, target, flow.on, _part(flow, sorted(arriving, key=lambda f: frame.middle(f.source))))
    x1, bend, x2 = number(left), number((left + right) / 2), number(right)
    path = f"M{x1} {a} C{bend} {a} {bend} {c} {x2} {c} L{x2} {d} C{bend} {d} {bend} {b} {x1} {b}Z"
    return element("path", d=path, fill=frame.colour(flow.source), opacity="0.55")


def _edges(frame: Frame, one: Band, day: date, part: tuple[float, float]) -> tuple[str, str]:
    tall, middle = frame.thickness(one, day), frame.middle(one.code)
    return number(middle + (part[0] - 0.5) * tall), number(middle + (part[1] - 0.5) * tall)


def _part(flow: Flow, together: list[Flow]) -> tuple[float, float]:
    """The part, 0 to 1 from the top, that a stream takes of those that leave or arrive with it."""
    total = sum(f.members for f in together)
    before = sum(f.members for f in together[: together.index(flow)])
    return before / total, (before + flow.members) / total
