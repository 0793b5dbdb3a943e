"""What is withdrawn counts no longer; what is erased is gone; who reads lines says why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.erasing import erase_due
from ouzel.activity.gate.policy import policy
from ouzel.activity.models import ActivityLoad, Posting, PricingRun
from ouzel.activity.posting import post_run
from ouzel.activity.reading_lines import read_lines
from ouzel.activity.withdrawing import withdraw
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.engine.activity_lines import LineRef
from tests.activity.accounts import ON, total
from tests.activity.loads import CARE, care, lines, load, numbers
from tests.core.people import OPERATOR, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(store):
    first = load(
        care({"record": "A", "price": "1"}, {"record": "B", "price": "2"}), store, layout=CARE, submitted="2025-05-01"
    )
    second = load(care({"record": "B", "price": "3"}), store, layout=CARE, submitted="2025-06-01")
    return first.load, second.load


def prices(store):
    return [line["submitted"] for line in lines(store)]


def test_what_a_withdrawn_load_replaced_counts_again(store, two):
    assert prices(store) == [100, 300]
    row = withdraw(two[1], by=OPERATOR, why="sent in error", store=store)
    assert row.state == "withdrawn"
    assert prices(store) == [100, 200]
    assert AuditEntry.objects.get(action="activity.load.withdrawn").detail["why"] == "sent in error"


def test_a_run_with_lines_of_a_withdrawn_load_is_not_posted(store, two):
    made = PricingRun.objects.create(
        rules=[], prices=[], loads=[each.pk for each in two], lines=3, by="the test", on=ON
    )
    withdraw(two[1], by=OPERATOR, why="sent in error", store=store)
    with pytest.raises(ContentError, match=rf"withdrawn or erased since.*load {two[1].pk} no longer counts"):
        post_run(run=made, totals=[total(500)], by=OPERATOR, on=ON)
    assert not Posting.objects.exists()


def test_a_load_is_withdrawn_once_and_with_a_reason(store, two):
    with pytest.raises(ContentError, match="reason"):
        withdraw(two[1], by=OPERATOR, why=" ", store=store)
    withdraw(two[1], by=OPERATOR, why="sent in error", store=store)
    with pytest.raises(ContentError, match="cannot be withdrawn"):
        withdraw(two[1], by=OPERATOR, why="again", store=store)


def test_a_withdrawn_file_can_be_loaded_again(store, two):
    withdraw(two[1], by=OPERATOR, why="sent in error", store=store)
    again = load(care({"record": "B", "price": "3"}), store, layout=CARE, submitted="2025-06-01")
    assert not again.already
    assert prices(store) == [100, 300]


def test_who_may_load_may_not_withdraw(store, two):
    with pytest.raises(PermissionDenied):
        withdraw(two[1], by=Actor.person(user("analyst@example.org", "analyst")), why="sent in error", store=store)


def test_nothing_is_erased_before_its_day(store, two):
    assert erase_due(on=two[0].retain_until - timedelta(days=1), by=OPERATOR, store=store) == ()
    assert prices(store) == [100, 300]


def test_at_the_end_of_retention_lines_leave_the_store(store, two, django_capture_on_commit_callbacks):
    withdraw(two[0], by=OPERATOR, why="sent in error", store=store)
    with django_capture_on_commit_callbacks(execute=True):
        erased = erase_due(on=two[0].retain_until, by=OPERATOR, store=store)
    assert {row.pk for row in erased} == {row.pk for row in two}
    assert lines(store) == []
    assert store.names("lines") == []
    assert set(ActivityLoad.objects.values_list("state", flat=True)) == {"erased"}
    assert AuditEntry.objects.filter(action="activity.load.erased").count() == 2


def test_what_an_erased_load_replaced_does_not_count_again(store, django_capture_on_commit_callbacks):
    load(care({"record": "A", "price": "1"}, {"record": "B", "price": "2"}), store, layout=CARE, submitted="2025-05-01")
    soon = replace(policy(), retention_days=30)
    later = load(care({"record": "B", "price": "3"}), store, layout=CARE, submitted="2025-06-01", rules=soon).load
    with django_capture_on_commit_callbacks(execute=True):
        assert [row.pk for row in erase_due(on=later.retain_until, by=OPERATOR, store=store)] == [later.pk]
    assert prices(store) == [100]


def test_after_an_erasure_loading_goes_on(store, django_capture_on_commit_callbacks):
    spell = {"spell": "S", "order": "1", "practice": "E81001"}
    old = load(
        care({"record": "A"} | spell, {"record": "B"} | spell | {"practice": "E81002", "order": "2"}),
        store,
        layout=CARE,
    ).load
    with django_capture_on_commit_callbacks(execute=True):
        erase_due(on=old.retain_until, by=OPERATOR, store=store)
    row = load(care({"record": "C"} | spell), store, layout=CARE).load
    assert numbers(store) == [f"{row.pk}-1"]


def test_an_erasure_that_is_undone_leaves_the_lines(store, two):
    erase_due(on=two[0].retain_until, by=OPERATOR, store=store)  # the transaction of this test never ends
    assert store.names("lines")


def test_reading_lines_is_in_the_audit_trail_with_its_reason(store, two):
    asked = [LineRef(two[0].pk, 1), LineRef(two[0].pk, 2)]
    found = read_lines(by=OPERATOR, why="challenge 17", lines=asked, store=store)
    assert found["submitted"].to_pylist() == [100]  # the other one was replaced
    detail = AuditEntry.objects.get(action="activity.lines.read").detail
    assert (detail["why"], detail["lines"], detail["asked"]) == ("challenge 17", 1, [str(each) for each in asked])


def test_lines_are_read_by_load_month_and_data_set(store, two):
    assert read_lines(by=OPERATOR, why="test", loads=[two[1].pk], store=store).num_rows == 1
    assert read_lines(by=OPERATOR, why="test", months=[2025 * 12 + 4], store=store).num_rows == 0
    assert read_lines(by=OPERATOR, why="test", lines=[], store=store).num_rows == 0


def test_who_reads_lines_says_why_and_may(store, two):
    with pytest.raises(ContentError, match="say why"):
        read_lines(by=OPERATOR, why="", store=store)
    with pytest.raises(PermissionDenied):
        read_lines(by=Actor.person(user("analyst@example.org", "analyst")), why="curious", store=store)
    assert not AuditEntry.objects.filter(action="activity.lines.read").exists()
