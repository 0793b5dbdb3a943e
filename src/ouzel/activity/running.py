"""Attribution and pricing of the lines that count: results and cube into the store, the run into the database."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import ibis
from django.db import connection, transaction

from ouzel.activity import cube, in_step
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.three_way import matched
from ouzel.activity.asked import USUAL, Asked
from ouzel.activity.basis import LeftOut, has_statements, paid_from
from ouzel.activity.compiling import Compiled, gathered, within
from ouzel.activity.counting import counting_loads, ready_loads, sweep_up
from ouzel.activity.in_step import Action, Before
from ouzel.activity.local_pods import mapped
from ouzel.activity.models import PricingRun
from ouzel.activity.pod_mapping import Mapped
from ouzel.activity.references import profiles
from ouzel.activity.references.years import known_flows
from ouzel.activity.spilling import spilling
from ouzel.activity.store import Store, live_lines
from ouzel.activity.store.schema import COUNTED_WITH
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.permissions import Permission, require, today
from ouzel.core.work.kinds import Tell, nobody
from ouzel.engine.columnar import MEMORY, Columnar, duckdb
from ouzel.engine.paying.expression import USED, dated, priced
from ouzel.engine.paying.responsibility import with_responsible

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEEDS = Permission.ACTIVITY_PRICE


READING = "Reading the rules, the prices and the register"
NONE_STATED = {"matched": 0, "differing": 0, "pence": 0}


class LinesLost(RuntimeError):
    """Lines in and lines out differ: nothing is kept of such a run."""


@dataclass(frozen=True, eq=False)
class Answered:
    """Lines with payer and price (`results`, columns `RESULTS`), and everything that their numbers stand for.

    `left_out` are lines that count and are not among them, for another file is paid from.
    """

    results: "ir.Table"
    count: int
    compiled: Compiled
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class _Extent:
    count: int
    dateless: int
    first: int
    last: int


def attributed(store: Store, asked: Asked, *, engine: Columnar, ready: frozenset[int] | None = None) -> Answered:
    """Every line that was asked for, with payer and price, as an expression of the engine.

    Where neither loads nor data sets are asked for, these are the lines that are paid from (`basis.paid_from`).
    `ready` are the loads that count (None: as the database has them). ValueError for rules that cannot be followed.
    """
    counting = counting_loads() if ready is None else ready
    if asked.loads is None and asked.datasets is None:
        found = paid_from(store, engine=engine, ready=counting, months=asked.months, known_at=asked.known_at)
        return replace(over(found.paid, store, asked, engine=engine), left_out=found.left_out(engine))
    lines = live_lines(
        store, connection=engine.connection, ready=counting, loads=asked.loads, months=asked.months,
        datasets=asked.datasets,
    )  # fmt: skip
    return over(lines, store, asked, engine=engine)


def over(lines: "ir.Table", store: Store, asked: Asked, *, engine: Columnar) -> Answered:
    """The same over a table of lines that somebody chose, in the columns of `LINE`."""
    words = store.dictionaries()
    if asked.patient == "end":
        lines = lines.mutate(practice=lines["practice_after"], residence=lines["residence_after"])
    lines = lines.select(*USED, "person", "local_pod", COUNTED_WITH)
    lines = dated(lines, profiles(words.keys("profile")), _starting(store, asked), engine)
    lines, profile_keys = mapped(lines, words, Mapped.known(asked.known_at), engine)
    extent = _extent(lines, engine)
    compiled = gathered(
        store, asked, between=within(extent.first, extent.last), dictionaries=words, profile_keys=profile_keys
    )
    if compiled.episodes:
        lines = with_responsible(lines, compiled.episodes, compiled.inputs.facts["profile"], engine)
    parts = []
    for number, period in enumerate(compiled.periods):
        if not _overlaps(period.since, period.until, extent):
            continue
        whole = period.since <= extent.first and extent.last < period.until and not extent.dateless
        here = lines if whole else lines.filter(lines["assigned"].between(period.since, period.until - 1))
        parts.append(priced(here, period, engine, number=number))
    if not parts:
        parts = [priced(lines, compiled.periods[0], engine)]
    return Answered(ibis.union(*parts) if len(parts) > 1 else parts[0], extent.count, compiled)


def run(
    *, asked: Asked = USUAL, by: Actor, on: date, store: Store | None = None, memory: str = MEMORY, tell: Tell = nobody,
    anew: bool = False,
) -> PricingRun:  # fmt: skip
    """Attribute and price, keep results and cube, and record the run: all of it or nothing.

    Of a whole run only months whose lines changed since the last one are worked out, where nothing else has changed
    (see `in_step`); `anew` works all out. `tell` hears how far it is, also from another thread. PermissionDenied for
    who may not price; LinesLost if a line were lost or doubled; ValueError for rules that cannot be followed.
    """
    require(by, NEEDS, on=today())
    place = store or Store.at()
    with ExitStack() as undoing:
        with transaction.atomic():
            tell("Waiting until nobody else changes lines or accounts")
            locks.take(locks.Lock.ACTIVITY)
            sweep_up(place)
            with spilling(place) as spill, duckdb(memory=memory, spill=spill) as engine:
                number = _next_number()
                undoing.callback(place.remove, cube.FILE.format(number))
                worked = (
                    _in_step(place, engine, number, tell, anew=anew) if asked.whole
                    else _worked_out(place, asked, engine, number, tell)
                )  # fmt: skip
                stated = _stated(place, engine) if asked.whole else NONE_STATED
            kept = worked.kept
            if kept.lines != worked.count:
                raise LinesLost(f"{worked.count} lines went in and {kept.lines} came out")
            made = PricingRun.objects.create(
                pk=number, rules=list(worked.rules), prices=list(worked.prices),
                edition_id=asked.edition, known_at=asked.known_at, loads=list(ready_loads()), lines=worked.count,
                summary=kept.as_json() | {
                    "asked": asked.words, "whole": asked.whole,
                    "statements": stated,
                    "left_out": [[each.dataset, str(each.role), each.lines] for each in worked.left_out],
                    "taken_from": worked.taken_from,
                },
                by=str(by), on=on,
            )  # fmt: skip
            audit.record(
                by=by, action=Action.RUN, subject=str(made),
                detail={"lines": made.lines, "rules": made.rules, "prices": made.prices, "asked": asked.words},
            )  # fmt: skip
        undoing.pop_all()
    return made


@dataclass(frozen=True)
class _Worked:
    """What came of a run. `count`: the lines that its cells must add up to."""

    kept: cube.Kept
    count: int
    rules: tuple[str, ...]
    prices: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    taken_from: dict[str, int] | None = None  # the run whose other months stand, and how many months and lines were new


def _worked_out(
    store: Store, asked: Asked, engine: Columnar, number: int, tell: Tell, *,
    told: dict[bytes, bytes] | None = None,
) -> _Worked:  # fmt: skip
    """All of it, from the lines."""
    tell(READING)
    answered = attributed(store, asked, engine=engine)
    with _telling(engine, tell, answered.count):
        kept = cube.keep(answered, number=number, store=store, engine=engine, told=told)
    compiled = answered.compiled
    return _Worked(kept, answered.count, compiled.flows, compiled.books, answered.left_out)


def _in_step(store: Store, engine: Columnar, number: int, tell: Tell, *, anew: bool) -> _Worked:
    """A whole run: from the lines of months that changed, and the cells of the others as they were."""
    tell("Looking at what has changed since the last time")
    rest = in_step.rest_now()  # before anything is read: what changes meanwhile is another rest next time
    found = paid_from(store, engine=engine, ready=counting_loads())
    now = in_step.lines_now(found.paid, engine)
    told = in_step.told(now, rest)
    last = None if anew else in_step.before(latest_run(), now, rest, store=store)
    if last is None or set(last.months) == now.months.keys():
        return _worked_out(store, USUAL, engine, number, tell, told=told)
    return _with_cells_of(last, now, found.left_out(engine), store, engine, number, tell, told)


def _with_cells_of(
    last: Before, now: in_step.Lines, left_out: tuple[LeftOut, ...], store: Store, engine: Columnar, number: int,
    tell: Tell, told: dict[bytes, bytes],
) -> _Worked:  # fmt: skip
    here = [month for month in last.months if month in now.months]
    answered = None
    if here:
        tell(READING)
        answered = attributed(store, Asked(months=tuple(here)), engine=engine)
    with _telling(engine, tell, answered.count if answered else 0):
        kept = cube.keep(
            answered, number=number, store=store, engine=engine, like=last.run.pk, without=last.months, told=told
        )
    flows_used, books_used = (answered.compiled.flows, answered.compiled.books) if answered else ((), ())
    return _Worked(
        kept, now.count, tuple(dict.fromkeys((*last.run.rules, *flows_used))),
        tuple(dict.fromkeys((*last.run.prices, *books_used))), left_out,
        {"run": last.run.pk, "months": len(last.months), "lines": answered.count if answered else 0},
    )  # fmt: skip


@contextmanager
def _telling(engine: Columnar, tell: Tell, lines: int) -> Iterator[None]:
    step = f"Finding who pays for {lines:,} lines, and how much"
    tell(step)
    with engine.telling(lambda share: tell(step, int(share * 100), 100)):
        yield


def _stated(store: Store, engine: Columnar) -> dict[str, int]:
    """How many statements of providers there are, how many differ from the lines they are of, and by how much."""
    if not has_statements(store, ready=counting_loads()):
        return NONE_STATED
    found = matched(store, engine=engine, ready=counting_loads())
    pence = sum(abs(each.pence) for match in found.differing for each in match.found.differences)
    return {"matched": len(found.matches), "differing": len(found.differing), "pence": pence}


def _starting(store: Store, asked: Asked) -> frozenset[str]:
    """Kinds of line that every year's rules assign on the day they start."""
    rules = known_flows(known_at=asked.known_at, store=store)
    told = {frozenset(kind for kind, day in flow.dates.items() if day == "start") for flow in rules}
    if len(told) > 1:
        raise ValueError("the rules of the years differ in the day a kind of line is assigned on")
    return next(iter(told), frozenset())


def _extent(lines: "ir.Table", engine: Columnar) -> _Extent:
    days = lines["assigned"]
    asked = lines.aggregate(
        count=lines.count(), dateless=(days <= 0).sum(), first=days.min(where=days > 0), last=days.max()
    )
    row = engine.rows(asked).to_pylist()[0]
    return _Extent(row["count"], row["dateless"] or 0, row["first"] or 0, row["last"] or 0)


def _overlaps(since: int, until: int, extent: _Extent) -> bool:
    dateless = extent.dateless > 0 and since <= 0
    return dateless or (extent.first > 0 and since <= extent.last and extent.first < until)


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('activity_pricingrun', 'id'))")
        return int(cursor.fetchone()[0])
