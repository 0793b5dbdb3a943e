"""How bodies flowed into one another: time runs to the right, a band is as wide as its members are many."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from ouzel.register.attributes import Attribute
from ouzel.register.flows import Band, Flow, Picture
from ouzel.register.kinds import KINDS
from ouzel.web import words
from ouzel.web.pictures.labels import fitting
from ouzel.web.pictures.places import Place, places
from ouzel.web.pictures.svg import document, element, number, text

WIDTH, LEFT, RIGHT, TOP, LANE = 1120.0, 24.0, 24.0, 64.0, 34.0
BEND = 13.0  # half of the room in which a stream bends from one band into the next
INK, QUIET, RULE = "#212b32", "#4c6272", "#d8dde0"
BRANCHES = ("#005eb8", "#7c2855", "#00604a", "#6b4300", "#330072", "#8a1538", "#425563")
"""Each is dark enough for white letters (more than 5.9 to 1); its place tells a stream apart, not colour alone."""

Across = Callable[[date], float]


def river(picture: Picture, *, title: str = "") -> str:
    """The whole picture as SVG."""
    tallest = max(1, *(b.most for b in picture.bands)) if picture.bands else 1
    scale = min(24.0, 380.0 / tallest)
    placed, height = places(picture, scale=scale)
    days = max(1, (picture.until - picture.since).days)

    def x(day: date) -> float:
        inside = min(max(day, picture.since), picture.until)
        return LEFT + (WIDTH - LEFT - RIGHT) * (inside - picture.since).days / days

    bottom = TOP + height + 16
    lanes = _lanes(picture, x, bottom + 16)
    below = 16 + len(picture.systems) * (LANE + 4) if lanes else 0
    whole = bottom + below + 16
    parts = [
        *_years(picture, x, bottom + below),
        *(_stream(flow, picture, placed, scale, x) for flow in picture.flows if _drawn(flow, picture)),
        *(_band(band, placed[band.code], scale, x, picture) for band in picture.bands),
        *(mark for band in picture.bands for mark in _changes_of_role(band, placed[band.code], scale, x, picture)),
        *lanes,
    ]
    return document(
        parts, width=WIDTH, height=whole, title=title or f"How bodies flowed into {picture.root_name} ({picture.root})",
        description=sentence(picture), ident=f"river-{picture.root}",
    )  # fmt: skip


def sentence(picture: Picture) -> str:
    """What the picture shows, in one or two sentences."""
    unit = unit_of(picture)
    waves: dict[date, list[Flow]] = defaultdict(list)
    for flow in picture.flows:
        waves[flow.on].append(flow)
    kept = {day: f for day, f in waves.items() if any(_drawn(flow, picture) for flow in f)}
    said = [
        f"on {words.day(day)} {words.count(len({f.source for f in flows}), 'body', 'bodies')} flowed into"
        f" {words.listed(sorted({f.target for f in flows}))}"
        for day, flows in kept.items()
    ]
    held = words.count(len(picture.bands), "body", "bodies")
    start = f"From {words.day(picture.since)} to {words.day(picture.until)} {held}"
    last = next((b.counts[-1].members for b in picture.bands if b.code == picture.root), 0)
    end = f"{picture.root} has {words.count(last, unit)} at the end."
    return f"{start} held these {unit}s: {'; '.join(said)}. {end}" if said else f"{start} held these {unit}s. {end}"


def unit_of(picture: Picture) -> str:
    """What the members are, in the singular."""
    return "practice" if picture.relation is Attribute.COMMISSIONER else "commissioner"


def _drawn(flow: Flow, picture: Picture) -> bool:
    """A stream is drawn where a body ended or began; single members that moved at other times stand in the table."""
    source, target = (next(b for b in picture.bands if b.code == c) for c in (flow.source, flow.target))
    return flow.on == source.until or flow.on == target.since


def _thickness(band: Band, day: date, scale: float) -> float:
    """Height of a band on a day, between the counts before and after it."""
    before = [c for c in band.counts if c.day <= day] or [band.counts[0]]
    after = [c for c in band.counts if c.day >= day] or [band.counts[-1]]
    a, b = before[-1], after[0]
    share = (day - a.day).days / (b.day - a.day).days if b.day > a.day else 0
    return max(1.5, (a.members + (b.members - a.members) * share) * scale)


def _ends(band: Band, x: Across, picture: Picture) -> tuple[float, float]:
    """Where a band begins and ends, leaving room for its streams to bend."""
    arrives = any(f.target == band.code and f.on == band.since for f in picture.flows)
    leaves = any(f.source == band.code and f.on == band.until for f in picture.flows)
    start = x(band.since) + (BEND if arrives else 0)
    end = x(band.until or picture.until) - (BEND if leaves else 1 if band.until else 0)
    return start, max(end, start + 1)


def _colour(place: Place) -> str:
    return BRANCHES[place.branch % len(BRANCHES)]


def _band(band: Band, place: Place, scale: float, x: Across, picture: Picture) -> str:
    start, end = _ends(band, x, picture)
    sides = [(min(max(x(c.day), start), end), max(1.5, c.members * scale) / 2) for c in band.counts]
    middle = TOP + place.middle
    upper = [
        f"{number(at)} {number(middle - half)}" for at, half in [(start, sides[0][1]), *sides, (end, sides[-1][1])]
    ]
    lower = [
        f"{number(at)} {number(middle + half)}"
        for at, half in [(end, sides[-1][1]), *sides[::-1], (start, sides[0][1])]
    ]
    shape = element("path", d=f"M{' L'.join(upper + lower)}Z", fill=_colour(place))
    name = element("title", f"{words_of(band, picture)}")
    turns = [x(r.since) for r in band.roles[1:] if r.since and start < x(r.since) < end and r.since > band.since]
    left = max([start, *(t + 4 for t in turns if t < (start + end) / 2)])  # beside a dotted line, not across it
    right = min([end, *(t - 4 for t in turns if t >= (start + end) / 2)])
    room, height = right - left - 4, min(half for _, half in sides) * 2
    lines = fitting(band.code, band.name, width=room, height=height)
    first = middle - (len(lines) - 1) * 7.5 + 4.5
    labels = "".join(
        text(line, x=(left + right) / 2, y=first + 15 * i, fill="#ffffff", font_size=13, text_anchor="middle",
             font_weight="bold" if i == 0 else None)
        for i, line in enumerate(lines)
    )  # fmt: skip
    return element("g", name + shape + labels)


def words_of(band: Band, picture: Picture) -> str:
    """A band in words, for those who point at it."""
    from xml.sax.saxutils import escape

    most = words.count(band.most, unit_of(picture))
    name = f"{band.name} ({band.code})" if band.name != band.code else band.code
    return escape(f"{name}, {words.span(band.since, band.until)}, at most {most}")


def _stream(flow: Flow, picture: Picture, placed: dict[str, Place], scale: float, x: Across) -> str:
    """A ribbon from the end of one band to its own part of the next one's beginning."""
    source, target = (next(b for b in picture.bands if b.code == c) for c in (flow.source, flow.target))
    left = (
        min(_ends(source, x, picture)[1], x(flow.on) - BEND)
        if flow.on != source.until
        else _ends(source, x, picture)[1]
    )
    right = _ends(target, x, picture)[0] if flow.on == target.since else x(flow.on) + BEND
    out = _part(flow, [f for f in picture.flows if f.source == flow.source and f.on == flow.on], "target", placed)
    into = _part(flow, [f for f in picture.flows if f.target == flow.target and f.on == flow.on], "source", placed)
    tall_out = _thickness(source, source.counts[-1].day if flow.on == source.until else flow.on, scale)
    tall_in = _thickness(target, flow.on, scale)
    a, b = (TOP + placed[source.code].middle + (edge - 0.5) * tall_out for edge in out)
    c, d = (TOP + placed[target.code].middle + (edge - 0.5) * tall_in for edge in into)
    half = (left + right) / 2
    x1, h, x2 = number(left), number(half), number(right)
    top, bottom, top_in, bottom_in = number(a), number(b), number(c), number(d)
    path = (
        f"M{x1} {top} C{h} {top} {h} {top_in} {x2} {top_in}"
        f" L{x2} {bottom_in} C{h} {bottom_in} {h} {bottom} {x1} {bottom}Z"
    )
    return element("path", d=path, fill=_colour(placed[source.code]), opacity="0.55")


