"""Canonical records as lines: every text becomes a number, by dictionaries or by what it says.

What a field cannot be read as (no date, no number) is not said in the line; the checks tell of it.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity import numbers
from ouzel.activity.day_numbers import days
from ouzel.activity.falling import code_sets
from ouzel.activity.fields import KIND
from ouzel.activity.gate.gating import ESTABLISHMENT
from ouzel.activity.hashing import hashed, mixed
from ouzel.activity.numbers import Longs, Numbers, encoded
from ouzel.activity.store import CLOSING, EPISODE, STORED, Dictionaries
from ouzel.engine.activity_lines import PROFILE, RESIDENCE, SUPPLY

DELETED = "deleted"
"""The `status` of a record that says no more than that an earlier record of the same identifier is taken back."""

THIRTEENTH = 12
"""Months after April of month 13, which corrects the year when it is over: its account is that of March."""

BY_ACCOUNT = ("aggregate", "drug", "device", "other")
"""Kinds whose day, where none is said, is the last of the month of account: an aggregate has no other."""

EXEMPT = ("critical_days", "rehabilitation_days", "palliative_days", "delayed_days")
EPOCH = np.datetime64("1970-01-01").astype("datetime64[D]").astype(int) - np.datetime64("0001-01-01").astype(
    "datetime64[D]"
).astype(int)  # days from 1 January of year 1, whose ordinal is 1


def _sex(text: str) -> int | None:
    return int(text) if text in ("0", "1", "2", "9") else None


def _age(text: str) -> int | None:
    found = numbers.whole(text, otherwise=-1)
    return found if 0 <= found <= 130 else None


def _month(text: str) -> int | None:
    """Months after April; `THIRTEENTH` is the year's last correction."""
    found = numbers.whole(text, otherwise=0)
    return found - 1 if 1 <= found <= 13 else None


def _year(text: str) -> int | None:
    """The number of April of a financial year written 202526, 2025/26 or 2025-26."""
    digits = text.replace("/", "").replace("-", "")
    if len(digits) != 6 or not digits.isdigit() or (int(digits[:4]) + 1) % 100 != int(digits[4:]):
        return None
    return int(digits[:4]) * 12 + 3 if numbers.FIRST.year <= int(digits[:4]) < numbers.LAST.year else None


