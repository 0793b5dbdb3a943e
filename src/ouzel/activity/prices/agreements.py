"""How a commissioner pays a provider over a time: by activity, by a block, or partly fixed and partly by activity."""

from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.activity.knowing import known_by, known_on
from ouzel.activity.models import AgreementRow
from ouzel.activity.providers import canonical
from ouzel.activity.small_files import look_at_words
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


def agreements(*, known_at: date | None = None) -> tuple[Agreement, ...]:
    """All that were believed at the end of a day (None: that are believed now), whenever they hold.

    For a provider, a commissioner and a day there is at most one.
    """
    rows = known_on(AgreementRow.objects.all(), known_at)
    return tuple(
        Agreement(row.provider, row.commissioner, row.mechanism, row.valid.lower, row.valid.upper) for row in rows
    )


@transaction.atomic
def agree(
    *,
    provider: str,
    commissioner: str,
    mechanism: str,
    since: date,
    until: date,
    source: str,
    recorded: date,
    by: Actor,
) -> AgreementRow:
    """Write down how care that ends within [since, until) is paid for, as known from `recorded` on.

    ContentError beside another of those days, also one that was believed then.
    """
    require(by, NEEDS, on=today())
    if mechanism not in MECHANISMS:
        raise ContentError("there is no such way to pay", field="mechanism", value=mechanism,
                           right=f"Use {', '.join(MECHANISMS)}")  # fmt: skip
    if since >= until:
        raise ContentError("it ends before it begins", field="until", value=until.isoformat())
    for field, value in (("provider", provider), ("commissioner", commissioner), ("source", source)):
        if not value.strip():
            raise ContentError("this is blank", field=field)
    look_at_words(source=source)
    provider = canonical(provider)
    known_by(recorded)
    locks.take(locks.Lock.ACTIVITY)
    days = DateRange(since, until)
    held = AgreementRow.objects.filter(provider=provider, commissioner=commissioner, valid__overlap=days)
    if beside := held.filter(replaced=None).first():
        raise ContentError(
            f"{commissioner} pays {provider} by {beside.mechanism} from {beside.valid.lower} to {beside.valid.upper}",
            field="since", value=since.isoformat(), right="End that agreement first, or give other days",
        )  # fmt: skip
    if before := held.filter(replaced__gt=recorded).order_by("-replaced").first():
        raise ContentError(
            f"until {before.replaced} {commissioner} was believed to pay {provider} by {before.mechanism}",
            field="recorded", value=recorded.isoformat(),
            right=f"Say that it became known on {before.replaced} or later",
        )  # fmt: skip
    row = AgreementRow.objects.create(
        provider=provider, commissioner=commissioner, mechanism=mechanism, valid=days, source=source,
        recorded=recorded, by=str(by),
    )  # fmt: skip
    audit.record(
        by=by, action=Action.MADE, subject=f"{commissioner} pays {provider}",
        detail={"agreement": row.pk, "mechanism": mechanism, "since": since, "until": until, "source": source,
                "recorded": recorded},
    )  # fmt: skip
    return row


@transaction.atomic
def end_agreement(*, agreement: AgreementRow, recorded: date, by: Actor, why: str) -> AgreementRow:
    """Take an agreement back for all its days, as known from `recorded` on; for other days make a new one.

    ContentError without a reason, and where it would be known before the agreement.
    """
    require(by, NEEDS, on=today())
    if not why.strip():
        raise ContentError("taking an agreement back needs its reason", field="why")
    look_at_words(why=why)
    locks.take(locks.Lock.ACTIVITY)
    row = AgreementRow.objects.select_for_update().get(pk=agreement.pk)
    if row.ended:
        raise ContentError("this agreement was taken back before", field="agreement", value=str(row.pk))
    known_by(recorded, since=row.recorded)
    row.replaced, row.replaced_by, row.why = recorded, str(by), why.strip()
    row.save(update_fields=["replaced", "replaced_by", "why"])
    audit.record(
        by=by, action=Action.ENDED, subject=f"{row.commissioner} pays {row.provider}",
        detail={"agreement": row.pk, "recorded": recorded, "why": why.strip()},
    )  # fmt: skip
    return row
