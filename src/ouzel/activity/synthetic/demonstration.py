"""Small files of monitoring for the demonstration: made-up patients of Bedfordshire, Luton and Milton Keynes.

Practices, areas, trusts and their commissioners are real and come from the demonstration's own facts. People, care,
prices sent and postcodes are made up. Six admissions are planted that were open on 31 March 2021, when three
commissioners became one: two from practices of each, admitted on 28 March and discharged on 3 April.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from ouzel.activity.fields import KIND
from ouzel.activity.synthetic.bodies import Bodies
from ouzel.activity.synthetic.country import Country, Shares
from ouzel.activity.synthetic.files import as_plcm
from ouzel.activity.synthetic.given import Belonging, GivenArea, GivenPractice, GivenProvider, given_bodies
from ouzel.activity.synthetic.identifiers import nhs_numbers, postcode_directory
from ouzel.activity.synthetic.records import SCHEMA, records
from ouzel.activity.synthetic.world import World, make
from ouzel.engine.pricing.book import PriceBook

MERGED = date(2021, 4, 1)
YEARS = (2020, 2021)
WHOLE_YEARS = ((2020, None), (2021, None))
ADMITTED, DISCHARGED = date(2021, 3, 28), date(2021, 4, 3)
PLANTED = 2  # of each commissioner
PEOPLE = 1_200
SEEN = ("", "5", "6")
"""ATTENDED OR DID NOT ATTEND of those who were seen; blank for care that has none. Source: NHS Data Dictionary."""

SERVICES = ("DEMOGRN1", "DEMORED1", "DEMOBLU1")
RANKED = 32_844
RANKS: Mapping[str, int] = {
    "E01015693": 24_148, "E01015694": 21_408, "E01015695": 23_109, "E01015696": 24_791, "E01015697": 29_531,
    "E01016710": 10_999, "E01016711": 23_834, "E01016713": 24_404, "E01016714": 8_568, "E01016715": 11_221,
    "E01017371": 32_329, "E01017372": 26_594, "E01017373": 30_281, "E01017374": 28_931, "E01017375": 28_860,
    "E01017453": 7_053, "E01017454": 27_537, "E01017455": 20_746, "E01017456": 29_402, "E01017457": 18_256,
}  # fmt: skip
"""Small areas of the four boroughs and their ranks. Source: English Indices of Deprivation 2019, MHCLG, under the Open
Government Licence v3.0."""
PROVIDERS = (
    GivenProvider("RC9", ("",), {"06P": 0.97, "06F": 0.87, "04F": 0.04}, ((None, "06P"), (MERGED, "M1J4Y"))),
    GivenProvider("RD8", ("",), {"06P": 0.0, "06F": 0.10, "04F": 0.93}, ((None, "04F"), (MERGED, "M1J4Y"))),
    GivenProvider("RYV", ("",), {"06P": 0.03, "06F": 0.03, "04F": 0.03}, ((None, "06P"), (MERGED, "M1J4Y")),
                  acute=False),
)  # fmt: skip
"""Trusts and how much of the care of each commissioner's people each gives: our own assumption."""
STANDS = {"RC9": ("LU4 0DZ", "E01015693"), "RD8": ("MK6 5LD", "E01016710")}
"""Postcode of the main site of each hospital trust, and a small area of the borough it stands in, Luton and Milton
Keynes. Postcodes are real (ODS etr of 2016 and 2022); which small area of the borough it is, is made up."""


@dataclass(frozen=True)
class DemonstrationFile:
    """One file of monitoring: whose, of the financial year that begins in `year`, how many lines it has.

    `month` counts from April; None: the whole year, sent as month 12.
    """

    path: Path
    provider: str
    year: int
    month: int | None
    lines: int


def demonstration_world(*, facts: Path, list_sizes: Path, book: PriceBook, seed: int = 1) -> World:
    """The area's world from the demonstration's facts and lists of patients, priced by a list."""
    bodies = demonstration_bodies(facts=facts, list_sizes=list_sizes, seed=seed)
    country = Country(
        seed=seed, people=PEOPLE, areas=len(bodies.areas), practices=len(bodies.practices),
        providers=len(bodies.providers), commissioners=1, since=date(YEARS[0], 4, 1), repeated=0.0,
        pods="submitted", shares=Shares(practice_blank=0.0, not_priced=0.0),
    )  # fmt: skip
    return make(country, bodies=bodies, book=book, services=SERVICES)


