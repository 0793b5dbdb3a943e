"""Mapping files: how a layout of somebody's own becomes canonical records, as TOML that can be saved and shared.

name = "Outpatients of the Example Trust"
slug = "example-outpatients"
kind = "outpatient"

[constants]
provider = "RC9"

[fields]
person = "NHS_NO"
start = { column = "Appt date", dates = ["dd/mm/yyyy"], need = true }
attended = { column = "Outcome", values = { Seen = "5", DNA = "3" } }
residence = { columns = ["LSOA21", "Postcode"] }
diagnoses = { columns = ["Diag1", "Diag2"], join = "," }
"""

import re
import tomllib
from typing import Any

import tomli_w

from ouzel.activity.fields import FIELDS, KIND, Value
from ouzel.activity.gate.refusing import refuse_in_texts
from ouzel.activity.readers.cleaning import Cleaner
from ouzel.activity.readers.dates import way, words
from ouzel.activity.readers.formats import Column, Format
from ouzel.activity.readers.headings import key
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import KINDS

TOP = ("name", "slug", "kind", "separator", "encoding", "skip", "constants", "fields")
RULE = ("column", "columns", "join", "dates", "values", "whole", "shape", "need")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_mapping(text: str, *, file: str = "mapping.toml") -> Format:
    """The format a mapping file describes; ContentError names the line and what would be right."""
    return _Reader(text, file).format()


def write_mapping(layout: Format) -> str:
    """The text of a mapping file that reads back as this format. ValueError if its kind cannot be written down."""
    if not isinstance(layout.kind, str):
        raise ValueError(f"{layout.name} tells kinds by a rule of its own, which a mapping file cannot hold")
    text: dict[str, Any] = {"name": layout.name, "slug": layout.slug, "kind": layout.kind}
    plain = Format("", "", (), "")
    text |= {
        name: getattr(layout, name)
        for name in ("separator", "encoding", "skip")
        if getattr(layout, name) != getattr(plain, name)
    }
    if layout.constants:
        text["constants"] = dict(layout.constants)
    text["fields"] = {column.field: _rule(column) for column in layout.columns}
    return tomli_w.dumps(text)


