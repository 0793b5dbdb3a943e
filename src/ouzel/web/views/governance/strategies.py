"""Needs assessments, strategies and plans: what was found, what answers it, and how each priority goes."""

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_wholes as wholes
from ouzel.governance.reference.aims import kinds_of_strategy
from ouzel.governance.strategies.queries import StrategyView, strategies_on, strategy_on
from ouzel.governance.strategies.road import roads
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names
from ouzel.web.views.governance import door


@door.page
def strategies(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Those in force on the day, by kind; and the road from need to plan of each place."""
    body, kind = door.filtered(request), door.word(request, "kind")
    kind = kind if kind in kinds_of_strategy() else ""
    heads = strategies_on(asked.on, viewer=request.user, kind=kind, body=body, known_at=asked.known_at)
    return door.show(
        request, "strategies", asked, heads=heads, kind=kind, kinds=kinds_of_strategy().values(), body=body,
        roads=() if kind or body else roads(asked.on, viewer=request.user, known_at=asked.known_at),
        names=body_names({head.body.slug for head in heads}, on=asked.on),
    )  # fmt: skip


@door.page
def strategy(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One, with its priorities as they held on the day, what each leads to and how it goes."""
    it = _named(request, asked, slug)
    owners = {owner.body.slug for each in it.priorities for owner in each.owners if owner.body}
    return door.show(
        request,
        "strategy",
        asked,
        it=it,
        head=it.head,
        names=body_names({it.head.body.slug, it.head.keeper.slug, *owners}, on=asked.on),
    )


@door.copy
def as_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One strategy for machines."""
    return door.as_json(
        wholes.strategy(slug, request.user, on=asked.on, known_at=asked.known_at), missing="There is no such strategy."
    )


def _named(request: HttpRequest, asked: Asked, slug: str) -> StrategyView:
    it = strategy_on(slug, on=asked.on, viewer=request.user, known_at=asked.known_at)
    if it is None:
        raise Http404("There is no such strategy.")
    return it
