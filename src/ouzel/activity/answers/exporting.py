"""Figures of activity leave the house by who may export them, and the audit trail says what left."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction

from ouzel.activity.answers.report import Report
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.EXPORT_ACTIVITY


class Action(StrEnum):
    """What exports of figures record in the audit trail."""

    EXPORTED = "activity.figures.exported"


@transaction.atomic
def record_answer(*, name: str, asked: Mapping[str, Any], rows: int, form: str, by: Actor) -> None:
    """The same of another answer, such as `blocks`; `asked` says of what.

    PermissionDenied for who may not export figures of activity.
    """
    require(by, NEEDS, on=today())
    audit.record(
        by=by, action=Action.EXPORTED, subject=f"activity: {name}", detail={"form": form, "rows": rows, **asked}
    )


@transaction.atomic
def record_export(found: Report, *, by: Actor, form: str) -> None:
    """Write down that a report is given out as a file; `form` says which: csv, json, parquet.

    Call it before the file is made. PermissionDenied for who may not export figures of activity. Figures of few lines
    are in it as they are: it is for those who are permitted, never for the public.
    """
    require(by, NEEDS, on=today())
    audit.record(
        by=by, action=Action.EXPORTED, subject=f"activity by {', '.join(found.by) or 'nothing'}",
        detail={"form": form, "basis": str(found.basis), "run": found.run.pk if found.run else None,
                "months": list(found.months) if found.months is not None else None,
                "where": {name: list(codes) for name, codes in found.where.items()}, "rows": len(found.frame),
                "lines": found.reconciliation.given["lines"]},
    )  # fmt: skip
