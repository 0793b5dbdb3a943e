"""Where each band of a river stands: every body beside those it flowed into, so that few streams cross."""

from collections import defaultdict
from dataclasses import dataclass

from ouzel.register.flows import Band, Picture

GAP = 10.0


@dataclass(frozen=True)
class Place:
    """The middle of a band, and the branch of the river it belongs to (0: the mouth)."""

    middle: float
    branch: int


def places(picture: Picture, *, scale: float) -> tuple[dict[str, Place], float]:
    """A place for each band by code, and the height of all; `scale` is the height of one member."""
    bands = {b.code: b for b in picture.bands}
    parts = tributaries(picture)
    need: dict[str, float] = {}

    def measure(code: str) -> float:
        inner = sum(measure(c) for c in parts[code]) + GAP * max(0, len(parts[code]) - 1)
        need[code] = max(bands[code].most * scale, inner)
        return need[code]

    found: dict[str, Place] = {}

    def settle(code: str, top: float, branch: int) -> None:
        found[code] = Place(top + need[code] / 2, branch)
        inner = sum(need[c] for c in parts[code]) + GAP * max(0, len(parts[code]) - 1)
        at = top + (need[code] - inner) / 2
        for index, part in enumerate(parts[code]):
            settle(part, at, index + 1 if code == picture.root else branch)
            at += need[part] + GAP

    top = 0.0
    for mouth in [code for code in bands if not any(code in c for c in parts.values())]:
        top += measure(mouth)
        settle(mouth, top - need[mouth], 0)
        top += GAP
    return found, max(0.0, top - GAP)


def tributaries(picture: Picture) -> dict[str, list[str]]:
    """The bodies whose largest stream went into each body, by code."""
    bands: dict[str, Band] = {b.code: b for b in picture.bands}
    main: dict[str, tuple[int, str]] = {}
    for flow in picture.flows:
        if bands[flow.source].since <= bands[flow.target].since and flow.source != picture.root:
            main[flow.source] = max(main.get(flow.source, (0, "")), (flow.members, flow.target))
    parts: dict[str, list[str]] = defaultdict(list)
    for source, (_, target) in sorted(main.items(), key=lambda m: bands[m[0]].name):
        if not _leads_to(target, source, main):
            parts[target].append(source)
    return parts


def _leads_to(start: str, goal: str, main: dict[str, tuple[int, str]]) -> bool:
    """Whether going downstream from `start` comes to `goal`: then the two would hang on each other."""
    seen = set()
    while start in main and start not in seen:
        if start == goal:
            return True
        seen.add(start)
        start = main[start][1]
    return start == goal