def _part(flow: Flow, together: list[Flow], side: str, placed: dict[str, Place]) -> tuple[float, float]:
    """The part, 0 to 1 from the top, that a stream takes of the streams that leave or arrive with it."""
    ordered = sorted(together, key=lambda f: placed[getattr(f, side)].middle)
    total = sum(f.members for f in ordered)
    before = sum(f.members for f in ordered[: ordered.index(flow)])
    return before / total, (before + flow.members) / total


def _years(picture: Picture, x: Across, bottom: float) -> list[str]:
    """Rules at every change of the river, with their day, and quiet years between."""
    marks = []
    turns = sorted(
        {b.since for b in picture.bands} | {b.until for b in picture.bands if b.until and b.until <= picture.until}
    )
    last = -100.0
    for day in turns:
        at = x(day)
        marks.append(element("line", x1=at, x2=at, y1=TOP - 16, y2=bottom, stroke=RULE, stroke_width=1))
        if at - last > 70:
            anchor = "start" if at < LEFT + 30 else "end" if at > WIDTH - RIGHT - 40 else "middle"
            marks.append(
                text(str(day.year), x=at, y=26, fill=INK, font_size=15, font_weight="bold", text_anchor=anchor)
            )
            marks.append(text(f"{day.day} {day:%b}", x=at, y=43, fill=QUIET, font_size=12, text_anchor=anchor))
            last = at
    end = x(picture.until)
    if end - last > 70:
        marks.append(
            text(str(picture.until.year), x=end, y=26, fill=INK, font_size=15, font_weight="bold", text_anchor="end")
        )
        marks.append(
            text(f"{picture.until.day} {picture.until:%b}", x=end, y=43, fill=QUIET, font_size=12, text_anchor="end")
        )
    return marks


