"""The monthly statement against what it is the sum of: aggregate = patients + drugs + devices + aggregate-only lines.

Source: control rules of the contract monitoring standards (DCB2050, DCB3003, DCB2212, DCB3002): the aggregate file is
the statement that the invoice must equal, and each patient-level total its share of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ouzel.activity import numbers

Key = tuple[str, str, str]
"""Provider, commissioner and point of delivery."""


@dataclass(frozen=True)
class Total:
    """Thousandths of activity, and hundred-millionths of a pound: prices have up to eight decimals."""

    activity: int = 0
    parts: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(self.activity + other.activity, self.parts + other.parts)

    @property
    def pence(self) -> int:
        """A half rounded away from nought."""
        pence = (abs(self.parts) + numbers.PENNY // 2) // numbers.PENNY
        return pence if self.parts >= 0 else -pence


Totals = Mapping[Key, Total]


@dataclass(frozen=True)
class Difference:
    """Where the statement and the sum of its parts are not the same. Pence; `patients` is drugs and devices too."""

    provider: str
    commissioner: str
    pod: str
    statement: int
    patients: int

    @property
    def pence(self) -> int:
        """How much the statement is above the sum."""
        return self.statement - self.patients


@dataclass(frozen=True)
class Reconciliation:
    """The statement and its parts, in pence, and every difference, the largest first."""

    statement: int
    patients: int
    drugs: int
    devices: int
    aggregate_only: int
    differences: tuple[Difference, ...]
    invoice: int | None = None  # None: none was given

    @property
    def agrees(self) -> bool:
        """Whether an invoice for the statement may be approved."""
        return not self.differences and self.invoice in (None, self.statement)

    @property
    def words(self) -> str:
        """The result in a sentence."""
        total = self.patients + self.drugs + self.devices + self.aggregate_only
        if self.agrees:
            both = "" if self.invoice is None else ", and is what the invoice says"
            return f"The aggregate statement of {_pounds(self.statement)} is the sum of its parts{both}."
        told = f"The aggregate statement is {_pounds(self.statement)}"
        if self.differences:
            count = "1 line differs" if len(self.differences) == 1 else f"{len(self.differences):,} lines differ"
            told += f", its parts come to {_pounds(total)}, and {count}"
        if self.invoice not in (None, self.statement):
            told += f"; the invoice is {_pounds(self.invoice or 0)}"
        return f"{told}: the invoice may not be approved until they agree."


def reconcile(
    *, acm: Totals, plcm: Totals, drugs: Totals, devices: Totals, aggregate_only: Iterable[str] = (),
    rounded: Mapping[Key, int] | None = None, invoice: int | None = None,
) -> Reconciliation:  # fmt: skip
    """Set the aggregate file beside the patient-level ones, by provider, commissioner and point of delivery.

    `aggregate_only` are points of delivery that have no patient-level lines: what the statement says of them counts. A
    difference of less than a penny is none. `rounded` says of how many lines, on both sides, the amount was rounded to
    the penny: half a penny for each may be missing. `invoice` (pence) must be what the statement comes to.
    """
    alone = {pod.upper() for pod in aggregate_only}
    sums: dict[Key, Total] = {}
    for part in (plcm, drugs, devices):
        for key, total in part.items():
            sums[key] = sums.get(key, Total()) + total
    differences = []
    for key in sorted({*acm, *sums}):
        said, found = acm.get(key, Total()), sums.get(key, Total())
        if key[2].upper() in alone and key not in sums:
            continue
        if abs(said.pence - found.pence) * 2 > (rounded or {}).get(key, 0):
            differences.append(Difference(*key, said.pence, found.pence))
    only = [total for key, total in acm.items() if key[2].upper() in alone and key not in sums]
    return Reconciliation(
        _sum(acm.values()), _sum(plcm.values()), _sum(drugs.values()), _sum(devices.values()), _sum(only),
        tuple(sorted(differences, key=lambda each: (-abs(each.pence), each.pod))), invoice,
    )  # fmt: skip


def totals_of(batches: Iterable[pa.RecordBatch]) -> dict[Key, Total]:
    """Totals of canonical batches; what says no price or activity adds nothing."""
    found: dict[Key, Total] = {}
    for batch in batches:
        rows, names = len(batch), batch.schema.names
        columns = {name: batch.column(name) if name in names else None for name in ("activity", "price")}
        parts, _ = numbers.pounds(columns["price"], rows)
        activity, _ = numbers.Numbers(numbers.thousandths, otherwise=0).of(columns["activity"], rows)
        keys = [_words(batch, name) for name in ("provider", "commissioner", "pod")]
        codes = np.zeros(rows, np.int64)
        for words, places in keys:
            codes = codes * len(words) + places
        distinct, first, group = np.unique(codes, return_index=True, return_inverse=True)
        sums = np.zeros((2, len(distinct)), np.int64)
        np.add.at(sums[0], group, activity)
        np.add.at(sums[1], group, parts)
        for place, row in enumerate(first):
            key: Key = tuple(words[places[row]] for words, places in keys)
            total = Total(int(sums[0, place]), int(sums[1, place]))
            found[key] = found.get(key, Total()) + total
    return found


def _words(batch: pa.RecordBatch, name: str) -> tuple[list[str], "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    if name not in batch.schema.names:
        return [""], np.zeros(len(batch), np.int64)
    words, places = numbers.encoded(batch.column(name))
    return words, places.astype(np.int64)


def _sum(totals: Iterable[Total]) -> int:
    return sum(totals, Total()).pence


def _pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"
