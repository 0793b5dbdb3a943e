"""Rebasing as an analyst would in pandas: merge on codes, filter by dates, group, sum."""

from datetime import date
from typing import Any

import pandas as pd

from benchmarks import _decade

TODAY = pd.Timestamp(2026, 11, 1)
COLUMNS = [f"v{k:02}" for k in range(_decade.COLUMNS)]


def history() -> dict[str, pd.DataFrame]:
    """The register's rows with timestamps."""
    given = _decade.tables()
    for frame in given.values():
        for column in set(frame.columns) & {"since", "until", "day"}:
            frame[column] = pd.to_datetime(frame[column].map(lambda d: min(d, date(2200, 1, 1))))
    return given


def heirs(given: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Each merged commissioner's ultimate heir."""
    step = dict(zip(given["successions"]["code"], given["successions"]["heir"], strict=True))
    out = {}
    for code in step:
        last = code
        while last in step:
            last = step[last]
        out[code] = last
    return out


def prepare_cold(path: str) -> tuple[str, dict[str, pd.DataFrame]]:
    return path, history()


def cold_as_was(given: tuple[str, dict[str, pd.DataFrame]]) -> list[int]:
    path, register = given
    figures = pd.read_parquet(path)
    figures["day"] = pd.to_datetime(figures["day"])
    keys = figures[["unit", "day"]].reset_index()
    member = keys.merge(register["member"], left_on="unit", right_on="code")
    member = member[member["since"] <= member["day"]].sort_values("since").drop_duplicates("index", keep="last")
    # A practice that closed stays with the heir of its last commissioner on the date.
    step = register["successions"].rename(columns={"code": "parent", "day": "passed"})
    while True:
        member = member.drop(columns=["heir", "passed"], errors="ignore").merge(step, on="parent", how="left")
        moved = member["passed"] <= member["day"]
        if not moved.any():
            break
        member.loc[moved, "parent"] = member.loc[moved, "heir"]
    found = member[["index", "day", "parent"]].merge(register["system"], left_on="parent", right_on="code")
    found = found[(found["since"] <= found["day"]) & (found["day"] < found["until"])]
    figures["group"] = found.set_index("index")["parent_y"]
    return told(figures)


def cold_as_now(given: tuple[str, dict[str, pd.DataFrame]]) -> list[int]:
    path, register = given
    figures = pd.read_parquet(path)
    figures["group"] = figures["unit"].map(on_day(register))
    return told(figures)


def prepare_what_if(path: str) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], list[tuple[str, str]]]:
    register = history()
    return pd.read_parquet(path), register, _decade.plan(register)


def what_if(given: tuple[pd.DataFrame, dict[str, pd.DataFrame], list[tuple[str, str]]]) -> list[int]:
    figures, register, plan = given
    return told(figures.assign(group=figures["unit"].map(on_day(register).map(dict(plan)))))


def on_day(register: dict[str, pd.DataFrame]) -> Any:
    """System of each practice today: of its last commissioner's ultimate heir."""
    last = register["member"].sort_values("since").drop_duplicates("code", keep="last").set_index("code")["parent"]
    final = heirs(register)
    system = register["system"]
    system = system[system["until"] > TODAY].set_index("code")["parent"]
    return last.map(lambda code: final.get(code, code)).map(system)


def told(figures: pd.DataFrame) -> list[int]:
    assert figures["group"].notna().all()
    frame = figures.groupby(["group", "day"], observed=True)[COLUMNS].sum().reset_index().sort_values(["group", "day"])
    last = sum(int(v) * w for v, w in zip(frame[COLUMNS[-1]], range(1, len(frame) + 1), strict=True))
    return [len(frame), int(frame[COLUMNS[0]].sum()), last]
