"""Meetings and their agendas as they were known on a day: what was changed since is taken back, event by event.

Each event keeps what the columns that it changed were. Rows are changed in memory alone, to be read and never saved.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from ouzel.core.permissions import Viewer
from ouzel.governance.knowing import by_then, end_of
from ouzel.governance.models import AgendaItem, Meeting, MeetingEvent, Sitting


def seen(viewer: Viewer, known_at: date | None) -> "QuerySet[Any]":
    """The meetings that the viewer sees, each with the state (`then_state`) and the beginning (`then_starts`) that it
    had as known at the end of the day (None: now).
    """
    rows = Meeting.objects.visible_then(viewer, known_at=known_at)
    if known_at is None:
        return rows.annotate(then_state=F("state"), then_starts=F("starts"))
    since = MeetingEvent.objects.filter(meeting=OuterRef("pk"), at__gte=end_of(known_at)).order_by("number")

    def first(column: str) -> Subquery:
        changed = since.filter(before__has_key=column)
        return Subquery(changed.annotate(was=KeyTextTransform(column, "before")).values("was")[:1])

    return rows.annotate(
        then_state=Coalesce(first("state"), F("state")),
        then_starts=Coalesce(Cast(first("starts"), DateTimeField()), F("starts")),
    )


def taken_back(meetings: Iterable[Meeting], known_at: date | None) -> None:
    """Give meetings that were read what was known of them at the end of the day (None: leave them)."""
    rows = {meeting.pk: meeting for meeting in meetings}
    if known_at is None or not rows:
        return
    columns = {field.name: field for field in Meeting._meta.concrete_fields}
    for event in _since(rows, known_at).exclude(kind="agenda"):
        for column, value in event.before.items():
            setattr(rows[event.meeting_id], column, columns[column].to_python(value))
    events = MeetingEvent.objects.filter(by_then(known_at), meeting__in=list(rows))
    for key, last in events.values_list("meeting").annotate(Max("at")):
        rows[key].modified = last


def items_then(items: Sequence[AgendaItem], known_at: date | None) -> list[AgendaItem]:
    """Items of one meeting as far as they were on the agenda that was known, in the order that it had then."""
    if known_at is None or not items:
        return list(items)
    then = {item.number: item for item in items if item.at < end_of(known_at)}
    for event in _since({items[0].meeting_id}, known_at).filter(kind="agenda"):
        item = then.get(event.detail.get("item", ""))
        for column, value in event.before.items() if item is not None else ():
            setattr(item, column, value)
    return sorted(then.values(), key=lambda item: (item.order, item.pk))


def chairs(sittings: Iterable[Sitting], known_at: date | None) -> dict[int, str]:
    """The name of who presides for each sitting, by its key, as known; those of whom nothing is said are left out."""
    rows = list(sittings)
    if known_at is None:
        return {row.pk: row.chair.name for row in rows if row.chair is not None}
    said: dict[tuple[int, str], str] = {}
    of = MeetingEvent.objects.filter(by_then(known_at), kind="chair", meeting__in={row.meeting_id for row in rows})
    for event in of.order_by("number"):
        said[event.meeting_id, event.detail["body"]] = event.note
    found = ((row.pk, said.get((row.meeting_id, row.body.slug), "")) for row in rows)
    return {key: name for key, name in found if name}


def reasons(meetings: Iterable[int], kinds: Sequence[str], known_at: date | None) -> dict[int, list[str]]:
    """What was given as the reason of steps of these kinds, the first first, by the key of the meeting, as known."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = MeetingEvent.objects.filter(by_then(known_at), meeting__in=list(meetings), kind__in=kinds, seen=True)
    for key, note in rows.order_by("number").values_list("meeting", "note"):
        found[key].append(note)
    return found


def _since(meetings: Iterable[int], known_at: date) -> "QuerySet[MeetingEvent]":
    rows = MeetingEvent.objects.filter(meeting__in=list(meetings), at__gte=end_of(known_at)).exclude(before={})
    return rows.order_by("-number")
