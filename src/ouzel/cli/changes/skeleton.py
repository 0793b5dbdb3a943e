"""A plan file to fill in, made from the tables that plans are read by, so that it has every key there is."""

from collections.abc import Iterator
from datetime import date

from ouzel.reorganisation.plan import FORMS
from ouzel.reorganisation.plan_file.tables import BENEFIT, CHANGES, LINKS, PLAN, Field, Shape, Table

HEAD = """\
# A plan of a reorganisation. Fill in what has no # in front of it. Of the rest take what applies: take the # away
# there, and leave out what you do not need. A line that begins with # says something to the reader only.
# What is wrong with it, with its line:   ouzel change check {slug}.toml
# What would follow from it:              ouzel change preview {slug}.toml
"""
MIDDLE = """
# What changes on the day: one table for each change, the same kind as often as it happens.
"""
END = """
# What belongs to the plan.
"""
CHOICES = """
# What only a person can decide. The preview asks, and says what may stand here.
# [choices]
# "CODE.system" = "CODE"
"""
EXAMPLES = {
    Shape.SLUG: '"another-plan"',
    Shape.LINE: '"..."',
    Shape.TEXT: '"..."',
    Shape.ADDRESS: '"https://..."',
    Shape.CODE: '"CODE"',
    Shape.ROLE: '"RO98"',
    Shape.KIND: '"board"',
    Shape.RELATION: '"commissioner"',
    Shape.FORM: f'"{FORMS[0]}"',
    Shape.SHARE: "0.25",
    Shape.AMOUNT: "20100000",
    Shape.FLAG: "true",
    Shape.PARENTS: '{ system = "CODE" }',
}


def skeleton(slug: str, *, author: str, effective: date) -> str:
    """A plan file of that name with a word on each part; everything but the plan's own table is commented out."""
    known = {"slug": f'"{slug}"', "title": f'"{slug}"', "author": f'"{author}"', "effective": effective.isoformat()}
    lines = [HEAD.format(slug=slug), *_table(PLAN, effective, known=known), MIDDLE]
    for table in CHANGES:
        lines += [*_table(table, effective), ""]
    lines.append(END)
    for table in (*LINKS, BENEFIT):
        lines += [*_table(table, effective), ""]
    lines.append(CHOICES)
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip() + "\n"


def _table(table: Table, day: date, *, known: dict[str, str] | None = None, above: str = "") -> Iterator[str]:
    name = f"{above}{table.name}"
    yield f"# {table.about}."
    yield f"[{name}]" if known is not None else f"# [[{name}]]"
    for field in table.fields:
        wanted = "" if field.required or known is not None else " (if it applies)"
        value = (known or {}).get(field.key) or _example(field, day)
        off = "" if known and field.key in known else "# "
        yield f"{off}{field.key} = {value}  # {field.about}{wanted}"
    if table.parts is not None:
        yield from _table(table.parts, day, above=f"{name}.")


def _example(field: Field, day: date) -> str:
    one = day.isoformat() if field.shape is Shape.DAY else EXAMPLES[field.shape]
    return f"[{one}]" if field.many else one
