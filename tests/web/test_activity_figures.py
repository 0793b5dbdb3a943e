"""From a file to the account at the desk: priced, reported, explained, mapped, posted and frozen."""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ouzel.activity.models import ActivityLoad, Freeze, PodMapping, Posting, PricingRun
from ouzel.core.models import AuditEntry
from tests.activity.readers.files import submission
from tests.web.activity import LOCAL, TAKE, a_file, home_at, signed_in, text, work_out

AT = "/desk/activity/"
SINCE = {"since-day": "1", "since-month": "4", "since-year": "2025"}
MAPPED = {"pod": "OTHER", "whose": "one", **SINCE, "note": "Their letter"}


@pytest.fixture
def priced(made: Path, db: None, tmp_path: Path) -> Iterator[Client]:
    """A contract manager, where a file was taken and priced."""
    with home_at(tmp_path / "home", like=made):
        yield signed_in("contract-manager")


def the_load() -> int:
    return int(ActivityLoad.objects.get().pk)


# What to do first


def test_after_a_run_what_has_no_price_comes_first(priced: Client) -> None:
    page = text(priced.get(AT))
    assert "Lines without a price: 1" in page
    assert "The point of delivery cannot be told." in page or "no currency" in page
    assert "1 local point of delivery is not mapped" in page
    assert "VIRTUAL WARD" in page


def test_a_later_file_makes_the_figures_old(priced: Client) -> None:
    priced.post(f"{AT}loads/{the_load()}/withdraw/", {"why": "Sent by mistake"})
    assert "a file of activity was withdrawn or erased" in text(priced.get(AT))
    assert "a file of activity was withdrawn or erased" in text(priced.get(f"{AT}report/"))


# Runs and reports


def test_a_run_tells_what_came_of_it(priced: Client) -> None:
    page = text(work_out(priced))
    run = PricingRun.objects.latest("pk")
    assert PricingRun.objects.count() == 2
    assert run.lines == 2
    assert f"Run {run.pk}" in page
    assert "Priced." in page
    assert "Demonstration prices from 2025-04-01" in page
    assert priced.get(f"{AT}run/{run.pk + 1}/").status_code == 404


def test_a_report_adds_up(priced: Client) -> None:
    page = text(priced.get(f"{AT}report/?by=provider&then=pod"))
    run = PricingRun.objects.get()
    assert "By Provider and Point of delivery" in page or "By provider and point of delivery" in page
    charged = f"£{run.summary['charged'] / 100:,.2f}"
    assert charged in page
    assert f"2 lines, {charged} charged: 2 lines and {charged} in the table, and nothing besides" in page
    rows = list(
        csv.DictReader(StringIO(priced.get(f"{AT}report.csv?by=provider&then=pod").content.decode("utf-8-sig")))
    )
    assert sum(int(row["lines"]) for row in rows) == 2
    assert sum(round(float(row["charged"]) * 100) for row in rows) == run.summary["charged"]
    told = json.loads(priced.get(f"{AT}report.json?by=commissioner").content)
    assert told["reconciliation"]["in"]["lines"] == 2


def test_a_report_chooses_months_and_bodies(priced: Client) -> None:
    assert "2 lines" in text(priced.get(f"{AT}report/?by=provider&since=2025-04&until=2025-04"))
    none = text(priced.get(f"{AT}report/?by=provider&only=provider&codes=RD1"))
    assert "The run has no lines of these months and choices." in none
    assert "Only provider RC9" in text(priced.get(f"{AT}report/?by=pod&only=provider&codes=RC9"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("codes=RC9", "Choose what the codes are of"),
        ("since=2025-13", "A month is written like 2025-04"),
        ("since=2025-05&until=2025-04", "The last month is before the first"),
        ("basis=as-if:no-such-plan", "no-such-plan"),
        ("basis=as-at&as-at-day=31&as-at-month=2&as-at-year=2025", "not a day of the calendar"),
        ("by=%00&then=what&only=x&codes=%00", "Report"),
    ],
)
def test_what_cannot_be_asked_is_said(priced: Client, query: str, said: str) -> None:
    assert said in text(priced.get(f"{AT}report/?{query}"))


def test_a_copy_needs_its_own_permission(priced: Client) -> None:
    assert priced.get(f"{AT}report.csv")["Content-Disposition"] == 'attachment; filename="activity-by-commissioner.csv"'
    assert signed_in("provider").get(f"{AT}report.csv").status_code == 403


