"""How bodies flowed into one another: time runs to the right, a band is as wide as its members are many."""

from collections import defaultdict
from datetime import date

from ouzel.register.flows import Flow, Picture
from ouzel.web import words
from ouzel.web.pictures import marks
from ouzel.web.pictures.bands import band, stream, unit_of
from ouzel.web.pictures.frame import WIDTH, Frame
from ouzel.web.pictures.svg import document

FEW = 6
"""So many bodies are named in a sentence; more are counted."""


def river(picture: Picture, *, title: str = "") -> str:
    """The whole picture as SVG."""
    frame = Frame(picture)
    lanes = list(marks.lanes(frame, frame.bottom + 16))
    below = frame.bottom + (16 + marks.height_of_lanes(frame) if lanes else 0)
    parts = [
        *marks.years(frame, below),
        *(stream(frame, flow) for flow in frame.streams()),
        *(band(frame, one) for one in picture.bands),
        *(mark for one in picture.bands for mark in marks.turns(frame, one)),
        *lanes,
    ]
    name = title or f"How bodies flowed into {picture.root_name} ({picture.root})"
    ident = f"river-{picture.root}"
    return document(parts, width=WIDTH, height=below + 16, title=name, description=sentence(picture), ident=ident)


def sentence(picture: Picture) -> str:
    """What the picture shows, in a few sentences."""
    unit, waves = unit_of(picture), defaultdict[date, list[Flow]](list)
    for flow in Frame(picture).streams():
        waves[flow.on].append(flow)
    held = words.count(len(picture.bands), "body", "bodies")
    said = [f"From {words.day(picture.since)} to {words.day(picture.until)}, {held} held these {unit}s."]
    for day, flows in waves.items():
        sources, targets = (sorted({f.source for f in flows}), sorted({f.target for f in flows}))
        came = words.listed(sources) if len(sources) <= FEW else words.count(len(sources), "body", "bodies")
        went = words.listed(targets) if len(targets) <= FEW else words.count(len(targets), "body", "bodies")
        said.append(f"On {words.day(day)}, {came} flowed into {went}.")
    last = next((b.counts[-1].members for b in picture.bands if b.code == picture.root), 0)
    return " ".join([*said, f"{picture.root} has {words.count(last, unit)} at the end."])
