"""Where an item stands in the order of business, and the number it is printed with."""

from collections.abc import Collection

from ouzel.core.errors import ContentError
from ouzel.governance.models import AgendaItem, Meeting

GAP = 1 << 16  # between items that were added one after the other: sixteen can go between the same two
STEP = GAP >> 6  # the same before a private part that stands already: sixty fit there, and ten between two of them


def free_number(taken: Collection[str], *, private: bool) -> str:
    """The next number: 1, 2, 3 ... in public, P1, P2 ... in private. Numbers such as 5.1 count as 5."""
    start = "P" if private else ""
    used = [part for number in taken if (part := number.removeprefix(start).partition(".")[0]).isdecimal()
            and number.startswith(start)]  # fmt: skip
    return f"{start}{max(map(int, used), default=0) + 1}"


def between(
    meeting: Meeting, *, after: str = "", private: bool = False, first: bool = False, but: AgendaItem | None = None
) -> int:
    """The order of an item that comes after the one numbered `after`, or `first`, or else last of its part.

    ContentError where there is no item of that number, and where no place is left between two.
    """
    items = [item for item in meeting.items.order_by("order", "id") if but is None or item.pk != but.pk]
    if after:
        at = next((place for place, item in enumerate(items, start=1) if item.number == after), None)
        if at is None:
            raise ContentError("the agenda has no item of this number", field="after", value=after,
                               right=f"Use one of {', '.join(item.number for item in items)}")  # fmt: skip
    elif first:
        at = 0
    elif private:
        at = len(items)
    else:  # before the private part, if it stands at the end
        at = max((place for place, item in enumerate(items, start=1) if not item.private), default=0)
    before = items[at - 1].order if at else 0
    if at == len(items):
        return before + GAP
    room = (items[at].order - before) // 2
    order = before + (room if after or first else min(room, STEP))
    if order == before:
        raise ContentError("no place is left between these two items", field="after", value=after,
                           right="Put it after another item")  # fmt: skip
    return order