def test_a_copy_that_leaves_is_in_the_audit_trail(priced: Client) -> None:
    priced.get(f"{AT}report.csv?by=pod")
    entry = AuditEntry.objects.get(action="activity.figures.exported")
    assert (entry.detail["form"], entry.by_name) == ("csv", "contract-manager@example.org")


def test_two_spans_of_months_need_two_months(priced: Client) -> None:
    assert "fewer than two months" in text(priced.get(f"{AT}effects/"))


def test_why_two_months_differ_adds_up(priced: Client) -> None:
    later = {"FINANCIAL MONTH": "2", "ACTIVITY START DATE (CONTRACT MONITORING)": "2025-05-03",
             "ACTIVITY END DATE (CONTRACT MONITORING)": "2025-05-07", "TARIFF CODE": "AA35A"}  # fmt: skip
    second = {**later, "CDS UNIQUE IDENTIFIER": "RC9-9", "HOSPITAL PROVIDER SPELL NUMBER": "S9", "NHS NUMBER": ""}
    file = SimpleUploadedFile("may.csv", submission("plcm", later, second))
    priced.post(f"{AT}loads/new/", {**TAKE, "file": file})
    work_out(priced)
    page = text(priced.get(f"{AT}effects/"))
    assert "£8,520.42" in page  # before, and the difference: the same care twice
    assert "£17,040.84" in page
    assert "£0" in page
    assert "the last month of a span is before its first" in text(
        priced.get(f"{AT}effects/?before-since=2025-05&before-until=2025-04")
    )


def test_what_was_submitted_to_another_is_told_with_the_question(priced: Client) -> None:
    page = text(priced.get(f"{AT}variance/"))
    assert "2 lines" in page
    assert "QHG" in page
    assert re.search(r'href="/activity/rules/2025-26/#[A-Z]', page)
    assert "2 of 2 lines with a commissioner submitted differ from the rules. From run " in page
    assert "the money is what was submitted" in page
    assert "Submitted in another category" in text(priced.get(f"{AT}variance/?of=category"))


def test_on_another_basis_figures_are_of_other_bodies(priced: Client) -> None:
    page = text(priced.get(f"{AT}report/?by=board&basis=as-now"))
    assert "Bodies as they are today" in page


def test_a_plan_that_is_not_there_is_said(priced: Client) -> None:
    page = text(priced.get(f"{AT}plan/?by=provider&then=month"))
    assert "No plan of 2025/26 is loaded." in page
    assert "April 2025" in page


# One line


def test_a_line_is_explained_and_the_reading_is_kept(priced: Client) -> None:
    ref = f"{the_load()}-1"
    page = text(priced.post(f"{AT}line/", {"line": ref, "why": "Challenge 12"}))
    assert f"Line {ref}" in page
    assert "The questions that were asked of it" in page
    assert 'href="/activity/rules/2025-26/#A"' in page
    assert "Times market forces" in page
    assert "What was looked up to find who pays" in page
    assert "GP practice" in page
    entry = AuditEntry.objects.get(action="activity.lines.read")
    assert (entry.detail["why"], entry.detail["asked"]) == ("Challenge 12", [ref])


@pytest.mark.parametrize(
    ("line", "why", "said"),
    [
        ("", "", "“Why you look at it” must be filled in"),
        ("9999-1", "x", "There is no such line among those that count"),
        ("twelve", "x", "write LOAD-ROW, such as 12-345"),
        ("99999999999-1", "x", "no load or row has so high a number"),
    ],
)
def test_a_line_that_cannot_be_explained(priced: Client, line: str, why: str, said: str) -> None:
    assert said in text(priced.post(f"{AT}line/", {"line": line, "why": why}))


# Local points of delivery


