"""What is searched: for each kind the rows that match by their titles, and those that match by all their words.

The newest come first. Rows are narrowed by who may see them before anything else is asked of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.contrib.postgres.search import SearchVector
from django.db.models import Exists, F, OuterRef, Q

from ouzel.core.permissions import Viewer
from ouzel.governance.models import AgendaItem, Decision, ItemPaper, Minutes, PaperVersion, Sitting
from ouzel.governance.search.asked import CONFIG, Asked


@dataclass(frozen=True)
class Narrowed:
    """What of it: bodies by primary key (None: all), and days of meetings, half-open."""

    bodies: tuple[int, ...] | None = None
    since: date | None = None
    until: date | None = None

    @property
    def any(self) -> bool:
        """Whether it narrows at all."""
        return self.bodies is not None or self.since is not None or self.until is not None

    def of_meeting(self, path: str) -> Q:
        """The condition on the way to a meeting, such as "meeting__"."""
        condition = Q()
        if self.bodies is not None:
            sat = Sitting.objects.filter(meeting=OuterRef(f"{path}pk"), body__in=self.bodies)
            condition &= Q(Exists(sat))
        return condition & self.days(f"{path}starts__date")

    def days(self, column: str) -> Q:
        """The condition on a day."""
        condition = Q()
        if self.since is not None:
            condition &= Q(**{f"{column}__gte": self.since})
        if self.until is not None:
            condition &= Q(**{f"{column}__lt": self.until})
        return condition


Rows: TypeAlias = Any  # query sets of several models, annotated on the way


@dataclass(frozen=True)
class Source:
    """A kind of thing that is searched. `titled` and `worded` give rows, the newest first."""

    slug: str
    name: str
    titled: Callable[[Asked, Viewer, Narrowed], Rows]
    worded: Callable[[Asked, Viewer, Narrowed], Rows]


def _papers(viewer: Viewer, narrowed: Narrowed) -> Rows:
    newer = PaperVersion.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"), published__isnull=False)
    rows = PaperVersion.objects.visible_to(viewer).filter(~Exists(newer), published__isnull=False)
    if narrowed.any:
        before = ItemPaper.objects.visible_to(viewer).filter(narrowed.of_meeting("item__meeting__"))
        rows = rows.filter(Exists(before.filter(paper=OuterRef("paper"))))
    return rows.order_by(F("paper__day").desc(nulls_last=True), "-paper_id")


def _papers_titled(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    titles = SearchVector("paper__title", config=CONFIG)
    return _papers(viewer, narrowed).annotate(titles=titles).filter(titles=asked.query)


def _papers_worded(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    return _papers(viewer, narrowed).filter(search=asked.query)


def _decisions(viewer: Viewer, narrowed: Narrowed) -> Rows:
    rows = Decision.objects.visible_to(viewer).filter(revised_by=None).filter(narrowed.days("on"))
    if narrowed.bodies is not None:
        rows = rows.filter(body__in=narrowed.bodies)
    return rows.order_by("-on", "-pk")


def _decisions_titled(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    titles = SearchVector("title", config=CONFIG)
    return _decisions_worded(asked, viewer, narrowed).annotate(titles=titles).filter(titles=asked.query)


def _decisions_worded(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    return _decisions(viewer, narrowed).filter(search=asked.query)


def _items(viewer: Viewer, narrowed: Narrowed) -> Rows:
    rows = AgendaItem.objects.visible_to(viewer).filter(narrowed.of_meeting("meeting__"), removed="")
    return rows.order_by("-meeting__starts", "-pk")


def _items_titled(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    titles = SearchVector("title", config=CONFIG)
    return _items(viewer, narrowed).annotate(titles=titles).filter(titles=asked.query)


def _items_worded(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    words = SearchVector("title", "text", config=CONFIG)
    return _items(viewer, narrowed).annotate(all_words=words).filter(all_words=asked.query)


def _minutes_worded(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    newer = Minutes.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"), published__isnull=False)
    rows = Minutes.objects.visible_to(viewer).filter(~Exists(newer), published__isnull=False, search=asked.query)
    return rows.filter(narrowed.of_meeting("meeting__")).order_by("-meeting__starts", "-pk")


def _none(asked: Asked, viewer: Viewer, narrowed: Narrowed) -> Rows:
    """Minutes have no title of their own."""
    return Minutes.objects.none()


SOURCES: Sequence[Source] = (
    Source("decision", "Decisions", _decisions_titled, _decisions_worded),
    Source("paper", "Papers", _papers_titled, _papers_worded),
    Source("minutes", "Minutes", _none, _minutes_worded),
    Source("item", "Agenda items", _items_titled, _items_worded),
)
