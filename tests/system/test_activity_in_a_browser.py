"""A file of activity from the check to the account, by the people whose work it is, in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ouzel.core.work import alive
from tests.activity.readers.files import submission
from tests.system.acting import DESK, PHONE, follow, looked_at, press, said, sign_in
from tests.system.conftest import browsers, person, serving
from tests.web import loaded
from tests.web.activity import LOCAL, NHS_NUMBER, PRICED, WRONG, home_at, prices
from tests.web.test_activity_references import RULES
from tests.workers import worker

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]

PROVIDER, MANAGER = "pete@example.org", "mona@example.org"
FAR = 99  # the number of a piece of work that nobody asked for


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with the area's register, prices, a store of its own, and two people who can sign in."""

    def fill() -> None:
        loaded.load()
        prices()
        person(PROVIDER, "Pete Provider", "provider")
        person(MANAGER, "Mona", "contract-manager")

    with home_at(tmp_path_factory.mktemp("home")), serving(django_db_blocker, fill) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(served: str) -> Iterator[Any]:
    """A browser that is started after the database was filled and closed before it is emptied."""
    yield from browsers()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_provider_checks_its_file(opened: Opened, width: int, tmp_path: Path) -> None:
    page = given_somebody_signed_in(opened, width, PROVIDER)
    then_a_provider_sees_the_check_and_nothing_else(page)
    when_nothing_is_chosen(page)
    then_the_form_says_what_is_missing(page)
    when_a_file_with_a_fault_is_checked(page, tmp_path)
    then_each_fault_is_told_and_no_patient(page)
    then_the_list_can_be_saved(page)
    when_the_list_itself_is_asked_for(page, tmp_path)


def test_from_a_file_to_the_account(opened: Opened, tmp_path: Path) -> None:
    page = given_somebody_signed_in(opened, DESK, MANAGER)
    then_the_page_says_what_to_do_first(page)
    when_a_file_is_taken(page, tmp_path)
    when_it_is_asked_who_pays(page)
    then_the_page_says_that_nobody_is_there_to_do_it(page)
    then_how_far_it_is_can_be_read(opened)
    with worker():
        then_the_page_leads_to_the_run_by_itself(page)
        then_the_report_adds_up(page)
        when_the_local_code_is_mapped(page)
    when_a_line_is_explained(page)
    when_the_run_is_posted_and_the_month_frozen(page)
    when_the_rules_of_a_year_are_loaded_and_withdrawn(page, tmp_path)
    then_every_page_can_be_used_on_a_phone(opened)
    when_the_file_is_withdrawn(page)


def test_everybody_reads_the_rules_and_the_prices(opened: Opened) -> None:
    for width in (PHONE, DESK):
        page = opened(width, bypass_csp=True)
        page.goto("/activity/rules/")
        looked_at(page, "activity-rules")
        follow(page.get_by_role("link", name="Rules of 2025/26"))
        looked_at(page, "activity-rules-year")
        follow(page.get_by_role("link", name="A", exact=True).first)
        assert page.url.endswith("#A")
        page.goto("/activity/prices/")
        page.get_by_label("Code of what is priced").fill("aa35a")
        for label, value in zip(("Day", "Month", "Year"), ("1", "5", "2025"), strict=True):
            page.get_by_label(label, exact=True).fill(value)
        follow(page.get_by_role("button", name="Look it up"))
        assert "£13,059" in page.get_by_role("main").inner_text()
        looked_at(page, "activity-prices")
        follow(page.get_by_role("link", name="Demonstration prices from 2025-04-01").first)
        looked_at(page, "activity-price-list")


def given_somebody_signed_in(opened: Opened, width: int, email: str) -> Any:
    page = opened(width, bypass_csp=True)  # only so that the checker may run in the page
    sign_in(page, email)
    return page


def then_a_provider_sees_the_check_and_nothing_else(page: Any) -> None:
    assert page.url.endswith("/desk/activity/check/")
    assert "Nothing of it is kept" in said(page)
    looked_at(page, "activity-check")
    page.goto("/desk/activity/check/")


def when_nothing_is_chosen(page: Any) -> None:
    page.get_by_label("So many errors refuse the file").check()
    press(page, "Check it")


def then_the_form_says_what_is_missing(page: Any) -> None:
    alert = page.get_by_role("alert")
    assert "Choose a file" in alert.inner_text()
    alert.get_by_role("link", name="Give the number of errors that refuse the file").click()
    assert page.get_by_label("How many errors refuse the file").evaluate("e => e === document.activeElement")
    looked_at(page, "activity-check-wrong")


