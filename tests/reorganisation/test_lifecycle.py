"""The life of a proposal, step by step on the real database: what may follow what, and who may take it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.core.permissions import today
from ouzel.register.answers import Moment
from ouzel.reorganisation import actions, agreement, lifecycle, plan_file, queries, rules, steps
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Proposal, Step, Version
from ouzel.reorganisation.plan import Close, Merger, Rename
from ouzel.reorganisation.preview import preview
from ouzel.reorganisation.refusals import PlanRefused
from tests.core.people import user
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR, blmk_2021
from tests.reorganisation.walking import AFTER, BEFORE, DAY, LATER, at, drafted

S = State
BY_HAND = (S.DRAFT, S.PROPOSED, S.APPROVED_IN_PRINCIPLE, S.APPROVED, S.REJECTED, S.WITHDRAWN)
"""The states that a person brings a proposal into by a step of its own; the others come with the register's change."""


def step(proposal: Proposal, state: State, *, by: Actor | None = None, on: date = LATER, note: str = "Why") -> Step:
    """Take the real step into a state, by somebody who may."""
    act = {
        S.DRAFT: actions.redraft, S.PROPOSED: actions.propose, S.APPROVED: actions.approve,
        S.APPROVED_IN_PRINCIPLE: actions.approve_in_principle, S.REJECTED: actions.reject,
        S.WITHDRAWN: actions.withdraw,
    }[state]  # fmt: skip
    return act(proposal=proposal, by=by or (APPROVER if state in (*lifecycle.APPROVALS, S.REJECTED) else AUTHOR),
               on=on, note=note)  # fmt: skip


def recorded() -> list[str]:
    return [a for a in AuditEntry.objects.order_by("pk").values_list("action", flat=True) if "reorganisation" in a]


# What may follow what


def test_every_state_can_be_reached_and_has_its_words() -> None:
    reached = {S.DRAFT}
    while True:
        further = reached.union(*(lifecycle.FOLLOWS[state] for state in reached))
        if further == reached:
            break
        reached = further
    assert reached == set(S) == set(lifecycle.FOLLOWS) == set(lifecycle.WORDS) == set(rules.NEEDS)
    assert [state for state in S if not lifecycle.FOLLOWS[state]] == [S.REVERSED]
    assert all(lifecycle.may_follow(None, state) == (state is S.DRAFT) for state in S)


@pytest.mark.parametrize("now", list(S))
def test_a_step_is_taken_where_it_may_follow_and_refused_everywhere_else(register: None, now: State) -> None:
    proposal = at(now)
    assert queries.standing(proposal, on=AFTER) is (S.ENACTED if now is S.SCHEDULED else now)
    before = Step.objects.count(), recorded()
    for then in BY_HAND:
        with transaction.atomic():
            if lifecycle.may_follow(now, then):
                taken = step(proposal, then)
                assert (taken.state, taken.on, taken.number) == (then, LATER, before[0] + 1)
                assert queries.standing(proposal, on=AFTER) is then
                assert recorded() == [*before[1], steps.AUDITED[then]]
            else:
                with pytest.raises(ContentError, match=f"blmk-2021 is {lifecycle.WORDS[now]}, so it cannot be"):
                    step(proposal, then)
                assert (Step.objects.count(), recorded()) == before
            transaction.set_rollback(True)


@pytest.mark.parametrize("now", [s for s in S if s not in (S.APPROVED, *lifecycle.IN_FORCE)])
def test_only_what_is_approved_is_enacted(register: None, now: State) -> None:
    proposal = at(now)
    with pytest.raises(ContentError, match="cannot be enacted"):
        actions.enact(proposal=proposal, by=OPERATOR, on=BEFORE)


@pytest.mark.parametrize("now", [S.SCHEDULED, S.ENACTED, S.PROVED])
def test_what_is_in_force_is_amended_by_a_further_plan(register: None, now: State) -> None:
    proposal = at(now)
    with pytest.raises(ContentError, match='amends = "blmk-2021"'):
        actions.save(plan=blmk_2021(title="Another title"), by=AUTHOR, on=AFTER)
    with pytest.raises(ContentError, match='amends = "blmk-2021"'):
        actions.withdraw(proposal=proposal, by=AUTHOR, on=AFTER, note="Why")
    assert proposal.versions.count() == 1


