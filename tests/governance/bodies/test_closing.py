"""A body ends with all that it holds; what was known before stays known; its successor leads on."""

from datetime import date

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.actions import close_body, open_body, say_of_body
from ouzel.governance.bodies.delegation import powers, scheme
from ouzel.governance.bodies.queries import body_on, body_shown, heirs, life_of, lineage
from ouzel.governance.models import Appointment, BodyFact, Delegation, Deputy, Seat
from ouzel.governance.seats.queries import seats_on
from tests.governance.world import SECRETARY, SOURCE, World

END = date(2021, 4, 1)
LAST = date(2021, 3, 31)


def test_closing_ends_all_on_the_day(world: World) -> None:
    close_body(body=world.luton, on=END, known=LAST, source=SOURCE, by=SECRETARY, committees="end")
    assert body_on(world.luton, on=LAST) is not None
    assert body_on(world.luton, on=END) is None
    assert len(seats_on(world.luton, on=LAST)) == 9
    assert seats_on(world.luton, on=END) == ()
    for model in (BodyFact, Seat, Appointment, Deputy, Delegation):
        assert not model.objects.on(END).filter(body=world.luton).exists()
    assert scheme(world.luton, on=END) == ()
    assert powers(world.finance_committee, on=END) == ()


def test_closing_is_known_from_its_day_only(world: World) -> None:
    close_body(body=world.luton, on=END, known=LAST, source=SOURCE, by=SECRETARY, committees="end")
    before = date(2021, 3, 30)
    assert body_on(world.luton, on=END, known_at=before) is not None
    assert len(seats_on(world.luton, on=END, known_at=before)) == 9
    assert life_of(world.luton) == ((date(2013, 4, 1), END),)


@pytest.mark.parametrize("on", [END, date(2021, 6, 1)])
def test_closing_again_is_refused(world: World, on: date) -> None:
    close_body(body=world.luton, on=END, known=LAST, source=SOURCE, by=SECRETARY, committees="end")
    with pytest.raises(ContentError, match="has ended already, or has not begun"):
        close_body(body=world.luton, on=on, known=LAST, source=SOURCE, by=SECRETARY, committees="end")


@pytest.mark.parametrize("on", [date(2013, 4, 1), date(2012, 1, 1)])
def test_closing_before_it_began_is_refused(world: World, on: date) -> None:
    with pytest.raises(ContentError, match="has ended already, or has not begun"):
        close_body(body=world.luton, on=on, known=LAST, source=SOURCE, by=SECRETARY, committees="end")


def test_closing_shown_later_as_it_last_was(world: World) -> None:
    close_body(body=world.luton, on=END, known=LAST, source=SOURCE, by=SECRETARY, committees="end")
    shown = body_shown(world.luton, on=date(2026, 11, 22))
    assert shown is not None
    assert shown.name == "Governing body of Luton"
    assert (shown.exists, shown.until) == (False, END)


def test_successors_lineage_over_two_steps_oldest_first(world: World) -> None:
    merged = open_body(
        slug="blmk-governing-body", name="Governing body of BLMK", kind="ccg-governing-body", organisations=["M1J4Y"],
        since=END, known=END, source=SOURCE, by=SECRETARY,
    )  # fmt: skip
    for body in world.three:
        close_body(body=body, on=END, known=END, source=SOURCE, by=SECRETARY, successor="blmk-governing-body",
                   committees="end")  # fmt: skip
    handed = date(2022, 7, 1)
    close_body(body=merged, on=handed, known=handed, source=SOURCE, by=SECRETARY, successor="blmk-board")
    slugs = [body.slug for body in lineage(world.board)]
    assert slugs == [
        "bedfordshire-governing-body", "luton-governing-body", "milton-keynes-governing-body",
        "luton-finance-committee", "blmk-governing-body", "blmk-board",
    ]  # fmt: skip
    assert [body.slug for body in heirs(world.luton)] == ["blmk-governing-body", "blmk-board"]
    assert lineage(world.luton) == (world.luton,)
    view = body_on(merged, on=END)
    assert view is not None
    assert view.predecessors == tuple(sorted(slugs[:4]))
    assert view.successors == ("blmk-board",)


def test_successors_circle_is_refused(world: World) -> None:
    say_of_body(
        body=world.luton, attribute="successor", value="bedfordshire-governing-body", since=END, known=END,
        source=SOURCE, by=SECRETARY,
    )  # fmt: skip
    with pytest.raises(ContentError, match="cannot be its successor too"):
        say_of_body(
            body=world.bedfordshire, attribute="successor", value="luton-governing-body", since=END, known=END,
            source=SOURCE, by=SECRETARY,
        )  # fmt: skip


def test_closing_what_begins_later_never_begins(world: World) -> None:
    later = date(2021, 6, 1)
    say_of_body(
        body=world.luton, attribute="topic", value="later", since=later, known=LAST, source=SOURCE, by=SECRETARY
    )
    close_body(body=world.luton, on=END, known=LAST, source=SOURCE, by=SECRETARY, committees="end")
    assert not BodyFact.objects.known().filter(body=world.luton, value="later").exists()
