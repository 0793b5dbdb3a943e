"""What a body that a plan opens has from its first day: what all bodies of its kind before it had alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ouzel.governance.carrying.fates import Fate, Fates, Opening
from ouzel.governance.models import Body, Seat, StandingOrders

SEAT = ("slug", "title", "order", "votes", "tags", "nominated_by", "profession")


@dataclass(frozen=True)
class Inheritance:
    """Seats (values by column, in their order; who held them is not carried) and the text of standing orders.

    `before`: the bodies that the opened one takes the place of, without committees that fall to it. `alike`: all are of
    its kind; where they are not, another law says which seats there are, and nothing is inherited. `orders` None:
    those that come with its kind hold.
    """

    before: tuple[Fate, ...]
    alike: bool
    seats: tuple[dict[str, Any], ...] = ()
    orders: str | None = None


def inheritance(opening: Opening, fates: Fates, *, on: date) -> Inheritance:
    """What holds alike on the day, as believed now, of all bodies that an opened one takes the place of."""
    before = tuple(fate for fate in fates.ends if fate.opens == opening and fate.choice)
    if not before or any(fate.kind != opening.kind for fate in before):
        return Inheritance(before, alike=False)
    bodies = [fate.body for fate in before]
    return Inheritance(before, True, _seats(bodies, on), _orders(bodies, on))


def _seats(bodies: Sequence[Body], on: date) -> tuple[dict[str, Any], ...]:
    """Seats alike in all but the place they stand at, which is the first body's."""
    rows: dict[int, dict[str, dict[str, Any]]] = {body.pk: {} for body in bodies}
    for row in Seat.objects.on(on).filter(body__in=bodies).order_by("order", "slug"):
        rows[row.body_id][row.slug] = {name: getattr(row, name) for name in SEAT}
    first, *others = rows.values()
    return tuple(
        seat for slug, seat in first.items() if all(_alike(seat, other.get(slug, {})) for other in others)
    )  # fmt: skip


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(name in other and one[name] == other[name] for name in SEAT if name != "order")


def _orders(bodies: Sequence[Body], on: date) -> str | None:
    own = StandingOrders.objects.on(on).filter(body__in=bodies).values_list("body", "text")
    texts = dict(own)
    return texts[bodies[0].pk] if len(texts) == len(bodies) and len(set(texts.values())) == 1 else None
