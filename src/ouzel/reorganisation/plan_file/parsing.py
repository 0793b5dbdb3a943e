"""A TOML document into a Plan: everything that is wrong with its shape is gathered, and told at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.reorganisation.plan import Benefit, Change, Link, Opening, Part, Plan
from ouzel.reorganisation.plan_file.lines import nearest
from ouzel.reorganisation.plan_file.shapes import RELATIONS, Wrong, near, nearest_of, shown, take, what_it_is
from ouzel.reorganisation.plan_file.tables import (
    BENEFIT,
    CHANGES,
    CHOICES,
    LINKS,
    LINKS_OF,
    PLAN,
    TABLES,
    Field,
    Shape,
    Table,
)
from ouzel.reorganisation.refusals import PlanRefused

Rows = list[tuple[str, dict[str, Any]]]


def plan_from(document: Mapping[str, Any], *, lines: Mapping[str, int], file: str) -> Plan:
    """The plan that a document says. PlanRefused with all that is wrong with its shape, in the order of its lines."""
    reading = _Reading(document, lines, file)
    said = reading.table(PLAN, document.get(PLAN.name, {}), PLAN.name)
    choices = dict(reading.choices())
    rows = {name: reading.rows(table, document.get(name, []), name) for name, table in TABLES.items() if table.several}
    reading.whole(rows)
    if reading.problems:
        raise PlanRefused(sorted(reading.problems, key=lambda problem: problem.line or 0))
    links: dict[str, Any] = {LINKS_OF[t.name]: tuple(Link(**given) for _, given in rows[t.name]) for t in LINKS}
    return Plan(
        **said,
        changes=tuple(_change(table, path, given) for table in CHANGES for path, given in rows[table.name]),
        choices=choices,
        **links,
        benefits=tuple(Benefit(**given) for _, given in rows[BENEFIT.name]),
        file=file,
        lines=lines,
    )


def _change(table: Table, path: str, given: dict[str, Any]) -> Change:
    if table.kind:
        given["kind"] = table.kind
    if table.parts:
        given["parts"] = tuple(Part(path=at, **part) for at, part in given["parts"])
    change: Change = table.makes(path=path, **given)
    return change


class _Reading:
    def __init__(self, document: Mapping[str, Any], lines: Mapping[str, int], file: str) -> None:
        self.document, self.lines, self.file = document, lines, file
        self.problems: list[ContentError] = []

    def wrong(self, path: str, problem: str, right: str, value: Any = "") -> None:
        line = nearest(self.lines, path)
        self.problems.append(ContentError(problem, self.file, line, path, shown(value), right))

    def whole(self, rows: Mapping[str, Rows]) -> None:
        """What is seen only in the document as a whole."""
        for key in self.document:
            if key not in TABLES and key != CHOICES:
                self.unknown(key, key, (*TABLES, CHOICES))
        if not any(self.document.get(table.name) for table in CHANGES):
            tables = ", ".join(f"[[{table.name}]]" for table in CHANGES)
            self.wrong(PLAN.name, "the plan changes nothing", f"Say what changes, in one of {tables}")
        seen: set[str] = set()
        for path, given in rows[BENEFIT.name]:
            slug = given.get("slug", path)
            if slug in seen:
                self.wrong(f"{path}.slug", "two benefits have this name", "Give each its own", slug)
            seen.add(slug)

    def rows(self, table: Table, rows: Any, path: str, *, name: str = "") -> Rows:
        """The path of each table of this name, and what it says."""
        name = name or table.name
        if not isinstance(rows, list):
            self.wrong(path, f"this is {what_it_is(rows)}, and may stand several times", f"Write [[{name}]]", rows)
            return []
        return [(f"{path}[{i}]", self.table(table, row, f"{path}[{i}]")) for i, row in enumerate(rows)]

    def table(self, table: Table, found: Any, path: str) -> dict[str, Any]:
        """What a table says, by the names of the dataclass."""
        if not isinstance(found, Mapping):
            right = f"Write [[{table.name}]]" if table.several else f"Write [{table.name}]"
            self.wrong(path, f"this is {what_it_is(found)} where a table belongs", right, found)
            return {}
        keys = tuple(f.key for f in table.fields) + ((table.parts.name,) if table.parts else ())
        for key in found:
            if key not in keys:
                self.unknown(f"{path}.{key}", key, keys)
        meant = {near(key, keys) for key in found if key not in keys}
        for f in table.fields:
            if f.required and f.key not in found and f.key not in meant:
                self.wrong(f"{path}.{f.key}", f"{f.key} is missing", f"Add {f.key}: {f.about}")
        if table.any_of and not any(found.get(key) for key in table.any_of):
            self.wrong(path, f"neither {' nor '.join(table.any_of)} is given", "Say what moves, or all of what")
        if "kind" in found and "roles" in found:
            self.wrong(f"{path}.kind", "kind and roles both say what begins", "Leave one of them out", found["kind"])
        given = self.values(table, found, path)
        if table.parts:
            name = f"{table.name}.{table.parts.name}"
            given["parts"] = self.rows(
                table.parts, found.get(table.parts.name, []), f"{path}.{table.parts.name}", name=name
            )
            if not found.get(table.parts.name):
                self.wrong(path, "nothing says who carries on", f"Add a [[{name}]] for each that does")
        return given

    def values(self, table: Table, found: Mapping[str, Any], path: str) -> dict[str, Any]:
        given: dict[str, Any] = {}
        opening: dict[str, Any] = {}
        for f in table.fields:
            if f.key in found:
                (opening if f.opening else given)[f.name] = self.field(f, found[f.key], f"{path}.{f.key}")
        if any(f.opening for f in table.fields):
            given["opening"] = Opening(**opening)
        if given.get("on") and given.get("until") and given["until"] <= given["on"]:
            self.wrong(
                f"{path}.until",
                "it ends before it begins",
                f"A day after {given['on']}: the first after its end",
                given["until"],
            )
        return given

    def field(self, f: Field, found: Any, path: str) -> Any:
        if f.shape is Shape.PARENTS:
            return self.parents(found, path)
        if not f.many:
            value = self.value(f.shape, found, path)
            return (value,) if f.alone else value
        if not isinstance(found, list):
            self.wrong(path, f"this is {what_it_is(found)} where a list belongs", f'Write {f.key} = ["..."]', found)
            return ()
        if f.required and not found:
            self.wrong(path, "the list is empty", f"Fill {f.key}: {f.about}")
        values = tuple(self.value(f.shape, each, f"{path}[{i}]") for i, each in enumerate(found))
        seen: set[Any] = set()
        for i, value in enumerate(values):
            if value is not None and f.shape is not Shape.TEXT and value in seen:
                self.wrong(f"{path}[{i}]", "this stands in the list twice", "Name each once", value)
            seen.add(value)
        return values

    def value(self, shape: Shape, found: Any, path: str) -> Any:
        try:
            return take(shape, found)
        except Wrong as wrong:
            self.wrong(path, wrong.problem, wrong.right, found)
            return None

    def parents(self, found: Any, path: str) -> dict[Any, str]:
        if not isinstance(found, Mapping):
            self.wrong(path, f"this is {what_it_is(found)} where a table belongs", 'Write { system = "QHG" }', found)
            return {}
        parents = {}
        for key, code in found.items():
            relation = RELATIONS.get(key)
            if relation is None:
                self.wrong(f"{path}.{key}", "this is not a relation", nearest_of(key, RELATIONS), key)
            else:
                parents[relation] = self.value(Shape.CODE, code, f"{path}.{key}")
        return parents

    def choices(self) -> Iterator[tuple[str, str]]:
        found = self.document.get(CHOICES, {})
        if not isinstance(found, Mapping):
            self.wrong(CHOICES, f"this is {what_it_is(found)} where a table belongs", f"Write [{CHOICES}]", found)
            return
        seen: set[str] = set()
        for key, value in _flat(found):
            if key in seen:
                self.wrong(f"{CHOICES}.{key}", "the same choice is made twice", "Choose once", value)
            seen.add(key)
            yield key, self.value(Shape.LINE, value, f"{CHOICES}.{key}")

    def unknown(self, path: str, key: str, known: tuple[str, ...]) -> None:
        if PLAN.field_named(key) and not path.startswith(f"{PLAN.name}."):
            right = f"It belongs under [{PLAN.name}], above the other tables"
        else:
            right = nearest_of(key, known)
        self.wrong(path, "this is nothing that a plan has here", right, key)


def _flat(found: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Keys and values, keys within keys joined: `M1J4Y.system` may be written with quotes or without."""
    for key, value in found.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
