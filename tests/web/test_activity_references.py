"""The rules of a year and the small tables at the desk: loaded, refused with the line, and taken back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ouzel.activity.references import years
from ouzel.core.models import AuditEntry, ReferenceRelease
from tests.web.activity import NHS_NUMBER, home_at, signed_in, text

AT = "/desk/activity/"
RULES = """like = "2025-26"
name = "2027/28"
since = 2027-04-01
until = 2028-04-01
published = 2026-03-01
source = "NHS England, Commissioner Assignment Method 2027/28"
evidence = "inferred"
"""
COLOURS = "service,name,colour\nNCBPS01A,A service,RED\n"
NO_DAY = {"published-day": "", "published-month": "", "published-year": ""}
SAID = {
    "table": "service-colours", "effective-day": "1", "effective-month": "4", "effective-year": "2025",
    "published-day": "1", "published-month": "3", "published-year": "2025", "source": "A letter of NHS England",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(register: None, db: None, tmp_path: Path) -> Iterator[Path]:
    with home_at(tmp_path) as path:
        yield path


@pytest.fixture
def manager() -> Client:
    """A contract manager."""
    return signed_in("contract-manager")


def load(client: Client, content: str = RULES, **said: str) -> Any:
    file = SimpleUploadedFile("2027-28.toml", content.encode())
    return client.post(f"{AT}rules/new/", {**NO_DAY, **said, "file": file}, follow=True)


def load_table(client: Client, content: str = COLOURS, **said: str) -> Any:
    file = SimpleUploadedFile("colours.csv", content.encode())
    return client.post(f"{AT}tables/new/", {**SAID, **said, "file": file}, follow=True)


def the_release() -> ReferenceRelease:
    return ReferenceRelease.objects.get()


def test_who_may(manager: Client) -> None:
    load(manager)
    number = the_release().pk
    pages = ("rules/", "rules/2025-26.toml", "rules/new/", "tables/", "tables/new/", f"releases/{number}/withdraw/")
    for role, status in (("analyst", 200), ("contract-manager", 200), ("provider", 403), ("auditor", 403)):
        client = manager if role == "contract-manager" else signed_in(role)
        assert [client.get(AT + page).status_code for page in pages] == [status] * len(pages), role
    assert Client().get(f"{AT}rules/").status_code == 302
    assert load(signed_in("transition-lead"), RULES.replace("27", "28")).status_code == 403


# The rules of a year


def test_every_year_is_listed_with_how_well_it_is_known_and_its_way(manager: Client) -> None:
    page = text(manager.get(f"{AT}rules/"))
    for year in years.years():
        assert f'href="/activity/rules/{year.slug}/"' in page
    assert "1 April 2025 to 31 March 2026" in page
    assert "As published" in page
    assert "Inferred, not published" in page
    assert "Comes with Ouzel" in page
    assert "Withdraw it" not in page


def test_a_year_is_loaded_and_its_way_can_be_read_by_everybody(manager: Client) -> None:
    page = text(load(manager))
    release = the_release()
    assert (
        f"Rules of who pays, 2027/28 is loaded as release {release.pk}, for care from 1 April 2027 to 31 March 2028."
        in page
    )
    assert f'href="{AT}releases/{release.pk}/withdraw/"' in page
    assert release.published == date(2026, 3, 1)
    assert AuditEntry.objects.get(action="activity.reference.loaded").by_name == "contract-manager@example.org"
    assert "2027/28" in text(Client().get("/activity/rules/2027-28/"))
    assert "Nothing was done: this very file was loaded before" in text(load(manager))


def test_the_day_it_became_known_may_be_said(manager: Client) -> None:
    load(manager, **{"published-day": "2", "published-month": "5", "published-year": "2026"})
    assert the_release().published == date(2026, 5, 2)


def test_a_file_to_begin_with_is_the_one_of_the_year(manager: Client) -> None:
    load(manager)
    response = manager.get(f"{AT}rules/2027-28.toml")
    assert response.content.decode() == RULES
    assert response["Content-Disposition"] == 'attachment; filename="2027-28.toml"'
    assert manager.get(f"{AT}rules/1999-00.toml").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name =", "This is not TOML: "),
        (RULES + "colour = 1\n", "Line 8, colour: "),
        (RULES.replace("2028-04-01", "2027-03-01"), "until: the rules would end before they begin"),
        (RULES.replace("2027-04-01", "2026-06-01"), "for some of the same days"),
        (RULES + f'note = "{NHS_NUMBER}"\n', "Line 8"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_with_its_line(manager: Client, content: str, told: str) -> None:
    page = text(load(manager, content))
    assert "There is a problem" in page
    assert told in page
    assert 'href="#file"' in page
    assert NHS_NUMBER not in page
    assert not ReferenceRelease.objects.exists()


def test_nothing_of_a_refused_file_is_on_the_disk(manager: Client, home: Path) -> None:
    load(manager, "name =")
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_day_published_before_the_rules_there_is_told_beside_it(manager: Client) -> None:
    load(manager)
    page = text(load(manager, RULES + 'note = "Corrected"\n'))
    assert "There is a release of this day that was published on 1 March 2026" in page
    assert 'href="#published-day"' in page


def test_no_file_and_a_file_far_too_large(manager: Client, settings: Any) -> None:
    assert "Choose a file" in text(manager.post(f"{AT}rules/new/", NO_DAY))
    assert "The file must be smaller than 1 MB" in text(load(manager, "#" * 1_000_001))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    page = text(load(manager))
    assert "The file must be smaller than 1 MB" in page
    assert "Choose a file" not in page


def test_a_year_is_taken_back_with_its_reason_and_day(manager: Client) -> None:
    load(manager)
    release = the_release()
    at = f"{AT}releases/{release.pk}/withdraw/"
    assert "1 April 2027 to 31 March 2028" in text(manager.get(at))
    assert "“The reason” must be filled in" in text(manager.post(at, {"why": " "}))
    on = {"why": "It was a draft", "on-day": "1", "on-month": "1", "on-year": "2099"}
    assert "That day has not come" in text(manager.post(at, on))
    page = text(manager.post(at, {**on, "on-month": "4", "on-year": "2026"}, follow=True))
    assert f"Release {release.pk}, Rules of who pays, 2027/28, is withdrawn." in page
    assert "Taken back" in page
    assert "1 April 2026" in page
    release.refresh_from_db()
    assert (release.state, release.withdrawn) == ("withdrawn", date(2026, 4, 1))
    assert AuditEntry.objects.get(action="core.release.withdrawn").detail["why"] == "It was a draft"
    assert "Nothing was done" in text(manager.get(at, follow=True))
    assert Client().get("/activity/rules/2027-28/").status_code == 404


def test_a_release_that_is_not_there(manager: Client) -> None:
    for number in (7, 2**40, 2**70):
        assert manager.get(f"{AT}releases/{number}/withdraw/").status_code == 404


# The small tables


def test_tables_say_what_is_loaded_and_what_must_be(manager: Client) -> None:
    page = text(manager.get(f"{AT}tables/"))
    assert "Postcodes of prisons" in page
    assert "Not loaded" in page
    assert "Nothing is loaded: what comes with Ouzel holds." in page
    assert "ouzel activity postcodes load" in page
    assert "at most 256 MB" in page
    assert "?table=code-sets" not in page
    assert '<option value="prisons" selected>' in text(manager.get(f"{AT}tables/new/?table=prisons"))


def test_a_table_is_loaded_and_taken_back(manager: Client) -> None:
    page = text(load_table(manager))
    release = the_release()
    assert f"is loaded as release {release.pk}, for care from 1 April 2025 on." in page
    assert (release.kind, release.source) == ("activity:service-colours", "A letter of NHS England")
    page = text(manager.post(f"{AT}releases/{release.pk}/withdraw/", {"why": "Wrong year"}, follow=True))
    assert "is withdrawn" in page
    assert "Known not to hold from" in page


@pytest.mark.parametrize(
    ("content", "said", "told"),
    [
        (COLOURS.replace("RED", "PINK"), {}, "Line 2, colour: this may not stand here (found “PINK”)"),
        ("service\nNCBPS01A\n", {}, "needs a column colour"),
        (COLOURS + f"NCBPS02A,{NHS_NUMBER},RED\n", {}, "Line 3"),
        (COLOURS, {"source": "Mrs Example, born 2 April 1980"}, 'href="#source"'),
        ("service,name,colour\n", {}, "The table has no rows"),
        (COLOURS, {"table": "code-sets"}, "Choose"),
        (COLOURS, {"effective-day": "31"}, "is not a day of the calendar"),
    ],
)
def test_a_table_is_refused_with_its_line(manager: Client, content: str, said: dict[str, str], told: str) -> None:
    page = text(load_table(manager, content, **said))
    assert "There is a problem" in page
    assert told in page, page[page.index("There is a problem") :][:600]
    assert NHS_NUMBER not in page
    assert not ReferenceRelease.objects.exists()