def _changes_of_role(band: Band, place: Place, scale: float, x: Across, picture: Picture) -> list[str]:
    """A dotted line where a body became something else under the same code."""
    start, end = _ends(band, x, picture)
    marks = []
    for role in band.roles[1:]:
        if role.since and start < x(role.since) < end and role.since > band.since:
            tall = _thickness(band, role.since, scale) / 2
            at, middle = x(role.since), TOP + place.middle
            name = element("title", f"{words.day(role.since)}: {band.code} became a {KINDS[role.kind].one}")
            line = element(
                "line",
                x1=at,
                x2=at,
                y1=middle - tall,
                y2=middle + tall,
                stroke="#ffffff",
                stroke_width=2,
                stroke_dasharray="2 4",
            )
            marks.append(element("g", name + line))
    return marks


def _lanes(picture: Picture, x: Across, top: float) -> list[str]:
    """The systems they belonged to, as bars below; a name that does not fit in its bar stands before it."""
    parts = []
    for index, lane in enumerate(picture.systems):
        start, end = x(lane.since) + 1, x(lane.until or picture.until) - 1
        if end <= start:
            continue
        y = top + index * (LANE + 4)
        parts.append(element("rect", x=start, y=y, width=end - start, height=LANE, fill=INK, rx=3))
        inside = fitting(lane.code, lane.name, width=end - start - 8, height=LANE)
        if len(inside) > 1 or (inside and inside[0] != lane.code):
            for i, line in enumerate(inside):
                middle = (start + end) / 2
                parts.append(text(line, x=middle, y=y + 15 + 14 * i, fill="#fff", font_size=12, text_anchor="middle"))
        else:
            name = f"Part of {lane.name} ({lane.code})" if lane.name != lane.code else f"Part of {lane.code}"
            parts.append(text(name, x=start - 8, y=y + LANE / 2 + 4.5, fill=INK, font_size=13, text_anchor="end"))
    return parts
