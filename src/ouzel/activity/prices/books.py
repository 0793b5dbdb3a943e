"""Which price list holds for care that ended on a day: of those published by then, the one published last."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from django.db.models import Q, QuerySet

from ouzel.activity.models import PriceRelease, ReleaseState
from ouzel.activity.prices.layouts import key_of
from ouzel.engine.pricing.book import Price, PriceBook, TopUp
from ouzel.register.asking import fetch

KEPT = 12  # lists held in memory: a release is never changed once it is ready


def books(*, known_at: date | None = None) -> tuple[PriceBook, ...]:
    """The price lists in pieces [since, until) that do not overlap, by their first day; each day has at most one.

    For each day it is the release published last, of those published by the end of `known_at` and not withdrawn by then
    (None: all that are ready now). Days without a release are in no piece: their lines are refused, never priced by a
    neighbour's list.
    """
    found = list(_known(known_at))
    cuts = sorted({day for each in found for day in (each.effective.lower, each.effective.upper)})
    pieces: list[tuple[date, date, PriceRelease]] = []
    for since, until in pairwise(cuts):
        holding = [each for each in found if each.effective.lower <= since < each.effective.upper]
        if not holding:
            continue
        # Of two published on one day the later one was loaded after the former had been withdrawn.
        newest = max(holding, key=lambda each: (each.published, -each.pk))
        if pieces and pieces[-1][2] == newest and pieces[-1][1] == since:
            since = pieces.pop()[0]
        pieces.append((since, until, newest))
    return tuple(replace(rows_of(release), since=since, until=until) for since, until, release in pieces)


def _known(day: date | None) -> QuerySet[PriceRelease]:
    ready = Q(state=ReleaseState.READY)
    if day is None:
        return PriceRelease.objects.filter(ready)
    return PriceRelease.objects.filter(ready | Q(withdrawn__gt=day), published__lte=day)


def withdrawal_of(release: int) -> str:
    """When, by whom and why a list was withdrawn, in a sentence; "" for one that is not, and for one in no system."""
    row = PriceRelease.objects.filter(pk=release, state=ReleaseState.WITHDRAWN).first()
    if row is None or row.withdrawn is None:
        return ""
    day = f"{row.withdrawn.day} {row.withdrawn:%B %Y}"
    return f"The list {row.name} was withdrawn on {day} by {row.withdrawn_by}: {row.withdrawn_why}"


def rows_of(release: PriceRelease) -> PriceBook:
    """One release whole, with its own days, and with what it takes over from the one it stands over."""
    days = release.effective
    header = PriceBook(
        name=release.name, since=days.lower, until=days.upper, published=release.published, rounding=release.rounding,
        prices=(), factors={}, source=release.source, release=release.pk,
    )  # fmt: skip
    prices, factors, top_ups = _rows(release.pk, release.sha256)
    return replace(header, prices=prices, factors=dict(factors), top_ups=top_ups)


_Rows = tuple[tuple[Price, ...], tuple[tuple[str, int], ...], tuple[TopUp, ...]]


@lru_cache(maxsize=KEPT)
def _rows(pk: int, sha256: str) -> _Rows:
    """Read once; the sha256 of what they say is in the key, so that a number given twice cannot mislead."""
    own = _own(pk)
    under = PriceRelease.objects.filter(pk=pk, over__isnull=False).values_list("over", "over__sha256").first()
    return own if under is None else _laid_over(own, _rows(*under))


def _laid_over(own: _Rows, under: _Rows) -> _Rows:
    """What a list says, and what is under it where it says nothing."""
    prices = {key_of(price): price for price in (*under[0], *own[0])}
    top_ups = {(each.provider, each.service): each for each in (*under[2], *own[2])}
    return tuple(prices.values()), tuple(dict((*under[1], *own[1])).items()), tuple(top_ups.values())


def _own(pk: int) -> _Rows:
    prices = fetch(
        """SELECT currency, setting, pence, specialty, best_practice, trim_days, per_day, short_stay, indicative, local,
                  line, department, adds
           FROM activity_pricerow WHERE release_id = %s ORDER BY id""",
        [pk],
    )
    factors = fetch("SELECT provider, millionths FROM activity_factorrow WHERE release_id = %s ORDER BY id", [pk])
    top_ups = fetch("SELECT provider, service, share FROM activity_topuprow WHERE release_id = %s ORDER BY id", [pk])
    return tuple(Price(*row) for row in prices), tuple(factors), tuple(TopUp(*row) for row in top_ups)
