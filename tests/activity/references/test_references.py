"""What the register says of practices, areas and providers, day by day: three dates that stay apart."""

from datetime import date

import pytest

from ouzel.activity.references import practices, profiles
from ouzel.activity.references.tables import load_table, rows
from ouzel.activity.rules.tables import demonstration_rows
from ouzel.activity.store.place import Store
from ouzel.core.errors import ContentError
from ouzel.core.types.basis import Basis
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.flow import FACTS
from ouzel.engine.crosswalk import crosswalk
from ouzel.register.answers import Moment
from ouzel.structures import structure
from tests.activity.references.asking import TODAY, facts_of
from tests.core.people import OPERATOR, user
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

EVE, MERGED = date(2021, 3, 31), date(2021, 4, 1)
BETWEEN = (date(2020, 4, 1), date(2026, 4, 1))
LUTON, MK = "E81073", "K82003"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, register):
    """A store of its own; the tests run on the database of all."""
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: tmp_path)
    return tmp_path


def test_a_practice_has_the_commissioner_of_each_day():
    assert facts_of(EVE, practice=LUTON)["practice"]["commissioner"] == "06P"
    assert facts_of(MERGED, practice=LUTON)["practice"]["commissioner"] == "M1J4Y"


def test_a_fixed_map_is_that_of_one_day_for_all():
    for day in (EVE, MERGED, date(2025, 5, 1)):
        assert facts_of(day, practice=LUTON, fixed=EVE)["practice"]["commissioner"] == "06P"
        assert facts_of(day, practice=LUTON, fixed=MERGED)["practice"]["commissioner"] == "M1J4Y"


def test_what_was_not_known_yet_does_not_count():
    before = facts_of(MERGED, practice=LUTON, known_at=date(2021, 3, 1))["practice"]
    assert before["commissioner"] == before["parent"] == "06P"


def test_facts_are_those_that_rules_may_ask_for():
    found = facts_of(MERGED)
    for table, names in FACTS.items():
        assert set(found[table]) == set(names)
    assert set(found["profile"]) == set(PROFILE)


@pytest.mark.parametrize(
    ("code", "nation"),
    [("", "none"), ("V81997", "none"), ("V81998", "none"), ("V81999", "none"), (LUTON, "english"),
     ("W99999", "welsh"), ("S12345", "scottish"), ("Z00123", "northern-irish"), ("NOBODY", "unknown")],
)  # fmt: skip
def test_practices_are_of_a_nation_or_say_why_not(code, nation):
    found = facts_of(MERGED, practice=code)["practice"]
    assert found["nation"] == nation
    assert found["commissioner"] == ("M1J4Y" if code == LUTON else "")


def test_a_practice_that_closed_or_went_dormant_leads_to_nobody():
    moment = Moment(TODAY)
    world = structure(moment=moment)
    ends = zip(world.lifespans.body.tolist(), world.lifespans.until.tolist(), strict=True)
    low, high = date(2021, 6, 1).toordinal(), date(2025, 1, 1).toordinal()
    closed = {world.codes[body]: until for body, until in ends if low < until < high}
    codes = [code for code in closed if code in {world.codes[body] for body in world.kinds["practice"].body.tolist()}]
    found = practices(codes, moment=moment, between=BETWEEN)
    before = [found.on(at, closed[code] - 1)["nation"] for at, code in enumerate(codes)]
    assert set(before) == {"english", "closed"}  # some were dormant until they closed
    for at, code in enumerate(codes):
        after = found.on(at, closed[code])
        assert (after["nation"], after["commissioner"], after["parent"]) == ("closed", "", "")


def test_practices_agree_with_the_crosswalk_of_figures():
    """The register's own grouping of every open practice on two days."""
    moment = Moment(TODAY)
    world = structure(moment=moment)
    codes = sorted({world.codes[body] for body in world.kinds["practice"].body.tolist()})
    found = practices(codes, moment=moment, between=BETWEEN)
    for day in (EVE, MERGED, date(2024, 6, 1)):
        grouped = crosswalk(world, codes, [day] * len(codes), to="commissioner", basis=Basis("as-was"), today=TODAY)
        told = 0
        for at, code in enumerate(codes):
            facts = found.on(at, day.toordinal())
            if facts["nation"] == "english" and facts["parent"]:
                group = int(grouped.group[at])
                assert facts["commissioner"] == (world.codes[group] if group >= 0 else ""), (code, day)
                told += 1
        assert told > 20


def test_the_board_the_region_and_the_hub_follow_the_commissioner():
    found = facts_of(date(2025, 5, 1), practice=LUTON)["practice"]
    assert (found["region"], found["hub"], found["delegated"]) == ("Y61", "14E", "Y")
    assert facts_of(date(2023, 5, 1), practice=LUTON)["practice"]["delegated"] == ""


def test_with_a_fixed_map_delegation_is_still_of_the_lines_own_day():
    assert facts_of(date(2023, 5, 1), practice=LUTON, fixed=date(2025, 5, 1))["practice"]["delegated"] == ""
    assert facts_of(date(2025, 5, 1), practice=LUTON, fixed=date(2023, 5, 1))["practice"]["delegated"] == "Y"


def test_an_area_has_the_commissioner_of_the_day():
    assert facts_of(MERGED, residence="E01015693")["residence"]["commissioner"] == "M1J4Y"
    assert facts_of(EVE, residence="E01015693")["residence"]["commissioner"] == "06P"


