"""What a plan would move, for who may see it; what the public reads of it has no figure of activity."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.answers.moving import moving
from ouzel.activity.following import PAID, TOTALS
from ouzel.activity.prices.agreements import agree
from ouzel.core.errors import ContentError
from ouzel.core.types.basis import Basis
from ouzel.register.answers import Moment
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.following import followers
from ouzel.reorganisation.plan import Merger, Opening
from ouzel.reorganisation.preview import preview
from tests.activity.answers.asked import TODAY, ask
from tests.core.people import OPERATOR
from tests.reorganisation.plans import blmk_2021

RECORDED = date(2018, 1, 1)

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 1)


def next_plan():
    merger = Merger("merger[0]", ("M1J4Y",), "NEW01", opening=Opening("A new group", ("RO98",)))
    return blmk_2021(slug="next", changes=(merger,), effective=DAY, benefits=())


@pytest.fixture
def basis(tmp_path) -> Basis:
    path = tmp_path / "next.toml"
    path.write_text(plan_file.write(next_plan()))
    return Basis.parse(f"as-if:{path}")


def test_what_moves_is_told_by_both_bodies_and_nothing_is_lost(made, store, basis):
    found = moving(basis=basis, viewer=OPERATOR, today=TODAY, store=store)
    pairs = {(row.was, row.becomes): (row.lines, row.moves) for row in found.frame.itertuples()}
    assert pairs == {("M1J4Y", "NEW01"): (5, True), ("VPP00", "VPP00"): (1, False), ("", ""): (1, False)}
    assert found.moved["lines"] == 5
    assert found.frame.lines.sum() == made.lines
    assert found.frame.price.sum() == ask(store=store).frame.price[0]


def test_only_a_plan_moves_and_only_who_may_see_figures_is_told(made, store, basis):
    with pytest.raises(ContentError, match="only a plan"):
        moving(basis=Basis("as-now"), viewer=OPERATOR, today=TODAY, store=store)
    with pytest.raises(ContentError, match="between bodies"):
        moving(basis=basis, viewer=OPERATOR, today=TODAY, store=store, to="pod")
    with pytest.raises(PermissionDenied):
        moving(basis=basis, viewer=None, today=TODAY, store=store)


def test_the_preview_says_where_totals_go_without_a_figure(made):
    agree(
        recorded=RECORDED,
        provider="RC9", commissioner="M1J4Y", mechanism="block", since=date(2026, 4, 1), until=date(2028, 4, 1),
        source="the contract", by=OPERATOR,
    )  # fmt: skip
    shown = preview(next_plan(), moment=Moment(DAY))
    mine = [each for each in shown.consequences if each.package == "activity"]
    assert [(each.record, each.what, each.before, each.after) for each in mine] == [
        ("M1J4Y", TOTALS, "M1J4Y", "NEW01"), ("RC9 and M1J4Y", PAID, "block", "activity"),
    ]  # fmt: skip
    assert all(each.path == "merger[0]" for each in mine)
    assert not any("activity" in total.what or total.unit == "£" for total in shown.totals)


def test_without_runs_and_agreements_nothing_follows(register):
    shown = preview(next_plan(), moment=Moment(DAY))
    assert not [each for each in shown.consequences if each.package == "activity"]
    assert "activity" in {each.slug for each in followers()}


@pytest.mark.parametrize(("days", "followed"), [(-1, False), (0, True)])
def test_totals_that_were_worked_out_later_were_not_known_then(made, days, followed):
    shown = preview(next_plan(), moment=Moment(DAY, made.on + timedelta(days=days)))
    assert ("activity" in {each.package for each in shown.consequences}) == followed
