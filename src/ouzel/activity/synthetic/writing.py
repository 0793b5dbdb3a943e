"""A synthetic country's lines on the disk: into a store, or into a plain folder of Parquet files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ouzel.activity.store import Store, Written
from ouzel.activity.synthetic.lines import lines
from ouzel.activity.synthetic.words import dictionaries
from ouzel.activity.synthetic.world import World
from ouzel.engine.days import Ints

DATASET = "synthetic"
FILE = 10_000_000
"""Lines in one file of a plain folder."""
KEYS = {
    "profile": ("profile",), "supply": ("supply",), "practice": ("practice", "practice_after"),
    "residence": ("residence", "residence_after"), "currency": ("currency",), "commissioner": ("commissioner",),
    "local_pod": ("local_pod",), "clinical": ("diagnosis", "procedure"),
}  # fmt: skip
"""Which columns of a line are numbers of which dictionary."""
SCATTERED = ("line", "person", "spell", "record")
"""Columns of which nearly every line has its own value: a dictionary of them would gain nothing."""
Progress = Callable[[int], None]


def write_store(
    world: World,
    store: Store,
    *,
    load: int,
    year: int | None = None,
    dataset: str = DATASET,
    told: Progress | None = None,
) -> Written:
    """Write a financial year's lines into a store as one load, under the numbers of the store's own dictionaries.

    What becomes of the load is for the caller to say in the database. `told` is called with the lines written so far.
    Whoever writes holds `Lock.ACTIVITY`.
    """
    words = store.dictionaries()
    numbers: dict[str, Ints] = {}
    for name, table in dictionaries(world).items():
        coded = "name" in table.column_names
        found = words.ids(
            name, table.drop_columns(["name"]) if coded else table, names=table["name"] if coded else None
        )
        if not np.array_equal(found, np.arange(len(found))):
            numbers |= dict.fromkeys(KEYS[name], found)
    words.save()
    with store.writer(load, dataset) as writer:
        done = 0
        for table in lines(world, year=year, load=load):
            writer.write(_renumbered(table, numbers))
            done += table.num_rows
            if told is not None:
                told(done)
        return writer.close()


def write_folder(world: World, folder: Path, *, load: int = 1, year: int | None = None, file: int = FILE) -> int:
    """Write `NAME.parquet` for each dictionary and `lines-0001.parquet` ... of up to `file` lines; how many lines.

    At most one row group is held in memory. The folder must be empty or not there (FileExistsError).
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder.name} is not empty: choose a folder of its own")
    for name, table in dictionaries(world).items():
        pq.write_table(table, folder / f"{name}.parquet")
    writer: pq.ParquetWriter | None = None
    held, number, total = 0, 0, 0
    for table in lines(world, year=year, load=load):
        if writer is None or held >= file:
            if writer is not None:
                writer.close()
            number, held = number + 1, 0
            writer = pq.ParquetWriter(
                folder / f"lines-{number:04}.parquet", table.schema, compression="zstd", compression_level=1,
                use_dictionary=[name for name in table.column_names if name not in SCATTERED],
            )  # fmt: skip
        writer.write_table(table)
        held, total = held + table.num_rows, total + table.num_rows
    if writer is not None:
        writer.close()
    return total


def _renumbered(table: pa.Table, numbers: dict[str, Ints]) -> pa.Table:
    for column, found in numbers.items():
        place = table.schema.get_field_index(column)
        table = table.set_column(place, table.schema.field(column), pa.array(found[table[column].to_numpy()]))
    return table
