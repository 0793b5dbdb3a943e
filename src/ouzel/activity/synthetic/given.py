"""Bodies of a synthetic country taken from real ones: their codes and memberships, with made-up people and care."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from ouzel.activity.synthetic.bodies import SLOTS, Bodies
from ouzel.activity.synthetic.choosing import generator, slots
from ouzel.activity.synthetic.making import BODIES
from ouzel.core.errors import ContentError
from ouzel.engine.days import Floats, Ints

Belonging = tuple[tuple[date | None, str], ...]
"""Whose a body is: from each day (None: ever) the code of its commissioner; "" is nobody's."""


@dataclass(frozen=True)
class GivenPractice:
    """A practice; `patients` weighs how many people choose it."""

    code: str
    commissioner: Belonging
    patients: float = 1.0
    name: str = ""


@dataclass(frozen=True)
class GivenArea:
    """A small area and its rank by deprivation, 1 the most deprived."""

    code: str
    rank: int
    commissioner: Belonging


@dataclass(frozen=True)
class GivenProvider:
    """A provider with its sites. `serves` weighs, by commissioner, how much of its people's care it gives."""

    code: str
    sites: tuple[str, ...]
    serves: dict[str, float] = field(default_factory=dict)
    host: Belonging = ()
    acute: bool = True
    name: str = ""


def given_bodies(
    *,
    practices: Sequence[GivenPractice],
    areas: Sequence[GivenArea],
    ranked: int,
    providers: Sequence[GivenProvider],
    names: dict[str, str] | None = None,
    seed: int = 1,
) -> Bodies:
    """Bodies as given. People of an area choose among the practices of its first commissioner, by their patients.

    `ranked` is how many areas the ranks are among, `names` what commissioners are called. ContentError where nobody
    serves an area.
    """
    random = generator(seed, BODIES)
    everybody = [each.commissioner for each in practices] + [each.commissioner for each in areas]
    everybody += [each.host for each in providers]
    days = sorted({day.toordinal() for whose in everybody for day, _ in whose if day is not None})
    codes = tuple(sorted({code for whose in everybody for _, code in whose if code}))
    own = [_codes_over(each.commissioner, days) for each in areas]
    mine = [_codes_over(each.commissioner, days) for each in practices]
    near, acute, others = [], [], []
    for area, whose in zip(areas, own, strict=True):
        patients = [
            each.patients * _together(theirs, whose) for each, theirs in zip(practices, mine, strict=True)
        ]  # fmt: skip
        near.append(_drawn(random, patients, area.code, "practice"))
        weights = [max((each.serves.get(code, 0.0) for code in whose), default=0.0) for each in providers]
        acute.append(_drawn(random, [w * each.acute for w, each in zip(weights, providers, strict=True)], area.code,
                            "acute provider"))  # fmt: skip
        others.append(_drawn(random, weights, area.code, "provider"))
    return Bodies(
        practices=tuple(each.code for each in practices), practice_names=tuple(each.name for each in practices),
        areas=tuple(each.code for each in areas), ranks=np.array([each.rank for each in areas], np.int32),
        ranked=ranked,
        providers=tuple(each.code for each in providers), provider_names=tuple(each.name for each in providers),
        sites=tuple(each.sites for each in providers), acute=np.array([each.acute for each in providers], bool),
        commissioners=codes, commissioner_names=tuple((names or {}).get(code, "") for code in codes),
        days=np.array(days, np.int32), of_practice=_table(mine, codes, days), of_area=_table(own, codes, days),
        host=_table([_codes_over(each.host, days) for each in providers], codes, days),
        near_practices=np.stack(near), near_acute=np.stack(acute), near_providers=np.stack(others),
    )  # fmt: skip


def _codes_over(whose: Belonging, days: list[int]) -> list[str]:
    """The commissioner of each period, the one before the first day first."""
    rows = sorted((day.toordinal() if day else 0, code) for day, code in whose)
    return [next((code for since, code in reversed(rows) if since <= day), "") for day in (0, *days)]


def _together(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two have the same commissioner in the first period in which the second has one."""
    return next((mine == theirs for mine, theirs in zip(one, other, strict=True) if theirs), False)


def _drawn(random: np.random.Generator, weights: list[float], area: str, what: str) -> Ints:
    """`SLOTS` rows by weight, drawn so that small shares are met in some areas."""
    if not sum(weights):
        raise ContentError(f"no {what} serves this area", field="area", value=area, right=f"Give a {what} for it")
    share: Floats = np.array(weights, float) / sum(weights)
    exact = share * SLOTS
    sure = np.repeat(np.arange(len(weights)), exact.astype(int))
    rest: Floats = exact - exact.astype(int)
    more = random.choice(len(weights), SLOTS - len(sure), p=rest / rest.sum()) if len(sure) < SLOTS else slots(share, 0)
    return np.concatenate([sure, more]).astype(np.int32)


def _table(rows: list[list[str]], codes: tuple[str, ...], days: list[int]) -> Ints:
    numbers = {code: row for row, code in enumerate(codes)} | {"": -1}
    return np.array([[numbers[row[period]] for row in rows] for period in range(len(days) + 1)], np.int32)
