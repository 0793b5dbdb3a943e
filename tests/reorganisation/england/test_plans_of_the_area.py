"""The history of Bedfordshire, Luton and Milton Keynes as plan files: each fits the register as known on its eve.

On our own facts, and where they are on the files of all England.
"""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.db import connection, transaction

from ouzel.register import actions, queries
from ouzel.register.answers import Moment
from ouzel.register.attributes import EVENTS, Attribute
from ouzel.register.kinds import kind_named
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.plan import Plan, WorkTogether
from ouzel.reorganisation.reading import state_of
from tests.reorganisation.plans import MERGED, OPERATOR
from tests.reorganisation.test_plan_file import as_json
from tests.shared_data import DATA, needs_data
from tests.sourced_facts import DEMO

A = Attribute
FOLDER = DEMO.parent / "plans"
NAMES = ("working-together-2018", "blmk-hospitals-2020", "blmk-2021", "blmk-2022", "blmk-2026")
PRACTICE = kind_named("practice")


@pytest.fixture(scope="module", params=["own facts", pytest.param("england", marks=needs_data)])
def loaded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Either register: our own facts first, as England stays until the last file of the folder; no test may commit."""
    if request.param == "england":
        request.getfixturevalue("england")
        yield
        return
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load([DEMO / "facts.csv"], by=OPERATOR)
        connection.check_constraints()  # now, and not after each test again
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(loaded: None, db: None) -> None:
    """Either register, for one test."""


def plan_called(name: str) -> Plan:
    return plan_file.read(FOLDER / f"{name}.toml")


def eve_of(plan: Plan) -> Moment:
    """The day before, as known then."""
    eve = plan.effective - timedelta(days=1)
    return Moment(eve, eve)


def expanded(name: str) -> Expansion:
    plan = plan_called(name)
    return expand(plan, state_of(plan, moment=eve_of(plan)))


def goes(expansion: Expansion, attribute: Attribute) -> dict[str, str]:
    return {a.subject: a.value for a in expansion.assertions if a.attribute is attribute}


# The files


def test_the_plans_of_the_area_are_all_there() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_says_who_by_what_and_nothing_that_no_source_says(name: str) -> None:
    plan = plan_called(name)
    assert plan.slug == name
    assert plan.sources
    assert plan.summary
    assert plan.benefits == (), "no source at hand gives an amount"
    assert plan_file.parse(plan_file.write(plan)) == plan
    text = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    jsonschema.Draft202012Validator(plan_file.schema(), format_checker=jsonschema.FormatChecker()).validate(
        as_json(text)
    )


def test_the_survey_ends_on_the_day_that_its_news_names() -> None:
    (survey,) = plan_called("blmk-2021").engagements
    assert survey.until == date(2020, 9, 14)  # open until 13 September
    assert survey.on is None


# In the register


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_fits_the_register_as_known_on_its_eve(register: None, name: str) -> None:
    expansion = expanded(name)
    assert [str(problem) for problem in expansion.problems] == []
    assert [choice for choice in expansion.choices if not choice.made] == []
    assert {left.attribute for left in expansion.unresolved} <= {A.GEOGRAPHY}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_plan_says_is_what_was_learned_later(register: None, name: str) -> None:
    """Roles, boards, successions, hand-overs, with all that came to be known: on the day, or first seen later."""
    plan = plan_called(name)
    learned = state_of(plan, moment=Moment(plan.effective)).facts
    compared = {A.ROLE, A.SYSTEM, A.LIFESPAN, A.LEGAL_LIFESPAN, A.COLLABORATION} | EVENTS
    differing = [
        f"{a.subject} {a.attribute.name} {a.value} from {a.start} until {a.until}"
        for a in expanded(name).assertions
        if a.attribute in compared
        and not any(
            (h.attribute, h.value) == (a.attribute, a.value)
            and (h.until == a.until if a.until else h.until is None or h.until > plan.effective)
            for h in learned.get(a.subject, ())
        )
    ]
    assert differing == []


def test_working_together_moves_nobody(register: None) -> None:
    expansion = expanded("working-together-2018")
    assert goes(expansion, A.COLLABORATION) == dict.fromkeys(MERGED, "BLMK-COLLABORATIVE")
    assert {a.subject for a in expansion.assertions if a.attribute in {A.LIFESPAN, A.ROLE}} == {"BLMK-COLLABORATIVE"}
    assert not goes(expansion, A.COMMISSIONER)
    (change,) = expansion.plan.changes
    assert isinstance(change, WorkTogether)


def test_the_hospital_trust_of_2020_ends_and_the_other_takes_its_new_name(register: None) -> None:
    expansion = expanded("blmk-hospitals-2020")
    assert goes(expansion, A.SUCCESSOR) == {"RC1": "RC9"}
    assert goes(expansion, A.NAME) == {"RC9": "Bedfordshire Hospitals NHS Foundation Trust"}
    assert {a.subject for a in expansion.assertions if a.attribute is A.LIFESPAN and a.until} == {"RC1"}


def test_every_practice_of_the_three_groups_goes_to_the_one(register: None) -> None:
    expansion = expanded("blmk-2021")
    eve = eve_of(expansion.plan)
    practices = {m.code for code in MERGED for m in queries.members(code, moment=eve, kind=PRACTICE)}
    assert len(practices) >= 98
    moved = goes(expansion, A.COMMISSIONER)
    assert {code for code in practices if moved.get(code) != "M1J4Y"} == set()
    everybody = {m.unit for m in expansion.state.members if m.attribute is A.COMMISSIONER and m.body in MERGED}
    assert set(moved) == everybody
    assert set(moved.values()) == {"M1J4Y"}
    assert goes(expansion, A.SUCCESSOR) == dict.fromkeys(MERGED, "M1J4Y")
    ended = {a.subject for a in expansion.assertions if a.attribute is A.COLLABORATION and a.until}
    assert ended == set(MERGED)


def test_the_codes_of_2022_go_on_with_other_roles(register: None) -> None:
    expansion = expanded("blmk-2022")
    begins = {(a.subject, a.value) for a in expansion.assertions if a.attribute is A.ROLE and a.until is None}
    assert begins == {("M1J4Y", "RO319"), ("QHG", "RO318")}
    assert goes(expansion, A.FUNCTIONS) == {"M1J4Y": "QHG"}
    assert not goes(expansion, A.SUCCESSOR)
    assert not goes(expansion, A.LIFESPAN)
    assert not goes(expansion, A.COMMISSIONER)


def test_the_locations_of_2026_go_to_two_boards(register: None) -> None:
    expansion = expanded("blmk-2026")
    moved = dict.fromkeys(("M1J4Y", "06H", "06K", "06N"), "S1Y5D") | {"07H": "D7T5G"}
    assert goes(expansion, A.SYSTEM) == moved
    assert {a.subject for a in expansion.assertions if a.attribute is A.LIFESPAN and a.until} == {"QHG", "QUE", "QM7"}
    assert not goes(expansion, A.COMMISSIONER), "practices stay with their locations"
    begins = goes(expansion, A.REGION)
    assert begins == {"S1Y5D": "Y61", "D7T5G": "Y61"}


@needs_data
def test_the_locations_of_2026_are_those_of_the_return() -> None:
    text = (DATA / "ods" / "subicb_to_icb_2026-04_from_rtt.csv").read_text()
    reported = {
        row["sub_icb_code"]: row["icb_code_2026_04"]
        for row in csv.DictReader(text.splitlines())
        if row["icb_code_2022_07"] in {"QHG", "QUE", "QM7"}
    }
    said = tomllib.loads(Path(FOLDER / "blmk-2026.toml").read_text())
    listed = {unit: part["into"] for part in said["split"][0]["part"] for unit in part["units"]}
    assert listed.items() <= reported.items()
    assert {reported[code] for code in set(reported) - set(listed)} == {said["merger"][0]["into"]}
