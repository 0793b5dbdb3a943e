"""The contract monitoring standards: aggregate, patient level, drugs, devices; plans and local prices.

`elements.csv` holds each standard's data elements in order: how it is also headed, the field it is, whether it is
mandatory (M), required where it applies (R) or optional (O), its shape and whether it is personal. Shapes: `an3-6` is
three to six characters, `n10.n3` up to ten digits and three decimals, `n3` up to three digits, `date`, `moment`, `Y/N`.
Sources: NHS Data Dictionary, contract monitoring data sets of May 2026 (lists and mandation); user guidance to DCB2050,
DCB3003, DCB2212 and DCB3002 version 2.0 and checks of plan and price returns in use in 2026 (lengths, plans, prices).
The order of the parts of a tariff code (currency, short stay, best practice) is as remembered of the guidance.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.fields import FIELDS, Value
from ouzel.activity.readers.cleaning import ISO, Cleaner
from ouzel.activity.readers.formats import PLAIN, Column, Format, Kind
from ouzel.activity.readers.pods import POINTS


@dataclass(frozen=True)
class Element:
    """One data element of a standard, at its place (`number`, from 1)."""

    standard: str
    number: int
    name: str
    also: str  # another heading it comes under
    field: str  # the canonical field, "" where none takes it
    mandation: str
    shape: str
    personal: bool

    @property
    def code(self) -> str:
        """What faults of it are called: ACM-17."""
        return f"{self.standard.upper()}-{self.number:02}"

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.name, self.also) if self.also else (self.name,)


@cache
def elements(standard: str) -> tuple[Element, ...]:
    """The elements of a standard, in order; none for a format that is no standard."""
    return tuple(element for element in _all() if element.standard == standard)


@cache
def _all() -> tuple[Element, ...]:
    text = files("ouzel.activity.readers").joinpath("elements.csv").read_text(encoding="utf-8")
    return tuple(
        Element(
            row["standard"], int(row["number"]), row["element"], row["also"], row["field"], row["mandation"],
            row["shape"], row["personal"] == "Y",
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


_DATE = Cleaner(dates=(ISO, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"))
_CURRENCY = Cleaner(replace=((r"\s*/.*$", ""),))
_BEST_PRACTICE = Cleaner(replace=((r"^[^/]*(/[^/]*)?(/|$)", ""),))


def _format(slug: str, name: str, kind: Kind, *telling: str) -> Format:
    """A format of a standard's elements; files with all the `telling` elements are of it."""
    found: dict[str, list[Element]] = {}
    for element in elements(slug):
        if element.field:
            found.setdefault(element.field, []).append(element)
    columns = [
        Column(
            field,
            tuple(heading for element in those for heading in element.headings),
            _CURRENCY if field == "currency" else _DATE if FIELDS[field].value is Value.DATE else PLAIN,
            need=any(element.name in telling for element in those),
        )
        for field, those in found.items()
    ]
    if slug == "plcm":
        columns.append(Column("best_practice", ("TARIFF CODE",), _BEST_PRACTICE))
    return Format(
        slug, name, tuple(columns), kind, loads=slug not in CHECKED_ONLY, identity=IDENTITY.get(slug, ())
    )  # fmt: skip


def kind_by_pod(batch: pa.RecordBatch) -> pa.Array:
    """What a patient-level line is a record of, by its point of delivery; admitted without an end is unfinished."""
    pods = pa.array(list(POINTS), pa.string())
    kinds = pa.array([point.kind for point in POINTS.values()], pa.string())
    names = batch.schema.names
    if "pod" not in names:
        return pc.dictionary_encode(pa.repeat(pa.scalar("other"), len(batch)))
    pod = pc.utf8_upper(batch.column("pod").cast(pa.string()))
    kind = pc.coalesce(pc.take(kinds, pc.index_in(pod, value_set=pods)), pa.scalar("other"))
    if "end" in names:
        unfinished = pc.and_(pc.equal(kind, "admitted"), pc.equal(batch.column("end"), ""))
        kind = pc.if_else(unfinished, "admitted-unfinished", kind)
    return pc.dictionary_encode(kind)


CHECKED_ONLY = ("iap", "local-prices")
"""Plans and local prices can be checked, but are no activity: they have no lines to load."""

_ONE = ("pod", "currency")
IDENTITY = {"plcm": _ONE, "drplcm": (*_ONE, "start"), "deplcm": (*_ONE, "start")}
"""One record has a line for each point of delivery and tariff code it is charged under: a spell and its excess bed
days, an attendance and its drugs. So its identifier alone does not tell a line. Source: the elements of the sets (point
of delivery, unbundled indicator and tariff code beside the identifier); that it repeats is as remembered.
"""

_PROVIDER = "ORGANISATION IDENTIFIER (CODE OF PROVIDER)"
FORMATS = (
    _format("acm", "aggregate contract monitoring", "aggregate", _PROVIDER, "CONTRACT MONITORING ACTUAL ACTIVITY"),
    _format("plcm", "patient-level contract monitoring", kind_by_pod, _PROVIDER, "ACTIVITY COUNT (POINT OF DELIVERY)"),
    _format("drplcm", "patient-level contract monitoring of drugs", "drug", _PROVIDER,
            "CLINICAL INTERVENTION DATE (DRUG ADMINISTERED)", "TOTAL COST"),
    _format("deplcm", "patient-level contract monitoring of devices", "device", _PROVIDER,
            "CLINICAL INTERVENTION DATE (MEDICAL DEVICE IMPLEMENTATION)", "TOTAL COST"),
    _format("iap", "an indicative activity plan", "aggregate", _PROVIDER, "CONTRACT MONITORING PLANNED ACTIVITY",
            "CONTRACT MONITORING PLANNED PRICE"),
    _format("local-prices", "local prices", "other", _PROVIDER, "LOCAL PRICE"),
)  # fmt: skip
