"""What there is in private, by number only: no word of it. Words are read through `reading`, which writes down who."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ouzel.confidential.models import PrivateDecision, PrivateItem, PrivateMinutes, PrivatePaper
from ouzel.core.permissions import Permission, Viewer, today
from ouzel.governance.models import Meeting, Sitting
from ouzel.governance.rules import bodies_for


@dataclass(frozen=True)
class Holding:
    """How much of a meeting is kept in private that the viewer may read."""

    items: int
    papers: int  # counted once, however many versions
    decisions: int
    minutes: int  # versions

    @property
    def nothing(self) -> bool:
        """Nothing at all, or nothing that the viewer may read: the two look the same."""
        return not (self.items or self.papers or self.decisions or self.minutes)


def holding(meeting: Meeting, viewer: Viewer) -> Holding:
    """How much of the meeting is kept in private; all nought for who may not read it."""
    return Holding(
        items=PrivateItem.objects.visible_to(viewer).filter(item__meeting=meeting, number=1).count(),
        papers=PrivatePaper.objects.visible_to(viewer).filter(item__meeting=meeting, number=1).count(),
        decisions=PrivateDecision.objects.visible_to(viewer).filter(decision__meeting=meeting).count(),
        minutes=PrivateMinutes.objects.visible_to(viewer).filter(meeting=meeting).count(),
    )


def readable(viewer: Viewer, *, on: date | None = None) -> "QuerySet[Meeting]":
    """The meetings in which a body sat for which the viewer may read what is private; also those not noticed yet: their
    members have the private papers before the public knows of the meeting.
    """
    bodies = bodies_for(viewer, Permission.GOVERNANCE_PRIVATE, on=on or today())
    return Meeting.objects.filter(pk__in=Sitting.objects.filter(body__in=bodies).values("meeting"))


def meetings_with_private(viewer: Viewer) -> tuple[str, ...]:
    """Slugs of the meetings of which the viewer may read a private part, the newest first."""
    items = PrivateItem.objects.visible_to(viewer).values("item__meeting")
    papers = PrivatePaper.objects.visible_to(viewer).values("item__meeting")
    minutes = PrivateMinutes.objects.visible_to(viewer).values("meeting")
    rows = Meeting.objects.filter(pk__in=items.union(papers, minutes))
    return tuple(rows.order_by("-starts").values_list("slug", flat=True))