def test_a_local_point_of_delivery_is_mapped_and_ended(priced: Client) -> None:
    page = text(priced.get(f"{AT}pods/"))
    assert "1 code waits" in page
    at = f"{AT}pods/map/?provider=RC9&code=VIRTUAL WARD"
    form = text(priced.get(at))
    assert "1 line has it" in form
    assert 'name="since-day" type="text" value="7"' in form
    assert "Choose one under" in text(priced.post(at, {**MAPPED, "pod": ""}))
    assert "VIRTUAL WARD stands for OTHER from 1 April 2025" in text(priced.post(at, MAPPED, follow=True))
    mapping = PodMapping.objects.get()
    assert (mapping.provider, mapping.pod, mapping.note) == ("RC9", "OTHER", "Their letter")
    page = text(priced.get(f"{AT}pods/"))
    assert "1 mapping" in page
    assert "1 code waits" not in page
    assert "mapped to OTHER on some of these days" in text(priced.post(at, MAPPED))
    end = f"{AT}pods/{mapping.pk}/end/"
    assert "The reason" in text(priced.get(end))
    assert "must be filled in" in text(priced.post(end, {}))
    assert "is ended" in text(priced.post(end, {"why": "Wrong"}, follow=True))
    assert "1 code waits" in text(priced.get(f"{AT}pods/"))
    assert priced.get(end).status_code == 404


def test_what_is_to_be_mapped_is_chosen_in_the_list(priced: Client) -> None:
    assert priced.get(f"{AT}pods/map/").status_code == 404
    assert priced.get(f"{AT}pods/map/?code={'x' * 300}").status_code == 404
    assert priced.post(f"{AT}pods/map/?code=a%00b", MAPPED).status_code == 404


# Accounts


def test_a_run_is_posted_and_a_month_frozen(priced: Client) -> None:
    assert "is not posted" in text(priced.get(f"{AT}accounts/"))
    page = text(priced.post(f"{AT}accounts/post/", {"why": ""}, follow=True))
    assert "1 amount to open months" in page
    assert "April 2025" in page
    run = PricingRun.objects.get()
    assert sum(each.pence for each in Posting.objects.all()) == run.summary["charged"]
    month = text(priced.get(f"{AT}accounts/202526/1/"))
    assert "RC9" in month
    assert "Freeze this month" in month
    freeze = f"{AT}accounts/202526/1/freeze/"
    assert "There is no way back" in text(priced.get(freeze))
    assert "April 2025 of all providers is frozen" in text(priced.post(freeze, {"provider": ""}, follow=True))
    assert Freeze.objects.get().by.startswith("contract-manager")
    assert "is frozen already" in text(priced.post(freeze, {"provider": ""}))
    assert "Freeze this month" not in text(priced.get(f"{AT}accounts/202526/1/"))


def test_what_changes_in_a_frozen_month_is_an_adjustment_that_says_why(priced: Client) -> None:
    priced.post(f"{AT}accounts/post/", {"why": ""})
    priced.post(f"{AT}accounts/202526/1/freeze/", {"provider": ""})
    priced.post(f"{AT}loads/{the_load()}/withdraw/", {"why": "Sent by mistake"})
    assert "a file of activity was withdrawn or erased" in text(priced.get(f"{AT}accounts/post/"))
    priced.post(f"{AT}loads/new/", {**TAKE, "file": a_file(name="again.csv")})
    work_out(priced)
    priced.post(f"{AT}accounts/post/", {"why": ""})
    assert "1 adjustment" not in text(priced.get(f"{AT}accounts/202526/2/"))  # the line is as it was
    priced.post(f"{AT}loads/{ActivityLoad.objects.get(state='ready').pk}/withdraw/", {"why": "Sent by mistake"})
    priced.post(f"{AT}loads/new/", {**TAKE, "file": a_file_without_care()})
    work_out(priced)
    priced.post(f"{AT}accounts/post/", {"why": "the file was taken back"})
    page = text(priced.get(f"{AT}accounts/202526/2/"))
    assert "the file was taken back" in page
    assert "April 2025" in page


def a_file_without_care() -> Any:
    return SimpleUploadedFile("none.csv", submission("plcm", LOCAL))


def test_a_month_that_is_none_is_not_there(priced: Client) -> None:
    for month in ("202526/13", "202525/1", "1/1"):
        assert priced.get(f"{AT}accounts/{month}/").status_code == 404


def test_nothing_is_frozen_or_priced_by_an_analyst(priced: Client) -> None:
    analyst = signed_in("analyst")
    for page in ("run/", "accounts/post/", "accounts/202526/1/freeze/"):
        assert analyst.post(AT + page, {"provider": ""}).status_code == 403
    assert not Freeze.objects.exists()


def test_where_no_statement_is_there_it_says_what_to_do(priced: Client) -> None:
    page = text(priced.get(f"{AT}statements/"))
    assert "Ask the provider for its statement" in page
    assert f'href="{AT}loads/new/"' in page
