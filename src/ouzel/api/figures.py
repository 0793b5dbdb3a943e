"""Rebasing over HTTP: figures go in as CSV or JSON, and come out in the shape of other bodies with their proof."""

from datetime import date
from io import BytesIO
from typing import Any, Literal

import orjson
import pandas as pd
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema

from ouzel.api import schemas
from ouzel.api.answering import answer, packed, unkept
from ouzel.api.asked import Day, answering
from ouzel.api.organisations import KIND, REFUSALS
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require
from ouzel.core.types.basis import Basis
from ouzel.engine.routes import ROUTES

router = Router(tags=["Figures"])
LARGEST = 32 * 1024 * 1024  # bytes of figures in one request
TO = "|".join(ROUTES)
PLAN = r"[a-z0-9][a-z0-9-]{1,79}"  # the slug of a proposal: a path is never read for a stranger
BASIS = rf"^(as-was|as-now|as-at:\d{{4}}-\d{{2}}-\d{{2}}|as-if:{PLAN}(,{PLAN}){{0,9}})$"
COLUMN = r"^[^\x00]+$"


class Known(Schema):
    known_at: Day | None = Field(None, alias="known-at", description="As known at the end of that day")
    edition: int | None = Field(None, ge=1, le=2**31 - 1)


class Rebasing(Known):
    to: str = Field(pattern=f"^({TO})$", description="The kind of body asked for")
    unit: str = Field(pattern=COLUMN, description="The column with the codes of the units")
    value: list[str] = Field(min_length=1, max_length=200, description="Columns of figures; may be given again")
    date: str | None = Field(None, pattern=COLUMN, description="The column of dates, or the one date of all rows")
    basis: str = Field("as-now", pattern=BASIS, description="as-was, as-now, as-at:DATE or as-if:PLAN")


class Grouping(Known):
    to: str = Field(pattern=f"^({TO})$", description="The kind of body asked for")
    units: str | None = Field(None, pattern=f"^({KIND})$", description="All units of this kind")
    code: list[str] = Field([], max_length=500, description="Or these units; may be given again")
    basis: str = Field("as-now", pattern=BASIS, description="as-was gives the periods; as-if:PLAN too")
    since: Day | None = Field(None, description="as-was: from that day")
    until: Day | None = Field(None, description="as-was: up to and without that day")
    format: Literal["json", "csv"] = "json"


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": "practice,patients\nE81001,3492\n"},
            "application/json": {
                "schema": {"type": "array", "items": {"type": "object"}, "minItems": 1},
                "example": [{"practice": "E81001", "patients": 3492}],
            },
        },
    }
}


@router.post("/rebase", response={200: schemas.Rebased, **REFUSALS, 413: schemas.Problem, 415: schemas.Problem},
             summary="Figures in the shape of other bodies", openapi_extra=_BODY)  # fmt: skip
def rebase(request: HttpRequest, asked: Query[Rebasing]) -> HttpResponseBase:
    when = answering(on=None, known_at=asked.known_at, edition=asked.edition)
    table = _table(request)
    basis = _basis(asked.basis)

    def make() -> bytes:
        from ouzel.rebasing import rebase_table

        done = rebase_table(
            table, unit=asked.unit, values=asked.value, to=asked.to, basis=basis, today=when.moment.on,
            date=_column_or_day(asked.date, table), known_at=asked.known_at, edition=when.edition,
            file="the figures sent", viewer=request.user,
        )  # fmt: skip
        return packed({**done.to_dict(), "on": when.moment.on, "known_at": asked.known_at, "edition": when.edition})

    return answer(request, when, make)


@router.get(
    "/crosswalk", response={200: schemas.Crosswalk, **REFUSALS}, summary="Which unit belongs where, and how we know"
)
def crosswalk(request: HttpRequest, asked: Query[Grouping]) -> HttpResponseBase:
    when = answering(on=None, known_at=asked.known_at, edition=asked.edition)
    require(request.user, Permission.EXPORT_CROSSWALK, on=when.moment.on)
    basis = _basis(asked.basis)
    if bool(asked.units) == bool(asked.code):
        raise BadRequest("Name the units: either a kind (units=practice) or codes (code=E81001&code=E81002).")

    def make() -> bytes:
        from ouzel.rebasing import crosswalk_table, units_of_kind

        today, known_at, edition = when.moment.on, asked.known_at, when.edition
        codes = asked.code or units_of_kind(asked.units or "", today=today, known_at=known_at, edition=edition)
        done = crosswalk_table(
            codes, to=asked.to, basis=basis, today=today, since=asked.since, until=asked.until, known_at=known_at,
            edition=edition, viewer=request.user,
        )  # fmt: skip
        frame = done.to_frame()
        if asked.format == "csv":
            return frame.to_csv(index=False).encode()
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        head = {
            "basis": asked.basis,
            "to": asked.to,
            "on": today,
            "known_at": known_at,
            "edition": edition,
            "count": len(rows),
        }
        return packed({**head, "rows": rows})

    if basis.kind == "as-if":  # drafts are shown to few, and a plan changes without a new edition
        return unkept(when, make, form=asked.format)
    return answer(request, when, make, form=asked.format)


def _basis(text: str) -> Basis:
    try:
        return Basis.parse(text)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _table(request: HttpRequest) -> pd.DataFrame:
    """The figures of a request, as text where they came as CSV."""
    from ouzel.rebasing import read_csv

    given = request.read(LARGEST + 1)
    if len(given) > LARGEST:
        raise TooLarge(f"The figures are larger than {LARGEST // 2**20} MB: send them in parts, by date.")
    kind = (request.content_type or "").lower()
    if kind == "text/csv":
        return read_csv(BytesIO(given), "the figures sent")
    if kind != "application/json":
        raise UnknownForm(f"Figures come as text/csv or application/json, not {kind or 'without a type'}.")
    try:
        rows = orjson.loads(given)
    except orjson.JSONDecodeError as error:
        raise ContentError(f"this is not JSON: {error}", "the figures sent") from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ContentError(
            "a list of rows is wanted", "the figures sent", right='As in [{"practice": "E81001", "patients": 3492}]'
        )
    return pd.DataFrame(rows)


def _column_or_day(text: str | None, table: pd.DataFrame) -> Any:
    if text is None or text in table.columns:
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text  # a column that is not there: refused with the columns that are


class TooLarge(Exception):
    """More figures than one request may bring."""


class UnknownForm(Exception):
    """Figures in a form we do not read."""
