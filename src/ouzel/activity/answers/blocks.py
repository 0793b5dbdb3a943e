"""Block and partly fixed agreements at guide price: what the activity they cover would have cost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ouzel.activity.answers.report import Report, report
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.engine.paying.period import BY_ACTIVITY, MECHANISMS
from ouzel.engine.pricing.reasons import Why

FIXED = tuple(name for at, name in enumerate(MECHANISMS) if at != BY_ACTIVITY)
FIGURES = ("lines", "activity", "guide", "charged", "submitted", "without_price")


@dataclass(frozen=True, eq=False)
class Blocks:
    """`frame`: provider, commissioner and mechanism with names, then `FIGURES`.

    `guide` is the price, in pence, of lines that the fixed payment covers; `charged` that of the variable part;
    `without_price` counts lines that have neither, so that the guide is too low by them. `report` holds the proof.
    """

    frame: pd.DataFrame
    report: Report

    @property
    def empty(self) -> str:
        """Why there is nothing."""
        if self.report.run is None:
            return self.report.empty
        return "No fixed payment covers any of these lines." if self.frame.empty else ""


def blocks(
    *, basis: Basis, viewer: Viewer, today: date, months: Collection[int] | None = None, run: PricingRun | None = None,
    store: Store | None = None,
) -> Blocks:  # fmt: skip
    """Each fixed or partly fixed agreement by provider and commissioner. Arguments and errors as of `report`."""
    found = report(
        by=("provider", "commissioner", "mechanism", "why"), basis=basis, viewer=viewer, today=today, months=months,
        where={"mechanism": FIXED}, run=run, store=store,
    )  # fmt: skip
    frame = found.frame
    why = frame["why"]
    told = frame.assign(
        guide=frame["price"].where(why == Why.BLOCK.name, 0),
        without_price=frame["lines"].where(why.isin([each.name for each in Why if each.refused]), 0),
    )
    keys = [name for each in ("provider", "commissioner", "mechanism") for name in (each, f"{each}_name")]
    if frame.empty:
        return Blocks(told[[*keys, *FIGURES]], found)
    return Blocks(told.groupby(keys, as_index=False)[list(FIGURES)].sum(), found)
