"""Episodes of responsibility as they hold on days of care: who stands in the place of who was recorded, for what care.

The commissioner that was recorded may have closed since: its functions pass on with it, as those of the commissioner
of a practice do. Source: National Health Service Act 2006, section 14Z28; NHS (Integrated Care Boards:
Responsibilities) Regulations 2022, regulations 5 and 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ouzel.activity.asked import Asked
from ouzel.activity.episodes import Episode
from ouzel.activity.references.commissioners import timeline
from ouzel.activity.references.tables import rows
from ouzel.activity.rules.tables import Row
from ouzel.activity.store.place import Store
from ouzel.core.permissions import today
from ouzel.engine.crosswalk import periods
from ouzel.engine.days import MAXDAY, MINDAY, day_number
from ouzel.register.answers import Moment
from ouzel.structures import structure as structure_of

ALL_CARE = "*"

LEVELS = ("commissioner", "system")
"""Kinds of body that may be recorded and pass on: local commissioners, and boards."""


@dataclass(frozen=True)
class Held:
    """On days [start, until), as ordinals, `payer` is responsible by an episode, for care of some treatment functions.

    `specialties`: none is all care.
    """

    episode: Episode
    payer: str
    start: int
    until: int
    specialties: tuple[str, ...]

    def covers(self, specialty: str) -> bool:
        """Whether it is for care of a treatment function."""
        return not self.specialties or specialty in self.specialties


def held(
    episodes: Sequence[Episode], asked: Asked, *, between: tuple[date, date], store: Store | None = None
) -> tuple[Held, ...]:
    """Episodes in stretches of days of one payer and one scope, over the days of `between` (half-open).

    The payer is the body of its kind that the recorded one leads to on the day, or on that of the map asked for. One
    whose place is divided among several leads nowhere: on such days the episode decides nothing. A body that was never
    a local commissioner or a board stays what it was recorded as.
    """
    if not episodes:
        return ()
    payers = _payers(sorted({each.commissioner for each in episodes}), asked, between)
    care = rows("episode-care", known_at=asked.known_at, store=store)
    found = []
    for each in episodes:
        first = max(each.start.toordinal(), between[0].toordinal())
        last = min(day_number(each.until, MAXDAY), between[1].toordinal())
        for start, until, payer in payers.get(each.commissioner, [(MINDAY, MAXDAY, each.commissioner)]):
            for since, end, specialties in _scopes(each, care, max(start, first), min(until, last)):
                found.append(Held(each, payer, since, end, specialties))
    return tuple(found)


def _payers(codes: Sequence[str], asked: Asked, between: tuple[date, date]) -> dict[str, list[tuple[int, int, str]]]:
    """Who stands in the place of each code on which days; nothing of what is of none of the `LEVELS`."""
    structure = structure_of(moment=Moment(asked.known_at or today(), asked.known_at, asked.edition))
    fixed = asked.map_on
    days = (fixed, fixed + timedelta(days=1)) if fixed else between
    told: dict[str, list[tuple[int, int, str]]] = {}
    for level in LEVELS:
        if (kind := structure.kinds.get(level)) is None:
            continue
        known = {structure.codes[body] for body in kind.body.tolist()}
        of_kind = [code for code in codes if code in known and code not in told]
        if not of_kind:
            continue
        found = timeline(periods(structure, of_kind, to=level, since=days[0], until=days[1]))
        leads = found.fixed(days[0].toordinal()) if fixed else found
        told |= {code: [] for code in of_kind}
        for at, start, until, value in zip(
            leads.entry.tolist(), leads.start.tolist(), leads.until.tolist(), leads.value, strict=True
        ):
            told[of_kind[at]].append((start, until, str(value)))
    return told


def _scopes(
    episode: Episode, care: Sequence[Row], start: int, until: int
) -> list[tuple[int, int, tuple[str, ...]]]:  # fmt: skip
    """What an episode covers on the days [start, until): what it names itself, else what its kind covers."""
    if start >= until:
        return []
    if episode.specialties:
        return [(start, until, episode.specialties)]
    mine = [
        (day_number(row.since, MINDAY), day_number(row.until, MAXDAY), row["specialty"])
        for row in care if row["kind"] == episode.kind
    ]  # fmt: skip
    cuts = sorted({start, until, *(day for since, end, _ in mine for day in (since, end) if start < day < until)})
    found = []
    for since, end in pairwise(cuts):
        named = tuple(sorted(specialty for a, b, specialty in mine if a <= since < b))
        if named:
            found.append((since, end, () if ALL_CARE in named else named))
    return found
