"""The small world stands, and three bodies share their executives."""

from datetime import date

from ouzel.governance.seats.queries import seats_on
from ouzel.governance.seats.who import in_several
from tests.governance.world import World

DAY = date(2021, 3, 16)


def test_world_three_bodies_full(world: World) -> None:
    for body in world.three:
        seats = seats_on(body, on=DAY)
        assert [seat.vacant for seat in seats] == [False] * 9


def test_world_one_executive_team(world: World) -> None:
    shared = {each.person.name: {held.body for held in each.holds} for each in in_several(on=DAY)}
    for name in ("Ola Allthree", "Fin Ledgerman", "Nora Wardwell"):
        assert shared[name] >= {body.slug for body in world.three}
