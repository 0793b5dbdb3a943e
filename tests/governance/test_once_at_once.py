"""A form that is sent at the same moment by several connections is done once, and each goes on alike."""

from pathlib import Path

import pytest
from django.db import connection

from ouzel.governance.models import ForwardItem
from ouzel.governance.once import Answer, once
from tests.governance.seats.test_two_at_once import at_once
from tests.governance.test_once import KEY, planned
from tests.governance.world import load_register, make_world


@pytest.mark.django_db(transaction=True)
def test_once_by_two_at_the_same_moment(tmp_path: Path) -> None:
    load_register(tmp_path)
    world = make_world()
    answers: list[Answer] = []

    def send() -> None:
        answers.append(once(KEY, lambda: planned(world)))
        connection.close()

    assert at_once(send, send, send) == ["", "", ""]
    assert len(set(answers)) == 1
    assert ForwardItem.objects.count() == 1
