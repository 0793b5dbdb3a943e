"""Enactment: one publication, one edition and one proof in one transaction; every kind of change, from its text on."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import Error, connection, transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, Edition
from ouzel.register import actions as register_actions
from ouzel.register import queries as register_queries
from ouzel.register.answers import Moment
from ouzel.register.asking import fetch
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Authority
from ouzel.register.kinds import kind_named
from ouzel.register.models import Assertion, Publication
from ouzel.reorganisation import actions, conservation, following, proof, queries, steps
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion
from ouzel.reorganisation.following import Total
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.preview import preview
from ouzel.reorganisation.proving import again
from tests.register.files import facts
from tests.reorganisation.doing import APPROVED, ENACTED, approved, believed, counts, enacted, held, written
from tests.reorganisation.plans import EFFECTIVE, KNOWN, OPERATOR, blmk_2021

A = Attribute
ONE = Decimal(1)
EVE = EFFECTIVE - timedelta(days=1)
PRACTICE = kind_named("practice")
pytestmark = pytest.mark.usefixtures("register")


def newest() -> int:
    return Edition.objects.latest("number").number


# What is written


def test_enactment_is_one_publication_of_exactly_what_was_shown() -> None:
    proposal = approved(blmk_2021())
    shown = preview(queries.plan_of(proposal), moment=Moment(EFFECTIVE, ENACTED)).expansion
    before = Publication.objects.count()
    done = actions.enact(proposal=proposal, by=OPERATOR, on=ENACTED)
    assert Publication.objects.count() == before + 1
    publication = done.publication
    assert (publication.series, publication.file, publication.published) == ("ouzel:plan", "blmk-2021.toml", ENACTED)
    assert (publication.authority, publication.rows) == (Authority.EVENT, len(shown.assertions))
    assert publication.entered == done.edition
    said = fetch(
        """SELECT s.code, a.attribute, a.evidence, a.start, a.until, coalesce(o.code, a.value), a.row, a.share, a.note
           FROM register_assertion a JOIN register_body s ON s.id = a.subject_id
           LEFT JOIN register_body o ON o.id = a.object_id WHERE a.publication_id = %s""",
        [publication.pk],
    )
    assert len(said) == len(set(said))
    assert set(said) == {tuple(a) for a in shown.assertions}


def test_enactment_is_one_edition_and_its_audit_rows() -> None:
    proposal = approved(blmk_2021())
    edition, entries = newest(), AuditEntry.objects.count()
    done = actions.enact(proposal=proposal, by=OPERATOR, on=ENACTED)
    assert (newest(), done.edition.number, done.edition.kind) == (edition + 1, edition + 1, "enact")
    assert Edition.objects.count() == edition + 1
    made, kept, scheduled = AuditEntry.objects.order_by("pk")[entries:]
    assert made.action == "core.edition.made"
    assert (kept.action, scheduled.action) == (steps.Action.PROOF_KEPT, steps.Action.SCHEDULED)
    assert {kept.subject, scheduled.subject} == {"proposal blmk-2021"}
    assert kept.detail == {
        "edition": edition + 1, "publication": done.publication_id, "known_from": str(ENACTED),
        "effective": str(EFFECTIVE), "version": 1, "proof": done.sha256,
    }  # fmt: skip
    assert (done.known_from, done.effective, done.by, done.reverses) == (ENACTED, EFFECTIVE, str(OPERATOR), None)


# The proof


def test_proof_has_the_totals_before_and_after_the_bodies_and_the_checks() -> None:
    report = enacted(blmk_2021()).proof
    assert report["opened"] == [{"code": "M1J4Y", "name": "NHS Bedfordshire, Luton and Milton Keynes CCG"}]
    assert [b["code"] for b in report["closed"]] == ["04F", "06F", "06P"]
    practices = {r["body"]: (r["before"], r["after"]) for r in report["totals"] if r["what"] == "GP practices"}
    counted = {
        code: len(register_queries.members(code, moment=Moment(EVE, KNOWN), kind=PRACTICE)) for code in ("04F", "06F")
    }
    assert {code: practices[code] for code in counted} == {code: (str(n), None) for code, n in counted.items()}
    together = sum(int(before or 0) for before, _ in practices.values())
    assert practices["M1J4Y"] == (None, str(together))
    sums = {row["what"]: row for row in report["sums"]}
    assert sums["GP practices"] == {
        "what": "GP practices", "before": str(together), "joined": "0", "gone": "0", "after": str(together),
        "left_open": "0",
    }  # fmt: skip
    assert report["unresolved"] == []
    assert len(report["checks"]) == 5


def test_proof_shows_when_anything_in_it_is_altered() -> None:
    done = enacted(blmk_2021())
    assert proof.digest(done.proof) == done.sha256
    assert proof.digest(json.loads(json.dumps(done.proof))) == done.sha256
    changed = 0
    for path in _places(done.proof):
        other = deepcopy(done.proof)
        part: Any = other
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = f"{part[path[-1]]}0"
        assert proof.digest(other) != done.sha256, path
        changed += 1
    assert changed > 50


def _places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inner:
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))
        else:
            yield (*path, key)


def test_proof_is_kept_for_good_and_an_altered_one_proves_nothing() -> None:
    done = enacted(blmk_2021())
    change = "UPDATE reorganisation_enactment SET proof = jsonb_set(proof, '{by}', '\"somebody else\"')"
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert again(done.proposal, known_at=ENACTED).holds
    with connection.cursor() as cursor:  # by whoever owns the database and switches its guards off
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(change)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert not again(done.proposal).intact
    with pytest.raises(ContentError, match="the report was altered"):
        actions.prove(proposal=done.proposal, by=OPERATOR, on=EFFECTIVE)


def test_proof_is_counted_again_on_the_day_and_names_what_has_changed_since(tmp_path: Path) -> None:
    done = enacted(blmk_2021())
    with pytest.raises(ContentError, match="takes effect on 2021-04-01"):
        actions.prove(proposal=done.proposal, by=OPERATOR, on=EVE)
    late = facts(tmp_path, "late.csv", "E81002,lifespan,interval,1974-04-01,2021-02-01,open,,,2021-05-31")
    register_actions.load([late], by=OPERATOR)
    known = date(2021, 5, 31)
    (deviation,) = [d for d in again(done.proposal, known_at=known).deviations if d.what == "GP practices"]
    assert deviation.body == "M1J4Y"
    assert int(deviation.proved or 0) == int(deviation.found or 0) + 1
    assert again(done.proposal, known_at=ENACTED).holds  # it was so when it was proved
    step = actions.prove(proposal=done.proposal, by=OPERATOR, on=date(2021, 6, 1))
    assert (step.state, step.note) == ("proved", f"proof {done.sha256}")


# Days and knowledge


def test_plan_of_a_day_to_come_takes_effect_by_its_date_with_nothing_run_between() -> None:
    before = believed(ENACTED - timedelta(days=1))
    done = enacted(blmk_2021())
    edition = newest()
    assert done.effective > done.known_from
    for on in (ENACTED, EVE):
        assert held("E81002", A.COMMISSIONER, on) == {"06F": None}
        assert held("06F", A.LIFESPAN, on) == {"open": None}
        assert held("M1J4Y", A.LIFESPAN, on) == {}
        assert queries.standing(done.proposal, on=on) is State.SCHEDULED
    for on in (EFFECTIVE, EFFECTIVE + timedelta(days=400)):
        assert held("E81002", A.COMMISSIONER, on) == {"M1J4Y": None}
        assert held("06F", A.LIFESPAN, on) == {}
        assert held("M1J4Y", A.LIFESPAN, on) == {"open": None}
        assert queries.standing(done.proposal, on=on) is State.ENACTED
    assert newest() == edition
    assert believed(ENACTED - timedelta(days=1)) == before


def test_enacting_late_does_not_rewrite_what_was_known() -> None:
    day, late = date(2021, 2, 1), date(2021, 3, 22)
    before = {known: believed(known) for known in (day, late - timedelta(days=1))}
    edition = newest()
    done = enacted(blmk_2021(effective=day), on=late)
    assert queries.standing(done.proposal, on=late) is State.ENACTED
    assert {known: believed(known) for known in before} == before
    on = date(2021, 2, 15)
    assert held("E81002", A.COMMISSIONER, on, known=late - timedelta(days=1)) == {"06F": None}
    assert held("E81002", A.COMMISSIONER, on, known=late) == {"M1J4Y": None}
    assert held("E81002", A.COMMISSIONER, day - timedelta(days=1), known=late) == {"06F": None}
    assert held("E81002", A.COMMISSIONER, on, known=late, edition=edition) == {"06F": None}  # as it was answered then


# The register moves between approval and enactment


def _refused(proposal: Any, *, match: str, on: date = ENACTED) -> str:
    """The words of a refusal after which everything is as it was."""
    before, edition, register = counts(), newest(), believed(on)
    with pytest.raises(ContentError, match=match) as refused:
        actions.enact(proposal=proposal, by=OPERATOR, on=on)
    assert (counts(), newest(), believed(on)) == (before, edition, register)
    assert queries.standing(proposal, on=on) is State.APPROVED
    return str(refused.value)


def test_enactment_is_refused_with_the_difference_when_a_file_moved_the_register(tmp_path: Path) -> None:
    proposal = approved(blmk_2021())
    file = facts(
        tmp_path, "new.csv",
        "E81002,commissioner,since,2021-01-01,,13T,,,2021-03-15",
        "E81999,lifespan,since,2021-01-01,,open,,,2021-03-15",
        "E81999,commissioner,since,2021-01-01,,06P,,,2021-03-15",
    )  # fmt: skip
    register_actions.load([file], by=OPERATOR)
    words = _refused(proposal, match="the register has moved since the plan was approved")
    assert "no longer so: E81002: commissioner M1J4Y from 2021-04-01" in words
    assert "new: E81999: commissioner M1J4Y from 2021-04-01" in words
    assert words.endswith("Look at the preview again and have it approved as it is now, or with a new version")
    # Enacted as known before the file was published, it is what was approved
    assert actions.enact(proposal=proposal, by=OPERATOR, on=date(2021, 3, 14)).known_from == date(2021, 3, 14)


def test_enactment_is_refused_with_the_difference_when_somebody_settled_otherwise() -> None:
    proposal = approved(blmk_2021())
    register_actions.settle(
        code="06F", attribute=A.ROLE, value="RO319", since=date(2021, 1, 1), until=None, by=OPERATOR, why="A letter",
        published=date(2021, 3, 15),
    )  # fmt: skip
    words = _refused(proposal, match="the register has moved")
    assert "new: 06F: role RO319 from 2021-01-01 until 2021-04-01" in words


def test_enactment_is_not_refused_for_what_the_plan_does_not_touch(tmp_path: Path) -> None:
    proposal = approved(blmk_2021())
    file = facts(tmp_path, "new.csv", "P81791,name,sighting,2021-03-10,,Another name,,,2021-03-15")
    register_actions.load([file], by=OPERATOR)
    assert actions.enact(proposal=proposal, by=OPERATOR, on=ENACTED).edition.number == newest()


# A breach undoes everything


class Watching:
    """A package that follows, and writes down what it was asked in which state of things."""

    slug, title = "watching", "Watching"

    def __init__(self, *, fails: bool = False, lies: bool = False, built: str = "") -> None:
        self.fails, self.lies, self.built = fails, lies, built
        self.seen: list[tuple[str, int, str, bool, bool]] = []

    def consequences(self, expansion: Expansion) -> Iterable[Consequence]:
        return ()

    def choices(self, expansion: Expansion) -> Iterable[Choice]:
        return ()

    def totals(self, expansion: Expansion, *, enacted: bool) -> Iterable[Total]:
        return [Total("things watched", "06F", "NHS Bedfordshire CCG", Decimal(7 if self.lies and enacted else 5))]

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        self._see("apply", edition, by)
        if self.fails:
            raise RuntimeError("the records cannot follow")

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        self._see("undo", edition, by)

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        return [self.built] if self.built else []

    def _see(self, what: str, edition: Edition, by: Actor) -> None:
        there = Publication.objects.filter(series="ouzel:plan", state="loaded").exists()
        self.seen.append((what, edition.number, str(by), connection.in_atomic_block, there))


@contextmanager
def watching(**how: Any) -> Iterator[Watching]:
    """A package that follows while the test lasts."""
    watcher = Watching(**how)
    following.register(watcher)
    try:
        yield watcher
    finally:
        del following._followers[watcher.slug]


def test_followers_apply_and_undo_in_the_transactions_of_enactment_and_reversal() -> None:
    plan = written('[[rename]]\ncode = "06F"\nname = "Another name"\n')
    with watching() as watcher:
        done = enacted(plan)
        first = newest()
        assert watcher.seen == [("apply", first, str(OPERATOR), True, True)]
        (row,) = [r for r in done.proof["totals"] if r["what"] == "things watched"]
        assert (row["before"], row["after"]) == ("5", "5")
        actions.reverse(proposal=done.proposal, by=OPERATOR, why="A slip", on=KNOWN)
        assert watcher.seen[1:] == [("undo", first + 1, str(OPERATOR), True, False)]


def test_enactment_is_undone_when_a_follower_fails() -> None:
    proposal = approved(blmk_2021())
    before, edition, register = counts(), newest(), believed(ENACTED)
    with watching(fails=True) as watcher, pytest.raises(RuntimeError, match="cannot follow"):
        actions.enact(proposal=proposal, by=OPERATOR, on=ENACTED)
    assert watcher.seen == [("apply", edition + 1, str(OPERATOR), True, True)]
    assert (counts(), newest(), believed(ENACTED)) == (before, edition, register)
    assert actions.enact(proposal=proposal, by=OPERATOR, on=ENACTED).edition.number == edition + 1


def test_enactment_is_undone_when_a_total_is_not_the_one_that_was_shown() -> None:
    proposal = approved(blmk_2021())
    with watching(lies=True):
        words = _refused(proposal, match="totals are not those that were shown")
    assert "things watched of 06F: shown 7, found 5" in words


def test_enactment_is_undone_where_a_person_settled_otherwise_for_days_to_come() -> None:
    register_actions.settle(
        code="M1J4Y", attribute=A.NAME, value="Another name", since=EFFECTIVE, until=None, by=OPERATOR, why="A letter",
        published=date(2021, 3, 1),
    )  # fmt: skip
    proposal = approved(blmk_2021())
    words = _refused(proposal, match="the register would not say what the plan says")
    assert "M1J4Y: name NHS Bedfordshire, Luton and Milton Keynes CCG from 2021-04-01" in words


def test_facts_that_would_have_been_known_before_the_day_are_found() -> None:
    done = enacted(blmk_2021())
    conservation.past_knowledge_kept(done.edition, known=ENACTED)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """UPDATE register_fact SET known = daterange(%s, upper(known)) WHERE id = (
                   SELECT min(f.id) FROM register_fact f JOIN register_body b ON b.id = f.subject_id
                   WHERE b.code = 'M1J4Y' AND f.attribute = %s AND f.known @> %s::date AND lower(f.editions) = %s)""",
            [APPROVED, int(A.NAME), ENACTED, done.edition.number],
        )
        assert cursor.rowcount == 1
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(ContentError, match="what was known before 2021-03-22 would change for 1 facts"):
        conservation.past_knowledge_kept(done.edition, known=ENACTED)


# Several plans


def test_amendment_corrects_an_enacted_plan_from_the_same_day() -> None:
    enacted(written('[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002", "E81003"]\n', slug="first"))
    amendment = written(
        '[[move]]\nto = "06F"\nfrom = "06P"\nunits = ["E81002"]\n', slug="second", amends="first"
    )  # fmt: skip
    done = enacted(amendment, approved_on=ENACTED, on=ENACTED)
    assert held("E81002", A.COMMISSIONER, EFFECTIVE) == {"06F": None}
    assert held("E81003", A.COMMISSIONER, EFFECTIVE) == {"06P": None}
    practices = {r["body"]: r for r in done.proof["totals"] if r["what"] == "GP practices"}
    assert int(practices["06P"]["before"]) == int(practices["06P"]["after"]) + 1
    assert queries.plan_of(done.proposal).amends == "first"


def test_amendment_of_what_is_not_enacted_is_refused() -> None:
    first = approved(blmk_2021())
    plan = written('[[rename]]\ncode = "06F"\nname = "Another"\n', slug="second", amends="blmk-2021")
    proposal = actions.save(plan=plan, by=OPERATOR, on=APPROVED)
    with pytest.raises(ContentError, match="only a plan that was enacted can be amended, and that one is approved"):
        actions.propose(proposal=proposal, by=OPERATOR, on=APPROVED)
    actions.enact(proposal=first, by=OPERATOR, on=ENACTED)
    # Whoever amends it meets the state that the first plan leaves
    with pytest.raises(ContentError, match="E81001 does not belong to 06P on 2021-04-01: it belongs to M1J4Y"):
        enacted(
            written('[[move]]\nto = "04F"\nfrom = "06P"\nunits = ["E81001"]\n', slug="third", amends="blmk-2021"),
            approved_on=ENACTED,
        )


@pytest.mark.parametrize("gap", [0, 1], ids=["enacted the same day", "enacted the day after"])
def test_plan_enacted_after_another_of_the_same_day_stands_on_it(gap: int) -> None:
    first = written('[[merger]]\nbodies = ["06F"]\ninto = "X01"\nname = "New"\n', slug="first")
    then = written('[[merger]]\nbodies = ["06P"]\ninto = "04F"\n', slug="then")
    enacted(first)
    enacted(then, approved_on=ENACTED, on=ENACTED + timedelta(days=gap))
    known = ENACTED + timedelta(days=gap)
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, known=known) == {"X01": None}
    assert held("E81001", A.COMMISSIONER, EFFECTIVE, known=known) == {"04F": None}
    assert {code: held(code, A.LIFESPAN, EFFECTIVE, known=known) for code in ("06F", "06P", "X01", "04F")} == {
        "06F": {}, "06P": {}, "X01": {"open": None}, "04F": {"open": None},
    }  # fmt: skip


def test_plan_approved_before_another_was_enacted_is_refused_when_it_comes_to_something_else() -> None:
    moved = written('[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\n', slug="moved")
    merged = written('[[merger]]\nbodies = ["06F"]\ninto = "04F"\n', slug="merged")
    waiting = approved(merged)
    enacted(moved)
    words = _refused(waiting, match="the register has moved")
    assert "no longer so: E81002: commissioner 04F from 2021-04-01" in words


# Every kind of change


class Change(NamedTuple):
    """The text of a change; what bodies hold on its eve and from its day on."""

    text: str
    before: dict[tuple[str, Attribute], dict[str, Decimal | None]]
    after: dict[tuple[str, Attribute], dict[str, Decimal | None]]


OPEN: dict[str, Decimal | None] = {"open": None}
NEW = 'name = "{0}"\nkind = "clinical-commissioning-group"\nparents = {{ system = "QHG" }}\n'.format
KINDS: dict[str, Change] = {
    "merger to a new code": Change(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\nname = "New"\n',
        {("06F", A.LIFESPAN): OPEN, ("X01", A.LIFESPAN): {}},
        {("06F", A.LIFESPAN): {}, ("06P", A.LIFESPAN): {}, ("X01", A.LIFESPAN): OPEN, ("X01", A.NAME): {"New": None},
         ("X01", A.ROLE): {"RO98": None}, ("X01", A.SYSTEM): {"QHG": None}, ("06F", A.ROLE): {},
         ("E81001", A.COMMISSIONER): {"X01": None}, ("E81002", A.COMMISSIONER): {"X01": None},
         ("06F", A.SUCCESSOR): {"X01": None}, ("K82003", A.COMMISSIONER): {"04F": None}},
    ),
    "merger into an existing code": Change(
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "06P"\nname = "NHS Bedfordshire and Luton CCG"\n',
        {("06P", A.NAME): {"NHS Luton CCG": None}},
        {("06F", A.LIFESPAN): {}, ("06P", A.LIFESPAN): OPEN, ("06P", A.NAME): {"NHS Bedfordshire and Luton CCG": None},
         ("E81001", A.COMMISSIONER): {"06P": None}, ("E81002", A.COMMISSIONER): {"06P": None},
         ("06F", A.SUCCESSOR): {"06P": None}, ("06P", A.SUCCESSOR): {}},
    ),
    "acquisition": Change(
        '[[acquisition]]\nbodies = ["RD8"]\ninto = "RC9"\n',
        {("RD8", A.LIFESPAN): OPEN},
        {("RD8", A.LIFESPAN): {}, ("RC9", A.LIFESPAN): OPEN, ("RD8", A.SUCCESSOR): {"RC9": None}},
    ),
    "split by list and rest": Change(
        f'[[split]]\nbody = "06F"\n[[split.part]]\ninto = "X01"\nunits = ["E81002"]\n{NEW("North")}'
        f'[[split.part]]\ninto = "06P"\nrest = true\n',
        {("E81002", A.COMMISSIONER): {"06F": None}},
        {("06F", A.LIFESPAN): {}, ("X01", A.LIFESPAN): OPEN, ("E81002", A.COMMISSIONER): {"X01": None},
         ("E81003", A.COMMISSIONER): {"06P": None}, ("06F", A.SUCCESSOR): {"X01": None, "06P": None}},
    ),
    "split by shares": Change(
        f'[[split]]\nbody = "06F"\n[[split.part]]\ninto = "X01"\nshare = 0.4\n{NEW("North")}'
        f'[[split.part]]\ninto = "X02"\nshare = 0.6\n{NEW("South")}',
        {("E81002", A.COMMISSIONER): {"06F": None}},
        {("06F", A.LIFESPAN): {}, ("E81002", A.COMMISSIONER): {"X01": Decimal("0.4"), "X02": Decimal("0.6")},
         ("06F", A.SUCCESSOR): {"X01": Decimal("0.4"), "X02": Decimal("0.6")}},
    ),
    "split that goes on beside its part": Change(
        f'[[split]]\nbody = "06F"\n[[split.part]]\ninto = "X01"\nunits = ["E81002"]\n{NEW("North")}'
        f'[[split.part]]\ninto = "06F"\n',
        {},
        {("06F", A.LIFESPAN): OPEN, ("E81002", A.COMMISSIONER): {"X01": None},
         ("E81003", A.COMMISSIONER): {"06F": None}, ("06F", A.SUCCESSOR): {"X01": None}},
    ),
    "split left open": Change(
        f'[[split]]\nbody = "06F"\nleft_open = "Lists come in May"\n[[split.part]]\ninto = "X01"\nunits = ["E81002"]\n'
        f'{NEW("North")}[[split.part]]\ninto = "X02"\n{NEW("South")}',
        {("E81003", A.COMMISSIONER): {"06F": None}},
        {("E81002", A.COMMISSIONER): {"X01": None}, ("E81003", A.COMMISSIONER): {}},
    ),
    "boundary change of listed units": Change(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\n',
        {("E81002", A.COMMISSIONER): {"06F": None}},
        {("E81002", A.COMMISSIONER): {"06P": None}, ("E81003", A.COMMISSIONER): {"06F": None},
         ("06F", A.LIFESPAN): OPEN, ("06P", A.LIFESPAN): OPEN, ("06F", A.SUCCESSOR): {}},
    ),
    "boundary change of a part": Change(
        '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002"]\nshare = 0.25\n'
        '[[move]]\nto = "04F"\nfrom = "06F"\nunits = ["E81002"]\nshare = 0.5\n',
        {("E81002", A.COMMISSIONER): {"06F": None}},
        {("E81002", A.COMMISSIONER): {"06F": Decimal("0.25"), "06P": Decimal("0.25"), "04F": Decimal("0.5")}},
    ),
    "all members of one relation": Change(
        '[[move]]\nto = "QE1"\nfrom = "QHG"\nrelation = "system"\n',
        {("06F", A.SYSTEM): {"QHG": None}},
        {("06F", A.SYSTEM): {"QE1": None}, ("04F", A.SYSTEM): {"QE1": None}, ("QHG", A.LIFESPAN): OPEN},
    ),
    "members of a system merge on the day on which it is recoded": Change(
        '[[recode]]\ncode = "QHG"\nto = "X09"\nname = "The same under another code"\n'
        '[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\nname = "New"\n',
        {("06F", A.SYSTEM): {"QHG": None}},
        {("X01", A.SYSTEM): {"X09": None}, ("04F", A.SYSTEM): {"X09": None}, ("06F", A.SYSTEM): {}},
    ),
    "a member of a system becomes another kind of body": Change(
        '[[rename]]\ncode = "QHG"\nname = "Another name"\n[[role]]\ncode = "06F"\ntakes = ["RO318"]\n',
        {},
        {("06F", A.ROLE): {"RO318": None}, ("06F", A.SYSTEM): {"QHG": None}},
    ),
    "change of role on the same code": Change(
        '[[role]]\ncode = "06F"\ntakes = ["RO319"]\nname = "NHS Bedfordshire - 06F"\n',
        {("06F", A.ROLE): {"RO98": None}},
        {("06F", A.ROLE): {"RO319": None}, ("06F", A.LIFESPAN): OPEN, ("06F", A.SYSTEM): {"QHG": None},
         ("06F", A.NAME): {"NHS Bedfordshire - 06F": None}, ("E81002", A.COMMISSIONER): {"06F": None}},
    ),
    "transfer of a function": Change(
        '[[functions]]\nfrom = ["06F", "06P"]\nto = "04F"\nduties = ["Continuing care"]\n',
        {},
        {("06F", A.FUNCTIONS): {"04F": None}, ("06P", A.FUNCTIONS): {"04F": None}, ("06F", A.LIFESPAN): OPEN,
         ("06F", A.SUCCESSOR): {}},
    ),
    "rename": Change(
        '[[rename]]\ncode = "06F"\nname = "NHS Bedford CCG"\n',
        {("06F", A.NAME): {"NHS Bedfordshire CCG": None}},
        {("06F", A.NAME): {"NHS Bedford CCG": None}, ("06F", A.LIFESPAN): OPEN},
    ),
    "recode": Change(
        '[[recode]]\ncode = "06F"\nto = "X01"\nname = "NHS Bedfordshire CCG"\n',
        {("06F", A.LIFESPAN): OPEN},
        {("06F", A.LIFESPAN): {}, ("X01", A.LIFESPAN): OPEN, ("X01", A.ROLE): {"RO98": None},
         ("E81002", A.COMMISSIONER): {"X01": None}, ("06F", A.SUCCESSOR): {"X01": None}},
    ),
    "closure without a successor": Change(
        '[[close]]\ncode = "RD8"\n',
        {("RD8", A.LIFESPAN): OPEN},
        {("RD8", A.LIFESPAN): {}, ("RD8", A.ROLE): {}, ("RD8", A.SUCCESSOR): {}},
    ),
    "closure whose members go elsewhere": Change(
        '[[close]]\ncode = "06P"\n[[move]]\nto = "06F"\nfrom = "06P"\n',
        {("E81001", A.COMMISSIONER): {"06P": None}},
        {("06P", A.LIFESPAN): {}, ("06P", A.SUCCESSOR): {}, ("E81001", A.COMMISSIONER): {"06F": None}},
    ),
    "a shadow body begins": Change(
        '[[open]]\ncode = "X01"\nname = "Shadow board"\nkind = "board"\n',
        {("X01", A.LIFESPAN): {}},
        {("X01", A.LIFESPAN): OPEN, ("X01", A.ROLE): {"RO318": None}, ("06F", A.LIFESPAN): OPEN},
    ),
    "a new body with units of another": Change(
        f'[[open]]\ncode = "X01"\n{NEW("New")}[[move]]\nto = "X01"\nfrom = "06F"\nunits = ["E81002"]\n',
        {},
        {("X01", A.LIFESPAN): OPEN, ("E81002", A.COMMISSIONER): {"X01": None}, ("06F", A.SUCCESSOR): {}},
    ),
    "where a unit of an earlier split belongs": Change(
        '[[place]]\nunits = ["RC9"]\nheir = "06P"\n', {}, {("RC9", A.PLACEMENT): {"06P": None}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", KINDS.values(), ids=KINDS)
def test_each_kind_of_change_is_enacted(change: Change) -> None:
    done = enacted(written(change.text))
    found = {(code, attribute): held(code, attribute, EVE) for code, attribute in change.before}
    assert found == change.before
    found = {(code, attribute): held(code, attribute, EFFECTIVE) for code, attribute in change.after}
    assert found == change.after
    assert again(done.proposal, known_at=ENACTED).holds
    left = len({u["code"] for u in done.proof["unresolved"]})
    for row in done.proof["sums"]:
        before, joined, gone, after, open_ = (
            Decimal(row[key]) for key in ("before", "joined", "gone", "after", "left_open")
        )
        assert before + joined - gone - open_ == after, row
        assert 0 <= open_ <= left, row


def test_sums_of_the_proof_tell_who_closed_from_who_is_left_open() -> None:
    text = KINDS["members of a system merge on the day on which it is recoded"].text
    sums = {row["what"]: row for row in enacted(written(text)).proof["sums"]}
    assert sums["local commissioners"] == {
        "what": "local commissioners", "before": "3", "joined": "1", "gone": "2", "after": "2", "left_open": "0",
    }  # fmt: skip


def test_sums_of_the_proof_tell_what_becomes_another_kind() -> None:
    text = KINDS["a member of a system becomes another kind of body"].text
    sums = {row["what"]: row for row in enacted(written(text)).proof["sums"]}
    assert (sums["local commissioners"]["gone"], sums["health and care systems"]["joined"]) == ("1", "1")


def test_what_was_left_open_is_given_a_home_by_an_amendment() -> None:
    """The lists that nobody had on the day are agreed in May, from the day on or from a later one."""
    enacted(written(KINDS["split left open"].text, slug="first"))
    assert held("E81003", A.COMMISSIONER, EFFECTIVE) == {}
    text = '[[move]]\nto = "{0}"\nrelation = "commissioner"\nunits = ["{1}"]\n'.format
    enacted(written(text("X02", "E81003"), slug="same-day", amends="first"), approved_on=ENACTED)
    later = date(2021, 6, 1)
    done = enacted(written(text("X01", "E81004"), slug="later", day=later, amends="first"), approved_on=ENACTED)
    assert held("E81003", A.COMMISSIONER, EFFECTIVE) == {"X02": None}
    assert held("E81004", A.COMMISSIONER, later - timedelta(days=1)) == {}
    assert held("E81004", A.COMMISSIONER, later) == {"X01": None}
    (row,) = [r for r in done.proof["sums"] if r["what"] == "GP practices"]
    assert (row["joined"], row["left_open"]) == ("1", "0")


def test_body_that_another_plan_closes_that_day_is_not_closed_again() -> None:
    enacted(written('[[merger]]\nbodies = ["06F"]\ninto = "06P"\n', slug="first"))
    for text in (
        '[[merger]]\nbodies = ["06F"]\ninto = "04F"\n', '[[rename]]\ncode = "06F"\nname = "Another"\n',
        '[[move]]\nto = "06F"\nfrom = "06P"\nunits = ["E81001"]\n',
    ):  # fmt: skip
        shown = preview(written(text, slug="second"), moment=Moment(EFFECTIVE, ENACTED))
        (problem,) = shown.problems
        assert problem.problem == "the register closes NHS Bedfordshire CCG (06F) on that day already"
        assert not preview(written(text), moment=Moment(EFFECTIVE, APPROVED)).problems  # as known before
    hands_over = written('[[functions]]\nfrom = ["06F"]\nto = "04F"\n', slug="second")
    assert not preview(hands_over, moment=Moment(EFFECTIVE, ENACTED)).problems


def test_what_is_left_open_is_named_in_the_proof_with_its_reason() -> None:
    done = enacted(written(KINDS["split left open"].text))
    left = {u["code"]: u for u in done.proof["unresolved"] if u["relation"] == "commissioner"}
    practices = {m.code for m in register_queries.members("06F", moment=Moment(EVE, ENACTED), kind=PRACTICE)}
    assert practices - {"E81002"} <= left.keys()
    assert {(u["was"], u["why"], u["since"]) for u in left.values()} == {("06F", "Lists come in May", str(EFFECTIVE))}


# Working together is not a merger


TOGETHER = """[[together]]
code = "XCOMMON"
form = "committees in common"
name = "Committees in common of two groups"
bodies = ["06F", "06P"]
"""


def test_working_together_begins_and_ends_and_moves_nothing() -> None:
    def shape() -> set[tuple[Any, ...]]:
        """All but who works together, and the collaboration itself."""
        return {row for row in believed(ENACTED) if row[1] != A.COLLABORATION and row[0] != "XCOMMON"}

    before = shape()
    begun = enacted(written(TOGETHER, slug="begins", day=date(2021, 3, 15)))
    assert held("06F", A.COLLABORATION, date(2021, 3, 15)) == {"BLMK-COLLABORATIVE": None, "XCOMMON": None}
    assert held("06F", A.COLLABORATION, date(2021, 3, 14)) == {"BLMK-COLLABORATIVE": None}
    assert held("XCOMMON", A.LIFESPAN, date(2021, 3, 15)) == OPEN
    assert all(row["before"] == row["after"] for row in begun.proof["totals"])
    assert begun.proof["closed"] == []
    ends = '[[together]]\ncode = "XCOMMON"\nform = "committees in common"\nbodies = ["06F", "06P"]\nends = true\n'
    ended = enacted(written(ends, slug="ends"), approved_on=ENACTED)
    assert held("06F", A.COLLABORATION, EVE) == {"BLMK-COLLABORATIVE": None, "XCOMMON": None}
    assert held("06F", A.COLLABORATION, EFFECTIVE) == {"BLMK-COLLABORATIVE": None}
    assert held("XCOMMON", A.LIFESPAN, EFFECTIVE) == {}
    assert all(row["before"] == row["after"] for row in ended.proof["totals"])
    assert shape() == before


def test_working_together_ends_for_one_and_goes_on_for_the_others() -> None:
    enacted(written(TOGETHER, slug="begins", day=date(2021, 3, 15)))
    ends = '[[together]]\ncode = "XCOMMON"\nform = "committees in common"\nbodies = ["06F"]\nends = true\n'
    enacted(written(ends, slug="leaves"), approved_on=ENACTED)
    assert held("06F", A.COLLABORATION, EFFECTIVE) == {"BLMK-COLLABORATIVE": None}
    assert held("06P", A.COLLABORATION, EFFECTIVE) == {"BLMK-COLLABORATIVE": None, "XCOMMON": None}
    assert held("XCOMMON", A.LIFESPAN, EFFECTIVE) == OPEN


def test_working_together_ends_with_the_merger_of_those_who_do() -> None:
    done = enacted(blmk_2021())
    assert held("06F", A.COLLABORATION, EVE) == {"BLMK-COLLABORATIVE": None}
    assert held("06F", A.COLLABORATION, EFFECTIVE) == {}
    assert not Assertion.objects.filter(publication=done.publication, attribute=A.COLLABORATION, until=None).exists()
    assert Enactment.objects.count() == 1
