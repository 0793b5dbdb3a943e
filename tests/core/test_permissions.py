from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.models import RoleAssignment, User
from ouzel.core.permissions import Permission, granted, may, require
from ouzel.core.roles import PUBLIC, ROLES, role, roles_with
from tests.core.people import OPERATOR, user

DAY = date(2026, 4, 1)


@pytest.mark.parametrize("viewer", [None, AnonymousUser()])
def test_anybody_may_read_and_export_the_register_and_no_more(viewer):
    assert granted(viewer, on=DAY) == PUBLIC
    assert may(viewer, Permission.REGISTER_READ, on=DAY)
    assert not may(viewer, Permission.REGISTER_LOAD, on=DAY)


def test_person_at_the_command_line_may_do_everything():
    assert granted(OPERATOR, on=DAY) == frozenset(Permission)


def test_system_may_not_manage_people():
    assert not may(Actor.system("nightly"), Permission.USERS_MANAGE, on=DAY)
    assert may(Actor.system("nightly"), Permission.REGISTER_LOAD, on=DAY)


def test_person_may_what_their_roles_carry(db):
    ann = user("ann@example.org", "register-keeper")
    for viewer in (ann, Actor.person(ann)):
        assert may(viewer, Permission.REGISTER_SETTLE, on=DAY)
        assert not may(viewer, Permission.USERS_MANAGE, on=DAY)


@pytest.mark.parametrize(
    ("day", "allowed"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)],
)
def test_role_holds_from_its_first_day_until_the_day_before_its_end(db, day, allowed):
    ann = user()
    RoleAssignment.objects.create(user=ann, role="analyst", since=date(2026, 1, 1), until=date(2026, 4, 1))
    assert may(ann, Permission.REGISTER_LOAD, on=day) is allowed


def test_role_for_one_body_counts_for_no_other_and_not_for_the_whole(db):
    ann = user()
    RoleAssignment.objects.create(user=ann, role="analyst", body_code="QHG", since=DAY)
    assert may(ann, Permission.REGISTER_LOAD, body="QHG", on=DAY)
    assert not may(ann, Permission.REGISTER_LOAD, body="QUE", on=DAY)
    assert not may(ann, Permission.REGISTER_LOAD, on=DAY)


def test_role_for_all_bodies_counts_for_each(db):
    assert may(user("ann@example.org", "analyst"), Permission.REGISTER_LOAD, body="QHG", on=DAY)


def test_cancelled_role_and_closed_account_carry_nothing(db):
    ann, bob = user("ann@example.org", "analyst"), user("bob@example.org", "analyst")
    RoleAssignment.objects.filter(user=ann).update(cancelled=True)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert granted(ann, on=DAY) == PUBLIC
    assert granted(Actor.person(bob), on=DAY) == PUBLIC  # also for who was signed in when it was closed


def test_role_that_the_code_no_longer_knows_carries_nothing(db):
    assert granted(user("ann@example.org", "former-role"), on=DAY) == PUBLIC


def test_require_says_which_role_is_needed_and_who_gives_it(db):
    with pytest.raises(PermissionDenied) as refused:
        require(user(), Permission.REGISTER_LOAD, body="QHG", on=DAY)
    assert str(refused.value) == (
        "This needs the role of analyst or register keeper for QHG. "
        "A person with the role of administrator can give it to you."
    )
    require(OPERATOR, Permission.REGISTER_LOAD, on=DAY)


def test_every_permission_is_public_or_carried_by_a_role():
    for permission in Permission:
        assert permission in PUBLIC or roles_with(permission), permission


def test_role_that_does_not_exist_is_named_with_those_that_do():
    assert all(role(slug).slug == slug for slug in ROLES)
    with pytest.raises(ValueError, match="'king' is not a role: use analyst"):
        role("king")


def test_templates_and_views_ask_the_same_rules(db):
    from django.template import engines

    ann = user()
    RoleAssignment.objects.create(user=ann, role="auditor", since=DAY)
    RoleAssignment.objects.create(user=ann, role="analyst", body_code="QHG", since=DAY)
    template = engines["django"].from_string(
        "{% if perms.core.audit_read %}yes{% endif %}{{ perms.core.users_manage }}"
    )
    from django.contrib.auth.context_processors import PermWrapper

    assert template.render({"perms": PermWrapper(ann)}) == "yesFalse"
    assert ann.has_perm("core.register_load", "QHG")
    assert not ann.has_perm("core.register_load")
    assert not ann.has_perm("core.no_such_thing")


def test_templates_and_views_know_what_is_public():
    assert AnonymousUser().has_perm("core.register_read")
    assert not AnonymousUser().has_perm("core.audit_read")
