"""Our own plain format, by which anybody can add figures: unit, measure, value."""

from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.measures.kinds import MEASURES
from ouzel.measures.readers.base import Figure, Reader, Reading
from ouzel.measures.readers.values import code, number, once
from ouzel.register.readers.tables import headed

HEADINGS = frozenset({"unit", "measure", "value"})


def _parse(path: Path) -> list[Reading]:
    """It says neither who publishes it nor for which day it is: who loads it does."""
    table = headed(path)
    unit_at, measure_at, value_at = table.need("unit"), table.need("measure"), table.need("value")
    figures = []
    for line, row in table.rows:
        measure = row[measure_at].strip()
        if measure not in MEASURES:
            raise ContentError(
                "there is no such measure", path.name, line, "measure", measure, f"Use one of {', '.join(MEASURES)}"
            )
        value, gap = number(path, line, "value", row[value_at])
        figures.append(Figure(code(path, line, "unit", row[unit_at]), measure, value, line, gap))
    return [Reading("Figures", "", list(once(path, figures, "unit")))]


READER = Reader("figures by unit and measure", lambda sniff: sniff.headings == HEADINGS, _parse)
