"""State changes of bodies: opened, described, given rules and powers, ended. Each is known from a day, with its source.

Days are half-open: `until` is the first day after the end. `known`: the day on which it was known.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import checking
from ouzel.governance.bodies.closing import close_body, reopen_body
from ouzel.governance.bodies.delegating import delegate, end_delegation
from ouzel.governance.models import Body, BodyFact, StandingOrders
from ouzel.governance.models.bodies import SEVERAL_LINES, SINGLE, BodyAttribute
from ouzel.governance.reference.orders import read_orders, refuse_short_notice
from ouzel.governance.slugs import shaped

__all__ = [
    "close_body", "delegate", "end_delegation", "end_saying", "open_body", "reopen_body", "say_of_body",
    "set_standing_orders",
]  # fmt: skip

A = BodyAttribute


@transaction.atomic
def open_body(
    *, slug: str, name: str, kind: str, organisations: Sequence[str], since: date, known: date, source: str, by: Actor,
    until: date | None = None, part_of: str = "", accountable_to: Iterable[str] = (), basis: str = "",
    duties: Iterable[str] = (), place: str = "", terms: str = "", topics: Iterable[str] = (),
) -> Body:  # fmt: skip
    """A body that exists from `since` on. `organisations` are codes of the register: several for a joint body.

    `part_of`: slug of the body whose committee it is. The address of a body that a plan would have opened, which was
    reversed, is free: nothing holds of it. ContentError for a slug that is taken, a kind that did not exist
    on the day or cannot be of these organisations, an organisation or body that is not known.
    """
    checking.require_keeper(by, organisations=organisations)
    checking.require_other(by, attribute=A.PART_OF, value=part_of)
    body = _new(slug)
    sort = checking.check_kind(kind, since=since)
    if not organisations:
        raise ContentError("a body is of one organisation at least", field="organisations", right="Give its code")
    checking.check_organisations(organisations, kind=sort, since=since)
    if sort.parent and not part_of:
        raise ContentError("a committee is the committee of another body", field="part_of", right="Name that body")
    said = {A.LIFE: ("",), A.NAME: (name,), A.KIND: (kind,), A.ORGANISATION: organisations, A.PART_OF: (part_of,),
            A.ACCOUNTABLE: accountable_to, A.BASIS: (basis,), A.DUTY: duties, A.PLACE: (place,), A.TERMS: (terms,),
            A.TOPIC: topics}  # fmt: skip
    if part_of:
        until = checking.within_life(checking.existing(part_of, field="part_of"), since=since, until=until)
    if not name.strip():
        raise ContentError("a body needs its name", field="name")
    for attribute, values in said.items():
        for value in values:
            if value or attribute == A.LIFE:
                checking.check_value(body=body, attribute=attribute, value=value, since=since)
                _say(body, attribute, value.strip(), since=since, until=until, known=known, source=source, by=by)
    audit.record(
        by=by, action=Did.BODY_OPENED, subject=slug,
        detail={"name": name, "kind": kind, "organisations": list(organisations), "since": since, "until": until,
                "known": known, "source": source},
    )  # fmt: skip
    return body


@transaction.atomic
def say_of_body(
    *, body: Body, attribute: str, value: str, since: date, known: date, source: str, by: Actor,
    until: date | None = None,
) -> BodyFact:  # fmt: skip
    """Something holds of a body from `since`. Of `SINGLE` attributes it takes the place of what held on those days.

    ContentError for what cannot be said, and for days on which the body does not exist.
    """
    checking.keep(body, by=by)
    checking.require_other(by, attribute=attribute, value=value)
    checking.check_value(body=body, attribute=attribute, value=value, since=since)
    if attribute == A.SUCCESSOR:
        checking.within_life(checking.existing(value, field=attribute), since=since, until=None)
    elif attribute != A.LIFE:
        until = checking.within_life(body, since=since, until=until)
    row = _say(body, attribute, value.strip(), since=since, until=until, known=known, source=source, by=by)
    audit.record(
        by=by, action=Did.BODY_SAID, subject=body.slug,
        detail={"attribute": attribute, "value": value, "since": since, "until": until, "known": known,
                "source": source},
    )  # fmt: skip
    return row


@transaction.atomic
def end_saying(
    *, body: Body, attribute: str, on: date, known: date, source: str, by: Actor, value: str = ""
) -> list[BodyFact]:
    """Something holds of a body no more from `on` on; `value` says which, of attributes that may have several."""
    checking.keep(body, by=by)
    if attribute == A.LIFE:
        raise ContentError("a body is ended as a whole", field="attribute", right="Close it")
    key = _key(body, attribute, value)
    rows = facts.end(BodyFact, key, on=on, known=known, source=source, by=by)
    audit.record(
        by=by, action=Did.BODY_SAID, subject=body.slug,
        detail={"attribute": attribute, "value": value, "ended": on, "known": known, "source": source},
    )  # fmt: skip
    return rows


@transaction.atomic
def set_standing_orders(
    *, body: Body, text: str, since: date, known: date, source: str, by: Actor, until: date | None = None
) -> StandingOrders:
    """The rules by which a body meets from `since` on, as TOML. ContentError names the line of what is wrong."""
    checking.keep(body, by=by)
    read_orders(text)
    until = checking.within_life(body, since=since, until=until)
    spans = BodyFact.objects.known().filter(valid__overlap=DateRange(since, until))
    kinds = spans.filter(body=body, attribute=A.KIND)
    refuse_short_notice(text, kinds.values_list("value", flat=True))
    row = facts.say(
        StandingOrders, {"body": body}, {"text": text}, since=since, until=until, known=known, source=source, by=by
    )
    audit.record(
        by=by, action=Did.ORDERS_SET, subject=body.slug,
        detail={"since": since, "until": until, "known": known, "source": source, "text": text},
    )  # fmt: skip
    return row


def _say(
    body: Body, attribute: str, value: str, *, since: date, until: date | None, known: date, source: str, by: Actor
) -> BodyFact:
    if attribute not in SEVERAL_LINES:
        value = line(value, field=attribute)
    key = _key(body, attribute, value)
    values = {} if "value" in key else {"value": value}
    return facts.say(BodyFact, key, values, since=since, until=until, known=known, source=source, by=by)


def _key(body: Body, attribute: str, value: str) -> dict[str, object]:
    key: dict[str, object] = {"body": body, "attribute": str(attribute)}
    return key if attribute in SINGLE else {**key, "value": value}


def _new(slug: str) -> Body:
    body, made = Body.objects.get_or_create(slug=shaped(slug))
    if not made and BodyFact.objects.known().filter(body=Body.objects.select_for_update().get(pk=body.pk)).exists():
        raise ContentError("there is a body with this name already", field="slug", value=slug,
                           right="An address is for good: choose another for the new body")  # fmt: skip
    return body