def when_a_file_with_a_fault_is_checked(page: Any, folder: Path) -> None:
    page.goto("/desk/activity/check/")
    page.get_by_label("The file", exact=True).set_input_files(a_file(folder, WRONG))
    press(page, "Check it")


def then_each_fault_is_told_and_no_patient(page: Any) -> None:
    assert page.get_by_role("heading", name="It would be refused").is_visible()
    assert "There is no such national point of delivery" in said(page)
    assert NHS_NUMBER not in page.content()
    looked_at(page, "activity-result")


def then_the_list_can_be_saved(page: Any) -> None:
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the list of everything that was found").click()
    assert saved.value.suggested_filename == "april-faults.csv"
    assert "POD-UNKNOWN" in Path(saved.value.path()).read_text(encoding="utf-8-sig")


def when_the_list_itself_is_asked_for(page: Any, folder: Path) -> None:
    follow(page.get_by_role("link", name="Check another file"))
    page.get_by_label("The file", exact=True).set_input_files(a_file(folder, WRONG))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Check it and save the list").click()
    assert "POD-UNKNOWN" in Path(saved.value.path()).read_text(encoding="utf-8-sig")


def then_the_page_says_what_to_do_first(page: Any) -> None:
    assert "No file was taken yet" in said(page)
    looked_at(page, "activity-overview-empty")


def when_a_file_is_taken(page: Any, folder: Path) -> None:
    follow(page.get_by_role("button", name="Take a file"))
    looked_at(page, "activity-take")
    page.get_by_label("The file", exact=True).set_input_files(a_file(folder, LOCAL))
    page.get_by_label("It is taken whatever errors it has").check()
    press(page, "Take it")
    assert page.get_by_role("heading", name="Taken").is_visible()
    looked_at(page, "activity-taken")


def when_it_is_asked_who_pays(page: Any) -> None:
    follow(page.get_by_role("link", name="work out who pays and how much"))
    looked_at(page, "activity-run")
    press(page, "Work it out for 2 lines")


def then_the_page_says_that_nobody_is_there_to_do_it(page: Any) -> None:
    assert "Nobody is there to do it" in said(page)
    assert page.title().startswith("Waiting")
    looked_at(page, "activity-run-waiting")


def then_how_far_it_is_can_be_read(opened: Opened) -> None:
    with alive.on(FAR), closing(alive.connect()) as line:  # what a busy worker would have written
        line.execute(
            "INSERT INTO work_piece (id, kind, subject, given, by_kind, by_name, begun, step, done, of,"
            " outcome, result, error) VALUES (%s, 'activity.price', 'a country', '{}', 'command', 'operator', now(),"
            " 'Finding who pays for 175,000,000 lines, and how much', 42, 100, '', '', '')",
            [FAR],
        )
        for width in (PHONE, DESK):
            page = given_somebody_signed_in(opened, width, MANAGER)
            page.goto(f"/desk/activity/run/asked/{FAR}/")
            assert page.title().startswith("42% done")
            assert page.get_by_role("progressbar").get_attribute("value") == "42"
            looked_at(page, "activity-run-under-way")
            follow(page.get_by_role("link", name="Let it stay as it is"))
            assert "This page stays as it is" in said(page)
    page.goto(f"/desk/activity/run/asked/{FAR}/")
    assert "ended before it was done" in said(page)
    looked_at(page, "activity-run-left")


def then_the_page_leads_to_the_run_by_itself(page: Any) -> None:
    page.wait_for_url("**/desk/activity/run/1/")
    assert "Priced." in said(page)
    looked_at(page, "activity-run-done")


def then_the_report_adds_up(page: Any) -> None:
    follow(page.get_by_role("button", name="Report"))
    page.get_by_label("By", exact=True).select_option(label="Provider")
    page.get_by_label("And by", exact=True).select_option(label="Month")
    page.get_by_text("Only some of it, and in whose shape").click()
    page.get_by_label("As bodies are now").check()
    press(page, "Show it")
    assert "2 lines and" in said(page)
    assert "Lines without a price: 1" in said(page)
    looked_at(page, "activity-report")


