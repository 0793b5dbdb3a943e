"""What was taken in private is nowhere in public: in no table of governance, for no role without the right.

Doors (pages, files, feeds, searches, exports) are asked in the modules beside this one, with the same marked words.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.core.permissions import Permission, Viewer
from ouzel.core.roles import ROLES
from tests.confidential.marked import MARK, Marked, marks_in
from tests.core.people import LONG_AGO, user

WITHOUT = sorted(slug for slug, role in ROLES.items() if Permission.GOVERNANCE_PRIVATE not in role.permissions)


def text_of(row: Model) -> str:
    """All that a row holds, as text: words, numbers, JSON, and what a file says."""
    return "\n".join(_text(getattr(row, field.attname)) for field in row._meta.concrete_fields)


def _text(value: Any) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode(errors="replace")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def found(app: str, viewer: Viewer) -> Iterator[str]:
    """Where marked words stand in what a viewer sees of an application."""
    for model in apps.get_app_config(app).get_models():
        for row in model._default_manager.all().visible_to(viewer):  # type: ignore[attr-defined]
            if marks := marks_in(text_of(row)):
                yield f"{model.__name__} {row.pk}: {marks}"


def test_crawl_would_find_the_words(marked: Marked) -> None:
    reader = Actor.person(user("member@example.org", "board-member"))
    models = {line.split()[0] for line in found("confidential", reader)}
    assert models == {"PrivateItem", "PrivatePaper", "PrivateDecision", "PrivateAction", "PrivateMinutes", "KeptFrom",
                      "LetBack"}  # fmt: skip


def test_public_sees_no_word_of_it(marked: Marked) -> None:
    assert list(found("governance", None)) == []
    assert list(found("confidential", None)) == []


@pytest.mark.parametrize("role", WITHOUT)
def test_role_without_the_right_sees_no_word_of_it(marked: Marked, role: str) -> None:
    viewer = Actor.person(user(f"{role}@example.org", role))
    assert list(found("governance", viewer)) == []
    assert list(found("confidential", viewer)) == []


def test_no_table_of_governance_holds_a_word_of_it_whoever_asks(marked: Marked) -> None:
    assert list(found("governance", marked.world.by)) == []


def test_member_of_another_body_sees_no_word_of_it(marked: Marked) -> None:
    for code in ("06F", "milton-keynes-governing-body"):
        someone = user(f"{code.lower()}@example.org")
        RoleAssignment.objects.create(user=someone, role="board-member", body_code=code, since=LONG_AGO)
        assert list(found("confidential", Actor.person(someone))) == []


def test_member_of_the_body_sees_it(marked: Marked) -> None:
    for code in ("06P", "luton-governing-body"):
        someone = user(f"{code.lower()}@example.org")
        RoleAssignment.objects.create(user=someone, role="board-member", body_code=code, since=LONG_AGO)
        assert len(list(found("confidential", Actor.person(someone)))) == 10


def test_audit_trail_holds_no_word_of_it(marked: Marked) -> None:
    said = "\n".join(json.dumps([entry.subject, entry.detail]) for entry in AuditEntry.objects.all())
    assert marks_in(said) == []


def test_marked_word_in_public_would_be_found(marked: Marked) -> None:
    marked.meeting.events.create(number=99, kind="paper", on=marked.meeting.noticed_on, note=f"Of {MARK}", by="x")
    assert [line.split()[0] for line in found("governance", None)] == ["MeetingEvent"]
