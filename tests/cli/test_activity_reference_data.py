"""What figures of activity rest on, as a person types it: prices, agreements, rules, tables, postcodes, mappings."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from ouzel.activity.rules.reading import flows
from ouzel.activity.rules.tables import TABLES
from tests.cli.activity import LISTED, activity, done, own_store, plcm

pytestmark = pytest.mark.usefixtures("register")
DAYS = ("--since", "2021-04-01", "--until", "2022-04-01")
YEAR = (*DAYS, "--published", "2021-03-31")
SAID = ("--source", "our own list")
LOCAL = {"POINT OF DELIVERY CODE": "LOCAL", "LOCAL POINT OF DELIVERY CODE": "WARD7"}


@pytest.fixture(autouse=True)
def _place(tmp_path: Path) -> Iterator[None]:
    with own_store(tmp_path / "home"):
        yield


@pytest.fixture
def prices(tmp_path: Path) -> tuple[str, str]:
    """Two files: prices, and factors."""
    files = tmp_path / "prices.csv", tmp_path / "factors.csv"
    files[0].write_text("currency,setting,price,trim_days,per_day\nAA22C,elective,5000,10,300\nAA22C,day-case,800,,\n")
    files[1].write_text("provider,factor\nRC9,1.060677\n")
    return str(files[0]), str(files[1])


def test_prices_are_loaded_listed_and_shown(prices: tuple[str, str]) -> None:
    ran = done("prices", "load", *prices, "--name", "Prices 2021/22", *YEAR, *SAID)
    assert "Prices 2021/22: care that ends 2021-04-01 to 2022-03-31, published 2021-03-31." in ran.out
    assert "1 market forces factor, 0 top-ups." in ran.out
    assert "Prices 2021/22" in done("prices", "list").out
    shown = done("prices", "show", "aa22c", "--json").json["prices"]
    assert [(each["setting"], each["pence"]) for each in shown if each["setting"] != "bed-day"] == [
        ("elective", 500000), ("day-case", 80000)
    ]  # fmt: skip
    assert "£5,000.00" in done("prices", "show", "AA22C", "--on", "2021-06-01").out
    assert (
        "No list in use has a price of AA22C on 2023-01-01."
        in done("prices", "show", "AA22C", "--on", "2023-01-01").out
    )


def test_the_same_prices_twice_are_one_list(prices: tuple[str, str]) -> None:
    words = ("prices", "load", *prices, "--name", "Prices 2021/22", *YEAR, *SAID)
    first = done(*words, "--json").json
    assert (first["already"], done(*words, "--json").json["already"]) == (False, True)
    assert "The very same list was loaded before" in done(*words).out


def test_prices_over_another_list(prices: tuple[str, str], tmp_path: Path) -> None:
    first = done("prices", "load", *prices, "--name", "First", *YEAR, *SAID, "--json").json["id"]
    local = tmp_path / "local.csv"
    local.write_text("currency,setting,price,local\nAA22C,elective,4000,RC9\n")
    later = (*DAYS, "--published", "2021-06-27")
    done("prices", "load", str(local), "--name", "With local prices", *later, *SAID, "--over", str(first))
    shown = done("prices", "show", "AA22C", "--on", "2021-06-01", "--json").json["prices"]
    assert {("", 500000), ("RC9", 400000)} <= {(each["local"], each["pence"]) for each in shown}
    known = done("prices", "show", "AA22C", "--known-at", "2021-06-01", "--json").json["prices"]
    assert {each["list"] for each in known} == {"First"}


def test_prices_of_the_demonstration_are_indicative() -> None:
    assert "160 of them indicative" in done("prices", "demonstration", *YEAR).out
    assert "indicative: worked out from costs" in done("prices", "show", "FE21Z").err


def test_prices_worked_out_from_costs(tmp_path: Path) -> None:
    costs = tmp_path / "costs.csv"
    costs.write_text("department_code,currency_code,activity,cost\nElective Inpatients,AA22C,10,50000\n")
    words = ("prices", "indicative", str(costs), "--name", "From costs", *YEAR, "--cost-year", "2021")
    ran = done(*words)
    assert "Costs are of 2021/22, the year of the list." in ran.err
    assert done("prices", "show", "AA22C", "--json").json["prices"][0]["pence"] == 500000


def test_prices_are_withdrawn(prices: tuple[str, str]) -> None:
    made = done("prices", "load", *prices, "--name", "Wrong", *YEAR, *SAID, "--json").json["id"]
    withdrawn = done("prices", "withdraw", str(made), "--why", "wrong year", "--on", "2021-06-01").out
    assert "Wrong is withdrawn from 2021-06-01 on: wrong year" in withdrawn
    (listed,) = done("prices", "list", "--json").json["prices"]
    assert (listed["state"], listed["withdrawn"], listed["withdrawn_why"]) == ("withdrawn", "2021-06-01", "wrong year")
    assert "withdrawn on 2021-06-01" in done("prices", "list").out
    assert "No list in use has a price" in done("prices", "show", "AA22C").out
    before = done("prices", "show", "AA22C", "--known-at", "2021-05-31")
    assert "Wrong was withdrawn on 1 June 2021" in before.err
    refused = activity("prices", "withdraw", str(made), "--why", "again")
    assert (refused.status, "withdrawn" in refused.err) == (1, True)


def test_prices_refused_say_the_line(prices: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("currency,setting,price\nAA22C,sideways,5000\n")
    ran = activity("prices", "load", *prices, "--name", "Bad", *YEAR, *SAID)
    assert (ran.status, "prices.csv, line 2, setting" in ran.err) == (1, True)
    assert "No price list is loaded" in done("prices", "list").out


def test_agreements_are_written_listed_and_ended() -> None:
    words = ("agree", "M1J4Y", "RC9", "block", *DAYS, "--source", "Contract schedule 3")
    assert "M1J4Y pays RC9 by a fixed payment that covers everything, 2021-04-01 to 2022-03-31." in done(*words).out
    again = activity(*words)
    assert (again.status, "End that agreement first" in again.err) == (1, True)
    (made,) = done("agreements", "--json").json["agreements"]
    assert "Contract schedule 3" in done("agreements").out
    assert "is taken back" in done("end-agreement", str(made["id"]), "--why", "signed for another year").out
    assert "ended on " in done("agreements").out


def test_rules_are_listed_and_read_as_text() -> None:
    listed = done("rules", "list", "--json").json["rules"]
    assert [each["rules"] for each in listed] == [flow.name for flow in flows()]
    assert "2025/26" in done("rules", "list").out
    flow = next(flow for flow in flows() if flow.name == "2025/26")
    text = done("rules", "show", "2025-26").out
    for box in flow.boxes.values():
        assert f"\n{box.id}. {box.question}\n" in text
    assert "(code:VPP00)" in text
    assert [each["box"] for each in done("rules", "show", "2025/26", "--json").json["boxes"]] == list(flow.boxes)
    assert done("rules", "show", "2021-05-01").out.startswith("Rules of who pays 2021/22")


def test_rules_of_a_year_are_loaded_and_withdrawn(tmp_path: Path) -> None:
    file = tmp_path / "2027-28.toml"
    head = 'like = "2025-26"\nname = "2027/28"\nsince = 2027-04-01\nuntil = 2028-04-01\n'
    file.write_text(head + 'published = 2027-03-01\nsource = "NHS England"\nevidence = "memory"\n')
    made = done("rules", "load", str(file), "--published", "2026-03-01", "--json").json
    assert (made["kind"], made["since"], made["published"]) == ("rules", "2027-04-01", "2026-03-01")
    listed = {each["rules"]: each for each in done("rules", "list", "--json").json["rules"]}
    assert (listed["2027/28"]["release"], listed["2027/28"]["evidence"]) == (made["id"], "memory")
    assert (listed["2026/27"]["release"], listed["2026/27"]["evidence"]) == (None, "inferred")
    assert "They are from memory: check them before use." in done("rules", "show", "2027-28").out
    file.write_text(head.replace("2025-26", "1999-00"))
    refused = activity("rules", "load", str(file))
    assert (refused.status, "2027-28.toml" in refused.err) == (1, True)
    assert "is withdrawn" in done("rules", "withdraw", str(made["id"]), "--why", "a draft").out
    assert "2027/28" not in done("rules", "list").out


def test_rules_of_a_year_without_any() -> None:
    for year in ("1999-00", "1999-05-01", "next year"):
        ran = activity("rules", "show", year)
        assert (ran.status, "2025/26" in ran.err) == (1, True)


def test_tables_are_loaded_listed_and_withdrawn(tmp_path: Path) -> None:
    file = tmp_path / "prisons.csv"
    file.write_text("postcode,name\nMK4 4DA,A prison\n")
    words = ("--effective", "2021-04-01", "--published", "2021-03-01", "--source", "Ministry of Justice")
    made = done("table", "load", "prisons", str(file), *words, "--json").json
    assert (made["kind"], made["since"], made["until"]) == ("prisons", "2021-04-01", None)
    shown = done("table", "list")
    assert all(slug in shown.out for slug in TABLES)
    assert "Ministry of Justice" in shown.out
    assert "is withdrawn." in done("table", "withdraw", str(made["id"]), "--why", "another list").out
    tables = {each["table"]: each["releases"] for each in done("table", "list", "--json").json["tables"]}
    assert [each["state"] for each in tables["prisons"]] == ["withdrawn"]
    file.write_text("postcode,name\nMK44DA,A prison\n")
    refused = activity("table", "load", "prisons", str(file), *words)
    assert (refused.status, "prisons.csv, line 2, postcode" in refused.err) == (1, True)


def test_postcodes_are_loaded_and_make_small_areas(tmp_path: Path) -> None:
    assert "No postcode directory is loaded" in done("postcodes", "list").out
    directory = tmp_path / "ONSPD_FEB_2021_UK.csv"
    directory.write_text("pcds,doterm,ctry,lsoa11,sicbl,laua\nLU1 1AA,,E92000001,E01015693,E38000249,E06000032\n")
    ran = done("postcodes", "load", str(directory))
    assert "Postcode directory, February 2021: from 2021-02-01." in ran.out
    assert "Postcode directory, February 2021" in done("postcodes", "list").out
    checked = done("check", plcm(tmp_path / "april.csv", {"POSTCODE OF USUAL ADDRESS": "LU1 1AA"}))
    assert "Made into small areas" in checked.out
    assert "No postcode directory" not in checked.err
    early = activity("check", str(tmp_path / "april.csv"), "--postcodes", "2020-01-01")
    assert (early.status, "of that day or before" in early.err) == (1, True)


def test_local_points_of_delivery_wait_and_are_mapped(tmp_path: Path) -> None:
    assert "Nothing waits" in done("pods", "queue").out
    done("load", plcm(tmp_path / "april.csv", LOCAL), *LISTED)
    (waiting,) = done("pods", "queue", "--json").json["waiting"]
    assert (waiting["provider"], waiting["local_code"], waiting["submitted_pence"]) == ("RC9", "WARD7", 250050)
    assert "WARD7" in done("pods", "queue").out
    made = done("pods", "map", "WARD7", "EL", "--provider", "RC9", "--since", "2021-04-01", "--json").json
    assert done("pods", "queue", "--json").json["waiting"] == []
    assert "WARD7 of RC9 is EL, from 2021-04-01" in done("pods", "list").out
    ended = done("pods", "end", str(made["id"]), "--on", "2021-06-01", "--why", "the ward closed")
    assert "WARD7 of RC9 is EL, 2021-04-01 to 2021-05-31." in ended.out
    wrong = activity("pods", "map", "WARD7", "WARD", "--since", "2021-04-01")
    assert (wrong.status, "no such national point of delivery" in wrong.err) == (1, True)


def test_episodes_are_recorded_by_a_line_and_replaced(tmp_path: Path) -> None:
    load = done("load", plcm(tmp_path / "april.csv"), *LISTED, "--json").json["loads"][0]["load"]
    words = ("--since", "2020-01-01", "--source", "the register of placements")
    who = ("--line", f"{load}-1")
    ran = done("episodes", "record", "looked-after", "--commissioner", "06P", *words, *who, "--recorded", "2020-02-01")
    assert "06P stays responsible from 1 January 2020 (looked-after child placed elsewhere)." in ran.out
    (made,) = done("episodes", "list", "--json").json["episodes"]
    explained = done("explain", f"{load}-1", "--why", "a test").out
    assert "(M1J4Y)" in explained.split("Who pays:")[1].split("\n")[0]
    assert "recorded of NHS Luton CCG (06P), in whose place" in explained
    done("episodes", "replace", str(made["id"]), "--commissioner", "06P", *words, "--until", "2021-01-01")
    assert "2020-12-31" in done("episodes", "list").out
    assert done("episodes", "list", "--known-at", "2020-03-01", "--json").json["episodes"] == [made]
    assert "(06P)" not in done("explain", f"{load}-1", "--why", "a test").out


def test_episodes_need_one_person(tmp_path: Path) -> None:
    words = ("episodes", "record", "aftercare", "--commissioner", "06P", "--since", "2020-01-01", "--source", "x")
    assert activity(*words).status == 2
    assert activity(*words, "--line", "1-1", "--person", "7").status == 2
    ran = activity(*words, "--line", "999999-1")
    assert (ran.status, "no line that counts" in ran.err) == (1, True)


def test_gate_policies_say_what_they_do() -> None:
    ran = done("gate", "policies")
    assert ran.out.startswith("pseudonymise 2 (unless another is named):")
    assert "generalise: birth_date, residence" in ran.out
    assert {each["policy"]: each["usual"] for each in done("gate", "policies", "--json").json["policies"]} == {
        "pseudonymise": True, "strict": False,
    }  # fmt: skip


@pytest.mark.parametrize("options", [("--people", "500"), ("--demonstration",)])
def test_synthetic_files_are_recognised_and_the_same_for_a_seed(options: tuple[str, ...], tmp_path: Path) -> None:
    made = done("synthetic", str(tmp_path / "one"), *options, "--seed", "3", "--json").json["files"]
    done("synthetic", str(tmp_path / "two"), *options, "--seed", "3")
    for file in made:
        one, two = (tmp_path / folder / file["file"] for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
        with one.open(encoding="utf-8", newline="") as rows:
            assert sum(1 for _ in csv.reader(rows)) == file["rows"] + 1
    checked = done("check", str(tmp_path / "one" / made[0]["file"]), *LISTED, "--json").json
    assert (checked["format"], checked["rows"]) == ("plcm", made[0]["rows"])


def test_synthetic_files_of_months(tmp_path: Path) -> None:
    made = done("synthetic", str(tmp_path), "--demonstration", "--months", "2021-03..2021-04", "--json").json["files"]
    assert {each["file"] for each in made} == {
        "ONSPD_FEB_2021_UK.csv",
        *(
            f"plcm-{provider}-{part}.csv"
            for provider in ("RC9", "RD8", "RYV")
            for part in ("2020-21-M12", "2021-22-M01")
        ),
    }
    assert activity("synthetic", str(tmp_path), "--months", "2021-04").status == 2
    ran = activity("synthetic", str(tmp_path), "--demonstration", "--months", "2023-04")
    assert (ran.status, "Use months from 2020-04 to 2022-03" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("prices", "withdraw", "999999", "--why", "x"), "ouzel activity prices list"),
        (("end-agreement", "999999", "--why", "x"), "ouzel activity agreements"),
        (("table", "withdraw", "999999", "--why", "x"), "ouzel activity table list"),
        (("pods", "end", "999999", "--why", "x"), "ouzel activity pods list"),
        (("episodes", "replace", "999999", "--commissioner", "06P", "--since", "2020-01-01", "--source", "x"),
         "ouzel activity episodes list"),
        (("prices", "load", "nowhere.csv", "--name", "x", *YEAR, *SAID), "nowhere.csv: there is no such file"),
        (("postcodes", "load", "nowhere.csv"), "there is no such file"),
        (("calendar", "nowhere.csv", "--source", "x"), "there is no such file"),
        (("table", "load", "colours", "nowhere.csv", "--effective", "2021-04-01", "--published", "2021-04-01",
          "--source", "x"), "there is no such"),
    ],
)  # fmt: skip
def test_refusals_say_what_is_right(words: tuple[str, ...], said: str) -> None:
    ran = activity(*words)
    assert ran.status == 1
    assert said in ran.err
