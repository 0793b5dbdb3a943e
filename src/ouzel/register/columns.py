"""The register as plain columns: every relation, lifespan and kind at one state of knowledge, for array methods.

Bodies are positions in `codes`. Days are ordinals (`date.toordinal()`), ranges half-open, an open end the last day
there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv
from django.db import connection

from ouzel.register.answers import Moment
from ouzel.register.asking import NEAREST_NAME, believed, fetch
from ouzel.register.attributes import LASTING, Attribute
from ouzel.register.kinds import KINDS

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

SPANS = sorted(LASTING - {Attribute.COLLABORATION})
"""Relations by which figures are grouped. Working together is not belonging."""

NAMES = (Attribute.NAME, Attribute.PRINTED_NAME)
ENDLESS = date.max.toordinal()
BEGINNINGLESS = 1


@dataclass(frozen=True, eq=False)
class Columns:
    """What holds of all bodies, as known at a moment.

    `relations`: attribute name in small letters to (subject, object, start, until, share; NaN: not said).
    `lifespans` and each of `kinds` (by slug): (body, start, until).
    `successions`: (predecessor, successor, day, share, note). `placements`: (unit, heir, day): where a unit of a body
    that was split belongs from the day on. `names` are those of the moment's day, else the nearest.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    relations: dict[str, tuple[Ints, Ints, Ints, Ints, Floats]]
    lifespans: tuple[Ints, Ints, Ints]
    kinds: dict[str, tuple[Ints, Ints, Ints]]
    successions: tuple[Ints, Ints, Ints, Floats, tuple[str, ...]]
    placements: tuple[Ints, Ints, Ints]


def columns(*, moment: Moment) -> Columns:
    """Read the whole register at a moment; part of a second for all of England."""
    numbers, codes, names = _bodies(moment)
    relations = _relations(moment, numbers)
    held = _kinds(moment, numbers)
    return Columns(
        codes=codes,
        names=names,
        relations={a.name.lower(): relations.pop(int(a)) for a in SPANS if int(a) in relations},
        lifespans=_lifespans(moment, numbers),
        kinds=held,
        successions=_successions(moment, numbers),
        placements=_placements(moment, numbers),
    )


def _bodies(moment: Moment) -> tuple[npt.NDArray[np.int64], tuple[str, ...], tuple[str, ...]]:
    """Ids in order, and the code and name of each."""
    where, params = believed(moment)
    table = _table(
        f"""SELECT b.id, b.code, coalesce(n.value, b.code) FROM register_body b LEFT JOIN (
                SELECT DISTINCT ON (f.subject_id) f.subject_id, f.value FROM register_fact f
                WHERE f.attribute IN ({_listed(NAMES)}) AND {where}
                ORDER BY f.subject_id, {NEAREST_NAME}) n ON n.subject_id = b.id
            ORDER BY b.id""",
        [*params, moment.on, moment.on, moment.on],
        id=pa.int64(), code=pa.string(), name=pa.string(),
    )  # fmt: skip
    return table["id"].to_numpy(), tuple(table["code"].to_pylist()), tuple(table["name"].to_pylist())


def names_on(codes: Iterable[str], *, days: Sequence[date], moment: Moment) -> dict[tuple[str, date], str]:
    """The name of each body on each day, as known then: that of the day, else the nearest before, else after."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.code, d.day, coalesce((
                SELECT f.value FROM register_fact f
                WHERE f.subject_id = b.id AND f.attribute IN ({_listed(NAMES)}) AND {where}
                ORDER BY f.attribute, f.valid @> d.day DESC, lower(f.valid) <= d.day DESC, abs(lower(f.valid) - d.day),
                         f.value LIMIT 1), b.code)
            FROM register_body b CROSS JOIN unnest(%s::date[]) d (day) WHERE b.code = ANY(%s)""",
        [*params, list(days), list(codes)],
    )
    return {(code, day): name for code, day, name in rows}


def _days(range_: str) -> str:
    """The bounds of a range of days as ordinals."""
    return (
        f"coalesce(lower({range_}) - date '0001-01-01' + 1, {BEGINNINGLESS}) AS start,"
        f" coalesce(upper({range_}) - date '0001-01-01' + 1, {ENDLESS}) AS until"
    )


