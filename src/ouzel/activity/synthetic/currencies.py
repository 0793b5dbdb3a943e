"""What is priced: made-up healthcare resource groups by specialty, with the national codes of attendances, and prices.

Groups are ZA01A, ZA01B ...: no chapter of the national classification is Z. WF (outpatient attendances), VB (emergency
care) and UZ01Z (no group could be found) are national codes.
"""

from dataclasses import dataclass

import numpy as np

from ouzel.activity.synthetic.choosing import generator, stacked
from ouzel.activity.synthetic.specialties import SPECIALTIES
from ouzel.engine.days import Floats, Ints

CURRENCIES = 5  # of the country's seeds
A_SPECIALTY = 66
"""Groups of each specialty. Emergencies use the first two thirds of them, planned care the last two thirds."""
EIGHT = 256
SEVERITY = "ABCDEF"
ATTENDANCES = ("VB01Z", "VB02Z", "VB03Z", "VB04Z", "VB05Z", "VB06Z", "VB07Z", "VB08Z", "VB09Z", "VB11Z")
ATTENDANCE_WEIGHTS = (1, 4, 7, 10, 6, 9, 9, 22, 24, 8)
ATTENDANCE_PENCE = (84_300, 61_900, 41_800, 39_600, 29_700, 24_400, 29_000, 23_100, 14_700, 9_200)
VISITS = ("WF01B", "WF01A", "WF01D", "WF01C", "WF02B", "WF02A")  # single first, follow-up; the same by telephone; multi
VISIT_PENCE = (19_800, 10_400, 10_900, 7_300, 24_600, 13_900)
DELIVERIES = ("ZZ90A", "ZZ90B", "ZZ91A", "ZZ91B", "ZZ92A", "ZZ92B")
DELIVERY_PENCE = (212_000, 268_000, 304_000, 349_000, 521_000, 588_000)
UNGROUPED, UNKNOWN = "UZ01Z", "ZZ99Z"
UNPRICED = 0.01  # share of groups that the list has no price for
NOTHING = -1


@dataclass(frozen=True, eq=False)
class Currencies:
    """Codes by number (0 blank), tables to choose by, and prices in pence before market forces, by code; -1: none."""

    codes: tuple[str, ...]
    emergency: Ints  # specialty * 256 + random
    elective: Ints
    procedure: Ints
    delivery: Ints  # random, of 256
    attendance: Ints  # random, of 65,536
    visits: Ints  # number of each of VISITS
    day_case: Ints
    ordinary: Ints
    non_elective: Ints
    short_stay: Ints  # -1 where the ordinary price holds
    outpatient_procedure: Ints
    other: Ints  # price of what has one price only: attendances of both kinds
    trim_elective: Ints  # days
    trim_non_elective: Ints
    per_day: Ints

    def number(self, code: str) -> int:
        """The number of a code."""
        return self.codes.index(code)


def make_currencies(seed: int) -> Currencies:
    """Codes and prices; prices differ from seed to seed."""
    random = generator(seed, CURRENCIES)
    count = len(SPECIALTIES)
    groups = [_group(number, place) for number in range(count) for place in range(A_SPECIALTY)]
    codes = ("", *groups, *DELIVERIES, *VISITS, *ATTENDANCES, UNGROUPED, UNKNOWN)
    first = {name: codes.index(those[0]) for name, those in
             (("delivery", DELIVERIES), ("visit", VISITS), ("attendance", ATTENDANCES))}  # fmt: skip
    two_thirds = A_SPECIALTY * 2 // 3
    emergency = _by_specialty(count, 0, two_thirds)
    elective = _by_specialty(count, A_SPECIALTY - two_thirds, A_SPECIALTY)
    base = np.full(len(codes), NOTHING, np.int32)
    inner = slice(1, 1 + len(groups))
    base[inner] = np.round(random.lognormal(12.0, 0.75, len(groups)), -2).clip(20_000, 6_000_000)
    base[first["delivery"] : first["delivery"] + len(DELIVERIES)] = DELIVERY_PENCE
    base[1 + random.choice(len(groups), round(len(groups) * UNPRICED), replace=False)] = NOTHING
    is_group = np.zeros(len(codes), bool)
    is_group[inner] = True
    flagged = is_group & (random.random(len(codes)) < 0.4)
    other = np.full(len(codes), NOTHING, np.int32)
    other[first["visit"] : first["visit"] + len(VISITS)] = VISIT_PENCE
    other[first["attendance"] : first["attendance"] + len(ATTENDANCES)] = ATTENDANCE_PENCE
    stay = random.lognormal(1.2, 0.7, len(codes))
    return Currencies(
        codes=codes, emergency=emergency, elective=elective,
        procedure=_by_specialty(count, A_SPECIALTY - 20, A_SPECIALTY),
        delivery=first["delivery"] + stacked(np.array([[30, 22, 18, 12, 11, 7]], float), EIGHT),
        attendance=first["attendance"] + stacked(np.array([ATTENDANCE_WEIGHTS], float)),
        visits=np.arange(first["visit"], first["visit"] + len(VISITS), dtype=np.int32),
        day_case=_times(base, 0.78), ordinary=base, non_elective=_times(base, 1.65),
        short_stay=np.where(flagged, _times(base, 0.62), NOTHING).astype(np.int32),
        outpatient_procedure=np.where(is_group, _times(base, 0.14), NOTHING).astype(np.int32),
        other=other,
        trim_elective=np.ceil(stay * 2 + 2).astype(np.int32), trim_non_elective=np.ceil(stay * 5 + 5).astype(np.int32),
        per_day=random.integers(240, 330, len(codes)).astype(np.int32) * 100,
    )  # fmt: skip


def _group(specialty: int, place: int) -> str:
    """ZA01A ...: two letters for the specialty, a number and a letter for the group."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXY"
    root = letters[specialty % len(letters)]
    number = place // len(SEVERITY) + 1 + 40 * (specialty // len(letters))
    return f"Z{root}{number:02}{SEVERITY[place % len(SEVERITY)]}"


def _by_specialty(count: int, since: int, until: int) -> Ints:
    """Tables of 256 for each specialty: few groups are common, most are rare."""
    weights: Floats = 1 / (1 + np.arange(until - since)) ** 0.9
    return np.concatenate([
        1 + specialty * A_SPECIALTY + since + stacked(np.roll(weights, 7 * specialty)[None], EIGHT)
        for specialty in range(count)
    ]).astype(np.int32)  # fmt: skip


def _times(base: Ints, factor: float) -> Ints:
    """Prices in whole pounds."""
    return np.where(base == NOTHING, NOTHING, np.round(base * factor, -2)).astype(np.int32)
