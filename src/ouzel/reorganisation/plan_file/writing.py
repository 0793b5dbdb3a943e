"""A Plan as the text of a plan file: always the same text for the same plan."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import tomli_w

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.plan import Opening, Plan
from ouzel.reorganisation.plan_file.tables import (
    BENEFIT,
    CHOICES,
    LINKS,
    LINKS_OF,
    PLAN,
    Field,
    Shape,
    Table,
    arranged,
    table_of,
)


def text_of(plan: Plan) -> str:
    """TOML: [plan], [choices], the changes by kind, then links and benefits. What is empty is left out."""
    blocks = [_block(PLAN, plan, f"[{PLAN.name}]")]
    if plan.choices:
        blocks.append(f"[{CHOICES}]\n" + tomli_w.dumps(dict(sorted(plan.choices.items()))))
    for change in arranged(plan.changes):
        table = table_of(change)
        blocks.append(_block(table, change, f"[[{table.name}]]"))
        if table.parts:
            heading = f"[[{table.name}.{table.parts.name}]]"
            blocks += [_block(table.parts, part, heading) for part in getattr(change, "parts", ())]
    for table in LINKS:
        blocks += [_block(table, link, f"[[{table.name}]]") for link in getattr(plan, LINKS_OF[table.name])]
    blocks += [_block(BENEFIT, benefit, f"[[{BENEFIT.name}]]") for benefit in plan.benefits]
    return "\n".join(blocks)


def _block(table: Table, thing: Any, heading: str) -> str:
    return f"{heading}\n" + "".join(_lines(table, thing))


def _lines(table: Table, thing: Any) -> Iterator[str]:
    for f in table.fields:
        if f.shape is Shape.KIND:  # roles say it
            continue
        value = getattr(_opening(thing) if f.opening else thing, f.name)
        if value is None or value is False or value == "" or value == () or value == {}:
            continue
        if f.shape is Shape.PARENTS:
            parents = {_word(key): code for key, code in sorted(value.items())}
            yield from (f"{f.key}.{tomli_w.dumps({key: code})}" for key, code in parents.items())
        else:
            yield tomli_w.dumps({f.key: _plain(f, value)}, multiline_strings=True)


def _opening(thing: Any) -> Opening:
    opening: Opening = thing.opening
    return opening


def _plain(f: Field, value: Any) -> Any:
    if f.alone:
        (value,) = value
    return [_word(each) for each in value] if f.many else _word(value)


def _word(value: Any) -> Any:
    if isinstance(value, Attribute):
        return value.name.lower()
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
