"""The readiness checklist: dated reference data, and how far a plan is with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.core.permissions import today
from ouzel.reorganisation import actions, checklist
from ouzel.reorganisation.checklist import TaskState, day
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import CheckItem
from ouzel.reorganisation.plan import Close, Merger, Move, Rename, WorkTogether
from ouzel.reorganisation.plan_file.tables import CHANGES
from tests.core.people import user
from tests.reorganisation.plans import AUTHOR, OPERATOR, blmk_2021
from tests.reorganisation.walking import DAY, at, drafted

EFFECTIVE = date(2021, 4, 1)


# The reference data


def test_every_task_has_its_words_its_source_and_a_time_that_runs_forward() -> None:
    rows = checklist.rows()
    assert len({row.slug for row in rows}) == len(rows) > 30
    for row in rows:
        assert row.heading, row.slug
        assert row.task, row.slug
        assert row.source, row.slug
        assert day(row.begins, EFFECTIVE) < day(row.due, EFFECTIVE), row.slug
        assert row.effective_until is None or row.effective_from is None or row.effective_from < row.effective_until


def test_every_source_says_whether_it_was_read() -> None:
    for row in checklist.rows():
        assert "(read)" in row.source or "title read" in row.source or "General knowledge" in row.source, row.slug


def test_kinds_of_change_are_called_what_a_plan_file_calls_them() -> None:
    mergers = {"merger", "acquisition", "recode"}
    assert {table.name for table in CHANGES} == mergers | set(checklist.KINDS.values())


def test_ods_is_told_five_months_before_and_its_tasks_end_four_weeks_before() -> None:
    by_slug = {row.slug: row for row in checklist.rows()}
    assert day(by_slug["tell-ods"].due, EFFECTIVE) == date(2020, 11, 1)
    ods = [row for row in checklist.rows() if row.heading == "ODS tasks"]
    assert len(ods) == 9
    assert {day(row.begins, EFFECTIVE) for row in ods} == {date(2021, 1, 7)}
    assert {day(row.due, EFFECTIVE) for row in ods} == {date(2021, 3, 4)}


@pytest.mark.parametrize(
    ("when", "effective", "expected"),
    [
        ("on the day", date(2021, 4, 1), date(2021, 4, 1)),
        ("5 months before", date(2026, 4, 1), date(2025, 11, 1)),
        ("1 month before", date(2021, 3, 31), date(2021, 2, 28)),
        ("12 months before", date(2024, 2, 29), date(2023, 2, 28)),
        ("4 weeks before", date(2021, 4, 1), date(2021, 3, 4)),
        ("12 weeks after", date(2021, 4, 1), date(2021, 6, 24)),
        ("1 month after", date(2021, 12, 31), date(2022, 1, 31)),
    ],
)
def test_time_before_or_after_the_day(when: str, effective: date, expected: date) -> None:
    assert day(when, effective) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_more_months_before_are_never_later(effective: date, months: int) -> None:
    assert day(f"{months + 1} months before", effective) < day(f"{months} months before", effective) < effective
    assert day("on the day", effective) < day(f"{months} months after", effective)


@pytest.mark.parametrize("when", ["", "soon", "4 days before", "-4 weeks before", "4 weeks before the day"])
def test_time_that_cannot_be_read_is_refused(when: str) -> None:
    with pytest.raises(ContentError, match="not a time"):
        day(when, EFFECTIVE)


@pytest.mark.parametrize(
    "change", [{"applies_to": "wedding"}, {"applies_to": ""}, {"due": "soon"}, {"effective_from": "May"}, {None: ["x"]}]
)
def test_row_that_cannot_be_read_is_told_with_its_line(change: dict[str, str]) -> None:
    row = {
        "slug": "a", "heading": "H", "task": "T", "begins": "2 weeks before", "due": "on the day",
        "applies_to": "merger", "source": "S", "effective_from": "", "effective_until": "",
    }  # fmt: skip
    assert checklist._row(row, 7).slug == "a"
    with pytest.raises(ContentError, match=r"checklist\.csv, line 7"):
        checklist._row({**row, **change}, 7)


# What belongs to a plan


def slugs(*changes: object, effective: date = EFFECTIVE) -> set[str]:
    return {row.slug for row in checklist.rows_for(blmk_2021(changes=changes, effective=effective))}


def test_law_is_that_of_the_day() -> None:
    (merger,) = blmk_2021().changes
    assert {"procedure-groups", "transfer-scheme-groups"} <= slugs(merger)
    assert not {"procedure-boards", "transfer-scheme", "whole-of-england"} & slugs(merger)
    now = slugs(merger, effective=date(2026, 4, 1))
    assert {"procedure-boards", "procedure-2026", "transfer-scheme", "whole-of-england"} <= now
    assert not {"procedure-groups", "transfer-scheme-groups"} & now
    assert "transfer-scheme" in slugs(merger, effective=date(2022, 7, 1))
    assert "transfer-scheme-groups" in slugs(merger, effective=date(2022, 6, 30))


def test_kinds_of_change_choose_the_tasks() -> None:
    recode = Merger(path="recode[0]", bodies=("04F",), into="X1", kind="recode")
    assert {"tell-ods", "closures", "smartcards"} <= slugs(recode)
    assert not {"staff", "property", "ledger"} & slugs(recode)
    assert "mail" in slugs(Rename(path="rename[0]", code="04F", name="New"))
    assert "closures" not in slugs(Rename(path="rename[0]", code="04F", name="New"))
    assert {"staff", "ledger"} <= slugs(Close(path="close[0]", code="04F"))
    assert "pooled-budgets" in slugs(Move(path="move[0]", to="04F", units=("K1",)))


def test_working_together_has_no_checklist() -> None:
    together = WorkTogether(path="together[0]", code="X1", form="committees in common", bodies=("04F", "06F"))
    assert slugs(together) == set()
    assert "tell-ods" in slugs(together, Rename(path="rename[0]", code="04F", name="New"))


# How far a plan is


def task(slug: str, on: date, plan: object = None) -> checklist.Task:
    return next(t for t in checklist.tasks(blmk_2021(), on=on) if t.slug == slug)


def test_tasks_stand_by_the_day_that_is_asked_about(register: None) -> None:
    drafted()
    due = date(2021, 3, 4)
    assert task("sites", date(2021, 1, 6)).state is TaskState.TO_COME
    assert task("sites", date(2021, 1, 7)).state is TaskState.DUE
    assert task("sites", due).state is TaskState.DUE
    assert task("sites", due + timedelta(1)).state is TaskState.OVERDUE
    found = checklist.tasks(blmk_2021(), on=due)
    assert [t.due for t in found] == sorted(t.due for t in found)
    assert checklist.progress(found) == (0, len(found))
    assert checklist.progress([]) == (0, 0)


def test_plan_that_is_not_stored_has_its_tasks_too(db: None) -> None:
    assert len(checklist.tasks(blmk_2021(), on=EFFECTIVE)) == len(checklist.rows_for(blmk_2021()))


def test_task_is_assigned_done_and_opened_again_and_each_is_audited(register: None) -> None:
    proposal = drafted()
    actions.assign(proposal=proposal, task="sites", owner=" Head of estates ", by=AUTHOR)
    done = actions.complete(proposal=proposal, task="sites", on=DAY, note="All 12", by=OPERATOR)
    assert (done.owner, done.done_on, done.note) == ("Head of estates", DAY, "All 12")
    stands = task("sites", date(2021, 5, 1))
    assert (stands.owner, stands.done_on, stands.note, stands.state) == (
        "Head of estates",
        DAY,
        "All 12",
        TaskState.DONE,
    )
    assert task("sites", DAY - timedelta(1)).state is TaskState.DUE  # it was not done yet
    assert checklist.progress(checklist.tasks(blmk_2021(), on=DAY))[0] == 1
    actions.reopen(proposal=proposal, task="sites", why="One was left out", by=AUTHOR)
    assert task("sites", date(2021, 5, 1)).state is TaskState.OVERDUE
    assert CheckItem.objects.get().owner == "Head of estates"
    entries = AuditEntry.objects.filter(action__startswith="reorganisation.task.").order_by("pk")
    assert [e.action.rsplit(".", 1)[1] for e in entries] == ["assigned", "completed", "reopened"]
    assert [e.detail["done_on"] for e in entries] == [None, str(DAY), None]
    assert [e.by_name for e in entries] == ["ada", "root", "ada"]


def test_only_tasks_of_the_plan_are_done_and_not_on_a_day_to_come(register: None) -> None:
    proposal = drafted()
    with pytest.raises(ContentError, match="no such task") as refused:
        actions.complete(proposal=proposal, task="transfer-scheme", on=DAY, by=AUTHOR)
    assert "tell-ods" in refused.value.right
    with pytest.raises(ContentError, match="in the future"):
        actions.complete(proposal=proposal, task="sites", on=today() + timedelta(1), by=AUTHOR)
    with pytest.raises(ContentError, match="is not done"):
        actions.reopen(proposal=proposal, task="sites", why="Why", by=AUTHOR)
    actions.complete(proposal=proposal, task="sites", on=DAY, by=AUTHOR)
    with pytest.raises(ContentError, match="without a reason"):
        actions.reopen(proposal=proposal, task="sites", why=" ", by=AUTHOR)
    assert CheckItem.objects.get().done_on == DAY


def test_tasks_are_done_after_the_enactment_too(register: None) -> None:
    proposal = at(State.PROVED)
    actions.complete(proposal=proposal, task="ledger", on=date(2021, 6, 20), by=AUTHOR)
    assert task("ledger", date(2021, 6, 24)).state is TaskState.DONE


@pytest.mark.parametrize("role", ["approver", "analyst", "auditor", ""])
def test_others_do_not_tick_off_tasks(register: None, role: str) -> None:
    proposal, eve = drafted(), Actor.person(user("eve@example.org", *([role] if role else [])))
    with pytest.raises(PermissionDenied, match="transition lead"):
        actions.assign(proposal=proposal, task="sites", owner="Eve", by=eve)
    with pytest.raises(PermissionDenied, match="transition lead"):
        actions.complete(proposal=proposal, task="sites", on=DAY, by=eve)


def test_task_of_a_version_that_is_gone_leaves_the_list(register: None) -> None:
    proposal = drafted()
    actions.complete(proposal=proposal, task="staff", on=DAY, by=AUTHOR)
    other = replace(blmk_2021(), changes=(Rename(path="rename[0]", code="04F", name="New"),))
    actions.save(plan=other, by=AUTHOR, on=DAY)
    assert "staff" not in {t.slug for t in checklist.tasks(other, on=DAY)}
    assert CheckItem.objects.get().done_on == DAY  # and is there again if the plan is
