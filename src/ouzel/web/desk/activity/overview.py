"""What is loaded, what was worked out, and what needs somebody first."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q, Sum
from django.http import HttpRequest, HttpResponse

from ouzel.activity.answers.attention import Attention, attention
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.three_way import told
from ouzel.activity.counting import counting_loads, working
from ouzel.activity.mapping_queue import Waiting, queue
from ouzel.activity.models import ActivityLoad, LoadState, PodMapping, PriceRelease, PricingRun, ReleaseState
from ouzel.activity.store import Store
from ouzel.activity.working_out import open_run
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.web.desk.activity.door import activity, place, show

MOST_LINES = 20_000_000
"""Up to so many lines a page works something out over them while somebody waits: some seconds."""


@dataclass(frozen=True)
class Counted:
    """What is taken and counts."""

    loads: int
    lines: int
    last: Any  # when the last was taken; None: none was


@activity(Permission.ACTIVITY_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """The first page of activity: what to do first stands first."""
    counts, run = counted(request), latest_run()
    waiting = waiting_pods(request) if 0 < counts.lines <= MOST_LINES else ()
    return show(
        request, "overview", counts=counts, run=run, stale=stale_since(run) if run else "",
        differing=told(run.summary) if run else "", at_work=open_run(), first=to_look_at(run), waiting=waiting,
        waiting_pence=sum(each.pence for each in waiting),
        many=counts.lines > MOST_LINES,
        prices=PriceRelease.objects.visible_to(request.user).filter(state=ReleaseState.READY).count(),
    )  # fmt: skip


def counted(request: HttpRequest) -> Counted:
    """How many files and lines are taken."""
    found = ActivityLoad.objects.visible_to(request.user)
    ready = found.filter(state=LoadState.READY)
    sums = ready.aggregate(lines=Sum("lines"), last=Max("at"))
    return Counted(ready.count(), sums["lines"] or 0, sums["last"])


def to_look_at(run: PricingRun | None) -> tuple[Attention, ...]:
    """What is unpriced and unattributed of a run; nothing where its totals are no longer in the store."""
    if run is None:
        return ()
    try:
        return attention(run, store=place())
    except ContentError:
        return ()


def waiting_pods(request: HttpRequest) -> tuple[Waiting, ...]:
    """Local points of delivery that nobody has mapped, by money; worked out anew when files or mappings change."""
    mappings = PodMapping.objects.visible_to(request.user).aggregate(
        newest=Max("pk"), ended=Sum("pk", filter=Q(replaced__isnull=False))
    )
    return _waiting(place().root, counting_loads(), mappings["newest"] or 0, mappings["ended"] or 0)


@lru_cache(maxsize=4)
def _waiting(root: str, ready: frozenset[int], newest: int, ended: int) -> tuple[Waiting, ...]:
    """The queue as it is with these files and mappings. Whoever asks was let in at the door of the page."""
    with working() as connection:
        found = queue(Store.at(root), connection=connection, viewer=Actor.system("pages"), on=today(), ready=ready)
    return tuple(found)
