"""Reference tables as TOML: read with the line of every part, so that what is wrong in one is told by its line."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib import resources
from typing import Any, TypeVar

from ouzel.core.errors import ContentError
from ouzel.reorganisation.plan_file.lines import lines_of, nearest

T = TypeVar("T")
FOLDER = resources.files("ouzel.governance.reference")


@dataclass(frozen=True)
class Text:
    """A TOML document, the name of its file and the line of each of its parts ("kind[2].since")."""

    data: Mapping[str, Any]
    file: str
    lines: Mapping[str, int]

    def wrong(self, path: str, problem: str, *, value: object = "", right: str = "") -> ContentError:
        """What is wrong with the part at `path`, to be raised."""
        path = path.removeprefix(".")
        field = path.rpartition("].")[2] or path
        return ContentError(problem, self.file, nearest(self.lines, path), field, str(value), right)

    def table(self, found: Any, path: str, *, needs: Collection[str] = (), may: Collection[str] = ()) -> dict[str, Any]:
        """A table that has all keys it needs and none but those it may have; ContentError else."""
        if not isinstance(found, dict):
            raise self.wrong(path, "a table belongs here", value=found)
        for key in found:
            if key not in needs and key not in may:
                raise self.wrong(f"{path}.{key}", "there is no such part", value=key, right=close(key, [*needs, *may]))
        for key in needs:
            if found.get(key) in (None, ""):
                raise self.wrong(f"{path}.{key}" if key in found else path, f"{key} is missing", right=f"Add {key}")
        return found

    def several(self, name: str) -> list[tuple[str, Any]]:
        """The path and the contents of each `[[name]]`."""
        rows = self.data.get(name, [])
        if not isinstance(rows, list):
            raise self.wrong(name, "this may stand several times", right=f"Write [[{name}]]")
        return [(f"{name}[{number}]", row) for number, row in enumerate(rows)]

    def word(self, found: Mapping[str, Any], key: str, path: str) -> str:
        """A text; empty where it is not given."""
        value = found.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(f"{path}.{key}", "a text belongs here, in quotation marks", value=value)
        return " ".join(value.split())

    def words(self, found: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
        """A list of texts; empty where it is not given."""
        value = found.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(f"{path}.{key}", "a list of texts belongs here", value=value, right=f'{key} = ["..."]')
        return tuple(" ".join(each.split()) for each in value)

    def day(self, found: Mapping[str, Any], key: str, path: str) -> date | None:
        """A day; None where it is not given."""
        value = found.get(key)
        if value is not None and type(value) is not date:
            raise self.wrong(f"{path}.{key}", "a date belongs here", value=value, right=f"{key} = 2021-04-01")
        return value

    def number(self, found: Mapping[str, Any], key: str, path: str) -> int | None:
        """A whole number, nought or more; None where it is not given."""
        value = found.get(key)
        if value is not None and (type(value) is not int or value < 0):
            raise self.wrong(f"{path}.{key}", "a whole number belongs here", value=value, right=f"{key} = 2")
        return value

    def truth(self, found: Mapping[str, Any], key: str, path: str, *, default: bool = False) -> bool:
        """true or false."""
        value = found.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"{path}.{key}", "true or false belongs here", value=value)
        return value


def read(text: str, *, file: str = "") -> Text:
    """A TOML text with its lines; ContentError with the line where it is not TOML."""
    text = text.removeprefix("\ufeff")
    try:
        return Text(tomllib.loads(text), file, lines_of(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        problem = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(found[1]) if found else text.count("\n") + 1  # else it says "at end of document"
        raise ContentError(f"this is not TOML: {problem}", file, line) from None


def shipped(name: str) -> Text:
    """A table that comes with Ouzel."""
    return read((FOLDER / name).read_text(encoding="utf-8"), file=name)


def one(known: Mapping[str, T], slug: str, *, what: str, field: str) -> T:
    """The one of that slug; ContentError says what was probably meant, or all that there is."""
    if slug not in known:
        raise ContentError(f"there is no such {what}", field=field, value=slug, right=close(slug, known))
    return known[slug]


def close(given: str, known: Collection[str]) -> str:
    """What was probably meant, or all that there is."""
    near = get_close_matches(given, list(known), n=1)
    return f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(sorted(known))}"
