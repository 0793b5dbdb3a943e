"""What goes along with a proposal and comes after it: tasks, papers, results, the proof, and what later files say."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.errors import ContentError
from ouzel.core.permissions import granted, today
from ouzel.core.roles import Permission
from ouzel.reorganisation import actions, checklist, papers, proving, queries, reconciling
from ouzel.reorganisation.checklist import TaskState
from ouzel.reorganisation.models import Document, Enactment
from ouzel.reorganisation.reconciling import Verdict
from ouzel.web.desk import fields, working
from ouzel.web.desk.door import desk, go, handed, sent, show
from ouzel.web.desk.forms import Drawn
from ouzel.web.desk.views.plans import refuse
from ouzel.web.paging import paged
from ouzel.web.proposals import proofs
from ouzel.web.proposals.figures import by_what

Shape = fields.Shape
WRITE, ENACT, APPROVE = Permission.PLANS_WRITE, Permission.PLANS_ENACT, Permission.PLANS_APPROVE


class TaskForm(Drawn):
    """Who sees to a task, and when it was done."""

    owner = fields.ShapeField(Shape.LINE, label="Who sees to it", help_text="A post or a name", required=False)
    done = fields.DayField(label="Done on", help_text="Leave it empty while it is not done", required=False)
    note = fields.TextField(
        Shape.TEXT, label="Note", required=False,
        help_text="If it is not done after all, empty the day and give the reason here",
    )  # fmt: skip


@desk()
def tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """The readiness checklist, with owners and days."""
    it, _ = working.kept(request, slug)
    found = checklist.tasks(it.plan, on=today())
    may = bool({WRITE, ENACT} & granted(request.user, on=today()))
    return show(request, "tasks", it=it, tasks=found, progress=checklist.progress(found), may=may)


@desk(WRITE, ENACT)
def task(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One task: its owner, and that it is done, or is not after all."""
    it, proposal = working.kept(request, slug)
    found = next((task for task in checklist.tasks(it.plan, on=today()) if task.slug == name), None)
    if found is None:
        raise Http404("The checklist of this plan has no such task.")
    form = TaskForm(
        sent(request), initial={"owner": found.owner, "done": found.done_on, "note": found.note}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        got, by = form.cleaned_data, working.actor(request)
        said: dict[str, Any] = {"proposal": proposal, "task": name, "by": by}
        try:
            if got["owner"] != found.owner:
                actions.assign(owner=got["owner"], **said)
            if got["done"] is not None and (got["done"], got["note"]) != (found.done_on, found.note):
                actions.complete(on=got["done"], note=got["note"], **said)
            elif got["done"] is None and found.state is TaskState.DONE:
                actions.reopen(why=got["note"] if got["note"] != found.note else "", **said)
            return go(request, "tasks", slug, said="The task was saved.", anchor=name)
        except ContentError as error:
            refuse(form, error, at={"why": "note", "on": "done"}.get(error.field, ""))
    return show(request, "task", it=it, form=form, task=found)


class PaperForm(Drawn):
    """A document with its title."""

    title = fields.ShapeField(Shape.LINE, label="Title", help_text="What it is, such as: Equality impact assessment")
    file = fields.FileField(
        most=papers.LARGEST, label="The document",
        help_text="PDF, Word (.docx), OpenDocument (.odt) or plain text, at most 25 MB",
    )  # fmt: skip


@desk()
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers of a proposal, and one more."""
    it, proposal = working.kept(request, slug)
    form = PaperForm(sent(request), handed(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            title = form.cleaned_data["title"]
            actions.add_document(
                proposal=proposal, title=title, name=file.name, content=file.read(), by=working.actor(request)
            )
            return go(request, "documents", slug, said=f"“{title}” was handed in.")
        except ContentError as error:
            refuse(form, error, at="file")
    found = Document.objects.visible_to(request.user).filter(proposal=proposal).defer("content")
    return show(request, "documents", it=it, form=form, documents=found)


class ResultForm(Drawn):
    """What a benefit came to."""

    on = fields.DayField(label="The day it was measured")
    value = fields.ShapeField(Shape.AMOUNT, tidy=fields.number_of, label="How much it was")
    source = fields.TextField(Shape.TEXT, label="Where the figure is from")
    note = fields.TextField(Shape.TEXT, label="Note", required=False)


@desk(WRITE)
def result(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What a benefit really came to on a day; a correction is a further row."""
    it, proposal = working.kept(request, slug)
    found = next((each for each in queries.benefits(proposal) if each.benefit.slug == name), None)
    if found is None:
        raise Http404("The plan promises no such benefit.")
    form = ResultForm(sent(request), initial={"on": today()})
    form.fields["value"].help_text = f"In {found.benefit.unit}"
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_benefit(proposal=proposal, benefit=name, by=working.actor(request), **form.cleaned_data)
            return go(request, "change", slug, said="The measurement was written down.", anchor="benefits")
        except ContentError as error:
            refuse(form, error)
    return show(request, "result", it=it, form=form, tracked=found)


@desk()
def proof(request: HttpRequest, slug: str) -> HttpResponse:
    """The proof of an enactment; `?again=1` counts everything again."""
    it, proposal = working.kept(request, slug)
    kept = Enactment.objects.visible_to(request.user).filter(proposal=proposal, reverses=None)
    done = kept.select_related("version").first()
    counted = proving.again(proposal) if done and "again" in request.GET else None
    return show(
        request, "proof", it=it, done=done, counted=counted, sums=proofs.sums(done) if done else (),
        figures=by_what(proofs.proved(done)) if done else (),
        left=proofs.left_open(done) if done else (),
    )  # fmt: skip


@desk()
def reconcile(request: HttpRequest, slug: str) -> HttpResponse:
    """The enacted plan line by line beside what was published since."""
    it, proposal = working.kept(request, slug)
    try:
        found = reconciling.reconcile(proposal)
    except ContentError:
        return show(request, "reconcile", it=it, found=None)
    order = (Verdict.DISAGREES, Verdict.BEHIND, Verdict.NEWER, Verdict.AGREES, Verdict.SILENT)
    there = [verdict for verdict in order if found.counts.get(verdict)]
    asked = request.GET.get("verdict", "")
    chosen = next((verdict for verdict in there if verdict.name.lower() == asked), there[0] if there else None)
    rows = found.of(chosen) if chosen else ()
    return show(
        request, "reconcile", it=it, found=found, verdicts=there, chosen=chosen,
        listed=paged(rows, request.GET.get("page"), 100),
    )  # fmt: skip
