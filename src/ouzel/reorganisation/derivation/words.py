"""A derived plan in words: how much it does, and what no source says. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.derivation.pictured import Picture
from ouzel.reorganisation.plan import Change
from ouzel.reorganisation.plan_file.tables import table_of

COUNTED = {
    "merger": ("merger", "mergers"),
    "acquisition": ("acquisition", "acquisitions"),
    "recode": ("new code", "new codes"),
    "open": ("opening", "openings"),
    "close": ("closure", "closures"),
    "split": ("split", "splits"),
    "move": ("move of units", "moves of units"),
    "role": ("change of role", "changes of role"),
    "functions": ("transfer of functions", "transfers of functions"),
    "rename": ("new name", "new names"),
    "place": ("list of units placed", "lists of units placed"),
    "together": ("change of working together", "changes of working together"),
}


def summary_of(changes: Iterable[Change]) -> str:
    """How many changes of each kind."""
    counts = Counter(table_of(change).name for change in changes)
    return ", ".join(counted(count, *COUNTED[kind]) for kind, count in counts.items()) or "Nothing changed"


Units = Mapping[str, Attribute]
"""Units, each with the relation in which it belonged to a body."""


def left_open(silent: Units, picture: Picture, day: date, *, alone: Units, closed: Units) -> str:
    """Why members of a body that ended have no home in the plan: how many of what. Empty where there are none.

    No source speaks of the `silent`; those `alone` went elsewhere, each by itself; the `closed` did so on the day too.
    """
    said = (
        (f"No source says where these belong from {day}", silent),
        ("By themselves went elsewhere", alone),
        ("Closed too", closed),
    )
    return ". ".join(f"{what}: {_of_kinds(units, picture)}" for what, units in said if units)


def _of_kinds(units: Units, picture: Picture) -> str:
    kinds: Counter[str] = Counter()
    for unit, attribute in units.items():
        body = picture.open.get(unit)
        area = "small-area" if attribute is Attribute.AREA_COMMISSIONER else ""
        kinds[next((slug for slug in KINDS if body and slug in body.kinds), area)] += 1
    known = [counted(kinds[slug], kind.one, kind.many) for slug, kind in KINDS.items() if kinds[slug]]
    others = [counted(kinds[""], "other unit", "other units")] if kinds[""] else []
    return ", ".join([*known, *others])


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many}"
