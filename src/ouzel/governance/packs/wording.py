"""How a pack says things: days, times, rules of quorum, sizes."""

from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from ouzel.governance.reference.rules_of_meeting import QuorumRule

_PARTS = {
    Fraction(1, 2): "half", Fraction(1, 3): "one third", Fraction(2, 3): "two thirds", Fraction(1, 4): "one quarter",
    Fraction(3, 4): "three quarters",
}  # fmt: skip


def day(on: date) -> str:
    """Tuesday 16 March 2021."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def span(starts: datetime, ends: datetime | None) -> str:
    """Tuesday 16 March 2021, 10:00 to 12:30."""
    begins = timezone.localtime(starts)
    words = f"{day(begins.date())}, {begins:%H:%M}"
    if ends is None:
        return words
    over = timezone.localtime(ends)
    return (
        f"{words} to {over:%H:%M}" if over.date() == begins.date() else f"{words} to {day(over.date())}, {over:%H:%M}"
    )


def quorum(rule: QuorumRule) -> str:
    """What a quorum is by the orders: "6 voting members, among them the chair or the deputy chair"."""
    whose = "voting members" if not rule.filled_only else "voting members in post"
    asks = [f"{rule.members} {whose}"] if rule.members else []
    if rule.at_least is not None:
        asks.append(f"{_part(rule.at_least)} of the {whose}")
    if rule.more_than is not None:
        asks.append(f"more than {_part(rule.more_than)} of the {whose}")
    words = " and ".join(asks)
    needs = ", ".join(f"{need.at_least} of {need.words}" if need.at_least > 1 else need.words for need in rule.needs)
    return f"{words}, among them: {needs}" if needs else words


def _part(part: Fraction) -> str:
    return _PARTS.get(part, f"{part.numerator} in {part.denominator}")


def size(number: int) -> str:
    """Bytes as people read them."""
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if number >= step:
            return f"{number / step:.1f} {unit}"
    return f"{number} bytes"
