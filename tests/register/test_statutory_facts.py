"""The tables of sourced facts: each row stands by itself, and agrees with the published files where they are."""

import itertools
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from ouzel.register.attributes import RELATIONS, Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.kinds import KINDS
from tests.shared_data import needs_data
from tests.sourced_facts import DEMO, published, table
from tests.sourced_facts import STATUTORY as STATUTORY_FILE

FILES = ((STATUTORY_FILE, "statutory_source"), (DEMO / "facts.csv", "source"))
OTHER_ROLES = {"RO107", "RO209", "RO326", "RO261"}
ROLES = OTHER_ROLES.union(*(kind.roles for kind in KINDS.values()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


STATUTORY = table(STATUTORY_FILE)


def _having(**wanted: str) -> list[dict[str, str]]:
    return [row for row in STATUTORY if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize(("path", "source"), FILES, ids=["statutory", "demonstration"])
def test_every_row_stands_by_itself(path: Path, source: str) -> None:
    rows = table(path)
    assert rows
    for line, row in enumerate(rows, start=2):
        place = f"{path.name}, line {line}"
        attribute = Attribute[row["attribute"].upper()]
        evidence = Evidence[row["evidence"].upper()]
        since, until, known = _day(row["since"]), _day(row["until"]), _day(row["published"])
        assert since is not None, place
        assert known is not None, place
        for column in ("subject", "value", source):
            assert row[column], f"{place}, {column}"
        assert (until is not None) == (evidence is Evidence.INTERVAL), place
        assert until is None or since < until, place
        assert since <= known, f"{place}: nothing is known before it begins here"
        assert until is None or until <= known, f"{place}: an ending cannot be known before it is published"
        if attribute is Attribute.ROLE:
            assert row["value"] in ROLES, place
        if attribute in RELATIONS:
            assert row["value"] != row["subject"], place
        if attribute in (Attribute.LIFESPAN, Attribute.LEGAL_LIFESPAN):
            assert row["value"] == "open", place


@pytest.mark.parametrize("path", [path for path, _ in FILES], ids=["statutory", "demonstration"])
def test_no_row_is_there_twice(path: Path) -> None:
    rows = [tuple(row.values()) for row in table(path)]
    assert len(set(rows)) == len(rows)


def test_each_ending_repeats_its_beginning() -> None:
    begun = {
        (r["subject"], r["attribute"], r["value"], r["since"])
        for r in STATUTORY
        if r["evidence"] in ("since", "sighting")
    }
    for row in _having(evidence="interval"):
        assert (row["subject"], row["attribute"], row["value"], row["since"]) in begun, row


def test_spells_of_one_role_do_not_overlap() -> None:
    spells = defaultdict(list)
    for row in _having(attribute="role", evidence="interval"):
        spells[row["subject"], row["value"]].append((row["since"], row["until"]))
    for key, held in spells.items():
        held.sort()
        for (_, ended), (began, _) in itertools.pairwise(held):
            assert ended <= began, key


@pytest.mark.parametrize(
    ("on", "count"),
    [("2013-04-01", 211), ("2014-12-01", 211), ("2015-04-01", 209), ("2017-04-01", 207), ("2018-04-01", 195),
     ("2019-04-01", 191), ("2020-04-01", 135), ("2021-04-01", 106), ("2022-06-30", 106), ("2022-07-01", 0)],
)  # fmt: skip
def test_clinical_commissioning_groups_on_a_day_are_as_many_as_there_were(on: str, count: int) -> None:
    began = {row["subject"] for row in _having(attribute="role", value="RO98", evidence="since") if row["since"] <= on}
    ended = {
        row["subject"] for row in _having(attribute="role", value="RO98", evidence="interval") if row["until"] <= on
    }
    assert len(began - ended) == count


@pytest.mark.parametrize(
    ("on", "count"), [("2002-10-01", 304), ("2006-09-30", 303), ("2006-10-01", 152), ("2013-03-31", 151)]
)
def test_primary_care_trusts_on_a_day_are_as_many_as_there_were(on: str, count: int) -> None:
    held = [
        row
        for row in _having(attribute="role", value="RO179", evidence="interval")
        if row["since"] <= on < row["until"]
    ]
    assert len(held) == count


def test_the_stated_count_and_its_parts_are_kept_apart() -> None:
    stated = {row["subject"]: int(row["value"]) for row in _having(attribute="stated_count")}
    assert stated.pop("BLMK-COLLABORATIVE") == 98
    assert sum(stated.values()) == 100


@needs_data
def test_commissioning_groups_are_those_of_the_published_file() -> None:
    listed = {r[0]: r for r in published("ods/eccg_2025-12.csv") if "RO218" not in r[13] and "RO327" not in r[13]}
    opened = {r["subject"]: r["since"] for r in STATUTORY if r["attribute"] == "lifespan" and r["subject"] in listed}
    assert opened == {code: date.fromisoformat(r[10]).isoformat() for code, r in listed.items()}
    closed = {
        r["subject"]: r["until"] for r in _having(attribute="lifespan", evidence="interval") if r["subject"] in listed
    }
    assert closed.pop("D4U1Y") == "2026-04-01"
    assert closed == {
        code: (date.fromisoformat(r[11]) + timedelta(days=1)).isoformat() for code, r in listed.items() if r[11]
    }


@needs_data
def test_functions_went_to_the_board_of_each_location() -> None:
    table = {row[0]: row[3] for row in published("ods/subicb_to_icb_2022-07.csv")[1:]}
    assert {row["subject"]: row["value"] for row in _having(attribute="functions")} == table
    assert {row["subject"] for row in _having(attribute="role", value="RO318", since="2022-07-01")} == set(
        table.values()
    )


@needs_data
def test_boards_that_closed_and_opened_in_2026_are_those_of_the_successions() -> None:
    events = [row[:3:2] for row in published("ods/icb_successions_2026-04-01.csv")[1:]]
    ended = {row["subject"] for row in _having(attribute="role", value="RO318", until="2026-04-01")}
    began = {row["subject"] for row in _having(attribute="role", value="RO318", since="2026-04-01")}
    assert ended == {old for old, _ in events}
    assert began == {new for _, new in events} - {"QRL"}


@needs_data
def test_primary_care_groups_and_trusts_cover_the_memberships_of_their_practices() -> None:
    spells = {
        row["subject"]: (row["since"], row["until"])
        for row in STATUTORY
        if row["attribute"] == "role" and row["value"] in ("PCG", "RO179") and row["evidence"] == "interval"
    }
    met = set()
    for _practice, parent, _kind, joined, left, _amended in published("ods/epcmem_2019-10.csv.gz"):
        if parent in spells:
            met.add(parent)
            assert spells[parent][0] <= date.fromisoformat(joined).isoformat(), parent
            assert date.fromisoformat(left).isoformat() < spells[parent][1], parent
    assert met == set(spells)
    events = {(old, day) for old, new, day in published("ods/succ_and_succarc_2022-10.csv.gz")[1:] if old != new}
    for code, (_, until) in spells.items():
        assert until == "2013-04-01" or (code, until) in events, code
