"""From a file to an account, as a person types it: prices, who pays, reports, explanations, postings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ouzel.core.models import AuditEntry
from tests.cli.activity import LISTED, activity, done, own_store, plcm
from tests.doors import Ran

YEAR = ("--since", "2021-04-01", "--until", "2022-04-01", "--published", "2021-03-31")


@pytest.fixture(scope="module")
def loaded(facts_loaded: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Three lines of April 2021 that count, and the number of their load; the price list knows two of them."""
    folder = tmp_path_factory.mktemp("activity")
    with django_db_blocker.unblock(), own_store(folder / "home"):
        path = plcm(
            folder / "april.csv",
            {},
            {"CDS UNIQUE IDENTIFIER": "RC9-2", "HOSPITAL PROVIDER SPELL NUMBER": "S2", "TARIFF CODE": "ZZ99Z"},
            {
                "CDS UNIQUE IDENTIFIER": "RC9-3", "HOSPITAL PROVIDER SPELL NUMBER": "S3",
                "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)": "06P",
            },
        )  # fmt: skip
        taken = done("load", path, *LISTED, "--json").json["loads"][0]
        done("prices", "demonstration", *YEAR)
        yield str(taken["load"])


@pytest.fixture
def load(loaded: str, register: None) -> str:
    return loaded


@pytest.fixture
def priced(load: str) -> dict[str, Any]:
    """The run of the three lines."""
    run: dict[str, Any] = done("price", "--json").json
    return run


def test_price_tells_what_came_of_every_line(load: str) -> None:
    ran = done("price")
    assert "3 lines of 1 load." in ran.out
    assert "Rules: 2021/22." in ran.out
    assert "Prices: Demonstration prices from 2021-04-01." in ran.out
    assert "2  Priced." in ran.out
    assert "1 line: Check the code with the provider" in ran.err


def test_price_as_a_document(priced: dict[str, Any]) -> None:
    assert priced["by_why"] == {"PRICED": 2, "UNKNOWN_CURRENCY": 1}
    assert (priced["lines"], priced["rules"], priced["whole"]) == (3, ["2021/22"], True)
    assert priced["charged"] == 2 * 99_067  # non-elective £934.00 times 1.060677, to the penny


def test_price_asked_otherwise_answers_nothing(load: str) -> None:
    ran = done("price", "--map-on", "2021-03-31", "--patient", "end")
    assert "neither reported from nor posted" in ran.err
    assert "on 31 March 2021" in ran.out
    assert "Nothing was priced yet" not in done("runs").out
    assert "No run of attribution and pricing has been made yet" in done("report").out
    refused = activity("post")
    assert (refused.status, "Price the lines that count first" in refused.err) == (1, True)


def test_attribute_tells_payers_boxes_and_variance_and_keeps_nothing(load: str) -> None:
    ran = done("attribute")
    assert "M1J4Y  2021/22  C-5X  practice" in ran.out
    assert "1 line submitted to another commissioner than the one that pays:" in ran.out
    assert done("runs", "--json").json["runs"] == []
    found = done("attribute", "--json").json
    assert (found["lines"], found["without_payer"], found["varying"]) == (3, 0, 1)
    assert found["variance"] == [{"submitted_to": "06P", "payer": "M1J4Y", "lines": 1, "pence": 250050}]


def test_attribute_on_the_map_of_another_day(load: str) -> None:
    found = done("attribute", "--map-on", "2021-03-31", "--json").json
    assert {row["payer"] for row in found["rows"]} == {"06F"}


def test_report_says_first_what_needs_somebody(priced: dict[str, Any]) -> None:
    ran = done("report")
    assert "M1J4Y" in ran.out
    assert "£1,981.34" in ran.out
    assert ran.err.startswith("1 line without a price, £2,500.50 submitted")
    assert "lines: 3 in = 3 out + 0 unresolved" in ran.err


def test_report_as_a_document_on_another_basis(priced: dict[str, Any]) -> None:
    found = done("report", "--by", "commissioner,month", "--basis", "as-at:2021-03-31", "--json").json
    assert found["rows"] == [
        {"commissioner": "06F", "commissioner_name": "NHS Bedfordshire CCG", "month": "2021-04-01", "lines": 3,
         "activity_thousandths": 3000, "days": 12, "price_pence": 198134, "charged_pence": 198134,
         "submitted_pence": 750150}
    ]  # fmt: skip
    assert found["reconciliation"]["in"] == found["reconciliation"]["out"]


