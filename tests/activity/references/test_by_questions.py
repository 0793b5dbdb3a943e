"""What lines are attributed by is what the register answers when it is asked of one body on one day."""

from datetime import date, timedelta

import pytest

from ouzel.activity.references import practices
from ouzel.activity.references.tables import rows
from ouzel.register.answers import Body, Moment
from ouzel.register.attributes import Attribute
from ouzel.register.queries import bodies
from ouzel.structures import structure
from tests.activity.references.asking import TODAY
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

TURNS = (date(2021, 4, 1), date(2022, 7, 1), date(2023, 4, 1), date(2024, 4, 1), date(2025, 4, 1))
DAYS = sorted({day - timedelta(days=back) for day in TURNS for back in (0, 1)} | {date(2020, 4, 1), date(2025, 12, 31)})
BETWEEN = (date(2020, 4, 1), date(2026, 4, 1))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, register):
    """A store of its own; the tests run on the database of all."""
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: tmp_path)


def parent(body: Body, attribute: Attribute) -> str:
    """Whom a body is recorded under on its day; empty: nobody."""
    return next((row.value for row in body.parents if row.attribute == attribute), "")


@pytest.mark.parametrize("known", [None, date(2021, 3, 15)])
def test_practices_are_what_the_register_answers_of_each(known):
    moment = Moment(TODAY, known)
    world = structure(moment=moment)
    codes = sorted({world.codes[body] for body in world.kinds["practice"].body.tolist()})
    found = practices(codes, moment=moment, between=BETWEEN)
    seen = set()
    for day in DAYS:
        asked = bodies(codes, moment=Moment(day, known))
        above = bodies(sorted({parent(body, Attribute.COMMISSIONER) for body in asked.values()} - {""}),
                       moment=Moment(day, known))  # fmt: skip
        for at, code in enumerate(codes):
            told, body = found.on(at, day.toordinal()), asked.get(code)
            if told["nation"] != "english":
                assert told["commissioner"] == "", (code, day)
                continue
            assert body is not None, (code, day)
            assert (body.open, body.status == "dormant") == (True, False), (code, day)
            assert told["parent"] == parent(body, Attribute.COMMISSIONER), (code, day)
            whose = above.get(told["parent"])
            if whose is not None and "commissioner" in whose.kinds:
                assert told["commissioner"] == told["parent"], (code, day)
            hubs = {row["specialised"] for row in rows("hubs") if row.holds(day) and row["region"] == told["region"]}
            assert {told["hub"]} - {""} == hubs, (code, day)
            seen.add((day, told["commissioner"]))
    assert {commissioner for day, commissioner in seen if day == date(2021, 3, 31)} >= {"06F", "06P", "04F"}
    assert ("M1J4Y" in {commissioner for _, commissioner in seen}) is (known is None)
