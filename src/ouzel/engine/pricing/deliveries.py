"""Which delivery rule every profile meets, by class of currency, stay and age: worked out once, found by one key."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.days import Flags, Ints
from ouzel.engine.pricing.delivery import AGES, STAYS, Deliveries


@dataclass(frozen=True, eq=False)
class Met:
    """`rule[profile, currency class, stay, age]` is the position of the first rule that holds, or -1.

    `currency_class` gives the class of each entry of the dictionary of currencies.
    """

    rules: Deliveries
    rule: Ints
    currency_class: Ints

    @cached_property
    def combinations(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Profile, currency class, stay and age of each key, in order of the keys."""
        profile, currency, stay, age = np.indices(self.rule.shape, dtype=np.int32).reshape(4, -1)
        return profile, currency, stay, age


def met(rules: Deliveries, profiles: Facts, currencies: Sequence[str]) -> Met:
    """The first rule that holds for each profile (facts that last), class of currency, stay and age."""
    fits, currency_class = _currency_classes(rules, currencies)
    first = np.full((profiles.entries, len(fits), len(STAYS), len(AGES)), -1, dtype=np.int32)
    coded = {
        name: np.unique(np.asarray(values, dtype=np.str_), return_inverse=True)
        for name, values in profiles.columns.items()
    }
    for number, rule in enumerate(rules.rules):
        holds = np.ones(profiles.entries, dtype=np.bool_)
        for test in rule.tests:
            values, where = coded[test.fact]
            holds &= np.array([test.holds(str(value)) for value in values], dtype=np.bool_)[where]
        some = np.flatnonzero(holds)
        stays = [s for s, stay in enumerate(STAYS) if not rule.stays or stay in rule.stays]
        ages = [a for a, age in enumerate(AGES) if not rule.ages or age in rule.ages]
        at = np.ix_(some, np.flatnonzero(fits[:, number]), np.array(stays, np.intp), np.array(ages, np.intp))
        part = first[at]
        first[at] = np.where(part < 0, number, part)
    return Met(rules, first, currency_class)


def _currency_classes(rules: Deliveries, currencies: Sequence[str]) -> tuple[Flags, Ints]:
    """How each class of currencies answers the rules [class, rule], and the class of each currency."""
    asking = {rule.currencies for rule in rules.rules if rule.currencies}
    answers = np.ones((len(currencies), len(rules.rules)), dtype=np.bool_)
    for asked in asking:
        one = next(rule for rule in rules.rules if rule.currencies == asked)
        same = [number for number, rule in enumerate(rules.rules) if rule.currencies == asked]
        answers[:, same] = np.array([one.fits_currency(code) for code in currencies], dtype=np.bool_)[:, None]
    packed = np.packbits(answers, axis=1)
    _, first, of = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return answers[first], of.reshape(-1).astype(np.int32)