def demonstration_bodies(*, facts: Path, list_sizes: Path, seed: int = 1) -> Bodies:
    """Practices with patients on 1 January 2021, whose they were then and after the merger; areas and trusts."""
    with facts.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["attribute"] in ("commissioner", "local_authority")]
    with list_sizes.open(encoding="utf-8", newline="") as file:
        patients = {r["practice"]: int(r["patients"]) for r in csv.DictReader(file) if r["date"] == "2021-01-01"}
    before = {row["subject"]: row["value"] for row in rows if row["attribute"] == "commissioner"
              and row["evidence"] == "sighting" and row["since"] == "2021-01-01"}  # fmt: skip
    after = {row["subject"]: row["value"] for row in rows if row["attribute"] == "commissioner"
             and row["evidence"] == "sighting" and row["since"] == "2021-06-01"}  # fmt: skip
    borough = {row["subject"]: row["value"] for row in rows if row["attribute"] == "local_authority"}
    practices = [
        GivenPractice(code, _belonging(before[code], after.get(code, "M1J4Y")), patients[code])
        for code in sorted(before) if code in patients
    ]  # fmt: skip
    areas = [
        GivenArea(code, rank, _belonging(COMMISSIONED[borough[code]], "M1J4Y"))
        for code, rank in RANKS.items() if borough.get(code) in COMMISSIONED
    ]  # fmt: skip
    return given_bodies(practices=practices, areas=areas, ranked=RANKED, providers=PROVIDERS, seed=seed)


COMMISSIONED = {"E06000032": "06P", "E06000042": "04F", "E06000055": "06F", "E06000056": "06F"}
"""The commissioner of each borough's area until the merger. Source: the demonstration's facts (ODS epcmem 2019-10)."""


def demonstration_records(year: int, *, facts: Path, list_sizes: Path, book: PriceBook, seed: int = 1) -> pa.Table:
    """Canonical records of one financial year (2020 or 2021), the planted admissions among them, at the end."""
    return _records(demonstration_world(facts=facts, list_sizes=list_sizes, book=book, seed=seed), year)


