"""The demonstration's own facts: the figures everybody knows, and agreement with the published files where they are."""

from datetime import date, timedelta

import pytest

from tests.shared_data import needs_data
from tests.sourced_facts import DEMO, table
from tests.sourced_facts import published as published_rows

FACTS = table(DEMO / "facts.csv")
LOCAL = ("06F", "06P", "04F", "M1J4Y")


def _people(name: str, on: str) -> int:
    return sum(int(row["patients"]) for row in table(DEMO / name) if row["date"] == on)


@pytest.mark.parametrize(
    ("on", "people"), [("2021-01-01", 1_047_296), ("2021-06-01", 1_056_616), ("2022-04-01", 1_077_382)]
)
def test_registered_patients_add_up_to_the_published_totals(on: str, people: int) -> None:
    assert _people("list_sizes.csv", on) == people
    listed = {row["practice"] for row in table(DEMO / "list_sizes.csv")}
    assert listed <= {row["subject"] for row in FACTS if row["attribute"] == "lifespan"}


def test_people_of_a_location_that_ended_are_all_there() -> None:
    assert _people("list_sizes_frimley.csv", "2022-04-01") == 811_078


def test_waiting_lists_of_april_2026_add_up_by_board_and_for_england() -> None:
    waiting = table(DEMO / "waiting_april_2026.csv")
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
    said = {month: {row[0]: row for row in published_rows(f"ods/{name}.csv.gz")} for month, name in files.items()}
    letters = {"A": "active", "ACTIVE": "active", "D": "dormant", "DORMANT": "dormant"}

    def text(day: str) -> str:
        return date.fromisoformat(day).isoformat() if day else ""

    def after(day: str) -> str:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""

    checked = 0
    for row in FACTS:
        if not row["source"].startswith("ODS epraccur") or row["attribute"] == "region":
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
def test_regions_are_those_printed_beside_open_practices_and_in_the_map() -> None:
    """Of a group beside each of its open practices in December 2019; of a partnership in the map of September 2020."""
    rows = [row for row in FACTS if row["attribute"] == "region" and row["published"] < "2021"]
    ours = {(row["subject"], row["value"]) for row in rows if row["source"] == "ODS epraccur 2019-12"}
    printed = {(row[14], row[2]) for row in published_rows("ods/epraccur_2020-01.csv.gz") if row[12] == "A"}
    assert ours == {pair for pair in printed if pair[0] in LOCAL}
    headings, *practices = published_rows("registrations/gp-reg-pat-prac-map_2020-09.csv.gz")
    stp, region = headings.index("STP_CODE"), headings.index("COMM_REGION_CODE")
    theirs = {(row[stp], row[region]) for row in practices}
    mapped = {(row["subject"], row["value"]) for row in rows if row["source"] == "gp-reg-pat-prac-map 2020-09"}
    assert ("QHG", "Y61") in mapped
    assert mapped == {pair for pair in theirs if pair[0] in {code for code, _ in mapped}}


@needs_data
def test_facts_of_memberships_are_rows_of_the_published_file_and_none_is_missing() -> None:
    ours = {(r["subject"], r["value"], r["since"]) for r in FACTS if r["attribute"] == "commissioner"}
    practices = {r["subject"] for r in FACTS if r["source"] == "ODS epcmem 2019-10"}
    theirs = {
        (practice, parent, date.fromisoformat(joined).isoformat()): left
        for practice, parent, _kind, joined, left, _amended in published_rows("ods/epcmem_2019-10.csv.gz")
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
        rows = published_rows(f"registrations/gp-reg-pat-prac-all_{on[:7]}.csv.gz")[1:]
        theirs = {row[5]: row[9] for row in rows if row[3] in LOCAL}
        assert {r["practice"]: r["patients"] for r in table(DEMO / "list_sizes.csv") if r["date"] == on} == theirs


@needs_data
def test_successions_are_rows_of_the_published_files() -> None:
    ods = {(old, new, day) for old, new, day in published_rows("ods/succ_and_succarc_2022-10.csv.gz")[1:]}
    boards = {(row[0], row[2], row[4]) for row in published_rows("ods/icb_successions_2026-04-01.csv")[1:]}
    ours = {(row["subject"], row["value"], row["since"]) for row in FACTS if row["attribute"] == "successor"}
    assert ours <= ods | boards
    assert boards <= ours


@needs_data
def test_systems_of_april_2026_are_those_of_the_return() -> None:
    theirs = {row[0]: row[2] for row in published_rows("ods/subicb_to_icb_2026-04_from_rtt.csv")[1:]}
    ours: dict[str, str] = {}
    for row in sorted(FACTS, key=lambda r: r["since"]):
        if row["attribute"] == "system" and row["evidence"] == "since":
            ours[row["subject"]] = row["value"]
    assert ours.pop("D4U1Y") == "QNQ"
    assert ours == theirs
