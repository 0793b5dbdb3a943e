"""Totals by what is asked, on each basis, with every line accounted for."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.report import SHOWN
from ouzel.activity.counting import Action as Loads
from ouzel.activity.models import ActivityLoad
from ouzel.activity.pod_mapping import map_pod
from ouzel.activity.running import run
from ouzel.activity.withdrawing import withdraw
from ouzel.api.activity_answers import report as told
from ouzel.core import audit
from ouzel.core.errors import ContentError
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.plan import Merger, Opening
from tests.activity.answers.asked import LUTON, MK, TODAY, ask, balances, by_code, lost, stay
from tests.activity.loads import ON
from tests.activity.paying import take
from tests.core.people import OPERATOR, user
from tests.reorganisation.plans import blmk_2021

RECORDED = date(2018, 1, 1)

pytestmark = pytest.mark.django_db
GROUPS = {"04F": 1, "06F": 1, "06P": 1, "M1J4Y": 2, "VPP00": 1}


def test_as_was_is_as_attributed(made, store):
    answer = ask("commissioner", store=store)
    assert by_code(answer) == GROUPS
    assert lost(answer) == {"": 1}
    assert answer.reconciliation.unresolved[0].reason == "no responsible commissioner was found"
    assert balances(answer)
    assert answer.run == made


def test_as_now_the_three_groups_are_the_one_that_came_after(made, store):
    answer = ask("commissioner", store=store, basis="as-now")
    assert by_code(answer) == {"M1J4Y": 5, "VPP00": 1}
    assert dict(zip(answer.frame.commissioner, answer.frame.commissioner_name, strict=True)) == {
        "M1J4Y": answer.frame.commissioner_name[0], "VPP00": "private patient or chargeable visitor",
    }  # fmt: skip
    assert balances(answer)


def test_as_at_a_day_before_the_merger_units_are_with_their_old_groups(made, store):
    answer = ask("commissioner", store=store, basis="as-at:2021-03-31")
    assert by_code(answer) == {"04F": 2, "06F": 1, "06P": 2, "VPP00": 1}
    assert balances(answer)


def test_as_if_a_plan_is_laid_over_today(made, store, tmp_path):
    merger = Merger("merger[0]", ("M1J4Y",), "NEW01", opening=Opening("A new group", ("RO98",)))
    plan = blmk_2021(slug="next", changes=(merger,), effective=date(2027, 4, 1), benefits=())
    path = tmp_path / "next.toml"
    path.write_text(plan_file.write(plan))
    answer = ask("commissioner", store=store, basis=f"as-if:{path}")
    assert by_code(answer) == {"NEW01": 5, "VPP00": 1}
    assert "A new group" in set(answer.frame.commissioner_name)
    assert answer.basis.day == date(2027, 4, 1)
    assert balances(answer)


def test_every_line_is_accounted_for(made, store):
    for basis, slug in product(["as-was", "as-now", "as-at:2021-03-31", "as-at:2030-01-01"], DIMENSIONS):
        answer = ask(slug, "pod", store=store, basis=basis)
        assert balances(answer), (basis, slug)
        assert answer.reconciliation.given["lines"] == made.lines
        assert all(each.reason for each in answer.reconciliation.unresolved)


def test_months_and_codes_choose_and_what_is_left_out_is_not_given(made, store):
    february = 2021 * 12 + 1
    answer = ask("provider", "month", store=store, months=[february], where={"commissioner": ["06P"]})
    assert by_code(answer) == {("RC9", date(2021, 2, 1)): 1}
    assert answer.reconciliation.given["lines"] == 1
    merged = ask("provider", store=store, basis="as-now", where={"commissioner": ["M1J4Y"]})
    assert by_code(merged) == {"RC9": 4, "RD8": 1}
    assert balances(merged)


def test_nothing_chosen_is_an_empty_answer_that_says_so(made, store):
    answer = ask("commissioner", store=store, months=[2030 * 12])
    assert answer.frame.empty
    assert answer.empty == "The run has no lines of these months and choices."


def test_a_number_that_is_no_month_is_refused(made, store):
    with pytest.raises(ContentError, match="year \\* 12"):
        ask("commissioner", store=store, months=[202_504])


def test_by_nothing_is_one_row_of_totals(made, store):
    frame = ask(store=store).frame
    assert len(frame) == 1
    assert int(frame.lines[0]) == made.lines
    assert int(frame.submitted[0]) == 335_050


def test_shown_has_units_and_pounds(made, store):
    found = ask("why", store=store)
    table = told(found).table.set_index("why")
    assert table.submitted["UNKNOWN_CURRENCY"] == Decimal("300")
    assert table.activity["UNKNOWN_CURRENCY"] == 1
    row = next(row for row in told(found).shape["rows"] if row["why"] == "UNKNOWN_CURRENCY")
    assert (row["submitted_pence"], row["activity_thousandths"]) == (30_000, 1_000)


def test_a_table_and_what_has_no_place_are_all_there_is(made, store):
    answer = told(ask("commissioner", "month", store=store))
    rows = list(csv.DictReader(StringIO(answer.content("csv").decode("utf-8-sig"))))
    assert len(rows) == len(answer.shape["rows"]) + 1
    assert (rows[-1]["commissioner"], rows[-1]["commissioner_name"]) == ("", "no responsible commissioner was found")
    assert sum(int(row["lines"]) for row in rows) == made.lines
    assert sum(Decimal(row["submitted"]) for row in rows) == Decimal("3350.50")
    (lost,) = answer.shape["reconciliation"]["unresolved"]
    assert lost["code"] is None
    parts = answer.shape["reconciliation"]["out"], lost
    assert all(sum(part[name] for part in parts) == value for name, value in
               answer.shape["reconciliation"]["in"].items())  # fmt: skip


def test_places_of_practices_need_to_know_where_they_stand(made, store):
    found = ask("place", store=store)
    assert balances(found)
    reasons = {each.reason for each in found.reconciliation.unresolved}
    assert any("directory" in reason for reason in reasons)
    assert "5 lines no small area of a home is known" in found.note


def test_what_is_unpriced_and_unattributed_is_told_first_with_what_to_do(made, store):
    told = {(each.about, each.code): each for each in ask("commissioner", store=store).attention}
    unpriced = told["unpriced", "UNKNOWN_CURRENCY"]
    assert (unpriced.lines, unpriced.submitted) == (1, 30_000)
    assert "local price" in unpriced.do
    nobody = next(each for (about, _), each in told.items() if about == "unattributed")
    assert (nobody.lines, nobody.submitted) == (1, 5_000)
    assert nobody.do
    assert ask(store=store, where={"provider": ["RD8"]}).attention == ()


def test_without_a_run_the_answer_is_empty_and_says_what_to_do(register, store):
    answer = ask("commissioner", "month", store=store)
    assert answer.run is None
    assert answer.frame.empty
    assert list(answer.frame.columns) == ["commissioner", "commissioner_name", "month", *SHOWN]
    assert "ouzel activity price" in answer.empty


def test_a_run_of_some_lines_does_not_answer_unless_it_is_asked(made, store):
    from ouzel.activity.asked import Asked

    part = run(asked=Asked(months=[2021 * 12 + 1]), by=OPERATOR, on=ON, store=store)
    assert ask(store=store).run == made
    assert int(ask(store=store, run=part).frame.lines[0]) == 2


def test_what_changed_since_the_run_is_said(made, store):
    assert ask(store=store).stale == ""
    load = take(store, "admitted", stay("2021-05-09", practice=MK))
    assert ask(store=store).stale == (
        f"Since these totals were worked out on 20 June 2025, a file of activity was taken (load {load}). Price again "
        "to see it. Only the months that changed are worked out anew."
    )
    withdraw(ActivityLoad.objects.get(pk=load), by=OPERATOR, why="sent twice", store=store)
    assert ask(store=store).stale == ""
    (first,) = made.loads
    withdraw(ActivityLoad.objects.get(pk=first), by=OPERATOR, why="sent twice", store=store)
    other = take(store, "admitted", stay("2021-05-09", practice=MK))
    map_pod(recorded=RECORDED, local_code="ODD", pod="EL", since=date(2021, 4, 4), by=OPERATOR)
    audit.record(by=OPERATOR, action=audit.Action.EDITION_MADE, subject="edition", detail={})
    assert ask(store=store).stale == (
        f"Since these totals were worked out on 20 June 2025, a file of activity was taken (load {other}) and a file "
        f"of activity was withdrawn or erased (load {first}), local points of delivery were mapped and the register "
        "has a new edition. Price again to see it."
    )
    run(by=OPERATOR, on=ON, store=store)
    assert ask(store=store).stale == ""
    audit.record(by=OPERATOR, action=Loads.LINES_READ, subject="a line", detail={})
    assert ask(store=store).stale == ""


def test_figures_need_their_permission(made, store):
    with pytest.raises(PermissionDenied, match="analyst"):
        ask(store=store, viewer=None)
    with pytest.raises(PermissionDenied):
        ask(store=store, viewer=user("p@example.org", "provider"))
    assert len(ask(store=store, viewer=user("a@example.org", "analyst")).frame) == 1


def test_a_dimension_that_is_not_there_is_refused(made, store):
    with pytest.raises(ContentError, match="commissioner, board"):
        ask("colour", store=store)
    with pytest.raises(ContentError, match="no such plan"):
        ask("board", store=store, basis="as-if:nothing", today=TODAY)


def test_a_lost_cube_is_said(made, store):
    store.remove(f"cube/run-{made.pk}.parquet")
    with pytest.raises(ContentError, match="Price again"):
        ask(store=store)


def test_practices_decide_and_not_the_payer_of_that_day(made, store):
    luton = ask("commissioner", "month", store=store, basis="as-at:2021-03-31", where={"commissioner": ["06P"]})
    assert by_code(luton) == {("06P", date(2021, 2, 1)): 1, ("06P", date(2021, 5, 1)): 1}
    assert LUTON != MK
