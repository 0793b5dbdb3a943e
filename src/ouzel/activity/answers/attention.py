"""What to look at first: lines without a price or a payer, ended agreements, and what is paid as it was asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ouzel.activity.answers.cells import cells_of
from ouzel.activity.answers.ended import by_activity_since, ended_agreements
from ouzel.activity.cube import MEASURES
from ouzel.activity.models import PricingRun
from ouzel.activity.references.years import known_flows
from ouzel.activity.rules.reading import years_there
from ouzel.activity.store import Store
from ouzel.engine.attribution.flow import Flow
from ouzel.engine.pricing.reasons import Why

MOSTLY = (
    "See a line explained (ouzel activity explain LINE): it says what is missing. Mostly the register does not say the"
    " commissioner of the practice, or the NHS England region of the commissioner or the provider, for that day."
)

About = Literal["unpriced", "unattributed", "as-submitted", "agreement"]
ABOUT: tuple[About, ...] = ("unpriced", "unattributed", "agreement", "as-submitted")

BY = ("why", "commissioner", "rules", "box", "month", "pod")
_Key = tuple[About, str, str, str]

_LINES, _SUBMITTED, _PRICE = (MEASURES.index(name) for name in ("lines", "submitted", "price"))


@dataclass(frozen=True)
class Attention:
    """Lines that need somebody: `unpriced` (code: the name of a `Why`), `unattributed` (code: rules and box),
    `as-submitted`: paid, without a price list that covers them (code: point of delivery), or `agreement`: paid for by
    activity since the fixed payment for them ended with one of its bodies (code: its commissioner and provider).

    `submitted`: pence that were submitted for them; `guide`: the price, in pence, of those that have one as a guide; of
    an agreement what is charged.
    """

    about: About
    code: str
    words: str
    do: str
    lines: int
    submitted: int
    guide: int


def attention(
    run: PricingRun, *, store: Store, months: Collection[int] | None = None,
    where: Mapping[str, Collection[str]] | None = None,
) -> tuple[Attention, ...]:  # fmt: skip
    """By reason, the most lines first. `where` by columns of the cube, and `months`, as in `cells_of`."""
    cells = cells_of(
        run, columns=BY, months=months, where=where, store=store
    )  # fmt: skip
    found: dict[_Key, list[int]] = {}
    flows = known_flows(known_at=run.known_at, store=store)
    for n, values in enumerate(cells.measures.tolist()):
        why, payer, rules, box, month, pod = (key.words[key.at[n]] for key in (cells.keys[name] for name in BY))
        reason = Why[why]
        if reason.refused or reason is Why.NOT_PAYABLE:
            _count(found, ("unpriced", why, reason.words, reason.do), values)
        if reason is Why.AS_SUBMITTED:
            _count(found, ("as-submitted", pod, f"{pod or 'No point of delivery'}: {reason.words}", reason.do), values)
        if not payer and reason is not Why.NOT_PAYABLE:  # kept by NHS England without a contract: nobody is right
            of_box = (f"{rules}/{box}", *_unattributed(rules, box, flows)) if rules else None
            _count(found, ("unattributed", *(of_box or _without_rules(reason, month, flows))), values)
    told = [Attention(about, code, words, do, *counts) for (about, code, words, do), counts in found.items()]
    told += _ended(run, store, months) if not where else []
    return tuple(sorted(told, key=lambda each: (ABOUT.index(each.about), -each.lines, each.code)))


def _ended(run: PricingRun, store: Store, months: Collection[int] | None) -> list[Attention]:
    """Fixed payments that ended with a body, where care was paid for by activity since."""
    told = []
    for each in ended_agreements(today=run.on, known_at=run.known_at):
        lines, submitted, charged = by_activity_since(each, run, store=store, months=months)
        if lines:
            code = f"{each.agreement.commissioner}/{each.agreement.provider}"
            told.append(Attention("agreement", code, each.words, each.do, lines, submitted, charged))
    return told


def _count(found: dict[_Key, list[int]], key: _Key, values: list[int]) -> None:
    counts = found.setdefault(key, [0, 0, 0])
    for at, column in enumerate((_LINES, _SUBMITTED, _PRICE)):
        counts[at] += values[column]


def _without_rules(reason: Why, month: str, flows: Sequence[Flow]) -> tuple[str, str, str]:
    """Code, why and what to do of lines that no rules are there for. `month` is that of account, "" where none is."""
    if reason is Why.DAY_UNKNOWN:
        return "no-day", reason.words, reason.do
    if month and date.fromisoformat(month) < min(flow.since for flow in flows):
        return "before", "The care is of before the first rules of who pays that are there.", years_there(flows)
    return (
        "after", "No rules of who pays are there for the day of the care, which is after the last that there are.",
        f"{years_there(flows)} Load those of a later year: ouzel activity rules load FILE (docs/reference/rules.md).",
    )  # fmt: skip


def _unattributed(rules: str, box: str, flows: Sequence[Flow]) -> tuple[str, str]:
    """Why nobody was found, and what to do."""
    asked = next((flow.boxes[box].question for flow in flows if flow.name == rules and box in flow.boxes), "")
    where = f" ({asked})" if asked else ""
    return (
        f"The rules {rules} ended at box {box or 'none'}{where}, and whoever they name there could not be found.",
        MOSTLY,
    )