def _relations(moment: Moment, numbers: npt.NDArray[np.int64]) -> dict[int, tuple[Ints, Ints, Ints, Ints, Floats]]:
    where, params = believed(moment)
    table = _table(
        f"""SELECT f.attribute, f.subject_id, f.object_id, {_days("f.valid")}, coalesce(f.share, 'NaN')
            FROM register_fact f WHERE f.attribute IN ({_listed(SPANS)}) AND {where}""",
        params,
        attribute=pa.int16(), subject=pa.int64(), object=pa.int64(), start=pa.int32(), until=pa.int32(),
        share=pa.float64(),
    )  # fmt: skip
    attribute = table["attribute"].to_numpy()
    subject, object_ = (_at(numbers, table[name]) for name in ("subject", "object"))
    start, until, share = (table[name].to_numpy() for name in ("start", "until", "share"))
    found = {}
    for number in np.unique(attribute).tolist():
        mine = attribute == number
        found[number] = (subject[mine], object_[mine], start[mine], until[mine], share[mine])
    return found


def _lifespans(moment: Moment, numbers: npt.NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    where, params = believed(moment)
    table = _table(
        f"""SELECT f.subject_id, {_days("f.valid")} FROM register_fact f
            WHERE f.attribute = {int(Attribute.LIFESPAN)} AND {where}""",
        params, subject=pa.int64(), start=pa.int32(), until=pa.int32(),
    )  # fmt: skip
    return _at(numbers, table["subject"]), table["start"].to_numpy(), table["until"].to_numpy()


def _kinds(moment: Moment, numbers: npt.NDArray[np.int64]) -> dict[str, tuple[Ints, Ints, Ints]]:
    """When each body held a role of each kind. Whether it was open then is its lifespan's to say."""
    where, params = believed(moment)
    told_by = sorted({kind.told_by for kind in KINDS.values()})
    table = _table(
        f"""SELECT f.attribute, f.subject_id, {_days("f.valid")}, f.value
            FROM register_fact f WHERE f.attribute IN ({_listed(told_by)}) AND {where}""",
        params, attribute=pa.int16(), subject=pa.int64(), start=pa.int32(), until=pa.int32(), value=pa.string(),
    )  # fmt: skip
    attribute, value = table["attribute"].to_numpy(), table["value"].to_numpy(zero_copy_only=False)
    body = _at(numbers, table["subject"])
    start, until = table["start"].to_numpy(), table["until"].to_numpy()
    found = {}
    for kind in KINDS.values():
        mine = (attribute == int(kind.told_by)) & np.isin(value.astype(str), sorted(kind.roles))
        if mine.any():
            found[kind.slug] = (body[mine], start[mine], until[mine])
    return found


def _successions(moment: Moment, numbers: npt.NDArray[np.int64]) -> tuple[Ints, Ints, Ints, Floats, tuple[str, ...]]:
    where, params = believed(moment)
    table = _table(
        f"""SELECT f.subject_id, f.object_id, {_days("f.valid")}, coalesce(f.share, 'NaN'), f.note FROM register_fact f
            WHERE f.attribute = {int(Attribute.SUCCESSOR)} AND {where}
            ORDER BY lower(f.valid), f.subject_id, f.object_id""",
        params,
        subject=pa.int64(), object=pa.int64(), start=pa.int32(), until=pa.int32(), share=pa.float64(), note=pa.string(),
    )  # fmt: skip
    subject, object_ = (_at(numbers, table[name]) for name in ("subject", "object"))
    return subject, object_, table["start"].to_numpy(), table["share"].to_numpy(), tuple(table["note"].to_pylist())


def _placements(moment: Moment, numbers: npt.NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    where, params = believed(moment)
    table = _table(
        f"""SELECT f.subject_id, f.object_id, {_days("f.valid")} FROM register_fact f
            WHERE f.attribute = {int(Attribute.PLACEMENT)} AND {where}
            ORDER BY lower(f.valid), f.subject_id, f.object_id""",
        params, unit=pa.int64(), heir=pa.int64(), start=pa.int32(), until=pa.int32(),
    )  # fmt: skip
    return _at(numbers, table["unit"]), _at(numbers, table["heir"]), table["start"].to_numpy()


def _at(numbers: npt.NDArray[np.int64], ids: pa.ChunkedArray) -> Ints:
    """Positions of ids."""
    positions: Ints = np.searchsorted(numbers, ids.to_numpy()).astype(np.int32)
    return positions


def _listed(attributes: Sequence[Attribute]) -> str:
    return ", ".join(str(int(a)) for a in attributes)


def _table(query: str, params: Sequence[Any], /, **fields: pa.DataType) -> pa.Table:
    """The answer to a query of ours, by COPY, as typed columns without missing values."""
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", params) as copy:
            text = b"".join(bytes(block) for block in copy)
    if not text:
        return pa.table({name: pa.array([], type_) for name, type_ in fields.items()})
    return pa_csv.read_csv(
        BytesIO(text),
        read_options=pa_csv.ReadOptions(column_names=list(fields)),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=fields, strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
