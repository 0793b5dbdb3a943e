"""Who holds a role for one body sees what is theirs before the public does, and what their predecessors left behind."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.core.models import RoleAssignment, User
from ouzel.core.roles import Permission
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.meetings.actions import plan_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.meetings.forward import plan_business
from ouzel.governance.models import (
    AgendaItem,
    Body,
    BodyFact,
    Decision,
    ForwardItem,
    Gift,
    Interest,
    Meeting,
    Minutes,
    Paper,
    PaperVersion,
    Question,
    Risk,
    RiskReview,
)
from ouzel.governance.papers.actions import add_paper
from ouzel.governance.risks.actions import open_risk
from ouzel.governance.rules import bodies_for
from tests.core.people import LONG_AGO, user
from tests.governance.interests.declaring import declare
from tests.governance.world import SECRETARY, SOURCE, World

LONDON = ZoneInfo("Europe/London")
EARLY = date(2021, 3, 1)
END = date(2021, 4, 1)
RUN = Permission.GOVERNANCE_RUN


def holder(code: str, role: str = "board-secretary") -> User:
    made = user(f"{role}-{code.lower()}@example.org")
    RoleAssignment.objects.create(user=made, role=role, body_code=code, since=LONG_AGO)
    return made


def draft(world: World, *bodies: Body, hour: int = 10) -> AgendaItem:
    meeting = plan_meeting(title=f"Draft at {hour}", bodies=bodies, venue="Town hall", on=EARLY, by=SECRETARY,
                           starts=datetime(2021, 3, 16, hour, tzinfo=LONDON))  # fmt: skip
    item = add_item(meeting=meeting, title="The merger", by=SECRETARY, on=EARLY)
    add_paper(
        item=item,
        title=f"Draft paper at {hour}",
        name="case.md",
        content=f"Draft at {hour}".encode(),
        on=EARLY,
        by=SECRETARY,
    )
    return item


def seen(viewer: object) -> dict[str, int]:
    models = (Meeting, AgendaItem, Paper, PaperVersion, Question, Minutes, Decision, ForwardItem, Risk, RiskReview)
    return {model.__name__: model.objects.visible_to(viewer).count() for model in models}  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["06P", "luton-governing-body"])
def test_a_draft_is_seen_by_the_secretary_of_a_body_that_sits(world: World, code: str) -> None:
    mine = draft(world, world.luton, world.bedfordshire)
    draft(world, world.milton_keynes, hour=14)
    theirs = holder(code)
    for viewer in (theirs, Actor.person(theirs)):
        assert list(Meeting.objects.visible_to(viewer)) == [mine.meeting]
        assert seen(viewer) | {"Meeting": 1} == {**dict.fromkeys(seen(None), 0), "Meeting": 1, "AgendaItem": 1,
                                                 "Paper": 1, "PaperVersion": 1}  # fmt: skip
    assert seen(None) == dict.fromkeys(seen(None), 0)
    assert Meeting.objects.visible_to(SECRETARY).count() == 2


@pytest.mark.parametrize(("code", "role"), [("04F", "board-secretary"), ("06P", "analyst"), ("06P", "auditor"),
                                            ("06P", "board-member")])  # fmt: skip
def test_a_draft_is_not_seen_by_others(world: World, code: str, role: str) -> None:
    draft(world, world.luton)
    assert seen(holder(code, role)) == dict.fromkeys(seen(None), 0)


def test_a_role_that_is_over_shows_nothing(world: World) -> None:
    draft(world, world.luton)
    theirs = holder("06P")
    RoleAssignment.objects.filter(user=theirs).update(until=date(2021, 1, 1))
    assert not Meeting.objects.visible_to(theirs).exists()


def test_what_is_not_public_of_a_body_is_seen_by_who_keeps_it(world: World) -> None:
    plan_business(body=world.luton, title="Secret", due=END, public=False, by=SECRETARY)
    open_risk(title="Quiet", body=world.luton, owner="Chair", likelihood=2, impact=2, on=EARLY, public=False,
              by=SECRETARY)  # fmt: skip
    mine, others = seen(holder("06P")), seen(holder("04F"))
    assert (mine["ForwardItem"], mine["Risk"], mine["RiskReview"]) == (1, 1, 1)
    assert (others["ForwardItem"], others["Risk"], others["RiskReview"]) == (0, 0, 0)


def test_interests_are_seen_by_who_keeps_a_register_of_the_person_and_by_themself(world: World) -> None:
    person = world.person("Bea Chairwoman")
    own = user("bea@example.org")
    person.user = own
    person.save()
    declare(person)
    Gift.objects.create(person=person, kind="gift", donor="Parkside", description="Pens", value=300, offered=EARLY,
                        declared=EARLY, outcome="accepted", by="test")  # fmt: skip
    for viewer, count in ((holder("06F"), 1), (own, 1), (holder("06P"), 0), (None, 0), (SECRETARY, 1)):
        assert Interest.objects.visible_to(viewer).count() == count
        assert Gift.objects.visible_to(viewer).count() == count


def test_the_secretary_of_the_heir_sees_what_the_body_left_behind(world: World) -> None:
    mine = draft(world, world.luton)
    theirs = holder("QHG")
    assert not Meeting.objects.visible_to(theirs).exists()
    handed = date(2022, 7, 1)
    close_body(body=world.luton, committees="end", on=handed, known=EARLY, source=SOURCE, by=SECRETARY,
               successor="blmk-board")  # fmt: skip
    assert list(Meeting.objects.visible_to(theirs)) == [mine.meeting]
    assert not Meeting.objects.visible_to(theirs, on=date(2022, 6, 30)).exists()  # it lives, and speaks for itself


def test_a_list_of_meetings_asks_twice_however_many_there_are(world: World) -> None:
    theirs = holder("06P")
    counts = []
    for hour in (10, 12, 14):
        draft(world, world.luton, hour=hour)
        with CaptureQueriesContext(connection) as asked:
            assert len(Meeting.objects.visible_to(theirs)) == len(counts) + 1
        counts.append(len(asked))
    assert counts == [2, 2, 2]


DAYS = st.dates(min_value=date(2021, 1, 1), max_value=date(2021, 1, 9))
BODIES = st.lists(st.tuples(DAYS, st.booleans(), st.integers(0, 2)), min_size=1, max_size=6)
STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), DAYS), max_size=8, unique_by=lambda step: step[:2])
CODES = st.sets(st.sampled_from(["org-0", "org-1", "org-2", "b-0", "b-3"]), max_size=2)


@given(BODIES, STEPS, CODES, DAYS)
@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
def test_roles_follow_the_line_as_the_slow_way_says(
    db: None, bodies: list[tuple[date, bool, int]], steps: list[tuple[int, int, date]], codes: set[str], on: date
) -> None:
    """`bodies`: the day of each one's end, whether it ends at all, and its organisation."""
    with transaction.atomic():
        theirs = user("line@example.org")
        for code in codes:
            RoleAssignment.objects.create(user=theirs, role="board-secretary", body_code=code, since=LONG_AGO)
        kept = {"recorded": date(2021, 1, 1), "source": "test", "by": "test"}
        for number, (end, ends, organisation) in enumerate(bodies):
            body = Body.objects.create(slug=f"b-{number}")
            span = DateRange(date(2020, 1, 1), end if ends else None)
            BodyFact.objects.create(body=body, attribute="life", valid=span, **kept)
            BodyFact.objects.create(
                body=body, attribute="organisation", value=f"org-{organisation}", valid=span, **kept
            )
        steps = [step for step in steps if max(step[:2]) < len(bodies) and step[0] != step[1]]
        for old, new, day in steps:
            BodyFact.objects.create(body=Body.objects.get(slug=f"b-{old}"), attribute="successor", value=f"b-{new}",
                                    valid=DateRange(day, None), **kept)  # fmt: skip
        alive = {number for number, (end, ends, _) in enumerate(bodies) if not ends or on < end}
        may = {
            number for number, (*_, organisation) in enumerate(bodies)
            if f"b-{number}" in codes or f"org-{organisation}" in codes
        }  # fmt: skip
        for _ in bodies:
            may |= {old for old, new, day in steps if new in may and day <= on and old not in alive}
        found = set(bodies_for(theirs, RUN, on=on).values_list("slug", flat=True))
        transaction.set_rollback(True)
    assert found == {f"b-{number}" for number in may}
