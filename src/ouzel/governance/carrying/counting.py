"""How much each body has that is open, as it is or as it was before a plan: what is handed on is counted."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ouzel.governance.action_log.steps import ENDED
from ouzel.governance.carrying.ledger import MADE, REPLACED, as_before, rows, written_at
from ouzel.governance.models import ActionStep, ForwardItem, ForwardStep, RiskReview, Strategy, StrategyKeeper

ACTIONS, RISKS, FOLLOWS = "open actions of bodies", "open risks of bodies", "follows of bodies"
BUSINESS, STRATEGIES = "business to come of bodies", "strategies of bodies"
Counts = Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Asked:
    """As of which moment: up to a time of writing (None: now), without what the plan `before` did (empty: with).

    `day`: on which strategies are in force, and looked after.
    """

    day: date
    until: datetime | None = None
    before: str = ""


def asked_for(plan: str, *, day: date, before: bool) -> Asked:
    """What a plan's totals are counted from: once it is enacted, what was there when it was."""
    return Asked(day, written_at(plan), plan if before else "")


def counted(slugs: Collection[str], asked: Asked) -> Counts:
    """For each kind of thing, how much each of the bodies has, by slug."""
    return {
        ACTIONS: actions(slugs, asked),
        RISKS: risks(slugs, asked),
        FOLLOWS: follows(slugs, asked),
        BUSINESS: business(slugs, asked),
        STRATEGIES: strategies(slugs, asked),
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


def business(slugs: Collection[str], asked: Asked) -> Counter[str]:
    """Business on the forward plan that was neither taken nor dropped, with the body that has it in the end."""
    steps = ForwardStep.objects.all()
    if asked.until is not None:
        steps = steps.filter(at__lte=asked.until)
    ever = Q(body__slug__in=slugs) | Q(steps__before__slug__in=slugs)
    still = Q(item=None, dropped="")
    found = ForwardItem.objects.filter(ever)
    if asked.until is not None:
        found, still = found.filter(at__lte=asked.until), still | Q(ended__gt=asked.until)
    counts = steps.exclude(pk__in=rows(asked.before, "forwardstep", MADE)) if asked.before else steps
    last = counts.filter(planned=OuterRef("pk")).order_by("-number").values("body__slug")[:1]
    first = ForwardStep.objects.filter(planned=OuterRef("pk")).order_by("number").values("before__slug")[:1]
    whose = found.filter(still).annotate(whose=Coalesce(Subquery(last), Subquery(first), F("body__slug"))).distinct()
    return Counter(slug for slug in whose.values_list("whose", flat=True).order_by("pk") if slug in slugs)


def strategies(slugs: Collection[str], asked: Asked) -> Counter[str]:
    """Strategies in force on the day or later, with the body that looks after them then."""
    held = as_before(StrategyKeeper.objects.all(), asked.before, known_at=None) if asked.before else (
        StrategyKeeper.objects.known()
    )  # fmt: skip
    found = Strategy.objects.filter(Q(until=None) | Q(until__gt=asked.day))
    if asked.until is not None:
        found = found.filter(at__lte=asked.until)
    keeper = held.filter(strategy=OuterRef("pk"), valid__contains=asked.day).values("body__slug")[:1]
    whose = found.annotate(whose=Coalesce(Subquery(keeper), F("body__slug"))).order_by("pk")
    return Counter(slug for slug in whose.values_list("whose", flat=True) if slug in slugs)


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
