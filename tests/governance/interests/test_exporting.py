"""The register as CSV: the same as is read, safe to open; the whole of it is taken out by who may, and written down."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry
from ouzel.governance.interests import actions
from ouzel.governance.interests.exporting import export_whole, gifts_csv, interests_csv
from ouzel.governance.interests.giving import declare_gift
from ouzel.governance.interests.publishing import register_of
from tests.core.people import user
from tests.governance.interests.declaring import declare
from tests.governance.world import SECRETARY, World

DAY = date(2020, 6, 1)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_file_has_a_row_for_everybody_and_runs_nothing(world: World) -> None:
    declare(world.person("Gil"), description='=HYPERLINK("http://example.org")', organisation="Smith, Jones")
    found = rows(interests_csv(register_of([world.luton], on=DAY, viewer=None, asked=DAY)))
    assert len(found) == 11
    (gil,) = [row for row in found if row["person"] == "Gil Eastluton"]
    assert gil["interest"].startswith("'=")
    assert (gil["organisation"], gil["since"], gil["until"]) == ("Smith, Jones", "2018-01-01", "")
    (gwen,) = [row for row in found if row["person"] == "Gwen Westluton"]
    assert gwen["note"] == "No declaration is on record."


def test_gifts_say_what_the_rule_says_and_leave_unknown_sums_empty(world: World) -> None:
    declare_gift(person=world.person("Gil"), kind="gift", donor="A family", description="Flowers", value=None,
                 offered=DAY, outcome="declined", on=DAY, by=SECRETARY)  # fmt: skip
    (row,) = rows(gifts_csv(register_of([world.luton], on=DAY, viewer=None, asked=DAY)))
    assert (row["pence"], row["late"]) == ("", "no")
    assert row["what_the_rule_says"].startswith("Its value is not known")


def test_whole_register_is_taken_out_by_who_may_and_written_down(world: World) -> None:
    actions.redact(interest=declare(world.person("Gil")), reason="Risk", on=date(2020, 5, 1), by=SECRETARY)
    public = interests_csv(register_of([world.luton], on=DAY, viewer=None, asked=DAY))
    whole = interests_csv(export_whole([world.luton], on=DAY, by=SECRETARY))
    assert "Harlow" not in public
    assert "Harlow" in whole
    entry = AuditEntry.objects.get(action="governance.interests.exported")
    assert entry.subject == "luton-governing-body"
    with pytest.raises(PermissionDenied):
        export_whole([world.luton], on=DAY, by=Actor.person(user("nobody@example.org")))
