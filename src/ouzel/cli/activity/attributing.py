"""Who would pay, added up: by payer, box and method, and beside whoever a line was submitted to."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ouzel.activity import cube, running
from ouzel.activity.store import Store
from ouzel.cli.running import actor
from ouzel.core.permissions import Permission, require, today
from ouzel.engine.columnar import duckdb

if TYPE_CHECKING:
    from ouzel.activity.asked import Asked


@dataclass(frozen=True)
class Decided:
    """Lines of one payer ("": nobody) by one box of one year's rules. `method`: how the payer was found."""

    payer: str
    rules: str
    box: str
    method: str
    lines: int


@dataclass(frozen=True)
class Varying:
    """Lines submitted to one and paid by another. `pence` as submitted."""

    submitted_to: str
    payer: str
    lines: int
    pence: int


@dataclass(frozen=True)
class Attribution:
    """The whole answer, the largest rows first."""

    asked: "Asked"
    lines: int
    rows: tuple[Decided, ...]
    variance: tuple[Varying, ...]

    @property
    def nobody(self) -> int:
        """Lines without a payer."""
        return sum(row.lines for row in self.rows if not row.payer)

    @property
    def varying(self) -> int:
        """Lines submitted to another commissioner than the one that pays."""
        return sum(row.lines for row in self.variance)

    def as_json(self) -> dict[str, Any]:
        return {
            "asked": self.asked.words, "lines": self.lines, "without_payer": self.nobody, "varying": self.varying,
            "rows": [asdict(row) for row in self.rows], "variance": [asdict(row) for row in self.variance],
        }  # fmt: skip


def attribution(asked: "Asked", *, store: Store | None = None) -> Attribution:
    """Attribute the lines that count, and keep nothing. PermissionDenied for who may not see figures of activity."""
    require(actor(), Permission.ACTIVITY_READ, on=today())
    with duckdb() as engine:
        answered = running.attributed(store or Store.at(), asked, engine=engine)
        parts = [cube.in_words(pa.Table.from_batches([batch]), answered.compiled)
                 for batch in engine.batches(cube.cells(answered, engine)) if batch.num_rows]  # fmt: skip
        count = answered.count
    if not parts:
        return Attribution(asked, count, (), ())
    cells = pa.concat_tables(parts).unify_dictionaries()
    rows = [
        Decided(payer, rules, box, method, lines)
        for payer, rules, box, method, lines in _sums(cells, ("commissioner", "rules", "box", "method"), "lines")
    ]
    pairs = [
        Varying(*values) for values in _sums(cells, ("submitted_to", "commissioner"), "lines", "submitted")
        if values[0] and values[0] != values[1]
    ]  # fmt: skip
    return Attribution(
        asked, count, tuple(sorted(rows, key=lambda row: -row.lines)), tuple(sorted(pairs, key=lambda row: -row.lines))
    )


def _sums(cells: pa.Table, keys: tuple[str, ...], *measures: str) -> list[tuple[Any, ...]]:
    words = {name: cells[name].cast(pa.string()) for name in keys}
    table = pa.table(words | {name: cells[name] for name in measures})
    summed = table.group_by(list(keys)).aggregate([(name, "sum") for name in measures])
    columns = [summed[name].to_pylist() for name in (*keys, *(f"{name}_sum" for name in measures))]
    return list(zip(*columns, strict=True))
