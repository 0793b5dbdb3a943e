from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from ouzel.core import actions, queries
from ouzel.core.models import AuditEntry, Edition
from tests.core.people import OPERATOR


def make(note: str = "") -> Edition:
    return actions.new_edition(kind="load", by=OPERATOR, note=note)


class Failed(Exception):
    pass


@transaction.atomic
def fail_after_making() -> None:
    make()
    raise Failed


def test_edition_before_any_load_is_zero(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.current_edition() == 0


def test_edition_is_numbered_dated_and_audited(db):
    edition = make("May 2026")
    assert (edition.number, edition.kind, edition.by, queries.current_edition()) == (1, "load", "root (command)", 1)
    assert edition.at is not None
    assert make().number == 2
    entry = AuditEntry.objects.get(subject="edition 1")
    assert (entry.action, entry.detail) == ("core.edition.made", {"kind": "load", "note": "May 2026"})


@pytest.mark.django_db(transaction=True)
def test_edition_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"transaction\.atomic"):
        make()
    assert queries.current_edition() == 0


@pytest.mark.django_db(transaction=True)
def test_edition_number_of_a_change_that_failed_is_used_again():
    with pytest.raises(Failed):
        fail_after_making()
    with transaction.atomic():
        assert make().number == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_editions_made_at_once_wait_for_each_other_and_leave_no_gap():
    def load() -> None:
        for _ in range(5):
            with transaction.atomic():
                make()
        connection.close()

    threads = [Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert list(Edition.objects.values_list("number", flat=True)) == list(range(1, 21))


@pytest.mark.parametrize("statement", ["UPDATE core_edition SET note = 'x'", "DELETE FROM core_edition"])
def test_edition_is_never_changed(db, statement):
    make()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_edition_of_an_unknown_kind_is_refused(db):
    with pytest.raises(IntegrityError, match="edition_kind_known"), transaction.atomic():
        actions.new_edition(kind="whim", by=OPERATOR, note="")