def test_report_of_some_months_and_codes(priced: dict[str, Any]) -> None:
    assert done("report", "--months", "2021-04", "--json").json["rows"][0]["lines"] == 3
    assert done("report", "--months", "2021/22", "--where", "provider=RC9,RD8", "--json").json["rows"][0]["lines"] == 3
    assert done("report", "--months", "2021-05..2021-07", "--json").json["rows"] == []
    assert "no lines of these months" in done("report", "--where", "provider=RD8").out


def test_report_into_files(priced: dict[str, Any], tmp_path: Path) -> None:
    ran = done("report", "--by", "provider", "--out", str(tmp_path / "r.csv"))
    assert ran.out == ""
    assert AuditEntry.objects.get(action="activity.figures.exported").detail["form"] == "csv"
    assert "Written: r.csv (1 row)" in ran.err
    assert pd.read_csv(tmp_path / "r.csv")["charged"].tolist() == [1981.34]
    done("report", "--by", "provider", "--out", str(tmp_path / "r.parquet"))
    assert str(pd.read_parquet(tmp_path / "r.parquet")["charged"][0]) == "1981.34"


def test_report_says_when_it_is_out_of_date(priced: dict[str, Any]) -> None:
    done("agree", "M1J4Y", "RC9", "block", "--since", "2021-04-01", "--until", "2022-04-01", "--source", "contract")
    assert "agreements on payment were made or ended. Price again" in done("report").err


@pytest.mark.parametrize(
    "words",
    [("--months", "2021-13"), ("--months", "2021/23"), ("--months", "2021-05..2021-04"), ("--where", "RC9"),
     ("--basis", "as-is"), ("--out", "r.xlsx")],
)  # fmt: skip
def test_report_used_wrongly(words: tuple[str, str]) -> None:
    assert activity("report", *words).status == 2


def test_report_refuses_what_figures_cannot_be_told_by(priced: dict[str, Any]) -> None:
    ran = activity("report", "--by", "planet")
    assert (ran.status, "Use one of commissioner, board" in ran.err) == (1, True)
    assert (activity("report", "--run", "999999").status) == 1


def test_runs_are_listed(priced: dict[str, Any]) -> None:
    assert [each["run"] for each in done("runs", "--json").json["runs"]] == [priced["run"]]
    assert "£1,981.34" in done("runs").out


def test_explain_tells_who_pays_how_much_and_why(load: str) -> None:
    ran = done("explain", f"{load}-1", "--why", "the trust asks")
    assert "Who pays: " in ran.out
    assert "(M1J4Y)" in ran.out
    assert "How much: £990.67." in ran.out
    entry = AuditEntry.objects.filter(action="activity.lines.read").latest("pk")
    assert (entry.detail["why"], entry.detail["asked"]) == ("the trust asks", [f"{load}-1"])
    assert done("explain", f"{load}-1", "--why", "the trust asks", "--json").json["charged_pence"] == 99067


def test_explain_refuses_what_is_no_line(load: str) -> None:
    assert (activity("explain", "twelve", "--why", "x").status, activity("explain", f"{load}-1").status) == (2, 2)
    ran = activity("explain", f"{load}-99", "--why", "x")
    assert (ran.status, "no such line" in ran.err) == (1, True)


def test_post_adds_only_what_differs_and_leaves_frozen_months_alone(priced: dict[str, Any]) -> None:
    assert "Nothing is posted" in done("account").out
    first = done("post", "--json").json
    assert (first["prices"], first["price_pence"], first["adjustments"]) == (1, 198134, 0)
    assert done("post", "--json").json["unchanged"] == 1
    done("price")
    assert "is not posted" not in done("account").err  # the new run comes to just what is posted
    frozen = done("freeze", "2021-22", "1")
    assert "April 2021 is frozen for all providers." in frozen.out
    assert "Nothing was posted" not in frozen.err
    done("agree", "M1J4Y", "RC9", "block", "--since", "2021-04-01", "--until", "2022-04-01", "--source", "contract")
    done("price")
    assert "is not posted" in done("account").err
    ran = done("post", "--why", "a block was agreed")
    assert "1 adjustment for frozen months: -£1,981.34." in ran.out
    april, may = done("account", "--json").json["months"]
    assert (april["month"], april["total_pence"], april["frozen"]) == (1, 198134, True)
    assert (may["calendar_month"], may["adjustment_pence"], may["frozen"]) == ("May 2021", -198134, False)
    ran = done("account")
    assert "All together £0.00." in ran.out
    assert (
        "-£1,981.34: month 1 of 2021/22 is frozen: the difference from what was posted, a block was agreed." in ran.err
    )
    assert done("account", "--provider", "RD8", "--json").json["months"] == []


