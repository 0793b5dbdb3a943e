"""Named ways to round: no official order is published, so each price release says which one it was made for."""

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True)
class Rounding:
    """`unit`: pence that the price of one unit is rounded to at the end; `steps`: pence each step is rounded to.

    What is rounded so is the price of one unit; that of a line is its multiple, to the penny. Halves go up. All
    arithmetic is in whole numbers, so every engine gives the same penny.
    """

    name: str
    unit: int
    steps: int
    words: str


POLICIES: dict[str, Rounding] = {
    policy.name: policy
    for policy in (
        Rounding(
            "penny-at-the-end", 1, 0,
            "every step in full, the price of one unit with market forces to the nearest penny",
        ),
        Rounding(
            "penny-each-step", 1, 1, "base, long stay and top-up of one unit each to the nearest penny, then its price"
        ),
        Rounding(
            "pound-at-the-end", 100, 0,
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
