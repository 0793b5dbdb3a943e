"""Allocations to clinical commissioning groups: by name, without codes.

In the copy that is in use the last two headings do not fit what stands under them: the last column is the registered
population (the allocation over it is the allocation per head, in every row), the one before it the distance from target
that the final allocation leaves. So each row is checked by that sum, and refused where it does not come out.
"""

from decimal import Decimal
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.measures.readers.base import Figure, Reader, Reading
from ouzel.measures.readers.values import number, percentage
from ouzel.register.readers.tables import headed

HEADINGS = {
    "final allocation": "ccg-allocation",
    "final growth": "ccg-allocation-growth",
    "per capita allocation": "ccg-allocation-per-head",
    "final per capita growth": "ccg-distance-from-target",
    "final closing dft": "ccg-registered-population",
}
PERCENTAGES = ("ccg-allocation-growth", "ccg-distance-from-target")
A_POUND = Decimal(1)  # what rounding may leave between the two ways to the figure per head


def _parse(path: Path) -> list[Reading]:
    table = headed(path)
    name_at = table.need("ccg")
    columns = {table.need(heading): measure for heading, measure in HEADINGS.items()}
    names: dict[str, list[int]] = {}
    for line, row in table.rows:
        names.setdefault(row[name_at].strip(), []).append(line)
    figures: list[Figure] = []
    for line, row in table.rows:
        name = row[name_at].strip()
        if not name:
            raise ContentError("a row without a name", path.name, line, "CCG", right="Give the name of the group")
        unit = name if len(names[name]) == 1 else f"{name} (line {line})"
        found = {}
        for at, measure in columns.items():
            read = percentage if measure in PERCENTAGES else number
            value, gap = read(path, line, table.headings[at], row[at])
            found[measure] = value
            figures.append(Figure(unit, measure, value, line, gap))
        _check(path, line, found)
    twice = {name: lines for name, lines in names.items() if len(lines) > 1}
    notes = tuple(
        f"{name} stands on lines {' and '.join(map(str, lines))}: neither is taken for it"
        for name, lines in twice.items()
    )
    source = "NHS England, allocations to clinical commissioning groups"
    return [Reading("Allocations to clinical commissioning groups", source, figures, by_name=True, notes=notes)]


def _check(path: Path, line: int, found: dict[str, Decimal | None]) -> None:
    money, head = found["ccg-allocation"], found["ccg-allocation-per-head"]
    people = found["ccg-registered-population"]
    if money is None or head is None or people is None:
        return
    if people <= 0 or abs(money * 1000 / people - head) > A_POUND:
        raise ContentError(
            "the allocation over the people in the last column is not the allocation per head",
            path.name, line, "Per capita allocation", str(head),
            "The last column must hold the registered population",
        )  # fmt: skip


READER = Reader(
    "allocations to clinical commissioning groups", lambda sniff: sniff.headings >= {"ccg", *HEADINGS}, _parse
)
