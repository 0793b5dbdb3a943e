"""One step of a proposal's life: a page that says what will happen, and the deed."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.reorganisation import actions, lifecycle, papers, rules
from ouzel.reorganisation.lifecycle import APPROVALS, State
from ouzel.reorganisation.models import Document, Proposal
from ouzel.web.desk import fields, wording, working
from ouzel.web.desk.door import desk, go, handed, sent, show
from ouzel.web.desk.forms import Drawn
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.views.standing import BEFORE
from ouzel.web.proposals.figures import by_what

Shape = fields.Shape
WITH_REASON = frozenset({State.REJECTED, State.WITHDRAWN, State.REVERSED})
WITH_NOTE = frozenset({State.DRAFT, State.PROPOSED, *APPROVALS})
LOOKED_AT = frozenset({State.PROPOSED, *APPROVALS, State.ENACTED})
"""Steps before which one looks at what would follow."""
MANY = 2_000
"""An enactment of more lines than this takes more than a moment."""
DEEDS = {
    State.DRAFT: actions.redraft, State.PROPOSED: actions.propose, State.APPROVED: actions.approve,
    State.APPROVED_IN_PRINCIPLE: actions.approve_in_principle, State.REJECTED: actions.reject,
    State.WITHDRAWN: actions.withdraw,
}  # fmt: skip


class StepForm(Drawn):
    """The day of a step, a note or a reason, and its paper."""

    on = fields.DayField(
        label="The day it is done",
        help_text="Today. Give an earlier day only to write down what was done then: the plan is looked at as the "
        "register was known on that day.",
    )
    note = fields.TextField(
        Shape.TEXT, label="Note", help_text="Everybody may read it once the proposal is public", required=False
    )
    title = fields.ShapeField(
        Shape.LINE, label="Title of the paper", help_text="Such as: Letter of authorisation", required=False
    )
    file = fields.FileField(
        most=papers.LARGEST, label="The paper", required=False,
        help_text="Minutes, a letter, a report: PDF, Word (.docx), OpenDocument (.odt) or plain text, at most 25 MB",
    )  # fmt: skip

    def __init__(self, state: State, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, initial={"on": day}, **options)
        if state in WITH_REASON:
            self.fields["note"].label = "The reason"
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "“The reason” must be filled in"
        if state not in WITH_NOTE | WITH_REASON:
            del self.fields["note"]
        if state not in WITH_NOTE | WITH_REASON or state is State.REVERSED:
            del self.fields["title"], self.fields["file"]
        if state is State.PROVED:
            self.fields["on"].help_text = "The day the plan takes effect, or later"

    def clean(self) -> dict[str, Any]:
        """A paper has a title, and a title its paper."""
        got = self.cleaned_data
        if got.get("file") and not got.get("title"):
            self.add_error("title", "Give the paper a title")
        if got.get("title") and "file" in self.fields and not got.get("file") and "file" not in self.errors:
            self.add_error("file", "Choose the file of this paper, or leave its title empty")
        return got


@desk()
def step(request: HttpRequest, slug: str, state: str) -> HttpResponse:
    """What will happen; on POST it does. What is refused is told here, and nothing has happened."""
    it, proposal = working.kept(request, slug)
    then = _state(state)
    require(request.user, rules.NEEDS[then], on=today())
    if then in APPROVALS:
        rules.refuse_author(proposal, by=working.actor(request))
    if not lifecycle.may_follow(it.standing, then) or (then is State.DRAFT and it.standing is State.DRAFT):
        return go(
            request, "change", slug, said=f"Nothing was done: the proposal is {lifecycle.WORDS[it.standing]} now."
        )
    form = StepForm(then, sent(request), handed(request), day=it.day)
    if request.method == "POST" and form.is_valid():
        try:
            _do(request, proposal, then, form.cleaned_data)
            return _done(request, slug, then)
        except ContentError as error:
            refuse(form, error)
    day = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    seen = working.seen(request, it, on=day) if then in LOOKED_AT and it.standing in BEFORE else None
    return show(
        request, "step", it=it, form=form, then=then, step_words=wording.STEPS[then], seen=seen,
        figures=by_what(seen.totals) if seen else (), eve=it.plan.effective - timedelta(days=1),
        large=bool(seen and len(seen.expansion.assertions) > MANY),
    )  # fmt: skip


@transaction.atomic
def _do(request: HttpRequest, proposal: Proposal, then: State, got: dict[str, Any]) -> None:
    by, on = working.actor(request), got["on"]
    if then is State.ENACTED:
        actions.enact(proposal=proposal, by=by, on=on)
    elif then is State.PROVED:
        actions.prove(proposal=proposal, by=by, on=on)
    elif then is State.REVERSED:
        actions.reverse(proposal=proposal, by=by, why=got["note"], on=on)
    else:
        paper: Document | None = None
        if got.get("file"):
            file = got["file"]
            paper = actions.add_document(
                proposal=proposal, title=got["title"], name=file.name, content=file.read(), by=by
            )
        DEEDS[then](proposal=proposal, by=by, on=on, note=got["note"], document=paper)


def _done(request: HttpRequest, slug: str, then: State) -> HttpResponse:
    said = {
        State.DRAFT: "It is a draft again.", State.PROPOSED: "It is proposed, and everybody can read it.",
        State.APPROVED_IN_PRINCIPLE: "It is approved in principle.", State.APPROVED: "It is approved in full.",
        State.REJECTED: "It is rejected.", State.WITHDRAWN: "It is taken back.",
        State.ENACTED: "It is carried out. This is the proof that nothing was lost.",
        State.PROVED: "Everything was counted again, and every total is the one that was proved.",
        State.REVERSED: "It is undone. On every date the register answers again as before.",
    }  # fmt: skip
    return go(request, "proof" if then is State.ENACTED else "change", slug, said=said[then])


def _state(text: str) -> State:
    try:
        state = State(text)
    except ValueError:
        raise Http404("There is no such step.") from None
    if state is State.SCHEDULED:  # a plan whose day is to come is carried out like any other
        raise Http404("There is no such step.")
    return state
