"""What leaves the house is in the audit trail."""

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.answers.exporting import record_export
from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry
from tests.activity.answers.asked import ask
from tests.core.people import OPERATOR, user

pytestmark = pytest.mark.django_db


def test_an_export_is_written_down_by_who_may(made, store):
    found = ask("provider", store=store, where={"commissioner": ["06P"]})
    record_export(found, by=OPERATOR, form="csv")
    entry = AuditEntry.objects.get(action="activity.figures.exported")
    assert entry.detail == {
        "form": "csv", "basis": "as-was", "run": made.pk, "months": None, "where": {"commissioner": ["06P"]},
        "rows": 1, "lines": 1,
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        record_export(found, by=Actor.person(user("p@example.org", "provider")), form="csv")
