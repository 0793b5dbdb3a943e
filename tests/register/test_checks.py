"""Each invariant has a case that breaks it, and the finding names the bodies and rows."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ouzel.register import actions
from ouzel.register.answers import Finding
from ouzel.register.attributes import Attribute
from ouzel.register.checks import check, cycles
from ouzel.register.models import Body
from tests.core.people import OPERATOR
from tests.register.files import at, facts, load, practice, practices, successions

A = Attribute
ON = "2019-06-01"


@pytest.fixture
def sound(register: None, tmp_path: Path) -> Path:
    """Two practices, their commissioner, its board: nothing is wrong with these."""
    facts(
        tmp_path, "facts", "1X1,lifespan,since,2013-04-01,,open,,,2013-04-01",
        "1X1,role,since,2013-04-01,,RO98,,,2013-04-01",
        "1X1,system,since,2016-04-01,,QXX,,,2016-04-01",
    )  # fmt: skip
    load(tmp_path / "facts")
    load(practices(tmp_path, "list", practice("P10001", "1X1"), practice("P10002", "1X1")), published="2016-01-31")
    return tmp_path


def found(rule: str, on: str = ON, **more: object) -> list[Finding]:
    ours = ("P1", "1X1", "Y0", "E0199", "C0", "QXX")
    return [
        f for f in check(moment=at(on, **more)) if f.rule == rule and any(c.startswith(ours) for c in f.codes)  # type: ignore[arg-type]
    ]  # fmt: skip


def test_sound_register_has_no_findings(sound: Path) -> None:
    for rule in ("conflict", "orphan", "closed parent", "share", "partition", "cycle", "vanished"):
        assert found(rule) == []


def test_conflict_is_found_with_both_rows(sound: Path) -> None:
    facts(sound, "two", "P10003,commissioner,since,2014-04-01,,1X1,,,2016-05-01",
          "P10003,commissioner,since,2014-04-01,,1X2,,,2016-05-01")  # fmt: skip
    load(sound / "two")
    (one,) = found("conflict", "2015-01-01")
    assert (one.codes, one.rows) == (("P10003",), ("two, line 3", "two, line 2"))
    assert one.problem == "commissioner: one publication says two things about the same days"
    assert (str(one.since), str(one.until)) == ("2014-04-01", "2016-05-02")
    assert found("conflict", "2016-06-01") == []
    assert found("conflict", "2015-01-01", edition=3) == []


def test_conflict_with_a_body_that_was_not_open_is_found(sound: Path) -> None:
    load(practices(sound, "early", practice("P10004", "1X1", "20100401")), published="2016-02-29")
    (one,) = found("conflict", "2011-01-01")
    assert (one.problem, one.rows) == (
        "commissioner: a source has it under a body that was not open", ("early, line 1",),
    )  # fmt: skip


def test_outranked_source_is_found(sound: Path) -> None:
    """A list of after the event says otherwise about the days of which the event spoke."""
    headings = "subject,attribute,evidence,since,until,value,share,note,statutory_source,published\n"
    (sound / "law").write_text(headings + "1X1,system,since,2017-04-01,,QYY,,,an Act,2018-04-01\n")
    facts(sound, "late", "1X1,system,interval,2017-06-01,2018-01-01,QZZ,,,2018-06-01")
    load(sound / "law", sound / "late")
    (one,) = found("conflict", "2017-07-01")
    assert one.problem == "system: a source disagrees with one of higher authority about the same days"
    assert one.rows == ("law, line 2", "late, line 2")
    actions.settle(
        code="1X1", attribute=A.SYSTEM, value="QYY", since=date(2017, 4, 1), until=None, by=OPERATOR, why="an Act",
        published=date(2019, 1, 1),
    )  # fmt: skip
    assert found("conflict", "2017-07-01") == []


def test_practice_without_commissioner_and_location_without_board_are_orphans(sound: Path) -> None:
    load(practices(sound, "alone", practice("P10005", "", ""), practice("P10006", "", "", status="D")),
         published="2016-02-29")  # fmt: skip
    facts(
        sound,
        "location",
        "Y01,lifespan,since,2017-04-01,,open,,,2017-04-01",
        "Y01,role,since,2017-04-01,,RO319,,,2017-04-01",
    )
    load(sound / "location")
    assert [(f.codes, f.problem, f.rows) for f in found("orphan")] == [
        (("P10005",), "an active GP practice has no commissioner", ("alone, line 1",)),
        (("Y01",), "a sub-ICB location belongs to no board", ("location, line 3",)),
    ]
    assert found("orphan", "2016-01-01") == []


def test_parent_that_is_not_open_is_found(sound: Path) -> None:
    """The derivation never leaves one: only a hand in the database can."""
    ids = dict(Body.objects.filter(code__in=("P10001", "1X1")).values_list("code", "id"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE register_fact SET valid = '[2013-04-01,2017-04-01)' WHERE subject_id = %s AND attribute = %s",
            [ids["1X1"], int(A.LIFESPAN)],
        )
    assert {(f.codes, f.rows) for f in found("closed parent", "2017-04-01")} == {
        (("P10001", "1X1"), ("list, line 1",)),
        (("P10002", "1X1"), ("list, line 2",)),
    }
    assert found("closed parent", "2017-03-31") == []


def test_shares_that_do_not_sum_to_one_are_found(sound: Path) -> None:
    shares = (("P10007", "1X1", "0.5"), ("P10007", "1X2", "0.4"), ("P10008", "1X1", "0.25"), ("P10008", "1X2", "0.75"))
    facts(sound, "shares", *(f"{p},commissioner,since,2014-04-01,,{c},{s},,2016-05-01" for p, c, s in shares))
    load(sound / "shares")
    (one,) = found("share")
    assert (one.codes, one.problem) == (("P10007",), "the shares of its commissioner sum to 0.9, not to 1")
    assert one.rows
    assert all(row.startswith("shares, line ") for row in one.rows)


def test_small_areas_in_the_area_of_nobody_are_found(sound: Path) -> None:
    facts(
        sound, "areas", *(f"E0199999{n},role,since,2011-03-27,,LSOA11,,,2012-01-01" for n in range(4)),
        "E01999990,area_commissioner,since,2013-04-01,,1X1,,,2013-04-01",
        "E01999991,area_commissioner,interval,2013-04-01,2018-04-01,1X1,,,2018-04-01",
        "E01999992,area_commissioner,interval,2013-04-01,2018-04-01,1X1,,,2018-04-01",
    )  # fmt: skip
    load(sound / "areas")
    assert {(f.codes, f.problem) for f in found("partition")} == {
        (("E01999991", "E01999992"),
         "2 small areas (LSOA11) lie in the area of no local commissioner; their last was 1X1"),
        (("E01999993",), "1 small area (LSOA11) lies in the area of no local commissioner"),
    }  # fmt: skip
    assert {f.codes for f in found("partition", "2018-03-31")} == {("E01999993",)}


def test_succession_in_a_circle_is_found(sound: Path) -> None:
    """From a file of the archive; a body said to succeed itself is left out by the reader."""
    rows = (("C02", "C03", "20020203"), ("C01", "C02", "20010203"), ("C03", "C01", "20030203"),
            ("C03", "D01", "20030203"),
            ("C04", "C04", "20030203"))  # fmt: skip
    outcome = load(successions(sound, "succ", *rows), published="2022-10-31")
    assert outcome.notes == ["succ: 1 rows say that a body succeeded itself: left out"]
    (one,) = found("cycle")
    assert (one.codes, one.problem) == (("C01", "C02", "C03"), "succeeded in a circle: C01 → C02 → C03 → C01")
    assert one.rows == ("succ, line 2", "succ, line 1", "succ, line 3")


def test_body_open_by_its_dates_and_missing_from_the_list_is_found(sound: Path) -> None:
    load(practices(sound, "next", practice("P10001", "1X1")), published="2016-03-31")
    (one,) = found("vanished")
    assert one.codes == ("P10002",)
    assert one.problem == ("1 body is open by its dates, but missing from the newest complete list of practices")
    assert found("vanished", "2016-03-30") == []
    assert found("vanished", known="2016-01-31") == []


GRAPHS = st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.sampled_from("ABCDE"), unique=True), max_size=5)


@given(GRAPHS)
def test_cycles_are_found_where_there_are_any(after: dict[str, list[str]]) -> None:
    reach = {a: set(after.get(a, ())) for a in "ABCDE"}
    for _ in range(5):
        reach = {a: there.union(*(reach[b] for b in there)) for a, there in reach.items()}
    circles = cycles(after)
    for circle in circles:
        assert circle[0] == min(circle)
        assert all(b in after[a] for a, b in zip(circle, (*circle[1:], circle[0]), strict=True))
    assert bool(circles) == any(a in there for a, there in reach.items())
