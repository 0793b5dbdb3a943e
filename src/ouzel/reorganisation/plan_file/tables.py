"""What may stand in a plan file: its tables and keys, told once for reading, writing and the published schema."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from ouzel.reorganisation.plan import (
    Benefit,
    Change,
    ChangeRole,
    Close,
    HandOver,
    Link,
    Merger,
    Move,
    Open,
    Part,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)


class Shape(StrEnum):
    """What one value looks like."""

    SLUG = "slug"
    LINE = "line"  # text on one line
    TEXT = "text"  # text that may have several lines
    ADDRESS = "address"  # on the web
    DAY = "day"
    CODE = "code"
    ROLE = "role"
    KIND = "kind"  # of body, in place of its role
    RELATION = "relation"
    FORM = "form"  # of working together
    SHARE = "share"
    AMOUNT = "amount"
    FLAG = "flag"
    PARENTS = "parents"  # a small table: relation to code


@dataclass(frozen=True)
class Field:
    """One key. `holds` is what the value is called in the dataclass, where that differs from the key."""

    key: str
    shape: Shape
    about: str
    required: bool = False
    many: bool = False  # a list of such values
    holds: str = ""
    alone: bool = False  # one value here, and a tuple of one in the dataclass
    opening: bool = False  # belongs to the Opening of the change

    @property
    def name(self) -> str:
        """What it is called in the dataclass."""
        return self.holds or self.key


@dataclass(frozen=True)
class Table:
    """One kind of table. `parts` is the table of its parts; `any_of` are keys of which one at least is given."""

    name: str
    about: str
    makes: type
    fields: tuple[Field, ...]
    kind: str = ""  # of a Merger
    parts: "Table | None" = None
    any_of: tuple[str, ...] = ()
    several: bool = True  # written [[name]], once for each

    def field_named(self, key: str) -> Field | None:
        """The field with this key."""
        return next((f for f in self.fields if f.key == key), None)


def _code(key: str, about: str, *, required: bool = True, holds: str = "", alone: bool = False) -> Field:
    return Field(key, Shape.CODE, about, required=required, holds=holds, alone=alone)


def _codes(key: str, about: str, *, required: bool = True, holds: str = "") -> Field:
    return Field(key, Shape.CODE, about, required=required, many=True, holds=holds)


def _line(key: str, about: str, *, required: bool = False, many: bool = False) -> Field:
    return Field(key, Shape.LINE, about, required=required, many=many)


OPENING = (
    Field("name", Shape.LINE, "Name of the body that begins; a name given renames one that is open", opening=True),
    Field("roles", Shape.ROLE, "ODS role codes of the body that begins", many=True, opening=True),
    Field("kind", Shape.KIND, "Kind of body that begins, in place of its role", holds="roles", opening=True),
    Field("parents", Shape.PARENTS, "What the body that begins belongs to: relation to code", opening=True),
)

LEFT_OPEN = Field("left_open", Shape.TEXT, "Why members that nothing moves have no home yet; without it: refused")

PLAN = Table(
    "plan",
    "The plan itself",
    Plan,
    (
        Field("slug", Shape.SLUG, "Its name in every address and command: small letters, digits, hyphens", True),
        _line("title", "Its title", required=True),
        Field("effective", Shape.DAY, "The day it takes effect: the first day of the new shape", True),
        _line("author", "Who wrote it: a role or a name. Somebody else approves it", required=True),
        Field("summary", Shape.TEXT, "What happens, in plain words"),
        Field("statutory_basis", Shape.TEXT, "The law that lets it be done"),
        Field("sources", Shape.TEXT, "Where what it says is said", many=True),
        Field("amends", Shape.SLUG, "The enacted plan that this one corrects or adds to"),
        Field("alternatives", Shape.SLUG, "Plans that are other options; no change is always one", many=True),
        Field("reasons", Shape.TEXT, "Why change", many=True),
        Field("challenges", Shape.TEXT, "What could go wrong, and what was said against it", many=True),
    ),
    several=False,
)

PART = Table(
    "part",
    "What of a split body goes to one of its successors",
    Part,
    (
        _code("into", "The successor: a new body, or one that is open"),
        _codes("units", "Members that go to it", required=False),
        Field("share", Shape.SHARE, "Its part of what no list decides: more than 0, at most 1"),
        Field("rest", Shape.FLAG, "true: every member that no part lists goes to it"),
        *OPENING,
    ),
)

CHANGES: tuple[Table, ...] = (
    Table(
        "merger",
        "Bodies end, and another carries on for all of them",
        Merger,
        (_codes("bodies", "The bodies that end"), _code("into", "The body that carries on"), *OPENING),
        kind="merger",
    ),
    Table(
        "acquisition",
        "An open body takes others over, and they end",
        Merger,
        (_codes("bodies", "The bodies that end"), _code("into", "The body that takes them over"), *OPENING),
        kind="acquisition",
    ),
    Table(
        "recode",
        "One body goes on under a new code",
        Merger,
        (
            _code("code", "Its code until now", holds="bodies", alone=True),
            _code("to", "Its new code", holds="into"),
            *OPENING,
        ),
        kind="recode",
    ),
    Table("open", "A body begins without a predecessor", Open, (_code("code", "Its code"), *OPENING)),
    Table("close", "A body ends without a successor", Close, (_code("code", "Its code"), LEFT_OPEN)),
    Table(
        "split",
        "A body ends and several carry on",
        Split,
        (_code("body", "The body that ends"), LEFT_OPEN),
        parts=PART,
    ),
    Table(
        "move",
        "Units move, and both bodies go on",
        Move,
        (
            _code("to", "Where they go"),
            _codes("units", "The units that move; without it all of the body they leave", required=False),
            _code("from", "The body they leave; without it wherever each is", required=False, holds="origin"),
            Field("relation", Shape.RELATION, "Which of their relations changes; without it every one to that body"),
            Field("share", Shape.SHARE, "The part of each unit that moves: more than 0, at most 1"),
        ),
        any_of=("units", "from"),
    ),
    Table(
        "role",
        "A body changes its role and keeps its code",
        ChangeRole,
        (
            _code("code", "Its code"),
            Field("takes", Shape.ROLE, "ODS role codes it has from the day on", True, many=True),
            Field("drops", Shape.ROLE, "ODS role codes it no longer has; without it all it holds", many=True),
            Field("established", Shape.FLAG, "true: it begins to exist in law that day"),
            _line("name", "Its name from the day on"),
        ),
    ),
    Table(
        "functions",
        "Functions pass to another body; no succession",
        HandOver,
        (
            _codes("from", "The bodies that hand over", holds="bodies"),
            _code("to", "The body that takes over"),
            _line("duties", "The duties that pass; without it all", many=True),
        ),
    ),
    Table(
        "rename",
        "A body has another name",
        Rename,
        (_code("code", "Its code"), _line("name", "Its name from the day on", required=True)),
    ),
    Table(
        "place",
        "Where units of an earlier split belong",
        Place,
        (_codes("units", "The units"), _code("heir", "The heir they belong with")),
    ),
    Table(
        "together",
        "Bodies begin or cease to work together; not a merger",
        WorkTogether,
        (
            _code("code", "Code of the collaboration"),
            Field("form", Shape.FORM, "How they work together", True),
            _codes("bodies", "The bodies that do"),
            _line("name", "Name of a collaboration that begins"),
            Field("ends", Shape.FLAG, "true: they cease to"),
        ),
    ),
)
"""The kinds of change. `Plan.changes` has them in this order, and those of one kind in the order of the file."""

_LINK = (
    _line("title", "What it is", required=True),
    Field("url", Shape.ADDRESS, "Where it is on the web"),
    Field("on", Shape.DAY, "Its day, or its first day"),
    Field("until", Shape.DAY, "The first day after its end"),
    Field("note", Shape.TEXT, "What a reader should know"),
)

LINKS: tuple[Table, ...] = (
    Table("timeline", "An event on the way", Link, _LINK),
    Table("document", "A document that belongs to the plan", Link, _LINK),
    Table("engagement", "An exercise in which people are asked", Link, _LINK),
)

LINKS_OF = {"timeline": "timeline", "document": "documents", "engagement": "engagements"}
"""What the tables of links are called in a Plan."""

BENEFIT = Table(
    "benefit",
    "What the plan promises, so that it can be measured afterwards",
    Benefit,
    (
        Field("slug", Shape.SLUG, "Its name in commands", True),
        _line("title", "What gets better", required=True),
        _line("owner", "Who answers for it", required=True),
        _line("unit", "What is counted: pounds a year, posts", required=True),
        Field("baseline", Shape.AMOUNT, "How much it is before", True),
        Field("target", Shape.AMOUNT, "How much it shall be", True),
        Field("measure_on", Shape.DAY, "The day it is measured", True),
        Field("source", Shape.TEXT, "Where the figures are from"),
    ),
)

CHOICES = "choices"

TABLES: dict[str, Table] = {table.name: table for table in (PLAN, *CHANGES, *LINKS, BENEFIT)}


def table_of(change: Change) -> Table:
    """The table a change is written in."""
    kind = change.kind if isinstance(change, Merger) else ""
    return next(table for table in CHANGES if table.makes is type(change) and table.kind == kind)


def arranged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes in the order of the file, each with the path that it has there ("merger[0]", "split[0].part[1]")."""
    order = [table.name for table in CHANGES]
    count: Counter[str] = Counter()
    done: list[Change] = []
    for change in sorted(changes, key=lambda c: order.index(table_of(c).name)):
        name = table_of(change).name
        path = f"{name}[{count[name]}]"
        count[name] += 1
        if isinstance(change, Split):
            parts = tuple(replace(part, path=f"{path}.part[{i}]") for i, part in enumerate(change.parts))
            change = replace(change, parts=parts)
        done.append(replace(change, path=path))
    return tuple(done)
