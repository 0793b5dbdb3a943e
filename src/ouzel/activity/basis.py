"""The lines that are paid from: of data sets that tell of the same care one, and of the statement what only it has."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from ouzel.activity.counting import counting_loads
from ouzel.activity.roles import Role, Roles, aggregate_only, pods
from ouzel.activity.store import Dictionaries, Store, live_lines
from ouzel.activity.store.schema import LIVE
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.columnar import Columnar, duckdb

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ouzel.activity.models import PricingRun

ROLES = tuple(Role)
FAR = 1 << 30
"""A month after all others."""

POD = PROFILE.index("pod")


@dataclass(frozen=True)
class LeftOut:
    """Lines of a data set that count and are not paid from, and what the data set is to these providers' months."""

    dataset: str
    role: Role
    lines: int

    @property
    def words(self) -> str:
        """What is left out and why, in a sentence."""
        count = "1 line" if self.lines == 1 else f"{self.lines:,} lines"
        return f"{count} of {self.dataset} not charged: {self.role.words}."


def left_out(run: "PricingRun") -> tuple[LeftOut, ...]:
    """What a run left out, from its summary."""
    return tuple(LeftOut(name, Role(role), lines) for name, role, lines in run.summary.get("left_out", ()))


@dataclass(frozen=True, eq=False)
class Sorted:
    """The lines that count, sorted by what they are to payment, in the columns of `LINE`.

    `basis` and `stated` (the lines of statements) have none in common; `paid` are those of the basis, and of those that
    are stated what only a statement has.
    """

    paid: "ir.Table"
    basis: "ir.Table"
    stated: "ir.Table"
    every: "ir.Table | None" = None  # all of them, and what they are; None: all are paid from
    datasets: tuple[str, ...] = ()

    def left_out(self, engine: Columnar) -> tuple[LeftOut, ...]:
        """The lines that are not paid from, by data set: found by counting."""
        if self.every is None:
            return ()
        paid = self.paid.select("line")
        lines = self.every.anti_join(paid, "line")
        counts = lines.group_by("dataset", "role").aggregate(lines=lines.count())
        rows = engine.rows(counts.order_by("dataset")).to_pylist()
        return tuple(LeftOut(self.datasets[row["dataset"]], ROLES[row["role"]], row["lines"]) for row in rows)


def paid_from(
    store: Store, *, engine: Columnar, ready: Collection[int], months: Collection[int] | None = None,
    known_at: date | None = None,
) -> Sorted:  # fmt: skip
    """Of the lines of the loads that are `ready` those that are paid from, each care once; roles as known on a day.

    A data set whose role is basis, unless another basis of less rank has lines of the provider and month; and lines of
    statements whose point of delivery is aggregate-only, unless the basis has lines of that provider, submitted
    commissioner, point of delivery and month.
    """
    names = sorted({file.dataset for file in store.files(months=months) if file.load in ready})
    roles = Roles.known(known_at, store=store)
    always = {roles.of(name, "", 0) for name in names}
    alike = len(always) < 2 and all(each.role is Role.BASIS for each in always)
    if alike and not roles.turns() and not any(map(roles.named, names)):
        lines = live_lines(store, connection=engine.connection, ready=ready, months=months)
        return Sorted(lines, lines, lines.limit(0))
    words = store.dictionaries()
    every = ibis.union(
        *(
            live_lines(store, connection=engine.connection, ready=ready, months=months, datasets=[name]).mutate(
                dataset=ibis.literal(number, "int32")
            )
            for number, name in enumerate(names)
        )
    )
    standing = engine.refer("standing", _standing(names, roles, words))
    at = [every["dataset"] == standing["of_dataset"], every["supply"] == standing["of_supply"]]
    if roles.turns():
        at += [every["month"] >= standing["since"], every["month"] < standing["until"]]
    every = every.join(standing, at).drop("of_dataset", "of_supply", "since", "until")
    basis = _least(every.filter(every["role"] == ROLES.index(Role.BASIS)))
    stated = every.filter(every["role"] == ROLES.index(Role.STATEMENT))
    alone = engine.refer("alone", _alone(words, known_at, store))
    both = ibis.union(basis, _only_stated(stated, basis, alone))
    paid, of_basis, of_statements = (lines.select(*LIVE.names) for lines in (both, basis, stated))
    return Sorted(paid, of_basis, of_statements, every, tuple(names))


