"""Single lines are read by who may and says why, and every reading is in the audit trail. Figures need none of it."""

from collections.abc import Collection

import pyarrow as pa
from django.db import transaction

from ouzel.activity.counting import Action, counting_loads, working
from ouzel.activity.small_files import look_at_words
from ouzel.activity.store import Store, live_lines
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.engine.activity_lines import LineRef

NEEDS = Permission.ACTIVITY_LINES
TOLD = 100  # numbers of lines that the audit row tells one by one


def read_lines(
    *, by: Actor, why: str, lines: Collection[LineRef] | None = None, loads: Collection[int] | None = None,
    months: Collection[int] | None = None, datasets: Collection[str] | None = None, store: Store | None = None,
) -> pa.Table:  # fmt: skip
    """Lines that count, in the columns of `LIVE`, by number: these `lines`, or those of some loads, months, data sets.

    What is pseudonymous is still personal: PermissionDenied for who may not read lines, ContentError without a reason
    and for one that tells of a patient: it stands in the audit trail for good.
    """
    require(by, NEEDS, on=today())
    if not why.strip():
        raise ContentError("say why these lines are read", field="why", right="It is kept in the audit trail")
    look_at_words(why=why)
    asked = sorted(lines, key=lambda each: each.line) if lines is not None else None
    if asked is not None:
        loads = {each.load for each in asked} & (set(loads) if loads is not None else {each.load for each in asked})
    with transaction.atomic(), working() as connection:
        table = live_lines(
            store or Store.at(), connection=connection, ready=counting_loads(), loads=loads, months=months,
            datasets=datasets,
        )  # fmt: skip
        if asked is not None:
            table = table.filter(table.line.isin([each.line for each in asked])) if asked else table.limit(0)
        found = table.order_by("line").to_pyarrow()
        audit.record(
            by=by, action=Action.LINES_READ, subject=f"{found.num_rows} lines of activity",
            detail={"why": why.strip(), "lines": found.num_rows,
                    "asked": [str(each) for each in asked[:TOLD]] if asked is not None else None,
                    "loads": sorted(loads) if loads is not None else None,
                    "months": sorted(months) if months is not None else None,
                    "datasets": sorted(datasets) if datasets is not None else None},
        )  # fmt: skip
    return found
