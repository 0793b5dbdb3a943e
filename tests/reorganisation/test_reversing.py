"""Reversal: what an enactment said is taken back, while nothing was built on it; what was known stays known."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, Edition
from ouzel.register import actions as register_actions
from ouzel.register.attributes import Attribute
from ouzel.register.models import Publication, PublicationState
from ouzel.register.retiring import Action as RegisterAction
from ouzel.reorganisation import actions, proof, queries, steps
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Enactment, Proposal
from ouzel.reorganisation.plan import Plan
from tests.core.people import user
from tests.register.files import facts
from tests.reorganisation.doing import APPROVED, ENACTED, approved, believed, counts, enacted, held, written
from tests.reorganisation.plans import EFFECTIVE, KNOWN, OPERATOR
from tests.reorganisation.test_enacting import watching

A = Attribute
REVERSED = date(2021, 3, 29)
pytestmark = pytest.mark.usefixtures("register")


def merger(slug: str = "merged") -> Plan:
    """Bedfordshire and Luton into a code that no file speaks of."""
    return written('[[merger]]\nbodies = ["06F", "06P"]\ninto = "X01"\nname = "New"\n', slug=slug)


def reverse(proposal: Proposal, on: date = REVERSED) -> Enactment:
    return actions.reverse(proposal=proposal, by=OPERATOR, why="The law changed", on=on)


def newest() -> int:
    return Edition.objects.latest("number").number


def refused(proposal: Proposal, *, on: date = REVERSED) -> str:
    """The words of a refusal after which everything is as it was."""
    before, register = counts(), believed(on)
    with pytest.raises(ContentError, match="cannot be reversed, because this was built on it") as told:
        reverse(proposal, on=on)
    assert (counts(), believed(on)) == (before, register)
    assert str(told.value).endswith("Take these back first, or amend the plan with a further one")
    return str(told.value)


# What a reversal does


def test_reversal_gives_the_answers_from_before_and_remembers_what_was_known() -> None:
    before, early = believed(REVERSED), believed(APPROVED)
    done = enacted(merger())
    between = believed(REVERSED - timedelta(days=1))
    assert between != before
    undone = reverse(done.proposal)
    assert believed(REVERSED) == before
    assert believed(REVERSED - timedelta(days=1)) == believed(ENACTED) == between
    assert believed(APPROVED) == early
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, known=REVERSED) == {"06F": None}
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, known=ENACTED) == {"X01": None}
    edition = done.edition.number  # as it was answered while the plan stood
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, known=REVERSED, edition=edition) == {"X01": None}
    assert undone.edition.number == edition + 1 == newest()


def test_reversal_on_the_very_day_leaves_it_never_known() -> None:
    before = {known: believed(known) for known in (APPROVED, ENACTED, REVERSED)}
    done = enacted(merger())
    reverse(done.proposal, on=ENACTED)
    assert {known: believed(known) for known in before} == before
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, edition=done.edition.number) == {"X01": None}


def test_reversal_of_a_plan_in_force_and_proved() -> None:
    late = date(2021, 4, 20)
    before = believed(late)
    done = enacted(merger())
    actions.prove(proposal=done.proposal, by=OPERATOR, on=EFFECTIVE)
    between = believed(late - timedelta(days=1))
    reverse(done.proposal, on=late)
    assert believed(late) == before
    assert believed(late - timedelta(days=1)) == between
    assert held("E81002", A.COMMISSIONER, date(2021, 4, 10), known=late - timedelta(days=1)) == {"X01": None}


def test_reversal_keeps_a_proof_of_its_own() -> None:
    done = enacted(merger())
    undone = reverse(done.proposal)
    assert (undone.reverses, undone.proposal, undone.version) == (done, done.proposal, done.version)
    assert (undone.known_from, undone.effective, undone.by) == (REVERSED, EFFECTIVE, str(OPERATOR))
    assert undone.publication == done.publication
    assert proof.digest(undone.proof) == undone.sha256 != done.sha256
    there = {(t["what"], t["body"]): (t["before"], t["after"]) for t in done.proof["totals"]}
    back = {(t["what"], t["body"]): (t["after"], t["before"]) for t in undone.proof["totals"]}
    assert back == there
    assert undone.proof["checks"] == ["Nothing was built on the enactment since."]
    assert Enactment.objects.get(pk=done.pk).proof == done.proof  # the first is as it was


def test_reversal_is_a_step_and_audited_and_takes_its_publication_out() -> None:
    done = enacted(merger())
    entries = AuditEntry.objects.count()
    reverse(done.proposal)
    *_, step = queries.life(done.proposal)
    assert (step.state, step.on, step.note) == (State.REVERSED, REVERSED, "The law changed")
    assert queries.standing(done.proposal, on=EFFECTIVE) is State.REVERSED
    assert queries.standing(done.proposal, on=REVERSED - timedelta(days=1)) is State.SCHEDULED
    recorded = [e.action for e in AuditEntry.objects.order_by("pk")[entries:]]
    assert recorded[1:] == [RegisterAction.WITHDRAWN, steps.Action.PROOF_KEPT, steps.Action.REVERSED]
    publication = Publication.objects.get(pk=done.publication_id)
    assert (publication.state, publication.withdrawn_on) == (PublicationState.WITHDRAWN, REVERSED)


def test_reversal_needs_a_reason_and_happens_once() -> None:
    done = enacted(merger())
    before = counts()
    with pytest.raises(ContentError, match="reason"):
        actions.reverse(proposal=done.proposal, by=OPERATOR, why=" ", on=REVERSED)
    assert counts() == before
    reverse(done.proposal)
    with pytest.raises(ContentError, match="merged is reversed, so it cannot be reversed"):
        reverse(done.proposal)
    with pytest.raises(ContentError, match="merged is reversed, so it cannot be enacted"):
        actions.enact(proposal=done.proposal, by=OPERATOR, on=REVERSED)
    with pytest.raises(ContentError, match="is approved, so it cannot be reversed"):
        reverse(approved(merger("another"), on=REVERSED))


def test_code_of_a_reversed_plan_is_free_for_a_further_one() -> None:
    reverse(enacted(merger()).proposal)
    again = enacted(merger("once-more"), approved_on=KNOWN, on=KNOWN)
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, known=KNOWN) == {"X01": None}
    assert again.proof["opened"] == [{"code": "X01", "name": "New"}]


# What was built on it


def test_reversal_is_refused_while_a_later_plan_names_its_bodies(tmp_path: Path) -> None:
    first = enacted(merger())
    later = written('[[rename]]\ncode = "X01"\nname = "Another name"\n', slug="renamed", day=date(2021, 5, 1))
    second = enacted(later, approved_on=ENACTED)
    assert "the plan renamed, enacted later, names X01 too" in refused(first.proposal)
    reverse(second.proposal)
    assert reverse(first.proposal).reverses == first


def test_reversal_is_refused_while_an_amendment_stands() -> None:
    first = enacted(merger())
    amends = written('[[rename]]\ncode = "04F"\nname = "Another name"\n', slug="amended", amends="merged")
    second = enacted(amends, approved_on=ENACTED)
    assert "the plan amended amends it" in refused(first.proposal)
    reverse(second.proposal)
    reverse(first.proposal)


def test_reversal_is_not_refused_for_a_plan_about_others() -> None:
    first = enacted(merger())
    enacted(written('[[rename]]\ncode = "RC9"\nname = "Another name"\n', slug="apart"), approved_on=ENACTED)
    before = held("RC9", A.NAME, EFFECTIVE)
    reverse(first.proposal)
    assert held("RC9", A.NAME, EFFECTIVE, known=REVERSED) == before == {"Another name": None}


def test_reversal_is_refused_while_a_file_speaks_of_the_bodies_it_opened(tmp_path: Path) -> None:
    done = enacted(merger())
    file = facts(
        tmp_path, "later.csv", "E81002,commissioner,since,2021-04-01,,X01,,,2021-03-25",
        "X01,name,sighting,2021-03-25,,The New,,,2021-03-25", "06F,name,sighting,2021-03-25,,Old,,,2021-03-25",
    )  # fmt: skip
    loaded = register_actions.load([file], by=OPERATOR)
    words = refused(done.proposal)
    assert "later.csv (published 2021-03-25) speaks of X01 in 2 rows" in words
    assert loaded.publications
    for publication in loaded.publications:
        register_actions.withdraw(publication=publication, by=OPERATOR, why="It was wrong")
    reverse(done.proposal)
    assert held("E81002", A.COMMISSIONER, EFFECTIVE, known=REVERSED) == {"06F": None}


def test_reversal_is_refused_with_what_other_packages_built_on_it() -> None:
    done = enacted(merger())
    with watching(built="12 actions of committees of X01"):
        assert "12 actions of committees of X01" in refused(done.proposal)


def test_reversal_names_everything_that_stands_in_its_way(tmp_path: Path) -> None:
    done = enacted(merger())
    enacted(written('[[rename]]\ncode = "X01"\nname = "Another name"\n', slug="renamed", day=date(2021, 5, 1)),
            approved_on=ENACTED)  # fmt: skip
    file = facts(tmp_path, "later.csv", "X01,name,sighting,2021-03-25,,The New,,,2021-03-25")
    register_actions.load([file], by=OPERATOR)
    words = refused(done.proposal)
    assert "renamed" in words
    assert "later.csv" in words


@pytest.mark.parametrize(
    "later",
    [lambda: date(2021, 3, 21), lambda: date(2121, 1, 1)],
    ids=["before it was enacted", "in the future"],
)
def test_reversal_has_a_day_that_can_be(later: Callable[[], date]) -> None:
    done = enacted(merger())
    before = counts()
    with pytest.raises(ContentError, match="cannot be dated"):
        reverse(done.proposal, on=later())
    assert counts() == before


def test_nobody_reverses_who_may_not() -> None:
    done = enacted(merger())
    somebody = Actor.person(user("somebody@example.org"))
    with pytest.raises(PermissionDenied):
        actions.reverse(proposal=done.proposal, by=somebody, why="Why", on=REVERSED)
