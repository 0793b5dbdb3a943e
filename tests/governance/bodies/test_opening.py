"""Bodies are opened and described, and what cannot be is refused with what would be right."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment, User
from ouzel.governance.bodies.actions import close_body, end_saying, open_body, say_of_body, set_standing_orders
from ouzel.governance.bodies.queries import bodies_of, bodies_on, body_on, body_shown, committees_of
from ouzel.governance.models import Body
from tests.governance.world import BOARD_BEGAN, COUNCILS, SECRETARY, SOURCE, World

DAY = date(2021, 3, 16)


def given(**changed: Any) -> dict[str, Any]:
    """A body that can be opened, but for what is changed."""
    return {
        "slug": "place-of-luton", "name": "Luton place partnership", "kind": "place-partnership",
        "organisations": ["06P", "E06000032"], "since": date(2020, 4, 1), "known": date(2020, 4, 1), "source": SOURCE,
        "by": SECRETARY, **changed,
    }  # fmt: skip


def test_opening_says_all_that_was_given(world: World) -> None:
    open_body(**given(place="Luton", duties=["joins care up"], topics=["care"], accountable_to=["06P"], terms="Text"))
    view = body_on("place-of-luton", on=DAY)
    assert view is not None
    assert (view.name, view.kind, view.place, view.duties, view.terms) == (
        "Luton place partnership", "place-partnership", "Luton", ("joins care up",), "Text",
    )  # fmt: skip
    assert [each.code for each in view.organisations] == ["06P", "E06000032"]
    assert [each.name for each in view.organisations] == ["NHS Luton CCG", "Luton"]
    assert view.accountable_to == ("06P",)
    assert view.exists
    assert AuditEntry.objects.filter(subject="place-of-luton", action="governance.body.opened").count() == 1


def test_opening_kind_speaks_where_the_body_says_nothing(world: World) -> None:
    view = body_on(world.board, on=BOARD_BEGAN)
    assert view is not None
    assert "Schedule 1B" in view.basis
    assert view.duties
    assert view.in_public


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"slug": "Luton Place"}, "cannot stand in an address"),
        ({"slug": "luton-governing-body"}, "already"),
        ({"name": " "}, "needs its name"),
        ({"kind": "plaice-partnership"}, "Did you mean place-partnership"),
        ({"kind": "integrated-care-board", "organisations": ["QHG"]}, "no such kind of body on 1 April 2020"),
        ({"organisations": []}, "one organisation at least"),
        ({"organisations": ["ZZZ"]}, "no organisation with this code"),
        ({"kind": "ccg-governing-body", "organisations": ["06P", "06F"]}, "body of one organisation"),
        ({"kind": "ccg-governing-body", "organisations": ["E06000032"]}, "no organisation that has such a body"),
        ({"kind": "committee", "organisations": ["06P"]}, "committee of another body"),
        ({"kind": "committee", "organisations": ["06P"], "part_of": "nobody"}, "no body with this name"),
        ({"kind": "committee", "organisations": ["06P"], "part_of": "blmk-board"}, "does not exist on this day"),
        ({"until": date(2020, 4, 1)}, "end before it begins"),
        ({"source": " "}, "where this is from"),
    ],
)
def test_opening_refused(world: World, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ContentError, match=words):
        open_body(**given(**changed))
    assert not Body.objects.filter(slug="place-of-luton").exists()


@pytest.mark.parametrize(
    ("attribute", "value", "words"),
    [
        ("colour", "blue", "nothing of the sort"),
        ("name", "  ", "may not be empty"),
        ("kind", "guild", "no such kind"),
        ("part-of", "luton-governing-body", "cannot be this to itself"),
        ("part-of", "luton-finance-committee", "is itself part of"),
        ("accountable-to", "luton-governing-body", "not accountable to itself"),
        ("accountable-to", "ZZZ", "no organisation with this code"),
        ("successor", "blmk-board", "does not exist on this day"),
        ("website", "javascript:alert(1)", "not a web address"),
        ("life", "long", "a life has no value"),
    ],
)
def test_saying_refused(world: World, attribute: str, value: str, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        say_of_body(
            body=world.luton, attribute=attribute, value=value, since=DAY, known=DAY, source=SOURCE, by=SECRETARY
        )


def test_saying_a_name_is_on_two_clocks(world: World) -> None:
    old = body_on(world.luton, on=DAY)
    assert old is not None
    say_of_body(
        body=world.luton, attribute="name", value="Luton board", since=date(2020, 1, 1), known=date(2021, 1, 1),
        source=SOURCE, by=SECRETARY,
    )  # fmt: skip
    assert [
        getattr(body_on(world.luton, on=on, known_at=known_at), "name", None)
        for on, known_at in (
            (DAY, None),
            (DAY, date(2020, 12, 31)),
            (date(2019, 12, 31), None),
            (DAY, date(2021, 1, 1)),
        )
    ] == ["Luton board", old.name, old.name, "Luton board"]


def test_saying_before_the_life_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="does not exist on this day"):
        say_of_body(
            body=world.board, attribute="topic", value="care", since=DAY, known=DAY, source=SOURCE, by=SECRETARY
        )


def test_saying_several_topics_and_ending_one(world: World) -> None:
    for topic in ("cancer", "dentistry"):
        say_of_body(body=world.luton, attribute="topic", value=topic, since=DAY, known=DAY, source=SOURCE, by=SECRETARY)
    end_saying(
        body=world.luton, attribute="topic", value="cancer", on=date(2021, 6, 1), known=DAY, source=SOURCE, by=SECRETARY
    )
    before, after = body_on(world.luton, on=DAY), body_on(world.luton, on=date(2021, 6, 1))
    assert before is not None
    assert after is not None
    assert set(before.topics) - set(after.topics) == {"cancer"}
    assert "dentistry" in after.topics


def test_lists_of_bodies(world: World) -> None:
    slugs = [view.slug for view in bodies_on(on=DAY)]
    assert set(slugs) == {*(body.slug for body in world.three), "luton-finance-committee"}
    assert [view.slug for view in bodies_of(["06P"], on=DAY, kind="ccg-governing-body")] == ["luton-governing-body"]
    assert [view.slug for view in committees_of(world.luton, on=DAY)] == ["luton-finance-committee"]
    joint = bodies_of(COUNCILS, on=BOARD_BEGAN)
    assert [view.slug for view in joint] == ["blmk-partnership"]


def test_shown_before_it_began_as_it_begins(world: World) -> None:
    assert body_on(world.board, on=DAY) is None
    shown = body_shown(world.board, on=DAY)
    assert shown is not None
    assert not shown.exists
    assert shown.since == BOARD_BEGAN


def test_orders_wrong_toml_names_its_line(world: World) -> None:
    with pytest.raises(ContentError) as caught:
        set_standing_orders(
            body=world.luton, text='name = "Orders"\nquorum = ', since=DAY, known=DAY, source=SOURCE, by=SECRETARY
        )
    assert caught.value.line is not None


def test_rights_role_for_one_organisation_counts_for_its_bodies(world: World) -> None:
    user = User.objects.create(email="secretary@luton.example")
    actor = Actor.person(user)
    with pytest.raises(PermissionDenied, match="board secretary"):
        open_body(**given(by=actor, organisations=["06P"]))
    RoleAssignment.objects.create(user=user, role="board-secretary", body_code="06P", since=date(2020, 1, 1))
    open_body(**given(by=actor, organisations=["06P"]))
    with pytest.raises(PermissionDenied):
        open_body(**given(by=actor, slug="other", organisations=["06P", "06F"]))
    with pytest.raises(PermissionDenied):
        say_of_body(
            body=world.bedfordshire, attribute="topic", value="care", since=DAY, known=DAY, source=SOURCE, by=actor
        )


def test_the_address_of_a_body_that_a_reversed_plan_would_have_opened_is_free(world: World) -> None:
    left = Body.objects.create(slug="place-of-luton")
    assert open_body(**given()) == left
    assert body_on("place-of-luton", on=DAY)
    with pytest.raises(ContentError, match="already"):
        open_body(**given())


def test_a_body_that_is_closed_keeps_its_address(world: World) -> None:
    body = open_body(**given())
    close_body(body=body, on=DAY, known=DAY, source=SOURCE, by=SECRETARY)
    with pytest.raises(ContentError, match="already"):
        open_body(**given())
