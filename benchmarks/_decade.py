"""An invented England over a decade: practices that close and move, commissioners that merge in waves."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

PRACTICES, MONTHS, COLUMNS = 8_000, 120, 20
COMMISSIONERS, SYSTEMS = 200, 42
FIRST = date(2016, 4, 1)
WAVES = [date(2018, 4, 1), date(2020, 4, 1), date(2021, 4, 1)]
PLAN_DAY = date(2027, 4, 1)
OPEN = date.max


def months() -> list[date]:
    """The first days of the decade's months."""
    return [date(FIRST.year + (FIRST.month - 1 + m) // 12, (FIRST.month - 1 + m) % 12 + 1, 1) for m in range(MONTHS)]


def tables(seed: int = 2) -> dict[str, pd.DataFrame]:
    """Rows as a register would export them: memberships, systems, lives, successions; half-open dates."""
    rng = np.random.default_rng(seed)
    chain = _commissioners(rng)
    systems = [f"Q{i:02}" for i in range(SYSTEMS)]
    member, lives = [], []
    heir = {before: (after, day) for before, after, day in chain["successions"]}
    for i in range(PRACTICES):
        code = f"P{i:05}"
        closes = OPEN if rng.random() > 0.2 else months()[int(rng.integers(1, MONTHS))]
        lives.append((code, date(2000, 1, 1), closes))
        body, since = chain["first"][int(rng.integers(COMMISSIONERS))], date(2013, 4, 1)
        while since < closes:
            after, day = heir.get(body, ("", OPEN))
            until = min(day, closes)
            member.append((code, body, since, until))
            body, since = after, until
    home = {}
    system = []
    for body, opened, closed in chain["lives"]:
        home[body] = home.get(body) or systems[int(rng.integers(SYSTEMS))]
        system.append((body, home[body], opened, closed))
    lives += chain["lives"] + [(code, date(2013, 4, 1), OPEN) for code in systems]
    dated = ["since", "until"]
    return {
        "member": pd.DataFrame(member, columns=["code", "parent", *dated]),
        "system": pd.DataFrame(system, columns=["code", "parent", *dated]),
        "lives": pd.DataFrame(lives, columns=["code", *dated]),
        "successions": pd.DataFrame(chain["successions"], columns=["code", "heir", "day"]),
    }


def _commissioners(rng: np.random.Generator) -> dict[str, Any]:
    """Commissioners that merge in pairs or threes on each wave."""
    first = [f"C{i:03}" for i in range(COMMISSIONERS)]
    opened = dict.fromkeys(first, date(2013, 4, 1))
    alive, lives, successions = list(first), [], []
    for wave, day in enumerate(WAVES):
        rng.shuffle(alive)
        merging, alive = alive[: len(alive) // 3], alive[len(alive) // 3 :]
        for k in range(0, len(merging), 3):
            new = f"M{wave}{k:03}"
            opened[new] = day
            alive.append(new)
            for old in merging[k : k + 3]:
                lives.append((old, opened[old], day))
                successions.append((old, new, day))
    lives += [(code, opened[code], OPEN) for code in alive]
    return {"first": first, "lives": lives, "successions": successions}


def plan(given: dict[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """What if the systems merged in pairs: (system, new system)."""
    systems = sorted(set(given["system"]["parent"]))
    return [(code, f"N{i // 2:02}") for i, code in enumerate(systems)]


def write(folder: Path) -> Path:
    """The figures as Parquet: unit, date, twenty columns of whole numbers, for every practice while it was open."""
    given = tables()
    rng = np.random.default_rng(7)
    lives = given["lives"][given["lives"]["code"].str.startswith("P")]
    days = np.array(months(), dtype="datetime64[D]")
    until = (
        pd.to_datetime(lives["until"].where(lives["until"] < OPEN, date(2200, 1, 1))).to_numpy().astype("datetime64[D]")
    )
    keep = days[None, :] < until[:, None]
    unit, month = np.nonzero(
        keep | np.ones_like(keep)
    )  # figures keep coming for a practice that closed: nothing is dropped
    codes = pa.array(lives["code"])
    columns: dict[str, Any] = {
        "unit": pa.DictionaryArray.from_arrays(pa.array(unit, pa.int32()), codes).cast(pa.string()),
        "day": pa.array(days[month]),
    }
    for k in range(COLUMNS):
        columns[f"v{k:02}"] = rng.integers(0, 20_000, len(unit))
    path = folder / "figures.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path
