"""A run takes the cells of months that have not changed: the same as working all of it out again."""

from datetime import date

import pytest

from ouzel.activity import cube, in_step
from ouzel.activity.models import ActivityLoad, PricingRun
from ouzel.activity.pod_mapping import map_pod
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.activity.running import run
from ouzel.activity.store import Store
from ouzel.activity.withdrawing import withdraw
from tests.activity.loads import ON
from tests.activity.paying import take
from tests.activity.test_running import BEDFORD, MK, YEAR, stay
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def year(register: None) -> None:
    """The register of the area and the prices of its year."""
    load_book(demonstration_book(**YEAR), by=OPERATOR)


def months(day: int, *records: str, **said: str) -> list[dict[str, str]]:
    """A stay in each of three months."""
    ends = ("2021-04", "2021-05", "2021-06")
    return [stay(record=f"{each}-{end}", start=f"{end}-01", end=f"{end}-{day:02}", **said)
            for each in records for end in ends]  # fmt: skip


def done(store: Store, **asked: bool) -> PricingRun:
    return run(by=OPERATOR, on=ON, store=store, **asked)


def cells(made: PricingRun, store: Store) -> list[tuple[object, ...]]:
    rows = store.read_table(cube.FILE.format(made.pk)).to_pylist()
    return sorted((tuple(row.values()) for row in rows), key=repr)


def the_same_anew(made: PricingRun, store: Store) -> None:
    """Its cells and its sums are those of a run that works everything out."""
    whole = done(store, anew=True)
    assert whole.summary["taken_from"] is None
    assert cells(made, store) == cells(whole, store)
    assert made.lines == whole.lines
    for name in ("cells", "by_why", "price", "charged", "submitted", "left_out"):
        assert made.summary[name] == whole.summary[name]


def test_a_new_file_is_worked_out_for_its_month_alone(store):
    take(store, "admitted", *months(9, "a", "b"))
    first = done(store)
    assert first.summary["taken_from"] is None
    take(store, "admitted", stay(record="c", practice=MK, start="2021-05-02", end="2021-05-04"))
    made = done(store)
    assert made.summary["taken_from"] == {"run": first.pk, "months": 1, "lines": 3}
    assert made.lines == 7
    assert "Only 1 month changed" in in_step.taken_words(made)
    the_same_anew(made, store)


def test_a_record_that_moves_to_another_month_changes_both(store):
    take(store, "admitted", *months(9, "a", "b"))
    first = done(store)
    take(store, "admitted", stay(record="a-2021-04", practice=BEDFORD, start="2021-06-01", end="2021-06-02",
                                 created="2026-01-01"))  # fmt: skip
    made = done(store)
    assert made.summary["taken_from"] == {"run": first.pk, "months": 2, "lines": 4}
    assert made.lines == first.lines
    the_same_anew(made, store)


def test_a_withdrawal_brings_back_what_was_before_and_an_unknown_month_is_a_month(store):
    take(store, "admitted", *months(9, "a"))
    other = take(store, "admitted", *months(12, "b"), stay(record="c", start="", end=""))
    first = done(store)
    withdraw(ActivityLoad.objects.get(pk=other), by=OPERATOR, why="the wrong file", store=store)
    made = done(store)
    assert made.lines == 3 < first.lines
    the_same_anew(made, store)


def test_a_month_that_is_gone_leaves_no_cells(store):
    take(store, "admitted", *months(9, "a"))
    other = take(store, "admitted", stay(record="b", start="2021-07-01", end="2021-07-02"))
    done(store)
    withdraw(ActivityLoad.objects.get(pk=other), by=OPERATOR, why="the wrong file", store=store)
    made = done(store)
    assert made.summary["taken_from"]["lines"] == 0
    assert {row[0] for row in cells(made, store)} == {date(2021, month, 1) for month in (4, 5, 6)}
    the_same_anew(made, store)


def test_episodes_of_a_spell_in_two_files_change_the_month_of_either(store):
    take(store, "admitted", *months(9, "a"), stay(record="s1", spell="S", order="1", start="2021-04-20",
                                                  end="2021-04-30"))  # fmt: skip
    done(store)
    take(store, "admitted", stay(record="s2", spell="S", order="2", practice=MK, start="2021-04-30", end="2021-05-02"))
    made = done(store)
    assert made.summary["taken_from"]["months"] == 2
    the_same_anew(made, store)


def test_nothing_new_is_nothing_to_work_out(store):
    take(store, "admitted", *months(9, "a"))
    first = done(store)
    made = done(store)
    assert made.summary["taken_from"] == {"run": first.pk, "months": 0, "lines": 0}
    assert cells(made, store) == cells(first, store)
    assert "Nothing has changed" in in_step.taken_words(made)


def test_whatever_else_a_run_reads_has_all_worked_out(store):
    take(store, "admitted", *months(9, "a"))
    done(store)
    map_pod(recorded=ON, local_code="ODD", pod="EL", since=date(2021, 4, 4), by=OPERATOR)
    made = done(store)
    assert made.summary["taken_from"] is None
    assert in_step.taken_words(made) == ""
    assert done(store).summary["taken_from"]["run"] == made.pk


def test_totals_that_are_no_longer_there_are_worked_out(store):
    take(store, "admitted", *months(9, "a"))
    store.remove(cube.FILE.format(done(store).pk))
    assert done(store).summary["taken_from"] is None


@pytest.mark.parametrize("left", [b"", b"PAR1 half of a file"])
def test_what_a_run_that_was_cut_off_left_is_swept_up(store, left):
    take(store, "admitted", *months(9, "a"))
    first = done(store)
    lost = cube.FILE.format(first.pk + 1_000_000)
    store.write(lost, left)
    take(store, "admitted", stay(record="b"))
    assert store.names("cube") == [cube.FILE.format(first.pk)]
