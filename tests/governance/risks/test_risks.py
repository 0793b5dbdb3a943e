"""Risks: each look stays on record, and any day shows what was thought of them then."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.governance.models import Meeting, Risk, RiskReview
from ouzel.governance.reference.risks import matrix
from ouzel.governance.risks.actions import carry_risk, close_risk, open_risk, review, show_risk
from ouzel.governance.risks.queries import grid, not_looked_at, risk_on, risks_on
from tests.core.people import LONG_AGO, user
from tests.governance.world import SECRETARY, World

OPENED = date(2020, 5, 1)


def opened(world: World, **changes: Any) -> Risk:
    said: dict[str, Any] = {
        "title": "Waiting lists grow", "body": world.luton, "owner": "Chief finance officer", "likelihood": 4,
        "impact": 4, "inherent": 20, "target": 8, "controls": ["Recovery plan", " "], "on": OPENED, "by": SECRETARY,
    }  # fmt: skip
    return open_risk(**{**said, **changes})


def met(slug: str = "2020-09-15-luton") -> str:
    Meeting.objects.create(
        slug=slug, title="Governing body", starts=datetime(2020, 9, 15, 13, tzinfo=UTC), state="closed", public=True,
        noticed_on=date(2020, 9, 8),
    )  # fmt: skip
    return slug


def test_risk_stands_as_it_was_thought_of_on_each_day(world: World) -> None:
    risk = opened(world)
    review(risk=risk, on=date(2020, 9, 15), likelihood=3, meeting=met(), text="The plan works", by=SECRETARY)
    review(risk=risk, on=date(2021, 1, 10), likelihood=5, owner="Chair", by=SECRETARY)
    at = {on: risk_on(risk.ref, on=on, viewer=None) for on in (OPENED, date(2021, 1, 9), date(2021, 1, 10))}
    assert risk_on(risk.ref, on=date(2020, 4, 30), viewer=None) is None
    first, second, third = (view for view in at.values() if view)
    assert [view.score for view in (first, second, third)] == [16, 12, 20]
    assert [view.direction for view in (first, second, third)] == ["new", "down", "up"]
    assert (first.looked_at, third.looked_at, third.looked) == ("", "2020-09-15-luton", date(2021, 1, 10))
    assert (third.owner, third.controls, third.target, third.above_target) == ("Chair", ("Recovery plan",), 8, True)
    assert [point.score for point in third.points] == [16, 12, 20]
    assert (first.band.slug, second.band.slug) == ("extreme", "high")


def test_looks_are_never_changed(world: World) -> None:
    row = opened(world).reviews.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskReview.objects.filter(pk=row.pk).update(likelihood=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"likelihood": 0}, "likelihood"),
        ({"impact": 6}, "impact"),
        ({"impact": 2.5}, "impact"),
        ({"likelihood": True}, "likelihood"),
        ({"target": 26}, "target"),
        ({"owner": " "}, "owner"),
        ({"title": " "}, "title"),
        ({"meeting": "nowhere"}, "meeting"),
    ],
)
def test_risk_that_is_not_in_order_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError) as refused:
        opened(world, **changes)
    assert refused.value.field == field


def test_look_before_the_last_one_and_of_unknown_parts_is_refused(world: World) -> None:
    risk = opened(world)
    with pytest.raises(ContentError, match="later than that"):
        review(risk=risk, on=date(2020, 4, 30), by=SECRETARY)
    with pytest.raises(ContentError, match="no such part"):
        review(risk=risk, on=OPENED, by=SECRETARY, colour="red")


def test_closed_risk_is_closed_with_its_reason_and_opened_again_with_one(world: World) -> None:
    risk = opened(world)
    with pytest.raises(ContentError, match="say why"):
        close_risk(risk=risk, on=date(2020, 9, 1), why="", by=SECRETARY)
    close_risk(risk=risk, on=date(2020, 9, 1), why="Accepted", by=SECRETARY)
    assert risks_on(date(2020, 9, 1), viewer=None) == ()
    assert len(risks_on(date(2020, 8, 31), viewer=None)) == 1
    with pytest.raises(ContentError, match="open again"):
        review(risk=risk, on=date(2020, 10, 1), by=SECRETARY)
    review(risk=risk, on=date(2020, 10, 1), text="It came back", by=SECRETARY)
    assert len(risks_on(date(2020, 10, 1), viewer=None)) == 1


def test_carried_risk_is_open_under_another_body_from_the_day(world: World) -> None:
    risk = opened(world)
    carry_risk(risk=risk, to=world.board, on=date(2022, 7, 1), why="The board took over", by=SECRETARY)
    before = risks_on(date(2022, 6, 30), viewer=None, bodies=[world.luton])
    after = risks_on(date(2022, 7, 1), viewer=None, bodies=[world.board])
    assert [view.ref for view in before] == [view.ref for view in after] == [risk.ref]
    assert risks_on(date(2022, 7, 1), viewer=None, bodies=[world.luton]) == ()
    assert after[0].score == before[0].score
    assert Risk.objects.get().body == world.board


def test_risk_that_is_not_public_is_for_who_keeps_it(world: World) -> None:
    risk = opened(world, public=False)
    someone = user("sec@example.org")
    RoleAssignment.objects.create(user=someone, role="board-secretary", body_code="06P", since=LONG_AGO)
    other = user("other@example.org")
    RoleAssignment.objects.create(user=other, role="board-secretary", body_code="06F", since=LONG_AGO)
    seen = {who: risk_on(risk.ref, on=OPENED, viewer=who) is not None for who in (None, other, someone, SECRETARY)}
    assert seen == {None: False, other: False, someone: True, SECRETARY: True}
    with pytest.raises(PermissionDenied):
        show_risk(risk=risk, public=True, why="It is over", by=Actor.person(other))
    show_risk(risk=risk, public=True, why="Discussed in public", by=Actor.person(someone))
    assert risk_on(risk.ref, on=OPENED, viewer=None) is not None


def test_framework_and_what_no_meeting_looked_at(world: World) -> None:
    strategic = opened(world, framework=True)
    other = opened(world, likelihood=1)
    review(risk=other, on=date(2020, 9, 15), meeting=met(), by=SECRETARY)
    on = date(2020, 10, 1)
    assert [view.ref for view in risks_on(on, viewer=None, framework=True)] == [strategic.ref]
    assert [view.ref for view in risks_on(on, viewer=None)] == [strategic.ref, other.ref]
    assert [v.ref for v in not_looked_at(on, viewer=None, within=timedelta(days=90))] == [strategic.ref]
    assert not_looked_at(on, viewer=None, within=timedelta(days=200)) == ()


def test_matrix_holds_each_risk_in_its_cell(world: World) -> None:
    opened(world)
    opened(world, likelihood=5, impact=1)
    rows = grid(risks_on(OPENED, viewer=None))
    assert [len(row) for row in rows] == [5] * 5
    assert [cell.score for cell in rows[0]] == [5, 10, 15, 20, 25]
    assert [[len(cell.risks) for cell in row] for row in rows] == [
        [1, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0] * 5, [0] * 5, [0] * 5,
    ]  # fmt: skip


@given(one=st.integers(1, 25), other=st.integers(1, 25))
def test_higher_scores_are_never_of_a_lower_band(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert matrix().band(low).least <= matrix().band(high).least <= high


def test_a_meeting_that_is_not_public_yet_is_as_if_it_were_not_there(world: World) -> None:
    risk = opened(world)
    Meeting.objects.create(slug="2020-09-15-secret", title="Planned", starts=datetime(2020, 9, 15, 13, tzinfo=UTC))
    said = []
    for slug in ("2020-09-15-secret", "2020-09-15-nowhere"):
        with pytest.raises(ContentError) as refused:
            review(risk=risk, on=date(2020, 9, 15), meeting=slug, by=SECRETARY)
        said.append((refused.value.problem, refused.value.right))
    assert said[0] == said[1]


def test_the_audit_trail_holds_no_words_of_a_risk_that_is_not_public(world: World) -> None:
    risk = opened(world, public=False, title="The supplier may fail")
    review(risk=risk, on=date(2020, 9, 15), text="The supplier is failing", by=SECRETARY)
    entries = AuditEntry.objects.filter(subject=risk.ref)
    assert len(entries) == 2, "opened, and looked at"
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.objects.all()).casefold()
    assert not [word for word in ("supplier", "fail") if word in said]


def test_references_of_public_risks_tell_nothing_of_hidden_ones(world: World) -> None:
    first, hidden, second, another = (opened(world, public=public) for public in (True, False, True, False))
    assert (first.ref, second.ref) == (f"R-{OPENED.year}-0001", f"R-{OPENED.year}-0002")
    assert all(re.fullmatch(rf"R-{OPENED.year}-\d{{9}}", risk.ref) for risk in (hidden, another))
    assert hidden.ref != another.ref
    shown = show_risk(risk=hidden, public=True, why="Discussed in public", by=SECRETARY)
    assert shown.ref == hidden.ref, "a reference is an address for good"
    assert opened(world).ref == f"R-{OPENED.year}-0003"
