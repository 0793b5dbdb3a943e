"""Small files of figures, written by the tests."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ouzel.measures import actions
from ouzel.measures.actions import Loaded
from tests.core.people import OPERATOR

MONTHLY = "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS"
WEIGHTED = (
    "Practice_Code,GP_Practice_Name,Population,G&A WP,CS WP,MH WP,Mat WP,Health Ineq WP,Prescr WP,Final WP,"
    "Primary Medical Care WP,Final PMC WP"
)
ALLOCATIONS = (
    "CCG,Opening DfT,Minimum allocation,Minimum growth,Final allocation,Final growth,Per capita allocation,"
    "Per capita growth,Final per capita growth,Final closing DfT"
)
BLMK_ALLOCATIONS = (
    "NHS Bedfordshire CCG,-1.00%,581504,2.50%,587176,3.50%,1211,2.35%,-0.86%,484883",
    "NHS Luton CCG,-2.63%,284655,2.46%,286434,3.10%,1205,1.99%,-2.83%,237791",
    "NHS Milton Keynes CCG,-3.46%,319642,2.64%,320769,3.00%,1076,1.71%,-3.92%,297976",
)
"""Real rows."""


def write(folder: Path, name: str, heading: str, rows: Iterable[str]) -> Path:
    """A CSV file."""
    path = folder / name
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def monthly(folder: Path, on: str, **people: object) -> Path:
    """Lists of practices of one day, as NHS Digital writes them; codes in small letters."""
    rows = (f"GP_PRAC_PAT_LIST,{on},GP,06F,E38000249,{code},LU1 1AA,ALL,ALL,{count}" for code, count in people.items())
    return write(folder, f"lists-{on}.csv", MONTHLY, rows)


def figures(folder: Path, measure: str, name: str = "figures.csv", **values: object) -> Path:
    """Figures in the plain format."""
    return write(folder, name, "unit,measure,value", (f"{unit},{measure},{value}" for unit, value in values.items()))


def load(*paths: Path, effective: date | None = None, published: date | None = None, source: str = "a test") -> Loaded:
    """Load them as the operator."""
    return actions.load(paths, by=OPERATOR, effective=effective, published=published, source=source)
