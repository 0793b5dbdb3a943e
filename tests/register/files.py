"""Small files in the real formats, about bodies that are nowhere else, and what the register makes of them.

Two commissioners, X01 and X02, become Y01 on 1 April 2021. Practices are P10001 and so on.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from ouzel.core.models import AuditEntry, Edition
from ouzel.register import actions, search
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.register.models import Assertion, Body, Conflict, Fact, Publication
from tests.core.people import OPERATOR
from tests.register.readers.samples import row27, write

TABLES = (Body, Publication, Assertion, Fact, Conflict, Edition, AuditEntry)
FACTS_HEADINGS = ["subject", "attribute", "evidence", "since", "until", "value", "share", "note", "source", "published"]


def practices(folder: Path, name: str, *rows: list[str]) -> Path:
    """A list of practices (epraccur)."""
    return write(folder, rows, name=name)


def practice(code: str, parent: str, joined: str = "20130401", **more: str) -> list[str]:
    """One row of it: an open GP practice since 1974."""
    return row27(code, parent=parent, joined=joined, **{"geography": "", **more})


def commissioners(folder: Path, name: str = "eccg.csv", *rows: list[str]) -> Path:
    """A list of commissioners (eccg): by default X01 and X02 closed, and Y01 open since."""
    return write(folder, rows or [X01, X02, Y01], name=name)


def commissioner(code: str, name: str, opened: str, closed: str = "", role: str = "RO98") -> list[str]:
    """One row of it."""
    return row27(
        code, name=name, opened=opened, closed=closed, status="", subtype=role, parent="", joined="", setting="",
        geography="", region="",
    )  # fmt: skip


X01 = commissioner("X01", "NORTH ISLE CCG", "20130401", "20210331")
X02 = commissioner("X02", "SOUTH ISLE CCG", "20130401", "20210331")
Y01 = commissioner("Y01", "ISLES CCG", "20210401")


def memberships(folder: Path, name: str, *rows: Sequence[str]) -> Path:
    """A membership history (epcmem): practice, parent, joined, left."""
    return write(folder, [[p, parent, "C", joined, left, "0"] for p, parent, joined, left in rows], name=name)


def successions(folder: Path, name: str, *rows: Sequence[str]) -> Path:
    """Successions (succ): old, new, day."""
    return write(folder, [[old, new, "", day, ""] for old, new, day in rows], name=name)


def facts(folder: Path, name: str, *rows: str) -> Path:
    """Facts by row: subject, attribute, evidence, since, until, value, share, note, published."""
    table = []
    for row in rows:
        *said, published = row.split(",")
        table.append([*(cell.replace(";;", ",") for cell in said), "a letter", published])
    return write(folder, [FACTS_HEADINGS, *table], name=name)


def manifest(folder: Path, days: dict[str, str]) -> None:
    """The days of publication of the files of a folder."""
    write(folder, [["file", "published"], *([name, day] for name, day in days.items())], name="manifest.csv")


def isles(folder: Path) -> list[Path]:
    """Nine files of seven series, each with its day: late, not caught up, overlapping, contradicting."""
    folder.mkdir(exist_ok=True)
    files = {
        practices(folder, "2016", practice("P10001", "X01"), practice("P10002", "X01"),
                  practice("P10003", "X02", status="D")): "2016-01-31",
        practices(folder, "2020", practice("P10001", "X01"), practice("P10002", "X02", "20180401"),
                  practice("P10003", "X02"), practice("P10004", "X01", "20190701")): "2020-01-31",
        practices(folder, "2021-06", practice("P10001", "X01"), practice("P10002", "Y01", "20210401"),
                  practice("P10004", "X01", "20190701")): "2021-06-30",
        practices(folder, "2021-11", practice("P10001", "Y01", "20210401"), practice("P10002", "Y01", "20210401"),
                  practice("P10004", "Y01", "20210401", closed="20211031"),
                  practice("P10005", "Y01", "20210501")): "2021-11-30",
        memberships(folder, "epcmem", ("P10001", "X00", "20060401", "20130331"), ("P10001", "X01", "20130401", ""),
                    ("P10002", "X01", "20130401", "20180331"), ("P10002", "X02", "20180401", ""),
                    ("P10003", "X02", "20130401", "")): "2019-10-31",
        commissioners(folder): "2025-12-31",
        successions(folder, "succ", ("X01", "Y01", "20210401"), ("X02", "Y01", "20210401")): "2022-10-31",
        write(folder, [
            ["EXTRACT_DATE", "PRACTICE_CODE", "PCN_CODE", "PRACTICE_NAME", "CCG_CODE", "ONS_CCG_CODE", "CCG_NAME"],
            ["01JUN2021", "P10003", "U11111", "THE SURGERY", "Y01", "E38000999", "NHS Isles CCG"],
            ["01JUN2021", "P10001", "U22222", "THE SURGERY", "Y01", "E38000999", "NHS Isles CCG"],
        ], name="map"): "2021-06-10",
        facts(folder, "facts",
              "P10001,name,sighting,2015-05-05,,Isle Surgery,,,2015-05-05",
              "P10002,commissioner,since,2018-06-01,,X01,,,2020-01-31",
              "P10006,commissioner,since,2019-01-01,,X01,,,2020-01-31",
              "P10006,commissioner,since,2019-01-01,,X02,,,2020-01-31",
              "P10005,commissioner,since,2021-05-01,,X02,0.25,,2021-11-30",
              "P10005,commissioner,since,2021-05-01,,Y01,0.75,,2021-11-30",
              "Y01,system,since,2021-04-01,,QXX,,,2021-04-01"): "",
    }  # fmt: skip
    manifest(folder, {path.name: day for path, day in files.items() if day})
    return list(files)


def load(*paths: Path, published: str | None = None, **more: object) -> actions.Loaded:
    """Load files as the operator."""
    day = date.fromisoformat(published) if published else None
    return actions.load(paths, by=OPERATOR, published=day, **more)  # type: ignore[arg-type]


def content(edition: int | None = None) -> set[tuple[object, ...]]:
    """Everything the register holds for true, now or at an edition, without the numbers of its rows."""
    at = "upper_inf(f.editions)" if edition is None else f"f.editions @> {edition}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.code, f.attribute, coalesce(o.code, f.value), f.share, f.valid::text, f.known::text,
                       f.changed_after, f.rank, f.note
                FROM register_fact f JOIN register_body b ON b.id = f.subject_id
                LEFT JOIN register_body o ON o.id = f.object_id WHERE {at}"""
        )
        rows = cursor.fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)


