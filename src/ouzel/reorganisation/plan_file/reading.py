"""Plan files: TOML in, a Plan out, and back. What is wrong with a file is refused at once, each with its line.

Only the shape of a plan is judged here. Whether it fits the register is asked when it is worked out against it.
"""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.plan_file.lines import lines_of
from ouzel.reorganisation.plan_file.parsing import plan_from
from ouzel.reorganisation.plan_file.schema import schema
from ouzel.reorganisation.plan_file.tables import arranged
from ouzel.reorganisation.plan_file.writing import text_of
from ouzel.reorganisation.refusals import PlanRefused

__all__ = ["LARGEST", "arranged", "parse", "read", "schema", "write"]

LARGEST = 5_000_000
"""Bytes of a plan file: a plan that lists every practice in England several times over has fewer."""

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

_HINTS = (
    ("Invalid value", 'Text and codes stand in quotes: title = "..."; a day is 2021-04-01, a list is ["04F", "06F"]'),
    ("Illegal character", "Close the quotes on the same line; text over several lines stands in three quotes"),
    ("Unescaped", "Write a backslash twice, or the text in single quotes"),
    ("Cannot", "A key or [table] stands once; what may stand several times has two brackets: [[merger]]"),
    ("Expected ']", "Close what was opened: [plan] with one bracket, [[merger]] with two"),
    ("Expected", "One key = value to a line; text stands in quotes, a day is 2021-04-01"),
    ("Un", "Close what was opened: brackets and quotes"),
)


def read(path: Path) -> Plan:
    """The plan in a file. PlanRefused with everything that is wrong with its shape, each with its line."""
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large(path.name)
        data = path.read_bytes()
    except OSError as error:
        right = "Name a plan file (TOML)"
        raise _refused(f"the file cannot be read: {error.strerror}", path.name, None, right=right) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            f"not UTF-8: byte {error.start + 1} cannot be read",
            path.name,
            data.count(b"\n", 0, error.start) + 1,
            value=data[error.start : error.start + 1].hex(),
            right="Save the file as UTF-8; it may have been saved as Windows-1252 or UTF-16",
        ) from None
    return parse(text, file=path.name)


def parse(text: str, *, file: str = "") -> Plan:
    """The plan that a text says; `file` is named in problems. Changes are by kind, then in the order of the text.

    Codes and roles in small letters are read in capitals, text without the blanks around it, numbers as exact decimals.
    PlanRefused with everything that is wrong with its shape.
    """
    if len(text) > LARGEST:
        raise _too_large(file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        raise _refused("the plan is empty", file, None, right="Begin with [plan]: slug, title, effective, author")
    try:
        document = tomllib.loads(text, parse_float=Decimal)
        lines = lines_of(text)
    except RecursionError:
        raise _refused("lists stand within lists too deep to be read", file, None, right="Write plain lists") from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, text, file) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise _refused("a number in it is too long to be read", file, None, right="Write a number or text") from None
    return plan_from(document, lines=lines, file=file)


def write(plan: Plan) -> str:
    """The plan as TOML, always the same text for the same plan: `parse(write(plan)) == plan`.

    That law wants changes as `arranged` puts them, and text without blanks around it.
    """
    return text_of(plan)


def _not_toml(error: tomllib.TOMLDecodeError, text: str, file: str) -> PlanRefused:
    said = str(error)
    place = _PLACE.search(said)
    rows = text.rstrip("\n").split("\n")
    line = int(place[1]) if place and place[1] else len(rows) if place else None
    right = next((hint for start, hint in _HINTS if said.startswith(start)), "")
    value = rows[min(line, len(rows)) - 1].strip()[:80] if line else ""
    return _refused(f"this is not TOML: {_PLACE.sub('', said)}", file, line, value=value, right=right)


def _too_large(file: str) -> PlanRefused:
    return _refused("the file is too large for a plan", file, None, right=f"At most {LARGEST:,} bytes")


def _refused(problem: str, file: str, line: int | None, *, value: str = "", right: str = "") -> PlanRefused:
    return PlanRefused([ContentError(problem, file, line, value=value, right=right)])