def why_left_out(line: Mapping[str, Any], *, store: Store, known_at: date | None = None) -> str:
    """Why a line that counts is not paid from, in a sentence; "" where it is."""
    with duckdb() as engine:
        found = paid_from(store, engine=engine, ready=counting_loads(), months=[line["month"]], known_at=known_at)
        if found.every is None:
            return ""
        lines = found.every.filter(found.every["line"] == line["line"])
        if engine.rows(found.paid.filter(found.paid["line"] == line["line"]).select("line")).num_rows:
            return ""
        (told,) = engine.rows(lines.select("dataset", "role")).to_pylist()
    return f"It is a line of {found.datasets[told['dataset']]}: {ROLES[told['role']].words}."


def has_statements(store: Store, *, ready: Collection[int]) -> bool:
    """Whether any data set that counts may be a statement, of whichever provider and month."""
    roles = Roles.known(store=store)
    return any(
        roles.of(name, provider, month).role is Role.STATEMENT
        for name in {file.dataset for file in store.files() if file.load in ready}
        for provider in ("", *roles.named(name)) for month in (0, *roles.turns())
    )  # fmt: skip


def _standing(names: Sequence[str], roles: Roles, words: Dictionaries) -> pa.Table:
    """What each data set of each supply's provider is, from month to month; `provider` is a number of its own."""
    providers = [key[0] for key in words.keys("supply")]
    numbers = {code: number for number, code in enumerate(dict.fromkeys(providers))}
    edges = [0, *roles.turns(), FAR]
    spans = [(a, b) for a, b in pairwise(edges) if a < b]
    rows = []
    for number, name in enumerate(names):
        for code in numbers:
            for since, until in spans:
                found = roles.of(name, code, since)
                rows.append((number, code, since, until, ROLES.index(found.role), found.rank))
    of: dict[str, list[tuple[int, str, int, int, int, int]]] = {}
    for row in rows:
        of.setdefault(row[1], []).append(row)
    whole = [
        (row[0], supply, row[2], row[3], row[4], row[5], numbers[code])
        for supply, code in enumerate(providers) for row in of[code]
    ]  # fmt: skip
    columns = ("of_dataset", "of_supply", "since", "until", "role", "rank", "provider")
    return _table(columns, whole)


def _alone(words: Dictionaries, known_at: date | None, store: Store) -> pa.Table:
    """The profiles of points of delivery that only statements have, with the months in which that is so."""
    told = pods(aggregate_only(known_at=known_at, store=store))
    numbers = {pod: number for number, pod in enumerate(told)}
    rows = [
        (entry, numbers[key[POD].upper()], since, until)
        for entry, key in enumerate(words.keys("profile")) for since, until in told.get(key[POD].upper(), ())
    ]  # fmt: skip
    return _table(("of_profile", "pod", "since", "until"), rows)


def _table(columns: Sequence[str], rows: Sequence[tuple[int, ...]]) -> pa.Table:
    each = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return pa.table({name: pa.array(list(values), pa.int32()) for name, values in zip(columns, each, strict=True)})


def _least(basis: "ir.Table") -> "ir.Table":
    """Of several bases of a provider's month those of the least rank."""
    best = basis.group_by(of_provider=basis["provider"], of_month=basis["month"]).aggregate(best=basis["rank"].min())
    joined = basis.join(
        best,
        [basis["provider"] == best["of_provider"], basis["month"] == best["of_month"], basis["rank"] == best["best"]],
    )
    return joined.drop("of_provider", "of_month", "best")


def _only_stated(stated: "ir.Table", basis: "ir.Table", alone: "ir.Table") -> "ir.Table":
    """Lines of statements of what no other file has."""

    def of_alone(lines: "ir.Table") -> "ir.Table":
        at = [
            lines["profile"] == alone["of_profile"],
            lines["month"] >= alone["since"],
            lines["month"] < alone["until"],
        ]
        return lines.join(alone, at).drop("of_profile", "since", "until")

    key = ("provider", "commissioner", "month", "pod")
    there = of_alone(basis)
    found = there.select(**{f"there_{name}": there[name] for name in key}).distinct()
    lines = of_alone(stated)
    return lines.anti_join(found, [lines[name] == found[f"there_{name}"] for name in key]).drop("pod")
