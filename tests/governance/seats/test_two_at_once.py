"""Two people at once, each in a transaction of their own: one seat is never given twice, and nobody meets a fault."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from ouzel.core import audit
from ouzel.core.errors import ContentError
from ouzel.governance.models import Person
from ouzel.governance.seats.actions import add_person, appoint, end_appointment
from ouzel.governance.seats.queries import seats_on
from tests.governance.world import SECRETARY, SOURCE, load_register, make_world

DAY = date(2021, 3, 16)
SAID: dict[str, Any] = {"known": DAY, "source": SOURCE, "by": SECRETARY}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_is_appointed_and_two_of_a_name_are_told_apart(tmp_path: Path) -> None:
    load_register(tmp_path)
    world = make_world()
    end_appointment(body=world.luton, seat="lay-patients", on=DAY, **SAID)

    def fill(name: str) -> None:
        appoint(person=world.person(name), body=world.luton, seat="lay-patients", since=DAY, **SAID)

    outcomes = at_once(lambda: fill("Len"), lambda: fill("Lou"))
    assert outcomes.count("") == 1
    assert any("holds this seat from 16 March 2021" in said for said in outcomes)
    (seat,) = [each for each in seats_on(world.luton, on=DAY) if each.seat == "lay-patients"]
    assert seat.holder in (world.person("Len"), world.person("Lou"))

    def name() -> None:
        add_person(name="Sam Same", by=SECRETARY)

    assert at_once(name, name) == ["", ""]
    assert sorted(Person.objects.filter(name="Sam Same").values_list("slug", flat=True)) == ["sam-same", "sam-same-2"]
    assert audit.verify() == []


def at_once(*doings: Callable[[], None]) -> list[str]:
    """What each said when all were done at the same time: nothing, or why it was refused."""
    ready, outcomes = Barrier(len(doings)), []

    def run(doing: Callable[[], None]) -> None:
        ready.wait(timeout=30)
        try:
            doing()
            outcomes.append("")
        except ContentError as refused:
            outcomes.append(refused.problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