def when_the_local_code_is_mapped(page: Any) -> None:
    follow(page.get_by_role("link", name="Activity").first)
    looked_at(page, "activity-overview")
    follow(page.get_by_role("link", name="Map them"))
    looked_at(page, "activity-pods")
    follow(page.get_by_role("link", name="Map it"))
    looked_at(page, "activity-pod-map")
    page.get_by_label("The national point of delivery").select_option("OTHER")
    press(page, "Save what it stands for")
    assert "VIRTUAL WARD stands for OTHER" in said(page)
    follow(page.get_by_role("link", name="End it"))
    looked_at(page, "activity-pod-end")
    page.goto("/desk/activity/")
    assert "local points of delivery were mapped" in said(page)
    follow(page.get_by_role("button", name="Work it out anew"))
    press(page, "Work it out for 2 lines")
    page.wait_for_url("**/desk/activity/run/2/")


def when_a_line_is_explained(page: Any) -> None:
    page.goto("/desk/activity/line/")
    looked_at(page, "activity-line")
    page.get_by_label("The line").fill("1-1")
    press(page, "Explain it")
    assert "“Why you look at it” must be filled in" in page.get_by_role("alert").inner_text()
    page.get_by_label("Why you look at it").fill("The provider asks")
    press(page, "Explain it")
    assert "The questions that were asked of it" in said(page)
    looked_at(page, "activity-line-explained")


def when_the_run_is_posted_and_the_month_frozen(page: Any) -> None:
    page.goto("/desk/activity/accounts/")
    looked_at(page, "activity-accounts-empty")
    follow(page.get_by_role("button", name="Post run 2"))
    looked_at(page, "activity-post")
    press(page, "Post it")
    assert "to open months" in said(page)
    looked_at(page, "activity-accounts")
    follow(page.get_by_role("link", name="April 2025"))
    looked_at(page, "activity-account")
    follow(page.get_by_role("button", name="Freeze this month"))
    looked_at(page, "activity-freeze")
    press(page, "Freeze it for good")
    assert "April 2025 of all providers is frozen." in said(page)


def then_every_page_can_be_used_on_a_phone(opened: Opened) -> None:
    page = given_somebody_signed_in(opened, PHONE, MANAGER)
    for part in ("", "loads/", "loads/1/", "loads/new/", "report/?by=provider&then=pod", "plan/",
                 "effects/", "variance/", "variance/?of=pod", "blocks/", "statements/", "line/", "pods/", "accounts/",
                 "accounts/202526/1/", "run/", "run/1/",
                 "rules/", "rules/new/", "tables/", "tables/new/?table=prisons"):  # fmt: skip
        page.goto(f"/desk/activity/{part}")
        looked_at(page, f"activity-{part.strip('/').replace('/', '-').partition('?')[0] or 'overview'}")


def when_the_rules_of_a_year_are_loaded_and_withdrawn(page: Any, folder: Path) -> None:
    page.goto("/desk/activity/")
    follow(page.get_by_role("link", name="Rules of a year"))
    looked_at(page, "activity-rules-desk")
    follow(page.get_by_role("button", name="Load the rules of a year"))
    looked_at(page, "activity-rules-load")
    for name, content in (("wrong.toml", RULES + "colour = 1\n"), ("2027-28.toml", RULES)):
        (folder / name).write_text(content)
        page.get_by_label("The file of rules").set_input_files(folder / name)
        press(page, "Load it")
        looked_at(page, f"activity-{name.partition('.')[0]}")
    assert "2027/28 is loaded as release" in said(page)
    follow(page.get_by_role("link", name="Withdraw it"))
    looked_at(page, "activity-take-back")
    page.get_by_label("The reason").fill("It was a draft")
    press(page, "Withdraw it")
    assert "is withdrawn. Price anew" in said(page)
    follow(page.get_by_role("link", name="the tables that the rules look things up in"))
    looked_at(page, "activity-tables")
    follow(page.get_by_role("button", name="Load a table"))
    looked_at(page, "activity-table-load")


def when_the_file_is_withdrawn(page: Any) -> None:
    page.goto("/desk/activity/loads/")
    looked_at(page, "activity-loads")
    follow(page.get_by_role("link", name="april.csv"))
    looked_at(page, "activity-load")
    follow(page.get_by_role("button", name="Withdraw it"))
    looked_at(page, "activity-withdraw")
    page.get_by_label("The reason").fill("Done to try it out")
    press(page, "Withdraw it")
    assert "It is withdrawn." in said(page)


def a_file(folder: Path, *lines: dict[str, str]) -> Path:
    path = folder / "april.csv"
    path.write_bytes(submission("plcm", PRICED, *lines))
    return path
