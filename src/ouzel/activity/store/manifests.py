"""What each load is: when it was submitted and what it replaces. Written once, before the load counts."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from ouzel.activity.store.moments import moment

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store

CLOSING_GROUP = 1_000_000
"""What is added to the month of a group of lines of month 13, which is none of March."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""When a load was made that does not say so."""

FILE = re.compile(r"loads/dataset=([^/]+)/load-(\d+)\.json$")


class Protocol(StrEnum):
    """How a load replaces what was submitted before, as the commissioning data sets have it.

    NET: record by record. A later record of the same identifier of the same provider replaces the earlier one, and a
    deletion takes it away. BULK: a provider's whole month. All that was submitted before of that provider, data set and
    month of account goes, whether or not it comes again; month 13, which corrects a year, is a month of its own.
    Source: NHS Data Dictionary, CDS submission protocol.
    """

    NET = "net"
    BULK = "bulk"


@dataclass(frozen=True)
class Manifest:
    """One load. `submitted` is the moment its file says it was made (ISO), else the day it was loaded.

    `groups` are the provider and month (year * 12 + month - 1; of month 13 that of March and `CLOSING_GROUP`) pairs
    that a bulk load replaces; `records`, `spells` and `deletions` count its lines that say an identifier, a spell, and
    its records that delete.
    """

    load: int
    dataset: str
    protocol: Protocol
    submitted: str
    records: int = 0
    spells: int = 0
    deletions: int = 0
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        return f"loads/dataset={self.dataset}/load-{self.load}.json"

    @property
    def deletions_name(self) -> str:
        """The file with the identifiers (`record`, pseudonyms) that it deletes, where it deletes any."""
        return f"loads/dataset={self.dataset}/load-{self.load}-deletions.parquet"

    @property
    def order(self) -> tuple[datetime, int]:
        """Of two loads the one with the greater was submitted later; made at the same moment, the one loaded later."""
        made = moment(self.submitted)
        return (made.astimezone(UTC) if made else NEVER), self.load

    def save(self, store: "Store") -> None:
        content: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        store.write_json(self.name, content)

    @classmethod
    def read(cls, store: "Store", name: str) -> Self:
        said = json.loads(store.read(name))
        groups = tuple((provider, month) for provider, month in said.pop("groups"))
        return cls(protocol=Protocol(said.pop("protocol")), groups=groups, **said)


def loads_of(store: "Store") -> dict[str, frozenset[int]]:
    """The numbers of the loads that have a manifest, by data set."""
    found: dict[str, set[int]] = {}
    for name in store.names("loads"):
        if match := FILE.search(name):
            found.setdefault(match[1], set()).add(int(match[2]))
    return {dataset: frozenset(loads) for dataset, loads in found.items()}


def manifests(store: "Store", dataset: str, loads: Collection[int]) -> list[Manifest]:
    """Those of a data set, of some loads, in the order in which they were submitted."""
    found = [FILE.search(name) for name in store.names(f"loads/dataset={dataset}")]
    names = [match[0] for match in found if match and int(match[2]) in loads]
    return sorted((Manifest.read(store, name) for name in names), key=lambda each: each.order)