def test_what_is_scheduled_is_enacted_by_its_date(register: None) -> None:
    proposal = at(S.SCHEDULED)
    assert queries.standing(proposal, on=date(2021, 3, 31)) is S.SCHEDULED
    assert queries.standing(proposal, on=date(2021, 4, 1)) is S.ENACTED
    assert queries.standing(proposal, on=BEFORE - timedelta(1)) is S.APPROVED
    assert queries.standing(proposal, on=date(2020, 1, 1)) is S.DRAFT


# Saving


def test_save_keeps_the_plan_as_its_first_version(register: None) -> None:
    proposal = drafted()
    version = queries.current_version(proposal)
    assert (proposal.slug, proposal.author, proposal.public) == ("blmk-2021", str(AUTHOR), False)
    assert (version.number, version.title, version.effective) == (1, blmk_2021().title, date(2021, 4, 1))
    assert version.text == plan_file.write(blmk_2021())
    assert queries.plan_of(proposal) == blmk_2021()
    (first,) = queries.life(proposal)
    assert (first.state, first.on, first.by, first.version) == (S.DRAFT, DAY, str(AUTHOR), version)
    entry = AuditEntry.objects.get(action=steps.Action.SAVED)
    assert entry.subject == "proposal blmk-2021"
    assert entry.detail["sha256"] == version.sha256


def test_save_of_the_same_plan_changes_nothing_whatever_its_file_looks_like(register: None) -> None:
    proposal = drafted()
    again = plan_file.parse("# a comment\n\n" + plan_file.write(blmk_2021()), file="mine.toml")
    for state in (S.DRAFT, S.PROPOSED):
        before = recorded()
        assert actions.save(plan=again, by=APPROVER, on=DAY) == proposal
        assert (proposal.versions.count(), recorded()) == (1, before)
        assert queries.standing(proposal, on=DAY) is state
        if state is S.DRAFT:
            step(proposal, S.PROPOSED, on=DAY)


@pytest.mark.parametrize("now", [S.PROPOSED, S.APPROVED, S.REJECTED, S.WITHDRAWN])
def test_save_of_another_text_makes_it_a_draft_again(register: None, now: State) -> None:
    proposal = at(now)
    actions.save(plan=blmk_2021(title="Another title"), by=OPERATOR, on=AFTER)
    version = queries.current_version(proposal)
    assert (version.number, version.title, version.by) == (2, "Another title", str(OPERATOR))
    assert queries.standing(proposal, on=AFTER) is S.DRAFT
    assert queries.plan_of(proposal).title == "Another title"
    first = queries.versions(proposal)[0]
    assert queries.plan_of(proposal, version=first).title == blmk_2021().title
    assert not lifecycle.may_follow(queries.standing(proposal, on=AFTER), S.APPROVED)


def test_save_does_not_change_the_author(register: None) -> None:
    drafted()
    with pytest.raises(ContentError, match="the author of a proposal stays who it was") as refused:
        actions.save(plan=blmk_2021(author="Somebody else"), by=AUTHOR, on=AFTER)
    assert refused.value.field == "author"
    assert Version.objects.count() == 1


def test_save_of_what_no_file_could_say_is_refused_whole(register: None) -> None:
    with pytest.raises(ContentError):
        actions.save(plan=blmk_2021(slug="No Slug"), by=AUTHOR, on=DAY)
    with pytest.raises(ContentError):
        actions.save(plan=blmk_2021(author=""), by=AUTHOR, on=DAY)
    assert not Proposal.objects.exists()


# Days, reasons, documents


def test_step_is_not_dated_in_the_future_nor_before_the_one_before(register: None) -> None:
    with pytest.raises(ContentError, match="in the future"):
        actions.save(plan=blmk_2021(), by=AUTHOR, on=today() + timedelta(1))
    proposal = drafted()
    with pytest.raises(ContentError, match="in the future"):
        actions.propose(proposal=proposal, by=AUTHOR, on=today() + timedelta(1))
    for act in (actions.propose, actions.withdraw):
        with pytest.raises(ContentError, match="before the one that went before it") as refused:
            act(proposal=proposal, by=AUTHOR, on=DAY - timedelta(1), note="Why")
        assert str(DAY) in refused.value.right
    with pytest.raises(ContentError, match="before the one that went before it"):
        actions.save(plan=blmk_2021(title="Another title"), by=AUTHOR, on=DAY - timedelta(1))
    assert actions.propose(proposal=proposal, by=AUTHOR, on=DAY).on == DAY