def _rule(column: Column) -> dict[str, Any]:
    cleaner = column.cleaner
    if cleaner.replace:
        raise ValueError(f"{column.field} replaces text by patterns, which a mapping file cannot hold")
    rule: dict[str, Any] = {"columns": list(column.sources)}
    if column.join is not None:
        rule["join"] = column.join
    if cleaner.dates:
        rule["dates"] = [words(pattern) for pattern in cleaner.dates]
    if cleaner.values:
        rule["values"] = dict(cleaner.values)
    if cleaner.whole:
        rule["whole"] = True
    if cleaner.shape:
        rule["shape"] = cleaner.shape
    if column.need:
        rule["need"] = True
    return rule


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        try:
            self.data = tomllib.loads(text.removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            problem = re.sub(r"\s*\(at .*\)$", "", str(error))
            raise ContentError(f"this is not TOML: {problem}", file, int(found.group(1)) if found else None) from None

    def format(self) -> Format:
        self._only(self.data, TOP, "")
        name, slug = self._word("name"), self._word("slug")
        if not _SLUG.fullmatch(slug):
            raise self._wrong(
                "a slug is of small letters, digits and dashes", "slug", slug, "Such as example-outpatients"
            )
        for field, said in (("name", name), ("slug", slug)):  # both are kept with each load, the slug as a folder
            refuse_in_texts({said: self._line(field) or 1}, file=self.file, field=field, bodies=True)
        fields = self._table("fields", needed=True)
        constants = self._constants(self._table("constants"))
        columns = tuple(self._column(field, rule) for field, rule in fields.items())
        kind = self.data.get("kind", "")
        if (kind not in KINDS) if kind else (KIND not in fields):
            raise self._wrong("it must say what its lines are records of", "kind", kind, f"One of {', '.join(KINDS)}")
        if both := sorted(set(constants) & set(fields)):
            raise self._wrong("a field cannot be a constant and a column", both[0], right="Leave one out")
        return Format(
            slug, name, columns, kind, constants, self._separator(), self._encoding(), self._skip(),
        )  # fmt: skip

    def _column(self, field: str, rule: Any) -> Column:
        self._known(field)
        if isinstance(rule, str):
            rule = {"column": rule}
        if not isinstance(rule, dict):
            raise self._wrong("a field is a column name, or a table that names one", field)
        self._only(rule, RULE, field)
        sources = rule.get("columns", [rule["column"]] if "column" in rule else [])
        if not self._texts(sources) or not sources or ("column" in rule and "columns" in rule):
            raise self._wrong(
                "it must name its column", field, right='column = "NAME", or columns = ["FIRST", "SECOND"]'
            )
        if empty := [source for source in sources if not key(source)]:
            raise self._wrong("a column has a name", field, str(empty[0]))
        join = rule.get("join")
        if join is not None and not isinstance(join, str):
            raise self._wrong("join is what stands between the values", field, right='join = ","')
        for name in ("whole", "need"):
            if not isinstance(rule.get(name, False), bool):
                raise self._wrong(f"{name} is true or false", field, str(rule[name]))
        return Column(field, tuple(sources), self._cleaner(field, rule), join, rule.get("need", False))

    def _cleaner(self, field: str, rule: dict[str, Any]) -> Cleaner:
        dates, values, shape = rule.get("dates", []), rule.get("values", {}), rule.get("shape", "")
        is_date = field in FIELDS and FIELDS[field].value in (Value.DATE, Value.MOMENT)
        if dates and not is_date:
            raise self._wrong("only dates have ways in which dates are written", field)
        if not self._texts(dates):
            raise self._wrong(
                "dates is a list of ways in which dates are written", field, right='dates = ["dd/mm/yyyy"]'
            )
        try:
            ways = tuple(way(each) for each in dates)
        except ValueError as error:
            raise self._wrong(str(error), field) from None
        if is_date and not ways:
            ways = ("%Y-%m-%d",)
        if not isinstance(values, dict) or not self._texts(list(values.values())):
            raise self._wrong("values says what each value stands for", field, right='values = { Seen = "5" }')
        if field == KIND:
            if odd := sorted(set(values.values()) - set(KINDS)):
                raise self._wrong("there is no such kind", field, odd[0], f"One of {', '.join(KINDS)}")
            shape = shape or f"^({'|'.join(KINDS)})$"
        try:
            re.compile(shape)
        except (re.error, TypeError):
            raise self._wrong("shape is no regular expression", field, str(shape)) from None
        return Cleaner(whole=rule.get("whole", False), dates=ways, values=values, shape=shape)

    def _constants(self, table: dict[str, Any]) -> dict[str, str]:
        for field, value in table.items():
            self._known(field)
            if not isinstance(value, str):
                raise self._wrong("a constant is text", field, str(value), right=f'{field} = "{value}"')
        return table

    def _known(self, field: str) -> None:
        if field not in FIELDS and field != KIND:
            raise self._wrong("there is no such field", field, right=f"Use one of {', '.join((*FIELDS, KIND))}")

    def _only(self, table: dict[str, Any], known: tuple[str, ...], field: str) -> None:
        if odd := [name for name in table if name not in known]:
            place = field or odd[0]
            raise self._wrong("there is no such setting", place, odd[0] if field else "", f"Use {', '.join(known)}")

    def _table(self, name: str, *, needed: bool = False) -> dict[str, Any]:
        table = self.data.get(name, {})
        if not isinstance(table, dict) or (needed and not table):
            raise self._wrong("this part names at least one field and its column", name, right=f"[{name}]")
        return table

    def _word(self, name: str) -> str:
        value = self.data.get(name, "")
        if not isinstance(value, str) or not value.strip():
            raise self._wrong("this must be said", name, right=f'{name} = "..."')
        return value.strip()

    def _separator(self) -> str:
        value = self.data.get("separator", ",")
        if not isinstance(value, str) or len(value) != 1 or value in '"\n\r' or ord(value) > 126:
            raise self._wrong("a separator is one sign", "separator", str(value), 'Such as ";" or "\\t"')
        return value

    def _encoding(self) -> str:
        value = self.data.get("encoding", "utf-8")
        if value not in ("utf-8", "cp1252", "latin-1", "utf-16"):
            raise self._wrong(
                "there is no such encoding", "encoding", str(value), "Use utf-8, cp1252, latin-1 or utf-16"
            )
        return str(value)

    def _skip(self) -> int:
        value = self.data.get("skip", 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
            raise self._wrong("skip is how many lines stand before the headings", "skip", str(value), "A whole number")
        return value

    @staticmethod
    def _texts(values: Any) -> bool:
        return isinstance(values, list) and all(isinstance(value, str) for value in values)

    def _wrong(self, problem: str, field: str, value: str = "", right: str = "") -> ContentError:
        return ContentError(problem, self.file, self._line(field), field, value, right)

    def _line(self, field: str) -> int | None:
        start = re.compile(rf"^\s*(\[.*\b{re.escape(field)}\]|\"?{re.escape(field)}\"?\s*[=.])")
        for number, line in enumerate(self.text.splitlines(), 1):
            if start.match(line):
                return number
        return None
