"""Who gives which service where: the supply dictionary, tables to choose by, and each provider's market forces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ouzel.activity.synthetic.bodies import Bodies
from ouzel.activity.synthetic.choosing import generator, slots
from ouzel.engine.days import Ints

SUPPLIES = 6  # of the country's seeds
TEN = 1024
SPECIALISED = 100
"""Of `TEN` places of a provider that takes emergencies, those for specialised services."""
SERVICES = tuple(f"OS{n:03}" for n in range(1, 121))
"""Made-up codes of specialised services."""
UNKNOWN_PROVIDER = ("OT999", "OT99901", "")
FULL_FACTOR = 1_000_000


@dataclass(frozen=True, eq=False)
class Supplies:
    """`rows` are the dictionary, blank first and the unknown provider last."""

    rows: tuple[tuple[str, str, str], ...]
    of_provider: Ints  # provider * 1,024 + random
    main: Ints  # of each provider, the row of its main site
    specialised: np.ndarray[tuple[int], np.dtype[np.bool_]]  # by row
    provider: Ints  # of each row; -1 for blank and unknown
    factor: Ints  # market forces by row, in millionths

    @property
    def unknown(self) -> int:
        """The row of a provider that no list has."""
        return len(self.rows) - 1


def make_supplies(
    bodies: Bodies, seed: int, *, services: Sequence[str] = SERVICES, factors: Mapping[str, int] | None = None
) -> Supplies:
    """Every provider at every site, and for those that take emergencies specialised services at some.

    `factors` are market forces in millionths by provider (1,000,000 for one that has none); None: made up.
    """
    random = generator(seed, SUPPLIES)
    rows: dict[tuple[str, str, str], int] = {("", "", ""): -1}
    numbers: dict[tuple[str, str, str], int] = {("", "", ""): 0}

    def number(row: tuple[str, str, str], provider: int) -> int:
        rows.setdefault(row, provider)
        return numbers.setdefault(row, len(numbers))

    tables, main = [], []
    for place, (code, sites) in enumerate(zip(bodies.providers, bodies.sites, strict=True)):
        usual = np.array([number((code, site, ""), place) for site in sites], np.int32)
        main.append(usual[0])
        table = usual[slots(1.0 / (1 + np.arange(len(sites))), TEN)]
        if bodies.acute[place] and services:
            chosen = random.choice(len(services), SPECIALISED, replace=len(services) < SPECIALISED)
            table[-SPECIALISED:] = [
                number((code, sites[each % len(sites)], services[service]), place)
                for each, service in enumerate(chosen.tolist())
            ]
        tables.append(table)
    number(UNKNOWN_PROVIDER, -1)
    made = (FULL_FACTOR + 1000 * random.integers(0, 180, len(bodies.providers))).tolist()
    each = np.array(
        made if factors is None else [factors.get(code, FULL_FACTOR) for code in bodies.providers], np.int32
    )
    whose = np.array(list(rows.values()), np.int32)
    return Supplies(
        tuple(rows), np.concatenate(tables).astype(np.int32), np.array(main, np.int32),
        np.array([bool(row[2]) for row in rows]), whose,
        np.where(whose < 0, FULL_FACTOR, each[whose]).astype(np.int32),
    )  # fmt: skip
