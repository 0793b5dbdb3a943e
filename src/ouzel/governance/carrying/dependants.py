"""What was built on an enactment since: while there is any of it, the bodies cannot be put back as they were."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ouzel.governance.carrying.applying import models_of
from ouzel.governance.carrying.ledger import MADE, REPLACED, rows, taken_back
from ouzel.governance.carrying.undoing import DATED
from ouzel.governance.models import (
    Action,
    ActionStep,
    Appointment,
    Body,
    BodyFact,
    Decision,
    Delegation,
    ForwardItem,
    ForwardStep,
    RiskReview,
    Seat,
    Sitting,
    StandingOrders,
    Strategy,
)
from ouzel.governance.models.bodies import SINGLE, BodyAttribute
from ouzel.governance.models.dated import Dated
from ouzel.reorganisation.wording import in_words

SAME = {
    "bodyfact": ("body", "attribute"), "standingorders": ("body",), "seat": ("body", "slug"),
    "appointment": ("body", "seat"), "deputy": ("body", "seat", "person"),
    "delegation": ("body", "scheme_of", "kind"), "priorityowner": ("strategy", "priority", "owner", "body"),
    "strategykeeper": ("strategy",),
}  # fmt: skip
"""What tells which fact it is: two of the same cannot hold on one day."""


def built_on(plan: str, *, day: date) -> Iterator[str]:
    """In words, what stands in the way of putting back what the plan changed on its day."""
    yield from _said_since(plan)
    yield from _steps_since(plan)
    for body in Body.objects.filter(facts__pk__in=rows(plan, "bodyfact", MADE), facts__attribute=BodyAttribute.LIFE):
        if not BodyFact.objects.filter(body=body, attribute=BodyAttribute.LIFE, valid__startswith__lt=day).exists():
            yield from _of_opened(body, plan)


def _said_since(plan: str) -> Iterator[str]:
    """Facts that somebody corrected since, and new ones in the place of those that ended."""
    for table, model in models_of(DATED).items():
        assert issubclass(model, Dated)
        made, gone = rows(plan, table, MADE), rows(plan, table, REPLACED)
        corrected = model._default_manager.filter(pk__in=made, replaced__isnull=False).exclude(pk__in=gone)
        for row in corrected.exclude(pk__in=taken_back(table)):
            assert row.replaced is not None
            yield f"{_called(row)} was corrected on {in_words(row.replaced)}"
        for row in model._default_manager.filter(pk__in=gone):
            key = {name: getattr(row, name) for name in SAME[table]}
            if isinstance(row, BodyFact) and row.attribute not in SINGLE:
                key["value"] = row.value
            there = model._default_manager.filter(**key, replaced=None, valid__overlap=row.valid).exclude(pk__in=made)
            if there.exists():
                yield f"{_called(row)} was said anew for days on which it had ended"


def _steps_since(plan: str) -> Iterator[str]:
    """What was said of what was taken over, on the day on which it was or later: before, it was not taken over yet."""
    made, undone = rows(plan, "actionstep", MADE), taken_back("actionstep")
    steps = ActionStep.objects.filter(pk__in=made).select_related("action").order_by("action__ref", "number")
    for step in {step.action_id: step for step in steps}.values():
        last = step.action.steps.filter(number__gt=step.number, on__gte=step.on).exclude(pk__in=made | undone)
        for since in last.exclude(plan=plan).order_by("-number")[:1]:
            yield f"the action {step.action.ref}, which was taken over, was changed on {in_words(since.on)}"
    made, undone = rows(plan, "riskreview", MADE), taken_back("riskreview")
    reviews = RiskReview.objects.filter(pk__in=made).select_related("risk").order_by("risk__ref", "number")
    for review in {review.risk_id: review for review in reviews}.values():
        looks = review.risk.reviews.filter(number__gt=review.number, on__gte=review.on).exclude(pk__in=undone)
        for look in looks.order_by("-number")[:1]:
            yield f"the risk {review.risk.ref}, which was taken over, was looked at on {in_words(look.on)}"
    yield from _business_since(plan)


def _business_since(plan: str) -> Iterator[str]:
    """Business that was taken over and handed on since, or put on the agenda of a meeting that the heir holds."""
    made, undone = rows(plan, "forwardstep", MADE), taken_back("forwardstep")
    steps = ForwardStep.objects.filter(pk__in=made).select_related("planned__item__meeting")
    for step in {step.planned_id: step for step in steps.order_by("planned", "number")}.values():
        planned = step.planned
        called = f"the business {planned.title!r}" if planned.public else "business that is not public"
        later = planned.steps.filter(number__gt=step.number).exclude(pk__in=made | undone).exclude(plan=plan)
        if later.exists():
            yield f"{called}, which was taken over, was handed on since"
        elif planned.item is not None and timezone.localdate(planned.item.meeting.starts) >= step.on:
            yield f"{called}, which was taken over, is on the agenda of a meeting from {in_words(step.on)} on"


def _of_opened(body: Body, plan: str) -> Iterator[str]:
    """What belongs to a body that exists only by the plan, beside what the plan itself gave it."""
    asked = Action.objects.filter(steps__body=body, steps__number=1)
    found: dict[str, QuerySet[Any]] = {
        "seat": Seat.objects.filter(body=body, replaced=None).exclude(pk__in=rows(plan, "seat", MADE)),
        "appointment": Appointment.objects.filter(body=body, replaced=None),
        "meeting": Sitting.objects.filter(body=body),
        "decision": Decision.objects.filter(body=body),
        "action that it asked for": asked,
        "line of a scheme of delegation": Delegation.objects.filter(scheme_of=body, replaced=None),
        "standing order": StandingOrders.objects.filter(body=body, replaced=None).exclude(
            pk__in=rows(plan, "standingorders", MADE)
        ),
        "piece of business to come": ForwardItem.objects.filter(body=body, steps=None),
        "strategy": Strategy.objects.filter(body=body),
    }
    for what, there in found.items():
        count = there.count()
        if count:
            yield f"{body.slug}, which the plan opened, has {count:,} of these: {what}"


def _called(row: Dated) -> str:
    body = getattr(row, "body", None)
    what = getattr(row, "attribute", "") or row._meta.verbose_name
    return f"the {what} of {body.slug if body else row.pk}"
