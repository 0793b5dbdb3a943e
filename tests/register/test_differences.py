"""What differs between two days, two states of knowledge, two editions."""

from pathlib import Path

from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.register.differences import between
from tests.register.files import at, facts, load, memberships

A = Attribute


def told(before: Moment, after: Moment, *, under: str | None = None) -> set[tuple[str, str, str, str, str]]:
    """Ours among them: code, attribute, before, after, change."""
    own = ("P1000", "Y01", "QXX", "1X1", "X02", "U10001", "E01")
    return {
        (d.code, d.attribute.name, d.before, d.after, d.change)
        for d in between(before, after, under=under)
        if d.code.startswith(own)
    }


def test_between_two_days(isles: Path) -> None:
    assert told(at("2021-03-31"), at("2021-04-01")) == {
        ("1X1", "LIFESPAN", "open", "", "closed"),
        ("1X1", "ROLE", "RO98", "", "role ended"),
        ("X02", "LIFESPAN", "open", "", "closed"),
        ("Y01", "LIFESPAN", "", "open", "opened"),
        ("Y01", "ROLE", "", "RO98", "role given"),
        ("Y01", "NAME", "", "NHS Isles CCG", "named"),
        ("Y01", "GSS_CODE", "", "E38000999", "given"),
        ("Y01", "SYSTEM", "", "QXX", "joined"),
        ("U10001", "COMMISSIONER", "", "Y01", "joined"),
        *((p, "COMMISSIONER", "1X1", "Y01", "moved") for p in ("P10001", "P10002")),
        *((p, "COMMISSIONER", "X02", "Y01", "moved") for p in ("P10003", "P10004")),
    }
    assert ("Y01", "ROLE", "RO98", "RO319", "role changed") in told(at("2022-06-30"), at("2022-07-01"))
    assert ("P10003", "COMMISSIONER", "Y01", "", "left") in told(at("2021-09-30"), at("2021-10-01"))
    assert ("P10002", "STATUS", "active", "dormant", "status changed") in told(at("2021-11-29"), at("2021-11-30"))


def test_between_two_states_of_knowledge(isles: Path) -> None:
    """What was said of one day on 30 April and on 30 November."""
    assert told(at("2021-10-15", "2021-04-30"), at("2021-10-15", "2021-11-30")) == {
        ("P10001", "NETWORK", "", "U10001", "joined"),
        ("P10003", "LIFESPAN", "open", "", "closed"),
        ("P10003", "COMMISSIONER", "Y01", "", "left"),
        ("P10005", "LIFESPAN", "", "open", "opened"),
        ("P10005", "COMMISSIONER", "", "Y01", "joined"),
    }


def test_between_two_editions(isles: Path) -> None:
    assert told(at("2018-01-01"), at("2018-01-01", edition=5)) == set()
    load(memberships(isles, "epcmem", ("P10001", "X02", "20170401", "")), published="2019-10-31")
    day = "2018-01-01"
    assert told(at(day, edition=5), at(day)) == {("P10001", "COMMISSIONER", "1X1", "X02", "moved")}
    assert told(at(day), at(day, edition=5)) == {("P10001", "COMMISSIONER", "X02", "1X1", "moved")}


def test_between_is_kept_to_a_body_and_its_members_at_either_moment(isles: Path) -> None:
    found = between(at("2021-03-31"), at("2021-04-01"), under="1X1")
    assert {d.code for d in found} == {"1X1", "P10001", "P10002"}
    assert "P10001" in {d.code for d in between(at("2021-03-31"), at("2021-04-01"), under="RXX")}


def test_between_leaves_out_small_areas_unless_asked(isles: Path) -> None:
    facts(isles, "areas", "E01999991,area_commissioner,interval,2015-01-01,2021-04-01,1X1,,,2021-04-01",
          "E01999991,area_commissioner,since,2021-04-01,,Y01,,,2021-04-01")  # fmt: skip
    load(isles / "areas")
    assert "E01999991" not in {d.code for d in between(at("2021-03-31"), at("2021-04-01"))}
    moved = [d for d in between(at("2021-03-31"), at("2021-04-01"), under="Y01") if d.code == "E01999991"]
    assert [(d.before, d.after, d.change) for d in moved] == [("1X1", "Y01", "moved")]
