"""A synthetic country made: its bodies, the tables that care is drawn from, and what was planted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from ouzel.activity.synthetic.bodies import Bodies
from ouzel.activity.synthetic.choosing import generator
from ouzel.activity.synthetic.clinical import Clinical, make_clinical
from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.currencies import Currencies, make_currencies
from ouzel.activity.synthetic.days import EPOCH
from ouzel.activity.synthetic.listed import listed_currencies
from ouzel.activity.synthetic.making import Change, make_bodies
from ouzel.activity.synthetic.people import People, Peopling
from ouzel.activity.synthetic.profiles import Profiles, make_profiles
from ouzel.activity.synthetic.rates import Expected, expected
from ouzel.activity.synthetic.supplies import SERVICES, Supplies, make_supplies
from ouzel.engine.days import Floats
from ouzel.engine.pricing.book import PriceBook

EFFECTS = 4  # of the country's seeds


@dataclass(frozen=True)
class Truths:
    """What was planted in the country, to score whether it is found. Of lines see `marked`.

    `raised` is the code of the practice whose people have `times` as many emergency admissions as others like them.
    """

    raised: str
    times: float
    merger: Change | None
    split: Change | None
    wrong_commissioner: float  # share of lines
    wrong_price: float  # share of priced lines
    repeated: float  # share of lines


@dataclass(frozen=True, eq=False)
class World:
    """A country and everything that does not differ from person to person. Making one takes some milliseconds."""

    country: Country
    bodies: Bodies
    expected: Expected
    profiles: Profiles
    supplies: Supplies
    currencies: Currencies
    clinical: Clinical
    effects: Floats  # of each practice, how many times its people have emergency admissions
    truths: Truths

    @cached_property
    def peopling(self) -> Peopling:
        """What makes its people."""
        return Peopling(self.country, self.bodies.near_practices, self.bodies.tenths)

    def people(self) -> Iterator[pa.Table]:
        """Its people as they are on the country's first day, a block at a time.

        Columns: person (number from 0), area, practice (codes), birth_date, sex (1 male, 2 female, 9 not specified),
        tenth (1 the most deprived) and frailty (mean 1).
        """
        areas, practices = pa.array(self.bodies.areas), pa.array(self.bodies.practices)
        for number in range(self.country.blocks):
            block = self.peopling.block(number)
            yield pa.table({
                "person": pa.array(block.first + np.arange(len(block), dtype=np.int64)),
                "area": pa.DictionaryArray.from_arrays(block.area, areas),
                "practice": pa.DictionaryArray.from_arrays(block.practice, practices),
                "birth_date": pa.array(block.birth - np.int32(EPOCH), pa.int32()).cast(pa.date32()),
                "sex": pa.array(block.sex),
                "tenth": pa.array((self.bodies.tenths[block.area] + 1).astype(np.int8)),
                "frailty": pa.array(block.frailty),
            })  # fmt: skip

    def submitting(self) -> "World":
        """The same world, where lines say their point of delivery, as files of contract monitoring must."""
        country = replace(self.country, pods="submitted")
        return replace(self, country=country, profiles=make_profiles(country.pods))

    def block(self, number: int) -> People:
        """The people of one block as arrays."""
        return self.peopling.block(number)


def make(
    country: Country, *, bodies: Bodies | None = None, book: PriceBook | None = None, services: Sequence[str] = SERVICES
) -> World:
    """The world of a country: with bodies of its own, or over those given (then nothing is planted among them).

    With a price list it is the list's currencies, prices and market forces that lines have, and no made-up ones.
    `services` are the codes of specialised services.
    """
    changes: tuple[Change, ...] = ()
    if bodies is None:
        bodies, changes = make_bodies(country)
    random = generator(country.seed, EFFECTS)
    spread = country.practice_spread
    effects = random.lognormal(-spread * spread / 2, spread, len(bodies.practices))
    size = np.bincount(bodies.near_practices.ravel(), minlength=len(bodies.practices))
    raised = int(np.argsort(size, kind="stable")[len(size) // 2])  # one of the usual size
    effects[raised] = country.raised
    truths = Truths(
        raised=bodies.practices[raised], times=country.raised,
        merger=changes[0] if changes else None, split=changes[1] if changes else None,
        wrong_commissioner=country.wrong_commissioner, wrong_price=country.wrong_price, repeated=country.repeated,
    )  # fmt: skip
    return World(
        country=country, bodies=bodies, expected=expected(country, bodies.tenths), profiles=make_profiles(country.pods),
        supplies=make_supplies(bodies, country.seed, services=services, factors=book.factors if book else None),
        currencies=listed_currencies(book) if book else make_currencies(country.seed),
        clinical=make_clinical(country.seed), effects=effects, truths=truths,
    )  # fmt: skip
