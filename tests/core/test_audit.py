from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.audit import Action, Head
from ouzel.core.models import AuditEntry
from tests.core.people import OPERATOR

COLUMNS = "number, at, previous, hash, content, by_kind, by_name, on_behalf_of, action, subject, detail"
SET_UP = [f"thing {n}" for n in range(1, 6)]


def record(subject: str = "thing", **detail: object) -> AuditEntry:
    return audit.record(by=OPERATOR, action=Action.USER_CREATED, subject=subject, detail=detail)


class Failed(Exception):
    pass


@transaction.atomic
def fail_after_recording(subject: str) -> None:
    record(subject)
    raise Failed


def commit() -> None:
    """What the end of a transaction does: the database links the rows."""
    connection.check_constraints()


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def triggers_off():
    """What somebody with all rights in the database can do, and the chain must show."""
    sql("SET session_replication_role = replica")
    yield
    sql("SET session_replication_role = DEFAULT")


@pytest.fixture
def trail(db):
    for subject in SET_UP:
        record(subject, n=1, day=date(2026, 4, 1), share=Decimal("0.50"))
    commit()


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match=r"transaction\.atomic"):
        record()


@pytest.mark.django_db(transaction=True)
def test_record_is_numbered_when_its_transaction_commits_without_gaps():
    with transaction.atomic():
        assert record("one").number is None
    with pytest.raises(Failed):
        fail_after_recording("never")
    with transaction.atomic():
        record("two")
        record("three")
    assert list(AuditEntry.objects.values_list("number", "subject")) == [(1, "one"), (2, "two"), (3, "three")]
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_record_of_a_long_transaction_does_not_hold_up_another():
    from threading import Thread

    def other() -> None:
        with transaction.atomic():
            record("short")
        connection.close()

    with transaction.atomic():
        record("long")
        thread = Thread(target=other)
        thread.start()
        thread.join(timeout=20)
        assert not thread.is_alive()
    assert list(AuditEntry.objects.values_list("number", "subject")) == [(1, "short"), (2, "long")]
    assert audit.verify() == []


def test_record_keeps_dates_and_decimals_as_text(trail):
    assert AuditEntry.objects.get(number=1).detail == {"n": 1, "day": "2026-04-01", "share": "0.50"}


@pytest.mark.parametrize("value", [0.5, {1: "a"}, object(), b"bytes"])
def test_record_refuses_what_would_not_come_back_the_same(db, value):
    with pytest.raises(TypeError, match="cannot keep"):
        record(value=value)


def test_record_refuses_an_action_that_is_not_declared(db):
    with pytest.raises(TypeError, match="typed action"):
        audit.record(by=OPERATOR, action="made.up", subject="thing", detail={})


def test_head_of_an_empty_trail_is_zero(db):
    assert audit.head() == Head(0, "0" * 64)
    assert audit.verify(expected_head=audit.head()) == []


def test_verify_finds_nothing_wrong_in_what_was_written(trail):
    assert audit.verify(expected_head=audit.head()) == []
    assert Head.parse(str(audit.head())) == audit.head()


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'other'",
        "by_name = 'somebody else'",
        "by_kind = 'system'",
        "action = 'core.role.granted'",
        "detail = '{\"n\": 2}'",
        "on_behalf_of = 'x'",
        "at = at - interval '1 microsecond'",
        "content = repeat('a', 64)",
        "hash = repeat('b', 64)",
    ],
)
def test_verify_names_a_row_that_was_changed(trail, change):
    with triggers_off():
        sql(f"UPDATE core_auditentry SET {change} WHERE number = 3")
    assert (3, "changed") in [(each.number, each.kind) for each in audit.verify()]


def test_verify_names_a_row_that_was_removed(trail):
    with triggers_off():
        sql("DELETE FROM core_auditentry WHERE number IN (2, 3)")
    assert [(each.number, each.kind, each.problem) for each in audit.verify()] == [
        (2, "removed", "rows 2 to 3 are gone")
    ]


def test_verify_names_a_row_that_was_removed_and_the_gap_closed(trail):
    with triggers_off():
        sql("DELETE FROM core_auditentry WHERE number = 2")
        sql("UPDATE core_auditentry SET number = number - 1 WHERE number > 2")
    assert audit.verify()[0].number == 2


