"""People registered at each practice, as NHS England and others publish them: only the whole list counts here."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.measures.readers.base import Figure, Reader, Reading
from ouzel.measures.readers.values import code, count, once
from ouzel.register.readers.base import Sniff
from ouzel.register.readers.tables import Headed, headed
from ouzel.register.readers.values import extract_day

PATIENTS = "registered-patients"
TITLE = "Patients registered at a GP practice"
_ALL = ("", "all")


def _parse(path: Path) -> list[Reading]:
    """The monthly extract: rows for a practice as a whole, or by sex and age, of which the wholes are taken."""
    table = headed(path)
    extract, practice, people = table.need("extract date"), table.need("code"), table.need("number of patients")
    kind = table.at("type")
    narrowed = [at for name in ("sex", "age") if (at := table.at(name)) is not None]
    days: dict[date, list[Figure]] = {}
    for line, row in table.rows:
        if kind is not None and row[kind].strip() != "GP":
            continue
        if any(row[at].strip().lower() not in _ALL for at in narrowed):
            continue
        on = extract_day(path, line, row[extract])
        value, gap = count(path, line, "NUMBER_OF_PATIENTS", row[people])
        days.setdefault(on, []).append(Figure(code(path, line, "CODE", row[practice]), PATIENTS, value, line, gap))
    return _by_day(path, days, "CODE", lambda on: f"NHS Digital, Patients Registered at a GP Practice, {on:%B %Y}")


def _by_day(path: Path, days: dict[date, list[Figure]], field: str, source: Callable[[date], str]) -> list[Reading]:
    if not days:
        raise ContentError(
            "no row is about a whole practice", path.name, right="Load the table of all ages, both sexes"
        )
    return [
        Reading(TITLE, source(on), list(once(path, figures, field)), effective=on)
        for on, figures in sorted(days.items())
    ]


def _parse_dated(path: Path) -> list[Reading]:
    """A table of ours: practice, date, patients, and the source of each row."""
    table = headed(path)
    practice, on_at, people, source_at = (table.need(name) for name in ("practice", "date", "patients", "source"))
    days: dict[date, list[Figure]] = {}
    sources: dict[date, set[str]] = {}
    for line, row in table.rows:
        on = extract_day(path, line, row[on_at])
        value, gap = count(path, line, "patients", row[people])
        days.setdefault(on, []).append(Figure(code(path, line, "practice", row[practice]), PATIENTS, value, line, gap))
        sources.setdefault(on, set()).add(row[source_at].strip())
    return _by_day(path, days, "practice", lambda on: "; ".join(sorted(sources[on] - {""})))


def _parse_by_age(path: Path) -> list[Reading]:
    """The House of Commons Library's table of lists by cuts of age; it does not say its day."""
    table = headed(path)
    practice, total = table.need("practice code"), table.need("total")
    figures = []
    for line, row in table.rows:
        value, gap = count(path, line, "TOTAL", row[total])
        figures.append(Figure(code(path, line, "PRACTICE_CODE", row[practice]), PATIENTS, value, line, gap))
    source = "House of Commons Library, practice lists by age, from NHS Digital"
    return [Reading(TITLE, source, list(once(path, figures, "PRACTICE_CODE")))]


def _parse_by_sex(path: Path) -> list[Reading]:
    """The tables of 2015 and 2016, in bands by sex and age, which together are the list; they do not say their day."""
    table = headed(path)
    practice = table.need("practice code")
    bands = [at for at, name in enumerate(table.headings) if name.split()[0] in ("male", "female")]
    figures = [_whole(path, line, row, table, practice, bands) for line, row in table.rows]
    source = "NHS Business Services Authority, practice list size and GP count"
    return [Reading(TITLE, source, list(once(path, figures, "Practice Code")))]


def _whole(path: Path, line: int, row: list[str], table: Headed, practice: int, bands: list[int]) -> Figure:
    unit = code(path, line, "Practice Code", row[practice])
    whole = Decimal(0)
    for at in bands:
        value, gap = count(path, line, table.headings[at], row[at])
        if value is None:  # a list with a band wanting is not known as a whole
            return Figure(unit, PATIENTS, None, line, gap)
        whole += value
    return Figure(unit, PATIENTS, whole, line)


def _monthly(sniff: Sniff) -> bool:
    return sniff.headings >= {"extract date", "code", "number of patients"}


READERS = (
    Reader("patients registered at a GP practice", _monthly, _parse),
    Reader("practice lists with their dates", lambda s: s.headings == {"practice", "date", "patients", "source"},
           _parse_dated),
    Reader("practice lists by age", lambda s: s.headings >= {"practice code", "total", "65ov"}, _parse_by_age),
    Reader("practice list sizes by sex and age", lambda s: s.headings >= {"pco code", "practice code", "male 0 4"},
           _parse_by_sex),
)  # fmt: skip
