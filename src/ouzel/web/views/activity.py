"""What is public of activity: the rules of who pays, year by year, and the prices."""

from collections.abc import Sequence
from typing import Any, overload

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ouzel.activity.models import FactorRow, PriceRelease, PriceRow, ReleaseState, TopUpRow
from ouzel.activity.prices.looking_up import prices_on
from ouzel.activity.references.years import known_flows, year_named
from ouzel.api.activity_shapes import year_of
from ouzel.api.flow_words import EVIDENCE, told
from ouzel.engine.pricing.book import SETTINGS
from ouzel.web import asked as asking
from ouzel.web.pages import show
from ouzel.web.paging import paged

LONGEST = 40  # characters of what is looked up


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The years there are rules for."""
    return _fresh(show(request, "rules", None, flows=known_flows()[::-1], address=year_of, evidence=EVIDENCE))


@require_safe
def rules_of(request: HttpRequest, year: str) -> HttpResponse:
    """The rules of one year, box by box."""
    found = year_named(year)
    if found is None:
        raise Http404(f"There are no rules for {year}.")
    boxes = told(found.flow, found.said)
    return _fresh(show(request, "rules-year", None, flow=found.flow, boxes=boxes, evidence=EVIDENCE))


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Every price list, and what one code costs on a day."""
    asked = asking.read(request)
    code = _code(request)
    found = None
    if code and not asked.errors:
        found = prices_on(code, asked.on, viewer=request.user)
    releases = PriceRelease.objects.visible_to(request.user).exclude(state=ReleaseState.LOADING)
    mine = PriceRow.objects.visible_to(request.user).values("pk")
    seen = Q(prices__in=mine)
    counted = releases.select_related("over").annotate(
        count=Count("prices", filter=seen), guesses=Count("prices", filter=seen & Q(prices__indicative=True))
    )
    return _fresh(
        show(
            request,
            "prices",
            asked,
            code=code,
            found=found,
            releases=counted.order_by("-effective", "-published"),
            settings=SETTINGS,
        )
    )


@require_safe
def price_list(request: HttpRequest, number: int) -> HttpResponse:
    """One list, its rows to be searched."""
    try:
        seen = PriceRelease.objects.visible_to(request.user).select_related("over")
        release = seen.exclude(state=ReleaseState.LOADING).get(pk=number)
    except (PriceRelease.DoesNotExist, OverflowError):
        raise Http404("There is no such price list.") from None
    code = _code(request)
    setting = request.GET.get("setting", "") if request.GET.get("setting", "") in SETTINGS else ""
    rows = PriceRow.objects.visible_to(request.user).of(release).order_by("currency", "setting", "pk")
    if code:
        rows = rows.filter(currency__istartswith=code)
    if setting:
        rows = rows.filter(setting=setting)
    factors = list(FactorRow.objects.visible_to(request.user).of(release).order_by("provider"))
    return _fresh(
        show(
            request,
            "price-list",
            None,
            release=release,
            code=code,
            setting=setting,
            settings=SETTINGS,
            listed=paged(Rows(rows), request.GET.get("page")),
            factors=factors,
            top_ups=list(TopUpRow.objects.visible_to(request.user).of(release).order_by("provider", "service")),
        )
    )


class Rows(Sequence[Any]):
    """Rows of the database that are counted and fetched a page at a time."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows, self._count = rows, rows.count()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return list(self._rows[at]) if isinstance(at, slice) else self._rows[at]


def _code(request: HttpRequest) -> str:
    """The code that is looked up."""
    return request.GET.get("code", "").replace("\0", "").strip().upper()[:LONGEST]


def _fresh(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_cache=True)  # lists are loaded without a new edition of the register
    return response
