"""How a commissioner pays a provider over a time: by activity, by a block, or partly fixed and partly by activity."""

from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.activity.models import AgreementRow
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.engine.pricing.book import Agreement

NEEDS = Permission.ACTIVITY_PRICE
MECHANISMS = ("activity", "block", "fixed-and-variable")


class Action(StrEnum):
    """What agreements record in the audit trail."""

    MADE = "activity.agreement.made"
    ENDED = "activity.agreement.ended"


def agreements() -> tuple[Agreement, ...]:
    """All that hold or held; for a provider, a commissioner and a day there is at most one."""
    rows = AgreementRow.objects.filter(ended=False)
    return tuple(
        Agreement(row.provider, row.commissioner, row.mechanism, row.valid.lower, row.valid.upper) for row in rows
    )


@transaction.atomic
def agree(
    *, provider: str, commissioner: str, mechanism: str, since: date, until: date, source: str, by: Actor
) -> AgreementRow:
    """Write down how care that ends within [since, until) is paid for. ContentError beside another of those days."""
    require(by, NEEDS, on=today())
    if mechanism not in MECHANISMS:
        raise ContentError("there is no such way to pay", field="mechanism", value=mechanism,
                           right=f"Use {', '.join(MECHANISMS)}")  # fmt: skip
    if since >= until:
        raise ContentError("it ends before it begins", field="until", value=until.isoformat())
    for field, value in (("provider", provider), ("commissioner", commissioner), ("source", source)):
        if not value.strip():
            raise ContentError("this is blank", field=field)
    locks.take(locks.Lock.ACTIVITY)
    days = DateRange(since, until)
    beside = AgreementRow.objects.filter(
        provider=provider, commissioner=commissioner, ended=False, valid__overlap=days
    ).first()
    if beside is not None:
        raise ContentError(
            f"{commissioner} pays {provider} by {beside.mechanism} from {beside.valid.lower} to {beside.valid.upper}",
            field="since", value=since.isoformat(), right="End that agreement first, or give other days",
        )  # fmt: skip
    row = AgreementRow.objects.create(
        provider=provider, commissioner=commissioner, mechanism=mechanism, valid=days, source=source, by=str(by)
    )
    audit.record(
        by=by, action=Action.MADE, subject=f"{commissioner} pays {provider}",
        detail={"agreement": row.pk, "mechanism": mechanism, "since": since, "until": until, "source": source},
    )  # fmt: skip
    return row


@transaction.atomic
def end_agreement(*, agreement: AgreementRow, by: Actor, why: str) -> AgreementRow:
    """Take an agreement back for all its days; for other days make a new one. ContentError without a reason."""
    require(by, NEEDS, on=today())
    if not why.strip():
        raise ContentError("taking an agreement back needs its reason", field="why")
    locks.take(locks.Lock.ACTIVITY)
    row = AgreementRow.objects.select_for_update().get(pk=agreement.pk)
    if row.ended:
        raise ContentError("this agreement was taken back before", field="agreement", value=str(row.pk))
    row.ended = True
    row.save(update_fields=["ended"])
    audit.record(
        by=by, action=Action.ENDED, subject=f"{row.commissioner} pays {row.provider}",
        detail={"agreement": row.pk, "why": why.strip()},
    )  # fmt: skip
    return row
