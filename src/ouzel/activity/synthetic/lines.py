"""A year's lines of a synthetic country, in the shape in which the store keeps lines, and what was planted in them."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import pyarrow as pa

from ouzel.activity.store.schema import LINES
from ouzel.activity.synthetic import days
from ouzel.activity.synthetic.awkward import Mark
from ouzel.activity.synthetic.care import Caring
from ouzel.activity.synthetic.choosing import generator
from ouzel.activity.synthetic.filing import NO_PRICE, Columns, Filing
from ouzel.activity.synthetic.world import World

FILING = 13  # of the country's seeds
ROWS = 250_000
THREADS = 2
T = TypeVar("T")


class Yearly:
    """The lines of one financial year (that of 1 April `year`), block by block of people.

    Finished spells are in the year in which they end. Those open at its end are in it once more, as unfinished.
    """

    def __init__(self, world: World, year: int) -> None:
        self.world, self.year = world, year
        self.caring, self.filing = Caring(world), Filing(world)

    def block(self, number: int) -> Columns:
        """The lines of one block of people: those that began last year, admissions, those still open, all the rest."""
        people = self.world.block(number)
        end = days.april(self.year + 1)
        lots, through, where = {}, {}, {}
        admitted: dict[int, Columns] = {}
        for year in (self.year - 1, self.year):
            where[year] = self.world.peopling.registered(people, year)
            lots[year], through[year] = self.caring.admissions(people, where[year], year)
            random = generator(self.world.country.seed, FILING, year, number, 0)
            admitted[year] = self.filing.file(lots[year], people, where[year], random, spells=True)
        last, this = admitted[self.year - 1], admitted[self.year]
        carried = only(last, np.flatnonzero(last["end"] >= days.april(self.year)))
        open_ones = only(this, np.flatnonzero(this["end"] >= end))
        for crossing in (carried, open_ones):
            crossing["mark"] = crossing["mark"] | np.uint32(Mark.CROSSING)
        others = self.caring.others(people, where[self.year], self.year, lots[self.year], through[self.year])
        random = generator(self.world.country.seed, FILING, self.year, number, 1)
        parts = [
            carried, only(this, np.flatnonzero(this["end"] < end)), self.filing.unfinished(open_ones),
            self.filing.file(others, people, where[self.year], random, spells=False),
        ]  # fmt: skip
        lines = {name: np.concatenate([part[name] for part in parts]) for name in this}
        lines["who"] = lines["who"] + people.first
        again = np.flatnonzero(random.random(len(lines["who"]), dtype=np.float32) < self.world.country.repeated)
        lines["mark"][again] |= np.uint32(Mark.REPEATED)
        return {name: np.concatenate([values, values[again]]) for name, values in lines.items()}


def lines(
    world: World, *, year: int | None = None, load: int = 1, rows: int = ROWS, threads: int = THREADS
) -> Iterator[pa.Table]:
    """The lines of a financial year as tables of `rows` lines (the last may have fewer), in the columns of `LINE`.

    `year` is that in which it begins (None: the country's first), `load` the number of the load that they are to be.
    Neither `rows` nor `threads` changes a line. At most a few blocks of people are in memory at a time.
    """
    yearly = Yearly(world, world.country.since.year if year is None else year)
    return recut(_tables(yearly, load, threads), rows)


def _tables(yearly: Yearly, load: int, threads: int) -> Iterator[pa.Table]:
    row = 1
    for columns in in_order(yearly.block, yearly.world.country.blocks, threads=threads):
        table = as_lines(columns, first=load << 32 | row)
        row += table.num_rows
        yield table


def as_lines(columns: Columns, *, first: int) -> pa.Table:
    """Columns of numbers as lines, numbered from `first`."""
    count = len(columns["who"])
    given: dict[str, pa.Array] = {
        "line": pa.array(np.arange(first, first + count, dtype=np.int64)),
        "activity": pa.array(np.full(count, 1000, np.int64)),
        "submitted": pa.array(columns["submitted"], mask=columns["submitted"] == NO_PRICE),
        "planned_activity": pa.nulls(count, pa.int64()),
        "planned": pa.nulls(count, pa.int64()),
    }
    arrays = [
        given[field.name] if field.name in given
        else pa.array(columns[field.name].astype(field.type.to_pandas_dtype(), copy=False))
        for field in LINES
    ]  # fmt: skip
    return pa.Table.from_arrays(arrays, schema=LINES)


def marked(world: World, *, year: int | None = None, load: int = 1, threads: int = THREADS) -> Iterator[pa.Table]:
    """Which lines of the year have something planted in them: line, and mark (bits of `Mark`), block by block."""
    yearly = Yearly(world, world.country.since.year if year is None else year)
    first = load << 32 | 1
    for columns in in_order(yearly.block, world.country.blocks, threads=threads):
        some = np.flatnonzero(columns["mark"])
        yield pa.table({"line": pa.array(first + some), "mark": pa.array(columns["mark"][some].astype(np.int64))})
        first += len(columns["mark"])


def in_order(make: Callable[[int], T], count: int, *, threads: int) -> Iterator[T]:
    """`make(0)`, `make(1)` ... in order, a few of them worked out ahead; no more are held than there are threads."""
    if threads < 2 or count < 2:
        yield from (make(number) for number in range(count))
        return
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[T]] = deque()
        for number in range(count):
            ahead.append(pool.submit(make, number))
            if len(ahead) > threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def only(columns: Columns, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Columns:
    """Some rows of every column."""
    return {name: values[rows] for name, values in columns.items()}


def recut(tables: Iterator[pa.Table], rows: int) -> Iterator[pa.Table]:
    """The same rows in tables of another length; one without rows where there are none."""
    held: list[pa.Table] = []
    count, any_yet = 0, False
    for table in tables:
        held.append(table)
        count += table.num_rows
        while count >= rows:
            whole = pa.concat_tables(held)
            yield whole.slice(0, rows)
            held, count, any_yet = [whole.slice(rows)], count - rows, True
    if count or not any_yet:
        yield pa.concat_tables(held)
