"""Whatever a file holds, it is read whole, unknown, or refused as content: never an accident."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from tests.register.readers.samples import PUBLISHED, row27, text
from tests.register.readers.test_areas import AREA, CHANGES, ONS
from tests.register.readers.test_boards import MONTHS
from tests.register.readers.test_epcn import _book
from tests.register.readers.test_facts_and_codes import COLUMNS, FACT
from tests.register.readers.test_maps_and_registered import MAP, TOTALS, _place, _total
from tests.register.readers.test_memberships import ROWS as MEMBERSHIPS
from tests.register.readers.test_organisations import COMMISSIONERS, SITES, TRUSTS
from tests.register.readers.test_records import EXPORT, RECORD
from tests.register.readers.test_successions import HEADED, TYPED

TABLES = [
    [row27("E81001"), row27("E81002", status="C", closed="20240331"), row27("E81003", status="D")],
    COMMISSIONERS, TRUSTS, SITES, MEMBERSHIPS, HEADED, TYPED, CHANGES, [ONS, AREA],
    [["06F", "M1J4Y", "C", "20210401", "1"]],
    [MAP, _place("E81001")], [TOTALS, _total("E81001", "100")],
    [MONTHS, ["M1J4Y", "A", "S1Y5D", "B", "QHG", "True"]],
    [[*COLUMNS, "source"], FACT], [[*COLUMNS, "statutory_source", "published"], [*FACT, "2022-07-01"]],
    [["code", "kind", "name"], ["RO76", "role", "GP Practice"]],
]  # fmt: skip

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
CELLS = st.one_of(
    st.sampled_from(["", "0", "20210231", "U", '"', "RO98|", "M1J4Y", "2021-04-01"]), st.text(max_size=12)
)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), CELLS, st.just([]), st.just({}), st.just([None]), st.just(["x"])
)


def _attempt(path: Path) -> None:
    from ouzel.register.readers import recognise

    with contextlib.suppress(ContentError):
        reader = recognise(path)
        if reader is not None:
            list(reader.read(path, published=PUBLISHED).assertions)


@pytest.mark.parametrize("rows", TABLES, ids=lambda rows: rows[0][0])
@FEW
@given(data=st.data())
def test_table_with_any_cell_replaced_is_never_an_accident(
    tmp_path: Path, rows: list[list[str]], data: st.DataObject
) -> None:
    copy = [list(row) for row in rows]
    line = data.draw(st.integers(0, len(copy) - 1))
    copy[line][data.draw(st.integers(0, len(copy[line]) - 1))] = data.draw(CELLS)
    path = tmp_path / "file"
    path.write_bytes(text(copy).encode("utf-8", "surrogatepass"))
    _attempt(path)


@pytest.mark.parametrize("rows", TABLES, ids=lambda rows: rows[0][0])
@FEW
@given(data=st.data())
def test_table_cut_or_damaged_anywhere_is_never_an_accident(
    tmp_path: Path, rows: list[list[str]], data: st.DataObject
) -> None:
    whole = text(rows).encode()
    at = data.draw(st.integers(0, len(whole)))
    path = tmp_path / "file"
    path.write_bytes(whole[:at] + data.draw(st.binary(max_size=4)) + (whole[at:] if data.draw(st.booleans()) else b""))
    _attempt(path)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in items for place in _places(inner, (*path, key)))]


@pytest.mark.parametrize("records", [[RECORD], EXPORT], ids=["ord", "export"])
@settings(FEW, max_examples=300)
@given(data=st.data())
def test_record_with_any_part_replaced_is_never_an_accident(
    tmp_path: Path, records: list[Any], data: st.DataObject
) -> None:
    copy = json.loads(json.dumps(records))
    *way, last = data.draw(st.sampled_from([place for place in _places(copy) if place]))
    inner = copy
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(VALUES)
    path = tmp_path / "file"
    path.write_text(json.dumps(copy), encoding="utf-8")
    _attempt(path)


@settings(FEW, max_examples=40)
@given(at=st.floats(0, 1), damage=st.binary(max_size=8))
def test_workbook_damaged_anywhere_is_never_an_accident(tmp_path: Path, at: float, damage: bytes) -> None:
    path = _book(tmp_path)
    whole = path.read_bytes()
    place = int(at * len(whole))
    path.write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    _attempt(path)
