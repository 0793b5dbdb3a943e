"""What a plan would move: lines and money by the commissioner they are with and the one they would be with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ouzel.activity.answers.adding import placed, summed
from ouzel.activity.answers.cells import cells_of
from ouzel.activity.answers.dimensions import dimension
from ouzel.activity.answers.grouping import belonging
from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.report import SHOWN
from ouzel.activity.answers.runs import NO_RUN, run_for
from ouzel.activity.answers.shaping import LinesLost, supposed
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis

BODIES = ("commissioner", "board", "region")
COLUMNS = ("was", "was_name", "becomes", "becomes_name", "moves", *SHOWN)


@dataclass(frozen=True, eq=False)
class Moving:
    """`frame` (`COLUMNS`): for each pair of bodies what is with the one and would be with the other; "": nobody.

    `moves` is whether the two differ. Sums over `was` and over `becomes` are the same, to the last penny.
    """

    basis: Basis
    run: PricingRun | None
    frame: pd.DataFrame
    empty: str = ""

    @property
    def moved(self) -> dict[str, int]:
        """What would be with another body, in sum."""
        mine = self.frame[self.frame["moves"].astype(bool)]
        return {name: int(mine[name].sum()) for name in SHOWN}


def moving(
    *, basis: Basis, viewer: Viewer, today: date, to: str = "commissioner", months: Collection[int] | None = None,
    run: PricingRun | None = None, store: Store | None = None,
) -> Moving:  # fmt: skip
    """The run's totals as they would be on the day of the plans without them, and with them.

    `basis` is `as-if:PLAN`; `to` is commissioner, board or region. PermissionDenied for who may not see figures of
    activity; ContentError for another basis or a plan that is not there; PlanRefused for one with a fault.
    """
    if basis.kind != "as-if":
        raise ContentError("only a plan moves activity", field="basis", value=str(basis), right="Use as-if:PLAN")
    asked = dimension(to)
    if asked.slug not in BODIES:
        raise ContentError(
            "a plan moves activity between bodies", field="to", value=to, right="Use commissioner or board"
        )
    chosen = run_for(viewer, run)
    after = supposed(basis, viewer=viewer, today=today)
    if chosen is None:
        return Moving(after.basis, None, pd.DataFrame(columns=list(COLUMNS)), NO_RUN)
    assert after.basis.day is not None
    before = supposed(Basis("as-at", day=after.basis.day), viewer=viewer, today=today)
    cells = cells_of(chosen, columns=("unit_kind", "unit"), months=months, store=store or Store.at())
    sides = [
        belonging(cells, asked, basis=side.basis, structure=side.structure, today=today) for side in (before, after)
    ]
    parts, _, numbers = placed(cells, sides)
    keys = [(np.maximum(at, -1) + 1, len(side.codes) + 1) for at, side in zip(numbers, sides, strict=True)]
    found, sums = summed(keys, parts.measures)
    if (sums.sum(axis=0) != cells.measures.sum(axis=0)).any():
        raise LinesLost("a plan would lose or double lines")
    was, becomes = ([("", *side.codes)[n] for n in mine.tolist()] for side, mine in zip(sides, found, strict=True))
    names = names_of_bodies({*was, *becomes}, supposed=after, today=today)
    frame = pd.DataFrame(
        {
            "was": was, "was_name": [names[code] for code in was], "becomes": becomes,
            "becomes_name": [names[code] for code in becomes],
            "moves": [one != other for one, other in zip(was, becomes, strict=True)],
        }
        | {name: sums[:, cells.names.index(name)] for name in SHOWN},
        columns=list(COLUMNS),
    )  # fmt: skip
    return Moving(after.basis, chosen, frame.sort_values(["was", "becomes"], ignore_index=True))
