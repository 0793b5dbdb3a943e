"""Bodies and assertions into the database, whole publications at a time."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import connection

from ouzel.core.errors import ContentError
from ouzel.register.asking import ids_of
from ouzel.register.attributes import CODE, RELATIONS, Attribute
from ouzel.register.copying import NULL, copy_in, copy_out, escape
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.models import Publication

Touched = tuple[int, int]
"""A body's id and an attribute of it, of which something was said."""

COLUMNS = ("id", "publication_id", "subject_id", "attribute", "evidence", "start", "until", "value", "object_id",
           "share", "note", "row")  # fmt: skip


def body_ids(codes: Collection[str] | None = None) -> dict[str, int]:
    """The id of every body there is, by code; of a few, where these are given."""
    if codes is None:
        return {code: int(id_) for id_, code in copy_out("SELECT id, code FROM register_body")}
    return ids_of(codes)


def codes_in(said: Iterable[Assertion]) -> set[str]:
    """The codes of all bodies of which assertions speak."""
    return {code for s in said for code in ((s.subject, s.value) if s.attribute in RELATIONS else (s.subject,))}


def with_listing(reading: Reading, published: date) -> list[Assertion]:
    """What the reading asserts, and for a complete publication that each body in it is listed."""
    said = list(reading.assertions)
    if reading.complete_for:
        said += [
            Assertion(code, Attribute.LISTED, Evidence.SIGHTING, published, None, reading.complete_for, 0)
            for code in sorted(reading.listed)
        ]
    return said


def store(said: Sequence[Assertion], publication: Publication, ids: dict[str, int]) -> set[Touched]:
    """Write assertions, with a placeholder for every body nobody has described yet; what they speak of.

    `ids` grows by the new bodies. ContentError for a code that cannot be one.
    """
    _add_bodies(said, publication, ids)
    first = _reserve("register_assertion", len(said))
    copy_in("register_assertion", COLUMNS, _lines(said, publication.pk, ids, first))
    return {(ids[s.subject], int(s.attribute)) for s in said}


def _add_bodies(said: Iterable[Assertion], publication: Publication, ids: dict[str, int]) -> None:
    new: dict[str, None] = {}
    for s in said:
        if s.subject not in ids:
            _check_code(s.subject, s, publication)
            new[s.subject] = None
        if s.attribute in RELATIONS and s.value not in ids:
            _check_code(s.value, s, publication)
            new[s.value] = None
    if new:
        first = _reserve("register_body", len(new))
        ids.update({code: first + i for i, code in enumerate(new)})
        copy_in("register_body", ("id", "code"), (f"{ids[code]}\t{code}" for code in new))


def _check_code(code: str, s: Assertion, publication: Publication) -> None:
    if not CODE.fullmatch(code):
        raise ContentError(
            "this is not a code of an organisation or area",
            file=publication.file,
            line=s.row,
            field=s.attribute.name.lower(),
            value=code,
            right="A code has 2 to 40 capital letters and digits",
        )


def _reserve(table: str, count: int) -> int:
    """The first of `count` ids that are from now on ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(s, nextval(s) + %s) FROM pg_get_serial_sequence(%s, 'id') AS s", [max(count, 1), table]
        )
        (last,) = cursor.fetchone()
    return int(last) - max(count, 1)


def _lines(said: Sequence[Assertion], publication: int, ids: dict[str, int], first: int) -> Iterable[str]:
    iso: dict[date | None, str] = {None: NULL}
    for number, s in enumerate(said, first):
        start = iso.get(s.start) or iso.setdefault(s.start, s.start.isoformat())
        until = iso.get(s.until) or iso.setdefault(s.until, s.until.isoformat() if s.until else NULL)
        if s.attribute in RELATIONS:
            value, other = "", ids[s.value]
        else:
            value, other = escape(" ".join(s.value.split())), NULL  # type: ignore[assignment]
        share = NULL if s.share is None else str(s.share)
        yield (
            f"{number}\t{publication}\t{ids[s.subject]}\t{int(s.attribute)}\t{int(s.evidence)}\t{start}\t{until}"
            f"\t{value}\t{other}\t{share}\t{escape(s.note)}\t{s.row}"
        )
