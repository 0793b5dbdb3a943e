"""An enactment is taken back by its book: what it replaced is believed again, what it made is not."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.governance.action_log.steps import ENDED
from ouzel.governance.auditing import Did
from ouzel.governance.carrying import handing
from ouzel.governance.carrying.applying import models_of
from ouzel.governance.carrying.ledger import MADE, REPLACED, Book
from ouzel.governance.carrying.ledger import again as of_plans_before
from ouzel.governance.facts import OWN
from ouzel.governance.follows import moving
from ouzel.governance.models import ActionStep, Carried, Follow, ForwardStep, Notice, RiskReview
from ouzel.governance.models.dated import Dated

DATED = (
    "bodyfact", "standingorders", "seat", "appointment", "deputy", "delegation", "priorityowner", "strategykeeper",
)  # fmt: skip


def take_back(plan: str, *, why: str, known: date, by: Actor, book: Book, subject: str) -> None:
    """Put everything back that the plan's book says; `known` is the day from which the world knows of the reversal.

    `plan`: its slug, or the name in the book of a closing. `subject`: of the audit row.
    """
    done: dict[tuple[str, str], list[int]] = {}
    for entry in Carried.objects.filter(plan=plan).order_by("pk"):
        done.setdefault((entry.table, entry.did), []).append(entry.row)
    if not done:
        return
    _facts(done, known, book)
    _actions(done.get(("actionstep", MADE), []), plan, why, known, by, book)
    _risks(done.get(("riskreview", MADE), []), why, known, by, book)
    _business(done.get(("forwardstep", MADE), []), plan, why, by, book)
    _follows(done, plan, why, book)
    audit.record(
        by=by, action=Did.CARRIED_BACK, subject=subject,
        detail={"known": known, "rows": {f"{table} {did}": len(rows) for (table, did), rows in sorted(done.items())}},
    )  # fmt: skip


def _facts(done: dict[tuple[str, str], list[int]], known: date, book: Book) -> None:
    models = models_of(DATED)
    for table, model in models.items():
        assert issubclass(model, Dated)
        for row in model._default_manager.filter(pk__in=done.get((table, MADE), []), replaced=None).order_by("pk"):
            row.replaced = max(known, row.recorded)
            row.save(update_fields=["replaced"])
            book.replaced(row)
        for row in model._default_manager.filter(pk__in=done.get((table, REPLACED), [])).order_by("pk"):
            kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in OWN}
            again = model._default_manager.create(
                **kept, source=row.source, by=row.by, recorded=known, valid=DateRange(row.valid.lower, row.valid.upper)
            )
            book.made(again)
            of_plans_before(row, again)


def _actions(steps: list[int], plan: str, why: str, known: date, by: Actor, book: Book) -> None:
    done: set[int] = set()  # one that was written again is carried back once
    for step in ActionStep.objects.filter(pk__in=steps).select_related("action").order_by("pk"):
        before = step.action.steps.select_related("body").get(number=step.number - 1)
        last = step.action.steps.latest("number")
        if step.action_id not in done and last.state not in ENDED:  # closed before the plan's day: it never went
            book.made(handing.carry_action(step.action, to=before.body, plan=plan, why=why, on=known, by=by))
        done.add(step.action_id)


def _risks(reviews: list[int], why: str, known: date, by: Actor, book: Book) -> None:
    done: set[int] = set()
    found = RiskReview.objects.filter(pk__in=reviews, state="carried").select_related("risk", "body").order_by("pk")
    for review in found:
        last = handing.last_review(review.risk)
        if review.risk_id not in done and last is not None and last.state != "closed":
            for made in handing.carry_risk(review.risk, to=review.body, why=why, on=known, by=by):
                book.made(made)
        done.add(review.risk_id)


def _business(steps: list[int], plan: str, why: str, by: Actor, book: Book) -> None:
    done: set[int] = set()
    for step in ForwardStep.objects.filter(pk__in=steps).select_related("planned", "before").order_by("pk"):
        planned = step.planned
        if step.planned_id not in done and planned.item_id is None and not planned.dropped:
            # From the day of the plan on: it was never with the other.
            book.made(handing.carry_business(planned, to=step.before, plan=plan, why=why, on=step.on, by=by))
        done.add(step.planned_id)


def _follows(done: dict[tuple[str, str], list[int]], plan: str, why: str, book: Book) -> None:
    moved = Follow.objects.filter(pk__in=done.get(("follow", REPLACED), [])).select_related("went_to").order_by("pk")
    told_by_plan = Notice.objects.filter(pk__in=done.get(("notice", MADE), []))
    told_by_plan.filter(sent=None, failed="").update(failed=f"not sent: {why}")
    told = set(told_by_plan.filter(sent__isnull=False).values_list("follow__email", flat=True))
    back = []
    for follow in moved:
        target = follow.went_to
        if handing.reopen(follow):
            back.append(follow)
            assert target is not None, "a follow that was moved leads on"
            moving.hand_waiting(target, follow)
    for follow in Follow.objects.filter(pk__in=done.get(("follow", MADE), [])):
        handing.leave(follow)
    for follow in back:
        if follow.email in told:
            book.made(moving.tell_of_reversal(follow, plan=plan, why=why))
