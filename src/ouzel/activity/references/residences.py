"""What is known of the areas people live in, day by day: their nation, their commissioner, their board."""

from collections.abc import Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase

import numpy as np

from ouzel.activity.references.boards import boards
from ouzel.activity.references.commissioners import bodies, by_table, delegated
from ouzel.activity.references.detention import TABLE, detained
from ouzel.activity.references.recorded import relation
from ouzel.activity.references.tables import rows
from ouzel.activity.references.timelines import Timeline, facts
from ouzel.activity.rules.tables import Row
from ouzel.activity.store.place import Store
from ouzel.engine.attribution.facts import Facts
from ouzel.register.answers import Moment
from ouzel.structures import structure as structure_of

HEALTH_BOARD = "S08"
"""How codes of the health board areas of Scotland begin: such an area is its own board."""


def residences(
    keys: Sequence[Sequence[str]],
    *,
    moment: Moment,
    between: tuple[date, date],
    fixed: date | None = None,
    store: Store | None = None,
) -> Facts:
    """`flow.RESIDENCE_FACTS` of (area or pseudo-postcode, establishment): entry i is `keys[i]`, "" is not said.

    Days and map as in `practices`. A small area has a commissioner from the first area file that is loaded. Whether an
    establishment is a place of detention is asked of the list as it is known, of each line's own day.
    """
    codes = [code for code, _ in keys]
    structure = structure_of(moment=moment)
    days = (fixed, fixed + timedelta(days=1)) if fixed else between

    def mapped(timeline: Timeline) -> Timeline:
        return timeline.fixed(fixed.toordinal()) if fixed else timeline

    lo, hi = (day.toordinal() for day in days)
    own = mapped(relation(structure, "area_commissioner", codes).within(lo, hi))
    above = bodies(structure, days)
    system = own.through(mapped(above.system), above.index)
    region = own.through(mapped(above.region), above.index)
    hubs, regions = by_table(rows("hubs", known_at=moment.known_at, store=store), "region", "specialised")
    border, sides = by_table(rows("border", known_at=moment.known_at, store=store), "body", "side")
    of_table, areas = by_table(rows("health-boards", known_at=moment.known_at, store=store), "area", "board")
    itself = Timeline.lasting(codes)
    nations = _nations(codes, rows("residence-nations", known_at=moment.known_at, store=store))
    return facts(
        len(codes),
        {
            "nation": Timeline.lasting([nation for nation, _ in nations]),
            "commissioner": own.through(mapped(above.commissioner), above.index),
            "system": system,
            "border": _both(system.through(border, sides), itself.through(border, sides)),
            "pseudo": Timeline.lasting([pseudo for _, pseudo in nations]),
            "board": _both(
                itself.through(of_table, areas),
                _both(
                    boards(
                        ["" if code in areas or code.startswith(HEALTH_BOARD) else code for code in codes],
                        known_at=moment.known_at,
                        store=store,
                    ),
                    Timeline.lasting([code if code.startswith(HEALTH_BOARD) else "" for code in codes]),
                ),
            ),
            "delegated": delegated(
                rows("delegation", known_at=moment.known_at, store=store), system=system, region=region
            ),
            "hub": region.through(hubs, regions),
            "region": region,
            "justice": detained([place for _, place in keys], rows(TABLE, known_at=moment.known_at, store=store)),
        },
        between=between,
    )


def _nations(codes: Sequence[str], rules: Sequence[Row]) -> list[tuple[str, str]]:
    """(nation, Y for a pseudo-postcode) of each code by the first rule that fits."""
    known: dict[str, tuple[str, str]] = {"": ("unknown", "")}
    for code in codes:
        if code not in known:
            fits = (rule for rule in rules if fnmatchcase(code, rule["pattern"]))
            known[code] = next(((rule["nation"], rule["pseudo"]) for rule in fits), ("unknown", ""))
    return [known[code] for code in codes]


def _both(one: Timeline, other: Timeline) -> Timeline:
    """The rows of both: no entry has rows in the two of them."""
    keep = np.flatnonzero(other.value != "")
    return Timeline.of(
        np.concatenate((one.entry, other.entry[keep])),
        np.concatenate((one.start, other.start[keep])),
        np.concatenate((one.until, other.until[keep])),
        [*one.value, *other.value[keep]],
    )
