"""A form of the desk, or of the public, that is sent twice makes one record; another text in it makes another."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ouzel.core.permissions import today
from ouzel.governance.meetings.actions import give_notice
from ouzel.governance.models import Action, Decision, ForwardItem, Gift, Meeting, Question, Recusal, Risk
from tests.governance.meetings.doing import planned
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, MEETING, day, done, standing, text_of
from tests.web.desk_governance.test_road_of_a_meeting import DAY, opened


def twice(client: Client, at: str, **fields: Any) -> tuple[Any, Any]:
    """The same form, as it stood, sent two times."""
    page = client.get(at)
    data = standing(page.content.decode()) | fields
    assert len(data["form_key"]) == 32
    return client.post(at, data), client.post(at, data)


def test_what_is_put_down_at_an_item_is_put_down_once(secretary: Client, world: World) -> None:
    opened(secretary, world)
    for part, model, fields in (
        ("action/", Action, {"body": "luton-governing-body", "text": "Write to all", "owner": "Luc"}),
        ("decide/", Decision, {"title": "One group", "text": "To become one.",
                               "bodies": ["luton-governing-body"]}),
    ):  # fmt: skip
        first, second = twice(secretary, MEETING + "items/2/" + part, **fields)
        assert done(first) == done(second), part
        assert model.objects.count() == 1, part
    assert "Recorded: D-2021-0001." in text_of(secretary.get(done(second)))


def test_what_has_no_meeting_is_made_once(secretary: Client, world: World) -> None:
    luc = world.person("Luc").slug
    for where, model, fields in (
        ("forward/new/", ForwardItem, {"body": "luton-governing-body", "title": "Report", **day("due", DAY)}),
        ("risks/new/", Risk, {"body": "luton-governing-body", "title": "Money", "cause": "Prices", "effect": "Debt",
                              "owner": "Fin", "likelihood": "3", "impact": "4"}),
        (f"interests/{luc}/gift/", Gift, {"kind": "gift", "donor": "A firm", "description": "A book", "value": "10",
                                          "outcome": "declined", **day("offered", today())}),
    ):  # fmt: skip
        first, second = twice(secretary, DESK + where, **fields)
        assert done(first) == done(second), where
        assert model.objects.count() == 1, where


def test_another_text_in_the_same_form_is_another_sending(secretary: Client, world: World) -> None:
    where = DESK + "forward/new/"
    data = standing(secretary.get(where).content.decode())
    data |= {"body": "luton-governing-body", **day("due", DAY)}
    for title in ("Report", "Another report", "Report"):
        done(secretary.post(where, data | {"title": title}))
    assert sorted(ForwardItem.objects.values_list("title", flat=True)) == ["Another report", "Report"]


def test_a_form_that_was_refused_is_sent_again(secretary: Client, world: World) -> None:
    where = DESK + "forward/new/"
    data = standing(secretary.get(where).content.decode()) | {"body": "luton-governing-body", **day("due", DAY)}
    assert secretary.post(where, data).status_code == 200
    done(secretary.post(where, data | {"title": "Report"}))
    assert ForwardItem.objects.count() == 1


@pytest.fixture
def coming(world: World) -> Meeting:
    """A meeting of the board in some weeks, of which notice was given."""
    return give_notice(meeting=planned(world.board, day=today() + timedelta(days=30)), on=today(), by=world.by)


def test_a_question_of_the_public_is_one(coming: Meeting, client: Client) -> None:
    where = f"/meetings/{coming.slug}/ask/"
    data = standing(client.get(where).content.decode())
    for _ in range(2):
        assert "Your question was sent" in text_of(client.post(where, data | {"text": "Will it close?"}))
    assert Question.objects.count() == 1
    client.post(where, data | {"text": "Will it open?"})
    assert Question.objects.count() == 2


def test_somebody_goes_out_and_a_declaration_is_taken_back_by_pages(secretary: Client, world: World) -> None:
    opened(secretary, world)
    luc, moved = world.person("Luc"), MEETING + "attendance/luton-governing-body/moved/"
    form = standing(secretary.get(moved).content.decode()) | {"person": luc.slug}
    assert "Choose the item" in text_of(secretary.post(moved, form | {"what": "left", "item": ""}))
    done(secretary.post(moved, form | {"what": "left", "item": "2", "time": "10:40"}))
    public = f"/meetings/{Meeting.objects.get().slug}/"
    assert "to item 1 (10:40)" in text_of(Client().get(public))
    assert '"went":"10:40:00"' in Client().get(public[:-1] + ".json").content.decode()
    done(secretary.post(moved, form | {"what": "arrived", "item": "P1"}))
    assert "to item 1 (10:40), and from item P1" in text_of(secretary.get(MEETING))
    done(secretary.post(moved, form | {"what": "stayed", "item": ""}))
    assert "10:40" not in text_of(Client().get(public))

    where = MEETING + "items/2/interest/"
    form = standing(secretary.get(where).content.decode())
    done(secretary.post(where, form | {"person": luc.slug, "effect": "left", "declared": "A share"}))
    back = f"{where}{Recusal.objects.get().pk}/back/"
    assert back in secretary.get(MEETING + "items/2/").content.decode()
    form = standing(secretary.get(back).content.decode())
    done(secretary.post(back, form | {"why": "It was somebody else"}))
    assert "by mistake, and taken back: It was somebody else" in text_of(Client().get(public))
    assert secretary.get(back).status_code == 404
