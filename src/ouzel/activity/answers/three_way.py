"""The three-way match: what a provider states of its month, what its lines come to, and what it invoices.

Source: control rules of the contract monitoring standards. The statement must be the sum of patients, drugs, devices
and what only it has, and the invoice must be the statement; until then no invoice is approved.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from ouzel.activity.basis import POD, paid_from
from ouzel.activity.counting import counting_loads
from ouzel.activity.faults.reconciling import Key, Reconciliation, Total, reconcile
from ouzel.activity.models import ActivityLoad
from ouzel.activity.numbers import PENNY
from ouzel.activity.roles import aggregate_only, first_day
from ouzel.activity.store import Dictionaries, Store
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, Viewer, require, today
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.columnar import Columnar, duckdb

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEEDS = Permission.ACTIVITY_READ
PARTS = {"drug": "drugs", "device": "devices"}
"""Which part of a statement lines of a kind are; all others are patients."""

COLUMNS = (
    "month", "provider", "commissioner", "pod", "statement", "patients", "drugs", "devices", "aggregate_only",
    "difference",
)  # fmt: skip
NOTHING = "No statement (aggregate contract monitoring) of these months is loaded, so there is nothing to match."
KIND = PROFILE.index("kind")


@dataclass(frozen=True)
class Match:
    """One provider's month. `month` is its number (year * 12 + month - 1)."""

    provider: str
    month: int
    found: Reconciliation

    @property
    def on(self) -> date:
        """The first day of the month."""
        return first_day(self.month)


@dataclass(frozen=True, eq=False)
class Matched:
    """Every provider's month that has a statement, those that differ first.

    `frame` has the columns `COLUMNS`, a row for each commissioner (as submitted) and point of delivery of each: pence;
    `difference` is 0 where it is no more than the rounding of single lines. `unstated` are providers and months with
    lines that are paid from and without a statement. `empty` says why there is nothing.
    """

    matches: tuple[Match, ...]
    frame: pd.DataFrame
    unstated: tuple[tuple[str, int], ...] = ()
    empty: str = ""

    @property
    def differing(self) -> tuple[Match, ...]:
        """Those whose invoice may not be approved."""
        return tuple(each for each in self.matches if not each.found.agrees)

    def as_json(self) -> dict[str, Any]:
        """The same for a program; money in pence, months as 2025-04."""
        return {
            "empty": self.empty or None,
            "statements": [
                {
                    "provider": each.provider, "month": f"{each.on:%Y-%m}", "agrees": each.found.agrees,
                    "words": each.found.words, "statement_pence": each.found.statement,
                    "patients_pence": each.found.patients, "drugs_pence": each.found.drugs,
                    "devices_pence": each.found.devices, "aggregate_only_pence": each.found.aggregate_only,
                    "invoice_pence": each.found.invoice,
                    "differences": [
                        {"commissioner": one.commissioner, "pod": one.pod, "statement_pence": one.statement,
                         "lines_pence": one.patients, "difference_pence": one.pence}
                        for one in each.found.differences
                    ],
                }
                for each in self.matches
            ],
            "without_statement": [
                {"provider": code, "month": f"{first_day(number):%Y-%m}"} for code, number in self.unstated
            ],
        }  # fmt: skip

    def shown(self) -> pd.DataFrame:
        """The frame with money in pounds, as exact decimals."""
        money = {
            name: pd.Series([Decimal(each) / 100 for each in self.frame[name].tolist()], dtype=object)
            for name in COLUMNS[4:]
        }
        return self.frame.assign(**money)


def three_way(
    *, viewer: Viewer, months: Collection[int] | None = None, provider: str = "", invoice: int | None = None,
    store: Store | None = None,
) -> Matched:  # fmt: skip
    """Match what is loaded and counts, of some months and one provider, or of all.

    `invoice` (pence) is for one month of one provider. PermissionDenied for who may not see figures; ContentError for
    an invoice of no one month.
    """
    require(viewer, NEEDS, on=today())
    if invoice is not None and (not provider or months is None or len(months) != 1):
        raise ContentError("an invoice is of one month of one provider", field="invoice",
                           right="Name the provider and the month")  # fmt: skip
    with duckdb() as engine:
        return matched(
            store or Store.at(), engine=engine, ready=counting_loads(), months=months, provider=provider.upper(),
            invoice=invoice,
        )  # fmt: skip


def matched(
    store: Store, *, engine: Columnar, ready: Collection[int], months: Collection[int] | None = None,
    provider: str = "", invoice: int | None = None,
) -> Matched:  # fmt: skip
    """The same over loads that count, for whoever was let in."""
    found, words = paid_from(store, engine=engine, ready=ready, months=months), store.dictionaries()
    sums = _Sums()
    tables = _numbered(words, engine)
    rounding = frozenset(
        number for number, rounded in ActivityLoad.objects.filter(pk__in=ready).values_list("pk", "report__rounded")
        if rounded != 0
    )  # fmt: skip
    for side, lines in (("stated", found.stated), ("basis", found.basis)):
        for row in engine.rows(_summed(lines, tables, rounding)).to_pylist():
            sums.add(side, row, tables)
    return sums.matched(aggregate_only(store=store), provider=provider, invoice=invoice)


