"""The national waves of 2020, 2021, 2022 and 2026 become plans from the real files, and expand to what happened.

What is expected is counted in the files themselves, here, in the plainest way.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.derivation import (
    STATUTORY,
    Derived,
    Picture,
    derive,
    derive_day,
    picture_of_file,
    picture_of_register,
)
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.plan import ChangeRole, Close, HandOver, Merger, Move, Open, Split, WorkTogether
from ouzel.reorganisation.reading import state_of
from tests.reorganisation.pictures import Plain, enacted, state_of_picture
from tests.shared_data import DATA, needs_data

A = Attribute
pytestmark = needs_data
ODS = DATA / "ods"
APRIL_2020, APRIL_2021 = date(2020, 4, 1), date(2021, 4, 1)
JULY_2022, APRIL_2026 = date(2022, 7, 1), date(2026, 4, 1)
WAVES = (APRIL_2020, APRIL_2021, JULY_2022, APRIL_2026)
CODE, NAME, OPENED, CLOSED, ROLE, PARENT = 0, 1, 10, 11, 13, 14
"""Columns of the 27-column files."""


# Counted in the files


def rows(name: str) -> list[list[str]]:
    path = ODS / name
    open_ = gzip.open if path.suffix == ".gz" else open
    with open_(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def tables(name: str) -> list[dict[str, str]]:
    heading, *lines = rows(name)
    return [dict(zip(heading, line, strict=True)) for line in lines]


def passed_on(day: date, *, known: frozenset[str]) -> dict[str, set[str]]:
    """Each heir of the day with those of the known that it carried on for."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in tables("succ_and_succarc_2022-10.csv.gz"):
        if line["date"] == f"{day}" and line["old_code"] in known:
            found[line["new_code"]].add(line["old_code"])
    return dict(found)


@cache
def groups() -> dict[str, tuple[str, str]]:
    """Local commissioners of England with their first and last day: not the hubs, and not what reports for them."""
    listed = [r for r in rows("eccg_2025-12.csv") if "CCG" in r[NAME] or "RO319" in r[ROLE]]
    return {r[CODE]: (r[OPENED], r[CLOSED]) for r in listed}


def practices_on(day: date, name: str) -> dict[str, str]:
    """The prescribing sites of a list that were open on the day, with the parent printed beside each."""
    on = f"{day:%Y%m%d}"
    return {r[CODE]: r[PARENT] for r in rows(name) if r[OPENED] <= on <= (r[CLOSED] or "9")}


def groups_on(day: date) -> set[str]:
    return {code for code, (opened, closed) in groups().items() if opened <= f"{day:%Y%m%d}" <= (closed or "9")}


TRUSTS = frozenset(r[0] for r in rows("etr_2016_approx.csv")) if (ODS / "etr_2016_approx.csv").exists() else frozenset()


# The register of England


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """What was read of the register is kept for this file."""
    yield
    wave.cache_clear()
    pictures.cache_clear()


@pytest.fixture
def register(england: None, db: None) -> None:
    """The register of England. Nothing is written to it, so what was read once is kept."""


@cache
def wave(day: date) -> Derived:
    return derive_day(day)


@cache
def pictures(day: date) -> tuple[Picture, Picture]:
    return picture_of_register(day=day - timedelta(days=1)), picture_of_register(day=day)


def of(kind: type, day: date) -> list[Any]:
    return [change for change in wave(day).plan.changes if isinstance(change, kind)]


