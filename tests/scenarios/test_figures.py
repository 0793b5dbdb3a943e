"""Scenario 11, waiting lists on the boards of two dates, and scenario 12, a stated count beside the computed one."""

import csv
import gzip
from collections import Counter
from pathlib import Path

from tests.scenarios.conftest import OWN
from tests.scenarios.house import House, write_rows
from tests.shared_data import DATA, needs_data

OURS = {"M1J4Y": 128_034, "06H": 119_327, "06K": 80_381, "06N": 69_233}
OUTSIDE, NEW = 156_857, 38_260


def _check_waiting(house: House, file: Path) -> None:
    def rebase(basis: str, to: str = "board"):  # type: ignore[no-untyped-def]
        return house.rebase(file, unit="commissioner", value="pathways", date="2026-04-30", to=to, basis=basis)

    then = rebase("as-was")
    assert then.total_in == 7_123_980
    assert sum(then.of("S1Y5D").values()) == 396_975 == sum(OURS.values())
    assert len(then.unresolved) == 22
    assert then.lost == OUTSIDE
    assert all(each["reason"] for each in then.unresolved)

    before = rebase("as-at:2026-03-31")
    listed = {each["code"]: each for each in before.unresolved}
    assert set(listed) == {each["code"] for each in then.unresolved} | {"U2G6B"}
    assert listed["U2G6B"]["pathways"] == NEW
    assert before.lost == OUTSIDE + NEW
    assert sum(before.of("QHG").values()) == OURS["M1J4Y"]


def test_waiting_lists_on_two_boards_from_our_facts(own_facts: House, tmp_path: Path) -> None:
    with (OWN / "waiting_april_2026.csv").open(encoding="utf-8") as text:
        rows = [(r["commissioner"], r["incomplete_pathways"]) for r in csv.DictReader(text)]
    assert len(rows) == 128
    _check_waiting(own_facts, write_rows(tmp_path / "waiting.csv", ("commissioner", "pathways"), rows))


@needs_data
def test_waiting_lists_on_two_boards_of_england(england: House, tmp_path: Path) -> None:
    people: Counter[str] = Counter()
    with gzip.open(DATA / "activity" / "rtt_full_extract_2026-04.csv.gz", "rt") as text:
        for row in csv.DictReader(text):
            if row["RTT Part Description"] == "Incomplete Pathways" and row["Treatment Function Code"] == "C_999":
                people[row["Commissioner Org Code"]] += int(row["Total All"] or 0)
    assert len(people) == 128
    _check_waiting(england, write_rows(tmp_path / "waiting.csv", ("commissioner", "pathways"), people.items()))


def test_stated_count_and_the_sum_of_its_parts_are_both_kept(house: House) -> None:
    def stated(code: str) -> tuple[int, str]:
        (fact,) = (f for f in house.ask("register", "history", code)["facts"] if f["attribute"] == "stated_count")
        return int(fact["value"]), fact["note"]

    whole, source = stated("BLMK-COLLABORATIVE")
    parts = [stated(code)[0] for code in ("06F", "06P", "04F")]
    assert (whole, parts, sum(parts)) == (98, [47, 26, 27], 100)
    assert source
