"""A form that is sent twice is done once; one that was refused can be sent again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.forward import plan_business
from ouzel.governance.models import ForwardItem, SentForm
from ouzel.governance.once import KEPT, Answer, once
from tests.governance.meetings.doing import BY, DAY
from tests.governance.world import World

KEY = "k" * 64


def planned(world: World, title: str = "Report") -> Answer:
    """Business put on the plan, as a form does it."""
    row = plan_business(body=world.luton, title=title, due=DAY, by=BY)
    return Answer(f"/{row.pk}/", "Planned.")


def test_once_answers_the_second_time_as_the_first(world: World) -> None:
    first = once(KEY, lambda: planned(world))
    assert once(KEY, lambda: planned(world)) == first
    assert ForwardItem.objects.count() == 1
    assert once("other", lambda: planned(world)) != first
    assert once("", lambda: planned(world)).said == "Planned."
    assert ForwardItem.objects.count() == 3


def test_once_keeps_nothing_of_what_was_refused(world: World) -> None:
    with pytest.raises(ContentError):
        once(KEY, lambda: planned(world, title=""))
    assert not SentForm.objects.exists()
    assert once(KEY, lambda: planned(world)).said == "Planned."


def test_once_forgets_what_nobody_sends_again(world: World) -> None:
    once(KEY, lambda: planned(world))
    SentForm.objects.update(at=timezone.now() - KEPT - timedelta(hours=1))
    once("new", lambda: planned(world))
    assert list(SentForm.objects.values_list("key", flat=True)) == ["new"]
