"""The measures of a river: where a day is across, how wide a body is on a day, where its band begins and ends."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ouzel.register.flows import Band, Flow, Picture
from ouzel.web.pictures.places import Place, places

WIDTH, LEFT, RIGHT, TOP = 1120.0, 24.0, 24.0, 64.0
BEND = 13.0  # half of the room in which a stream bends from one band into the next
HIGH, WIDEST = 380.0, 24.0  # height of the largest body at most; height of one member at most
THINNEST = 1.5
INK, QUIET, RULE, PAPER = "#212b32", "#4c6272", "#d8dde0", "#ffffff"
BRANCHES = ("#005eb8", "#7c2855", "#00604a", "#6b4300", "#330072", "#8a1538", "#425563")
"""Each is dark enough for white letters (more than 5.9 to 1); its place tells a stream apart, not colour alone."""


@dataclass(frozen=True)
class Frame:
    """A picture with its measures, in units of the SVG."""

    picture: Picture

    @cached_property
    def scale(self) -> float:
        """The height of one member."""
        return min(WIDEST, HIGH / max(1, *(b.most for b in self.picture.bands), 1))

    @cached_property
    def bands(self) -> dict[str, Band]:
        """The bands by code."""
        return {b.code: b for b in self.picture.bands}

    @cached_property
    def placed(self) -> tuple[dict[str, Place], float]:
        """A place for each band by code, and the height of all."""
        return places(self.picture, scale=self.scale)

    @property
    def bottom(self) -> float:
        """The lower edge of the bands."""
        return TOP + self.placed[1] + 16

    def x(self, day: date) -> float:
        """How far across a day is; days outside the picture are at its edges."""
        first, last = self.picture.since, self.picture.until
        inside = min(max(day, first), last)
        return LEFT + (WIDTH - LEFT - RIGHT) * (inside - first).days / max(1, (last - first).days)

    def middle(self, code: str) -> float:
        """How far down the middle of a band is."""
        return TOP + self.placed[0][code].middle

    def colour(self, code: str) -> str:
        """The colour of the branch to which a band belongs."""
        return BRANCHES[self.placed[0][code].branch % len(BRANCHES)]

    def thickness(self, band: Band, day: date) -> float:
        """The height of a band on a day, between the counts before and after it."""
        a = next((c for c in reversed(band.counts) if c.day <= day), band.counts[0])
        b = next((c for c in band.counts if c.day >= day), band.counts[-1])
        share = (day - a.day).days / (b.day - a.day).days if b.day > a.day else 0.0
        return max(THINNEST, (a.members + (b.members - a.members) * share) * self.scale)

    def ends(self, band: Band) -> tuple[float, float]:
        """Where a band begins and ends across, leaving room for its streams to bend."""
        arrives = any(f.target == band.code and f.on == band.since for f in self.picture.flows)
        leaves = any(f.source == band.code and f.on == band.until for f in self.picture.flows)
        start = self.x(band.since) + (BEND if arrives else 0)
        end = self.x(band.until or self.picture.until) - (BEND if leaves else 1 if band.until else 0)
        return start, max(end, start + 1)

    def turns(self, band: Band) -> list[tuple[date, str]]:
        """The days on which a body became something else under its code, with the slug of what it became."""
        start, end = self.ends(band)
        return [
            (r.since, r.kind)
            for r in band.roles[1:]
            if r.since and r.since > band.since and start < self.x(r.since) < end
        ]

    def streams(self) -> list[Flow]:
        """The flows that are drawn: where a body ended or began. What moved otherwise stands in the table."""
        return [f for f in self.picture.flows if f.on in (self.bands[f.source].until, self.bands[f.target].since)]
