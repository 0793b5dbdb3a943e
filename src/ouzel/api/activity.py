"""Activity over HTTP: files checked and told of, figures, lines explained; rules and prices for everybody."""

from datetime import date
from typing import Annotated, Any, Literal

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, File, Path, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.utils import check_csrf

from ouzel.activity.answers.against_plan import PLANNED
from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.effects import BETWEEN
from ouzel.activity.faults import Taking
from ouzel.activity.gate.policy import DEFAULT, policies, policy
from ouzel.activity.readers import FORMATS, format_named
from ouzel.activity.references.years import known_flows, year_named
from ouzel.api import activity_answers, activity_schemas, activity_shapes, schemas
from ouzel.api.activity_answers import Told
from ouzel.api.answering import FORMS, packed
from ouzel.api.asked import Day
from ouzel.api.figures import BASIS, TooLarge
from ouzel.api.organisations import REFUSALS
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.core.types.basis import Basis
from ouzel.engine.activity_lines import LineRef

router = Router(tags=["Activity"])
STAFF = {**REFUSALS, 403: schemas.Problem}
YEAR = Annotated[str, Path(..., pattern=r"^\d{4}-\d{2}$", description="A financial year: 2025-26")]
NUMBER = Annotated[int, Path(..., ge=1, le=2**31 - 1, description="The number of a load")]
LINE = Annotated[
    str,
    Path(
        ..., pattern=r"^[1-9][0-9]{0,8}-[1-9][0-9]{0,8}$",
        description="Load and row of the file, with a hyphen: 12-345",
    ),
]  # fmt: skip
CURRENCY = Annotated[str, Path(..., pattern=r"^[A-Za-z0-9_-]{1,20}$", description="A currency code, such as DZ11R")]
BY = "|".join(DIMENSIONS)
LATEST = date(2100, 1, 1)
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class Checking(Schema):
    format: str | None = Field(
        None,
        pattern=f"^({'|'.join(FORMATS)})$",
        description="What kind of file it is; told by its headings if not given",
    )
    taking: str = Field(
        "refuse-any", pattern=r"^(refuse-any|take-and-list|refuse-from-[1-9][0-9]{0,8})$",
        description="refuse-any, refuse-from-N or take-and-list",
    )  # fmt: skip
    policy: str = Field(DEFAULT, pattern=f"^({'|'.join(policies())})$", description="What the gate does")
    provider: str = Field(
        "", pattern=r"^[A-Z0-9]{0,12}$", description="Whose file it is, for who may check files of that provider alone"
    )
    answer: Literal["json", "csv"] = Field("json", description="What was found by kind, or the list of all of it")


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


class OnDay(Schema):
    on: Day | None = Field(None, description="The day the care ended; today in London if not given")


class Stating(Schema):
    state: Literal["staged", "ready", "withdrawn", "erased"] | None = Field(
        None, description="Only those in this state"
    )


class Holding(Schema):
    on: Day | None = Field(None, description="Only what holds for care of that day; all of it if not given")


@router.post(
    "/activity/check", summary="What is wrong with a file; nothing of it is kept",
    response={200: activity_schemas.Checked, **STAFF, 413: schemas.Problem},
)  # fmt: skip
def check(request: HttpRequest, asked: Query[Checking], file: UploadedFile | None = File(None)) -> HttpResponse:  # noqa: B008
    from ouzel.activity.checking import check_file
    from ouzel.activity.gate.uploads import refused_upload
    from ouzel.activity.postcodes import newest
    from ouzel.activity.store import Store

    require(request.user, Permission.ACTIVITY_CHECK, body=asked.provider, on=today())
    if why := refused_upload(request):
        raise TooLarge(why)
    if file is None:
        raise ContentError("no file was sent", field="file", right="Send it as multipart/form-data in the field file")
    store = Store.at()
    result = check_file(
        file.read(), name=file.name or "file", by=_actor(request), on=today(), body=asked.provider,
        layout=format_named(asked.format) if asked.format else None, rules=policy(asked.policy),
        taking=Taking.parse(asked.taking), postcodes=newest(store=store), store=store,
    )  # fmt: skip
    if asked.answer == "csv":
        return _reply(activity_shapes.fault_list(result).encode("utf-8-sig"), form="csv")
    return _reply(result.as_json())


@router.get("/activity/loads", response={200: activity_schemas.Loads, **STAFF}, summary="Every file that was taken")
def loads(request: HttpRequest, asked: Query[Stating]) -> HttpResponse:
    from ouzel.activity.models import ActivityLoad

    require(request.user, Permission.ACTIVITY_READ, on=today())
    found = ActivityLoad.objects.visible_to(request.user).defer("report", "faults")
    rows = [activity_shapes.load(each) for each in (found.filter(state=asked.state) if asked.state else found)]
    return _reply({"count": len(rows), "loads": rows})