def told(summary: Mapping[str, Any]) -> str:
    """What a run found of statements, in a sentence, from its summary; "" where all agree."""
    stated = summary.get("statements") or {}
    if not stated.get("differing"):
        return ""
    pounds = f"£{stated['pence'] // 100:,}.{stated['pence'] % 100:02}"
    which = "1 statement is" if stated["differing"] == 1 else f"{stated['differing']:,} statements are"
    return f"{which} not the sum of the lines, by {pounds}: no invoice for it may be approved until they agree."


@dataclass(frozen=True, eq=False)
class _Numbered:
    """Providers of supplies, and points of delivery and kinds of profiles, by number."""

    supplies: "ir.Table"
    profiles: "ir.Table"
    providers: Sequence[str]
    points: Sequence[tuple[str, str]]
    commissioners: Sequence[str]


def _numbered(words: Dictionaries, engine: Columnar) -> _Numbered:
    providers, points = [*dict.fromkeys(_providers(words))], [*dict.fromkeys(_points(words))]

    def table(name: str, entries: Sequence[Any], among: Sequence[Any]) -> "ir.Table":
        place = {each: number for number, each in enumerate(among)}
        numbers = pa.array([place[each] for each in entries], pa.int32())
        ids = pa.array(range(len(entries)), pa.int32())
        return engine.refer(f"match_{name}", pa.table({f"of_{name}": ids, f"{name}_number": numbers}))

    return _Numbered(
        table("supply", _providers(words), providers), table("profile", _points(words), points), providers, points,
        [key[0] for key in words.keys("commissioner")],
    )  # fmt: skip


def _providers(words: Dictionaries) -> list[str]:
    return [key[0] for key in words.keys("supply")]


def _points(words: Dictionaries) -> list[tuple[str, str]]:
    return [(key[POD].upper(), PARTS.get(key[KIND], "patients")) for key in words.keys("profile")]


def _summed(lines: "ir.Table", tables: _Numbered, rounding: Collection[int]) -> "ir.Table":
    lines = lines.join(tables.supplies, lines["supply"] == tables.supplies["of_supply"])
    lines = lines.join(tables.profiles, lines["profile"] == tables.profiles["of_profile"])
    rounded = (lines["line"] // 2**32).isin(sorted(rounding)) if rounding else lines["line"] < 0
    return lines.group_by("supply_number", "profile_number", "commissioner", "month").aggregate(
        activity=lines["activity"].sum(), pence=lines["submitted"].sum(), rounded=rounded.sum()
    )


@dataclass
class _Sums:
    """Totals by provider and month: of the statement, and of each part of the basis."""

    found: dict[tuple[str, int], dict[str, dict[Key, Total]]] = field(default_factory=dict)
    rounded: dict[tuple[str, int], dict[Key, int]] = field(default_factory=dict)

    def add(self, side: str, row: dict[str, Any], tables: _Numbered) -> None:
        provider = tables.providers[row["supply_number"]]
        pod, part = tables.points[row["profile_number"]]
        key: Key = provider, tables.commissioners[row["commissioner"]], pod
        at = provider, row["month"]
        name = "stated" if side == "stated" else part
        mine = self.found.setdefault(at, {}).setdefault(name, {})
        mine[key] = mine.get(key, Total()) + Total(row["activity"] or 0, (row["pence"] or 0) * PENNY)
        counts = self.rounded.setdefault(at, {})
        counts[key] = counts.get(key, 0) + (row["rounded"] or 0)

    def matched(self, alone: Collection[Any], *, provider: str, invoice: int | None) -> Matched:
        mine = {at: parts for at, parts in sorted(self.found.items()) if not provider or at[0] == provider}
        matches, rows = [], []
        for at, parts in mine.items():
            if "stated" not in parts:
                continue
            pods = {row["pod"] for row in alone if row.holds(first_day(at[1]))}
            made = reconcile(
                acm=parts["stated"], plcm=parts.get("patients", {}), drugs=parts.get("drugs", {}),
                devices=parts.get("devices", {}), aggregate_only=pods, rounded=self.rounded[at], invoice=invoice,
            )  # fmt: skip
            matches.append(Match(*at, made))
            rows += _rows(at[1], parts, pods, made)
        unstated = tuple(at for at, parts in mine.items() if "stated" not in parts and at[1])
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        matches.sort(key=lambda each: (each.found.agrees, -each.month, each.provider))
        return Matched(tuple(matches), frame, unstated, "" if matches else NOTHING)


def _rows(
    month: int, parts: dict[str, dict[Key, Total]], alone: Collection[str], made: Reconciliation
) -> list[tuple[Any, ...]]:
    apart = {(each.provider, each.commissioner, each.pod): each.pence for each in made.differences}
    rows = []
    for key in sorted({key for part in parts.values() for key in part}):
        stated, *those = (
            parts.get(name, {}).get(key, Total()).pence for name in ("stated", "patients", "drugs", "devices")
        )
        only = key[2] in alone and not any(key in parts.get(name, {}) for name in ("patients", "drugs", "devices"))
        rows.append((first_day(month), *key, stated, *those, stated if only else 0, apart.get(key, 0)))
    return rows
