"""By place: the authority where the patient lives, else where the practice stands; on no basis is a line lost."""

import pytest

from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.postcodes import load_postcodes
from ouzel.activity.running import run
from ouzel.register.asking import fetch
from tests.activity.answers.asked import BEDFORD, LUTON, MK, ask, balances, by_code, stay
from tests.activity.loads import ON
from tests.activity.paying import take
from tests.activity.postcodes.files import ROWS, write
from tests.core.people import OPERATOR

BASES = ("as-was", "as-now", "as-at:2021-03-31", "as-at:1990-01-01", "as-at:2022-07-01", "as-at:2026-04-01")


def _area_and_authority() -> tuple[str, str]:
    rows = fetch(
        """SELECT a.code, b.code FROM register_fact f JOIN register_body a ON a.id = f.subject_id
           JOIN register_body b ON b.id = f.object_id WHERE a.code LIKE 'E01%%' AND b.code LIKE 'E0%%'
           AND b.code NOT LIKE 'E01%%' ORDER BY 1 LIMIT 1""", [],
    )  # fmt: skip
    return rows[0]


def _postcode(practice: str) -> str:
    return fetch(
        """SELECT f.value FROM register_fact f JOIN register_body b ON b.id = f.subject_id
                    WHERE b.code = %s AND f.value ~ '^[A-Z]{1,2}[0-9].* [0-9][A-Z]{2}$' LIMIT 1""",
        [practice],
    )[0][0]


@pytest.fixture
def told(register, store, tmp_path) -> tuple[str, str]:
    """Lines of patients whose home is known, and not; the directory knows where the practice in Luton stands."""
    area, authority = _area_and_authority()
    luton = ROWS[0] | {"pcds": _postcode(LUTON), "small11": area, "small21": area}
    load_postcodes(write(tmp_path, rows=(*ROWS, luton)), by=OPERATOR, store=store)
    take(
        store, "admitted",
        stay("2025-05-03", residence=area, practice=MK), stay("2025-05-03", residence=area, practice="V81997"),
        stay("2025-05-04", practice=LUTON), stay("2025-05-04", residence="ZZ99 3VZ", practice=LUTON),
        stay("2025-05-05", practice=BEDFORD), stay("2025-05-05", practice="Y99999"),
        stay("2025-05-06", practice="", residence="S08000015"), stay("2025-05-06", practice="", provider="", start=""),
    )  # fmt: skip
    run(by=OPERATOR, on=ON, store=store)
    return area, authority


def test_a_place_is_that_of_the_home_and_else_of_the_practice(told, store):
    _, authority = told
    found = ask("place", store=store, basis="as-now")
    assert by_code(found) == {authority: 4}
    ways = ask("place_by", store=store)
    assert by_code(ways) == {"home": 2, "practice": 3, "": 3}
    assert by_code(ask("place", "place_by", store=store, basis="as-now")) == {
        (authority, "home"): 2, (authority, "practice"): 2,
    }  # fmt: skip
    assert found.note == (
        "Place is where the patient lives: so of 2 lines. Of 3 lines no small area of a home is known: it is where the"
        " GP practice stands. Of 3 lines neither is known."
    )
    assert {each.code for each in found.reconciliation.unresolved} == {BEDFORD, ""}
    assert set(ways.frame["place_by_name"]) == {"where the patient lives", "where the GP practice stands", "not told"}


@pytest.mark.parametrize("basis", BASES)
def test_no_line_is_lost_by_any_dimension_on_any_basis(told, store, basis):
    for slug in DIMENSIONS:
        found = ask(slug, store=store, basis=basis)
        assert balances(found), (slug, basis)
        assert found.reconciliation.given["lines"] == 8