def test_freeze_wants_a_year_and_a_month_once(load: str) -> None:
    assert [activity("freeze", *words).status for words in (("2021", "1"), ("2021-23", "1"), ("2021-22", "13"))] == [
        2
    ] * 3
    nobody = activity("freeze", "202122", "2", "--provider", "rq99")
    assert (nobody.status, "nothing is posted of this provider" in nobody.err) == (1, True)
    assert "Nothing was posted to it" in done("freeze", "202122", "2").err
    again = activity("freeze", "2021/22", "2", "--provider", "RC9")
    assert (again.status, "is frozen already" in again.err) == (1, True)


def test_calendar_is_kept(load: str, tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(
        "year,month,inclusion,reconciliation,post_reconciliation\n202122,1,2021-05-18,2021-05-28,2021-06-21\n"
    )
    assert "The dates of 1 month of account are kept." in done("calendar", str(path), "--source", "NHS England").out


def empty(ran: Ran) -> bool:
    return "no lines that count" in ran.out + ran.err


def test_without_lines_every_answer_says_so(load: str) -> None:
    done("withdraw", load, "--why", "a test")
    assert empty(done("attribute"))
    assert empty(done("price"))
    assert done("report", "--json").json["rows"] == []


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of April 2021 for one point of delivery that was done, and one that was not."""
    path = tmp_path / "plan.csv"
    path.write_text(
        "year,month,provider,commissioner,specialty,pod,activity,price\n"
        "2021/22,1,RC9,06F,,NEL,4,4000\n2021/22,1,RC9,06F,,DC,10,8000\n2021/22,2,RC9,06F,,DC,10,8000\n"
    )
    return path


def test_plan_stands_beside_what_was_done(priced: dict[str, Any], plan: Path) -> None:
    assert "No plan of 2021/22 is loaded" in done("against-plan", "2021-22").err
    made = done("plan", "load", str(plan), "--name", "Plan 2021/22", "--published", "2021-03-01", "--json").json
    assert (made["since"], made["until"]) == ("2021-04-01", "2022-04-01")
    assert "Plan 2021/22" in done("plan", "list").out
    ran = done("against-plan", "2021-22")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "RC9 DC 10 £8,000.00 -£8,000.00 not done" in lines
    assert "RC9 NEL 4 3 £4,000.00 £1,981.34 -£2,018.66" in lines
    found = done("against-plan", "2021-22", "--by", "commissioner", "--basis", "as-now", "--json").json
    (row,) = found["year_to_date"]
    assert (row["commissioner"], row["planned_price_pence"], row["actual_price_pence"]) == ("M1J4Y", 1200000, 198134)
    assert done("against-plan", "2021-22", "--through", "2", "--json").json["through"] == 2


def test_plan_is_withdrawn_for_another(load: str, plan: Path) -> None:
    words = ("plan", "load", str(plan), "--name", "Plan", "--published", "2021-03-01")
    made = done(*words, "--json").json["id"]
    again = activity(*words)
    assert (again.status, "there is a plan of that year" in again.err) == (1, True)
    assert "Plan is withdrawn." in done("plan", "withdraw", str(made), "--why", "agreed anew").out
    assert activity("plan", "withdraw", "999999", "--why", "x").status == 1
    assert done("plan", "list", "--json").json["plans"][0]["state"] == "withdrawn"


def test_plan_against_actual_into_a_file(priced: dict[str, Any], plan: Path, tmp_path: Path) -> None:
    done("plan", "load", str(plan), "--name", "Plan", "--published", "2021-03-01")
    done("against-plan", "2021-22", "--out", str(tmp_path / "beside.csv"))
    assert pd.read_csv(tmp_path / "beside.csv")["found_in"].tolist() == ["plan", "both"]
    assert activity("against-plan", "2021-22", "--out", "beside.xlsx").status == 2
    assert activity("against-plan", "2021-22", "--by", "why").status == 1


def test_effects_of_two_months_add_up(load: str, tmp_path: Path) -> None:
    may = {
        "FINANCIAL MONTH": "2", "ACTIVITY START DATE (CONTRACT MONITORING)": "2021-05-03",
        "ACTIVITY END DATE (CONTRACT MONITORING)": "2021-05-07",
    }  # fmt: skip
    done("load", plcm(tmp_path / "may.csv", may | {"CDS UNIQUE IDENTIFIER": "RC9-9"}), *LISTED)
    ran = done("effects", "--before", "2021-04", "--after", "2021-05")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "RC9 NEL £1,981 £991 -£991 -£991 £0 £0" in lines
    assert "1 line before without a price" in ran.err
    found = done("effects", "--before", "2021-04", "--after", "2021-05", "--json").json
    total = found["total"]
    assert total["difference_pence"] == -99067 == sum(total[f"{name}_pence"] for name in ("volume", "mix", "price"))
    done("effects", "--before", "2021-04", "--after", "2021-05", "--out", str(tmp_path / "effects.csv"))
    assert pd.read_csv(tmp_path / "effects.csv")["difference"].tolist() == [-990.67]


def test_effects_beside_a_plan(priced: dict[str, Any], plan: Path) -> None:
    done("plan", "load", str(plan), "--name", "Plan", "--published", "2021-03-01")
    found = done("effects", "--plan", "2021-22", "--through", "1", "--json").json
    assert {row["pod"]: row["difference_pence"] for row in found["rows"]} == {"DC": -800000, "NEL": -201866}


@pytest.mark.parametrize(
    "words", [(), ("--before", "2021-04"), ("--plan", "2021-22", "--before", "2021-04", "--after", "2021-05")]
)
def test_effects_are_of_months_or_of_a_plan(words: tuple[str, ...]) -> None:
    assert activity("effects", *words).status == 2


def test_tables_fit_eighty_columns(priced: dict[str, Any]) -> None:
    done("post")
    shown = (
        ("loads",), ("runs",), ("prices", "list"), ("prices", "show", "FE21Z"), ("report",), ("account",),
        ("report", "--by", "provider,specialty,pod,month"), ("against-plan", "2021-22"), ("rules", "list"),
        ("effects", "--before", "2021-04", "--after", "2021-05"),
    )  # fmt: skip
    for words in shown:
        lines = done(*words).out.splitlines()
        assert lines
        assert max(map(len, lines)) <= 80, words


def test_variance_tells_what_was_submitted_otherwise(priced: dict[str, Any], tmp_path: Path) -> None:
    ran = done("variance")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "06P M1J4Y 2021/22 C-5X 1 £2,500.50" in lines
    assert "2 lines under the same commissioner, £5,001.00 submitted." in lines
    found = done("variance", "--of", "category", "--months", "2021-04", "--json").json
    assert (found["agreed"]["lines"], found["rows"]) == (3, [])
    done("variance", "--out", str(tmp_path / "v.csv"))
    assert pd.read_csv(tmp_path / "v.csv")["submitted_pounds"].tolist() == [2500.50]
    assert AuditEntry.objects.filter(action="activity.figures.exported").latest("pk").detail["of"] == "commissioner"


def test_blocks_tell_what_they_would_have_cost(priced: dict[str, Any]) -> None:
    assert "No fixed payment covers any of these lines." in done("blocks").out
    done("agree", "M1J4Y", "RC9", "block", "--since", "2021-04-01", "--until", "2022-04-01", "--source", "contract")
    done("price")
    ran = done("blocks")
    assert "RC9 M1J4Y a fixed payment 3 3 £1,981.34 £0.00" in " ".join(ran.out.split())
    assert "1 line without a price" in ran.err
    assert done("blocks", "--json").json["rows"][0]["guide_pence"] == 198134


def test_variance_and_blocks_before_the_first_run(load: str) -> None:
    assert "No run of attribution and pricing" in done("variance").out
    assert "No run of attribution and pricing" in done("blocks").out
