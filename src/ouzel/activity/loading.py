"""A file of activity is taken whole: through the checks and the gate into the store, and counted in one transaction."""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import connection as database
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.activity.checking import CheckResult, checker_of, passing
from ouzel.activity.counting import Action, counting_loads, paid_apart, settle_marks, sweep_up, working
from ouzel.activity.faults import Faults, Taking
from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.generalising import Postcodes
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.policy import Policy, policy
from ouzel.activity.gate.report import Report
from ouzel.activity.models import ActivityLoad, LoadState
from ouzel.activity.readers import Format, Source, headings, recognise
from ouzel.activity.readers.source import Readable
from ouzel.activity.side_by_side import aside
from ouzel.activity.store import Store
from ouzel.activity.store.entering import enter
from ouzel.activity.store.manifests import Protocol
from ouzel.activity.store.moments import moment
from ouzel.activity.store.outcome import Outcome, outcome
from ouzel.activity.store.staging import mark, sweep
from ouzel.activity.taking_in import TakingIn
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.ACTIVITY_LOAD
BULK = frozenset({"acm", "plcm", "drplcm", "deplcm", "iap"})
"""Formats submitted month by month as a whole: the next submission of a provider's month replaces the one before."""


@dataclass(frozen=True)
class Loaded:
    """What a load did. `already`: this very file had been taken before, and nothing was done (`result` is None).

    `outcome` is which of its lines count, and which earlier ones no longer do because of it.
    """

    load: ActivityLoad
    already: bool
    result: CheckResult | None
    outcome: Outcome | None = None

    @property
    def report(self) -> Report | None:
        return self.result.report if self.result else None

    @property
    def faults(self) -> Faults | None:
        return self.result.faults if self.result else None


NO_PLACES = (
    "Load one first (ouzel activity postcodes load FILE), or say that the file is to be taken without addresses "
    "(--without-places on the command line)"
)


class Refused(ContentError):
    """The file is refused whole. `result` says why, with every fault, for a file that its provider can open."""

    result: CheckResult

    @classmethod
    def of(cls, result: CheckResult) -> "Refused":
        if result.report.refused:
            refusing = [find.words for find in result.report.finds if find.refuses]
            made = cls(
                "the file says who patients are where it may not, and is refused whole", result.file,
                right="; ".join(refusing[:3]),
            )  # fmt: skip
        else:
            try:
                result.taking.demand(result.faults, file=result.file)
            except ContentError as error:
                made = cls(error.problem, error.file, error.line, error.field, error.value, error.right)
        made.result = result
        return made


class AddressesLost(Refused):
    """The file would lose the addresses of its patients, and nobody said that it may."""

    @classmethod
    def by(cls, result: CheckResult) -> "AddressesLost":
        made = cls(
            f"no postcode directory is loaded, so that the addresses in {result.report.addresses_lost:,} of its rows "
            "would be lost, and with them who pays where no GP practice says it", result.file, right=NO_PLACES,
        )  # fmt: skip
        made.result = result
        return made