@pytest.mark.parametrize("then", [S.REJECTED, S.WITHDRAWN])
@pytest.mark.parametrize("note", ["", " \n"])
def test_an_ending_needs_its_reason(register: None, then: State, note: str) -> None:
    proposal = at(S.PROPOSED)
    with pytest.raises(ContentError, match="without a reason"):
        step(proposal, then, note=note)
    with pytest.raises(IntegrityError, match="step_with_reason"), transaction.atomic():
        write(proposal, then, note="")


def test_step_has_the_documents_of_its_own_proposal_only(register: None) -> None:
    proposal, other = at(S.PROPOSED), drafted(blmk_2021(slug="other"))
    minutes = actions.add_document(proposal=other, title="Minutes", name="m.txt", content=b"Agreed.", by=APPROVER)
    with pytest.raises(ContentError, match="belongs to another proposal"):
        actions.approve(proposal=proposal, by=APPROVER, on=DAY, document=minutes)
    own = actions.add_document(proposal=proposal, title="Minutes", name="m.txt", content=b"Agreed.", by=APPROVER)
    actions.approve(proposal=proposal, by=APPROVER, on=DAY, document=own, note=" As minuted. ")
    last = list(queries.life(proposal))[-1]
    assert (last.document, last.note) == (own, "As minuted.")
    assert AuditEntry.objects.get(action=steps.Action.APPROVED).detail["document"] == own.sha256


# What a plan must pass


def test_propose_makes_it_public_and_a_redraft_does_not_hide_it(register: None) -> None:
    proposal = drafted()
    assert not proposal.public
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    assert proposal.public
    actions.redraft(proposal=proposal, by=AUTHOR, on=DAY)
    assert Proposal.objects.get().public


def test_propose_says_everything_that_is_wrong_with_the_plan(register: None) -> None:
    wrong = (Merger(path="merger[0]", bodies=("04F", "99Z"), into="M1J4Y"), Close(path="close[0]", code="88Z"))
    proposal = drafted(blmk_2021(changes=wrong))
    with pytest.raises(PlanRefused) as refused:
        actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    assert {"99Z", "88Z"} <= {problem.value for problem in refused.value.problems}
    assert all(problem.line for problem in refused.value.problems)
    assert queries.standing(proposal, on=DAY) is S.DRAFT
    assert not Proposal.objects.get().public


def test_plan_is_looked_at_as_the_register_was_known_on_the_day_of_the_step(register: None) -> None:
    proposal = drafted()
    with pytest.raises(PlanRefused):  # by now the three have closed, and the one is open
        actions.propose(proposal=proposal, by=AUTHOR, on=date(2024, 1, 1))
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    for act in (actions.approve_in_principle, actions.approve):
        with pytest.raises(PlanRefused):
            act(proposal=proposal, by=APPROVER, on=date(2024, 1, 1))
    assert queries.standing(proposal, on=today()) is S.PROPOSED


def test_approve_keeps_what_the_plan_comes_to(register: None) -> None:
    proposal = at(S.APPROVED)
    states = {s.state: s.expected for s in proposal.steps.all()}
    seen = preview(blmk_2021(), moment=Moment(on=date(2021, 4, 1), known_at=DAY))
    assert states[S.APPROVED] == agreement.said(seen.expansion)
    assert len(states[S.APPROVED]) > 100
    assert states[S.APPROVED_IN_PRINCIPLE] is None


def test_amendment_needs_an_enacted_plan(register: None) -> None:
    with pytest.raises(ContentError, match="no proposal of that name"):
        drafted(blmk_2021(slug="correction", amends="blmk-2021"))
    first = at(S.APPROVED)
    with pytest.raises(ContentError, match="cannot amend itself"):
        actions.save(plan=blmk_2021(amends="blmk-2021"), by=AUTHOR, on=DAY)
    new_name = Rename(path="rename[0]", code="M1J4Y", name="NHS BLMK CCG")
    correction = drafted(
        blmk_2021(slug="correction", amends="blmk-2021", effective=date(2021, 5, 1), changes=(new_name,))
    )
    with pytest.raises(ContentError, match="only a plan that was enacted can be amended, and that one is approved"):
        actions.propose(proposal=correction, by=AUTHOR, on=DAY)
    actions.enact(proposal=first, by=OPERATOR, on=BEFORE)
    assert actions.propose(proposal=correction, by=AUTHOR, on=BEFORE).state == S.PROPOSED


