"""Deprivation scores of practices: weighted from where their patients live, by OHID (Fingertips) or by others."""

from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.measures.readers.base import MISSING, SUPPRESSED, Figure, Reader, Reading
from ouzel.measures.readers.values import code, number, once
from ouzel.register.readers.tables import headed

SCORE = "imd2019-score"
TITLE = "Deprivation scores of practices"
INDICATORS = {"93553": SCORE}
"""Indicators of Fingertips that are kept, and the measure each is."""

PRACTICES = ("gp", "gps")


def _parse_scores(path: Path) -> list[Reading]:
    """A table of practices with `imd_score`; it does not say its day, nor who worked it out."""
    table = headed(path)
    practice, score = table.need("practice code"), table.need("imd score")
    figures = []
    for line, row in table.rows:
        value, gap = number(path, line, "imd_score", row[score])
        figures.append(Figure(code(path, line, "practice_code", row[practice]), SCORE, value, line, gap))
    source = "Index of Multiple Deprivation 2019, weighted to practices by where their patients live"
    return [Reading(TITLE, source, list(once(path, figures, "practice_code")))]


def _parse_fingertips(path: Path) -> list[Reading]:
    """An export of Fingertips: the rows of practices, for the first day of the period that each names."""
    table = headed(path)
    names = ("indicator id", "area type", "area code", "time period", "value", "value note")
    indicator_at, kind, area, period, value_at, note = (table.need(name) for name in names)
    days: dict[date, list[Figure]] = {}
    left: dict[str, int] = {}
    for line, row in table.rows:
        indicator = row[indicator_at].strip()
        if indicator not in INDICATORS:
            left[indicator] = left.get(indicator, 0) + 1
        elif row[kind].strip().lower() in PRACTICES:
            value, gap = number(path, line, "Value", row[value_at])
            if gap == MISSING and "suppressed" in row[note].lower():
                gap = SUPPRESSED
            unit = code(path, line, "Area Code", row[area])
            on = _first_day(path, line, row[period])
            days.setdefault(on, []).append(Figure(unit, INDICATORS[indicator], value, line, gap))
    if not days:
        raise ContentError(
            "no row is a figure of a practice that is kept", path.name,
            right=f"Indicators that are kept: {', '.join(INDICATORS)}",
        )  # fmt: skip
    notes = tuple(f"indicator {indicator or '(none)'} is not kept: {rows:,} rows" for indicator, rows in left.items())
    source = "Office for Health Improvement and Disparities, Fingertips, indicator 93553"
    return [
        Reading(TITLE, source, list(once(path, figures, "Area Code")), effective=on, notes=notes)
        for on, figures in sorted(days.items())
    ]


def _first_day(path: Path, line: int, text: str) -> date:
    year = text.strip()
    if len(year) != 4 or not year.isdecimal() or not 1990 <= int(year) <= 2100:
        raise ContentError("not a year", path.name, line, "Time period", text, "A year such as 2019")
    return date(int(year), 1, 1)


READERS = (
    Reader("deprivation scores of practices", lambda s: s.headings >= {"practice code", "imd score"}, _parse_scores),
    Reader(
        "indicators from Fingertips",
        lambda s: s.headings >= {"indicator id", "area code", "area type", "time period", "value", "value note"},
        _parse_fingertips,
    ),
)
