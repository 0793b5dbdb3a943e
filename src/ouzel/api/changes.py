"""Reorganisations over HTTP: proposals and their life, and what would follow from a plan."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Path, Query, Router, Schema

from ouzel.api import change_schemas, change_shapes, schemas
from ouzel.api.answering import FORMS, packed, unchanged
from ouzel.api.asked import Day, answering
from ouzel.api.figures import TooLarge, UnknownForm
from ouzel.api.organisations import REFUSALS
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.reorganisation.naming import codes_given
from ouzel.reorganisation.plan import Split
from ouzel.reorganisation.plan_file.schema import schema
from ouzel.reorganisation.publicly import plan_told

if TYPE_CHECKING:
    from ouzel.reorganisation.models import Proposal
    from ouzel.reorganisation.plan import Plan
    from ouzel.reorganisation.preview import Preview

router = Router(tags=["Reorganisations"])
LARGEST = 2 * 1024 * 1024  # bytes of one plan; the wave of April 2026 over all of England has a tenth of that
MOST_PARTS = 50  # of one body that is divided: each of its units is told with each of its parts
MOST_CHANGES = 2_000
MOST_CODES = 25_000
SENT = "the plan sent"
SLUG = r"^[a-z0-9][a-z0-9-]{1,79}$"
Slug = Annotated[str, Path(..., pattern=SLUG, description="The proposal's name in addresses")]


class Known(Schema):
    known_at: Day | None = Field(None, alias="known-at", description="Worked out from what was known then")
    edition: int | None = Field(None, ge=1, le=2**31 - 1, description="As this register answered at that edition")


class OnDay(Schema):
    on: Day | None = Field(None, description="Where each stood at the end of that day; today if not given")


class Following(Known):
    format: Literal["csv", "json"] = Field("csv", description="CSV, or one JSON document")


class Options(Known):
    option: list[Annotated[str, Field(pattern=SLUG)]] = Field(
        [], max_length=10, description="Another proposal as an option; may be given again"
    )


_EXAMPLE = {
    "plan": {
        "slug": "merger-2021",
        "title": "One body for three",
        "effective": "2021-04-01",
        "author": "Transition lead",
    },
    "merger": [
        {"bodies": ["04F", "06F", "06P"], "into": "M1J4Y", "name": "NHS Bedfordshire, Luton and Milton Keynes CCG"}
    ],
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {key: said for key, said in schema().items() if not key.startswith("$")},
                "example": _EXAMPLE,
            },
            "application/toml": {"schema": {"type": "string"}},
        },
    }
}


@router.get(
    "/changes", response={200: change_schemas.Proposals, **REFUSALS}, summary="Every proposal of a reorganisation"
)
def proposals(request: HttpRequest, asked: Query[OnDay]) -> HttpResponseBase:
    from ouzel.reorganisation import queries

    rows = [_listed(request, each, asked.on) for each in queries.proposals(request.user)]
    return _reply(request, {"count": len(rows), "proposals": rows})


@router.post(
    "/changes/preview",
    response={200: change_schemas.Preview, **REFUSALS, 413: schemas.Problem, 415: schemas.Problem},
    summary="What would follow from a plan that is sent; nothing is stored", openapi_extra=_BODY,
)  # fmt: skip
def preview_of_a_plan(request: HttpRequest, asked: Query[Known]) -> HttpResponseBase:
    plan = _sent(request)
    return _reply(request, change_shapes.preview(_looked_at(plan, asked)), keep=False)


@router.get("/changes/{slug}", response={200: change_schemas.Proposal, **REFUSALS}, summary="One proposal and its life")
def proposal(request: HttpRequest, slug: Slug) -> HttpResponseBase:
    from ouzel.reorganisation import queries

    found = _found(request, slug)
    plan = queries.shown_plan(found, viewer=request.user)
    return _reply(
        request,
        {
            **_listed(request, found),
            "plan": change_shapes.plan(plan_told(plan)),
            "steps": [change_shapes.step(each) for each in queries.shown_life(found, viewer=request.user)],
            "documents": [change_shapes.document(each) for each in found.documents.defer("content")],
        },
    )


@router.get(
    "/changes/{slug}/preview", response={200: change_schemas.Preview, **REFUSALS}, summary="What would follow from it"
)
def preview(request: HttpRequest, slug: Slug, asked: Query[Known]) -> HttpResponseBase:
    return _reply(request, change_shapes.preview(_seen(request, slug, asked)))


@router.get(
    "/changes/{slug}/consequences", response={200: change_schemas.Consequences, **REFUSALS},
    summary="Every consequence of it, as CSV or JSON",
)  # fmt: skip
def consequences(request: HttpRequest, slug: Slug, asked: Query[Following]) -> HttpResponseBase:
    require(request.user, Permission.EXPORT_PLANS, on=today())
    seen = _seen(request, slug, asked)
    if asked.format == "csv":
        return _reply(request, change_shapes.consequences_csv(seen.consequences), form="csv")
    return _reply(request, change_shapes.consequences(seen))


@router.get("/changes/{slug}/proof", response={200: change_schemas.Proofs, **REFUSALS}, summary="That nothing was lost")
def proof(request: HttpRequest, slug: Slug) -> HttpResponseBase:
    found = _found(request, slug)
    _refuse_unless_enacted(found)
    kept = [change_shapes.enactment(each) for each in found.enactments.order_by("edition")]
    return _reply(request, {"slug": slug, "enactments": kept})


@router.get(
    "/changes/{slug}/reconciliation", response={200: change_schemas.Reconciled, **REFUSALS},
    summary="What files published since say of it",
)  # fmt: skip
def reconciliation(request: HttpRequest, slug: Slug) -> HttpResponseBase:
    from ouzel.reorganisation.reconciling import reconcile

    found = _found(request, slug)
    _refuse_unless_enacted(found)
    return _reply(request, change_shapes.reconciliation(slug, reconcile(found)))


@router.get("/changes/{slug}/case", response={200: change_schemas.Case, **REFUSALS}, summary="The case for change")
def case(request: HttpRequest, slug: Slug, asked: Query[Options]) -> HttpResponseBase:
    from ouzel.api import change_cases
    from ouzel.reorganisation import exports, queries

    found = _found(request, slug)
    plan = plan_told(queries.shown_plan(found, viewer=request.user))
    others = [*queries.proposals(request.user).filter(slug__in=plan.alternatives)]
    others += [_found(request, each) for each in asked.option]
    options = [queries.shown_plan(each, viewer=request.user) for each in others]
    answering(on=plan.effective, known_at=asked.known_at, edition=asked.edition)  # refuses an edition there is not
    made = change_cases.made(plan, found, options, known_at=asked.known_at, edition=asked.edition)
    return _reply(request, exports.as_values(made))


def _refuse_unless_enacted(found: "Proposal") -> None:
    """Http404 for what was never enacted: there is nothing at the address yet."""
    if not found.enactments.exists():
        raise Http404(
            f"{found.slug} is not enacted, so there is nothing here yet. What would follow: "
            f"/api/v1/changes/{found.slug}/preview"
        )


def _found(request: HttpRequest, slug: str) -> "Proposal":
    """The proposal, if the one who asks may see it."""
    from ouzel.reorganisation import queries

    try:
        return queries.proposal_named(slug, viewer=request.user)
    except queries.NoSuchProposal as error:
        raise Http404(f"{error}. All that you may see: /api/v1/changes") from None


def _listed(request: HttpRequest, found: "Proposal", on: date | None = None) -> change_shapes.Shape:
    from ouzel.reorganisation import queries

    version = queries.shown_version(found, viewer=request.user)
    stands = queries.shown_standing(found, viewer=request.user, on=on or today())
    return change_shapes.listed(found, version, stands)


def _seen(request: HttpRequest, slug: str, asked: Known) -> "Preview":
    from ouzel.reorganisation import queries

    return _looked_at(queries.shown_plan(_found(request, slug), viewer=request.user), asked)


def _looked_at(plan: "Plan", asked: Known) -> "Preview":
    from ouzel.reorganisation.preview import preview as look

    when = answering(on=plan.effective, known_at=asked.known_at, edition=asked.edition)
    return look(plan, moment=when.moment)


def _sent(request: HttpRequest) -> "Plan":
    """The plan in the body of a request, as JSON or TOML."""
    from ouzel.reorganisation import plan_file

    given = request.read(LARGEST + 1)
    if len(given) > LARGEST:
        raise TooLarge(f"The plan is larger than {LARGEST // 2**20} MB.")
    kind = (request.content_type or "").lower()
    if kind not in ("application/json", "application/toml"):
        raise UnknownForm(f"A plan comes as application/json or application/toml, not {kind or 'without a type'}.")
    try:
        text = given.decode()
    except UnicodeDecodeError:
        raise ContentError("this is not UTF-8 text", SENT) from None
    plan = plan_file.parse(text, file=SENT) if kind == "application/toml" else _from_json(text)
    _refuse_larger(plan)
    return plan


def _refuse_larger(plan: "Plan") -> None:
    """TooLarge for a plan that would keep everybody else waiting: anybody may send one, and nothing of it is kept."""
    parts = max((len(change.parts) for change in plan.changes if isinstance(change, Split)), default=0)
    codes = sum(1 for _ in codes_given(plan))
    for what, found, most in (
        ("parts of one body that is divided", parts, MOST_PARTS),
        ("changes", len(plan.changes), MOST_CHANGES),
        ("codes", codes, MOST_CODES),
    ):
        if found > most:
            raise TooLarge(
                f"The plan has {found:,} {what}; here it may have {most:,}. "
                "At the command line, `ouzel change preview` takes larger ones."
            )


def _from_json(text: str) -> "Plan":
    """A plan by the JSON Schema. Numbers are read to their last digit."""
    from ouzel.reorganisation.plan_file.parsing import plan_from

    try:
        orjson.loads(text)  # strict: no half characters, no numbers that are none
        document = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ContentError(f"this is not JSON that can be read: {error}", SENT) from None
    if not isinstance(document, dict):
        raise ContentError("a plan is an object", SENT, right='As in {"plan": {...}, "merger": [...]}')
    return plan_from(document, lines={}, file=SENT)


def _reply(request: HttpRequest, shape: Any, *, form: str = "json", keep: bool = True) -> HttpResponse:
    """An answer with a tag of its content: a proposal's life goes on without a new edition of the register."""
    body = shape if isinstance(shape, bytes) else packed(shape)
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    if keep and unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=FORMS[form])
    if keep:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if keep else "no-store"  # drafts are for some eyes only
    return response
