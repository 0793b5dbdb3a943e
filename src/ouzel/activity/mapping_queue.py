"""Local points of delivery that nobody has mapped yet, those with the most money first."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ouzel.activity.pod_mapping import Mapped
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.store import Store, live_lines
from ouzel.core.permissions import Permission, Viewer, require
from ouzel.engine.activity_lines import PROFILE

POD = PROFILE.index("pod")


@dataclass
class Waiting:
    """One local point of delivery of one provider, with what hangs on it. `first` and `last` are days of lines."""

    provider: str
    local_code: str
    name: str  # what the provider calls it, "" where it does not say
    lines: int = 0
    activity: int = 0  # thousandths
    pence: int = 0  # as submitted
    unpriced: int = 0  # lines that say no price
    first: date | None = None
    last: date | None = None
    pods: set[str] = field(default_factory=set)  # what the lines say in place of a national point of delivery


def queue(
    store: Store, *, connection: Any, viewer: Viewer, on: date, ready: Collection[int] | None = None
) -> list[Waiting]:
    """What waits to be mapped, by money, then lines; lines with a national point of delivery do not.

    `ready` are the loads that count (None: all that have lines). A line waits unless a mapping holds on the day it
    ended (where it says none, the day it started). PermissionDenied for who may not see figures of activity on the day.
    """
    require(viewer, Permission.ACTIVITY_READ, on=on)
    words, mapped = store.dictionaries(), Mapped.known()
    supplies, profiles = words.keys("supply"), words.keys("profile")
    codes = words.table("local_pod").to_pylist()
    lines = live_lines(store, connection=connection, ready=ready)
    some = lines.filter(lines.local_pod != 0)
    day = (some.end != 0).ifelse(some.end, some.start)
    grouped = some.group_by(supply=some.supply, profile=some.profile, local_pod=some.local_pod, day=day).aggregate(
        lines=some.count(),
        activity=some.activity.sum(),
        pence=some.submitted.sum(),
        unpriced=some.submitted.isnull().cast("int64").sum(),
    )
    waiting: dict[tuple[str, str], Waiting] = {}
    for row in grouped.to_pyarrow().to_pylist():
        pod, provider = profiles[row["profile"]][POD], supplies[row["supply"]][0]
        local = codes[row["local_pod"]]
        when = date.fromordinal(row["day"]) if row["day"] else None
        if pod.upper() in POINTS:
            continue
        if when is not None and mapped.pod(provider=provider, local_code=local["code"], on=when):
            continue
        one = waiting.setdefault((provider, local["code"]), Waiting(provider, local["code"], local["name"]))
        one.lines += row["lines"]
        one.activity += row["activity"] or 0
        one.pence += row["pence"] or 0
        one.unpriced += row["unpriced"]
        one.pods |= {pod} - {""}
        if when is not None:
            one.first = min(one.first or when, when)
            one.last = max(one.last or when, when)
    return sorted(waiting.values(), key=lambda one: (-one.pence, -one.lines, one.provider, one.local_code))
