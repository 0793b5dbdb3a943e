"""A body ends, by hand: all that holds of it ends with it, and what is open with it goes to its successor.

It is carried as a plan carries it. What was known of the body stays known, and a closing can be taken back for as long
as nothing was built on it.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import checking
from ouzel.governance.bodies.names import Names
from ouzel.governance.carrying import applying, counting, handing, ledger, undoing
from ouzel.governance.carrying.dependants import built_on
from ouzel.governance.carrying.doing import Doing
from ouzel.governance.carrying.fates import Fate, Fates
from ouzel.governance.carrying.telling import ahead_of
from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.rules import require_for


@transaction.atomic
def close_body(*, body: Body, on: date, known: date, source: str, by: Actor, successor: str = "") -> int:
    """A body ends, its last day being the one before `on`; its seats, appointments, powers and rules end with it.

    `successor`: slug of the body that carries on from the day, which exists then; none given: the one that was said
    already, if it is one. Its open actions, open risks, business to come, strategies and followers go there, and those
    who are accountable to it are accountable to that. How many facts ended. ContentError for a body that does not exist
    just before the day. PermissionDenied for who does not keep both.
    """
    checking.keep(body, by=by)
    if not source.strip():
        raise ContentError("say where this is from", field="source", right="A document, a decision or a law")
    if not BodyFact.objects.known().filter(
        body=body, attribute=BodyAttribute.LIFE, valid__overlap=DateRange(on, None), valid__startswith__lt=on
    ):
        raise ContentError(f"{body} has ended already, or has not begun", field="on", value=str(on))
    heir = _heir(body, successor, on=on, by=by)
    names = Names([body.pk, *([heir.pk] if heir else [])])
    name, heir_name = names.on(body.slug, on - timedelta(days=1)), names.on(heir.slug, on) if heir else ""
    why = f"{name} ended on {on:%-d %B %Y}"
    key = ledger.closing(body.slug)
    doing = Doing(plan=key, title=why, day=on, known=known, by=by, book=ledger.Book(key, ledger.CLOSED), said=source)
    fate = Fate(body, name, "", heir.slug if heir else "", heir_name, None, None, why, "")
    slugs = {body.slug, *fate.heir.split()}
    before = counting.counted(slugs, counting.Asked(day=on))
    ended = applying.end_body(fate, heir, doing)
    applying.point_on(Fates((fate,)), doing)
    handed = {} if heir is None else handing.hand_over(
        body=body, name=name, heir=heir, heir_name=heir_name, why=why, plan=key, on=on, by=by, book=doing.book
    )  # fmt: skip
    if heir is not None:
        _refuse_lost(before, counting.counted(slugs, counting.Asked(day=on)), heir)
    audit.record(
        by=by, action=Did.BODY_CLOSED, subject=body.slug,
        detail={"on": on, "known": known, "source": source, "successor": fate.heir, "facts": ended, "handed": handed,
                "meetings_ahead": ahead_of(body, on).count()},
    )  # fmt: skip
    return ended


@transaction.atomic
def reopen_body(*, body: Body, why: str, known: date, by: Actor) -> None:
    """Take back that a body was closed by hand: from `known` on it is believed that it never ended, and what went to
    its successor is back with it.

    ContentError without a reason, for a body that was not closed by hand, and for what was built on the closing since.
    """
    if not why.strip():
        raise ContentError("say why the closing is taken back", field="why")
    require_for(by, Permission.BODIES_KEEP, [body], on=today())
    Body.objects.select_for_update().get(pk=body.pk)
    key = ledger.standing_closing(body.slug)
    if not key:
        raise ContentError(f"{body} was not closed by hand, or is open again", field="body", value=body.slug,
                           right="What a reorganisation ended comes back when its plan is reversed")  # fmt: skip
    built = list(built_on(key, day=ledger.closed_on(key)))
    if built:
        raise ContentError(f"something was built on the closing: {built[0]}", field="body", value=body.slug,
                           right="; ".join(built[1:4]))  # fmt: skip
    words = f"The closing was taken back: {why.strip()}"
    undoing.take_back(key, why=words, known=known, by=by, book=ledger.Book(key, ledger.REOPENED), subject=body.slug)
    audit.record(by=by, action=Did.BODY_REOPENED, subject=body.slug, detail={"known": known, "why": why.strip()})


def _heir(body: Body, successor: str, *, on: date, by: Actor) -> Body | None:
    """Who carries on; what is handed over comes before them, so it takes a role for them too."""
    if not successor:
        said = BodyFact.objects.on(on).filter(body=body, attribute=BodyAttribute.SUCCESSOR)
        values = list(said.values_list("value", flat=True)[:2])
        successor = values[0] if len(values) == 1 else ""
    if not successor:
        return None
    other = checking.existing(successor, field="successor")
    checking.check_value(body=body, attribute=BodyAttribute.SUCCESSOR, value=successor, since=on)
    checking.within_life(other, since=on, until=None)
    require_for(by, Permission.BODIES_KEEP, [other], on=today())
    return other


def _refuse_lost(before: counting.Counts, after: counting.Counts, heir: Body) -> None:
    """ContentError, and all of it is undone, unless everything that was open is with the heir."""
    for what, counts in before.items():
        if sum(counts.values()) != after[what][heir.slug] or sum(after[what].values()) != after[what][heir.slug]:
            raise ContentError(f"the {what} do not come out the same", field="successor", value=heir.slug)
