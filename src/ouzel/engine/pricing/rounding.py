"""Named ways to round: no official order is published, so each price release says which one it was made for."""

from dataclasses import dataclass
from typing import Literal

USUAL = "penny-of-the-line"
"""For a list that names none. The one published formula rounds the line: ROUND(((activity * price) + (days beyond the
trim point * activity * price per day)) * market forces, 2), South West London's view of elective recovery."""


@dataclass(frozen=True)
class Rounding:
    """`of`: whether the price of one unit is rounded, and a line costs its multiple to the penny, or that of the line.

    `unit`: pence that it is rounded to; `steps`: pence that each step of one unit is rounded to before (0: kept in
    full). Halves go up. All arithmetic is in whole numbers, so every engine gives the same penny.
    """

    name: str
    of: Literal["unit", "line"]
    unit: int
    steps: int
    words: str


POLICIES: dict[str, Rounding] = {
    policy.name: policy
    for policy in (
        Rounding(
            "penny-of-the-line", "line", 1, 0,
            "every step in full, the price of all units of the line with market forces to the nearest penny",
        ),
        Rounding(
            "penny-at-the-end", "unit", 1, 0,
            "every step in full, the price of one unit with market forces to the nearest penny",
        ),
        Rounding(
            "penny-each-step", "unit", 1, 1,
            "base, long stay and top-up of one unit each to the nearest penny, then its price",
        ),
        Rounding(
            "pound-at-the-end", "unit", 100, 0,
            "every step in full, the price of one unit with market forces to the nearest pound",
        ),
    )
}  # fmt: skip


def rounding(name: str) -> Rounding:
    """The policy of that name; ValueError names those there are."""
    try:
        return POLICIES[name]
    except KeyError:
        raise ValueError(f"{name!r} is no way to round: use {', '.join(POLICIES)}") from None
