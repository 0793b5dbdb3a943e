"""Figures of activity over HTTP: what was bought, beside plans and statements, and why it changed."""

from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from ouzel.activity.answers.against_plan import PLANNED
from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.effects import BETWEEN
from ouzel.api import activity_answers, activity_schemas
from ouzel.api.activity_answers import Told
from ouzel.api.activity_asked import STAFF, actor
from ouzel.api.answering import sent_now
from ouzel.api.figures import BASIS
from ouzel.core.permissions import Permission, require, today
from ouzel.core.types.basis import Basis

router = Router(tags=["Activity"])
BY = "|".join(DIMENSIONS)
LATEST = date(2100, 1, 1)
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class Reporting(Schema):
    by: list[Annotated[str, Field(pattern=f"^({BY})$")]] = Field(
        ["commissioner"],
        min_length=1,
        max_length=4,
        description=f"By what: {', '.join(DIMENSIONS)}; may be given again",
    )
    basis: str = Field("as-was", pattern=BASIS, description="as-was, as-now, as-at:DATE or as-if:PLAN")
    since: str | None = Field(None, pattern=MONTH, description="The first month: 2025-04")
    until: str | None = Field(None, pattern=MONTH, description="The last month")
    only: str | None = Field(None, pattern=f"^({BY})$", description="Only some of this dimension, named by `code`")
    code: list[Annotated[str, Field(pattern=r"^[^\x00]{1,60}$")]] = Field([], max_length=200)
    format: Literal["json", "csv"] = "json"


class Matching(Schema):
    since: str | None = Field(None, pattern=MONTH, description="The first month: 2025-04")
    until: str | None = Field(None, pattern=MONTH, description="The last month")
    provider: str = Field("", pattern=r"^[A-Z0-9]{0,12}$", description="Only this provider")
    format: Literal["json", "csv"] = Field("json", description="All of it, or its table alone, in pounds")


class Copying(Schema):
    format: Literal["json", "csv"] = Field("json", description="All of it, or its table alone, in pounds and units")


class Planning(Copying):
    year: int = Field(..., ge=199001, le=219900, description="A financial year: 202526")
    by: list[Annotated[str, Field(pattern=f"^({'|'.join(PLANNED)})$")]] = Field(
        ["provider", "pod"], min_length=1, max_length=4, description=f"By what: {', '.join(PLANNED)}"
    )
    basis: str = Field("as-was", pattern=BASIS, description="as-was, as-now, as-at:DATE or as-if:PLAN")
    through: int | None = Field(None, ge=1, le=12, description="Up to this month of account; 1 is April")


class Differing(Copying):
    before_since: str = Field(..., pattern=MONTH, description="The first month to compare with: 2025-04")
    before_until: str = Field(..., pattern=MONTH, description="The last of them")
    since: str = Field(..., pattern=MONTH, description="The first month compared")
    until: str = Field(..., pattern=MONTH, description="The last of them")
    by: list[Annotated[str, Field(pattern=f"^({'|'.join(BETWEEN)})$")]] = Field(
        ["provider"], min_length=1, max_length=4, description=f"By what: {', '.join(BETWEEN)}; pod is always there"
    )
    basis: str = Field("as-was", pattern=BASIS, description="as-was, as-now, as-at:DATE or as-if:PLAN")


class Submitting(Copying):
    of: Literal["commissioner", "category", "pod"] = "commissioner"
    since: str | None = Field(None, pattern=MONTH, description="The first month: 2025-04")
    until: str | None = Field(None, pattern=MONTH, description="The last month")


class Fixing(Copying):
    basis: str = Field("as-was", pattern=BASIS, description="as-was, as-now, as-at:DATE or as-if:PLAN")
    since: str | None = Field(None, pattern=MONTH, description="The first month: 2025-04")
    until: str | None = Field(None, pattern=MONTH, description="The last month")


class Accounting(Copying):
    year: int | None = Field(None, ge=199001, le=219900, description="Of this financial year, such as 202526")
    provider: str = Field("", pattern=r"^[A-Z0-9]{0,12}$", description="Of this provider")
    commissioner: str = Field("", pattern=r"^[A-Z0-9]{0,12}$", description="Of this commissioner")


@router.get("/activity/report", response={200: activity_schemas.Figures, **STAFF}, summary="Figures with their proof")
def report(request: HttpRequest, asked: Query[Reporting]) -> HttpResponse:
    from ouzel.activity.answers.exporting import record_export
    from ouzel.activity.answers.report import report as made

    _may_export(request)
    if bool(asked.only) != bool(asked.code):
        raise BadRequest("Name both what to choose by and the codes: only=provider&code=RC9.")
    found = made(
        by=asked.by, basis=_basis(asked.basis), viewer=request.user, today=today(),
        months=_months(asked.since, asked.until), where={asked.only: asked.code} if asked.only else None,
    )  # fmt: skip
    record_export(found, by=actor(request), form=asked.format)
    told = activity_answers.report(found)
    return sent_now(told.content("csv"), form="csv") if asked.format == "csv" else sent_now(told.shape)


