from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from ouzel.core import actions
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment, User
from ouzel.core.people import can_manage_people
from ouzel.core.permissions import Permission, may, today
from tests.core.people import OPERATOR, user

DAY = date(2026, 4, 1)


@pytest.fixture
def ann(db) -> User:
    return actions.create_user(email="Ann@Example.org", by=OPERATOR, roles=["administrator"], name="Ann")


def actions_recorded() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_create_user_keeps_the_address_in_lower_case_and_gives_the_roles(ann):
    assert ann.email == "ann@example.org"
    assert not ann.has_usable_password()
    assert may(ann, Permission.USERS_MANAGE, on=today())
    assert actions_recorded() == ["core.user.created", "core.role.granted"]


@pytest.mark.parametrize("email", ["", "ann", "ann@", "ann example@x.org"])
def test_create_user_refuses_what_is_no_address(db, email):
    with pytest.raises(ContentError, match="not an e-mail address"):
        actions.create_user(email=email, by=OPERATOR)


def test_create_user_refuses_an_address_that_is_taken_whatever_its_capitals(ann):
    with pytest.raises(ContentError, match="already"):
        actions.create_user(email="ANN@example.org", by=OPERATOR)


def test_create_user_with_an_unknown_role_makes_nobody(db):
    with pytest.raises(ContentError, match="not a role"):
        actions.create_user(email="bob@example.org", by=OPERATOR, roles=["king"])
    assert not User.objects.exists()
    assert actions_recorded() == []


def test_only_who_manages_people_may_add_people(db):
    keeper = user("keeper@example.org", "register-keeper")
    for by in (Actor.person(keeper), Actor.system("nightly")):
        with pytest.raises(PermissionDenied, match="role of administrator"):
            actions.create_user(email="bob@example.org", by=by)
    admin = user("admin@example.org", "administrator")
    assert actions.create_user(email="bob@example.org", by=Actor.person(admin)).pk


def test_grant_role_refuses_one_held_on_some_of_these_days(ann):
    actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=date(2026, 1, 1), until=DAY)
    actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=DAY, until=date(2026, 5, 1))
    actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=date(2026, 1, 1), body_code="QHG")
    with pytest.raises(ContentError, match="already"):
        actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=date(2026, 4, 30))


def test_grant_role_refuses_dates_the_wrong_way_round(ann):
    with pytest.raises(ContentError, match="end before it begins"):
        actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=DAY, until=DAY)


def test_end_role_holds_until_the_day_and_can_be_given_again(ann):
    held = actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=DAY)
    actions.end_role(assignment=held, by=OPERATOR, on=DAY + timedelta(days=5))
    assert may(ann, Permission.REGISTER_LOAD, on=DAY + timedelta(days=4))
    assert not may(ann, Permission.REGISTER_LOAD, on=DAY + timedelta(days=5))
    actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=DAY + timedelta(days=5))


def test_end_role_on_its_first_day_takes_it_back_at_once(ann):
    held = actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=DAY)
    actions.end_role(assignment=held, by=OPERATOR, on=DAY)
    assert not may(ann, Permission.REGISTER_LOAD, on=DAY)
    with pytest.raises(ContentError, match="ended by then already"):
        actions.end_role(assignment=held, by=OPERATOR, on=DAY)
    actions.grant_role(user=ann, role="analyst", by=OPERATOR, since=DAY)


def test_last_person_who_manages_people_cannot_be_lost(ann):
    held = RoleAssignment.objects.get(user=ann)
    with pytest.raises(ContentError, match="nobody would be left"):
        actions.end_role(assignment=held, by=OPERATOR, on=today())
    with pytest.raises(ContentError, match="nobody would be left"):
        actions.deactivate_user(user=ann, by=OPERATOR, why="left")
    bob = actions.create_user(email="bob@example.org", by=OPERATOR, roles=["administrator"])
    actions.deactivate_user(user=ann, by=OPERATOR, why="left")
    assert list(can_manage_people(on=today())) == [bob]


def test_deactivated_account_holds_no_permission_until_it_is_opened_again(ann):
    user("bob@example.org", "administrator")
    actions.deactivate_user(user=ann, by=OPERATOR, why="leave")
    assert not may(Actor.person(ann), Permission.USERS_MANAGE, on=today())
    with pytest.raises(ContentError, match="closed"):
        actions.set_password_link(user=User.objects.get(pk=ann.pk), by=OPERATOR)
    actions.reactivate_user(user=ann, by=OPERATOR, why="back")
    assert may(Actor.person(ann), Permission.USERS_MANAGE, on=today())
    assert actions_recorded()[-2:] == ["core.user.deactivated", "core.user.reactivated"]


ROLE = "INSERT INTO core_roleassignment (user_id, role, body_code, since, until, cancelled) VALUES "


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (ROLE + "({0}, 'analyst', '', '2026-04-01', '2026-04-01', false)", "role_since_before_until"),
        (ROLE + "({0}, 'analyst', '', '2026-04-02', '2026-04-01', false)", "role_since_before_until"),
        (ROLE + "({0}, '', '', '2026-04-01', NULL, false)", "role_given"),
        (
            ROLE + "({0}, 'analyst', '', '2026-01-01', NULL, false), ({0}, 'analyst', '', '2027-01-01', NULL, false)",
            "role_held_once",
        ),
        (
            ROLE + "({0}, 'analyst', 'A', '2026-01-01', '2026-01-02', false),"
            " ({0}, 'analyst', 'A', '2026-01-01', '2026-01-02', false)",
            "role_held_once",
        ),
        ("INSERT INTO core_user (email, password, name, is_active) VALUES ('', '', '', true)", "user_email_given"),
        ("INSERT INTO core_user (email, password, name, is_active) VALUES ('A@x.org', '', '', true)", "lower_case"),
        ("INSERT INTO core_user (email, password, name, is_active) VALUES ('ann@example.org', '', '', true)", "email"),
    ],
)
def test_database_itself_refuses(ann, statement, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(ann.pk))


def test_database_allows_the_same_role_end_to_end_for_another_and_for_another_body(ann):
    bob = user("bob@example.org")
    rows = [
        (ann.pk, "analyst", "", "2026-01-01", "2026-04-01", False),
        (ann.pk, "analyst", "", "2026-04-01", None, False),
        (ann.pk, "analyst", "", "2026-01-01", None, True),
        (ann.pk, "analyst", "A", "2026-01-01", None, False),
        (ann.pk, "auditor", "", "2026-01-01", None, False),
        (bob.pk, "analyst", "", "2026-01-01", None, False),
    ]
    with connection.cursor() as cursor:
        cursor.executemany(ROLE + "(%s, %s, %s, %s, %s, %s)", rows)
