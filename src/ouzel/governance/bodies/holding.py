"""What holds of a body on a day or later: all that ends with it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.governance.models import Appointment, Body, BodyFact, Delegation, Deputy, Seat, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.models.dated import Dated

PARTS: tuple[tuple[type[Dated], str], ...] = (
    (BodyFact, "body"), (StandingOrders, "body"), (Seat, "body"), (Appointment, "body"), (Deputy, "body"),
    (Delegation, "body"), (Delegation, "scheme_of"),
)  # fmt: skip
"""What holds of a body, and by which column."""


def held(body: Body, *, on: date) -> Iterator[tuple[type[Dated], Mapping[str, Any]]]:
    """What holds of a body on the day or later, but for who succeeds it: each model with the key that `facts` takes."""
    leads_on = BodyFact.objects.known().filter(body=body, attribute=BodyAttribute.SUCCESSOR).values("pk")
    for model, column in PARTS:
        rows = model._default_manager.filter(**{column: body}, replaced=None, valid__overlap=DateRange(on, None))
        for pk in list((rows.exclude(pk__in=leads_on) if model is BodyFact else rows).values_list("pk", flat=True)):
            yield model, {"pk": pk}
