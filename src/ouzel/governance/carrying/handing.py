"""What is open with a body is taken over by the one that succeeds it: actions, risks, followers, business to come."""

from datetime import date

from django.db.models.functions import Now

from ouzel.core.actors import Actor
from ouzel.governance.action_log.actions import carry_over
from ouzel.governance.action_log.steps import ENDED
from ouzel.governance.carrying.ledger import Book
from ouzel.governance.follows import moving
from ouzel.governance.models import Action, ActionStep, Body, Follow, ForwardItem, ForwardStep, Risk, RiskReview
from ouzel.governance.risks.ahead import KEPT


def hand_over(
    *, body: Body, name: str, heir: Body, heir_name: str, why: str, plan: str, on: date, by: Actor, book: Book
) -> dict[str, int]:  # fmt: skip
    """Everything open with `body` is with `heir` from the day `on`; how much of each kind was handed over."""
    note = f"Taken over by {heir_name} from {name}: {why}."
    actions = list(open_actions(body))
    for action in actions:
        book.made(carry_action(action, to=heir, plan=plan, why=note, on=on, by=by))
    risks = list(open_risks(body))
    for risk in risks:
        for review in carry_risk(risk, to=heir, why=note, on=on, by=by):
            book.made(review)
    follows = moving.waiting_at(body)
    for follow in follows:
        moved = moving.move(follow, body=body, name=name, heir=heir, heir_name=heir_name, why=why, plan=plan, on=on)
        book.replaced(follow)
        for row in moved:
            book.made(row)
    business = open_business(body)
    for planned in business:
        book.made(carry_business(planned, to=heir, plan=plan, why=note, on=on, by=by))
    return {"actions": len(actions), "risks": len(risks), "follows": len(follows), "business": len(business)}


def open_actions(body: Body) -> "list[Action]":
    """The actions that a body looks after and has not closed."""
    return list(Action.objects.filter(body=body).exclude(state__in=ENDED).order_by("ref"))


def carry_action(action: Action, *, to: Body, plan: str, why: str, on: date, by: Actor) -> ActionStep:
    """Another body looks after an action from a day on; not before the last thing that was said of it."""
    last = action.steps.latest("number")
    return carry_over(action=action, to=to, plan=plan, why=why, on=max(on, last.on), by=by)


def open_risks(body: Body) -> list[Risk]:
    """The risks that a body looks after and has not closed."""
    found = Risk.objects.filter(body=body).prefetch_related("reviews").order_by("ref")
    return [risk for risk in found if (last := last_review(risk)) is None or last.state != "closed"]


def last_review(risk: Risk) -> RiskReview | None:
    """What was thought of a risk last; None where nobody looked yet."""
    return max(risk.reviews.all(), key=lambda review: review.number, default=None)


def carry_risk(risk: Risk, *, to: Body, why: str, on: date, by: Actor) -> list[RiskReview]:
    """One review ends it with the body it was with, the next goes on with the other; scores stay as they are."""
    last = last_review(risk)
    made = []
    if last is not None:
        kept = {name: getattr(last, name) for name in KEPT}
        for number, (body, state) in enumerate(((risk.body, "carried"), (to, "open")), start=last.number + 1):
            made.append(
                RiskReview.objects.create(
                    risk=risk, number=number, on=max(on, last.on), body=body, state=state, text=why, by=str(by), **kept
                )
            )
    risk.body = to
    risk.save(update_fields=["body"])
    return made


def open_business(body: Body) -> list[ForwardItem]:
    """What is on the forward plan of a body: neither taken nor dropped."""
    return list(ForwardItem.objects.filter(body=body, item=None, dropped="").order_by("due", "pk"))


def carry_business(planned: ForwardItem, *, to: Body, plan: str, why: str, on: date, by: Actor) -> ForwardStep:
    """Another body has business to come from a day on; not before the last step."""
    held = ForwardItem.objects.select_for_update().get(pk=planned.pk)
    last = held.steps.order_by("-number").first()
    return ForwardStep.objects.create(
        planned=held, number=last.number + 1 if last else 1, before=held.body, body=to,
        on=max(on, last.on) if last else on, note=why, plan=plan, by=str(by),
    )  # fmt: skip


def reopen(follow: Follow) -> bool:
    """A follow that was moved is again where it was, unless its person left since or asked anew; whether it is."""
    left = not follow.email or (follow.went_to is not None and follow.went_to.ended is not None)
    again = Follow.objects.filter(email=follow.email, kind=follow.kind, ref=follow.ref, ended=None).exists()
    if left or again:
        return False
    follow.ended, follow.went_to = None, None
    follow.save(update_fields=["ended", "went_to"])
    return True


def leave(follow: Follow) -> None:
    """A follow that only a plan made ends."""
    if follow.ended is None:
        follow.ended = Now()
        follow.save(update_fields=["ended"])
        follow.refresh_from_db()
