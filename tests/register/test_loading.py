"""Files into facts, on the real database: in any order, once, whole or not at all."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, Edition
from ouzel.core.queries import current_edition
from ouzel.register import actions
from ouzel.register.attributes import Attribute
from ouzel.register.models import Assertion, Fact, Publication
from ouzel.register.queries import members
from tests.core.people import OPERATOR
from tests.register.files import (
    at,
    commissioners,
    conflicts,
    content,
    counts,
    facts,
    isles,
    load,
    manifest,
    memberships,
    practice,
    practices,
    undone,
    values,
)  # fmt: skip

A = Attribute
FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def files(register: None, tmp_path: Path) -> list[Path]:
    return isles(tmp_path / "isles")


@FEW
@given(st.data())
def test_load_in_any_order_and_grouping_gives_the_same_facts(files: list[Path], data: st.DataObject) -> None:
    with undone():
        load(*files)
        expected, disputed = content(), conflicts()
    assert len([f for f in expected if str(f[0]).startswith("P1000")]) > 40
    assert disputed
    order = data.draw(st.permutations(files))
    cuts = sorted({0, len(order), *data.draw(st.lists(st.integers(1, len(order) - 1), max_size=5))})
    with undone():
        for start, until in pairwise(cuts):
            load(*order[start:until])
        assert content() == expected
        assert {(c[:4], c[5]) for c in conflicts()} == {(c[:4], c[5]) for c in disputed}


def test_load_twice_makes_no_edition(files: list[Path]) -> None:
    first = load(*files)
    before, held = counts(), content()
    second = load(*files)
    assert (first.edition, second.edition) == (2, None)
    assert sorted(second.already) == sorted(path.name for path in files)
    assert counts() == before
    assert content() == held


def test_load_of_one_content_under_two_names_counts_once(register: None, tmp_path: Path) -> None:
    one = practices(tmp_path, "one", practice("P10001", "X01"))
    two = practices(tmp_path, "two", practice("P10001", "X01"))
    assert load(one, two, published="2016-01-31").already == ["two"]
    assert Publication.objects.filter(series="ods:epraccur").count() == 1


def test_load_of_the_same_content_on_another_day_is_refused(register: None, tmp_path: Path) -> None:
    file = practices(tmp_path, "list", practice("P10001", "X01"))
    load(file, published="2016-01-31")
    before = counts()
    with pytest.raises(ContentError, match=r"list: this very file was loaded as published on 2016-01-31.*2016-02-29"):
        load(file, published="2016-02-29")
    assert counts() == before


def test_load_without_a_day_is_refused(register: None, tmp_path: Path) -> None:
    file = practices(tmp_path, "list", practice("P10001", "X01"))
    before = counts()
    with pytest.raises(ContentError, match="nothing says when this file was published"):
        load(file)
    assert counts() == before


def test_load_of_a_folder_leaves_out_what_has_no_day(register: None, tmp_path: Path) -> None:
    practices(tmp_path, "dated", practice("P10001", "X01"))
    practices(tmp_path, "undated", practice("P10002", "X01"))
    (tmp_path / "notes.txt").write_text("not a list")
    facts(tmp_path, "dates itself", "P10003,name,sighting,2015-05-05,,Isle Surgery,,,2015-05-05")
    below = tmp_path / "below"
    below.mkdir()
    practices(below, "deep", practice("P10004", "X01"))
    manifest(tmp_path, {"dated": "2016-01-31"})
    manifest(below, {"deep": "2016-02-29"})
    outcome = load(tmp_path)
    assert {(p.file, str(p.published)) for p in outcome.publications} == {
        ("dated", "2016-01-31"),
        ("dates itself", "2015-05-05"),
        ("deep", "2016-02-29"),
    }
    assert {s.file: s.why for s in outcome.skipped} == {
        "undated": "no day of publication: it is not in manifest.csv, and --published is not given",
        "notes.txt": "no format that the register knows",
    }


def test_load_takes_the_manifest_beside_a_file_unless_told_otherwise(register: None, tmp_path: Path) -> None:
    file = practices(tmp_path, "list", practice("P10001", "X01"))
    manifest(tmp_path, {"list": "2016-01-31"})
    with undone():
        assert load(file).publications[0].published == date(2016, 1, 31)
    assert load(file, published="2016-02-29").publications[0].published == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("file,day\nlist,2016-01-31\n", "manifest.csv, line 1: the manifest lacks a column"),
        ("file,published\nlist,31 January\n", r"manifest.csv, line 2, published: not a day \(found '31 January'\)"),
    ],
)
def test_load_refuses_a_bad_manifest(register: None, tmp_path: Path, text: str, problem: str) -> None:
    file = practices(tmp_path, "list", practice("P10001", "X01"))
    (tmp_path / "manifest.csv").write_text(text)
    with pytest.raises(ContentError, match=problem):
        load(file)


def test_load_with_an_error_in_the_middle_loads_nothing(files: list[Path], tmp_path: Path) -> None:
    rows = [practice(f"P2000{n}", "X01") for n in range(5)]
    rows[3][10] = "20130231"  # opened on a day that is not in the calendar
    broken = practices(tmp_path, "broken", *rows)
    before, edition = counts(), current_edition()
    with pytest.raises(ContentError, match=r"broken, line 4, open date: not a day.*20130231"):
        load(*files, broken, published="2021-12-31")
    assert counts() == before
    assert current_edition() == edition


def test_load_of_what_is_no_code_names_the_row(register: None, tmp_path: Path) -> None:
    file = practices(tmp_path, "list", practice("P10001", "X01"), practice("P10002", "x"))
    before = counts()
    with pytest.raises(ContentError, match=r"list, line 2, commissioner: .*not a code.*'x'"):
        load(file, published="2016-01-31")
    assert counts() == before


def test_load_gives_a_parent_nobody_described_a_placeholder(register: None, tmp_path: Path) -> None:
    load(memberships(tmp_path, "epcmem", ("P10001", "X99", "20130401", "")), published="2019-10-31")
    assert values("P10001", A.COMMISSIONER) == [("X99", "[2013-04-01,)", "[2019-10-31,)")]
    assert values("X99", A.NAME) == []


def test_load_needs_the_permission(register: None, tmp_path: Path) -> None:
    from ouzel.core.actors import Actor
    from tests.core.people import user

    nobody = Actor.person(user("bob@example.org"))
    with pytest.raises(PermissionDenied, match="analyst or register keeper"):
        actions.load([], by=nobody)
    analyst = Actor.person(user("ann@example.org", "analyst"))
    file = practices(tmp_path, "list", practice("P10001", "X01"))
    actions.load([file], by=analyst, published=date(2016, 1, 31))
    publication = Publication.objects.get(file="list")
    with pytest.raises(PermissionDenied, match="register keeper"):
        actions.withdraw(publication=publication, by=analyst, why="wrong")


# What would change


def test_dry_run_leaves_nothing(files: list[Path]) -> None:
    before, held = counts(), content()
    outcome = actions.dry_run(files, by=OPERATOR)
    assert outcome.edition == 2
    assert outcome.assertions > 40
    assert counts() == before
    assert content() == held


def test_dry_run_says_what_would_change(register: None, tmp_path: Path) -> None:
    before = practices(
        tmp_path, "before", practice("P10001", "X01"), practice("P10002", "X01"), practice("P10003", "X01"),
        practice("P10004", "X01"), practice("P10005", "X01", name="OLD NAME"),
    )  # fmt: skip
    after = practices(
        tmp_path, "after", practice("P10001", "X01"), practice("P10002", "X01", closed="20160228"),
        practice("P10003", "X02", "20160301"),
        practice("P10005", "X01", opened="19800101", name="NEW NAME", status="D"),
        practice("P10006", "X02", "20160301", opened="20160301"),
    )  # fmt: skip
    load(before, published="2016-01-31")
    changes = actions.dry_run([after], by=OPERATOR, published=date(2016, 3, 31)).changes
    told = {kind: {text.split(":")[0] for text in sample} for kind, sample in changes.samples.items()}
    assert told["opened"] == {"P10006"}
    assert told["closed"] == {"P10002"}
    assert told["moved"] == {"P10003"}
    assert told["renamed"] == {"P10005"}
    assert told["status changed"] == {"P10005"}
    assert told["vanished"] == {"P10004"}
    assert told["restated"] == {"P10002", "P10005"}
    assert "P10001" not in {code for codes in told.values() for code in codes}
    assert changes.samples["moved"] == [
        "P10003: commissioner: X01 [2013-04-01,) → X01 [2013-04-01,2016-03-01); X02 [2016-03-01,)"
    ]
    assert load(after, published="2016-03-31").changes == changes


# Quarantine


def test_hold_above_keeps_a_list_that_lost_too_many_until_it_is_released(register: None, tmp_path: Path) -> None:
    load(practices(tmp_path, "a", *(practice(f"P1000{n}", "X01") for n in range(9))), published="2016-01-31")
    before = content()
    short = practices(tmp_path, "b", *(practice(f"P1000{n}", "X02", "20160301") for n in range(5)))
    outcome = load(short, published="2016-03-31", hold_above=Decimal("0.4"))
    assert outcome.held == ["b"]
    assert outcome.notes == ["b: 4 of the 9 practices listed before are missing from it"]
    assert Publication.objects.get(file="b").state == "held"
    assert content() == before
    assert load(short, published="2016-03-31").already == ["b"]
    # another load recomputes, and what is held counts for nothing
    load(memberships(tmp_path, "epcmem", ("P10001", "X99", "20100401", "20130331")), published="2019-10-31")
    assert values("P10002", A.COMMISSIONER) == [("X01", "[2013-04-01,)", "[2016-01-31,)")]
    assert {v[0] for v in values("P10001", A.COMMISSIONER)} == {"X01", "X99"}
    edition = actions.release(publication=Publication.objects.get(file="b"), by=OPERATOR)
    assert ("X02", "[2016-03-01,)", "[2016-03-31,)") in values("P10001", A.COMMISSIONER)
    assert values("P10008", A.LISTED)[-1] == ("practices", "[2016-01-31,2016-03-31)", "[2016-03-31,)")
    assert AuditEntry.objects.get(action="register.publication.released").detail == {"edition": edition.number}
    with pytest.raises(ContentError, match="not held"):
        actions.release(publication=Publication.objects.get(file="b"), by=OPERATOR)


def test_released_publication_leaves_what_a_load_would_have(register: None, tmp_path: Path) -> None:
    load(practices(tmp_path, "a", *(practice(f"P1000{n}", "X01") for n in range(9))), published="2016-01-31")
    short = practices(tmp_path, "b", *(practice(f"P1000{n}", "X02", "20160301") for n in range(5)))
    with undone():
        load(short, published="2016-03-31", hold_above=Decimal("0.9"))
        expected = content()
    load(short, published="2016-03-31", hold_above=Decimal("0.4"))
    actions.release(publication=Publication.objects.get(file="b"), by=OPERATOR)
    assert content() == expected


def test_held_publication_that_is_withdrawn_never_counts(register: None, tmp_path: Path) -> None:
    load(practices(tmp_path, "a", *(practice(f"P1000{n}", "X01") for n in range(9))), published="2016-01-31")
    before = content()
    load(practices(tmp_path, "b", practice("P10001", "X02", "20160301")), published="2016-03-31", hold_above=Decimal(0))
    held = Publication.objects.get(file="b")
    with pytest.raises(ContentError, match="never counted"):
        actions.withdraw(publication=held, by=OPERATOR, why="cut short", on=date(2016, 4, 30))
    actions.withdraw(publication=held, by=OPERATOR, why="cut short")
    assert content() == before


# Withdrawal


def test_withdraw_restores_what_was_before(files: list[Path]) -> None:
    load(*(f for f in files if f.name != "2021-11"))
    before, disputed = content(), conflicts()
    load(*(f for f in files if f.name == "2021-11"))
    assert content() != before
    publication = Publication.objects.get(file="2021-11")
    edition = actions.withdraw(publication=publication, by=OPERATOR, why="made from the wrong extract")
    assert (content(), conflicts()) == (before, disputed)
    publication.refresh_from_db()
    assert (publication.state, publication.left_id, publication.withdrawn_on) == ("withdrawn", edition.number, None)
    assert AuditEntry.objects.get(action="register.publication.withdrawn").detail == {
        "edition": edition.number, "why": "made from the wrong extract", "on": None,
    }  # fmt: skip
    with pytest.raises(ContentError, match="withdrawn already"):
        actions.withdraw(publication=publication, by=OPERATOR, why="again")
    assert load(*(f for f in files if f.name == "2021-11")).edition is not None, "it may be loaded again"


def test_withdraw_on_a_day_keeps_what_was_known_before_it(register: None, tmp_path: Path) -> None:
    load(practices(tmp_path, "a", practice("P10001", "X01")), published="2016-01-31")
    load(practices(tmp_path, "b", practice("P10001", "X02", "20160201")), published="2016-02-29")
    actions.withdraw(publication=Publication.objects.get(file="b"), by=OPERATOR, why="a slip", on=date(2016, 3, 15))
    assert values("P10001", A.COMMISSIONER) == [
        ("X01", "[2013-04-01,)", "[2016-01-31,2016-02-29)"),
        ("X01", "[2013-04-01,)", "[2016-03-15,)"),
        ("X01", "[2013-04-01,2016-02-01)", "[2016-02-29,2016-03-15)"),
        ("X02", "[2016-02-01,)", "[2016-02-29,2016-03-15)"),
    ]
    for known, parent in (("2016-02-28", "X01"), ("2016-02-29", "X02"), ("2016-03-14", "X02"), ("2016-03-15", "X01")):
        assert [m.code for m in members(parent, moment=at("2016-03-01", known))] == ["P10001"], known


@pytest.mark.parametrize(("on", "why", "problem"), [
    (date(2016, 1, 31), "x", "cannot be withdrawn before it was published"),
    (None, "  ", "needs its reason"),
])  # fmt: skip
def test_withdraw_refuses(register: None, tmp_path: Path, on: date | None, why: str, problem: str) -> None:
    load(practices(tmp_path, "a", practice("P10001", "X01")), published="2016-01-31")
    with pytest.raises(ContentError, match=problem):
        actions.withdraw(publication=Publication.objects.get(file="a"), by=OPERATOR, why=why, on=on)
    assert current_edition() == 2


def test_withdrawn_row_is_no_longer_the_evidence_of_a_fact(register: None, tmp_path: Path) -> None:
    """Two sources of one day say the same: the fact stands, and rests on the one that is left."""
    load(practices(tmp_path, "a", practice("P10001", "X01")), published="2019-10-31")
    load(memberships(tmp_path, "b", ("P10001", "X01", "20130401", "")), published="2019-10-31")
    files = set()
    for _ in range(2):
        fact = Fact.objects.get(subject__code="P10001", attribute=A.COMMISSIONER, editions__endswith=None)
        publication = Assertion.objects.get(pk=fact.assertion).publication
        files.add(publication.file)
        if len(files) == 1:
            actions.withdraw(publication=publication, by=OPERATOR, why="a slip")
    assert files == {"a", "b"}


# Settlement


def settle(value: str, since: str = "2013-04-01", until: str | None = None, **more: object) -> Edition:
    given_ = {"published": date(2020, 1, 1), "why": "a letter", **more}
    return actions.settle(
        code="P10001", attribute=A.COMMISSIONER, value=value, since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None, by=OPERATOR, **given_,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def disputed(register: None, tmp_path: Path) -> Path:
    """Two sources of one authority and one day that contradict each other: one file, two rows of facts."""
    file = facts(
        tmp_path, "facts",
        "P10001,commissioner,since,2013-04-01,,X01,,,2016-01-31",
        "P10001,commissioner,since,2013-04-01,,X02,,,2016-01-31",
    )  # fmt: skip
    load(file)
    return tmp_path


def test_conflict_names_both_assertions(disputed: Path) -> None:
    days = "[2013-04-01,2016-02-01)"
    assert conflicts() == {("P10001", A.COMMISSIONER, days, "contradicts itself", "X02 facts:3", "X01 facts:2")}


def test_settle_ends_a_conflict_and_outranks_later_stale_files(disputed: Path) -> None:
    edition = settle("X01")
    assert conflicts() == set()
    settled = ("X01", "[2013-04-01,)", "[2020-01-01,)")
    assert settled in values("P10001", A.COMMISSIONER)
    for name, day in (("stale", "2020-02-01"), ("stale again", "2020-03-01")):
        facts(disputed, name, f"P10001,commissioner,since,2013-04-01,,X02,,,{day}")
        load(disputed / name)
    practices(disputed, "list", practice("P10001", "X02"))
    load(disputed / "list", published="2020-03-31")
    assert [v for v in values("P10001", A.COMMISSIONER) if v[2].endswith(",)")] == [settled]
    assert conflicts() == set()
    entry = AuditEntry.objects.get(action="register.conflict.settled")
    assert entry.detail == {
        "edition": edition.number, "attribute": "commissioner", "value": "X01", "since": "2013-04-01", "until": None,
        "why": "a letter",
    }  # fmt: skip
    practices(disputed, "new", practice("P10001", "X03", "20210401"))
    load(disputed / "new", published="2021-04-30")
    assert ("X03", "[2021-04-01,)", "[2021-04-30,)") in values("P10001", A.COMMISSIONER), "a change like any other"


def test_settle_again_on_the_same_day_corrects_it(disputed: Path) -> None:
    for value in ("X02", "X01", "X02", "X01"):
        settle(value)
        now = [v[:2] for v in values("P10001", A.COMMISSIONER) if v[2].endswith(",)")]
        assert now == [(value, "[2013-04-01,)")]
        assert conflicts() == set()


def test_settle_that_is_withdrawn_brings_the_conflict_back(disputed: Path) -> None:
    before, unsettled = content(), conflicts()
    settle("X01")
    actions.withdraw(publication=Publication.objects.get(series="ouzel:settlement"), by=OPERATOR, why="mistaken")
    assert (content(), conflicts()) == (before, unsettled)


@pytest.mark.parametrize(("said", "problem"), [
    ({"since": "2013-04-01", "until": "2013-04-01"}, "must end after it begins"),
    ({"why": " "}, "needs its reason"),
    ({"value": ""}, "needs what held"),
    ({"value": "no code"}, "not a code"),
])  # fmt: skip
def test_settle_refuses(disputed: Path, said: dict[str, str], problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        settle(**{"value": "X01", **said})  # type: ignore[arg-type]
    assert current_edition() == 2


# Editions and the two clocks


def test_edition_answers_as_it_did_after_an_older_file_was_loaded(files: list[Path]) -> None:
    by_name = {f.name: f for f in files}
    load(by_name["2021-11"], by_name["eccg.csv"])
    then = content()
    asked = [at(day, known, 2) for day in ("2016-01-31", "2021-12-31") for known in (None, "2021-11-30", "2016-01-31")]
    answers = [[members(code, moment=m) for m in asked] for code in ("X01", "Y01")]
    load(by_name["2016"], by_name["epcmem"])
    load(by_name["2020"], by_name["succ"], by_name["map"])
    actions.withdraw(publication=Publication.objects.get(file="2021-11"), by=OPERATOR, why="a slip")
    assert content(edition=2) == then != content()
    assert [[members(code, moment=m) for m in asked] for code in ("X01", "Y01")] == answers


def test_known_at_answers_with_what_was_published_by_then(files: list[Path]) -> None:
    load(*files)

    def under(code: str, on: str, known: str | None) -> list[str]:
        return [m.code for m in members(code, moment=at(on, known))]

    assert under("X01", "2019-01-01", "2015-12-31") == []
    assert under("X01", "2019-01-01", "2016-01-31") == ["P10001", "P10002"]
    assert under("X01", "2019-01-01", "2019-10-31") == ["P10001"]
    assert under("X02", "2019-01-01", "2019-10-31") == ["P10002", "P10003"]
    assert under("Y01", "2021-06-30", "2021-06-30") == ["P10001", "P10002", "P10003"]
    assert under("Y01", "2021-06-30", "2021-11-30") == ["P10001", "P10002", "P10003", "P10004", "P10005"]


def test_succession_dates_a_change_that_was_only_seen(files: list[Path]) -> None:
    by_name = {f.name: f for f in files}
    load(by_name["2020"], by_name["map"])
    held = Fact.objects.filter(subject__code="P10003", attribute=A.COMMISSIONER, known__endswith=None)
    moved = held.get(object__code="Y01", editions__endswith=None)
    assert (moved.valid.lower, moved.changed_after) == (date(2021, 6, 1), date(2020, 1, 31))
    load(by_name["succ"])
    moved = held.get(object__code="Y01", editions__endswith=None)
    assert (moved.valid.lower, moved.changed_after, moved.known.lower) == (date(2021, 4, 1), None, date(2022, 10, 31))


def test_lifespan_loaded_later_ends_memberships_loaded_before(register: None, tmp_path: Path) -> None:
    """Facts of a body follow from what is said of others: they are recomputed too."""
    load(practices(tmp_path, "list", practice("P10001", "X01")), published="2016-01-31")
    load(commissioners(tmp_path), published="2025-12-31")
    assert values("P10001", A.COMMISSIONER) == [
        ("X01", "[2013-04-01,)", "[2016-01-31,2025-12-31)"),
        ("X01", "[2013-04-01,2021-04-01)", "[2025-12-31,)"),
    ]


# What the database itself refuses


def insert(subject: int, value: str, valid: str, known: str, editions: str, *, attribute: int = A.STATUS) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO register_fact (subject_id, attribute, value, note, valid, known, editions, rank)
               VALUES (%s, %s, %s, '', %s, %s, %s, 2)""",
            [subject, int(attribute), value, valid, known, editions],
        )