@dataclass
class Encoder:
    """Makes lines of one load; keeps what it worked out from batch to batch."""

    words: Dictionaries
    load: int
    identity: tuple[str, ...] = ()  # fields that tell lines of one record apart
    rounded: int = 0  # how many lines so far had an amount that was no whole number of pence
    _counts: Numbers = field(default_factory=lambda: Numbers(numbers.count, otherwise=0))
    _ages: Numbers = field(default_factory=lambda: Numbers(_age, otherwise=-1))
    _sexes: Numbers = field(default_factory=lambda: Numbers(_sex, otherwise=0))
    _months: Numbers = field(default_factory=lambda: Numbers(_month, otherwise=0))
    _years: Numbers = field(default_factory=lambda: Numbers(_year, otherwise=0))
    _amounts: Numbers = field(default_factory=lambda: Numbers(numbers.thousandths, otherwise=0))

    def lines(self, batch: pa.RecordBatch, *, first_row: int) -> pa.Table:
        """The lines of a canonical batch, in the columns of a stored file; row 1 of the file is line 1 of the load.

        `person`, `spell` and `record` are pseudonyms (whole numbers); `sets` and `establishment` may be among them.
        """
        rows = batch.num_rows
        at = {name: batch.column(index) for index, name in enumerate(batch.schema.names)}
        kinds, kind = encoded(at[KIND])
        account, closing = self._account(at, rows)
        start, end = self._ends(at, kinds, kind, account, rows)
        activity, counted = self._activity(at, kinds, kind, rows)
        both = (start > 0) & (end > 0) & (end >= start)
        stay, said = self._counts.of(at.get("stay"), rows)
        made: dict[str, pa.Array | npt.NDArray[np.generic]] = {
            "line": (self.load << 32) + np.arange(first_row, first_row + rows, dtype=np.int64),
            "profile": self.words.ids("profile", self._profile(at, rows)),
            "supply": self.words.ids("supply", _texts(at, SUPPLY, rows)),
            "practice": self._ids("practice", at, rows),
            "residence": self._residence(at, rows),
            "currency": self._ids("currency", at, rows),
            "commissioner": self._ids("commissioner", at, rows),
            "local_pod": self._ids("local_pod", at, rows, names=at.get("local_pod_name")),
            "diagnosis": self._ids("clinical", at, rows, column="diagnosis"),
            "procedure": self._ids("clinical", at, rows, column="procedure"),
            "start": start,
            "end": end,
            "stay": np.where(both, end - start, np.where(said & (end > 0), stay, -1)),
            "exempt_days": self._exempt_days(at, rows),
            "age": self._ages.of(at.get("age"), rows)[0],
            "sex": self._sexes.of(at.get("sex"), rows)[0],
            "activity": _masked(activity, counted),
            "submitted": self._submitted(at, activity, counted, rows),
            "planned_activity": _masked(*self._amounts.of(at.get("planned_activity"), rows)),
            "planned": _money(at.get("planned_price"), rows),
            "person": _pseudonyms(at.get("person"), rows),
            "spell": _pseudonyms(at.get("spell"), rows),
            "record": self._record(at, rows),
            "month": self._month(account, start, end),
            EPISODE: self._episode(at, rows),
            CLOSING: closing,
        }
        made["practice_after"], made["residence_after"] = made["practice"], made["residence"]
        columns = [_typed(made[each.name], each.type) for each in STORED]
        return pa.Table.from_arrays(columns, schema=STORED)

    def _ids(
        self, name: str, at: dict[str, pa.Array], rows: int, *, column: str = "", names: pa.Array | None = None
    ) -> npt.NDArray[np.int32]:
        found = at.get(column or name)
        return np.zeros(rows, np.int32) if found is None else self.words.ids(name, found, names=names)

    def _residence(self, at: dict[str, pa.Array], rows: int) -> npt.NDArray[np.int32]:
        """Where the patient lives, and what establishment that is; nearly always it is none."""
        home, place = (at.get(name) for name in ("residence", ESTABLISHMENT))
        if home is None or place is None or not any(encoded(place)[0]):
            return self._ids("residence", at, rows)
        return self.words.ids("residence", pa.table(dict(zip(RESIDENCE, (home, place), strict=True))))

    def _profile(self, at: dict[str, pa.Array], rows: int) -> pa.Table:
        said = {"diagnoses", "procedures"} & at.keys()
        return _texts({"sets": code_sets(at, rows), **at} if said else at, PROFILE, rows)

    def _account(self, at: dict[str, pa.Array], rows: int) -> tuple[Longs, npt.NDArray[np.bool_]]:
        """The month of account said, 0 where none is; and whether it is month 13, which is in that of March."""
        april, of_year = self._years.of(at.get("year"), rows)
        after, of_month = self._months.of(at.get("month"), rows)
        said = of_year & of_month
        return np.where(said, april + np.minimum(after, THIRTEENTH - 1), 0), said & (after == THIRTEENTH)

    def _record(self, at: dict[str, pa.Array], rows: int) -> pa.Array | Longs:
        """The pseudonym of the record, and of which of its lines; 0 where no identifier is said."""
        record = _pseudonyms(at.get("record"), rows)
        if not self.identity or "record" not in at:
            return record
        numbers = record.to_numpy(zero_copy_only=False)
        made = numbers
        for name in self.identity:
            made = mixed(made, hashed(at.get(name), rows))
        return np.where(numbers == 0, 0, np.where(made == 0, 1, made))

    def _ends(
        self, at: dict[str, pa.Array], kinds: list[str], kind: Longs, account: Longs, rows: int
    ) -> tuple[Longs, Longs]:
        """Start and end; what is not an admission ends on its day, and what is not finished has no end.

        What has neither and is of a kind `BY_ACCOUNT` ends on the last day of its month of account.
        """
        start, _ = days(at.get("start"), rows)
        end, said = days(at.get("end"), rows)
        admitted = np.array([each in ("admitted", "admitted-unfinished") for each in kinds])[kind]
        unfinished = np.array([each == "admitted-unfinished" for each in kinds])[kind]
        end = np.where(unfinished, 0, np.where(said | admitted, end, start))
        by_account = np.array([each in BY_ACCOUNT for each in kinds])[kind] & (start == 0) & (end == 0) & (account > 0)
        if by_account.any():
            after = (account + 1 - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
            end = np.where(by_account, after + EPOCH, end)
        return start, end

    def _exempt_days(self, at: dict[str, pa.Array], rows: int) -> Longs:
        """Days of the stay that do not count towards its trim point; -1 where one of them cannot be read."""
        parts = [self._counts.strictly(at[name], rows, unreadable=-1) for name in EXEMPT if name in at]
        if not parts:
            return np.zeros(rows, np.int64)
        return np.where(np.minimum.reduce(parts) < 0, -1, sum(parts))

    def _activity(
        self, at: dict[str, pa.Array], kinds: list[str], kind: Longs, rows: int
    ) -> tuple[Longs, npt.NDArray[np.bool_]]:
        """Thousandths; a record of one patient that says none is one, a sum of many that says none is none.

        Also which rows say something that is no number: of these it is not known.
        """
        activity, said = self._amounts.of(at.get("activity"), rows)
        blank = ~said
        if "activity" in at and not said.all():
            words, places = encoded(at["activity"])
            blank = np.array([not word.strip() for word in words])[places]
        otherwise = np.array([0 if each == "aggregate" else 1000 for each in kinds])[kind]
        return np.where(said, activity, np.where(blank, otherwise, 0)), said | blank

    def _submitted(
        self, at: dict[str, pa.Array], activity: Longs, counted: npt.NDArray[np.bool_], rows: int
    ) -> pa.Array:
        """The price of all of it; where only the price of one is said, that times the activity."""
        parts, said = numbers.pounds(at.get("price"), rows)
        total = numbers.pence(parts)
        self.rounded += int(np.count_nonzero(parts % numbers.PENNY))
        if not said.all() and "unit_price" in at:
            units, known = numbers.pounds(at["unit_price"], rows)
            together = numbers.times(np.where(known & ~said, units, 0), activity)
            alone = known & counted & ~said & (np.abs(together) < numbers.MOST)
            total = np.where(alone, together, total)
            self.rounded += int(np.count_nonzero(alone))
            said = said | alone
        return _masked(total, said)

    def _month(self, account: Longs, start: Longs, end: Longs) -> Longs:
        """The month of account said, else that of the end, else of the start; 0 where none is known."""
        day = np.where(end > 0, end, start)
        calendar = (day - 1 - EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
        return np.where(account > 0, account, np.where(day > 0, calendar, 0))

    def _episode(self, at: dict[str, pa.Array], rows: int) -> Longs:
        start, said = days(at.get("episode_start"), rows)
        order, numbered = self._counts.of(at.get("order"), rows)
        return np.where(said | numbered, start * 1024 + np.minimum(order, 1023), 0)


def deleted(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    """Which records of a canonical batch take an earlier one back, and are no lines themselves."""
    if "status" not in batch.schema.names:
        return np.zeros(batch.num_rows, bool)
    words, places = encoded(batch.column("status"))
    found: npt.NDArray[np.bool_] = np.array([word == DELETED for word in words])[places]
    return found


def _texts(at: dict[str, pa.Array], names: tuple[str, ...], rows: int) -> pa.Table:
    blank = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int8)), pa.array([""]))
    return pa.table({name: at.get(name, blank) for name in names})


def _pseudonyms(column: pa.Array | None, rows: int) -> pa.Array:
    return pa.array(np.zeros(rows, np.int64)) if column is None else pc.fill_null(column, 0)


def _money(column: pa.Array | None, rows: int) -> pa.Array:
    parts, said = numbers.pounds(column, rows)
    return _masked(numbers.pence(parts), said)


def _masked(values: Longs, said: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.array(values, pa.int64(), mask=~said)


def _typed(values: pa.Array | npt.NDArray[np.generic], kind: pa.DataType) -> pa.Array:
    if isinstance(values, np.ndarray):
        return pa.array(values.astype(kind.to_pandas_dtype(), copy=False), kind)
    return values.cast(kind)