@router.get(
    "/activity/statements", response={200: activity_schemas.Statements, **STAFF},
    summary="Whether what providers state of a month is the sum of its lines",
)  # fmt: skip
def statements(request: HttpRequest, asked: Query[Matching]) -> HttpResponse:
    from ouzel.activity.answers.three_way import three_way

    _may_export(request)
    months = _months(asked.since, asked.until)
    found = three_way(viewer=request.user, months=months, provider=asked.provider)
    told = activity_answers.statements(found, provider=asked.provider, months=months)
    return _given_out(request, told, asked.format)


@router.get(
    "/activity/against-plan", response={200: activity_schemas.AgainstPlan, **STAFF},
    summary="A year's plan beside what was done",
)  # fmt: skip
def plan(request: HttpRequest, asked: Query[Planning]) -> HttpResponse:
    from ouzel.activity.answers.against_plan import against_plan

    _may_export(request)
    found = against_plan(
        year=asked.year, viewer=request.user, today=today(), by=asked.by, basis=_basis(asked.basis),
        through=asked.through,
    )  # fmt: skip
    return _given_out(request, activity_answers.plan(found), asked.format)


@router.get(
    "/activity/effects", response={200: activity_schemas.Effects, **STAFF},
    summary="Why months cost more or less than others: volume, case mix and price",
)  # fmt: skip
def effects(request: HttpRequest, asked: Query[Differing]) -> HttpResponse:
    from ouzel.activity.answers.effects import effects_between

    _may_export(request)
    spans = [_months(*span) or [] for span in ((asked.before_since, asked.before_until), (asked.since, asked.until))]
    found = effects_between(
        before=spans[0], after=spans[1], viewer=request.user, today=today(), by=asked.by, basis=_basis(asked.basis)
    )
    return _given_out(request, activity_answers.effects(found), asked.format)


@router.get(
    "/activity/variance", response={200: activity_schemas.Variance, **STAFF},
    summary="Where what was submitted is not what the rules say",
)  # fmt: skip
def variance(request: HttpRequest, asked: Query[Submitting]) -> HttpResponse:
    from ouzel.activity.answers.variance import variance as differing

    _may_export(request)
    found = differing(of=asked.of, viewer=request.user, today=today(), months=_months(asked.since, asked.until))
    return _given_out(request, activity_answers.variance(found), asked.format)


@router.get(
    "/activity/blocks", response={200: activity_schemas.Blocks, **STAFF},
    summary="What fixed payments cover, at guide price",
)  # fmt: skip
def blocks(request: HttpRequest, asked: Query[Fixing]) -> HttpResponse:
    from ouzel.activity.answers.blocks import blocks as covered

    _may_export(request)
    found = covered(
        basis=_basis(asked.basis), viewer=request.user, today=today(), months=_months(asked.since, asked.until)
    )
    return _given_out(request, activity_answers.blocks(found), asked.format)


@router.get(
    "/activity/accounts", response={200: activity_schemas.Accounts, **STAFF},
    summary="What is posted to accounts, with every adjustment",
)  # fmt: skip
def accounts(request: HttpRequest, asked: Query[Accounting]) -> HttpResponse:
    from ouzel.activity.answers.account import account

    _may_export(request)
    only = {"year": asked.year, "provider": asked.provider, "commissioner": asked.commissioner}
    found = account(viewer=request.user, year=asked.year, provider=asked.provider, commissioner=asked.commissioner)
    return _given_out(request, activity_answers.account(found, **only), asked.format)


def _may_export(request: HttpRequest) -> None:
    require(request.user, Permission.ACTIVITY_READ, on=today())
    require(request.user, Permission.EXPORT_ACTIVITY, on=today())


def _basis(text: str) -> Basis:
    try:
        return Basis.parse(text)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _given_out(request: HttpRequest, told: Told, form: str) -> HttpResponse:
    """An answer that leaves the house: the audit trail says which."""
    from ouzel.activity.answers.exporting import record_answer

    record_answer(name=told.name, asked=told.asked, rows=len(told.table), form=form, by=actor(request))
    return sent_now(told.content(form), form=form)


def _months(since: str | None, until: str | None) -> list[int] | None:
    """The months from the first to the last, as figures are asked; open at an end that is not given."""
    if since is None and until is None:
        return None
    first, last = (_month(text, other) for text, other in ((since, date(1990, 1, 1)), (until, LATEST)))
    if last < first:
        raise BadRequest("The last month is before the first.")
    if last - first > 12 * 200:
        raise BadRequest("Ask for two hundred years at most.")
    return list(range(first, last + 1))


def _month(text: str | None, other: date) -> int:
    year, month = (int(part) for part in text.split("-")) if text else (other.year, other.month)
    return year * 12 + month - 1
