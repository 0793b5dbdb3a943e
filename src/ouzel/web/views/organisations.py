"""One organisation: its page, and the machine's copies at the same address."""

import csv
import io

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse

from ouzel.api import shapes
from ouzel.core.spreadsheets import guarded
from ouzel.register import asking, queries, search, successions
from ouzel.register.answers import Member, NoSuchBody
from ouzel.register.reasons import why_no_members
from ouzel.web import addresses
from ouzel.web.asked import Asked
from ouzel.web.organisation import OTHER, members, whole
from ouzel.web.pages import edition, fresh, others, page, show
from ouzel.web.paging import paged
from ouzel.web.proposals import concerning


@page
def organisation(request: HttpRequest, asked: Asked, code: str) -> HttpResponse:
    """What it is on the day, its members, what came before and after, and where each fact is said."""
    known = meant(code)
    if known != code:
        return HttpResponsePermanentRedirect(addresses.organisation(known) + others(request, asked))
    found = whole(code, asked, edition(request))
    chosen = request.GET.get("kind", "")
    if chosen not in found.members:
        chosen = next(iter(found.members), "")
    listed = paged(found.members.get(chosen, ()), request.GET.get("page"))
    around = frozenset({code, *(p.value for p in found.body.parents), *(f.code for f in found.facing)})
    return show(
        request, "organisation", asked, it=found,
        proposals=concerning(fresh(request), around, viewer=request.user, asked=asked),
        body=found.body, chosen=chosen, listed=listed, OTHER=OTHER,
        why="" if found.members else why_no_members(code, moment=asked.members_moment),
    )  # fmt: skip


@page
def as_json(request: HttpRequest, asked: Asked, code: str) -> HttpResponse:
    """The organisation for machines: the shapes are those of the HTTP interface."""
    known = meant(code)
    if known != code:
        return HttpResponsePermanentRedirect(addresses.copy(known, "json") + others(request, asked))
    if refused := refuse(asked):
        return refused
    moment = asked.moment
    found = queries.body(code, moment=moment)
    groups = members(code, asked, edition(request))
    return JsonResponse(
        {
            **shapes.body(found),
            "basis": str(asked.basis),
            "members_on": asked.members_on.isoformat(),
            "members": {slug: [{"code": m.code, "name": m.name} for m in rows] for slug, rows in groups.items()},
            "predecessors": [shapes.succession(s) for s in successions.predecessors(code, moment=moment)],
            "successors": [shapes.succession(s) for s in successions.successors(code, moment=moment)],
            "history": [shapes.fact(f) for f in queries.history(code, moment=moment)],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@page
def as_csv(request: HttpRequest, asked: Asked, code: str) -> HttpResponse:
    """The members on the day, as a table that spreadsheets open without running anything in it."""
    known = meant(code)
    if known != code:
        return HttpResponsePermanentRedirect(addresses.copy(known, "csv") + others(request, asked))
    if refused := refuse(asked):
        return refused
    asking.id_of(code)
    groups = members(code, asked, edition(request))
    response = HttpResponse(table(groups, on=asked.members_on.isoformat()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="members-{code}-{asked.members_on}.csv"'
    return response


def table(groups: dict[str, tuple[Member, ...]], *, on: str) -> str:
    """Rows of members; `until` is half-open, the first day on which it was no longer a member."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("kind", "code", "name", "since", "until", "via", "on"))
    for slug, rows in groups.items():
        for m in rows:
            writer.writerow(guarded((slug, m.code, m.name, m.since or "", m.until or "", " ".join(m.via), on)))
    return out.getvalue()


def meant(code: str) -> str:
    """The code that is meant by a code in any of its forms; NoSuchBody if by none."""
    known = search.resolve(code)
    if known is None:
        raise NoSuchBody(f"No organisation has the code {code}.")
    return known


def refuse(asked: Asked) -> HttpResponse | None:
    """A machine that asks wrongly is told so, and given nothing else."""
    if not asked.errors:
        return None
    problems = {field.removesuffix("-day"): problem for field, problem in asked.errors}
    return JsonResponse({"problem": "The question cannot be read", "fields": problems}, status=400)
