"""The rules of who pays, year by year: those that come with Ouzel, and those that people load as reference data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from ouzel.activity.gate.refusing import refuse_in_texts
from ouzel.activity.references import releases
from ouzel.activity.rules.reading import bases_of, flows, read_flow, said_of_boxes, shipped
from ouzel.activity.small_files import read_small
from ouzel.activity.store.place import Store
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease
from ouzel.core.permissions import require, today
from ouzel.core.releases import Origin
from ouzel.engine.attribution.flow import Flow

KIND = "activity:rules"
MOST = 1_000_000
"""Bytes of a file of rules: those of a year have some 20,000."""


@dataclass(frozen=True)
class Year:
    """The rules of a year. `release` is None of those that come with Ouzel. `text` is the file; `bases` are the texts
    it builds on, by name."""

    flow: Flow
    text: str
    bases: Mapping[str, str]
    release: ReferenceRelease | None = None

    @property
    def slug(self) -> str:
        """Its name as it stands in addresses and after `like`: 2025-26."""
        return slug_of(self.flow)

    @property
    def said(self) -> Mapping[str, Mapping[str, str]]:
        """What stands beside each box (see `reading.said_of_boxes`)."""
        return said_of_boxes(self.text, self.bases)


def slug_of(flow: Flow) -> str:
    """The name of rules as it stands in addresses: 2025-26."""
    return flow.name.replace("/", "-")


def load_rules(
    source: Path | bytes, *, by: Actor, name: str = "", published: date | None = None, store: Store | None = None
) -> ReferenceRelease:  # fmt: skip
    """Load the rules of a year from TOML (docs/reference/rules.md), which are for the days that they say.

    They take the place of the rules of just those days, if there are any, and are known from `published` on (else the
    day they say). ContentError, with the line where there is one, for what cannot be followed, for days of which some
    have other rules, and for a name that other rules have; nothing is kept then.
    """
    require(by, releases.NEEDS, on=today())
    file, text, sha256 = read_small(source, name=name, most=MOST, what="rules of a year")
    _looked_through(text, file)
    there = years(store=store)
    others = {year.slug: year.text for year in there} | shipped()
    flow = read_flow(text, file=file, others=others)
    said_of_boxes(text, others)
    _fits(flow, there, file)
    table = pa.table({"name": [flow.name], "text": [text], "bases": [json.dumps(bases_of(text, others))]})
    return releases.enter(
        table, kind=KIND, name=f"Rules of who pays, {flow.name}", effective=flow.since,
        origin=Origin(flow.source, published or flow.published), sha256=sha256, by=by,
        store=store, file=file,
    )  # fmt: skip


def years(*, known_at: date | None = None, store: Store | None = None) -> tuple[Year, ...]:
    """The rules of every year, oldest first: those loaded, and those that come with Ouzel for all other days.

    `known_at`: of those loaded only what was published by then. Those that come with Ouzel have no such clock.
    """
    place = store or Store.at()
    loaded = []
    there = releases.releases(KIND, known_at=known_at)
    for release, following in zip(there, (*there[1:], None), strict=False):
        flow, text, bases = _read(place, releases.path_of(release))
        begins = following.effective.lower if following else None
        until = min(flow.until, begins) if begins else flow.until
        loaded.append(Year(replace(flow, until=until), text, bases, release))
    own = [
        Year(flow, shipped()[slug_of(flow)], shipped()) for flow in flows()
        if not any(flow.since < each.flow.until and each.flow.since < flow.until for each in loaded)
    ]  # fmt: skip
    return tuple(sorted((*loaded, *own), key=lambda year: year.flow.since))


def known_flows(*, known_at: date | None = None, store: Store | None = None) -> tuple[Flow, ...]:
    """The same as flows alone."""
    return tuple(year.flow for year in years(known_at=known_at, store=store))


def year_named(slug: str, *, store: Store | None = None) -> Year | None:
    """The rules of a year by its name in addresses (2025-26); None where there are none."""
    return next((year for year in years(store=store) if year.slug == slug), None)


def _looked_through(text: str, file: str) -> None:
    """Refuse a text that tells who a person is: it is kept as it stands, and public."""
    refuse_in_texts({line: at for at, line in reversed(list(enumerate(text.splitlines(), start=1))) if line.strip()},
                    file=file, field="text", bodies=True)  # fmt: skip


def _fits(flow: Flow, there: tuple[Year, ...], file: str) -> None:
    """Refuse rules that would leave a day with two, or a line without its day."""
    for year in there:
        other = year.flow
        same = (other.since, other.until) == (flow.since, flow.until)
        if not same and flow.since < other.until and other.since < flow.until:
            raise ContentError(
                f"the rules {other.name} are for some of the same days, from {_said(other.since)} to"
                f" {_said(other.until - timedelta(days=1))}", file, field="since",
                value=f"{flow.since} to {flow.until}", right="Give just their days, or days that none is for",
            )  # fmt: skip
        if not same and other.name == flow.name:
            raise ContentError("other rules have this name", file, field="name", value=flow.name)
        if not same and (odd := [k for k in flow.dates if (flow.dates[k] == "start") != (other.dates[k] == "start")]):
            raise ContentError(
                f"the rules {other.name} read the map on another day of such lines, and a kind has one day for all",
                file, field=f"dates.{odd[0]}", value=flow.dates[odd[0]], right=other.dates[odd[0]],
            )  # fmt: skip


@lru_cache(maxsize=64)
def _read(store: Store, path: str) -> tuple[Flow, str, Mapping[str, str]]:
    """Rules as they were loaded; a release never changes."""
    row = store.read_table(path).to_pylist()[0]
    bases = json.loads(row["bases"])
    return read_flow(row["text"], file=f"{row['name']}", others=bases), row["text"], bases


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
