"""The Python interface gives data frames that say what they were asked of."""

from datetime import date

import pandas as pd
import pytest

import ouzel
from ouzel.core.errors import ContentError

pytestmark = pytest.mark.usefixtures("register")


def test_members_as_known_then() -> None:
    found = ouzel.members("M1J4Y", on="2021-11-30", known_at="2021-11-30", kind="practice")
    assert len(found) == 98
    assert list(found.columns) == ["code", "name", "since", "until", "via", "share"]
    assert found.attrs == {"on": date(2021, 11, 30), "known_at": date(2021, 11, 30), "edition": 1}


def test_a_kind_that_is_none_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="practice"):
        ouzel.members("M1J4Y", kind="surgery")


def test_organisation_history_and_succession() -> None:
    assert ouzel.organisation("06F00", on="2016-01-31").code == "06F"
    with pytest.raises(LookupError, match="NOWHERE"):
        ouzel.organisation("NOWHERE")
    assert set(ouzel.history("M1J4Y").query("attribute == 'role'")["value"]) == {"RO98", "RO319"}
    assert list(ouzel.successors("06F")["successor"]) == ["M1J4Y"]
    assert set(ouzel.predecessors("M1J4Y")["predecessor"]) == {"04F", "06F", "06P"}
    assert "M1J4Y" in set(ouzel.find("BLMK")["code"])


def test_snapshot_is_every_membership_of_a_day() -> None:
    found = ouzel.snapshot(on="2021-11-30", known_at="2021-11-30", kind="practice")
    assert (found["parent"] == "M1J4Y").sum() == 98
    assert found["since"].dt.year.min() >= 1900


def test_rebase_carries_its_proof() -> None:
    table = pd.DataFrame({"practice": ["E81001", "E81001", "ZZZZZ"], "day": ["2021-01-01", "2021-06-01", "2021-06-01"],
                          "patients": [10, 12, 1]})  # fmt: skip
    found = ouzel.rebase(table, unit="practice", values=["patients"], date="day", to="commissioner", basis="as-was")
    assert list(found[["code", "patients"]].itertuples(index=False, name=None)) == [("06P", 10), ("M1J4Y", 12)]
    assert found["name"].iloc[1] == "NHS Bedfordshire, Luton and Milton Keynes CCG"
    proof = found.reconciliation
    assert proof.given == {"patients": 23}
    assert proof.placed == {"patients": 22}
    assert [u.unit for u in proof.unresolved] == ["ZZZZZ"]
    assert found.attrs["basis"] == "as-was"
    assert list(table.columns) == ["practice", "day", "patients"]
    assert table["practice"].tolist() == ["E81001", "E81001", "ZZZZZ"]


def test_rebase_understands_old_codes_and_published_dates(tmp_path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text("ccg,month,patients\n06F00,01JAN2016,5\n06P,January 2016,6\n06F,2016-01-01,7\n")
    found = ouzel.rebase(
        file, unit="ccg", values=["patients"], date="month", to="commissioner", basis="as-at:2021-04-01"
    )
    assert [(r.code, r.date, r.patients) for r in found.itertuples()] == [("M1J4Y", date(2016, 1, 1), 18)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ccg,month,patients\n06F,2016-13-01,5\n", "line 2, month"),
        ("ccg,month,patients\n06F,2016-01-01,5,9\n06F,2016-01-01\n06P,1,2,3,4,5\n", "cannot be read as CSV"),
        ("", "empty"),
    ],
)
def test_rebase_names_the_place_of_what_it_refuses(tmp_path, text: str, said: str) -> None:
    file = tmp_path / "lists.csv"
    file.write_text(text)
    with pytest.raises(ContentError, match=said):
        ouzel.rebase(file, unit="ccg", values=["patients"], date="month", to="board")


def test_crosswalk_of_a_kind_and_on_days() -> None:
    found = ouzel.crosswalk("sub-icb-location", to="board")
    assert found.set_index("unit").loc["M1J4Y", "group"] == "S1Y5D"
    days = ouzel.crosswalk(["M1J4Y", "M1J4Y"], to="board", basis="as-was", days=["2022-07-01", "2026-05-01"])
    assert days["group"].tolist() == ["QHG", "S1Y5D"]


def test_a_plan_that_is_not_there_is_refused() -> None:
    with pytest.raises(ContentError, match="no such plan"):
        ouzel.crosswalk(["M1J4Y"], to="board", basis="as-if:merger")


def test_what_is_not_in_the_package_is_said() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        ouzel.nothing  # noqa: B018
    assert "members" in dir(ouzel)
