"""A body ends: all that holds of it ends with it on the day, and what was known of it stays known."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import checking
from ouzel.governance.models import Appointment, Body, BodyFact, Delegation, Deputy, Seat, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.models.dated import Dated

PARTS: tuple[tuple[type[Dated], str], ...] = (
    (BodyFact, "body"), (StandingOrders, "body"), (Seat, "body"), (Appointment, "body"), (Deputy, "body"),
    (Delegation, "body"), (Delegation, "scheme_of"),
)  # fmt: skip
"""What holds of a body, and by which column."""


@transaction.atomic
def close_body(*, body: Body, on: date, known: date, source: str, by: Actor, successor: str = "") -> int:
    """A body ends, its last day being the one before `on`; its seats, appointments, powers and rules end with it.

    `successor`: slug of the body that carries on from the day, which exists then. How many facts ended.
    ContentError for a body that does not exist just before the day.
    """
    checking.keep(body, by=by)
    if not BodyFact.objects.known().filter(
        body=body, attribute=BodyAttribute.LIFE, valid__overlap=DateRange(on, None), valid__startswith__lt=on
    ):
        raise ContentError(f"{body} has ended already, or has not begun", field="on", value=str(on))
    ended = 0
    for model, key in held(body, on=on):
        ended += len(facts.end(model, key, on=on, known=known, source=source, by=by))
    if successor:
        other = checking.existing(successor, field="successor")
        checking.check_value(body=body, attribute=BodyAttribute.SUCCESSOR, value=successor, since=on)
        checking.within_life(other, since=on, until=None)
        facts.say(
            BodyFact, {"body": body, "attribute": str(BodyAttribute.SUCCESSOR), "value": successor}, {},
            since=on, known=known, source=source, by=by,
        )  # fmt: skip
    audit.record(
        by=by, action=Did.BODY_CLOSED, subject=body.slug,
        detail={"on": on, "known": known, "source": source, "successor": successor, "facts": ended},
    )  # fmt: skip
    return ended


def held(body: Body, *, on: date) -> Iterator[tuple[type[Dated], Mapping[str, Any]]]:
    """What holds of a body on the day or later, but for who succeeds it: each model with the key that `facts` takes."""
    leads_on = BodyFact.objects.known().filter(body=body, attribute=BodyAttribute.SUCCESSOR).values("pk")
    for model, column in PARTS:
        rows = model._default_manager.filter(**{column: body}, replaced=None, valid__overlap=DateRange(on, None))
        for pk in list((rows.exclude(pk__in=leads_on) if model is BodyFact else rows).values_list("pk", flat=True)):
            yield model, {"pk": pk}