@router.get(
    "/activity/loads/{number}", response={200: activity_schemas.WholeLoad, **STAFF},
    summary="One file: what the gate found and did, and its faults",
)  # fmt: skip
def load(request: HttpRequest, number: NUMBER) -> HttpResponse:
    from ouzel.activity.models import ActivityLoad

    require(request.user, Permission.ACTIVITY_READ, on=today())
    found = ActivityLoad.objects.visible_to(request.user).filter(pk=number).first()
    if found is None:
        raise Http404(f"There is no load {number}. All of them: /api/v1/activity/loads")
    return _reply({**activity_shapes.load(found), "gate": found.report, "faults": found.faults})


@router.get("/activity/report", response={200: activity_schemas.Figures, **STAFF}, summary="Figures with their proof")
def report(request: HttpRequest, asked: Query[Reporting]) -> HttpResponse:
    from ouzel.activity.answers.exporting import record_export
    from ouzel.activity.answers.report import report as made

    require(request.user, Permission.ACTIVITY_READ, on=today())
    require(request.user, Permission.EXPORT_ACTIVITY, on=today())
    if bool(asked.only) != bool(asked.code):
        raise BadRequest("Name both what to choose by and the codes: only=provider&code=RC9.")
    try:
        basis = Basis.parse(asked.basis)
    except ValueError as error:
        raise BadRequest(str(error)) from None
    found = made(
        by=asked.by, basis=basis, viewer=request.user, today=today(), months=_months(asked.since, asked.until),
        where={asked.only: asked.code} if asked.only else None,
    )  # fmt: skip
    record_export(found, by=_actor(request), form=asked.format)
    if asked.format == "csv":
        return _reply(activity_shapes.report_csv(found), form="csv")
    return _reply(activity_shapes.report(found))


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


@router.post(
    "/activity/lines/{line}/explain", response={200: activity_schemas.Explained, **STAFF},
    summary="Who pays for a line, how much and why",
)  # fmt: skip
def explain(request: HttpRequest, line: LINE, sent: activity_schemas.Sent) -> HttpResponse:
    from ouzel.activity.explaining import explain as explained

    require(request.user, Permission.ACTIVITY_LINES, on=today())
    if check_csrf(request) is not None:  # it writes into the audit trail in somebody's name
        raise PermissionDenied("Send the header X-CSRFToken with the value of the cookie csrftoken.")
    return _reply(explained(LineRef.parse(line), by=_actor(request), why=sent.why).as_json())


@router.get("/activity/rules", response={200: activity_schemas.Years, **REFUSALS}, summary="Years with rules")
def rules(request: HttpRequest, asked: Query[Holding]) -> HttpResponse:
    found = [each for each in known_flows() if asked.on is None or each.since <= asked.on < each.until]
    rows = [activity_shapes.year(each) for each in found]
    return _reply({"count": len(rows), "rules": rows})


@router.get("/activity/rules/{year}", response={200: activity_schemas.Rules, **REFUSALS}, summary="Rules box by box")
def rules_of(request: HttpRequest, year: YEAR) -> HttpResponse:
    found = year_named(year)
    if found is None:
        raise Http404(f"There are no rules for {year}. All of them: /api/v1/activity/rules")
    return _reply(activity_shapes.rules(found.flow, found.said))


@router.get("/activity/prices", response={200: activity_schemas.PriceLists, **REFUSALS}, summary="Every price list")
def prices(request: HttpRequest, asked: Query[Holding]) -> HttpResponse:
    from ouzel.activity.models import PriceRelease, ReleaseState

    found = PriceRelease.objects.visible_to(request.user).exclude(state=ReleaseState.LOADING)
    found = found.filter(effective__contains=asked.on) if asked.on else found
    rows = [activity_shapes.price_list(each) for each in found]
    return _reply({"count": len(rows), "lists": rows})


@router.get("/activity/prices/{code}", response={200: activity_schemas.Priced, **REFUSALS}, summary="What a code costs")
def price(request: HttpRequest, code: CURRENCY, asked: Query[OnDay]) -> HttpResponse:
    return _reply(activity_shapes.priced(code.upper(), asked.on or today(), viewer=request.user))


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

    record_answer(name=told.name, asked=told.asked, rows=len(told.table), form=form, by=_actor(request))
    return _reply(told.content(form), form=form)


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


def _actor(request: HttpRequest) -> Actor:
    return Actor.person(request.user)  # type: ignore[arg-type]


def _reply(shape: Any, *, form: str = "json") -> HttpResponse:
    """An answer that nobody keeps: it depends on who asks, and changes without a new edition."""
    response = HttpResponse(shape if isinstance(shape, bytes) else packed(shape), content_type=FORMS[form])
    response["Cache-Control"] = "no-store"
    return response
