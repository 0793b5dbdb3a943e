"""What a run need not work out again: months whose lines are the same, where nothing else that it reads has changed.

A cube tells which lines each of its months was made of and what else was read, as digests. So the next run prices the
months that a file, a withdrawal or an erasure has changed, and takes the cells of all others as they are.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow.parquet as pq

import ouzel
from ouzel.activity import cube
from ouzel.activity.models import AgreementRow, PodMapping, PriceRelease, PricingRun, ResponsibilityEpisode
from ouzel.activity.references.releases import KINDS_BEGIN
from ouzel.activity.store import Store
from ouzel.activity.store.schema import LIVE
from ouzel.core.models import ReferenceRelease
from ouzel.core.permissions import today
from ouzel.engine.columnar import Columnar
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

OF_LINES, OF_REST = b"ouzel.lines", b"ouzel.rest"


class Action(StrEnum):
    """What runs record in the audit trail."""

    RUN = "activity.run.done"


@dataclass(frozen=True)
class Lines:
    """What the lines of each month are: how many, and a digest of all that is said of them."""

    months: Mapping[int, tuple[int, str]]  # year * 12 + month - 1; 0: not known

    @property
    def count(self) -> int:
        return sum(lines for lines, _ in self.months.values())

    def changed(self, before: "Lines") -> tuple[int, ...]:
        """The months that differ from those of an earlier run, in order."""
        every = self.months.keys() | before.months.keys()
        return tuple(sorted(month for month in every if self.months.get(month) != before.months.get(month)))


@dataclass(frozen=True)
class Before:
    """The run whose cells are taken, and the months that are not taken but worked out."""

    run: PricingRun
    months: tuple[int, ...]


def lines_now(lines: "ir.Table", engine: Columnar) -> Lines:
    """What lines (in the columns of `LIVE`) are, by month: they are read once, and neither attributed nor priced."""
    said = ibis.struct({name: lines[name] for name in LIVE.names}).hash()
    found = lines.group_by("month").aggregate(lines=lines.count(), digest=said.cast("decimal(38,0)").sum().cast(str))
    return Lines({row["month"]: (row["lines"], row["digest"]) for row in engine.rows(found).to_pylist()})


def rest_now() -> str:
    """A digest of everything but lines that a run reads: register, prices, agreements, mappings, facts, the program."""
    told: list[Any] = [_program(), edition_of(Moment(today()))]
    told += [
        list(PriceRelease.objects.order_by("pk").values_list("pk", "state", "withdrawn")),
        list(ReferenceRelease.objects.filter(kind__startswith=KINDS_BEGIN).order_by("pk").values_list("pk", "state")),
        *(
            list(model.objects.order_by("pk").values_list("pk", "replaced"))
            for model in (AgreementRow, PodMapping, ResponsibilityEpisode)
        ),
    ]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def before(run: PricingRun | None, now: Lines, rest: str, *, store: Store) -> Before | None:
    """What of an earlier run can be taken; None where all has to be worked out."""
    if run is None or not store.exists(cube.FILE.format(run.pk)):
        return None
    with store.fs.open(store.path(cube.FILE.format(run.pk)), "rb") as source:
        schema = pq.ParquetFile(source).schema_arrow
    said = schema.metadata or {}
    if said.get(OF_REST, b"").decode() != rest or schema.names != cube.SCHEMA.names:
        return None
    was = Lines({int(month): (lines, digest) for month, (lines, digest) in json.loads(said[OF_LINES]).items()})
    return Before(run, now.changed(was))


def told(now: Lines, rest: str) -> dict[bytes, bytes]:
    """The same to write into a cube."""
    return {OF_LINES: json.dumps(now.months).encode(), OF_REST: rest.encode()}


def taken_words(run: PricingRun) -> str:
    """What a run worked out and what it took from the one before, in a sentence; "" where it worked out everything."""
    taken = run.summary.get("taken_from")
    if not taken:
        return ""
    if not taken["months"]:
        return f"Nothing has changed since run {taken['run']}: all is as it was then."
    months = "1 month" if taken["months"] == 1 else f"{taken['months']:,} months"
    lines = "1 line" if taken["lines"] == 1 else f"{taken['lines']:,} lines"
    return f"Only {months} changed since run {taken['run']}: {lines} worked out, all others as they were then."


@cache
def _program() -> str:
    """The program and the rules and lists that come with it."""
    root = Path(ouzel.__file__).parent
    found = hashlib.sha256(ouzel.__version__.encode())
    for folder in ("activity", "engine"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv"):
                found.update(path.read_bytes())
    return found.hexdigest()
