"""Why an amount differs, on real lines and plans."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.answers.effects import effects_between, effects_of_plan
from ouzel.activity.plan_files import load_plan
from ouzel.core.errors import ContentError
from ouzel.core.types.basis import Basis
from tests.activity.answers.asked import LUTON, MK, TODAY, ask, stay
from tests.activity.paying import take
from tests.activity.test_plan_files import plan
from tests.core.people import OPERATOR

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, MAY = 2021 * 12 + 1, 2021 * 12 + 2, 2021 * 12 + 4


def between(store, *by, basis="as-was", before=(FEBRUARY, MARCH), after=(MAY,), **more):
    said = {"viewer": OPERATOR, "today": TODAY, **more}
    return effects_between(before=before, after=after, by=by, basis=Basis.parse(basis), store=store, **said)


def test_two_periods_differ_by_volume_mix_and_price(made, store):
    found = between(store, "provider")
    assert found.by == ("provider", "pod")
    assert found.total.volume + found.total.mix + found.total.price == found.total.difference
    assert found.frame.volume.sum() + found.frame["mix"].sum() + found.frame.price.sum() == found.total.difference
    assert found.total.base == ask("why", store=store, months=[FEBRUARY, MARCH]).frame.price.sum()
    assert found.total.actual == ask("why", store=store, months=[MAY]).frame.price.sum()
    assert found.without_price == (0, 1)  # the currency that no list knows


def test_another_currency_is_mix_and_not_price(lines, store):
    take(store, "admitted", stay("2021-06-03", practice=LUTON, currency="HN12E"))
    found = between(store, "provider", before=[FEBRUARY], after=[2021 * 12 + 5])
    row = found.frame.iloc[0]
    assert (row.price, row.volume < 0) == (0, True)
    assert row["mix"] == row.difference - row.volume > 0
    assert found.without_price == (0, 0)


def test_on_a_later_basis_bodies_are_compared_with_their_predecessors(made, store):
    later = between(store, "commissioner", basis="as-now").frame.set_index("commissioner")
    assert (later.base["M1J4Y"] > 0) & (later.actual["M1J4Y"] > 0)
    was = between(store, "commissioner").frame.set_index("commissioner")
    assert was.base["M1J4Y"] == 0 < was.actual["M1J4Y"]
    assert between(store, "commissioner").total.difference == was.difference.sum()


def test_plan_and_actual_differ_by_volume_mix_and_price(made, store, tmp_path):
    rows = ["202021,11,RC9,06P,300,NEL,2,5000", "202021,11,RC9,04F,,EL,1,2500.50"]
    load_plan(plan(tmp_path, *rows), name="Plan", by=OPERATOR, published=date(2020, 3, 1))
    found = effects_of_plan(year=202021, viewer=OPERATOR, today=TODAY, through=11, store=store)
    assert found.total.base == 750_050
    assert found.total.volume + found.total.mix + found.total.price == found.total.difference
    by_pod = found.frame.set_index("pod")
    assert by_pod.volume["EL"] == -250_050
    assert by_pod["mix"].tolist() == [0, 0]
    assert MK != LUTON


def test_nothing_is_compared_with_what_is_not_known(made, store):
    found = between(store, "provider", before=[FEBRUARY - 24])
    assert found.empty == "There are no lines with a price before, so there is nothing to compare."
    assert (len(found.frame), found.total.difference) == (0, 0)
    planless = effects_of_plan(year=202021, viewer=OPERATOR, today=TODAY, through=11, store=store)
    assert planless.empty.startswith("No plan of 2020/21 is loaded")
    assert planless.frame.empty


def test_without_lines_it_says_so_and_needs_its_permission(register, store):
    assert between(store, "pod").empty == (
        "There are no lines with a price before or after, so there is nothing to compare."
    )
    with pytest.raises(PermissionDenied):
        between(store, "pod", viewer=None)
    with pytest.raises(ContentError, match="not told by this"):
        between(store, "why")
