"""Pictures of how bodies flowed into one another, each with a sentence and its table."""

from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ouzel.register import flows, queries
from ouzel.register.answers import Moment, Named
from ouzel.register.flows import Picture
from ouzel.register.kinds import KINDS
from ouzel.web import addresses
from ouzel.web.asked import Asked
from ouzel.web.notable import picture_root
from ouzel.web.pages import edition, others, page, show
from ouzel.web.pictures.bands import unit_of
from ouzel.web.pictures.river import river, sentence
from ouzel.web.views.organisations import meant


@page
def pictures(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Which pictures there are: one for every body that had members that move."""
    root = picture_root(edition(request), asked.today)
    kinds = ("board", "sub-icb-location")
    bodies = {slug: of_kind(edition(request), slug, asked.today) for slug in kinds}
    return show(request, "pictures", asked, root=root, bodies=bodies)


@page
def picture(request: HttpRequest, asked: Asked, code: str) -> HttpResponse:
    """The picture that ends in one body on the day."""
    known = meant(code)
    if known != code:
        return HttpResponsePermanentRedirect(addresses.picture(known) + others(request, asked))
    found = drawn(edition(request), code, asked.on, asked.known_at)
    body = queries.body(code, moment=asked.moment)
    return show(
        request, "picture", asked, it=found, body=body, svg=river(found) if found else "",
        sentence=sentence(found) if found else "", unit=unit_of(found) if found else "",
    )  # fmt: skip


@lru_cache(maxsize=128)
def drawn(edition: int, code: str, on: date, known_at: date | None) -> Picture | None:
    """The picture of an edition."""
    return flows.picture(code, moment=Moment(on=on, known_at=known_at))


@lru_cache(maxsize=16)
def of_kind(edition: int, slug: str, on: date) -> tuple[Named, ...]:
    """All bodies of a kind that may have a picture."""
    return tuple(queries.of_kind(KINDS[slug], moment=Moment(on=on)))
