import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

import ouzel
from ouzel.core import actions
from ouzel.core.models import AuditEntry, Edition, RoleAssignment, User
from tests.core.people import OPERATOR, user

OURS = [model for model in apps.get_models() if model.__module__.startswith("ouzel.")]
SOURCE = Path(ouzel.__path__[0])


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_which_rows_are_visible_to_whom(db, model):
    rows = model._default_manager.count()
    assert model._default_manager.visible_to(OPERATOR).count() == rows
    assert model._default_manager.visible_to(AnonymousUser()).count() <= rows


def test_audit_trail_is_visible_to_who_may_read_it_only(db):
    ann = actions.create_user(email="ann@example.org", by=OPERATOR, roles=["auditor"])
    bob = user("bob@example.org", "register-keeper")
    assert AuditEntry.objects.visible_to(ann).count() == 2
    assert AuditEntry.objects.visible_to(bob).count() == 0
    assert AuditEntry.objects.visible_to(AnonymousUser()).count() == 0


def test_people_see_themselves_and_administrators_see_all(db):
    ann, bob = user("ann@example.org", "analyst"), user("bob@example.org", "administrator")
    assert list(User.objects.visible_to(ann)) == [ann]
    assert list(User.objects.visible_to(bob)) == [ann, bob]
    assert [held.user for held in RoleAssignment.objects.visible_to(ann)] == [ann]
    assert RoleAssignment.objects.visible_to(bob).count() == 2
    assert not User.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.django_db(transaction=True)
def test_editions_are_visible_to_everybody():
    from django.db import transaction

    with transaction.atomic():
        actions.new_edition(kind="load", by=OPERATOR, note="")
    assert Edition.objects.visible_to(AnonymousUser()).count() == 1


def unguarded(source: str) -> list[int]:
    """Lines on which `.objects` is used for anything but `.objects.visible_to`."""
    tree = ast.parse(source)
    managers = {id(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"}
    guarded = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and id(node) in managers and id(node) not in guarded
    )


DOORS = sorted(
    {
        *SOURCE.rglob("views.py"),
        *SOURCE.rglob("api.py"),
        *(SOURCE / "web").rglob("*.py"),
        *(SOURCE / "api").rglob("*.py"),
    }
)


@pytest.mark.parametrize("path", DOORS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_views_and_api_start_from_what_is_visible(path):
    assert unguarded(path.read_text()) == [], "start from .objects.visible_to(request.user), or from a query"


def test_unguarded_finds_a_query_that_starts_from_everything():
    assert unguarded("a = Edition.objects.all()\nb = Edition.objects.visible_to(u)\nc = get(Edition.objects, 1)") == [
        1,
        3,
    ]
