"""One box of the rules from its TOML table: tests, ways on, outcomes."""

import re
from dataclasses import dataclass
from typing import Any, cast

from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.flow import FACTS, METHODS, TABLES, Box, Outcome, Test

BOX_KEYS = {"id", "question", "any_of", "yes", "no", "source", "evidence", "note"}
OUTCOME_KEYS = {"pays", "category", "words"}
EVIDENCE = {"found", "inferred", "memory"}
ALL_FACTS = {**FACTS, "profile": PROFILE}


@dataclass(frozen=True)
class Context:
    """What a box is read in: the file and its text, the named sets of values, the named lists of methods."""

    file: str
    text: str
    sets: dict[str, tuple[str, ...]]
    pays: dict[str, list[str]]

    def error(self, problem: str, *, box: str = "", field: str = "", value: str = "", right: str = "") -> ContentError:
        """A refusal with the line of the box, else of the field, in the file."""
        line = self.line(rf"id\s*=\s*['\"]{re.escape(box)}['\"]" if box else rf"\[?\[?{re.escape(field)}\b")
        return ContentError(problem, self.file, line, f"box {box}, {field}".strip(", ") if box else field, value, right)

    def line(self, pattern: str) -> int | None:
        """The first line that begins with the pattern."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if re.match(rf"\s*{pattern}", line):
                return number
        return None


def read_box(table: dict[str, Any], where: Context) -> Box:
    """A box; ContentError for what it may not say."""
    box = table["id"]
    for key in table:
        if key not in BOX_KEYS:
            raise where.error("a box has no such part", box=box, field=key, right=f"Use {', '.join(sorted(BOX_KEYS))}")
    if not isinstance(table.get("question"), str) or not table["question"].strip():
        raise where.error("a box asks a question", box=box, field="question")
    if table.get("evidence", "found") not in EVIDENCE:
        raise where.error("evidence is found, inferred or memory", box=box, field="evidence",
                          value=str(table["evidence"]))  # fmt: skip
    groups = table.get("any_of")
    if not isinstance(groups, list) or not groups:
        raise where.error("a box has at least one group of tests", box=box, field="any_of")
    return Box(
        id=box,
        question=table["question"],
        any_of=tuple(_group(group, box, where) for group in groups),
        yes=_end(table.get("yes"), box, "yes", where),
        no=_end(table.get("no"), box, "no", where),
    )


def _group(group: Any, box: str, where: Context) -> tuple[Test, ...]:
    tests = []
    if not isinstance(group, dict) or not group:
        raise where.error("a group names the facts it tests", box=box, field="any_of",
                          right='{ practice.nation = ["english"] }')  # fmt: skip
    for table, facts in group.items():
        if table not in TABLES:
            raise where.error("rules cannot look at this", box=box, field="any_of", value=table,
                              right=f"Use {', '.join(TABLES)}")  # fmt: skip
        for fact, values in facts.items():
            if fact not in ALL_FACTS[table]:
                raise where.error(f"a {table} has no such fact", box=box, field="any_of", value=fact,
                                  right=f"Use {', '.join(ALL_FACTS[table])}")  # fmt: skip
            none_of = isinstance(values, dict)
            if none_of and set(values) != {"not"}:
                raise where.error("a test turned round is written not", box=box, field=f"{table}.{fact}",
                                  right=f'{table}.{fact}.not = ["..."]')  # fmt: skip
            listed = _values(values["not"] if none_of else values, box, f"{table}.{fact}", where)
            tests.append(Test(cast(Any, table), fact, listed, none_of))
    return tuple(tests)


def _values(values: Any, box: str, field: str, where: Context) -> frozenset[str]:
    """The values of a test; "@name" stands for those of a set."""
    if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
        raise where.error("a test lists the values it accepts, as texts", box=box, field=field, value=str(values))
    found: set[str] = set()
    for value in values:
        if not value.startswith("@"):
            found.add(value)
        elif value[1:] in where.sets:
            found.update(where.sets[value[1:]])
        else:
            raise where.error("there is no such set", box=box, field=field, value=value,
                              right=f"Use one of {', '.join(sorted(where.sets))}")  # fmt: skip
    return frozenset(found)


def _end(end: Any, box: str, answer: str, where: Context) -> "str | Outcome":
    if isinstance(end, str):
        return end
    if not isinstance(end, dict):
        raise where.error("an answer leads to a box or to an outcome", box=box, field=answer)
    for key in end:
        if key not in OUTCOME_KEYS:
            raise where.error("an outcome has no such part", box=box, field=f"{answer}.{key}",
                              right=f"Use {', '.join(sorted(OUTCOME_KEYS))}")  # fmt: skip
    if not isinstance(end.get("words"), str) or not end["words"].strip():
        raise where.error("an outcome says in words who pays", box=box, field=f"{answer}.words")
    pays = end.get("pays")
    methods = where.pays.get(pays) if isinstance(pays, str) else pays
    if not isinstance(methods, list) or not methods:
        raise where.error("an outcome says how the payer is found", box=box, field=f"{answer}.pays", value=str(pays),
                          right=f"Name one of {', '.join(where.pays)} or list methods")  # fmt: skip
    for method in methods:
        name, _, code = str(method).partition(":")
        if name not in METHODS or (name == "code") != bool(code):
            raise where.error("there is no such method", box=box, field=f"{answer}.pays", value=str(method),
                              right=f"Use {', '.join(METHODS)}; code as code:13Q")  # fmt: skip
    return Outcome(tuple(methods), str(end.get("category", "")), end["words"])
