"""People in blocks: where they live, with which practice they are, their age and sex, how frail they are, who moves."""

from dataclasses import dataclass

import numpy as np

from ouzel.activity.synthetic import days
from ouzel.activity.synthetic.bodies import SLOTS, TENTHS
from ouzel.activity.synthetic.choosing import FULL, draw16, generator, slots, stacked
from ouzel.activity.synthetic.country import BLOCK, Country
from ouzel.activity.synthetic.published import FRAILTY_SHAPE
from ouzel.activity.synthetic.rates import FEMALE, age_shares
from ouzel.engine.days import MAXDAY, Floats, Ints

PEOPLE, MOVES = 1, 2  # of the country's seeds
SEX_NOT_SPECIFIED = 0.0005
YEAR = 365.2425
STAYING_NEAR = 0.5  # share of those who change practice that keep their address

Bytes = np.ndarray[tuple[int], np.dtype[np.int8]]


@dataclass(frozen=True, eq=False)
class People:
    """A block of people, by row; `first` is the number of the first of them in the country."""

    first: int
    area: Ints
    practice: Ints
    birth: Ints  # ordinals
    calendar: Ints  # of birth, see `days.CALENDAR`
    sex: Bytes
    frailty: Floats  # mean 1

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True, eq=False)
class Registered:
    """Where a block's people are in one year: on 1 April, and from `moved` on (MAXDAY: all the year as on 1 April)."""

    area: Ints
    practice: Ints
    moved: Ints
    area_after: Ints
    practice_after: Ints


class Peopling:
    """Makes people: holds the look-ups that all blocks share."""

    def __init__(self, country: Country, near_practices: Ints, tenths: Ints) -> None:
        self.country, self.near, self.tenths = country, near_practices.ravel(), tenths
        self.ages = stacked(age_shares())
        self.sexes = slots(np.array([1 - FEMALE - SEX_NOT_SPECIFIED, FEMALE, SEX_NOT_SPECIFIED]))

    def block(self, number: int) -> People:
        """The people of one block; the last block has what is left."""
        first = number * BLOCK
        count = min(BLOCK, self.country.people - first)
        random = generator(self.country.seed, PEOPLE, number)
        area = random.integers(0, len(self.tenths), count, dtype=np.int32)
        chance = draw16(random, 4, count)
        practice = self.near[area * SLOTS + (chance[0] & (SLOTS - 1))]
        age = self.ages[self.tenths[area] * FULL + chance[1]]
        sex = np.array([1, 2, 9], np.int8)[self.sexes[chance[2]]]
        into = random.random(count)
        birth = (days.april(self.country.since.year) - 1 - np.floor((age + into) * YEAR)).astype(np.int32)
        frailty = random.gamma(FRAILTY_SHAPE, 1 / FRAILTY_SHAPE, count)
        return People(first, area, practice, birth, days.CALENDAR[birth - days.FIRST], sex, frailty)

    def registered(self, people: People, year: int) -> Registered:
        """Where they are in a financial year: nobody has moved before the country's first."""
        area, practice = people.area, people.practice
        last = self._moves(people, self.country.since.year, area, practice)
        if year < self.country.since.year:
            never = np.full(len(people), MAXDAY, np.int32)
            return Registered(area, practice, never, area, practice)
        for each in range(self.country.since.year + 1, year + 1):
            last = self._moves(people, each, last.area_after, last.practice_after)
        return last

    def _moves(self, people: People, year: int, area: Ints, practice: Ints) -> Registered:
        random = generator(self.country.seed, MOVES, year, people.first // BLOCK)
        who = np.flatnonzero(random.random(len(people), dtype=np.float32) < self.country.moving)
        moved = np.full(len(people), MAXDAY, np.int32)
        start, end = days.april(year), days.april(year + 1)
        moved[who] = random.integers(start, end, len(who))
        area_after, practice_after = area.copy(), practice.copy()
        far = who[random.random(len(who)) >= STAYING_NEAR]
        area_after[far] = random.integers(0, len(self.tenths), len(far))
        practice_after[who] = self.near[area_after[who] * SLOTS + random.integers(0, SLOTS, len(who))]
        return Registered(area, practice, moved, area_after, practice_after)

    def fifths(self, area: Ints) -> Ints:
        """Of areas, the fifth by deprivation: 0 is the most deprived."""
        return self.tenths[area] // (TENTHS // 5)
