"""The risk register and the assurance framework, as far as they are public."""

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_wholes as wholes
from ouzel.governance.models import Risk
from ouzel.governance.reference.risks import matrix
from ouzel.governance.risks.queries import RiskView, grid, risk_on, risks_on
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

COLUMNS = ("ref", "title", "body", "owner", "likelihood", "impact", "score", "band", "target", "framework", "looked",
           "looked_at", "on")  # fmt: skip
MISSING = "There is no such risk, or nobody had seen it yet on that day."


@door.page
def risks(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Risks that were open on the day, the worst first, and where they stand in the matrix."""
    body = door.filtered(request)
    found = _open(request, asked)
    named = {each.body.slug for each in found} | ({body.slug} if body else set())
    return door.show(
        request, "risks", asked, body=body, cells=grid(found), matrix=matrix(),
        listed=paged(found, request.GET.get("page")), names=body_names(named, on=asked.on),
    )  # fmt: skip


@door.page
def risk(request: HttpRequest, asked: Asked, ref: str) -> HttpResponse:
    """One risk: what could happen, what is done about it, and its scores over time."""
    it = _named(request, asked, ref)
    return door.show(request, "risk", asked, it=it, matrix=matrix(), names=body_names([it.body.slug], on=asked.on))


@door.copy
def as_json(request: HttpRequest, asked: Asked, ref: str) -> HttpResponse:
    """One risk for machines."""
    return door.as_json(wholes.risk(ref.upper(), None, on=asked.on, known_at=asked.known_at), missing=MISSING)


@door.copy
def all_as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Open risks, one a row."""
    rows = (
        (r.ref, r.title, r.body.slug, r.owner, r.likelihood, r.impact, r.score, r.band.slug, r.target,
         "yes" if r.framework else "no", r.looked, r.looked_at, asked.on)
        for r in _open(request, asked)
    )  # fmt: skip
    return door.as_csv(f"risks-{asked.on}", COLUMNS, rows)


def _open(request: HttpRequest, asked: Asked) -> tuple[RiskView, ...]:
    body = door.filtered(request)
    return risks_on(asked.on, viewer=None, bodies=[body] if body else None, known_at=asked.known_at)


def _named(request: HttpRequest, asked: Asked, ref: str) -> RiskView:
    if not Risk.objects.visible_to(request.user).filter(ref=ref.upper()).exists():
        raise Http404("There is no such risk.")
    it = risk_on(ref.upper(), on=asked.on, viewer=None, known_at=asked.known_at)
    if it is None:
        raise Http404(MISSING)
    return it