def load(
    source: Readable | Source, *, by: Actor, on: date, layout: Format | None = None, rules: Policy | None = None,
    taking: Taking | None = None, protocol: Protocol | None = None, submitted: str = "", provider: str = "",
    postcodes: Postcodes | None = None, without_places: bool = False, key: Key | None = None,
    store: Store | None = None, name: str = "", progress: Callable[[int], None] | None = None,
) -> Loaded:  # fmt: skip
    """Take a file: all of it, or nothing of it.

    `on` is the day of loading: nothing can have happened later, and retention is counted from it. Without `layout` the
    format is recognised. `protocol` says what it replaces (see `Protocol`; without it, contract monitoring replaces
    whole months, all else record by record), `submitted` (ISO) when it was made if it does not say so itself: later
    submissions replace earlier ones in whatever order they are loaded. `provider` is whose file it is where no column
    says so. Without `postcodes` full postcodes are lost, which needs a yes: `without_places`. `progress` is told the
    rows done. ContentError for a file that cannot be read; Refused with all faults.
    """
    require(by, NEEDS, on=today())
    found, store = Source.of(source, name=name), store or Store.at()
    layout, rules = layout or recognise(found), rules or policy()
    if not layout.loads:
        raise ContentError(f"a file of {layout.name} has no lines of activity", found.name, right="It can be checked")
    said = moment(submitted)
    if submitted and not said:
        raise ContentError("this is no date and time", field="submitted", value=submitted, right="2025-05-20T09:30:00")
    if said and said.date() > on:
        raise ContentError("this is still to come", field="submitted", value=submitted, right=f"At most {on}")
    sha256 = _sha256(found)
    gate = Gate(
        rules, key or Key.kept(), postcodes, provider=provider, published=layout.settled,
        headings=layout.headings(headings(found, layout)),
    )  # fmt: skip
    with transaction.atomic(), ExitStack() as undoing:
        locks.take(locks.Lock.ACTIVITY)
        earlier = ActivityLoad.objects.filter(sha256=sha256, dataset=layout.slug, state=LoadState.READY).first()
        if earlier is not None:
            return Loaded(earlier, True, None)
        sweep_up(store)
        number = _next_number()
        undoing.callback(sweep, store, known=lambda those: set(those) - {number})  # while the lock is held
        mark(store, number)
        checker = checker_of(layout, on=on, store=store)
        with TakingIn(store, layout.slug, number, provider=provider, identity=layout.identity) as lines:
            with aside() as elsewhere:
                for first_row, batch in passing(found, layout, gate=gate, checker=checker):
                    elsewhere.do(partial(lines.take, batch, first_row=first_row))
                    if progress:
                        progress(first_row - 1 + len(batch))
                elsewhere.do(lines.close)
                faults = checker.faults()
            result = CheckResult(found.name, layout, lines.rows, gate.report(), faults, taking or Taking())
            if result.refused:
                raise Refused.of(result)
            if result.report.addresses_lost and not without_places:
                raise AddressesLost.by(result)
        undoing.callback(lines.forget_words)
        when = lines.created or said
        made = when.isoformat() if when else on.isoformat()
        manifest = lines.manifest(protocol or (Protocol.BULK if layout.slug in BULK else Protocol.NET), made)
        counting = counting_loads()
        with working() as connection:
            enter(
                store, manifest, connection=connection, words=lines.words, apart=paid_apart(),
                counting=counting, deletions=lines.deletions(),
            )  # fmt: skip
        lines.save_words()
        now = outcome(store, manifest, lines=lines.kept, counting={*counting, number})
        row = ActivityLoad.objects.create(
            pk=number, dataset=layout.slug, provider=lines.provider, period=_period(lines.months), name=found.name,
            sha256=sha256, lines=lines.kept, state=LoadState.READY, policy=str(rules), purpose=rules.purpose,
            retain_until=rules.retain_until(on), by=by.name,
            report={**result.report.as_json(), "protocol": str(manifest.protocol), "submitted": made,
                    "deletions": manifest.deletions, "rounded": lines.rounded, "providers": lines.spelt,
                    **now.as_json()},
            faults={"errors": result.faults.errors, "warnings": result.faults.warnings,
                    "summary": result.faults.summary()},
        )  # fmt: skip
        audit.record(
            by=by, action=Action.LOADED, subject=str(row),
            detail={"load": number, "dataset": row.dataset, "file": row.name, "sha256": sha256, "lines": row.lines,
                    "policy": row.policy, "purpose": row.purpose, "retain_until": row.retain_until,
                    "protocol": manifest.protocol, "submitted": made, "taking": result.taking.slug,
                    **now.as_json(),
                    "errors": result.faults.errors, "warnings": result.faults.warnings},
        )  # fmt: skip
        transaction.on_commit(lambda: settle_marks(store))
        undoing.pop_all()
    return Loaded(row, False, result, now)


def _next_number() -> int:
    """A number never given before: a load that fails leaves a gap."""
    with database.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('activity_activityload', 'id'))")
        return int(cursor.fetchone()[0])


def _sha256(source: Source) -> str:
    if isinstance(source.data, bytes):
        return hashlib.sha256(source.data).hexdigest()
    with open(source.data, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _period(months: tuple[int, ...]) -> DateRange | None:
    """The days of the months of account that lines are of, from the first to the last."""
    said = [month for month in months if month]
    return DateRange(_first_day(min(said)), _first_day(max(said) + 1)) if said else None


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
