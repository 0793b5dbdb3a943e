"""What becomes public after papers were due: the reason is asked for, and recorded for every meeting it is late for."""

from collections.abc import Collection, Sequence
from datetime import date

from ouzel.core.actors import Actor
from ouzel.governance.models import ItemPaper, Meeting, PaperVersion
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.papers import before_items


def of_rows(
    rows: Sequence[ItemPaper], waiting: Sequence[PaperVersion], *, fresh: Collection[int], reason: str, on: date,
    by: Actor,
) -> dict[int, dict[int, str]]:  # fmt: skip
    """Record what is late, by the meeting and the version (primary keys), with the reason: of a paper that was public
    before, each version that is published now.

    `rows`: where the papers are, with their meetings; `fresh`: the papers (primary keys) that were never public.
    ContentError where something is late and no reason was given.
    """
    found: dict[int, dict[int, str]] = {}
    for row in rows:
        meeting = row.item.meeting
        if meeting.state == MeetingState.CANCELLED or before_items.came_afterwards(meeting, tabled=row.tabled):
            continue
        if row.paper_id in fresh:
            given = row.late or before_items.refuse_late(meeting=meeting, what=row.paper.title, reason=reason, on=on)
            if given:
                row.late = given
                row.save(update_fields=["late"])
                before_items.record_late(
                    meeting=meeting, item=row.item, what=row.paper.title, reason=given, on=on, by=by
                )
        elif meeting.state != MeetingState.CLOSED:
            for version in (each for each in waiting if each.paper_id == row.paper_id):
                what = f"Version {version.number} of {row.paper.title}"
                given = before_items.refuse_late(meeting=meeting, what=what, reason=reason, on=on)
                if given:
                    before_items.record_late(meeting=meeting, item=row.item, what=what, reason=given, on=on, by=by)
                    found.setdefault(meeting.pk, {})[version.pk] = given
    return found


def note_elsewhere(
    reasons: dict[int, dict[int, str]], waiting: Sequence[PaperVersion], *, on: date, by: Actor
) -> None:  # fmt: skip
    """Write down, with the other meetings that they are late for, the versions that became public (as `of_rows`)."""
    for meeting in Meeting.objects.filter(pk__in=reasons).order_by("pk"):
        late = [(each, reasons[meeting.pk][each.pk]) for each in waiting if each.pk in reasons[meeting.pk]]
        said = [{"paper": v.paper.slug, "version": v.number, "sha256": v.sha256, "late": why} for v, why in late]
        words = "; ".join(f"a new version of {version.paper.title}: {version.why}" for version, _ in late)
        before_items.note(meeting=meeting, words=words, detail={"papers": said}, on=on, by=by)