def conflicts() -> set[tuple[object, ...]]:
    """Every conflict that stands: body, attribute, days, reason, and what the files said, kept and not."""
    said = "SELECT coalesce(x.code, a.value) || ' ' || p.file || ':' || a.row FROM register_assertion a"
    joined = "JOIN register_publication p ON p.id = a.publication_id LEFT JOIN register_body x ON x.id = a.object_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.code, c.attribute, c.valid::text, c.reason, ({said} {joined} WHERE a.id = c.kept),
                       ({said} {joined} WHERE a.id = c.other)
                FROM register_conflict c JOIN register_body b ON b.id = c.subject_id WHERE upper_inf(c.editions)"""
        )
        return set(cursor.fetchall())


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {model.__name__: model.objects.count() for model in TABLES}


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    search._index.cache_clear()


def at(on: str, known: str | None = None, edition: int | None = None) -> Moment:
    """A moment, from texts."""
    return Moment(date.fromisoformat(on), date.fromisoformat(known) if known else None, edition)


def values(code: str, attribute: Attribute, *, edition: int | None = None) -> list[tuple[str, str, str]]:
    """Value, days and known days of the facts of one attribute, in order."""
    return sorted((str(f[2]), str(f[4]), str(f[5])) for f in content(edition) if (f[0], f[1]) == (code, attribute))
