"""CSV files as providers and NHS Digital make them, of synthetic records: for the gate, the checks and loading."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from ouzel.activity.fields import KIND
from ouzel.activity.readers.standards import elements
from ouzel.activity.synthetic.identifiers import POSTCODES_AN_AREA, postcodes
from ouzel.activity.synthetic.records import records
from ouzel.activity.synthetic.world import World
from ouzel.core.errors import ContentError

Kind = Literal["plcm", "hes-apc", "hes-op", "hes-ae"]
_ATTENDANCE = {"outpatient": "ATTENDANCE IDENTIFIER", "emergency": "EMERGENCY CARE ATTENDANCE IDENTIFIER"}

_SHARED = {
    "PROCODE3": "provider", "SITETRET": "site", "GPPRAC": "practice", "LSOA11": "area", "SEX": "sex",
    "ETHNOS": "ethnicity", "PURCODE": "commissioner", "SUSHRG": "currency",
}  # fmt: skip
_CLINICAL = {
    "TRETSPEF": "specialty", "MAINSPEF": "main_specialty", "ADMINCAT": "administrative", "DIAG_4_01": "diagnosis",
    "OPERTN_4_01": "procedure",
}  # fmt: skip
HES: Mapping[str, Mapping[str, str]] = {
    "hes-apc": {
        "EPIKEY": "record", "PSEUDO_HESID": "pseudonym", "STARTAGE": "age", **_SHARED, **_CLINICAL,
        "EPIORDER": "order", "ADMIMETH": "admission_method", "ADMISORC": "admission_source",
        "CLASSPAT": "patient_class", "ADMIDATE": "start", "DISDATE": "end", "SPELDUR": "stay",
        "EPISTART": "episode_start", "EPIEND": "episode_end", "EPISTAT": "status", "SPELEND": "counts",
    },
    "hes-op": {
        "ATTENDKEY": "record", "PSEUDO_HESID": "pseudonym", "APPTAGE": "age", **_SHARED, **_CLINICAL,
        "FIRSTATT": "first_attendance", "ATTENDED": "attended", "APPTDATE": "start",
    },
    "hes-ae": {
        "AEKEY": "record", "PSEUDO_HESID": "pseudonym", "ARRIVALAGE": "age", **_SHARED, "AEDEPTTYPE": "department",
        "ARRIVALDATE": "start",
    },
}  # fmt: skip
"""Columns of each extract and what they say: fields of the canonical record, and four made from them."""
LAST_MONTH = 12
_KINDS = {"hes-apc": ("admitted", "admitted-unfinished"), "hes-op": ("outpatient",), "hes-ae": ("emergency",)}


def write_csv(
    world: World,
    path: Path,
    *,
    kind: Kind = "plcm",
    year: int | None = None,
    provider: str | None = None,
    month: int | None = None,
) -> int:
    """Write a financial year's records as a file of that kind, gzip where the name ends in .gz; how many rows it has.

    `plcm`: patient-level contract monitoring, headed as the NHS Data Dictionary names its elements, identifiable in
    form (NHS numbers for testing, postcodes, dates of birth). The `hes-` kinds are extracts like NHS Digital's, with
    pseudonyms and small areas, admissions episode by episode. `provider` chooses the records of one, and `month` (1 is
    April) of contract monitoring those of one month: a file is for one; without it all are sent as month 12.
    """
    wanted = None if kind == "plcm" else _KINDS.get(kind)
    if kind != "plcm" and wanted is None:
        raise ContentError(
            "there is no such kind of file", field="kind", value=kind, right=f"Use plcm, {', '.join(HES)}"
        )
    if kind == "plcm":
        world = world.submitting()
    areas = _Areas(world)
    rows = 0
    with _opened(path) as sink:
        writer: Any = None
        for table in records(world, year=year, each="episode" if kind == "hes-apc" else "spell"):
            if wanted is not None:
                table = table.filter(pc.is_in(table[KIND], value_set=pa.array(wanted)))
            if provider is not None:
                table = table.filter(pc.equal(table["provider"], provider))
            shaped = as_plcm(table, month=month) if kind == "plcm" else areas.as_hes(table, kind)
            writer = writer or pcsv.CSVWriter(sink, shaped.schema)
            writer.write_table(shaped)
            rows += shaped.num_rows
        writer.close()
    return rows


def as_plcm(table: pa.Table, *, month: int | None = None) -> pa.Table:
    """Canonical records under the headings of patient-level contract monitoring, in its order.

    `month` (1 is April) chooses the records of one month; None: all, as one account sent after the last month.
    """
    if month is not None:
        table = table.filter(pc.equal(table["month"], str(month)))
    columns: dict[str, pa.ChunkedArray] = {}
    for element in elements("plcm"):
        name = element.name
        if name in _ATTENDANCE.values() or name == "HOSPITAL PROVIDER SPELL NUMBER":
            kinds = [kind for kind, heading in _ATTENDANCE.items() if heading == name] or _KINDS["hes-apc"]
            here = pc.is_in(table[KIND], value_set=pa.array(kinds))
            columns[name] = pc.if_else(here, table["spell"], "")
        elif name == "ORGANISATION IDENTIFIER (GP PRACTICE RESPONSIBILITY)":
            columns[name] = table["commissioner"]
        elif name == "FINANCIAL MONTH":
            columns[name] = _same(str(LAST_MONTH), table.num_rows) if month is None else table["month"]
        elif name == "NATIONAL TARIFF INDICATOR":
            columns[name] = _same("Y", table.num_rows)
        elif element.field in table.column_names and name != "NON CDS UNIQUE IDENTIFIER":
            columns[name] = table[element.field]
        else:
            columns[name] = _same("", table.num_rows)
    return pa.table(columns)


class _Areas:
    """Small areas back from the postcodes of records: an extract of HES has these only."""

    def __init__(self, world: World) -> None:
        self.postcodes = pa.array(postcodes(world))
        self.areas = pa.array([area for area in world.bodies.areas for _ in range(POSTCODES_AN_AREA)])

    def as_hes(self, table: pa.Table, kind: str) -> pa.Table:
        """Canonical records under the headings of an extract."""
        made = {
            "area": pc.fill_null(self.areas.take(pc.index_in(table["residence"], self.postcodes).combine_chunks()), ""),
            "pseudonym": pc.binary_join_element_wise("TEST", table["person"], ""),
            "status": pc.if_else(pc.equal(table["status"], "finished"), "3", "1"),
            "counts": pc.if_else(pc.equal(table["activity"], "1"), "Y", "N"),
        }
        return pa.table({
            heading: made[field] if field in made else table[field] for heading, field in HES[kind].items()
        })  # fmt: skip


def _same(text: str, count: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.repeat(pa.scalar(text), count)])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    if path.suffix == ".gz":
        # Without a name and a time in its head, the same records are the same bytes.
        with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:
            yield file
    else:
        with path.open("wb") as file:
            yield file
