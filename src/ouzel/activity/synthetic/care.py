"""Draws the care of a block of people in one year: admissions, appointments and emergency attendances, as arrays."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from ouzel.activity.synthetic import days, published
from ouzel.activity.synthetic.bodies import SLOTS
from ouzel.activity.synthetic.choosing import FULL, draw16, generator, slots, stacked
from ouzel.activity.synthetic.clinical import EIGHT
from ouzel.activity.synthetic.country import BLOCK
from ouzel.activity.synthetic.people import People, Registered
from ouzel.activity.synthetic.profiles import ATTENDED, DELIVERY_METHODS, ELECTIVE_FORMS, FIRSTS, METHODS
from ouzel.activity.synthetic.rates import AGES, BY_METHOD_21
from ouzel.activity.synthetic.specialties import SPECIALTIES
from ouzel.activity.synthetic.stays import elective_stays, emergency_stays
from ouzel.activity.synthetic.supplies import TEN
from ouzel.activity.synthetic.world import World
from ouzel.engine.days import Floats, Ints

ADMITTED, OTHER = 11, 12  # of the country's seeds: admissions and what comes with them; appointments and attendances
GROUPS = 6  # children, adults, people of 65 and over; of each men, then women
TELEPHONE = 0.18
MULTI, WITH_PROCEDURE = 0.04, 0.14  # shares of attended appointments, face to face
CANCELLED_BY_PATIENT = 0.45  # share of cancelled appointments
DEPARTMENT_WEIGHTS = (62, 26, 3, 9)

Rows = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class Lot:
    """Lines of one kind of care, column by column. `who`: rows of the block's people."""

    who: Rows
    profile: Ints
    supply: Ints
    currency: Ints
    diagnosis: Ints
    procedure: Ints
    start: Ints
    stay: Ints
    price: Ints  # pence of one, before market forces; -1: the list has none

    @classmethod
    def joined(cls, lots: list["Lot"]) -> "Lot":
        """Lots one after the other."""
        return cls(**{each.name: np.concatenate([getattr(lot, each.name) for lot in lots]) for each in fields(cls)})

    def only(self, rows: Rows) -> "Lot":
        """Some rows of it."""
        return Lot(**{each.name: getattr(self, each.name)[rows] for each in fields(self)})


