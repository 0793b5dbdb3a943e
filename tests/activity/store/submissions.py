"""Submissions to a store, entered as loading does, and what by hand ought to be left of them."""

import atexit
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from ouzel.activity.store import EPISODE, Dictionaries, Store, live_lines
from ouzel.activity.store.entering import enter
from ouzel.activity.store.manifests import Manifest, Protocol
from ouzel.activity.store.spells import settle
from ouzel.engine.activity_lines import PROFILE
from tests.activity.store.lines import APRIL, lines

APART = ("SB97Z",)


@dataclass(frozen=True)
class Row:
    """One record; `content` tells records apart that are otherwise alike."""

    record: int = 0
    content: int = 0
    deletes: bool = False
    provider: str = "R1"
    month: int = APRIL
    spell: int = 0
    episode: int = 0
    practice: str = ""
    residence: str = ""
    service: str = ""
    currency: str = ""
    activity: int = 1000
    unfinished: bool = False
    counted_with: int = 0  # content of the record that its spell is counted with


@dataclass(frozen=True)
class Submission:
    """One file."""

    submitted: str
    rows: tuple[Row, ...]
    protocol: Protocol = Protocol.NET
    dataset: str = "hes-apc"


@cache
def connection() -> Any:
    """One for all: opening takes longer than most of what is asked of it."""
    atexit.register(connection.cache_clear)
    return ibis.duckdb.connect()


class Entered:
    """A store into which submissions are entered one after another."""

    def __init__(self) -> None:
        self.store = Store.at(f"memory://{uuid.uuid4()}")
        self.connection = connection()
        self.counting: list[int] = []
        self.loads = 0
        self.dataset = "hes-apc"

    def enter(self, submission: Submission) -> int:
        self.loads += 1
        load, words = self.loads, self.store.dictionaries()
        self.dataset = submission.dataset
        numbered = list(enumerate(submission.rows, 1))
        kept = [(number, row) for number, row in numbered if not row.deletes]
        gone = [(number, row) for number, row in numbered if row.deletes]
        table = lines(
            load, len(kept),
            line=[(load << 32) + number for number, _ in kept],
            record=[row.record for _, row in kept], submitted=[row.content for _, row in kept],
            activity=[row.activity for _, row in kept],
            profile=[_profile(words, unfinished=row.unfinished) for _, row in kept],
            month=[row.month for _, row in kept], spell=[row.spell for _, row in kept],
            supply=[words.number("supply", row.provider, "", row.service) for _, row in kept],
            currency=[words.number("currency", row.currency) for _, row in kept],
            **{f"practice{end}": [words.number("practice", row.practice) for _, row in kept] for end in ("", "_after")},
            **{f"residence{end}": [words.number("residence", row.residence, "") for _, row in kept]
               for end in ("", "_after")},
        )  # fmt: skip
        table = table.append_column(EPISODE, pa.array([row.episode for _, row in kept], pa.int32()))
        with self.store.writer(load, submission.dataset) as writer:
            writer.write(table)
        bulk = submission.protocol is Protocol.BULK
        manifest = Manifest(
            load, submission.dataset, submission.protocol, submission.submitted,
            records=sum(row.record > 0 for _, row in kept), spells=sum(row.spell > 0 for _, row in kept),
            deletions=len(gone),
            groups=tuple(sorted({(row.provider, row.month) for _, row in kept})) if bulk else (),
        )  # fmt: skip
        deletions = pa.table(
            {"record": [row.record for _, row in gone], "line": [(load << 32) + number for number, _ in gone]},
            schema=pa.schema([("record", pa.int64()), ("line", pa.int64())]),
        )
        enter(
            self.store, manifest, connection=self.connection, words=words, apart=APART, counting=self.counting,
            deletions=deletions,
        )  # fmt: skip
        words.save()
        self.counting.append(load)
        return load

    def withdraw(self, load: int) -> None:
        words, before = self.store.dictionaries(), list(self.counting)
        self.counting.remove(load)
        settle(
            self.store, self.dataset, connection=self.connection, words=words, apart=APART,
            before=before, after=self.counting,
        )  # fmt: skip
        words.save()

    def rows(self) -> list[Row]:
        """The lines that count, in no order that depends on loading."""
        table = live_lines(self.store, connection=self.connection, ready=self.counting).to_pyarrow()
        words = self.store.dictionaries()
        supplies, profiles = words.keys("supply"), words.keys("profile")
        content = {each["line"]: each["submitted"] for each in table.to_pylist()}
        found = [
            Row(
                each["record"], each["submitted"], False, supplies[each["supply"]][0], each["month"], each["spell"], 0,
                "/".join(words.keys("practice")[each[name]][0] for name in ("practice", "practice_after")),
                "/".join(words.keys("residence")[each[name]][0] for name in ("residence", "residence_after")),
                supplies[each["supply"]][2], words.keys("currency")[each["currency"]][0],
                each["activity"], profiles[each["profile"]][0] == "admitted-unfinished",
                content[each["counted_with"]] if each["counted_with"] else 0,
            )
            for each in table.to_pylist()
        ]  # fmt: skip
        return in_order(found)


def _profile(words: Dictionaries, *, unfinished: bool) -> int:
    return words.number("profile", "admitted-unfinished" if unfinished else "admitted", *[""] * (len(PROFILE) - 1))


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(map(str, row.__dict__.values())))


def by_hand(counted: Mapping[int, Submission]) -> list[Row]:
    """What is left of submissions by their numbers of load, worked out row by row."""
    in_turn = sorted(counted.items(), key=lambda each: (each[1].submitted, each[0]))
    left: list[tuple[str, int, int, Row]] = []
    for load, submission in in_turn:
        if submission.protocol is Protocol.BULK:
            groups = {(row.provider, row.month) for row in submission.rows if not row.deletes}
            left = [
                each
                for each in left
                if each[0] != submission.dataset or (each[3].provider, each[3].month) not in groups
            ]
        for number, row in enumerate(submission.rows, 1):
            if submission.protocol is Protocol.NET and row.record:
                left = [each for each in left if each[0] != submission.dataset or each[3].record != row.record]
            if not row.deletes:
                left.append((submission.dataset, load, number, row))
    return in_order(_whole_spells(left))


def _whole_spells(left: list[tuple[str, int, int, Row]]) -> Iterable[Row]:
    for dataset, _, _, row in left:
        of_spell = [each for each in left if each[0] == dataset and each[3].spell == row.spell]
        if not row.spell:
            of_spell = [each for each in left if each[3] is row]
        of_spell.sort(key=lambda each: (each[3].episode == 0, each[3].episode, each[1], each[2]))
        first, last = of_spell[0][3], of_spell[-1][3]
        services = [each[3].service for each in of_spell if each[3].service and each[3].currency not in APART]
        service = services[0] if services and row.currency not in APART else row.service
        told = [each for each in of_spell if _tells(each[3])]
        settles = _settling([each[3] for each in told]) if any(each[3] is row for each in told) else row
        yield replace(
            row, counted_with=0 if settles is row else settles.content,
            activity=row.activity if settles is row else 0, episode=0, practice=f"{first.practice}/{last.practice}",
            residence=f"{first.residence}/{last.residence}", service=service,
        )  # fmt: skip


def _tells(row: Row) -> bool:
    return bool(row.spell and row.episode and row.activity > 0 and row.currency not in APART)


def _settling(told: list[Row]) -> Row:
    """Which of the records of a spell, in their order, it is counted with."""
    found = told[0]
    for row in told[1:]:
        if row.currency or row.unfinished or not found.currency:
            found = row
    return found