# Author and approver


def write(proposal: Proposal, state: State, **fields: object) -> Step:
    """A step put straight into the database, around every action."""
    last = steps.last(proposal)
    assert last is not None
    given = {"by": "carol", "author": proposal.author, "note": "Why", "on": AFTER, **fields}
    return Step.objects.create(proposal=proposal, number=last.number + 1, version=last.version, state=state, **given)


@pytest.mark.parametrize("act", [actions.approve, actions.approve_in_principle])
@pytest.mark.parametrize(
    "author",
    [str(APPROVER), "ben", "BEN", "Ada Lovelace and Ben", "ada; ben", "Ada Lovelace & ben (command)"],
)
def test_author_named_in_the_plan_cannot_approve_it(register: None, act, author: str) -> None:
    proposal = drafted(blmk_2021(author=author))
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    with pytest.raises(PermissionDenied, match="Somebody else with the role of approver"):
        act(proposal=proposal, by=APPROVER, on=DAY)
    assert queries.standing(proposal, on=DAY) is S.PROPOSED
    assert act(proposal=proposal, by=OPERATOR, on=DAY)


def test_who_only_has_a_name_that_is_part_of_the_author_may_approve(register: None) -> None:
    proposal = drafted(blmk_2021(author="Benedict Anderson"))
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    assert actions.approve(proposal=proposal, by=APPROVER, on=DAY)


@pytest.mark.parametrize("author", ["Bo <bo@example.org>", "bo@example.org", "Bo Peep", "Ada Lovelace"])
def test_person_cannot_approve_what_they_wrote_or_saved_under_any_name(register: None, author: str) -> None:
    bo = user("bo@example.org", "transition-lead", "approver")
    bo.name = "Bo Peep"
    bo.save()
    saver = Actor.person(bo) if author == "Ada Lovelace" else AUTHOR
    proposal = actions.save(plan=blmk_2021(author=author), by=saver, on=DAY)
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    with pytest.raises(PermissionDenied, match="You wrote the plan"):
        actions.approve(proposal=proposal, by=Actor.person(bo), on=DAY)
    other = Actor.person(user("di@example.org", "approver"))
    assert actions.approve(proposal=proposal, by=other, on=DAY).by == "di@example.org"


def test_who_saved_any_version_cannot_approve_the_plan(register: None) -> None:
    bo = Actor.person(user("bo@example.org", "transition-lead", "approver"))
    proposal = drafted()
    actions.save(plan=blmk_2021(title="A second title"), by=bo, on=DAY)
    actions.save(plan=blmk_2021(title="A third title"), by=OPERATOR, on=DAY)
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    for by in (bo, OPERATOR, AUTHOR):
        with pytest.raises(PermissionDenied):
            actions.approve(proposal=proposal, by=by, on=DAY)
    assert actions.reject(proposal=proposal, by=bo, on=DAY, note="Not like this")


@pytest.mark.parametrize("state", sorted(lifecycle.APPROVALS))
def test_database_refuses_an_approval_by_the_author_too(register: None, state: State) -> None:
    proposal = at(S.PROPOSED)
    with pytest.raises(IntegrityError, match="saved a version"), transaction.atomic():
        write(proposal, state, by=str(AUTHOR))
    with pytest.raises(IntegrityError, match="step_approved_by_another"), transaction.atomic():
        write(proposal, state, by="bo@example.org", by_user=7, author_user=7)
    with pytest.raises(IntegrityError, match="step_approved_by_another"), transaction.atomic():
        write(proposal, state, by="Bo", author="Bo")
    write(proposal, state, by="bo@example.org", by_user=7, author_user=8)


def test_step_carries_the_account_that_saved_the_version(register: None) -> None:
    bo, di = (Actor.person(user(f"{n}@example.org", "transition-lead")) for n in ("bo", "di"))
    proposal = actions.save(plan=blmk_2021(author="Ada Lovelace"), by=bo, on=DAY)
    actions.save(plan=blmk_2021(author="Ada Lovelace", title="A second title"), by=di, on=DAY)
    taken = actions.propose(proposal=proposal, by=bo, on=DAY)
    assert (taken.author, taken.author_user, taken.by_user) == ("Ada Lovelace", di.user_id, bo.user_id)


# Who may take which step


