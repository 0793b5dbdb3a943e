"""What was found, as it is shown: a title, an address, the day, the bodies, and where the words stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Left
from django.utils import timezone

from ouzel.core.permissions import Viewer
from ouzel.governance.models import AgendaItem, Decision, ItemPaper, Minutes, PaperVersion, Sitting
from ouzel.governance.search.asked import Asked
from ouzel.governance.search.snippets import Snippet, marked, snippet

READ = 200_000  # characters of a document in which the words are shown


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `bodies` are slugs; `on` the day of its meeting or decision (None: not known)."""

    kind: str
    ref: str
    title: str
    address: str
    on: date | None
    bodies: tuple[str, ...]
    shown_title: Snippet
    snippet: Snippet
    note: str  # what must be known of it: "late", "taken in private", "draft"


def show(found: Sequence[tuple[str, int]], asked: Asked, viewer: Viewer) -> tuple[Hit, ...]:
    """The hits of (kind, primary key), in the same order."""
    keys: dict[str, list[int]] = {}
    for kind, key in found:
        keys.setdefault(kind, []).append(key)
    hits: dict[tuple[str, int], Hit] = {}
    for kind, some in keys.items():
        hits |= {(kind, key): hit for key, hit in _READERS[kind](some, asked, viewer).items()}
    return tuple(hits[kind, key] for kind, key in found if (kind, key) in hits)


def _hit(asked: Asked, text: str, **said: Any) -> Hit:
    return Hit(**said, shown_title=marked(said["title"], asked.stems), snippet=snippet(text, asked.stems))


def _papers(keys: Collection[int], asked: Asked, viewer: Viewer) -> dict[int, Hit]:
    found = (
        PaperVersion.objects.visible_to(viewer).filter(pk__in=keys).select_related("paper")
        .annotate(beginning=Left("words", READ)).defer("content", "words", "search")
    )  # fmt: skip
    rows: list[Any] = list(found)
    before: dict[int, set[str]] = {}
    items = ItemPaper.objects.visible_to(viewer).filter(paper__in=[row.paper_id for row in rows])
    for paper, body in items.values_list("paper", "item__meeting__sittings__body__slug"):
        before.setdefault(paper, set()).add(body)
    return {
        row.pk: _hit(
            asked, row.beginning.replace("\f", " "), kind="paper", ref=row.paper.slug, title=row.paper.title,
            address=f"/papers/{row.paper.slug}/", on=row.paper.day,
            bodies=tuple(sorted(before.get(row.paper_id, set()) - {None})), note="",
        )
        for row in rows
    }  # fmt: skip


def _decisions(keys: Collection[int], asked: Asked, viewer: Viewer) -> dict[int, Hit]:
    rows = Decision.objects.visible_to(viewer).filter(pk__in=keys).select_related("body").defer("search")
    return {
        row.pk: _hit(
            asked, f"{row.text} {row.reasons}", kind="decision", ref=row.ref, title=row.title,
            address=f"/decisions/{row.ref}/", on=row.on, bodies=(row.body.slug,),
            note="taken in private" if row.private else "",
        )
        for row in rows
    }  # fmt: skip


def _minutes(keys: Collection[int], asked: Asked, viewer: Viewer) -> dict[int, Hit]:
    rows = list(Minutes.objects.visible_to(viewer).filter(pk__in=keys).select_related("meeting").defer("search"))
    bodies = _sitting([row.meeting_id for row in rows])
    return {
        row.pk: _hit(
            asked, row.text[:READ], kind="minutes", ref=row.meeting.slug, title=f"Minutes: {row.meeting.title}",
            address=f"/meetings/{row.meeting.slug}/minutes/", on=timezone.localdate(row.meeting.starts),
            bodies=bodies.get(row.meeting_id, ()), note="" if row.approved_on else "draft",
        )
        for row in rows
    }  # fmt: skip


def _items(keys: Collection[int], asked: Asked, viewer: Viewer) -> dict[int, Hit]:
    rows = list(AgendaItem.objects.visible_to(viewer).filter(pk__in=keys).select_related("meeting"))
    bodies = _sitting([row.meeting_id for row in rows])
    return {
        row.pk: _hit(
            asked, row.text, kind="item", ref=f"{row.meeting.slug}/{row.number}", title=f"{row.number}. {row.title}",
            address=f"/meetings/{row.meeting.slug}/", on=timezone.localdate(row.meeting.starts),
            bodies=bodies.get(row.meeting_id, ()), note="taken in private" if row.private else "",
        )
        for row in rows
    }  # fmt: skip


def _sitting(meetings: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = Sitting.objects.filter(meeting__in=meetings).order_by("pk").values_list("meeting", "body__slug")
    for meeting, body in rows:
        found[meeting] = (*found.get(meeting, ()), body)
    return found


_READERS = {"paper": _papers, "decision": _decisions, "minutes": _minutes, "item": _items}