def mergers(derived: Derived, among: frozenset[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for change in derived.plan.changes:
        if isinstance(change, Merger) and among & set(change.bodies):
            found[change.into] |= set(change.bodies)
    return dict(found)


def holding(picture: Picture, kind: str) -> set[str]:
    return {code for code, body in picture.open.items() if kind in body.kinds}


@pytest.mark.parametrize(("day", "counts"), [(APRIL_2020, (191, 74, 18, 135)), (APRIL_2021, (135, 38, 9, 106))])
def test_groups_merge_as_their_successions_say(register: None, day: date, counts: tuple[int, ...]) -> None:
    before, after = groups_on(day - timedelta(days=1)), groups_on(day)
    expected = passed_on(day, known=frozenset(before - after))
    assert (len(before), len(before - after), len(expected), len(after)) == counts
    assert expected.keys() == after - before
    assert mergers(wave(day), frozenset(before)) == expected
    assert {c.into for c in of(Merger, day) if c.opening.roles == ("RO98",)} == set(expected)
    assert [holding(p, "clinical-commissioning-group") for p in pictures(day)] == [before, after]


@pytest.mark.parametrize("day", [APRIL_2020, APRIL_2021])
def test_trusts_merge_into_trusts_that_stay(register: None, day: date) -> None:
    expected = passed_on(day, known=TRUSTS)
    assert mergers(wave(day), TRUSTS) == expected
    assert expected == {APRIL_2020: {"RC9": {"RC1"}, "RAJ": {"RDD", "RQ8"}}, APRIL_2021: {"RYR": {"RXH"}}}[day]


def test_trusts_that_ended_without_a_recorded_heir_close(register: None) -> None:
    recorded = {line["old_code"] for line in tables("succ_and_succarc_2022-10.csv.gz")}
    assert [c.code for c in of(Close, APRIL_2020)] == ["RA3", "RBA"]
    assert not {"RA3", "RBA"} & recorded


def test_april_2021_is_nothing_but_mergers_and_the_end_of_a_collaboration(register: None) -> None:
    plan = wave(APRIL_2021).plan
    assert {change.path.partition("[")[0] for change in plan.changes} == {"merger", "together"}
    assert plan.summary == "10 mergers, 1 change of working together"
    assert plan.changes[-1] == WorkTogether(
        "together[0]", "BLMK-COLLABORATIVE", "collaboration", ("04F", "06F", "06P"), ends=True
    )


def test_july_2022_changes_roles_and_hands_functions_to_boards(register: None) -> None:
    pairs = {line["Sub ICB Location ODS Code"]: line["ICB Code"] for line in tables("subicb_to_icb_2022-07.csv")}
    assert (len(pairs), len(set(pairs.values()))) == (106, 42)
    roles = of(ChangeRole, JULY_2022)
    assert {c.code for c in roles if c.takes == ("RO319",)} == set(pairs)
    assert {c.code for c in roles if c.takes == ("RO318",)} == set(pairs.values())
    assert len(roles) == 148
    assert {body: c.to for c in of(HandOver, JULY_2022) for body in c.bodies} == pairs
    assert not of(Merger, JULY_2022) + of(Open, JULY_2022) + of(Close, JULY_2022) + of(Split, JULY_2022)


def test_july_2022_moved_boundaries_where_both_sides_went_on(register: None) -> None:
    moves = {(c.origin, c.to): set(c.units) for c in of(Move, JULY_2022)}
    assert moves.keys() == {("01Y", "15M"), ("D2P2L", "15E"), ("QF7", "QT1")}
    then = practices_on(date(2021, 11, 30), "epraccur_2021-11.csv.gz")
    now = practices_on(date(2023, 12, 31), "epraccur_2023-12.csv.gz")
    for pair, still_open in ((("01Y", "15M"), 6), (("D2P2L", "15E"), 30)):
        both = moves[pair] & then.keys() & now.keys()
        assert {(then[code], now[code]) for code in both} == {pair}
        assert len(both) >= still_open
    alone = [x for x in wave(JULY_2022).unexplained if x.why == "It went by itself"]
    assert {(x.before, x.after) for x in alone} <= {("06H", "78H"), ("76A", "14Q"), ("71E", "03W"), ("15E", "D2P2L")}


def test_april_2026_has_the_sixteen_successions(register: None) -> None:
    lines = tables("icb_successions_2026-04-01.csv")
    expected = {(x["predecessor_ods_code"], x["successor_ods_code"]) for x in lines}
    assert len(expected) == 16
    found = {(old, c.into) for c in of(Merger, APRIL_2026) for old in c.bodies}
    found |= {(c.body, part.into) for c in of(Split, APRIL_2026) for part in c.parts}
    assert found == expected
    assert {c.body for c in of(Split, APRIL_2026)} == {"QM7", "QJG", "QNQ"}


def test_april_2026_moves_twenty_four_locations_to_other_boards(register: None) -> None:
    changed = {x["sub_icb_code"]: x for x in tables("subicb_to_icb_2026-04_from_rtt.csv") if x["changed_icb"] == "True"}
    assert len(changed) == 24
    plan = wave(APRIL_2026).plan
    expansion = expand(plan, state_of(plan, moment=Moment(APRIL_2026, APRIL_2026 - timedelta(days=1))))
    systems = {a.subject: a.value for a in expansion.assertions if a.attribute is A.SYSTEM}
    assert systems == {code: line["icb_code_2026_04"] for code, line in changed.items()}
    assert plan.choices == {"U2G6B.system": "S0E4D"}  # opened that day, and first seen with a board on 30 April


def test_april_2026_closes_a_location_whose_practices_have_no_home(register: None) -> None:
    close = next(c for c in of(Close, APRIL_2026) if c.code == "D4U1Y")
    assert close.left_open.startswith("No source says where these belong from 2026-04-01: 67 GP practices, ")
    assert [(c.code, c.opening.roles) for c in of(Open, APRIL_2026)] == [("U2G6B", ("RO319",))]
    silent = [x for x in wave(APRIL_2026).unexplained if not x.why.endswith("No source speaks of it on the day")]
    assert silent == []  # what is left over contradicts nothing: practices whose geography no file has said since


@pytest.mark.parametrize("day", WAVES)
def test_wave_expands_in_the_register_as_known_on_the_eve(register: None, day: date) -> None:
    eve, plan = day - timedelta(days=1), wave(day).plan
    expansion = expand(plan, state_of(plan, moment=Moment(day, eve)))
    before = pictures(day)[0]
    hubs = (holding(before, "commissioner") | holding(before, "hub")) - groups_on(eve)
    # Hubs are parents only in the files that were known in 2020: the list that describes them is of 2025.
    assert {problem.value for problem in expansion.problems} <= (hubs if day == APRIL_2020 else set())
    assert not [choice for choice in expansion.choices if not choice.made]


@pytest.mark.parametrize("day", WAVES)
def test_wave_and_leftovers_give_the_register_of_the_day(register: None, day: date) -> None:
    derived, (before, after) = wave(day), pictures(day)
    expansion = expand(derived.plan, state_of_picture(before, day))
    plain, wanted = enacted(before, expansion), Plain(after)
    plain.correct(derived.unexplained)
    about = {code for p in (before, after) for code, body in p.open.items() if body.kinds & set(STATUTORY)}
    (bodies, belongs), (wanted_bodies, wanted_belongs) = plain.about(about), wanted.about(about)
    assert bodies == wanted_bodies
    assert belongs == wanted_belongs


@pytest.mark.parametrize("day", WAVES)
def test_wave_is_a_plan_file(register: None, day: date) -> None:
    plan = wave(day).plan
    assert plan_file.parse(plan_file.write(plan)) == plan


def test_two_lists_of_practices_tell_the_mergers_of_two_years() -> None:
    before, after = picture_of_file(ODS / "epraccur_2020-01.csv.gz"), picture_of_file(ODS / "epraccur_2021-11.csv.gz")
    derived = derive(
        before, after, effective=after.day, slug="two-lists", title="What two lists tell", author="ada",
        kinds=("commissioner",),
    )  # fmt: skip
    all_ = frozenset(groups())
    assert not before.successions + after.successions
    assert mergers(derived, all_) == passed_on(APRIL_2020, known=all_) | passed_on(APRIL_2021, known=all_)
    lives = [x for x in derived.unexplained if x.what is A.LIFESPAN]
    then = practices_on(before.day, "epraccur_2020-01.csv.gz").keys()
    now = practices_on(after.day, "epraccur_2021-11.csv.gz").keys()
    assert {x.code for x in lives if x.after} <= now - then
    assert {x.code for x in lives if x.before} <= then - now
