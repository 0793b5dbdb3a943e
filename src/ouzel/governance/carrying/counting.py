"""How many open actions, open risks and follows each body has: as it is, or as it was before a plan."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ouzel.governance.action_log.steps import ENDED
from ouzel.governance.carrying.ledger import MADE, REPLACED, rows, written_at
from ouzel.governance.models import ActionStep, RiskReview

ACTIONS, RISKS, FOLLOWS = "open actions of bodies", "open risks of bodies", "follows of bodies"


@dataclass(frozen=True)
class Asked:
    """As of which moment: up to a time of writing (None: now), without what the plan `before` did (empty: with)."""

    until: datetime | None = None
    before: str = ""


def asked_for(plan: str, *, before: bool) -> Asked:
    """What a plan's totals are counted from: once it is enacted, what was there when it was."""
    return Asked(written_at(plan), plan if before else "")


def counted(slugs: Collection[str], asked: Asked) -> dict[str, Counter[str]]:
    """For each kind of thing, how much each of the bodies has, by slug."""
    return {
        ACTIONS: actions(slugs, asked),
        RISKS: risks(slugs, asked),
        FOLLOWS: follows(slugs, asked),
    }


def actions(slugs: Collection[str], asked: Asked) -> Counter[str]:
    """Actions that are open, or reported done and not yet closed, with the body that looks after them."""
    steps = ActionStep.objects.filter(action__steps__body__slug__in=slugs)
    last = _last(steps, of="action_id", table="actionstep", asked=asked)
    return Counter(slug for slug, state in last if state not in ENDED and slug in slugs)


def risks(slugs: Collection[str], asked: Asked) -> Counter[str]:
    """Risks that are not closed, with the body that looks after them."""
    reviews = RiskReview.objects.filter(risk__reviews__body__slug__in=slugs)
    last = _last(reviews, of="risk_id", table="riskreview", asked=asked)
    return Counter(slug for slug, state in last if state != "closed" and slug in slugs)


def _last(
    steps: "QuerySet[ActionStep] | QuerySet[RiskReview]", *, of: str, table: str, asked: Asked
) -> "QuerySet[Any, tuple[str, str]]":
    """The body and the state in the last step of each, as asked for."""
    if asked.before:
        steps = steps.exclude(pk__in=rows(asked.before, table, MADE))
    if asked.until is not None:
        steps = steps.filter(at__lte=asked.until)
    return steps.order_by(of, "-number").distinct(of).values_list("body__slug", "state")


FOUND = """
WITH RECURSIVE found AS (
    SELECT id FROM governance_follow WHERE kind = 'body' AND ref = ANY(%s)
    UNION SELECT f.id FROM governance_follow f JOIN found ON f.went_to_id = found.id)
SELECT f.id, f.ref, f.plan, f.confirmed, f.ended, f.went_to_id FROM governance_follow f JOIN found USING (id)
"""


def follows(slugs: Collection[str], asked: Asked) -> Counter[str]:
    """Follows that people confirmed themselves, each with the body that it has led to. Several that were moved to one
    count as several: none is lost where somebody followed two bodies that merged.
    """
    moved = rows(asked.before, "follow", REPLACED) if asked.before else set()
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [list(slugs)])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    counts: Counter[str] = Counter()
    for number, (_, plan, confirmed, *_rest) in found.items():
        if plan or confirmed is None or (asked.until is not None and confirmed > asked.until):
            continue
        here: int | None = number
        while here is not None and here in found:
            ref, _, _, ended, went_to = found[here]
            if ended is None or here in moved or (asked.until is not None and ended > asked.until):
                counts[ref] += 1
                break
            here = went_to
    return Counter({slug: count for slug, count in counts.items() if slug in slugs})
