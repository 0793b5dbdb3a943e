"""Where the made-up country's areas, practices and providers lie, and how deprived each area is."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from ouzel.activity.synthetic.bodies import SLOTS
from ouzel.activity.synthetic.choosing import slots
from ouzel.activity.synthetic.country import Country
from ouzel.engine.days import Flags, Floats, Ints

AREAS_A_TOWN = 100
ACUTE = 0.55  # share of providers that take emergencies
PRACTICE_SHARES = (0.52, 0.2, 0.12, 0.08, 0.05, 0.03)  # of an area's people with the nearest practice, the next ...
ACUTE_SHARES = (0.82, 0.12, 0.04, 0.02)
PROVIDER_SHARES = (0.66, 0.12, 0.04, 0.10, 0.05, 0.03)  # three acute ones, then three others


@dataclass(frozen=True, eq=False)
class Places:
    """Places on a plane, in no unit, as arrays of two columns."""

    areas: Floats
    ranks: Ints
    practices: Floats
    providers: Floats
    acute: Flags
    seats: Floats  # of commissioners

    @property
    def eastings(self) -> tuple[Floats, Floats, Floats]:
        """How far east practices, areas and providers lie."""
        return self.practices[:, 0], self.areas[:, 0], self.providers[:, 0]


def lay_out(country: Country, random: np.random.Generator) -> Places:
    """Towns of different size and fortune; each is most deprived in its middle. Practices are where people are."""
    count = max(country.commissioners, country.areas // AREAS_A_TOWN, 1)
    towns, fortune = random.random((count, 2)), random.normal(0, 1, count)
    size = random.lognormal(0, 0.7, count)
    town = random.choice(count, country.areas, p=size / size.sum())
    spread = 0.25 / np.sqrt(count) * np.sqrt(size[town] / size.mean())
    offset = random.normal(0, 1, (country.areas, 2))
    areas = towns[town] + offset * spread[:, None]
    score = fortune[town] - 0.6 * np.hypot(*offset.T) + random.normal(0, 0.8, country.areas)
    ranks = np.empty(country.areas, np.int32)
    ranks[np.argsort(-score, kind="stable")] = np.arange(1, country.areas + 1)
    home = random.integers(0, country.areas, country.practices)
    practices = areas[home] + random.normal(0, 0.02 / np.sqrt(count), (country.practices, 2))
    biggest = np.argsort(-size, kind="stable")
    acute = np.arange(country.providers) < max(1, round(country.providers * ACUTE))
    where = np.where(acute, biggest[np.arange(country.providers) % count], random.integers(0, count, country.providers))
    providers = towns[where] + random.normal(0, 0.1 / np.sqrt(count), (country.providers, 2))
    return Places(areas, ranks, practices, providers, acute, towns[biggest[: country.commissioners]])


def nearest(places: Floats, among: Floats) -> Ints:
    """Of each place the row of the nearest of others."""
    return np.asarray(KDTree(among).query(places)[1], np.int32)


def served(places: Floats, among: Floats, shares: tuple[float, ...]) -> Ints:
    """Of each place a list of `SLOTS` rows of others: as many of the nearest, the next ... as the shares ask."""
    known = min(len(shares), len(among))
    found = np.asarray(KDTree(among).query(places, k=range(1, known + 1))[1], np.int32)
    return found[:, slots(np.array(shares[:known]), SLOTS)]


def served_by_two(places: Floats, providers: Floats, acute: Flags) -> Ints:
    """As `served`, from the nearest acute providers and the nearest others, where there are some."""
    near = served(places, providers[acute], ACUTE_SHARES)
    rows = np.flatnonzero(acute).astype(np.int32)[near]
    if acute.all():
        return rows
    cut = slots(np.array([sum(PROVIDER_SHARES[:3]), sum(PROVIDER_SHARES[3:])]), SLOTS) == 1
    other = served(places, providers[~acute], PROVIDER_SHARES[3:])
    rows[:, cut] = np.flatnonzero(~acute).astype(np.int32)[other][:, : int(cut.sum())]
    return rows