def test_two_values_in_one_slot_are_refused_by_the_database(register: None, tmp_path: Path) -> None:
    load(practices(tmp_path, "list", practice("P10001", "X01")), published="2016-01-31")
    fact = Fact.objects.get(subject__code="P10001", attribute=A.STATUS)
    apart = ("[2015-01-01,2016-01-31)", "[2016-01-31,)", "[2,)")
    insert(fact.subject_id, "dormant", *apart)
    for overlap in (("[2015-06-01,2015-06-02)", "[2020-01-01,2020-01-02)", "[7,8)"), ("(,)", "(,)", "[1,)")):
        with pytest.raises(IntegrityError, match="fact_one_value_at_a_time"):
            insert(fact.subject_id, "proposed", *overlap)
    insert(fact.subject_id, "proposed", apart[0], "[2010-01-01,2016-01-31)", "[2,)")
    insert(fact.subject_id, "proposed", apart[0], apart[1], "[1,2)")
    insert(fact.subject_id, "RO98", *apart, attribute=A.ROLE)
    insert(fact.subject_id, "RO319", *apart, attribute=A.ROLE)
    with pytest.raises(IntegrityError, match="fact_one_value_at_a_time"):
        insert(fact.subject_id, "RO98", *apart, attribute=A.ROLE)


@pytest.mark.parametrize("empty", [0, 1, 2])
def test_fact_that_never_held_is_refused_by_the_database(register: None, tmp_path: Path, empty: int) -> None:
    load(practices(tmp_path, "list", practice("P10001", "X01")), published="2016-01-31")
    ranges = ["[2015-01-01,2016-01-01)", "[2016-01-31,)", "[2,)"]
    ranges[empty] = "empty"
    with pytest.raises(IntegrityError, match="fact_not_empty"):
        insert(Fact.objects.filter(subject__code="P10001")[0].subject_id, "dormant", *ranges)