class Caring:
    """Draws care: holds the look-ups that all blocks share."""

    def __init__(self, world: World) -> None:
        self.world = world
        profiles = world.profiles
        methods = np.array([BY_METHOD_21, 0.06, 0.02, 0.06, 0.04])
        self.emergency = stacked((_by_group("emergency")[:, :, None] * methods).reshape(GROUPS, -1))
        forms = np.array([60, 9, 3, 12, 2, 1, 10, 3.0])
        self.elective = stacked((_by_group("elective")[:, :, None] * forms).reshape(GROUPS, -1))
        self.outpatient = stacked(_by_group("outpatient"))
        self.first = slots(_first_weights())
        self.attended = slots(_attended_weights())
        self.form = slots(np.array([1 - MULTI - WITH_PROCEDURE, MULTI, WITH_PROCEDURE]), EIGHT)
        self.department = slots(np.array(DEPARTMENT_WEIGHTS, float), EIGHT)
        self.profile_emergency = profiles.emergency.reshape(-1, 2)
        self.profile_elective = profiles.elective.ravel()
        self.visit = _visits(world)
        self.near_acute, self.near_any = world.bodies.near_acute.ravel(), world.bodies.near_providers.ravel()
        self.emergency_stay, self.elective_stay = emergency_stays(), elective_stays()

    @cached_property
    def elective_price(self) -> Ints:
        """Price by form of planned admission and currency."""
        money = self.world.currencies
        by_pod = {"DC": money.day_case, "EL": money.ordinary, "RADAY": money.day_case, "NELNE": money.non_elective}
        return np.concatenate([by_pod[pod] for _, _, pod in ELECTIVE_FORMS])

    def admissions(self, people: People, where: Registered, year: int) -> tuple[Lot, Rows]:
        """Emergency, planned and maternity admissions of a year; and which of them began with an attendance."""
        random = generator(self.world.country.seed, ADMITTED, year, people.first // BLOCK)
        age, tenth, group = self._groups(people, where, year)
        at = tenth * AGES + age
        table = self.world.expected
        rate = table.emergency.ravel()[at] * people.frailty * self.world.effects[where.practice]
        emergency = self._emergency(random, _repeated(random, rate), people, where, year, group, age)
        elective = self._elective(
            random, _repeated(random, table.elective.ravel()[at] * people.frailty), where, year, group
        )
        women = (people.sex == 2) & (random.random(len(people)) < table.delivery.ravel()[at])
        delivery = self._deliveries(random, np.flatnonzero(women), where, year)
        through = np.flatnonzero(self._through_department[emergency.profile])
        return Lot.joined([emergency, elective, delivery]), through

    def others(self, people: People, where: Registered, year: int, admitted: Lot, through: Rows) -> Lot:
        """Appointments, and attendances: those before admissions, then the rest."""
        random = generator(self.world.country.seed, OTHER, year, people.first // BLOCK)
        age, tenth, group = self._groups(people, where, year)
        at = tenth * AGES + age
        table = self.world.expected
        appointments = _repeated(random, table.outpatient.ravel()[at] * people.frailty)
        visits = self._visits(random, appointments, where, year, group)
        alone = _repeated(random, table.attendance.ravel()[at] * people.frailty)
        chance = draw16(random, 3, len(alone) + len(through))
        start = np.concatenate([admitted.start[through], self._day(chance[0][: len(alone)], year, weekdays=False)])
        who = np.concatenate([admitted.who[through], alone])
        near = self.near_acute[where.area[alone] * SLOTS + (chance[2][: len(alone)] & (SLOTS - 1))]
        before = self.world.supplies.provider[admitted.supply[through]]
        supply = self.world.supplies.main[np.concatenate([before, near])]
        department = self.department[chance[2] >> 8]
        department[: len(through)] = 0
        money = self.world.currencies
        currency = money.attendance[chance[1]]
        none = np.zeros(len(who), np.int32)
        return Lot.joined([
            visits,
            Lot(who, self.world.profiles.attendance[department], supply, currency, none, none, start, none,
                money.other[currency]),
        ])  # fmt: skip

    def _groups(self, people: People, where: Registered, year: int) -> tuple[Ints, Ints, Ints]:
        """Age on 1 April, tenth of deprivation, and group of age and sex times the size of a table."""
        on = np.full(len(people), days.april(year), np.int32)
        age = np.minimum(days.ages(people.calendar, on), AGES - 1)
        band = (age >= 17).astype(np.int32) + (age >= 65)
        return age, self.world.bodies.tenths[where.area], (band * 2 + (people.sex == 2)) * FULL

    @cached_property
    def _through_department(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([method == "21" for method in self.world.profiles.column("admission_method")])

    def _day(self, chance: np.ndarray[tuple[int], np.dtype[np.uint16]], year: int, *, weekdays: bool) -> Ints:
        key = (year, weekdays)
        if key not in self._days:
            every = np.arange(days.april(year), days.april(year + 1), dtype=np.int32)
            weight = np.where((every - 1) % 7 < 5, 1.0, 0.06) if weekdays else np.ones(len(every))
            self._days[key] = every[slots(weight)]
        return self._days[key][chance]

    @cached_property
    def _days(self) -> dict[tuple[int, bool], Ints]:
        return {}

    def _emergency(
        self,
        random: np.random.Generator,
        who: Rows,
        people: People,
        where: Registered,
        year: int,
        group: Ints,
        age: Ints,
    ) -> Lot:
        money, clinical = self.world.currencies, self.world.clinical
        chance = draw16(random, 6, len(who))
        form = self.emergency[group[who] + chance[0]]
        band = age[who] // 15
        stay = self.emergency_stay[band * FULL + chance[1]]
        currency = money.emergency[form // len(METHODS) * EIGHT + (chance[2] & 255)]
        start = self._day(chance[3], year, weekdays=False)
        short = money.short_stay[currency]
        brief = (stay <= 1) & (short >= 0) & (days.ages(people.calendar[who], start) >= 19)
        near = self.near_acute[where.area[who] * SLOTS + (chance[5] & (SLOTS - 1))]
        specialty = form // len(METHODS) * EIGHT
        return Lot(
            who=who,
            profile=self.profile_emergency[form, brief.astype(np.intp)],
            supply=self.world.supplies.of_provider[near * TEN + (chance[5] >> 6)],
            currency=currency,
            diagnosis=clinical.diagnosis[specialty + (chance[4] & 255)],
            procedure=clinical.procedure[specialty + (chance[4] >> 8)] * (chance[2] >= FULL // 2),
            start=start, stay=stay, price=np.where(brief, short, money.non_elective[currency]),
        )  # fmt: skip

    def _elective(self, random: np.random.Generator, who: Rows, where: Registered, year: int, group: Ints) -> Lot:
        money, clinical = self.world.currencies, self.world.clinical
        chance = draw16(random, 6, len(who))
        form = self.elective[group[who] + chance[0]]
        kind = form % len(ELECTIVE_FORMS)
        stay = self.elective_stay[kind * FULL + chance[1]]
        specialty = form // len(ELECTIVE_FORMS) * EIGHT
        currency = money.elective[specialty + (chance[2] & 255)]
        near = self.near_any[where.area[who] * SLOTS + (chance[5] & (SLOTS - 1))]
        return Lot(
            who=who,
            profile=self.profile_elective[form],
            supply=self.world.supplies.of_provider[near * TEN + (chance[5] >> 6)],
            currency=currency,
            diagnosis=clinical.diagnosis[specialty + (chance[4] & 255)],
            procedure=clinical.procedure[specialty + (chance[4] >> 8)],
            start=self._day(chance[3], year, weekdays=True), stay=stay,
            price=self.elective_price[kind * len(money.codes) + currency],
        )  # fmt: skip

    def _deliveries(self, random: np.random.Generator, who: Rows, where: Registered, year: int) -> Lot:
        money = self.world.currencies
        chance = draw16(random, 4, len(who))
        method = (chance[1] & 255) // (FULL // 256 // len(DELIVERY_METHODS))
        currency = money.delivery[chance[2] & 255]
        near = self.near_acute[where.area[who] * SLOTS + (chance[3] & (SLOTS - 1))]
        none = np.zeros(len(who), np.int32)
        return Lot(
            who, self.world.profiles.delivery[method], self.world.supplies.main[near], currency, none, none,
            self._day(chance[0], year, weekdays=False), ((chance[1] >> 8) % 4).astype(np.int32),
            money.non_elective[currency],
        )  # fmt: skip

    def _visits(self, random: np.random.Generator, who: Rows, where: Registered, year: int, group: Ints) -> Lot:
        world = self.world
        money, clinical = world.currencies, world.clinical
        chance = draw16(random, 7, len(who))
        specialty = self.outpatient[group[who] + chance[0]]
        first, attended = self.first[chance[1]], self.attended[chance[2]]
        form = self.form[chance[3] & 255]
        form[(attended > 1) | (first > 1)] = 0
        near = self.near_any[where.area[who] * SLOTS + (chance[5] & (SLOTS - 1))]
        profile = world.profiles.outpatient.ravel()[((specialty * 4 + first) * 6 + attended) * 3 + form]
        done, at = form == 2, specialty * EIGHT
        currency = np.where(done, money.procedure[at + (chance[4] & 255)], self.visit[first * 3 + form])
        listed = np.where(done, money.outpatient_procedure[currency], money.other[currency])
        # A procedure without a price is charged as the attendance it was.
        fallen = np.flatnonzero(listed < 0)
        listed[fallen] = money.other[self.visit[first[fallen] * 3]]
        return Lot(
            who=who, profile=profile,
            supply=world.supplies.of_provider[near * TEN + (chance[5] >> 6)],
            currency=currency,
            diagnosis=np.zeros(len(who), np.int32),
            procedure=clinical.procedure[at + (chance[4] >> 8)] * done,
            start=self._day(chance[6], year, weekdays=True), stay=np.zeros(len(who), np.int32),
            price=np.where(attended > 1, 0, listed),  # nothing is charged where nobody was seen
        )  # fmt: skip


def _repeated(random: np.random.Generator, rate: Floats) -> Rows:
    """Rows of people, each as often as it happens to them."""
    return np.repeat(np.arange(len(rate)), random.poisson(rate))


def _by_group(weight: str) -> Floats:
    """Weights of each specialty for each group of age and sex."""
    return np.array([
        [max(getattr(each, weight) * each.ages[band] * each.sexes[sex], 0.0) for each in SPECIALTIES]
        for band in range(3) for sex in range(2)
    ])  # fmt: skip


def _first_weights() -> Floats:
    first = 1 / (1 + published.FOLLOW_UPS_PER_FIRST)
    weights = {"1": first * (1 - TELEPHONE), "2": (1 - first) * (1 - TELEPHONE),
               "3": first * TELEPHONE, "4": (1 - first) * TELEPHONE}  # fmt: skip
    return np.array([weights[each] for each in FIRSTS])


def _attended_weights() -> Floats:
    """On time and late come to the published share; arrived too late to be seen (7) is rare, and left out of it."""
    cancelled = 1 - published.ATTENDED - published.DID_NOT_ATTEND - 0.002
    weights = {
        "5": published.ATTENDED * 0.96, "6": published.ATTENDED * 0.04, "7": 0.002, "3": published.DID_NOT_ATTEND,
        "2": cancelled * CANCELLED_BY_PATIENT, "4": cancelled * (1 - CANCELLED_BY_PATIENT),
    }  # fmt: skip
    return np.array([weights[each] for each in ATTENDED])


def _visits(world: World) -> Ints:
    """Currency of an appointment by first or follow-up, and form."""
    b, a, d, c, mb, ma = world.currencies.visits
    return np.array([b, mb, b, a, ma, a, d, d, d, c, c, c], np.int32)
