"""Whose a paper is: of the meeting that it was first for. Others may put it before theirs once it is public."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from ouzel.core.actors import Actor
from ouzel.core.permissions import require, today
from ouzel.governance.meetings.steps import NEEDS, bodies_of
from ouzel.governance.models import ItemPaper, Paper, PaperVersion, Sitting
from ouzel.governance.rules import bodies_for, require_for


def require_own(paper: Paper, *, by: Actor) -> None:
    """PermissionDenied unless `by` runs the meeting that a paper is of; one of none, meetings of the whole system."""
    first = ItemPaper.objects.filter(paper=paper).select_related("item__meeting").order_by("pk").first()
    if first is None:
        require(by, NEEDS, on=today())
    else:
        require_for(by, NEEDS, bodies_of(first.item.meeting), on=today())


def own(papers: Collection[int], *, by: Actor) -> list[int]:
    """Those of the papers (primary keys) that are of meetings that `by` runs."""
    first: dict[int, int] = {}
    rows = ItemPaper.objects.filter(paper__in=papers).order_by("pk").values_list("paper", "item__meeting")
    for paper, meeting in rows:
        first.setdefault(paper, meeting)
    run = set(bodies_for(by, NEEDS, on=today()).values_list("pk", flat=True))
    sat = Sitting.objects.filter(meeting__in=first.values()).values_list("meeting", "body")
    others = {meeting for meeting, body in sat if body not in run}
    return [paper for paper, meeting in first.items() if meeting not in others]


def seen_by(by: Actor) -> "QuerySet[PaperVersion]":
    """The versions that are public, or before meetings that `by` runs: that others are there is not theirs to know."""
    run = bodies_for(by, NEEDS, on=today())
    mine = ItemPaper.objects.filter(item__meeting__sittings__body__in=run).values("paper")
    return PaperVersion.objects.filter(Q(published__isnull=False) | Q(paper__in=mine))