def demonstration_files(
    folder: Path,
    *,
    facts: Path,
    list_sizes: Path,
    book: PriceBook,
    seed: int = 1,
    months: Iterable[tuple[int, int | None]] = WHOLE_YEARS,
) -> tuple[DemonstrationFile, ...]:
    """Write files of patient-level contract monitoring of each trust, and a directory of the postcodes.

    `months` are years with the month of account, 1 being April: (2020, 12) and (2021, 1) are those around the merger.
    None is a whole year in one file; checks then warn of every line that ended before March.

    The directory is `ONSPD_FEB_2021_UK.csv`: it says which small area each made-up postcode is in, and each hospital's.
    """
    world = demonstration_world(facts=facts, list_sizes=list_sizes, book=book, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    pcsv.write_csv(_directory(world), folder / "ONSPD_FEB_2021_UK.csv")
    written = []
    tables = {year: _records(world, year) for year in YEARS}
    for year, month in months:
        table = tables[year]
        for provider in world.bodies.providers:
            shaped = as_plcm(table.filter(pc.equal(table["provider"], provider)), month=month)
            name = f"plcm-{provider}-{year}-{(year + 1) % 100:02}" + (f"-M{month:02}" if month else "")
            path = folder / f"{name}.csv"
            pcsv.write_csv(shaped, path)
            written.append(DemonstrationFile(path, provider, year, month, shaped.num_rows))
    return tuple(written)


def _directory(world: World) -> pa.Table:
    """Postcodes of patients and those of the hospitals: a trust's local commissioner is that of its postcode."""
    table = postcode_directory(world)
    of_england = table.slice(0, 1).to_pylist()[0]
    hospitals = [
        of_england | {"pcd": code.replace(" ", ""), "pcds": code, "lsoa11": area, "lsoa21": area}
        for code, area in STANDS.values()
    ]
    return pa.concat_tables([table, pa.Table.from_pylist(hospitals, schema=table.schema)])


def _belonging(before: str, after: str) -> Belonging:
    return ((None, before), (MERGED, after))


def _records(world: World, year: int) -> pa.Table:
    """The year's records without those of nobody's provider, then the planted ones.

    Monitoring cannot say that an appointment was missed, and asks for none that was: those are left out.
    """
    table = pa.concat_tables(records(world, year=year, threads=1))
    table = table.filter(pc.is_in(table["provider"], value_set=pa.array(world.bodies.providers)))
    table = table.filter(pc.is_in(table["attended"], value_set=pa.array(SEEN)))
    return pa.concat_tables([table, pa.Table.from_pylist(planted(world, year), schema=SCHEMA)])


def planted(world: World, year: int) -> list[dict[str, str]]:
    """The admissions that were open at the merger: unfinished in the first year's file, finished in the second's."""
    bodies = world.bodies
    found: list[dict[str, str]] = []
    whose = {row: bodies.commissioners[bodies.of_practice[0, row]] for row in range(len(bodies.practices))}
    for commissioner in sorted(set(whose.values())):
        rows = [row for row in whose if whose[row] == commissioner][:PLANTED]
        for row in rows:
            found.append(_planted(world, row, commissioner, len(found)))
    return [_as_of(record, year) for record in found] if year in YEARS else []


def _planted(world: World, practice: int, commissioner: str, number: int) -> dict[str, str]:
    """One of them as it came to be finished."""
    bodies, money = world.bodies, world.currencies
    provider = max(PROVIDERS, key=lambda each: each.serves.get(commissioner, 0.0)).code
    area = next(a for a in range(len(bodies.areas)) if bodies.commissioners[bodies.of_area[0, a]] == commissioner)
    currency = int(money.emergency[number * 7])
    factor = int(world.supplies.factor[[row[0] for row in world.supplies.rows].index(provider)])
    pence = (int(money.non_elective[currency]) * factor + 500_000) // 1_000_000
    price = f"{pence // 100}.{pence % 100:02}"
    born = date(1938 + 7 * number, 6, 15)
    age = ADMITTED.year - born.year - 1
    return dict.fromkeys(SCHEMA.names, "") | {
        KIND: "admitted", "record": f"BPLANTED{number + 1:04}", "spell": f"SPL{number + 1:09}", "order": "1",
        "person": nhs_numbers(np.array([world.country.people + number]))[0].as_py(),
        "local_person": f"P{number + 1:08}",
        "provider": provider, "practice": bodies.practices[practice], "commissioner": "M1J4Y",
        "residence": postcode_directory(world)["pcds"][4 * area].as_py(), "birth_date": born.isoformat(),
        "age": str(age), "sex": str(1 + number % 2), "category": "12", "specialty": "300", "main_specialty": "300",
        "overseas": "A", "administrative": "01", "admission_method": "21", "admission_source": "19",
        "patient_class": "1", "unbundled": "N", "pod": "NEL", "start": ADMITTED.isoformat(),
        "end": DISCHARGED.isoformat(), "stay": str((DISCHARGED - ADMITTED).days), "currency": money.codes[currency],
        "activity": "1", "unit_price": price, "price": price, "status": "finished", "month": "1", "year": "202122",
        "created": "2022-05-20T09:00:00", "episode_start": ADMITTED.isoformat(), "episode_end": DISCHARGED.isoformat(),
        "_before": commissioner,
    }  # fmt: skip


def _as_of(record: dict[str, str], year: int) -> dict[str, str]:
    """The record as it stands in a year's file."""
    before = record.pop("_before")
    if year == YEARS[1]:
        return record
    return record | {
        KIND: "admitted-unfinished", "record": record["record"].replace("BPLANTED", "BOPEN"), "commissioner": before,
        "end": "", "stay": "", "price": "0.00", "unit_price": "0.00", "status": "unfinished", "month": "12",
        "year": "202021", "created": "2021-05-20T09:00:00", "episode_end": "",
    }  # fmt: skip
