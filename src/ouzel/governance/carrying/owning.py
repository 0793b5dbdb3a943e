"""Strategies that a body looks after and priorities for which it answers: whoever takes over from it has them too.

Who set a strategy stays on record; who looks after it is told by dated facts beside it.
"""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from ouzel.governance import facts
from ouzel.governance.carrying.doing import Doing
from ouzel.governance.carrying.fates import Fate
from ouzel.governance.models import Body, PriorityOwner, Strategy, StrategyKeeper


def answered_for(body: Body, *, day: date) -> list[PriorityOwner]:
    """What a body answers for on a day or later."""
    rows = PriorityOwner.objects.filter(body=body, replaced=None, valid__overlap=DateRange(day, None))
    return list(rows.select_related("strategy").order_by("strategy__slug", "priority", "owner", "pk"))


def looked_after(body: Body, *, day: date) -> list[Strategy]:
    """The strategies in force on a day or later that a body looks after then: handed to it, or set by it and never
    handed on.
    """
    held = StrategyKeeper.objects.on(day)
    own = Q(body=body) & ~Q(pk__in=held.values("strategy"))
    found = Strategy.objects.filter(own | Q(pk__in=held.filter(body=body).values("strategy")))
    return list(found.filter(Q(until=None) | Q(until__gt=day)).order_by("slug"))


def hand_on(fate: Fate, heir: Body | None, doing: Doing) -> None:
    """The body answers for nothing from the plan's day on; its heir, if it has one, does. A post stays as it is named,
    and where the body itself was named the heir is.
    """
    if heir is not None:
        for strategy in looked_after(fate.body, day=doing.day):
            _hand_on_strategy(strategy, heir, doing)
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


def _hand_on_strategy(strategy: Strategy, heir: Body, doing: Doing) -> None:
    """The heir looks after it from the plan's day on."""
    days = DateRange(doing.day, None)
    for row in StrategyKeeper.objects.filter(strategy=strategy, replaced=None, valid__overlap=days).select_for_update():
        for left in facts.cut(row, days, known=doing.known, source=doing.source, by=str(doing.by)):
            doing.book.made(left)
        doing.book.replaced(row)
    if heir.pk != strategy.body_id:  # who set it looks after it where nothing else is said
        doing.book.made(
            StrategyKeeper.objects.create(
                strategy=strategy, body=heir, valid=days, recorded=doing.known, source=doing.source, by=str(doing.by)
            )
        )
