"""Agreements on payment with bodies that have ended: nobody else is bound by them, so care is paid for line by line."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ouzel.activity.answers.cells import cells_of
from ouzel.activity.cube import MEASURES
from ouzel.activity.knowing import known_on
from ouzel.activity.models import AgreementRow, PricingRun
from ouzel.activity.store import Store
from ouzel.engine.days import MAXDAY
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.structures import structure

_FIGURES = tuple(MEASURES.index(name) for name in ("lines", "submitted", "charged"))


@dataclass(frozen=True)
class Ended:
    """An agreement that is believed, and the first of its bodies to have ended within its days.

    `on` is the first day on which the body was no more. `heirs` came after it, and stand nowhere in the agreement.
    """

    agreement: AgreementRow
    body: str
    on: date
    heirs: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is the matter, in a sentence."""
        row = self.agreement
        how = {"block": "by a fixed payment", "fixed-and-variable": "partly by a fixed payment"}[row.mechanism]
        after = f" ({_and(self.heirs)} came after it)" if self.heirs else ""
        return (
            f"{row.commissioner} was to pay {row.provider} {how} until before {_said(row.valid.upper)}, but {self.body}"
            f" ended on {_said(self.on)}{after}: since then care is paid for line by line."
        )

    @property
    def do(self) -> str:
        """What to do about it."""
        whom = f" with {_and(self.heirs)}" if self.heirs else " with whoever came after it"
        return f"If it goes on{whom}, write that down from that day on: ouzel activity agree."

    @property
    def parties(self) -> frozenset[tuple[str, str]]:
        """Commissioners and providers that stand in the place of its parties now."""
        row = self.agreement
        payers = self.heirs if self.body == row.commissioner else (row.commissioner,)
        paid = self.heirs if self.body == row.provider else (row.provider,)
        return frozenset((payer, provider) for payer in payers for provider in paid)


def ended_agreements(*, today: date, known_at: date | None = None) -> tuple[Ended, ...]:
    """Those on fixed or partly fixed payments that outlive one of their bodies, by number of the agreement."""
    rows = list(known_on(AgreementRow.objects.exclude(mechanism="activity"), known_at).order_by("pk"))
    if not rows:
        return ()
    where = structure(moment=Moment(today, known_at))
    told = []
    for row in rows:
        ends = [(on, code) for code in (row.commissioner, row.provider) if (on := _end(where, code)) is not None]
        early = [(on, code) for on, code in ends if on < row.valid.upper and on <= today]
        if early:
            on, code = min(early)
            told.append(Ended(row, code, on, _heirs(where, code)))
    return tuple(told)


def by_activity_since(
    each: Ended, run: PricingRun, *, store: Store, months: Collection[int] | None = None
) -> tuple[int, int, int]:
    """Lines, pence submitted and pence charged of care by activity of its parties' heirs, in months since it ended."""
    first, until = max(each.on, each.agreement.valid.lower), each.agreement.valid.upper
    wanted = range(first.year * 12 + first.month - 1, until.year * 12 + until.month - 1 + (until.day > 1))
    chosen = sorted(set(wanted) & set(months)) if months is not None else list(wanted)
    payers, providers = ({pair[at] for pair in each.parties} for at in (0, 1))
    found = cells_of(
        run, columns=("commissioner", "provider"), months=chosen, store=store,
        where={"mechanism": ["activity"], "commissioner": payers, "provider": providers},
    )  # fmt: skip
    if not len(found):
        return 0, 0, 0
    sums = found.measures.sum(axis=0)
    lines, submitted, charged = (int(sums[at]) for at in _FIGURES)
    return lines, submitted, charged


def _end(where: Structure, code: str) -> date | None:
    """The first day on which a body was no more; None where it is there, or nothing is known of its days."""
    if code not in where.index:
        return None
    last = max((until for _, until in where.lifespans.rows_of(where.index[code])), default=MAXDAY)
    return None if last >= MAXDAY else date.fromordinal(last)


def _heirs(where: Structure, code: str) -> tuple[str, ...]:
    steps = where.successions
    mine = steps.successor[steps.predecessor == where.index[code]]
    return tuple(sorted({where.codes[heir] for heir in mine.tolist()}))


def _and(codes: Collection[str]) -> str:
    *first, last = codes
    return f"{', '.join(first)} and {last}" if first else last


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
