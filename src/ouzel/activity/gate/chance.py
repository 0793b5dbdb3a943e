"""When a column of codes holds identifiers, and when one of its codes merely looks so.

One ten-digit number in eleven has the check digit of an NHS number by chance, so that any column of ten-digit numbers
holds some. A column that is not kept is judged by a sample of its different values:

- NHS numbers: there are, where so many of the ten-digit values pass the check as chance gives in fewer than one column
  of a thousand (three of three, six of ten, 27 of 150).
- Postcodes written in one, and values that are a forename and another word: there are, from three different ones that
  make a twentieth (postcodes) or a fifth (names) of the different values.

What falls short is told as *possible*, and does not refuse a file. In a column that is *kept* there is no benefit of
the doubt, since no code of ours has ten digits: there every such value counts.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from scipy.special import bdtrc

from ouzel.activity.gate.detecting import Found
from ouzel.activity.gate.kinds import Kind

SAMPLE = 5_000
BY_CHANCE = 1 / 11
RARE = 1 / 1_000
FEWEST = 3
SHARES = {Kind.POSTCODE: 1 / 20, Kind.NAME: 1 / 5}


@dataclass
class Sample:
    """The first different values among which bare finds of one kind were sought, and how many of them there are."""

    kind: Kind
    seen: set[str] = field(default_factory=set, repr=False)
    hits: int = 0

    def add(self, words: pa.Array, found: Found) -> None:
        """Take in the values of a batch, until there are enough."""
        if len(self.seen) >= SAMPLE:
            return
        at = np.flatnonzero(found.tried)
        for position in at:
            word = words[int(position)].as_py()
            if word and word not in self.seen:
                self.seen.add(word)
                self.hits += bool(found.bare[position])
                if len(self.seen) >= SAMPLE:
                    return

    @property
    def holds(self) -> bool:
        """Whether the column holds the kind."""
        return more_than_chance(self.kind, hits=self.hits, of=len(self.seen))


def more_than_chance(kind: Kind, *, hits: int, of: int) -> bool:
    """Whether `hits` bare finds among `of` different values are more than codes that merely look so.

    >>> more_than_chance(Kind.NHS_NUMBER, hits=9, of=100), more_than_chance(Kind.NHS_NUMBER, hits=25, of=100)
    (False, True)
    """
    if not hits:
        return False
    if kind is Kind.NHS_NUMBER:
        # The odds of so many or more: the upper tail of the binomial distribution.
        return bool(bdtrc(hits - 1, of, BY_CHANCE) < RARE)
    return hits >= FEWEST and hits >= SHARES.get(kind, 0) * of
