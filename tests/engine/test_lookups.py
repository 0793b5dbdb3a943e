"""Look-ups by entry and epoch say of every entry on every day what its facts say, in both of their forms."""

import numpy as np
import pytest

from ouzel.engine import lookups
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.columnar import duckdb
from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.engine.lookups import DENSE, Lookup, calendar, lookup
from tests.engine.paying.running import fast
from tests.engine.paying.worlds import world

SINCE, UNTIL = 738_000, 738_400


def some_facts(seed: int, *, entries: int, movers: int, days: int) -> tuple[Facts, np.ndarray]:
    """Facts of which `movers` entries change on `days` days, and the number that each row says."""
    rng = np.random.default_rng(seed)
    turns = np.sort(rng.choice(np.arange(SINCE - 50, UNTIL + 50), days, replace=False))
    rows = []
    for entry in range(entries):
        starts = [MINDAY, *turns.tolist()] if entry < movers else [MINDAY]
        rows += [(entry, start, until) for start, until in zip(starts, [*starts[1:], MAXDAY], strict=True)]
    entry, start, until = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    said = rng.integers(0, 5, len(rows)).astype(np.int32)
    return Facts(entries, entry, start, until, {"said": [str(each) for each in said]}), said


def found(of: Lookup, entry: int, day: int) -> int:
    epoch = int(np.searchsorted(of.epochs, day, side="right")) - 1
    if of.bases is None:
        at = entry * len(of.epochs) + epoch
    else:
        at = of.bases["base"][entry].as_py() + of.bases["moves"][entry].as_py() * epoch
    assert of.table["id"][at].as_py() == at
    return int(of.table["said"][at].as_py())


@pytest.mark.parametrize("dense", [DENSE, 0])
def test_every_entry_says_on_every_day_what_its_facts_say(monkeypatch, dense):
    monkeypatch.setattr(lookups, "DENSE", dense)
    facts, said = some_facts(1, entries=30, movers=12, days=9)
    made = lookup("some", facts, {"said": said}, since=SINCE, until=UNTIL)
    assert (made.bases is None) == (dense > 0)
    for entry in range(facts.entries):
        for day in (SINCE, SINCE + 1, *made.epochs.tolist(), *(made.epochs - 1).clip(SINCE).tolist(), UNTIL - 1):
            assert found(made, entry, day) == int(facts.on(entry, day)["said"])
    table = calendar({"some": made}, since=SINCE, until=UNTIL)
    assert table is not None
    assert table["id"].to_pylist() == list(range(SINCE, UNTIL))


def test_more_than_a_million_rows_are_kept_by_those_that_change():
    facts, said = some_facts(2, entries=60_000, movers=40, days=30)
    made = lookup("some", facts, {"said": said}, since=SINCE, until=UNTIL)
    assert made.bases is not None
    assert facts.entries * len(made.epochs) > DENSE > made.table.num_rows
    for entry in (0, 39, 40, 41, 59_999):
        for day in (SINCE, int(made.epochs[3]), int(made.epochs[3]) - 1, UNTIL - 1):
            assert found(made, entry, day) == int(facts.on(entry, day)["said"])


def test_lines_find_the_same_by_either_form(monkeypatch):
    of = world(7, lines=1_500)
    with duckdb() as engine:
        whole = fast(of, engine)
    monkeypatch.setattr(lookups, "DENSE", 0)
    with duckdb() as engine:
        moving = fast(of, engine)
    assert moving.period.lookups["practice"].bases is not None
    assert moving.table.equals(whole.table)
