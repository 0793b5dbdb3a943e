"""Price lists into the database: each is a release that is whole before it counts, and is never changed."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.activity.knowing import known_by
from ouzel.activity.models import PriceRelease, ReleaseState
from ouzel.activity.prices.books import rows_of
from ouzel.activity.prices.layouts import key_of, read_files
from ouzel.activity.providers import canonical
from ouzel.activity.small_files import look_at_words
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.engine.pricing.book import Price, PriceBook, TopUp
from ouzel.engine.pricing.rounding import rounding as policy_named
from ouzel.register.copying import NULL, copy_in, escape

NEEDS = Permission.ACTIVITY_PRICE
PRICE_COLUMNS = (
    "release_id", "currency", "setting", "specialty", "best_practice", "local", "department", "pence", "trim_days",
    "per_day", "short_stay", "indicative", "adds", "line",
)  # fmt: skip


class Action(StrEnum):
    """What price lists record in the audit trail."""

    LOADED = "activity.prices.loaded"
    WITHDRAWN = "activity.prices.withdrawn"


@dataclass(frozen=True)
class LoadedPrices:
    """What a load did. `already`: the same list, for the same days and published on the same day, was there."""

    release: PriceRelease
    already: bool
    prices: int
    indicative: int  # of the prices: not published, worked out from another source
    factors: int
    top_ups: int


def load_prices(
    paths: Iterable[Path], *, name: str, since: date, until: date, published: date, rounding: str, source: str,
    by: Actor, note: str = "", over: PriceRelease | None = None,
) -> LoadedPrices:  # fmt: skip
    """Load one price list from files of our own layouts (`layouts`): it holds for care that ends within [since, until).

    A list with the same days that is published later takes its place for whoever asks as known from that day on. With
    `over`, the prices, factors and top-ups of that release which the files do not give hold on, such as when local
    prices are added; only what differs is stored. ContentError says file, line and field; nothing is kept of a list
    that is refused.
    """
    content = read_files(paths, since=since, until=until)
    book = PriceBook(
        name, since, until, published, rounding, content.prices, dict(content.factors), content.top_ups, source
    )
    return load_book(book, by=by, note=note, over=over)


def load_book(book: PriceBook, *, by: Actor, note: str = "", over: PriceRelease | None = None) -> LoadedPrices:
    """Load a price list that is made already, such as the indicative one; see `load_prices`."""
    require(by, NEEDS, on=today())
    look_at_words(name=book.name, source=book.source, note=note)
    own = book = _of_providers(book)
    if over is not None:
        under = rows_of(over)
        book = _over(own, under)
        own = _differing(own, under)
    _check(book)
    digest = _digest(book)
    with transaction.atomic():
        locks.take(locks.Lock.ACTIVITY)
        counts = {"prices": len(book.prices), "indicative": sum(p.indicative for p in book.prices),
                  "factors": len(book.factors), "top_ups": len(book.top_ups)}  # fmt: skip
        days = DateRange(book.since, book.until)
        ready = PriceRelease.objects.filter(state=ReleaseState.READY, published=book.published)
        if same := ready.filter(sha256=digest, effective=days, rounding=book.rounding).first():
            return LoadedPrices(same, already=True, **counts)
        if other := ready.filter(effective__overlap=days).first():
            raise ContentError(
                f"there is another list of these days that was published on the same day: {other.name}",
                field="published", value=book.published.isoformat(),
                right="Give the day on which this list was really published, or withdraw the other one first",
            )  # fmt: skip
        if PriceRelease.objects.filter(name=book.name).exists():
            raise ContentError("there is, or was, a list of this name", field="name", value=book.name,
                               right="Give it another name")  # fmt: skip
        release = PriceRelease.objects.create(
            name=book.name, effective=days, published=book.published, rounding=book.rounding, source=book.source,
            note=note, sha256=digest, over=over, by=str(by),
        )  # fmt: skip
        _fill(release.pk, own)
        release.state = ReleaseState.READY
        release.save(update_fields=["state"])
        audit.record(
            by=by, action=Action.LOADED, subject=book.name,
            detail={"release": release.pk, "since": book.since, "until": book.until, "published": book.published,
                    "rounding": book.rounding, "source": book.source, "sha256": digest,
                    "over": over.pk if over else None, **counts},
        )  # fmt: skip
    return LoadedPrices(release, already=False, **counts)


@transaction.atomic
def withdraw_prices(*, release: PriceRelease, on: date, by: Actor, why: str) -> PriceRelease:
    """Take a list back, as known from the day `on`: whoever asks as known before it still finds it. Its rows stay.

    ContentError without a reason, for a list that is not in use, and for a day before it was published or to come.
    """
    require(by, NEEDS, on=today())
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", field="why")
    locks.take(locks.Lock.ACTIVITY)
    release = PriceRelease.objects.select_for_update().get(pk=release.pk)
    if release.state != ReleaseState.READY:
        raise ContentError(f"this list is {release.get_state_display()}", field="release", value=release.name)
    known_by(on, since=release.published)
    release.state, release.withdrawn = ReleaseState.WITHDRAWN, on
    release.withdrawn_by, release.withdrawn_why = str(by), why.strip()
    release.save(update_fields=["state", "withdrawn", "withdrawn_by", "withdrawn_why"])
    audit.record(
        by=by, action=Action.WITHDRAWN, subject=release.name,
        detail={"release": release.pk, "on": on, "why": why.strip()},
    )  # fmt: skip
    return release


def _of_providers(book: PriceBook) -> PriceBook:
    """The list with each provider by the code it is known by. ContentError where one has two factors or top-ups."""
    factors: dict[str, int] = {}
    for code, factor in book.factors.items():
        if factors.setdefault(canonical(code), factor) != factor:
            raise ContentError("this provider has another factor under another form of its code", field="provider",
                               value=code, right=f"Keep one factor of {canonical(code)}")  # fmt: skip
    shares: dict[tuple[str, str], TopUp] = {}
    for each in book.top_ups:
        known = replace(each, provider=canonical(each.provider))
        if shares.setdefault((known.provider, known.service), known).share != each.share:
            raise ContentError("this provider has another top-up under another form of its code", field="provider",
                               value=each.provider, right=f"Keep one top-up of {known.provider}")  # fmt: skip
    prices = tuple(replace(each, local=canonical(each.local)) if each.local else each for each in book.prices)
    return replace(book, factors=factors, top_ups=tuple(shares.values()), prices=prices)


def _check(book: PriceBook) -> None:
    if not book.name.strip() or not book.source.strip():
        raise ContentError("a price list needs a name and a source", field="name" if book.source.strip() else "source")
    if book.since >= book.until:
        raise ContentError(
            "the list ends before it begins", field="until", value=book.until.isoformat(),
            right="Give the first day it holds and the first day it no longer does",
        )  # fmt: skip
    try:
        policy_named(book.rounding)
    except ValueError as error:
        raise ContentError(str(error), field="rounding", value=book.rounding) from None
    if not book.prices:
        raise ContentError("there is no price in this list", right="Give a file of prices beside the factors")


def _over(book: PriceBook, old: PriceBook) -> PriceBook:
    """The list with what the older one has beside it."""
    prices = {key_of(price): replace(price, line=0) for price in old.prices} | {key_of(p): p for p in book.prices}
    top_ups = {(t.provider, t.service): t for t in (*old.top_ups, *book.top_ups)}
    return replace(
        book, prices=tuple(prices.values()), factors=old.factors | book.factors, top_ups=tuple(top_ups.values())
    )


def _differing(book: PriceBook, old: PriceBook) -> PriceBook:
    """What a list says that the older one does not say too."""
    prices = {key_of(price): replace(price, line=0) for price in old.prices}
    return replace(
        book,
        prices=tuple(each for each in book.prices if prices.get(key_of(each)) != replace(each, line=0)),
        factors={code: factor for code, factor in book.factors.items() if old.factors.get(code) != factor},
        top_ups=tuple(each for each in book.top_ups if each not in old.top_ups),
    )


def _digest(book: PriceBook) -> str:
    """The sha256 of what the list says, whatever the order and the lines of its files."""
    told = hashlib.sha256()
    said = (
        *(repr(replace(price, line=0)) for price in book.prices),
        *(repr(each) for each in book.factors.items()),
        *(repr(each) for each in book.top_ups),
    )
    for each in sorted(said):
        told.update(each.encode() + b"\n")
    return told.hexdigest()


def _fill(release: int, book: PriceBook) -> None:
    copy_in("activity_pricerow", PRICE_COLUMNS, _price_lines(release, book.prices))
    copy_in(
        "activity_factorrow", ("release_id", "provider", "millionths"),
        (f"{release}\t{escape(provider)}\t{factor}" for provider, factor in book.factors.items()),
    )  # fmt: skip
    copy_in("activity_topuprow", ("release_id", "provider", "service", "share"), _top_up_lines(release, book.top_ups))


def _price_lines(release: int, prices: Iterable[Price]) -> Iterator[str]:
    for p in prices:
        texts = "\t".join(map(escape, (p.currency, p.setting, p.specialty, p.best_practice, p.local, p.department)))
        numbers = "\t".join(NULL if each is None else str(each) for each in (p.trim_days, p.per_day, p.short_stay))
        yield f"{release}\t{texts}\t{p.pence}\t{numbers}\t{_yes(p.indicative)}\t{_yes(p.adds)}\t{p.line}"


def _yes(it: bool) -> str:
    return "t" if it else "f"


def _top_up_lines(release: int, top_ups: Iterable[TopUp]) -> Iterator[str]:
    for each in top_ups:
        yield f"{release}\t{escape(each.provider)}\t{escape(each.service)}\t{each.share}"
