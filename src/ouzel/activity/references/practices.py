"""What is known of practices, day by day: their nation, their commissioner, whatever they are recorded under."""

from collections.abc import Container, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase

import numpy as np

from ouzel.activity.references.commissioners import bodies, by_table, delegated, ends, starts
from ouzel.activity.references.recorded import attribute, held, relation
from ouzel.activity.references.tables import rows
from ouzel.activity.references.timelines import Texts, Timeline, compressed, facts, texts_of
from ouzel.activity.rules.tables import Row
from ouzel.activity.store.place import Store
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.days import Flags
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.structures import structure as structure_of

INACTIVE = "dormant"
"""A practice with this status is not matched: only those that are active or proposed are (CAM section 5)."""

OF_ENGLAND = "english"
ELSEWHERE = frozenset({"welsh", "scottish", "northern-irish"})


def practices(
    codes: Sequence[str],
    *,
    moment: Moment,
    between: tuple[date, date],
    fixed: date | None = None,
    store: Store | None = None,
) -> Facts:
    """`flow.PRACTICE_FACTS` of practices: entry i is `codes[i]`, "" is what was not said.

    The map is that of each day in `between` (half-open; see `timelines.facts` for days outside), or on all days that
    of the day `fixed`. `moment` says what is known; its own day does not matter. What the rules of a year say (hubs,
    delegation) is of each line's own day, also with a fixed map.
    """
    structure = structure_of(moment=moment)
    days = (fixed, fixed + timedelta(days=1)) if fixed else between

    def mapped(timeline: Timeline) -> Timeline:
        return timeline.fixed(fixed.toordinal()) if fixed else timeline

    lo, hi = (day.toordinal() for day in days)
    recorded = attribute(codes, (Attribute.POSTCODE, Attribute.SETTING, Attribute.STATUS), moment=moment)
    parent = mapped(relation(structure, "commissioner", codes).within(lo, hi))
    above = bodies(structure, days)
    of_parent = held(structure, structure.kinds["board"], above.codes, "board") if "board" in structure.kinds else None
    nowhere = Timeline.of([], [], [], [])
    region = parent.through(mapped(above.region), above.index)
    system = parent.through(mapped(above.system), above.index)
    hubs, regions = by_table(rows("hubs", known_at=moment.known_at, store=store), "region", "specialised")
    delegations = rows("delegation", known_at=moment.known_at, store=store)
    nations = rows("practice-nations", known_at=moment.known_at, store=store)
    raw = facts(
        len(codes),
        {
            "parent": parent,
            "open": mapped(held(structure, structure.open, codes, "Y")),
            "status": mapped(recorded[Attribute.STATUS]),
            "setting": mapped(recorded[Attribute.SETTING]),
            "postcode": mapped(recorded[Attribute.POSTCODE]),
            "geography": mapped(relation(structure, "geography", codes)),
            "commissioner": parent.through(mapped(above.commissioner), above.index),
            "level": parent.through(mapped(of_parent), above.index) if of_parent else nowhere,
            "region": region,
            "hub": region.through(hubs, regions),
            "delegated": delegated(delegations, system=system, region=region),
        },
        between=between,
        days=[*starts(nations), *ends(nations)],
    )
    nation = _nations(raw, codes, nations, listed=structure.index, since=between[0].toordinal())
    return _told(raw, nation)


def _nations(raw: Facts, codes: Sequence[str], rules: Sequence[Row], *, listed: Container[str], since: int) -> Texts:
    """The nation of each row by the first rule that fits; closed where the practice was not active."""
    columns = {name: texts_of(values) for name, values in raw.columns.items()}
    columns["code"] = texts_of(codes)[raw.entry]
    there = np.array([code in listed for code in codes], dtype=np.bool_)[raw.entry]
    day = np.maximum(raw.start, since)
    nation = texts_of(["unknown"] * len(day))
    for rule, start, until in reversed(list(zip(rules, starts(rules), ends(rules), strict=True))):
        fits = there if rule["asks"] == "listed" else _fit(columns[rule["asks"]], rule["pattern"])
        nation[fits & (start <= day) & (day < until)] = rule["nation"]
    active = (columns["open"] == "Y") & (columns["status"] != INACTIVE)
    nation[there & ~active.astype(np.bool_) & (nation != "none")] = "closed"
    nation[columns["code"] == ""] = "none"
    return nation


def _fit(values: Texts, pattern: str) -> Flags:
    """Which values fit a pattern; each distinct one is tried once."""
    if "*" not in pattern and "[" not in pattern:
        same: Flags = (values == pattern).astype(np.bool_)
        return same
    known = {value: fnmatchcase(value, pattern) for value in set(values)}
    return np.fromiter((known[value] for value in values), np.bool_, len(values))


def _told(raw: Facts, nation: Texts) -> Facts:
    """The facts that rules ask for. Only practices of England lead to a commissioner in England."""
    columns = {name: texts_of(values) for name, values in raw.columns.items()}
    english = nation == OF_ENGLAND
    alone = english & (columns["commissioner"] == "") & (columns["level"] == "board")
    elsewhere = [each in ELSEWHERE for each in nation]
    told = {
        "nation": nation,
        "commissioner": _where(english, columns["commissioner"]),
        "parent": _where(nation != "closed", columns["parent"]),
        "level": _where(alone, columns["level"]),
        "board": _where(elsewhere, columns["parent"]),
        "delegated": _where(english, columns["delegated"]),
        "hub": _where(english, columns["hub"]),
        "region": _where(english, columns["region"]),
    }
    return compressed(raw.entries, raw.entry.astype(np.int64), raw.start, told)


def _where(holds: object, values: Texts) -> Texts:
    return np.where(np.asarray(holds, dtype=np.bool_), values, "")
