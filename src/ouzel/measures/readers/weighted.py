"""Weighted populations of practices, by part of the allocation to integrated care boards (NHS England)."""

from pathlib import Path

from ouzel.measures.readers.base import Figure, Reader, Reading
from ouzel.measures.readers.values import code, number, once
from ouzel.register.readers.base import Sniff
from ouzel.register.readers.tables import headed

POPULATION = "allocation-population"
COLUMNS = {
    "g a wp": "weighted-general-and-acute",
    "cs wp": "weighted-community",
    "mh wp": "weighted-mental-health",
    "mat wp": "weighted-maternity",
    "health ineq wp": "weighted-health-inequalities",
    "prescr wp": "weighted-prescribing",
    "final wp": "weighted-core",
    "primary medical care wp": "weighted-primary-medical-need",
    "final pmc wp": "weighted-primary-medical",
}
"""Headings, in plain words, and the measures under them; the same in the tables of 2023/24 and 2025/26."""


def _parse(path: Path) -> list[Reading]:
    """The population is `Population` or, in the older table, `pop` with the year it is of; no column says the day."""
    table = headed(path)
    practice = table.need("practice code")
    population = next((name for name in table.headings if name == "population" or name.startswith("pop ")), POPULATION)
    columns = {table.need(name): measure for name, measure in {population: POPULATION, **COLUMNS}.items()}
    figures = []
    for line, row in table.rows:
        unit = code(path, line, "Practice_Code", row[practice])
        for at, measure in columns.items():
            value, gap = number(path, line, table.headings[at], row[at])
            figures.append(Figure(unit, measure, value, line, gap))
    source = "NHS England, allocations to integrated care boards, weighted populations by practice"
    return [Reading("Weighted populations", source, list(once(path, figures, "Practice_Code")))]


def _matches(sniff: Sniff) -> bool:
    return sniff.headings >= {"practice code", *COLUMNS}


READER = Reader("weighted populations of practices", _matches, _parse)
