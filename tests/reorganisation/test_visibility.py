"""Who sees which proposal: drafts are for those who work on them, the rest is for everybody."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import User
from ouzel.reorganisation import actions, plan_file, queries
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import CheckItem, Document, Proposal, Step, Version
from ouzel.reorganisation.queries import NoSuchProposal
from ouzel.reorganisation.refusals import PlanRefused
from tests.core.people import user
from tests.reorganisation.plans import AUTHOR, OPERATOR, blmk_2021
from tests.reorganisation.walking import DAY, at, drafted

SEE_DRAFTS = ("transition-lead", "approver")
DO_NOT = ("analyst", "register-keeper", "board-secretary", "auditor", "administrator")
PARTS = (Version, Step, Document, CheckItem)


def fill(proposal: Proposal) -> None:
    actions.add_document(proposal=proposal, title="T", name="a.txt", content=b"text", by=AUTHOR)
    actions.assign(proposal=proposal, task="tell-ods", owner="Ada", by=AUTHOR)


def seen(viewer: object) -> list[str]:
    return [proposal.slug for proposal in queries.proposals(viewer)]  # type: ignore[arg-type]


@pytest.fixture
def two(register: None) -> None:
    """A draft, and one that was proposed."""
    fill(drafted(blmk_2021(slug="a-draft")))
    fill(at(State.PROPOSED))


@pytest.mark.parametrize("role", SEE_DRAFTS)
def test_who_works_on_plans_sees_drafts(two: None, role: str) -> None:
    for viewer in (user("ann@example.org", role), Actor.person(User.objects.get(email="ann@example.org"))):
        assert seen(viewer) == ["a-draft", "blmk-2021"]
        assert all(part.objects.visible_to(viewer).count() == part.objects.count() for part in PARTS)


@pytest.mark.parametrize("role", [*DO_NOT, ""])
def test_who_does_not_sees_what_was_proposed(two: None, role: str) -> None:
    ann = user("ann@example.org", *([role] if role else []))
    for viewer in (ann, Actor.person(ann)):
        assert seen(viewer) == ["blmk-2021"]
        for part in PARTS:
            assert {row.proposal.slug for row in part.objects.visible_to(viewer)} == {"blmk-2021"}


@pytest.mark.parametrize("viewer", [None, AnonymousUser()])
def test_the_public_sees_what_was_proposed(two: None, viewer: object) -> None:
    assert seen(viewer) == ["blmk-2021"]
    assert queries.proposal_named("blmk-2021", viewer=viewer).slug == "blmk-2021"  # type: ignore[arg-type]
    with pytest.raises(NoSuchProposal) as hidden:
        queries.proposal_named("a-draft", viewer=viewer)  # type: ignore[arg-type]
    with pytest.raises(NoSuchProposal) as missing:
        queries.proposal_named("a-thing", viewer=viewer)  # type: ignore[arg-type]
    assert str(hidden.value).replace("draft", "thing") == str(missing.value)  # nothing is told of what is hidden


def test_the_operator_sees_drafts(two: None) -> None:
    assert seen(OPERATOR) == ["a-draft", "blmk-2021"]
    assert seen(Actor.system("nightly")) == ["a-draft", "blmk-2021"]


def test_what_was_once_proposed_stays_public(register: None) -> None:
    proposal = at(State.REJECTED)
    actions.save(plan=blmk_2021(title="Another title"), by=AUTHOR, on=DAY)
    assert seen(None) == ["blmk-2021"]
    assert queries.proposal_named("blmk-2021", viewer=None) == proposal


def test_withdrawn_draft_was_never_public(register: None) -> None:
    at(State.WITHDRAWN)
    assert seen(None) == []


def test_role_for_one_body_does_not_show_drafts_of_all(two: None) -> None:
    ann = user("ann@example.org", "approver")
    ann.role_assignments.update(body_code="QHG")
    assert seen(ann) == ["blmk-2021"]


# Plans by name


def test_plan_named_is_that_of_a_proposal_somebody_sees(two: None) -> None:
    assert queries.plan_named("blmk-2021", viewer=None) == blmk_2021()
    assert queries.plan_named("a-draft", viewer=OPERATOR) == blmk_2021(slug="a-draft")
    with pytest.raises(NoSuchProposal):
        queries.plan_named("a-draft", viewer=None)


def test_plan_named_reads_a_file_at_the_command_line_only(register: None, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(plan_file.write(blmk_2021(slug="of-a-file")), encoding="utf-8")
    plan = queries.plan_named(str(file), viewer=OPERATOR)
    assert plan == blmk_2021(slug="of-a-file")
    assert plan.line("merger[0]")
    lead = user("lead@example.org", "transition-lead", "approver")
    for viewer in (None, AnonymousUser(), lead, Actor.person(lead), Actor.system("nightly")):
        with pytest.raises(NoSuchProposal):
            queries.plan_named(str(file), viewer=viewer)


def test_plan_named_says_what_is_wrong_with_a_file(register: None, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such file"):
        queries.plan_named(str(tmp_path / "none.toml"), viewer=OPERATOR)
    bad = tmp_path / "bad.toml"
    bad.write_text('slug = "bad"\n', encoding="utf-8")
    with pytest.raises(PlanRefused):
        queries.plan_named(str(bad), viewer=OPERATOR)
    with pytest.raises(NoSuchProposal):
        queries.plan_named("../mine", viewer=OPERATOR)


def test_plan_of_reads_a_text_once_and_never_takes_one_for_another(register: None, monkeypatch) -> None:
    proposal = drafted()
    first = queries.plan_of(proposal)
    assert queries.plan_of(proposal) is first
    actions.save(plan=blmk_2021(title="Another title"), by=AUTHOR, on=DAY)
    second = queries.plan_of(proposal)
    assert (first.title, second.title) == (blmk_2021().title, "Another title")
    assert second.file == "blmk-2021.toml"
    assert second.line("merger[0]")


# Reading is not changing


def test_who_only_reads_cannot_change_a_draft_they_cannot_see(two: None) -> None:
    proposal = Proposal.objects.get(slug="a-draft")
    auditor = Actor.person(user("eve@example.org", "auditor"))
    for change in (
        lambda: actions.propose(proposal=proposal, by=auditor, on=DAY),
        lambda: actions.assign(proposal=proposal, task="tell-ods", owner="Eve", by=auditor),
        lambda: actions.complete(proposal=proposal, task="tell-ods", on=DAY, by=auditor),
    ):
        with pytest.raises(PermissionDenied):
            change()
