"""Turns care into lines: who was registered where, what is awkward, which commissioner and price were sent with it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ouzel.activity.synthetic import days
from ouzel.activity.synthetic.awkward import TWISTS, Mark, limits
from ouzel.activity.synthetic.care import Lot, Rows
from ouzel.activity.synthetic.choosing import FULL, draw16, identities, mixed
from ouzel.activity.synthetic.people import People, Registered
from ouzel.activity.synthetic.profiles import Variant
from ouzel.activity.synthetic.words import LOCAL_PODS, VISITOR_PAYER, WELSH_PAYER, Words
from ouzel.activity.synthetic.world import World
from ouzel.engine.days import Ints, Longs

FULL_FACTOR = 1_000_000
IN_CRITICAL_CARE = 0.04  # share of stays of three days and more, a third of whose days are not counted
Columns = dict[str, npt.NDArray[Any]]
NO_PRICE = -1


@dataclass(frozen=True, eq=False)
class Trims:
    """Trim points and prices of a day beyond, by 0 none, 1 elective, 2 non-elective times currencies."""

    kind: Ints  # of each profile
    days: Ints
    pence: Ints


class Filing:
    """Makes lines of care: holds the look-ups that all blocks share."""

    def __init__(self, world: World) -> None:
        self.world, self.words = world, Words.of(world)
        self.limits = limits(world.country.shares)
        self.trims = _trims(world)
        self.variants = world.profiles.variants.ravel()
        self.usual = world.profiles.variants.shape[1]
        self.of_practice = _padded(world.bodies.of_practice, len(self.words.practice))
        self.of_area = _padded(world.bodies.of_area, len(self.words.residence))
        whose = world.supplies.provider
        self.host = np.where(whose < 0, 0, world.bodies.host[:, whose] + 1).ravel()
        self.visitor = self.words.number("commissioner", VISITOR_PAYER)
        self.welsh = self.words.number("commissioner", WELSH_PAYER)
        self.own = len(world.bodies.commissioners)
        # Contract monitoring must say a price of each line: nought where there is none.
        self.unpriced = NO_PRICE if world.country.pods == "derived" else 0

    def file(
        self, lot: Lot, people: People, where: Registered, random: np.random.Generator, *, spells: bool
    ) -> Columns:
        """The lines of a lot, by column of `LINE` but `line`, with `who`, `variant`, `usual` (profile) and `mark`.

        `spells`: they are admissions, each with a spell of its own. A submitted price of -1 is none.
        """
        count, who = len(lot.who), lot.who
        chance = draw16(random, 4, count)
        record = identities(random, count)
        end = lot.start + lot.stay
        lines: Columns = {
            "who": who, "supply": lot.supply, "currency": lot.currency, "diagnosis": lot.diagnosis,
            "procedure": lot.procedure, "start": lot.start, "end": end, "stay": lot.stay,
            "usual": lot.profile, "variant": self.world.supplies.specialised[lot.supply].astype(np.int8),
            "practice": where.practice[who] + 1, "residence": where.area[who] + 1,
            "local_pod": np.zeros(count, np.int32), "mark": np.zeros(count, np.uint32), "record": record,
            "spell": identities(random, count) if spells else np.zeros(count, np.int64),
            "age": days.ages(people.calendar[who], lot.start).astype(np.int16),
            "sex": people.sex[who],
            "person": mixed(people.first + np.arange(len(people)), self.world.country.seed)[who],
            "exempt_days": np.where((lot.stay >= 3) & (chance[0] < IN_CRITICAL_CARE * FULL), lot.stay // 3, 0),
        }  # fmt: skip
        self._move(lines, where)
        price = self._price(lines, lot, chance[1])
        self._twist(lines, chance[2], price, spells=spells)
        lines["profile"] = self.variants[lines["variant"].astype(np.int32) * self.usual + lot.profile]
        right = self.commissioner(lines, end)
        lines["commissioner"] = self._mistaken(right, chance[3], lines)
        lines["submitted"] = price
        lines["month"] = days.months(end)
        return lines

    def unfinished(self, lines: Columns) -> Columns:
        """Lines of spells as they stand at the end of a year: not ended, not priced, assigned by their start."""
        variant = np.where(lines["variant"] == Variant.SPECIALISED, Variant.UNFINISHED_SPECIALISED, Variant.UNFINISHED)
        count = len(variant)
        started = np.where(lines["start"] == 0, lines["end"], lines["start"]).astype(np.int32)
        mark = lines["mark"] & ~np.uint32(Mark.WRONG_COMMISSIONER | Mark.WRONG_PRICE | Mark.MOVED_IN_SPELL)
        open_ones = lines | {
            "variant": variant.astype(np.int8), "profile": self.variants[variant * self.usual + lines["usual"]],
            "end": np.zeros(count, np.int32), "stay": np.full(count, -1, np.int32),
            "exempt_days": np.zeros(count, np.int32), "submitted": np.full(count, self.unpriced, np.int64),
            "practice_after": lines["practice"], "residence_after": lines["residence"],
            "record": mixed(lines["record"].astype(np.int64), self.world.country.seed),
            "month": days.months(started), "mark": mark,
        }  # fmt: skip
        return open_ones | {"commissioner": self.commissioner(open_ones, started)}

    def commissioner(self, lines: Columns, day: Ints) -> Ints:
        """The right one on a day, as a provider works it out: by practice, else by residence, else its own place."""
        period = self.world.bodies.period_of(day)
        found: Ints = self.of_practice[period * len(self.words.practice) + lines["practice"]]
        for fallback, size, column in (
            (self.of_area, len(self.words.residence), "residence"),
            (self.host, len(self.world.supplies.rows), "supply"),
        ):  # fmt: skip
            none = np.flatnonzero(found == 0)
            found[none] = fallback[period[none] * size + lines[column][none]]
        mark = lines["mark"]
        found[(mark & (Mark.CHARGEABLE_VISITOR | Mark.PRIVATE)) != 0] = self.visitor
        found[(mark & Mark.WELSH_PRACTICE) != 0] = self.welsh
        return found

    def _move(self, lines: Columns, where: Registered) -> None:
        who, start, end = lines["who"], lines["start"], lines["end"]
        moved = where.moved[who]
        some = np.flatnonzero(moved <= end)
        practice, residence = lines["practice"].copy(), lines["residence"].copy()
        practice[some], residence[some] = where.practice_after[who[some]] + 1, where.area_after[who[some]] + 1
        before = some[moved[some] <= start[some]]
        lines["practice"][before], lines["residence"][before] = practice[before], residence[before]
        during = some[moved[some] > start[some]]
        during = during[practice[during] != lines["practice"][during]]
        lines["mark"][during] |= np.uint32(Mark.MOVED_IN_SPELL)
        lines["practice_after"], lines["residence_after"] = practice, residence

    def _price(self, lines: Columns, lot: Lot, chance: Rows) -> Longs:
        """Pence with market forces; -1 without a price. Some are wrong on purpose."""
        kind = self.trims.kind[lot.profile]
        long = np.flatnonzero(kind)
        at = kind[long] * len(self.world.currencies.codes) + lot.currency[long]
        beyond = np.maximum(lot.stay[long] - lines["exempt_days"][long] - self.trims.days[at], 0)
        price = lot.price.astype(np.int64)
        listed = price >= 0
        price[long] += beyond * self.trims.pence[at]
        wrong = np.flatnonzero((chance < self.world.country.wrong_price * FULL) & (price > 0))
        price[wrong] += price[wrong] // 8 + 100
        lines["mark"][wrong] |= np.uint32(Mark.WRONG_PRICE)
        price = (price * self.world.supplies.factor[lot.supply] + FULL_FACTOR // 2) // FULL_FACTOR
        return np.where(listed, price, self.unpriced)

    def _twist(self, lines: Columns, chance: Rows, price: Longs, *, spells: bool) -> None:
        some = np.flatnonzero(chance < self.limits[-1])
        which = np.searchsorted(self.limits, chance[some], side="right")
        for place, twist in enumerate(TWISTS):
            rows = some[which == place]
            if twist.mark is Mark.START_MISSING and not spells:
                continue
            lines["mark"][rows] |= np.uint32(twist.mark)
            for column, code in (("practice", twist.practice), ("residence", twist.residence)):
                if code is not None:
                    number = self.words.number(column, code)
                    lines[column][rows] = number
                    lines[f"{column}_after"][rows] = number
            if twist.currency is not None:
                lines["currency"] = lines["currency"].copy()
                lines["currency"][rows] = self.world.currencies.number(twist.currency)
                price[rows] = self.unpriced
            if twist.variant is not None:
                lines["variant"][rows] = twist.variant
            if twist.mark is Mark.LOCAL_POD:
                lines["local_pod"][rows] = 1 + chance[rows] % len(LOCAL_PODS)
            elif twist.mark is Mark.PROVIDER_UNKNOWN:
                lines["supply"] = lines["supply"].copy()
                lines["supply"][rows] = self.world.supplies.unknown
                lines["variant"][rows] = Variant.USUAL
            elif twist.mark is Mark.NOT_PRICED:
                price[rows] = NO_PRICE
            elif twist.mark is Mark.START_MISSING:
                lines["start"], lines["stay"] = lines["start"].copy(), lines["stay"].copy()
                for column, value in (("start", 0), ("stay", -1), ("age", -1), ("exempt_days", 0)):
                    lines[column][rows] = value

    def _mistaken(self, right: Ints, chance: Rows, lines: Columns) -> Ints:
        """Some lines under another commissioner than the right one."""
        rows = np.flatnonzero(chance < self.world.country.wrong_commissioner * FULL)
        rows = rows[(right[rows] > 0) & (right[rows] <= self.own)] if self.own > 1 else rows[:0]
        right[rows] = 1 + (right[rows] + chance[rows] % max(self.own - 1, 1)) % self.own
        lines["mark"][rows] |= np.uint32(Mark.WRONG_COMMISSIONER)
        return right


def _trims(world: World) -> Trims:
    money, count = world.currencies, len(world.currencies.codes)
    # Where points of delivery are submitted, days beyond the trim point are lines of their own, and are not made.
    pods = {"EL": 1, "NEL": 2, "NELNE": 2} if world.country.pods == "derived" else {}
    none = np.zeros(count, np.int32)
    return Trims(
        np.array([pods.get(pod, 0) for pod in world.profiles.pods], np.int32),
        np.concatenate([none, money.trim_elective, money.trim_non_elective]),
        np.concatenate([none, money.per_day, money.per_day]),
    )


def _padded(of: Ints, size: int) -> Ints:
    """Commissioner numbers by period and number of a body's code: 0 for the blank, for codes of nobody and for none."""
    table = np.zeros((len(of), size), np.int32)
    table[:, 1 : 1 + of.shape[1]] = of + 1
    return table.ravel()
