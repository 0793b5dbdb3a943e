"""A provider's file checked before it is sent: same rules, nothing kept."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.checking import check_file
from ouzel.activity.faults import Taking
from ouzel.activity.gate.policy import policy
from ouzel.activity.readers.mapping import read_mapping
from ouzel.activity.references.tables import load_table
from ouzel.activity.rules.tables import demonstration_rows
from ouzel.activity.store import Store
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.core.server.places import home
from tests.activity.readers.files import submission, table
from tests.core.people import LONG_AGO, OPERATOR, user
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

pytestmark = pytest.mark.django_db

ON = date(2025, 6, 1)
OTHER = {"CDS UNIQUE IDENTIFIER": "RC9-2", "HOSPITAL PROVIDER SPELL NUMBER": "S2", "NHS NUMBER": "9876543210"}


def test_check_good_file_would_be_taken() -> None:
    done = check_file(submission("plcm", {}, OTHER), by=OPERATOR, on=ON, name="april.csv")
    assert not done.refused
    assert (done.file, done.layout.slug, done.rows, done.faults.errors) == ("april.csv", "plcm", 2, 0)
    file, verdict, *_ = done.sentences()
    assert file == "april.csv is a file of patient-level contract monitoring with 2 rows."
    assert verdict.startswith("It would be taken")
    assert any("register is empty" in line for line in done.sentences())


def test_check_faults_and_gate_are_told_together() -> None:
    content = submission("plcm", {}, OTHER | {"POINT OF DELIVERY CODE": "X9", "WARD CODE": "9434765919"})
    done = check_file(content, by=OPERATOR, on=ON)
    assert done.refused
    assert done.faults.counts == {"POD-UNKNOWN": 1}
    text = json.dumps(done.as_json()) + " ".join(done.sentences())
    assert "POD-UNKNOWN, 1 row: there is no such national point of delivery." in text
    assert "9434765919" not in text
    assert not check_file(content, by=OPERATOR, on=ON, taking=Taking.parse("take-and-list")).refused


def test_check_gate_may_refuse_alone() -> None:
    done = check_file(submission("plcm", {}, OTHER), by=OPERATOR, on=ON, rules=policy("strict"))
    assert done.refused
    assert done.faults.errors == 0


def kept() -> set[Path]:
    """All files of the home but those of the database, which others use meanwhile; what is in it is counted."""
    return {path for path in home().rglob("*") if "postgres" not in path.relative_to(home()).parts}


def test_check_keeps_nothing(tmp_path: Path) -> None:
    before = kept()
    entries = AuditEntry.objects.count()
    check_file(submission("plcm", {}), by=OPERATOR, on=ON)
    assert kept() - before == set()
    assert AuditEntry.objects.count() == entries


def test_check_by_a_mapping_file_and_with_progress() -> None:
    layout = read_mapping('name = "own"\nslug = "own"\nkind = "outpatient"\n[fields]\nstart = "D"\nspecialty = "T"\n')
    seen: list[int] = []
    done = check_file(
        table("D,T\n2025-04-01,100\n2025-04-02,999"), by=OPERATOR, on=ON, layout=layout, progress=seen.append
    )
    assert done.faults.counts == {"SPECIALTY-UNKNOWN": 1}
    assert seen == [2]


def test_check_unknown_file_is_refused() -> None:
    with pytest.raises(ContentError, match="no format that is known"):
        check_file(b"a,b\n1,2\n", by=OPERATOR, on=ON)


def test_check_specialised_services_where_their_list_is_loaded(store: Store) -> None:
    def line(service: str) -> bytes:
        return submission("plcm", {"SPECIALISED SERVICE CODE": service, "COMMISSIONED SERVICE CATEGORY CODE": "21"})

    def counts(service: str) -> dict[str, int]:
        return check_file(line(service), by=OPERATOR, on=ON, store=store).faults.counts

    assert counts("WRONG") == {}
    load_table(
        demonstration_rows("service-colours").encode(), table="service-colours", effective=date(2025, 4, 1),
        published=date(2025, 3, 1), by=OPERATOR, origin="made up", store=store,
    )  # fmt: skip
    assert counts("WRONG") == {"SERVICE-UNKNOWN": 1}
    assert counts("DEMORED1") == {}


def test_check_is_for_who_may() -> None:
    content = submission("plcm")
    for roles in ((), ("auditor",)):
        person = user(f"{len(roles)}@example.org", *roles)
        with pytest.raises(PermissionDenied, match="provider"):
            check_file(content, by=Actor.person(person), on=ON)
    provider = user("provider@example.org")
    RoleAssignment.objects.create(user=provider, role="provider", since=LONG_AGO, body_code="RC9")
    check_file(content, by=Actor.person(provider), on=ON, body="RC9")
    with pytest.raises(PermissionDenied):
        check_file(content, by=Actor.person(provider), on=ON)


def test_check_against_the_register(register: None) -> None:
    commissioner = "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)"
    start, end = "ACTIVITY START DATE (CONTRACT MONITORING)", "ACTIVITY END DATE (CONTRACT MONITORING)"

    def codes(code: str, day: str) -> set[str]:
        line = {commissioner: code, start: day, end: day}
        return {
            code for code in check_file(submission("plcm", line), by=OPERATOR, on=ON).faults.counts if "COMM" in code
        }

    assert codes("06F", "2021-03-31") == set()
    assert codes("06F", "2021-04-01") == {"COMMISSIONER-CLOSED"}
    assert codes("ZZZ9", "2021-04-01") == {"COMMISSIONER-UNKNOWN"}
    assert codes("VPP00", "2021-04-01") == set()
