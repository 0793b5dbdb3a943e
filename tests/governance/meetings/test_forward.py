"""The forward plan: business comes, is put on an agenda, and comes again."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.forward import drop_business, due_by, forward_plan, plan_business, put_on_agenda
from tests.governance.meetings.doing import BY, DAY, NOTICED, noticed, planned
from tests.governance.world import World

ANYBODY = AnonymousUser()


def test_put_on_agenda_what_recurs_comes_again(world: World) -> None:
    business = plan_business(
        body=world.luton, title="Annual report", due=date(2021, 2, 28), every=12, purpose="decision", owner="Fin", by=BY
    )
    meeting = planned(world.luton)
    assert due_by(meeting, BY) == (business,)
    item = put_on_agenda(planned=business, meeting=meeting, on=NOTICED, by=BY)
    assert (item.title, item.purpose, item.presenter, item.private) == ("Annual report", "decision", "Fin", False)
    (again,) = forward_plan([world.luton], ANYBODY)
    assert (again.due, again.every) == (date(2022, 2, 28), 12)
    assert due_by(meeting, BY) == ()
    with pytest.raises(ContentError, match="on an agenda already"):
        put_on_agenda(planned=business, meeting=meeting, on=NOTICED, by=BY)


def test_what_is_due_on_the_last_of_a_month_stays_there(world: World) -> None:
    due = [date(2021, 1, 31)]
    business = plan_business(body=world.luton, title="Finance report", due=due[0], every=1, by=BY)
    for _ in range(4):
        put_on_agenda(planned=business, meeting=planned(world.luton, hour=8 + 2 * len(due)), on=NOTICED, by=BY)
        (business,) = forward_plan([world.luton], ANYBODY)
        due.append(business.due)
    assert due == [date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31)]


def test_put_on_agenda_what_is_not_public_is_private(world: World) -> None:
    business = plan_business(body=world.luton, title="A contract", due=DAY, owner="Fin", public=False, by=BY)
    assert forward_plan([world.luton], ANYBODY) == ()
    item = put_on_agenda(planned=business, meeting=planned(world.luton), title="Of a provider", on=NOTICED, by=BY)
    assert (item.private, item.number, item.presenter) == (True, "P1", "")


def test_put_on_agenda_of_another_body_or_after_notice(world: World) -> None:
    business = plan_business(body=world.luton, title="Report", due=DAY, by=BY)
    with pytest.raises(ContentError, match="does not sit"):
        put_on_agenda(planned=business, meeting=planned(world.bedfordshire), on=NOTICED, by=BY)
    with pytest.raises(ContentError, match="after the notice"):
        put_on_agenda(planned=business, meeting=noticed(world.luton), on=NOTICED, by=BY)
    assert forward_plan([world.luton], ANYBODY) == (business,)


def test_drop_business_says_why(world: World) -> None:
    business = plan_business(body=world.luton, title="Report", due=DAY, by=BY)
    with pytest.raises(ContentError, match="why"):
        drop_business(planned=business, why="", by=BY)
    drop_business(planned=business, why="Done elsewhere", by=BY)
    assert forward_plan([world.luton], BY) == ()
    with pytest.raises(ContentError, match="taken off the forward plan"):
        put_on_agenda(planned=business, meeting=planned(world.luton), on=NOTICED, by=BY)


def test_forward_plan_between_days_first_due_first(world: World) -> None:
    for day in (9, 3, 6):
        plan_business(body=world.luton, title=f"On {day}", due=date(2021, 3, day), by=BY)
    shown = forward_plan([world.luton], ANYBODY, since=date(2021, 3, 3), until=date(2021, 3, 9))
    assert [row.title for row in shown] == ["On 3", "On 6"]


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"purpose": "fun"}, {"every": 0}], ids=["no title", "no purpose", "no months"]
)
def test_plan_business_refuses(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(ContentError):
        plan_business(**{"body": world.luton, "title": "T", "due": DAY, "by": BY, **wrong})  # type: ignore[arg-type]
