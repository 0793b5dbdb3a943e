"""Rules and prices over HTTP, for everybody; the prices agreed with one provider for staff."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from ouzel.activity.references.years import known_flows, year_named
from ouzel.api import activity_schemas, activity_shapes
from ouzel.api.answering import sent_now
from ouzel.api.asked import Day
from ouzel.api.organisations import REFUSALS
from ouzel.core.permissions import today

router = Router(tags=["Activity"])
YEAR = Annotated[str, Path(..., pattern=r"^\d{4}-\d{2}$", description="A financial year: 2025-26")]
CURRENCY = Annotated[str, Path(..., pattern=r"^[A-Za-z0-9_-]{1,20}$", description="A currency code, such as DZ11R")]


class OnDay(Schema):
    on: Day | None = Field(None, description="The day the care ended; today in London if not given")


class Holding(Schema):
    on: Day | None = Field(None, description="Only what holds for care of that day; all of it if not given")


@router.get("/activity/rules", response={200: activity_schemas.Years, **REFUSALS}, summary="Years with rules")
def rules(request: HttpRequest, asked: Query[Holding]) -> HttpResponse:
    found = [each for each in known_flows() if asked.on is None or each.since <= asked.on < each.until]
    rows = [activity_shapes.year(each) for each in found]
    return sent_now({"count": len(rows), "rules": rows})


@router.get("/activity/rules/{year}", response={200: activity_schemas.Rules, **REFUSALS}, summary="Rules box by box")
def rules_of(request: HttpRequest, year: YEAR) -> HttpResponse:
    found = year_named(year)
    if found is None:
        raise Http404(f"There are no rules for {year}. All of them: /api/v1/activity/rules")
    return sent_now(activity_shapes.rules(found.flow, found.said))


@router.get("/activity/prices", response={200: activity_schemas.PriceLists, **REFUSALS}, summary="Every price list")
def prices(request: HttpRequest, asked: Query[Holding]) -> HttpResponse:
    from ouzel.activity.models import PriceRelease, ReleaseState

    found = PriceRelease.objects.visible_to(request.user).exclude(state=ReleaseState.LOADING)
    found = found.filter(effective__contains=asked.on) if asked.on else found
    rows = [activity_shapes.price_list(each) for each in found]
    return sent_now({"count": len(rows), "lists": rows})


@router.get("/activity/prices/{code}", response={200: activity_schemas.Priced, **REFUSALS}, summary="What a code costs")
def price(request: HttpRequest, code: CURRENCY, asked: Query[OnDay]) -> HttpResponse:
    return sent_now(activity_shapes.priced(code.upper(), asked.on or today(), viewer=request.user))
