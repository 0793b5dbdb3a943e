"""A proposal for machines and for keeping: JSON, its plan, its consequences as a table, its case, its documents."""

import csv
import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ouzel.api import change_shapes as shapes
from ouzel.api.answering import packed
from ouzel.core.spreadsheets import guarded
from ouzel.reorganisation import case as cases
from ouzel.reorganisation import exports, plan_file, queries
from ouzel.reorganisation.case.values import Case
from ouzel.reorganisation.models import BenefitResult, Document, Version
from ouzel.reorganisation.publicly import who
from ouzel.web import asked as asking
from ouzel.web import proposals
from ouzel.web.asked import Asked
from ouzel.web.pages import fresh, page, show
from ouzel.web.views.organisations import refuse
from ouzel.web.views.proposals import Whole, wanted

View = Callable[..., HttpResponse]
COLUMNS = ("package", "record", "name", "what", "before", "after", "why", "path")


def download(view: View) -> View:
    """What a machine fetches: GET only, refused when asked wrongly, and not remembered here, as it may be large."""

    @require_safe
    @wraps(view)
    def given(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = asking.read(request)
        if refused := refuse(asked):
            return refused
        response = view(request, asked, *args, **kwargs)
        patch_cache_control(response, no_cache=True)
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return given


def attached(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file to keep: never shown in the site's own window, and never run."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@download
def as_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The proposal: its plan, where it stands, its steps, and what would follow."""
    it = wanted(request, asked, slug)
    seen = proposals.seen(it, fresh(request), asked)
    listed = shapes.listed(it.proposal, it.version, it.standing)
    shape = {
        **listed,
        "on": asked.on.isoformat(),
        "steps": [{**shapes.step(step), "by": who(step)} for step in it.steps],
        "documents": [shapes.document(each) for each in it.documents],
        "plan": shapes.plan(it.plan),
        "preview": shapes.preview(seen),
    }
    return HttpResponse(packed(shape), content_type="application/json")


@download
def as_toml(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The plan as it was handed in, but for addresses of people."""
    it = wanted(request, asked, slug)
    kept = Version.objects.visible_to(request.user).get(pk=it.version.pk)
    text = kept.text if queries.plan_of(it.proposal, version=kept) == it.plan else plan_file.write(it.plan)
    return attached(text.encode(), name=f"{slug}.toml", media_type="application/toml; charset=utf-8")


@download
def consequences(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Every consequence as a row, in a table that spreadsheets open without running anything in it."""
    it = wanted(request, asked, slug)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in proposals.seen(it, fresh(request), asked).consequences:
        writer.writerow(guarded(getattr(each, column) for column in COLUMNS))
    return attached(out.getvalue().encode(), name=f"{slug}-consequences.csv", media_type="text/csv; charset=utf-8")


@download
def document(request: HttpRequest, asked: Asked, slug: str, number: int, name: str) -> HttpResponse:
    """One document as it was handed in; to save, never to open here."""
    it = wanted(request, asked, slug)
    found = Document.objects.visible_to(request.user).filter(proposal=it.proposal, pk=number, name=name).first()
    if found is None:
        raise Http404("There is no such document.")
    return attached(bytes(found.content), name=found.name, media_type=found.media_type)


@page
def case(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The case for change: the options side by side, with what each would mean."""
    it = wanted(request, asked, slug)
    return show(request, "proposal-case", asked, it=it, plan=it.plan, case=made(request, it, asked))


@download
def case_docx(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The case for change as a document."""
    it = wanted(request, asked, slug)
    content = exports.as_docx(made(request, it, asked))
    return attached(content, name=f"case-for-change-{slug}.docx", media_type=exports.MEDIA_TYPE)


def made(request: HttpRequest, it: Whole, asked: Asked) -> Case:
    """The case of a proposal against its alternatives that the viewer may see, made on the day asked about."""
    others = []
    for slug in it.plan.alternatives:
        try:
            others.append(proposals.whole(slug, viewer=request.user, asked=asked).plan)
        except queries.NoSuchProposal:
            continue  # named before it is proposed: nobody is told of it here
    results = BenefitResult.objects.visible_to(request.user).filter(proposal=it.proposal, on__lte=asked.on)
    return cases.case_for(
        it.plan, options=others, moment=proposals.moment_of(it, asked), on=asked.on, results=results
    )  # fmt: skip
