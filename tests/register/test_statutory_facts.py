"""The tables of sourced facts: each row stands by itself, and agrees with the published files where they are."""

import csv
import gzip
import io
import itertools
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from ouzel.register.attributes import RELATIONS, Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.kinds import KINDS
from tests.shared_data import DATA, needs_data

ROOT = Path(__file__).parents[2]
FILES = (
    (ROOT / "src/ouzel/register/statutory.csv", "statutory_source"),
    (ROOT / "src/ouzel/demo/data/facts.csv", "source"),
)
OTHER_ROLES = {"RO107", "RO209", "RO326", "RO261"}
ROLES = OTHER_ROLES.union(*(kind.roles for kind in KINDS.values()))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shared(name: str) -> list[list[str]]:
    path = DATA / name
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


STATUTORY = _rows(FILES[0][0])


def _having(**wanted: str) -> list[dict[str, str]]:
    return [row for row in STATUTORY if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize(("path", "source"), FILES, ids=["statutory", "demonstration"])
def test_every_row_stands_by_itself(path: Path, source: str) -> None:
    rows = _rows(path)
    assert rows
    for line, row in enumerate(rows, start=2):
        place = f"{path.name}, line {line}"
        attribute = Attribute[row["attribute"].upper()]
        evidence = Evidence[row["evidence"].upper()]
        since, until, published = _day(row["since"]), _day(row["until"]), _day(row["published"])
        assert since is not None, place
        assert published is not None, place
        for column in ("subject", "value", source):
            assert row[column], f"{place}, {column}"
        assert (until is not None) == (evidence is Evidence.INTERVAL), place
        assert until is None or since < until, place
        assert since <= published, f"{place}: nothing is known before it begins here"
        assert until is None or until <= published, f"{place}: an ending cannot be known before it is published"
        if attribute is Attribute.ROLE:
            assert row["value"] in ROLES, place
        if attribute in RELATIONS:
            assert row["value"] != row["subject"], place
        if attribute in (Attribute.LIFESPAN, Attribute.LEGAL_LIFESPAN):
            assert row["value"] == "open", place


@pytest.mark.parametrize("path", [path for path, _ in FILES], ids=["statutory", "demonstration"])
def test_no_row_is_there_twice(path: Path) -> None:
    rows = [tuple(row.values()) for row in _rows(path)]
    assert len(set(rows)) == len(rows)


def test_each_ending_repeats_its_beginning() -> None:
    begun = {
        (r["subject"], r["attribute"], r["value"], r["since"])
        for r in STATUTORY
        if r["evidence"] in ("since", "sighting")
    }
    for row in _having(evidence="interval"):
        assert (row["subject"], row["attribute"], row["value"], row["since"]) in begun, row


def test_spells_of_one_role_do_not_overlap() -> None:
    spells = defaultdict(list)
    for row in _having(attribute="role", evidence="interval"):
        spells[row["subject"], row["value"]].append((row["since"], row["until"]))
    for key, held in spells.items():
        held.sort()
        for (_, ended), (began, _) in itertools.pairwise(held):
            assert ended <= began, key


@pytest.mark.parametrize(
    ("on", "count"),
    [("2013-04-01", 211), ("2014-12-01", 211), ("2015-04-01", 209), ("2017-04-01", 207), ("2018-04-01", 195),
     ("2019-04-01", 191), ("2020-04-01", 135), ("2021-04-01", 106), ("2022-06-30", 106), ("2022-07-01", 0)],
)  # fmt: skip
def test_clinical_commissioning_groups_on_a_day_are_as_many_as_there_were(on: str, count: int) -> None:
    began = {row["subject"] for row in _having(attribute="role", value="RO98", evidence="since") if row["since"] <= on}
    ended = {
        row["subject"] for row in _having(attribute="role", value="RO98", evidence="interval") if row["until"] <= on
    }
    assert len(began - ended) == count


@pytest.mark.parametrize(
    ("on", "count"), [("2002-10-01", 304), ("2006-09-30", 303), ("2006-10-01", 152), ("2013-03-31", 151)]
)
def test_primary_care_trusts_on_a_day_are_as_many_as_there_were(on: str, count: int) -> None:
    held = [
        row
        for row in _having(attribute="role", value="RO179", evidence="interval")
        if row["since"] <= on < row["until"]
    ]
    assert len(held) == count


def test_the_stated_count_and_its_parts_are_kept_apart() -> None:
    stated = {row["subject"]: int(row["value"]) for row in _having(attribute="stated_count")}
    assert stated.pop("BLMK-COLLABORATIVE") == 98
    assert sum(stated.values()) == 100


@needs_data
def test_commissioning_groups_are_those_of_the_published_file() -> None:
    listed = {r[0]: r for r in _shared("ods/eccg_2025-12.csv") if "RO218" not in r[13] and "RO327" not in r[13]}
    opened = {r["subject"]: r["since"] for r in STATUTORY if r["attribute"] == "lifespan" and r["subject"] in listed}
    assert opened == {code: date.fromisoformat(r[10]).isoformat() for code, r in listed.items()}
    closed = {
        r["subject"]: r["until"] for r in _having(attribute="lifespan", evidence="interval") if r["subject"] in listed
    }
    assert closed.pop("D4U1Y") == "2026-04-01"
    assert closed == {
        code: (date.fromisoformat(r[11]) + timedelta(days=1)).isoformat() for code, r in listed.items() if r[11]
    }


@needs_data
def test_functions_went_to_the_board_of_each_location() -> None:
    table = {row[0]: row[3] for row in _shared("ods/subicb_to_icb_2022-07.csv")[1:]}
    assert {row["subject"]: row["value"] for row in _having(attribute="functions")} == table
    assert {row["subject"] for row in _having(attribute="role", value="RO318", since="2022-07-01")} == set(
        table.values()
    )


@needs_data
def test_boards_that_closed_and_opened_in_2026_are_those_of_the_successions() -> None:
    events = [row[:3:2] for row in _shared("ods/icb_successions_2026-04-01.csv")[1:]]
    ended = {row["subject"] for row in _having(attribute="role", value="RO318", until="2026-04-01")}
    began = {row["subject"] for row in _having(attribute="role", value="RO318", since="2026-04-01")}
    assert ended == {old for old, _ in events}
    assert began == {new for _, new in events} - {"QRL"}


@needs_data
def test_primary_care_groups_and_trusts_cover_the_memberships_of_their_practices() -> None:
    spells = {
        row["subject"]: (row["since"], row["until"])
        for row in STATUTORY
        if row["attribute"] == "role" and row["value"] in ("PCG", "RO179") and row["evidence"] == "interval"
    }
    met = set()
    for _practice, parent, _kind, joined, left, _amended in _shared("ods/epcmem_2019-10.csv.gz"):
        if parent in spells:
            met.add(parent)
            assert spells[parent][0] <= date.fromisoformat(joined).isoformat(), parent
            assert date.fromisoformat(left).isoformat() < spells[parent][1], parent
    assert met == set(spells)
    events = {(old, day) for old, new, day in _shared("ods/succ_and_succarc_2022-10.csv.gz")[1:] if old != new}
    for code, (_, until) in spells.items():
        assert until == "2013-04-01" or (code, until) in events, code


FACTS = _rows(FILES[1][0])
DEMO = FILES[1][0].parent
LOCAL = ("06F", "06P", "04F", "M1J4Y")


def _people(name: str, on: str) -> int:
    return sum(int(row["patients"]) for row in _rows(DEMO / name) if row["date"] == on)


@pytest.mark.parametrize(
    ("on", "people"), [("2021-01-01", 1_047_296), ("2021-06-01", 1_056_616), ("2022-04-01", 1_077_382)]
)
def test_registered_patients_add_up_to_the_published_totals(on: str, people: int) -> None:
    assert _people("list_sizes.csv", on) == people
    listed = {row["practice"] for row in _rows(DEMO / "list_sizes.csv")}
    assert listed <= {row["subject"] for row in FACTS if row["attribute"] == "lifespan"}


def test_people_of_a_location_that_ended_are_all_there() -> None:
    assert _people("list_sizes_frimley.csv", "2022-04-01") == 811_078


def test_waiting_lists_of_april_2026_add_up_by_board_and_for_england() -> None:
    waiting = _rows(DEMO / "waiting_april_2026.csv")
    count = {row["commissioner"]: int(row["incomplete_pathways"]) for row in waiting}
    boards = {row["subject"]: row["value"] for row in FACTS if row["attribute"] == "system" and row["until"] == ""}
    assert sum(count.values()) == 7_123_980
    assert sum(people for code, people in count.items() if boards.get(code) == "S1Y5D") == 396_975
    nobody = [code for code in count if code not in boards]
    assert (len(nobody), sum(count[code] for code in nobody)) == (22, 156_857)


@pytest.mark.parametrize(
    ("published", "counts"),
    [("2016-01-31", (55, 30, 28, 0)), ("2019-12-31", (48, 26, 26, 0)), ("2021-11-30", (0, 0, 0, 98)),
     ("2023-12-31", (0, 0, 0, 92)), ("2025-05-31", (0, 0, 0, 86)), ("2026-02-28", (0, 0, 0, 86))],
)  # fmt: skip
def test_active_practices_as_each_file_said_are_as_many_as_published(published: str, counts: tuple[int, ...]) -> None:
    """The newest word on each lifespan and the newest spell of each practice by that day, and no more."""
    last: dict[tuple[str, str], dict[str, str]] = {}
    order = {"lifespan": ("published", "since"), "commissioner": ("since", "published")}
    for row in FACTS:
        key = order.get(row["attribute"])
        if key and row["published"] <= published and row["evidence"] != "sighting":
            held = last.get((row["subject"], row["attribute"]))
            if held is None or [row[k] for k in key] >= [held[k] for k in key]:
                last[row["subject"], row["attribute"]] = row
    seen = {
        (row["subject"], row["attribute"]): row["value"]
        for row in FACTS
        if row["published"] <= published and row["evidence"] == "sighting"
    }

    def member(code: str, of: str) -> bool:
        life, held = last.get((code, "lifespan")), last.get((code, "commissioner"))
        return (
            life is not None
            and (not life["until"] or life["until"] > published)
            and held is not None
            and held["value"] == of
            and seen.get((code, "status")) == "active"
            and seen.get((code, "setting")) == "RO76"
        )

    practices = {row["subject"] for row in FACTS if row["attribute"] == "setting"}
    assert tuple(sum(member(code, of) for code in practices) for of in LOCAL) == counts


@needs_data
def test_facts_of_practices_are_rows_of_the_published_files() -> None:
    files = {
        "2016-01": "epraccur_2016-01", "2019-12": "epraccur_2020-01", "2021-11": "epraccur_2021-11",
        "2023-12": "epraccur_2023-12", "2025-05": "epraccur_2025-05", "2026-02": "epraccur_2026-02_dse-format",
    }  # fmt: skip
    said = {month: {row[0]: row for row in _shared(f"ods/{name}.csv.gz")} for month, name in files.items()}
    letters = {"A": "active", "ACTIVE": "active", "D": "dormant", "DORMANT": "dormant"}

    def text(day: str) -> str:
        return date.fromisoformat(day).isoformat() if day else ""

    def after(day: str) -> str:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""

    checked = 0
    for row in FACTS:
        if not row["source"].startswith("ODS epraccur"):
            continue
        printed = said[row["source"].removeprefix("ODS epraccur ")][row["subject"]]
        until = after(printed[11])
        right = {
            "lifespan": (text(printed[10]), until, "open"),
            "commissioner": (text(printed[15]), after(printed[16]) or until, printed[14]),
            "name": (row["published"], "", printed[1].strip()),
            "postcode": (row["published"], "", printed[9].strip()),
            "status": (row["published"], "", letters.get(printed[12], "")),
            "setting": (row["published"], "", {"4": "RO76", "8": "RO255"}.get(printed[25], printed[25])),
            "geography": (row["published"], "", printed[3]),
        }
        assert (row["since"], row["until"], row["value"]) == right[row["attribute"]], row
        checked += 1
    assert checked > 1000


@needs_data
def test_facts_of_memberships_are_rows_of_the_published_file_and_none_is_missing() -> None:
    ours = {(r["subject"], r["value"], r["since"]) for r in FACTS if r["attribute"] == "commissioner"}
    practices = {r["subject"] for r in FACTS if r["source"] == "ODS epcmem 2019-10"}
    theirs = {
        (practice, parent, date.fromisoformat(joined).isoformat()): left
        for practice, parent, _kind, joined, left, _amended in _shared("ods/epcmem_2019-10.csv.gz")
        if practice in practices
    }
    assert set(theirs) <= ours
    for row in FACTS:
        if row["source"] == "ODS epcmem 2019-10":
            left = theirs[row["subject"], row["value"], row["since"]]
            assert bool(left) == bool(row["until"]), row
            assert not left or date.fromisoformat(left) + timedelta(days=1) == date.fromisoformat(row["until"]), row


@needs_data
def test_list_sizes_are_rows_of_the_published_files() -> None:
    for on in ("2021-01-01", "2021-06-01", "2021-10-01", "2022-01-01", "2022-04-01"):
        rows = _shared(f"registrations/gp-reg-pat-prac-all_{on[:7]}.csv.gz")[1:]
        theirs = {row[5]: row[9] for row in rows if row[3] in LOCAL}
        assert {r["practice"]: r["patients"] for r in _rows(DEMO / "list_sizes.csv") if r["date"] == on} == theirs


@needs_data
def test_successions_are_rows_of_the_published_files() -> None:
    ods = {(old, new, day) for old, new, day in _shared("ods/succ_and_succarc_2022-10.csv.gz")[1:]}
    boards = {(row[0], row[2], row[4]) for row in _shared("ods/icb_successions_2026-04-01.csv")[1:]}
    ours = {(row["subject"], row["value"], row["since"]) for row in FACTS if row["attribute"] == "successor"}
    assert ours <= ods | boards
    assert boards <= ours


@needs_data
def test_systems_of_april_2026_are_those_of_the_return() -> None:
    theirs = {row[0]: row[2] for row in _shared("ods/subicb_to_icb_2026-04_from_rtt.csv")[1:]}
    ours: dict[str, str] = {}
    for row in sorted(FACTS, key=lambda r: r["since"]):
        if row["attribute"] == "system" and row["evidence"] == "since":
            ours[row["subject"]] = row["value"]
    assert ours.pop("D4U1Y") == "QNQ"
    assert ours == theirs
