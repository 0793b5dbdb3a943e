"""Minutes are written by version, published, and approved by a later meeting of the body or of its successor."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.steps import day_of, held, stands, write_event
from ouzel.governance.minutes.approving import refuse_unless_may_approve, require_quorum
from ouzel.governance.minutes.queries import refs_of
from ouzel.governance.models import AgendaItem, Meeting, Minutes
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.papers.patients import refuse_numbers


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, on: date, by: Actor, why: str = "") -> Minutes:
    """Keep a version of the minutes (Markdown), not yet in public. The same text as the newest changes nothing.

    ContentError before the meeting was closed, for an empty text or one with NHS numbers, and for a version after the
    approved one that does not say why: it needs an approval of its own.
    """
    return _write(held(meeting, by=by), text, on=on, by=by, why=why)


@transaction.atomic
def publish_minutes(*, meeting: Meeting, on: date, by: Actor) -> Minutes:
    """Put the newest version in public: as a draft, until a later meeting approves it. Publishing twice is once.

    ContentError where it holds words that were taken in private.
    """
    meeting = held(meeting, by=by)
    version = _newest(meeting)
    if version.published is None:
        guards.check_minutes(meeting, version.text)
    return put_in_public(meeting, version, on=on, by=by)


@transaction.atomic
def approve_minutes(
    *, meeting: Meeting, at: Meeting, on: date, by: Actor, corrections: str = "", item: AgendaItem | None = None,
    irregular: str = "",
) -> Minutes:  # fmt: skip
    """A later meeting `at` approves the newest version as a true record, in public from then on.

    Each body that met must sit in `at`, itself or by its successor. `corrections` (Markdown) are added to the text as
    a version of its own, and that is approved. `item` of `at` where it was taken; without it, the item of the kind
    `minutes`, or the first. ContentError where `at` is not later, has not begun, or cannot approve; where it was not
    quorate, unless `irregular` gives the reason for going on: that is recorded with `at`.
    """
    at = held(at, by=by)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)  # its bodies may have ended: `at` speaks for them
    refuse_unless_may_approve(meeting, at, on)
    require_quorum(at, item, on=on, by=by, reason=irregular)
    version = _newest(meeting)
    if version.approved_at_id is not None:
        raise ContentError(
            f"version {version.number} was approved on {version.approved_on:%-d %B %Y}", field="meeting",
            value=meeting.slug,
            right="Write a further version, which says why, and have that approved",
        )  # fmt: skip
    if meeting.minutes.filter(approved_at=at).exists():
        raise ContentError(f"{at.slug} approved a version of these minutes already", field="at", value=at.slug,
                           right="A later meeting approves the further one")  # fmt: skip
    if corrections.strip():
        version = _corrected(meeting, version, at, corrections.strip(), on=on, by=by)
    if version.published is None:
        guards.check_minutes(meeting, version.text)
    put_in_public(meeting, version, on=on, by=by)
    version.approved_at, version.approved_on = at, on
    version.save(update_fields=["approved_at", "approved_on"])
    write_event(meeting=meeting, kind="minutes", on=on, by=by, note="Minutes approved",
              detail={"version": version.number, "approved_at": at.slug})  # fmt: skip
    audit.record(by=by, action=Did.MINUTES_APPROVED, subject=meeting.slug,
                 detail={"number": version.number, "sha256": version.sha256, "at": at.slug, "on": on,
                         "corrected": bool(corrections.strip())})  # fmt: skip
    return version


def put_in_public(meeting: Meeting, version: Minutes, *, on: date, by: Actor) -> Minutes:
    """Publish a version that was looked at already, or is released on purpose. The meeting must be held."""
    if version.published is not None:
        return version
    version.published = timezone.now()
    version.save(update_fields=["published"])
    write_event(meeting=meeting, kind="minutes", on=on, by=by, note="Minutes published",
                detail={"version": version.number})  # fmt: skip
    audit.record(by=by, action=Did.MINUTES_PUBLISHED, subject=meeting.slug,
                 detail={"number": version.number, "sha256": version.sha256, "on": on})  # fmt: skip
    return version


def _write(meeting: Meeting, text: str, *, on: date, by: Actor, why: str) -> Minutes:
    if meeting.state != MeetingState.CLOSED:
        raise ContentError(
            f"the meeting {stands(meeting)}", field="meeting", value=meeting.title,
            right="Minutes are written once the meeting was closed",
        )  # fmt: skip
    if not text.strip():
        raise ContentError("the minutes are empty", field="text")
    refuse_numbers(text, name="minutes")
    if on < day_of(meeting):
        raise ContentError("minutes are written after the meeting", field="on", value=str(on))
    last = meeting.minutes.order_by("-number").first()
    digest = hashlib.sha256(text.encode()).hexdigest()
    if last is not None and last.sha256 == digest:
        return last
    if meeting.minutes.exclude(approved_at=None).exists() and not why.strip():
        raise ContentError(
            "these minutes were approved", field="why",
            right="Say why another version is needed: it is shown, and needs its own approval",
        )  # fmt: skip
    row = Minutes.objects.create(
        meeting=meeting, number=last.number + 1 if last else 1, text=text, sha256=digest, why=why.strip(), by=str(by),
        records=list(refs_of(meeting)),
    )  # fmt: skip
    audit.record(by=by, action=Did.MINUTES_WRITTEN, subject=meeting.slug,
                 detail={"number": row.number, "sha256": digest, "why": row.why, "on": on})  # fmt: skip
    return row


def _newest(meeting: Meeting) -> Minutes:
    last = meeting.minutes.order_by("-number").first()
    if last is None:
        raise ContentError(f"no minutes of {meeting.slug} were written", field="meeting", value=meeting.slug,
                           right="Write them first")  # fmt: skip
    return last


def _corrected(meeting: Meeting, version: Minutes, at: Meeting, corrections: str, *, on: date, by: Actor) -> Minutes:
    text = f"{version.text.rstrip()}\n\n## Corrected when approved, on {on:%-d %B %Y}\n\n{corrections}\n"
    return _write(meeting, text, on=on, by=by, why=f"Corrected by the meeting of {day_of(at)}")
