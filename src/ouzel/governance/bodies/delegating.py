"""Lines of a scheme of reservation and delegation: made and ended."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.types.money import pounds
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import checking
from ouzel.governance.bodies.delegation import may_decide
from ouzel.governance.models import Body, Delegation
from ouzel.governance.reference.decisions import kind_of_decision


@transaction.atomic
def delegate(
    *, to: Body, scheme_of: Body, kind: str, limit: int | None, since: date, known: date, source: str, by: Actor,
    reserved: bool = False, condition: str = "", until: date | None = None,
) -> Delegation:  # fmt: skip
    """A line of the scheme of a body: another (or itself) may take decisions of a kind, up to `limit` pence.

    `reserved`: only `to` may, whoever else is under the scheme. ContentError for a power that the body of the scheme
    does not have itself, and for one that is both reserved and given to somebody else.
    """
    checking.keep(scheme_of, by=by)
    kind_of_decision(kind)
    if limit is not None and limit < 0:
        raise ContentError("a limit is not below nothing", field="limit", value=str(limit))
    if to == scheme_of and not reserved:
        raise ContentError(
            "a body need not delegate to itself", field="to", value=to.slug, right="Reserve it, or leave it out"
        )
    until = checking.within_life(scheme_of, since=since, until=until)
    until = checking.within_life(to, since=since, until=until)
    if to != scheme_of:
        _refuse_what_it_has_not(scheme_of, kind, limit, since)
    _refuse_both(to, scheme_of, kind, reserved, since, until)
    row = facts.say(
        Delegation, {"body": to, "scheme_of": scheme_of, "kind": kind},
        {"limit": limit, "reserved": reserved, "condition": condition.strip()},
        since=since, until=until, known=known, source=source, by=by,
    )  # fmt: skip
    audit.record(
        by=by, action=Did.DELEGATION_SET, subject=scheme_of.slug,
        detail={"to": to.slug, "kind": kind, "limit": limit, "reserved": reserved, "condition": condition.strip(),
                "since": since, "until": until, "known": known, "source": source},
    )  # fmt: skip
    return row


@transaction.atomic
def end_delegation(
    *, to: Body, scheme_of: Body, kind: str, on: date, known: date, source: str, by: Actor
) -> list[Delegation]:
    """A line of a scheme ends, its last day being the one before `on`."""
    checking.keep(scheme_of, by=by)
    key = {"body": to, "scheme_of": scheme_of, "kind": kind}
    rows = facts.end(Delegation, key, on=on, known=known, source=source, by=by)
    audit.record(
        by=by, action=Did.DELEGATION_ENDED, subject=scheme_of.slug,
        detail={"to": to.slug, "kind": kind, "on": on, "known": known, "source": source},
    )  # fmt: skip
    return rows


def _refuse_what_it_has_not(scheme_of: Body, kind: str, limit: int | None, since: date) -> None:
    """Nobody gives away more than they have."""
    may = may_decide(body=scheme_of, kind=kind, pence=limit or 0, on=since)
    if not may.allowed:
        raise ContentError(f"{scheme_of} may not delegate this. {may.why}", field="kind", value=kind)
    own = may.line.limit if may.line else None
    if own is not None and limit is None:
        raise ContentError(
            f"{scheme_of} may itself decide up to {pounds(own)} only", field="limit", right="Set a limit no higher"
        )


def _refuse_both(to: Body, scheme_of: Body, kind: str, reserved: bool, since: date, until: date | None) -> None:
    rows = Delegation.objects.known().filter(scheme_of=scheme_of, kind=kind, valid__overlap=DateRange(since, until))
    others = rows.exclude(body=to)
    for other in others.select_related("body") if reserved else others.filter(reserved=True).select_related("body"):
        how = "reserves it to" if other.reserved else "gives it to"
        raise ContentError(
            f"the scheme of {scheme_of} {how} {other.body} on some of these days", field="kind", value=kind,
            right="End that line first",
        )  # fmt: skip
