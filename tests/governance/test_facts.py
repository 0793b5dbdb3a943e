"""Nothing is known on a day that is still to come: not by the actions, and not by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.bodies.actions import close_body, end_saying, say_of_body
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.models import BodyFact
from tests.governance.world import SECRETARY, SOURCE, World

DAY = timedelta(days=1)


def test_what_is_said_today_was_not_known_tomorrow(world: World) -> None:
    given = {"body": world.luton, "known": today() + DAY, "source": SOURCE, "by": SECRETARY}
    for attempt in (
        lambda: say_of_body(attribute="name", value="Another", since=today(), **given),
        lambda: end_saying(attribute="organisation", value="06P", on=today(), **given),
        lambda: close_body(on=today(), committees="end", **given),
    ):
        with pytest.raises(ContentError, match="still to come") as refused, transaction.atomic():
            attempt()
        assert refused.value.field == "known"


def test_what_is_known_today_is_what_is_known_now(world: World) -> None:
    say_of_body(body=world.luton, attribute="name", value="Another", since=today(), known=today(), source=SOURCE,
                by=SECRETARY)  # fmt: skip
    now, then = body_on(world.luton, on=today()), body_on(world.luton, on=today(), known_at=today())
    assert now == then
    assert now is not None
    assert now.name == "Another"


def test_the_database_holds_no_fact_that_is_known_ahead(world: World) -> None:
    fact = BodyFact(body=world.luton, attribute="topic", value="care", valid=DateRange(today(), None), source=SOURCE,
                    by=str(SECRETARY), recorded=today() + DAY)  # fmt: skip
    with pytest.raises(IntegrityError, match="body_fact_not_known_ahead"), transaction.atomic():
        fact.save()
    fact.recorded = today()
    fact.save()
