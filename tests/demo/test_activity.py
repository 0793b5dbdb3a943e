"""What the demonstration says of activity: the gate, the three groups and the one, every basis, a line in words."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.synthetic.demonstration import demonstration_files
from ouzel.demo.activity import BEGINS, ENDS
from ouzel.demo.house import OWN_DATA
from tests.demo.running import asked, ouzel, part

MERGED = "NHS Bedfordshire, Luton and Milton Keynes CCG"
GROUPS = {"04F": "NHS Milton Keynes CCG", "06F": "NHS Bedfordshire CCG", "06P": "NHS Luton CCG"}
AS_WAS, AS_NOW, AS_AT = "Bought, as-was:", "Bought, as-now:", "Bought, as-at:2021-03-31:"


def figures(lines: list[str], year: str, code: str) -> tuple[int, int, str]:
    """Lines, activity and pounds of a commissioner in a year."""
    row = next(line for line in lines if line.startswith(f"{year} {code} ")).split()
    return number(row[-3]), number(row[-2]), row[-1]


def number(text: str) -> int:
    return int(text.replace(",", ""))


def pence(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def test_files_go_through_the_gate(told: list[str]) -> None:
    taken = part(told, "What was bought")
    loads = [line.split() for line in taken if re.match(r"\d+ plcm-", line)]
    lines = sum(number(row[2]) for row in loads)
    assert [row[3] for row in loads] == ["0"] * 6
    gate = part(told, "The gate")
    assert f"{lines:,} NHS numbers Made into pseudonyms" in gate
    assert f"{lines:,} dates of birth Made into ages" in gate
    assert gate[-1].endswith("the gate finds nothing.")


def test_nothing_of_a_patient_is_in_the_store(home: Path, told: list[str], tmp_path: Path) -> None:
    book = demonstration_book(since=BEGINS, until=ENDS, published=BEGINS)
    personal: set[str] = set()
    for file in demonstration_files(
        tmp_path, facts=OWN_DATA / "facts.csv", list_sizes=OWN_DATA / "list_sizes.csv", book=book
    ):
        table = pcsv.read_csv(file.path, convert_options=pcsv.ConvertOptions(strings_can_be_null=False))
        for heading in ("NHS NUMBER", "LOCAL PATIENT IDENTIFIER (EXTENDED)", "POSTCODE OF USUAL ADDRESS"):
            personal |= set(table[heading].cast(pa.string()).to_pylist())
    personal -= {"", "BFPO", "ZZ99 3VZ", "ZZ99 3WZ"}  # these are no address
    store = home / "demo" / "activity"
    looked_through = 0
    for path in store.rglob("*.parquet"):
        if "reference" in path.relative_to(store).parts:
            continue  # the directory of postcodes has every one of them, and nobody who lives there
        kept = pq.read_table(path)
        for column in kept.column_names:
            looked_through += 1
            assert not personal & set(kept[column].cast(pa.string()).to_pylist()), (path.name, column)
    assert looked_through > 100
    assert len(personal) > 1_000


def test_three_groups_buy_in_the_one_year_and_the_one_in_the_next(told: list[str]) -> None:
    bought = part(told, AS_WAS)
    for code, name in GROUPS.items():
        assert figures(bought, f"2020/21 {code}", name)[0] > 100
        assert not any(line.startswith(f"2021/22 {code}") for line in bought)
    assert figures(bought, "2021/22 M1J4Y", MERGED)[0] > 1_000
    assert not any(line.startswith("2020/21 M1J4Y") for line in bought)


def test_care_of_either_year_is_in_the_shape_of_a_basis(told: list[str]) -> None:
    was, now, at = (part(told, heading) for heading in (AS_WAS, AS_NOW, AS_AT))
    groups = [figures(was, "2020/21", code) for code in GROUPS]
    assert sum(row[0] for row in groups) == figures(now, "2020/21", "M1J4Y")[0]
    assert sum(pence(row[2]) for row in groups) == pence(figures(now, "2020/21", "M1J4Y")[2])
    assert [figures(at, "2020/21", code) for code in GROUPS] == groups
    assert all(figures(at, "2021/22", code)[0] > 100 for code in GROUPS)


def test_lines_are_the_same_on_every_basis(told: list[str]) -> None:
    rows = part(told, "The same lines on every basis")
    lines = [re.search(r"^(as-\S+) lines (\S+) (\S+) (\S+)$", row) for row in rows]
    sides = {found[1]: [number(found[n]) for n in (2, 3, 4)] for found in lines if found}
    assert list(sides) == ["as-was", "as-now", "as-at:2021-03-31"]
    assert len({given for given, _, _ in sides.values()}) == 1
    for given, placed, unresolved in sides.values():
        assert given == placed + unresolved
        assert placed > unresolved > 0
    pounds = [row.split()[-3:] for row in rows if row.startswith("pounds charged")]
    assert len({given for given, _, _ in pounds}) == 1
    assert all(pence(given) == pence(placed) + pence(lost) for given, placed, lost in pounds)
    assert rows[-1].startswith("What goes in is the same on every basis")


def test_what_needs_somebody_has_its_pounds(told: list[str]) -> None:
    needing = " ".join(part(told, "What needs somebody first"))
    for words in (r"Lines without a price: [\d,]+, for which £[\d,.]+ was submitted",
                  r"Lines that nobody was found for: [\d,]+, for which £[\d,.]+ was submitted"):  # fmt: skip
        assert re.search(words, needing)
    assert "The care had not ended." in needing


def in_words(told: list[str]) -> str:
    """All that is said of the stay across the merger."""
    at = next(n for n, line in enumerate(told) if line.startswith("In hospital on the night of 31 March 2021"))
    return "\n".join(told[at:])


def test_a_stay_across_the_merger_is_told_twice(told: list[str]) -> None:
    words = in_words(told)
    stays = re.search(r"(\d+) patients went in before the merger", words)
    assert stays
    assert int(stays[1]) >= 6
    assert re.search(r"Line \d+-\d+ is a finished stay in hospital .*28 March 2021 to 3 April 2021", words)
    assert re.search(r"Line \d+-\d+ is a stay in hospital that had not ended .*28 March 2021", words)
    payers = re.findall(r"Who pays: (.+) \((\w+)\)\.", words)
    assert payers[0] == (MERGED, "M1J4Y")
    assert payers[1] in {(name, code) for code, name in GROUPS.items()}
    assert "How much: nothing is charged. The care had not ended." in words


def test_what_is_shown_to_be_typed_tells_the_same(home: Path, told: list[str]) -> None:
    explain, report, loads = (
        [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)] for line in part(told, "Ask for it by hand")
    )
    assert loads == ["ouzel", "activity", "loads"]
    said = " ".join(ouzel(home / "demo", *explain[1:]).split())
    assert said in " ".join(in_words(told).split())
    together = sum(figures(part(told, AS_NOW), year, "M1J4Y")[0] for year in ("2020/21", "2021/22"))
    assert f" {together:,} " in ouzel(home / "demo", *report[1:])


def test_a_second_run_takes_and_prices_nothing_again(home: Path, told_again: list[str]) -> None:
    assert "Loaded before: the same 6 files, known by what is in them." in told_again
    assert len(asked(home, "activity", "loads")["loads"]) == 6
    assert len(asked(home, "activity", "runs")["runs"]) == 1
