"""Who there is in a country: practices, small areas, providers with their sites, commissioners; who is whose when."""

from dataclasses import dataclass

import numpy as np

from ouzel.engine.days import Flags, Ints

SLOTS = 64
"""Places in each list of who serves an area; one is drawn at random, so a body has as many as its share."""

TENTHS = 10


@dataclass(frozen=True, eq=False)
class Bodies:
    """Codes with names, and tables of row numbers into them.

    The last three tables but `host` have a row for each area and `SLOTS` columns. Of commissioners there is a row for
    each period: the one before the first of `days`, then from each of `days` on; -1 is none.
    """

    practices: tuple[str, ...]
    practice_names: tuple[str, ...]
    areas: tuple[str, ...]
    ranks: Ints  # of each area by deprivation, 1 the most deprived
    ranked: int  # how many areas the ranks are among
    providers: tuple[str, ...]
    provider_names: tuple[str, ...]
    sites: tuple[tuple[str, ...], ...]  # of each provider, its main site first
    acute: Flags  # which providers take emergencies
    commissioners: tuple[str, ...]
    commissioner_names: tuple[str, ...]
    days: Ints  # ordinals on which somebody's commissioner changes, ascending
    of_practice: Ints  # periods x practices
    of_area: Ints  # periods x areas
    host: Ints  # periods x providers: the commissioner where each stands
    near_practices: Ints
    near_acute: Ints  # providers that an emergency goes to
    near_providers: Ints  # providers that other care is given by

    @property
    def tenths(self) -> Ints:
        """Of each area, 0 (the most deprived tenth) to 9."""
        return ((self.ranks - 1) * TENTHS // self.ranked).astype(np.int32)

    @property
    def periods(self) -> int:
        """How many periods there are in which nobody's commissioner changes."""
        return len(self.days) + 1

    def period_of(self, day: Ints) -> Ints:
        """Which period each ordinal is in."""
        if not len(self.days):
            return np.zeros(len(day), np.int32)
        found: Ints = (day >= self.days[0]).astype(np.int32)
        for change in self.days[1:]:
            found += day >= change
        return found