def test_verify_names_a_row_that_was_replaced_with_its_hash_computed_anew(trail):
    entry = AuditEntry.objects.get(number=3)
    entry.subject = "forged"
    entry.content = audit._content(audit._said(entry))
    with triggers_off():
        sql(
            "UPDATE core_auditentry SET subject = %s, content = %s, hash = %s WHERE number = 3",
            entry.subject,
            entry.content,
            audit.link(entry),
        )
    assert [(each.number, each.kind) for each in audit.verify()] == [(4, "inserted")]


@pytest.mark.parametrize("number", [6, 7])
def test_verify_names_a_row_that_was_inserted(trail, number):
    with triggers_off():
        sql(
            f"INSERT INTO core_auditentry ({COLUMNS}) SELECT %s, at, previous, repeat('c', 64), content, by_kind,"
            " by_name, on_behalf_of, action, subject, detail FROM core_auditentry WHERE number = 5",
            number,
        )
    assert {each.number for each in audit.verify()} == {6, number}


def test_verify_names_a_row_that_was_put_before_the_first(trail):
    sql("ALTER TABLE core_auditentry DROP CONSTRAINT audit_link_all_or_none")
    with triggers_off():
        sql("UPDATE core_auditentry SET number = 0 WHERE number = 5")
    assert (0, "inserted") in [(each.number, each.kind) for each in audit.verify()]


@pytest.mark.parametrize("text", ["", "12", "12:abc", "x:" + "0" * 64])
def test_head_that_is_not_one_is_refused(text):
    with pytest.raises(ValueError, match="NUMBER:HASH"):
        Head.parse(text)


def test_verify_names_a_row_without_a_link(trail):
    with triggers_off():
        sql(
            "INSERT INTO core_auditentry (content, by_kind, by_name, on_behalf_of, action, subject, detail)"
            " VALUES ('x', 'system', 's', '', 'a', 'b', '{}')"
        )
    assert [each.kind for each in audit.verify()] == ["unlinked"]


def test_verify_with_the_head_shows_that_the_end_was_cut_off(trail):
    written_down = audit.head()
    with triggers_off():
        sql("DELETE FROM core_auditentry WHERE number > 3")
    assert audit.verify() == []  # nothing in the trail itself can show it
    assert [(each.number, each.kind) for each in audit.verify(expected_head=written_down)] == [(4, "removed")]


def test_verify_with_the_head_shows_that_the_trail_was_written_anew(trail):
    written_down = audit.head()
    with triggers_off():
        sql("DELETE FROM core_auditentry")
    for subject in [*SET_UP, "one more"]:
        record(subject)
    commit()
    assert audit.verify() == []
    assert [(each.number, each.kind) for each in audit.verify(expected_head=written_down)] == [(5, "head")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET subject = 'other' WHERE number = 2",
        "UPDATE core_auditentry SET hash = NULL, number = NULL, at = NULL, previous = NULL WHERE number = 2",
        "DELETE FROM core_auditentry WHERE number = 5",
        "TRUNCATE core_auditentry",
        f"INSERT INTO core_auditentry ({COLUMNS}) VALUES (6, now(), '', '', 'x', 'system', 's', '', 'a', 'b', '{{}}')",
    ],
)
def test_trail_refuses_to_be_changed_in_the_database_itself(trail, statement):
    with pytest.raises(IntegrityError, match=r"append-only|numbers and links"), transaction.atomic():
        sql(statement)
    assert audit.verify(expected_head=audit.head()) == []


def test_trail_refuses_to_change_a_row_of_the_same_transaction(db):
    entry = record("first said")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql("UPDATE core_auditentry SET subject = 'then said' WHERE id = %s", entry.pk)


def test_trail_refuses_a_person_without_a_number(db):
    with pytest.raises(IntegrityError, match="audit_person_has_number"), transaction.atomic():
        sql(
            "INSERT INTO core_auditentry (content, by_kind, by_name, on_behalf_of, action, subject, detail)"
            " VALUES ('x', 'person', 's', '', 'a', 'b', '{}')"
        )


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


class TestWhateverIsSaid(TestCase):
    @given(said=plain, name=words.filter(bool))
    def test_trail_verifies_whatever_was_said(self, said, name):
        audit.record(by=Actor.system(name), action=Action.EDITION_MADE, subject=name, detail={"said": said})
        commit()
        assert audit.verify() == []
