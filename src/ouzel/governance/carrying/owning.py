"""Priorities of strategies for which a body answers: whoever takes over from it answers for them too."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.governance import facts
from ouzel.governance.carrying.doing import Doing
from ouzel.governance.carrying.fates import Fate
from ouzel.governance.models import Body, PriorityOwner


def answered_for(body: Body, *, day: date) -> list[PriorityOwner]:
    """What a body answers for on a day or later."""
    rows = PriorityOwner.objects.filter(body=body, replaced=None, valid__overlap=DateRange(day, None))
    return list(rows.select_related("strategy").order_by("strategy__slug", "priority", "owner", "pk"))


def hand_on(fate: Fate, heir: Body | None, doing: Doing) -> None:
    """The body answers for nothing from the plan's day on; its heir, if it has one, does. A post stays as it is named,
    and where the body itself was named the heir is.
    """
    for row in answered_for(fate.body, day=doing.day):
        days = DateRange(max(doing.day, row.valid.lower), row.valid.upper)
        for left in facts.cut(row, days, known=doing.known, source=doing.source, by=str(doing.by)):
            doing.book.made(left)
        doing.book.replaced(row)
        if heir is not None:
            owner = fate.heir_name if row.owner == fate.name else row.owner
            there = PriorityOwner.objects.filter(
                strategy=row.strategy, priority=row.priority, owner=owner, body=heir, replaced=None, valid__overlap=days
            )
            if not there.exists():
                doing.book.made(
                    PriorityOwner.objects.create(
                        strategy=row.strategy, priority=row.priority, owner=owner, body=heir, valid=days,
                        recorded=doing.known, source=doing.source, by=str(doing.by),
                    )
                )  # fmt: skip