@pytest.mark.parametrize(
    ("code", "nation", "pseudo", "border", "board"),
    [("", "unknown", "", "", ""), ("ZZ99 3VZ", "no-fixed-abode", "Y", "", ""), ("ZZ99 3WZ", "unknown", "Y", "", ""),
     ("ZZ99 3CZ", "england", "Y", "", ""), ("ZZ99 3GZ", "wales", "Y", "", ""), ("ZZ99 1WZ", "scotland", "Y", "", ""),
     ("ZZ99 2WZ", "northern-ireland", "Y", "", ""), ("BFPO", "overseas", "", "", ""),
     ("W06000021", "wales", "", "english", "7A6"), ("W06000015", "wales", "", "", "7A4"),
     ("S08000024", "scotland", "", "", "S08000024"), ("N09000003", "northern-ireland", "", "", ""),
     ("M83000003", "overseas", "", "", "")],
)  # fmt: skip
def test_addresses_are_of_a_nation(code, nation, pseudo, border, board):
    found = facts_of(MERGED, residence=code)["residence"]
    assert (found["nation"], found["pseudo"], found["border"], found["board"]) == (nation, pseudo, border, board)


def test_a_provider_without_a_postcode_directory_has_the_only_commissioner_of_its_board():
    found = facts_of(date(2023, 6, 1), provider="RD8")["supply"]
    assert (found["host"], found["region"], found["hub"], found["justice_hub"]) == ("M1J4Y", "Y61", "14E", "14R")
    assert facts_of(date(2023, 6, 1), provider="RD816")["supply"]["host"] == "M1J4Y"  # one of its sites
    assert facts_of(date(2021, 6, 1), provider="RD8")["supply"]["host"] == ""  # its board is not recorded yet
    assert facts_of(date(2023, 6, 1), provider="ZZZ")["supply"]["host"] == ""


class Directory:
    """A directory of postcodes with one entry: Milton Keynes University Hospital, said to lie in a Luton area."""

    def areas(self, values):
        return ["E01015693" if value == "MK6 5LD" else "" for value in values]


def test_the_postcode_of_a_provider_says_its_host():
    found = facts_of(date(2021, 6, 1), provider="RD8", postcodes=Directory())["supply"]
    assert found["host"] == "M1J4Y"


def test_profiles_say_themselves():
    found = profiles([[""] * len(PROFILE), ["admitted", *[""] * (len(PROFILE) - 1)]])
    assert found.on(1, 700_000)["kind"] == "admitted"
    with pytest.raises(ValueError, match="a profile has"):
        profiles([["admitted"]])


def colours(day: date, service: str) -> dict[str, str]:
    return facts_of(day, provider="RC9", service=service)["supply"]


def load(slug: str, text: str | None = None, effective: date = date(2024, 4, 1), **more):
    content = (text or demonstration_rows(slug)).encode()
    given = {"published": effective, "by": OPERATOR, "origin": "a test", "name": f"{slug}.csv"} | more
    return load_table(content, table=slug, effective=effective, **given)


def test_colours_and_contracts_are_not_known_until_they_are_loaded():
    day = date(2024, 6, 1)
    assert [colours(day, "DEMORED1")[name] for name in ("colour", "contracted", "highly")] == ["", "", ""]
    load("service-colours")
    load("provider-contracts")
    assert [colours(day, "DEMORED1")[name] for name in ("colour", "contracted", "highly")] == ["RED", "yes", "N"]
    assert [colours(day, "DEMOHSS1")[name] for name in ("colour", "contracted", "highly")] == ["RED", "no", "Y"]
    assert colours(day, "DEMOMHG1")["programme"] == "mental-health"
    assert colours(day, "DEMOAMB1")["colour"] == "AMBER"
    assert colours(date(2025, 6, 1), "DEMOAMB1")["colour"] == ""
    assert colours(date(2023, 6, 1), "DEMORED1")["colour"] == ""  # before the day it is loaded for


def test_a_table_loaded_for_later_days_leaves_the_earlier_ones(home):
    head = "service,colour\n"
    load("service-colours", head + "ABC01,RED\n", date(2024, 4, 1))
    second = load("service-colours", head + "ABC01,GREEN\n", date(2025, 4, 1))
    assert colours(date(2025, 3, 31), "ABC01")["colour"] == "RED"
    assert colours(date(2025, 4, 1), "ABC01")["colour"] == "GREEN"
    assert second.effective.upper is None
    assert len(rows("service-colours", known_at=date(2024, 6, 1))) == 1


def test_loading_the_same_table_twice_adds_nothing_and_another_for_the_day_is_refused():
    first = load("service-colours")
    assert load("service-colours").pk == first.pk
    with pytest.raises(ContentError, match="published on 1 April 2024"):
        load("service-colours", "service,colour\nABC01,RED\n")


def test_a_table_with_a_fault_leaves_nothing(home):
    with pytest.raises(ContentError) as caught:
        load("service-colours", "service,colour\nABC01,RED\nABC02,PINK\n")
    assert caught.value.line == 3
    assert Store.at().names("reference") == []
    assert rows("service-colours") == ()


def test_a_loaded_table_stands_alone_for_its_days_before_what_is_shipped():
    load("border", "body,side\nQHG,welsh\n", date(2025, 4, 1))
    boards = {row["body"] for row in rows("border") if row.holds(date(2025, 6, 1))}
    assert boards == {"QHG"}
    assert "QYG" in {row["body"] for row in rows("border") if row.holds(date(2025, 3, 31))}


def test_only_who_may_load_activity_loads_tables():
    from django.core.exceptions import PermissionDenied

    from ouzel.core.actors import Actor

    with pytest.raises(PermissionDenied):
        load("service-colours", by=Actor.person(user("reader@example.org", "auditor")))
