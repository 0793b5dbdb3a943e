"""Working out who pays and how much: asked for, seen while it goes on, and what it came to."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.three_way import told
from ouzel.activity.basis import left_out
from ouzel.activity.in_step import taken_words
from ouzel.activity.models import PricingRun
from ouzel.activity.working_out import KIND, ask_for_run, open_run
from ouzel.core.permissions import Permission, today
from ouzel.core.work.models import Piece, Standing
from ouzel.core.work.queries import standing
from ouzel.engine.pricing.reasons import Why
from ouzel.web.desk import waiting
from ouzel.web.desk.activity.accounts import postable
from ouzel.web.desk.activity.door import activity, go, show
from ouzel.web.desk.activity.overview import counted, to_look_at
from ouzel.web.desk.working import actor


@activity(Permission.ACTIVITY_PRICE)
def run(request: HttpRequest) -> HttpResponse:
    """Ask for who pays for each line that counts and how much. A small run is done before the answer."""
    counts, last = counted(request), latest_run()
    if request.method == "POST" and counts.lines:
        piece = ask_for_run(by=actor(request), on=today())
        waiting.a_moment(piece)
        return _onward(request, piece)
    there = open_run()
    if there is not None and standing(there) not in waiting.OPEN:
        there = None
    return show(request, "run", counts=counts, last=last, stale=stale_since(last) if last else "", there=there)


@activity(Permission.ACTIVITY_PRICE)
def run_asked(request: HttpRequest, number: int) -> HttpResponse:
    """How far a run is that was asked for; once it is done, on to what it came to."""
    pieces = Piece.objects.visible_to(request.user).filter(kind=KIND.slug)
    piece = pieces.filter(pk=number).first() if number < 2**63 else None
    if piece is None:
        raise Http404("No such run was asked for.")
    shown = waiting.stands(request, piece)
    if shown["now"] == Standing.DONE:
        return _onward(request, piece)
    response = show(request, "run-asked", **shown)
    return waiting.again(request, response) if shown["open"] else response


@activity(Permission.ACTIVITY_READ)
def run_done(request: HttpRequest, number: int) -> HttpResponse:
    """What a run came to."""
    found = PricingRun.objects.visible_to(request.user).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404("There is no such run.")
    by_why = sorted(((Why[name], lines) for name, lines in found.summary.get("by_why", {}).items()), key=_worst_first)
    return show(
        request, "run-done", run=found, by_why=by_why, postable=postable(request) == found, left_out=left_out(found),
        differing=told(found.summary), taken=taken_words(found),
        ended=[each for each in to_look_at(found) if each.about == "agreement"],
    )  # fmt: skip


def _onward(request: HttpRequest, piece: Piece) -> HttpResponse:
    return go(request, "run-done", int(piece.result)) if piece.result else go(request, "run-asked", piece.pk)


def _worst_first(told: tuple[Why, int]) -> Any:
    why, lines = told
    return not why.refused, -lines
