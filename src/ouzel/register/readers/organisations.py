"""The other 27-column files: commissioners (eccg), trusts (etr), trust sites (ets) and branch surgeries (ebranchs).

They share their columns and differ in what the rows are, so they are told apart by the column of roles, by the names,
and by the parents.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers import ods27
from ouzel.register.readers.base import Reader, Sniff

_COMMISSIONERS = ("CCG", "COMMISSIONING", "ICB", "CARE BOARD")
_MEMBERS_OF_A_SYSTEM = {"", "RO98", "RO319"}  # hubs and reporting entities stand in one, and belong to none


@dataclass(frozen=True)
class _File:
    """One of the files: how its rows are told, and what they are evidence of."""

    what: str
    series: str
    scope: str  # of which it lists every body; "" where parts of it go round
    role: str  # held for as long as the body is open; "" where the file has a column of roles
    tells: Callable[[list[str]], bool]


def _parent(row: list[str]) -> str:
    return row[ods27.PARENT].strip()


def _is_branch(row: list[str]) -> bool:
    return len(_parent(row)) == 6 or "RO96" in row[ods27.SUBTYPE]


def _is_site(row: list[str]) -> bool:
    return 0 < len(_parent(row)) < 6 or "RO198" in row[ods27.SUBTYPE]


def _is_trust(row: list[str]) -> bool:
    return not _parent(row) and "TRUST" in row[ods27.NAME].upper().split()


def _is_commissioner(row: list[str]) -> bool:
    roles, name = row[ods27.SUBTYPE], row[ods27.NAME].upper()
    return not _parent(row) and (roles.startswith("RO") or any(word in name for word in _COMMISSIONERS))


_FILES = (
    _File("branch surgeries (ebranchs)", "ods:ebranchs", "", "RO96", _is_branch),
    _File("trust sites (ets)", "ods:ets", "", "RO198", _is_site),
    _File("NHS trusts (etr)", "ods:etr", "trusts", "RO197", _is_trust),
    _File("commissioners (eccg)", "ods:eccg", "commissioners", "", _is_commissioner),
)


def _reader(file: _File) -> Reader:
    def matches(sniff: Sniff) -> bool:
        if not ods27.is_ods27(sniff) or sniff.mostly(lambda row: len(row) > ods27.STATUS and bool(row[ods27.STATUS])):
            return False
        return sniff.mostly(lambda row: len(row) == ods27.WIDTH and file.tells(row))

    return Reader(file.what, matches, lambda path, published: _parse(file, path, published))


def _parse(file: _File, path: Path, published: date) -> Reading:
    assertions: list[Assertion] = []
    notes: list[str] = []
    listed: list[str] = []
    add = assertions.append
    for line, row in ods27.records(path, notes):
        code = row[ods27.CODE]
        listed.append(code)
        opened, until = ods27.lifespan(path, line, row)
        is_open = until is None or until > published
        ods27.describe(add, line, row, opened=opened, until=until, is_open=is_open, published=published)
        if file.role and opened is not None:
            kind = Evidence.SINCE if until is None and opened <= published else Evidence.INTERVAL
            add(Assertion(code, Attribute.ROLE, kind, opened, until, file.role, line))
        if not file.role and is_open:
            _commissioner(add, line, row, published)
        elif is_open and (geography := row[ods27.GEOGRAPHY].strip()):
            add(Assertion(code, Attribute.GEOGRAPHY, Evidence.SIGHTING, published, None, geography, line))
        if file.role:
            operator = ods27.belonging(
                path, line, row, Attribute.OPERATOR, until=until, is_open=is_open, published=published
            )
            if operator:
                add(operator)
    complete = frozenset(listed) if file.scope else frozenset()
    return Reading(file.what, file.series, assertions, file.scope, complete, rows=len(listed), notes=notes)


def _commissioner(add: Callable[[Assertion], None], line: int, row: list[str], published: date) -> None:
    """Add the roles, system and region printed beside an open commissioner: today's, whenever it opened."""
    code, sighting = row[ods27.CODE], Evidence.SIGHTING
    roles = row[ods27.SUBTYPE].strip().split("|")
    for role in roles:
        if role.startswith("RO"):
            add(Assertion(code, Attribute.ROLE, sighting, published, None, role, line))
    member = not _MEMBERS_OF_A_SYSTEM.isdisjoint(role if role.startswith("RO") else "" for role in roles)
    if system := row[ods27.GEOGRAPHY].strip():
        attribute = Attribute.SYSTEM if member else Attribute.GEOGRAPHY
        add(Assertion(code, attribute, sighting, published, None, system, line))
    if region := row[ods27.REGION].strip():
        add(Assertion(code, Attribute.REGION, sighting, published, None, region, line))


READERS = tuple(_reader(file) for file in _FILES)
