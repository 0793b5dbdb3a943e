"""A rule that is not kept is refused, or, with a reason given, recorded as irregular in public. Nothing third."""

from datetime import date

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.models import AgendaItem, Irregularity, Meeting


def refuse_or_record(
    *, meeting: Meeting, rule: str, problem: str, right: str, reason: str, by: Actor, on: date,
    item: AgendaItem | None = None,
) -> Irregularity:  # fmt: skip
    """Record that a rule was not kept and why; without a reason, raise ContentError that says what would be right."""
    if not reason.strip():
        raise ContentError(
            problem, field=rule, right=f"{right.rstrip('.')}. Or give the reason for going on all the same: it is "
            "recorded with the meeting, for everybody to read",
        )  # fmt: skip
    guards.check(meeting, {"irregular": reason}, item=item)
    row = Irregularity.objects.create(
        meeting=meeting, item=item, rule=rule, problem=problem, reason=reason.strip(), by=str(by), on=on
    )
    audit.record(
        by=by, action=Did.IRREGULAR, subject=meeting.slug,
        detail={"rule": rule, "problem": problem, "reason": reason.strip(), "item": item.number if item else None},
    )  # fmt: skip
    return row
