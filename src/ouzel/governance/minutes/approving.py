"""Which meeting may approve the minutes of another: a later one of the same bodies or their successors, quorate."""

from datetime import date

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import irregular as irregularities
from ouzel.governance.bodies.names import name_of
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.decisions.sitting import BEGUN, refuse_unless_day
from ouzel.governance.meetings.quorum import quorum_of
from ouzel.governance.meetings.steps import stands
from ouzel.governance.models import AgendaItem, Meeting

MINUTES = "minutes"  # the kind of decision, and of the item, by which minutes are approved


def refuse_unless_may_approve(meeting: Meeting, at: Meeting, on: date) -> None:
    """ContentError unless `at` is later, has begun, and each body that met sits in it, itself or by its successor."""
    if at.pk == meeting.pk:
        raise ContentError("a meeting does not approve its own minutes", field="at", value=at.slug,
                           right="The next meeting of the body does")  # fmt: skip
    if at.starts <= meeting.starts:
        raise ContentError("minutes are approved by a later meeting", field="at", value=at.slug)
    if at.state not in BEGUN:
        raise ContentError(f"the meeting that would approve them {stands(at)}", field="at", value=at.title,
                           right="Open that meeting first")  # fmt: skip
    refuse_unless_day(at, on, "the approval of minutes")
    sits = {body.pk for sitting in at.sittings.select_related("body") for body in lineage(sitting.body, on=on)}
    absent = [sitting.body.slug for sitting in meeting.sittings.select_related("body") if sitting.body_id not in sits]
    if absent:
        raise ContentError(
            f"{', '.join(absent)} met at {meeting.slug}, and neither it nor its successor sits in {at.slug}",
            field="at", value=at.slug, right="Give a later meeting of the same bodies, or of what succeeded them",
        )  # fmt: skip


def require_quorum(at: Meeting, item: AgendaItem | None, *, on: date, by: Actor, reason: str) -> None:
    """Each body must be quorate at the item by which `at` approves: the one given, the one of the kind, or the first.

    Where one is not: refused, or recorded as irregular with the reason.
    """
    if item is not None and item.meeting_id != at.pk:
        raise ContentError(f"that item is not on the agenda of {at.slug}", field="item", value=item.number)
    agenda = at.items.filter(removed="").order_by("order", "pk")
    taken = item or agenda.filter(kind=MINUTES).first() or agenda.first()
    if taken is None:
        raise ContentError(f"{at.slug} has no agenda", field="at", value=at.slug,
                           right="Put the minutes on its agenda")  # fmt: skip
    for sitting in at.sittings.select_related("body"):
        quorum = quorum_of(at, sitting.body, taken)
        if not quorum.met:
            irregularities.refuse_or_record(
                meeting=at, item=taken, rule="quorum", on=on, by=by, reason=reason,
                problem=f"{name_of(sitting.body, on)} was not quorate at item {taken.number}: "
                f"{'; '.join(quorum.missing)}",
                right="Approve the minutes at a meeting that is quorate",
            )  # fmt: skip