WRITERS, DECIDERS = {S.DRAFT, S.PROPOSED, S.WITHDRAWN}, {S.APPROVED_IN_PRINCIPLE, S.APPROVED, S.REJECTED}


@pytest.mark.parametrize("role", ["analyst", "register-keeper", "auditor", "administrator", "board-secretary", ""])
def test_others_take_no_step(register: None, role: str) -> None:
    somebody = Actor.person(user("eve@example.org", *([role] if role else [])))
    proposal = at(S.PROPOSED)
    for then in BY_HAND:
        with pytest.raises(PermissionDenied, match="This needs the role of"):
            step(proposal, then, by=somebody)
    with pytest.raises(PermissionDenied, match="transition lead"):
        actions.save(plan=blmk_2021(slug="other"), by=somebody, on=DAY)
    assert rules.open_to(proposal, now=S.PROPOSED, viewer=somebody, on=today()) == ()


def test_writers_write_and_approvers_decide(register: None) -> None:
    lead = Actor.person(user("lead@example.org", "transition-lead"))
    decider = Actor.person(user("decider@example.org", "approver"))
    proposal = at(S.PROPOSED)
    for by, may in ((lead, WRITERS), (decider, DECIDERS)):
        for then in (s for s in BY_HAND if s in lifecycle.FOLLOWS[S.PROPOSED]):
            with transaction.atomic():
                if then in may:
                    assert step(proposal, then, by=by).by == str(by)
                else:
                    with pytest.raises(PermissionDenied):
                        step(proposal, then, by=by)
                transaction.set_rollback(True)


def test_steps_open_to_somebody_are_those_they_may_take(register: None) -> None:
    lead, decider = user("lead@example.org", "transition-lead"), user("decider@example.org", "approver")
    both = user("both@example.org", "transition-lead", "approver")
    proposal = actions.save(plan=blmk_2021(), by=Actor.person(both), on=DAY)
    actions.propose(proposal=proposal, by=Actor.person(lead), on=DAY)

    def open_to(viewer: object) -> list[State]:
        return list(rules.open_to(proposal, now=S.PROPOSED, viewer=viewer, on=today()))  # type: ignore[arg-type]

    assert open_to(lead) == [S.DRAFT, S.WITHDRAWN]
    assert open_to(decider) == [S.APPROVED_IN_PRINCIPLE, S.APPROVED, S.REJECTED]
    assert open_to(both) == [S.DRAFT, S.REJECTED, S.WITHDRAWN]  # wrote it
    assert open_to(None) == []


# What is written stays


def test_what_is_written_of_a_proposal_cannot_be_changed_in_the_database(register: None) -> None:
    proposal = at(S.ENACTED)
    actions.add_document(proposal=proposal, title="Minutes", name="m.txt", content=b"Agreed.", by=AUTHOR)
    actions.record_benefit(
        proposal=proposal, benefit="running-costs", on=date(2022, 3, 31), value=Decimal("18"), source="Accounts",
        by=AUTHOR,
    )  # fmt: skip
    connection.check_constraints()  # nothing of this transaction stands in the way but the rule
    for table in ("version", "document", "step", "enactment", "benefitresult"):
        for statement in (
            f"UPDATE reorganisation_{table} SET by = 'nobody'",
            f"DELETE FROM reorganisation_{table}",
            f"TRUNCATE reorganisation_{table} CASCADE",
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)


def test_database_keeps_one_step_of_a_number_and_one_enactment(register: None) -> None:
    proposal = at(S.ENACTED)
    with pytest.raises(IntegrityError, match="cannot be scheduled"), transaction.atomic():
        write(proposal, S.SCHEDULED)
    last = steps.last(proposal)
    assert last is not None
    with pytest.raises(IntegrityError, match="cannot be"), transaction.atomic():
        Step.objects.create(
            proposal=proposal,
            number=last.number,
            version=last.version,
            state=S.PROVED,
            on=AFTER,
            by="carol",
            author="ada",
        )


def test_refused_step_leaves_nothing_behind(register: None) -> None:
    proposal = at(S.PROPOSED)
    before = recorded()
    with pytest.raises(PermissionDenied):
        actions.approve(proposal=proposal, by=AUTHOR, on=DAY)
    with pytest.raises(ContentError):
        actions.reject(proposal=proposal, by=APPROVER, on=DAY)
    assert recorded() == before
    assert proposal.steps.count() == 2
