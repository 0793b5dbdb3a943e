"""The codes of roles and relationships of the ODS: reference data, not facts about bodies."""

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.evidence import Reading
from ouzel.register.readers.base import Reader
from ouzel.register.readers.tables import headed

KINDS = ("role", "relationship")


def read_codes(path: Path) -> dict[str, tuple[str, str]]:
    """Kind (role, relationship) and name of each code. ContentError if a code has two names, or a kind is unknown."""
    table = headed(path)
    code_at, kind_at, name_at = table.need("code"), table.need("kind"), table.need("name")
    found: dict[str, tuple[str, str]] = {}
    for line, row in table.rows:
        code, kind, name = row[code_at].strip(), row[kind_at].strip().lower(), row[name_at].strip()
        if kind not in KINDS:
            raise ContentError("a kind that is not known", path.name, line, "kind", kind, f"One of {', '.join(KINDS)}")
        if found.setdefault(code, (kind, name)) != (kind, name):
            raise ContentError(f"two names for {code}", path.name, line, "name", name, "One row for each code")
    return found


def shipped_codes() -> dict[str, tuple[str, str]]:
    """The codes that come with the product: those of the ODS it meets, and its own for what the ODS has no role for."""
    return read_codes(Path(str(files("ouzel.register") / "role_names.csv")))


@lru_cache(maxsize=1)
def _commissioners() -> dict[str, str]:
    with files("ouzel.register").joinpath("gss_codes.csv").open(encoding="utf-8") as text:
        return {row["gss_code"]: row["code"] for row in csv.DictReader(text)}


def ods_code(code: str) -> str:
    """The ODS code of a commissioner of which a look-up gives only the nine-character ONS code; any other code as it
    is.

    From `gss_codes.csv`: the codes since 2021, each with the publication that prints both. One ONS code never stands
    for two
    bodies, so the answer does not depend on what else is loaded.
    """
    return _commissioners().get(code, code)


def _parse(path: Path, published: date) -> Reading:
    found = read_codes(path)
    note = f"{len(found)} codes of roles and relationships: reference data, which says nothing of any body"
    return Reading("codes of roles", "ods:codes", [], rows=len(found), notes=[note])


READER = Reader(
    "ODS codes of roles and relationships", lambda sniff: sniff.headings == {"code", "kind", "name"}, _parse
)
