"""Files of activity at the desk: who comes in, a file checked and nothing kept, a file taken whole or not at all."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ouzel.activity.gate.policy import policy
from ouzel.activity.models import ActivityLoad
from ouzel.core.models import AuditEntry
from tests.web.activity import LOCAL, NHS_NUMBER, WRONG, a_file, home_at, signed_in, text

AT = "/desk/activity/"
SENT = {"taking": "refuse-any", "limit": "", "layout": "", "policy": "pseudonymise"}
TAKE = {**SENT, "taking": "take-and-list", "provider": "", "protocol": ""}


@pytest.fixture(autouse=True)
def home(register: None, db: None, tmp_path: Path) -> Iterator[Path]:
    with home_at(tmp_path) as path:
        yield path


@pytest.fixture
def manager() -> Client:
    """A contract manager."""
    return signed_in("contract-manager")


def check(client: Client, *lines: dict[str, str], **said: Any) -> Any:
    return client.post(f"{AT}check/", {**SENT, "file": a_file(*lines), **said})


def take(client: Client, *lines: dict[str, str], **said: Any) -> Any:
    return client.post(f"{AT}loads/new/", {**TAKE, "file": a_file(*lines), **said})


def listed(page: str) -> str:
    """The list of faults that a page carries."""
    found = re.search(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', page)
    assert found
    return base64.b64decode(found[1]).decode("utf-8-sig")


# Who comes in

PAGES = {
    "check/": {"analyst", "contract-manager", "provider"}, "": {"analyst", "contract-manager"},
    "loads/": {"analyst", "contract-manager"}, "loads/new/": {"analyst", "contract-manager"},
    "report/": {"analyst", "contract-manager"}, "report.csv": {"analyst", "contract-manager"},
    "plan/": {"analyst", "contract-manager"}, "pods/": {"analyst", "contract-manager"},
    "effects/": {"analyst", "contract-manager"}, "variance/": {"analyst", "contract-manager"},
    "accounts/": {"analyst", "contract-manager"}, "accounts/202526/1/": {"analyst", "contract-manager"},
    "line/": {"contract-manager"}, "run/": {"contract-manager"}, "accounts/202526/1/freeze/": {"contract-manager"},
}  # fmt: skip


@pytest.mark.parametrize("role", ["analyst", "contract-manager", "provider", "transition-lead", "auditor", ""])
def test_each_page_is_for_those_who_may(role: str) -> None:
    client = signed_in(role)
    for page, roles in PAGES.items():
        response = client.get(AT + page)
        assert response.status_code == (200 if role in roles else 403), (page, role)
        if role not in roles:
            assert "This needs the role of" in text(response, 403)


def test_who_is_not_signed_in_is_asked_to() -> None:
    for page in PAGES:
        response = Client().get(AT + page)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize(("role", "lands"), [("contract-manager", AT), ("analyst", AT), ("provider", f"{AT}check/")])
def test_the_desk_opens_where_one_has_work(role: str, lands: str) -> None:
    assert signed_in(role).get("/desk/")["Location"] == lands


def test_the_desk_of_plans_is_as_it_was() -> None:
    assert "What there is to do" in text(signed_in("transition-lead").get("/desk/"))
    assert "This needs the role of transition lead" in text(signed_in("auditor").get("/desk/"), 403)


def test_a_provider_of_one_body_checks_its_own_files() -> None:
    client = signed_in("provider", body="RC9")
    assert client.get("/desk/")["Location"] == f"{AT}check/"
    assert "It would be taken" in text(check(client))
    assert client.get(f"{AT}loads/").status_code == 403


# A file is checked


def test_a_good_file_would_be_taken(manager: Client) -> None:
    page = text(check(manager))
    assert "april.csv</span> It would be taken" in page
    assert "patient-level contract monitoring with 1 row" in page
    assert "Made into pseudonyms" in page


def test_what_is_wrong_is_told_by_code_with_what_would_be_right(manager: Client) -> None:
    page = text(check(manager, WRONG))
    assert "It would be refused" in page
    assert "There is no such national point of delivery" in page
    rows = listed(page).splitlines()
    assert rows[0] == "row,code,field,value,problem,what would be right,severity"
    assert any(row.startswith("2,POD-UNKNOWN,pod,X9,") for row in rows)
    assert any(row.startswith("1,GATE-NHS-NUMBER,NHS NUMBER,,") for row in rows)


def test_no_value_of_a_patient_is_shown(manager: Client) -> None:
    page = text(check(manager, WRONG, {**LOCAL, "WARD CODE": NHS_NUMBER}))
    for value in (NHS_NUMBER, "9876543210", "1980-04-02", "RC9-3"):
        assert value not in page
        assert value not in listed(page)


def test_what_tells_of_patients_in_the_wrong_column_refuses(manager: Client) -> None:
    page = text(check(manager, policy="strict"))
    assert "It would be refused" in page
    assert "Take out of the file what tells who patients are" in page


def test_the_list_is_the_answer_where_it_is_asked_for(manager: Client) -> None:
    response = check(manager, WRONG, list="yes")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="april-faults.csv"'
    assert "no-store" in response["Cache-Control"]
    assert "POD-UNKNOWN" in response.content.decode("utf-8-sig")


def test_a_list_that_is_too_long_does_not_come_with_the_page(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ouzel.web.desk.activity.files.EMBEDDED", 10)
    page = text(check(manager, WRONG))
    assert "data:text/csv" not in page
    assert "Check it and save the list" in page


def test_a_check_keeps_nothing(manager: Client, home: Path) -> None:
    entries = AuditEntry.objects.count()
    check(manager, WRONG)
    assert list(home.rglob("*")) == []
    assert (ActivityLoad.objects.count(), AuditEntry.objects.count()) == (0, entries)


def test_a_file_too_large_is_refused_with_what_to_do(manager: Client, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    page = text(check(manager))
    assert "which is the most that this page takes" in page
    assert "Choose a file" not in page


def test_what_is_missing_in_the_form_is_said_at_its_field(manager: Client) -> None:
    page = text(manager.post(f"{AT}check/", {**SENT, "taking": "refuse-from"}))
    assert "Choose a file" in page
    assert "Give the number of errors that refuse the file" in page
    assert 'href="#limit"' in page
    assert "Give a whole number from 1" in text(check(manager, taking="refuse-from", limit="none"))
    assert "Give a whole number from 1" in text(check(manager, taking="refuse-from", limit="0"))


def test_so_many_errors_may_be_allowed(manager: Client) -> None:
    assert "It would be taken" in text(check(manager, WRONG, taking="refuse-from", limit="5"))


def test_a_file_of_no_known_format_is_told_at_the_field(manager: Client) -> None:
    page = text(manager.post(f"{AT}check/", {**SENT, "file": a_file_of("a,b\n1,2\n")}))
    assert "Its headings are those of no format that is known" in page


def test_a_layout_of_ones_own_comes_with_its_mapping_file(manager: Client) -> None:
    mapping = a_file_of('name = "own"\nslug = "own"\nkind = "outpatient"\n[fields]\nstart = "D"\nspecialty = "T"\n')
    sent = {**SENT, "taking": "take-and-list", "file": a_file_of("D,T\n2025-04-01,999\n"), "mapping": mapping}
    assert "It is a file of own with 1 row" in text(manager.post(f"{AT}check/", sent))
    broken = {**sent, "file": a_file_of("D,T\n"), "mapping": a_file_of("name =")}
    assert "There is a problem" in text(manager.post(f"{AT}check/", broken))


def a_file_of(content: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("own.csv", content.encode())


# A file is taken


def test_a_file_is_taken_and_told_of(manager: Client) -> None:
    page = text(take(manager))
    load = ActivityLoad.objects.get()
    assert f"It is load {load.pk}, with 1 line" in page
    assert (load.name, load.by, load.policy) == ("april.csv", "contract-manager@example.org", str(policy()))
    assert "april.csv" in text(manager.get(f"{AT}loads/"))
    told = text(manager.get(f"{AT}loads/{load.pk}/"))
    for word in ("Patient-level contract monitoring", "RC9", load.sha256, policy().purpose, "Made into pseudonyms"):
        assert word in told
    assert NHS_NUMBER not in told


def test_the_same_file_again_does_nothing(manager: Client) -> None:
    take(manager)
    assert "Taken before" in text(take(manager))
    assert ActivityLoad.objects.count() == 1


def test_a_file_with_errors_is_refused_whole(manager: Client, home: Path) -> None:
    page = text(take(manager, WRONG, taking="refuse-any"))
    assert "april.csv</span> Refused" in page
    assert "Nothing of it was kept" in page
    assert "POD-UNKNOWN" in listed(page)
    assert ActivityLoad.objects.count() == 0
    assert not list(home.rglob("*.parquet"))


def test_a_file_is_withdrawn_with_a_reason(manager: Client) -> None:
    take(manager)
    load = ActivityLoad.objects.get()
    at = f"{AT}loads/{load.pk}/withdraw/"
    assert "1 line of it no longer counts" in text(manager.get(at))
    assert "“The reason” must be filled in" in text(manager.post(at, {"why": " "}))
    response = manager.post(at, {"why": "Sent by mistake"}, follow=True)
    assert "It is withdrawn" in text(response)
    load.refresh_from_db()
    assert load.state == "withdrawn"
    assert AuditEntry.objects.get(action="activity.load.withdrawn").detail["why"] == "Sent by mistake"
    assert "Nothing was done" in text(manager.get(at, follow=True))


def test_an_analyst_does_not_withdraw(manager: Client) -> None:
    take(manager)
    load = ActivityLoad.objects.get()
    analyst = signed_in("analyst")
    assert analyst.get(f"{AT}loads/{load.pk}/withdraw/").status_code == 403
    assert "Withdraw it" not in text(analyst.get(f"{AT}loads/{load.pk}/"))


def test_a_load_that_is_not_there(manager: Client) -> None:
    for number in (7, 2**40, 2**70):
        assert manager.get(f"{AT}loads/{number}/").status_code == 404


# What there is to do while there is little


def test_an_empty_store_says_what_to_do(manager: Client) -> None:
    client = manager
    page = text(client.get(AT))
    assert "No file was taken yet" in page
    assert "Take a file" in page
    assert "No file was taken yet" in text(client.get(f"{AT}loads/"))
    assert "Nothing was priced yet" in text(client.get(f"{AT}accounts/"))
    assert "no code waits" in text(client.get(f"{AT}pods/"))
    assert "There are no lines that count" in text(client.get(f"{AT}run/"))
    assert "neither a plan nor a figure" in text(client.get(f"{AT}plan/"))
    report = text(client.get(f"{AT}report/"))
    assert "No run of attribution and pricing has been made yet" in report
    assert "ouzel activity" not in report


def test_an_analyst_is_told_who_may_take_it_on() -> None:
    page = text(signed_in("analyst").get(AT))
    assert "Take a file" in page
    assert "Explain a line" not in page


def test_lines_that_nobody_priced_come_first(manager: Client) -> None:
    take(manager)
    page = text(manager.get(AT))
    assert "1 line is taken, and nobody has worked out yet who pays for them" in page
    assert "No price list is loaded" in page


def test_addresses_are_lost_only_with_a_tick(manager: Client) -> None:
    file = {"POSTCODE OF USUAL ADDRESS": "LU1 2AB"}
    page = text(take(manager, file))
    assert "no postcode directory is loaded" in page
    assert not ActivityLoad.objects.exists()
    take(manager, file, without_places="on")
    assert ActivityLoad.objects.get().lines == 2
