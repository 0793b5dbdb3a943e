"""What there is to do, and where one proposal stands."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from ouzel.core.permissions import granted, today
from ouzel.core.roles import Permission
from ouzel.register import queries as register
from ouzel.register.answers import Moment
from ouzel.reorganisation import checklist, lifecycle, queries, rules
from ouzel.reorganisation.checklist import Task, TaskState
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Document, Proposal
from ouzel.web import asked as asking
from ouzel.web import proposals, words
from ouzel.web.desk import editing, wording, working
from ouzel.web.desk.door import desk, go, show
from ouzel.web.pages import fresh
from ouzel.web.proposals import proofs
from ouzel.web.proposals.figures import by_what, changing
from ouzel.web.proposals.words import plain, sentences

BEFORE = (State.DRAFT, State.PROPOSED, State.APPROVED_IN_PRINCIPLE, State.APPROVED)
"""The states of a plan that the register does not have yet, and that may still come."""
SHOWN = 60
LOOKED_AT = 6
"""Of so many plans the first page works out what they ask; of more it would take long."""


@dataclass(frozen=True)
class Row:
    """One proposal as the first page of the desk tells of it."""

    slug: str
    title: str
    standing: State
    day: str  # in words
    steps: tuple[State, ...]  # that who asks may take
    overdue: tuple[Task, ...]
    unanswered: int | None  # choices not made; None: not looked at
    wrong: int | None


@desk()
def overview(request: HttpRequest) -> HttpResponse:
    """Proposals by state, what one may do next, tasks overdue, choices that nobody made."""
    on = today()
    rows: list[Row] = []
    for short in proposals.shorts(fresh(request), viewer=request.user, asked=asking.read(request)):
        proposal = queries.proposal_named(short.slug, viewer=request.user)
        unanswered = wrong = None
        if short.standing in BEFORE[:3] and len(rows) < LOOKED_AT:
            seen = working.seen(request, working.work(request, short.slug))
            unanswered, wrong = sum(not c.made for c in seen.choices), len(seen.problems)
        tasks = checklist.tasks(queries.plan_of(proposal), on=on) if short.standing not in proposals.ENDED else []
        overdue = tuple(task for task in tasks if task.state is TaskState.OVERDUE)
        rows.append(
            Row(short.slug, short.title, short.standing, _day(short), next_steps(request, proposal),
                overdue, unanswered, wrong)
        )  # fmt: skip
    order = list(State)
    groups = {state: [row for row in rows if row.standing is state] for state in order}
    return show(
        request, "overview", rows=rows, groups={state: found for state, found in groups.items() if found},
        roles=role_words(request), begun=request.session.get(working.BEGUN),
        one_step_only=not _second_step(request),
    )  # fmt: skip


def role_words(request: HttpRequest) -> list[str]:
    """What who is signed in may do here, in words."""
    held = granted(request.user, on=today())
    said = {
        Permission.PLANS_WRITE: "write plans, propose them and take them back",
        Permission.PLANS_APPROVE: "approve or reject plans that somebody else wrote",
        Permission.PLANS_ENACT: "carry out what was approved, prove it and undo it",
    }
    return [text for permission, text in said.items() if permission in held]


def next_steps(request: HttpRequest, proposal: Proposal) -> tuple[State, ...]:
    """The steps that who is signed in may take; carrying out is one, whether its day is past or to come."""
    now = queries.standing(proposal, on=today())
    open_to = rules.open_to(proposal, now=now, viewer=request.user, on=today())
    again = now is State.DRAFT
    return tuple(s for s in open_to if s is not State.SCHEDULED and not (again and s is State.DRAFT))


@desk()
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Where one proposal stands, its next steps, its plan, and what would follow from it."""
    it = working.work(request, slug)
    if it.proposal is None:
        return go(request, "add", slug)
    plan, on = it.plan, today()
    seen = working.seen(request, it) if it.standing in BEFORE else None
    if seen is not None:
        names, totals = seen.expansion.state.names, seen.totals
    else:
        whole = proposals.whole(slug, viewer=request.user, asked=asking.read(request))
        totals = proofs.proved(whole.enactment) if whole.enactment else ()
        codes = [code for each in plan.changes[:SHOWN] for code in editing.codes_of(each)]
        names = {code: body.name for code, body in register.bodies(codes, moment=Moment(it.eve)).items()}
    where = editing.Places(plan)
    places = [(problem, where.of(problem)) for problem in (seen.problems if seen else ())]
    tasks = checklist.tasks(plan, on=on)
    return show(
        request, "change", it=it, plan=plan, seen=seen, in_way=places,
        changes=[(place, said, plain(said)[:80]) for place, said in zip(
            editing.places(plan), sentences(plan, names), strict=True)][:SHOWN],
        figures=changing(by_what(totals)), steps=next_steps(request, it.proposal), life=queries.life(it.proposal),
        tasks=tasks, progress=checklist.progress(tasks),
        overdue=[task for task in tasks if task.state is TaskState.OVERDUE],
        documents=Document.objects.visible_to(request.user).filter(proposal=it.proposal).defer("content"),
        benefits=queries.benefits(it.proposal), lists={name: editing.things(plan, name) for name in wording.OTHERS},
        writer=Permission.PLANS_WRITE in granted(request.user, on=on),
        in_force=it.standing in lifecycle.IN_FORCE, wrote=rules.wrote(it.proposal, by=working.actor(request)),
        unanswered=[c for c in seen.choices if not c.made] if seen else [],
    )  # fmt: skip


def _day(short: proposals.Short) -> str:
    say = {
        State.ENACTED: "Took effect", State.PROVED: "Took effect", State.REVERSED: "Had taken effect",
        State.REJECTED: "Was to take effect", State.WITHDRAWN: "Was to take effect",
    }  # fmt: skip
    return f"{say.get(short.standing, 'Takes effect')} on {words.day(short.effective)}"


def _second_step(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))
