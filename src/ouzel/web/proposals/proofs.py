"""What the proof of an enactment keeps, as values for its page. The proof itself is never changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.preview import Compared
from ouzel.web.proposals.figures import compared_from


def proved(enactment: Enactment) -> tuple[Compared, ...]:
    """The totals of a proof, side by side."""
    return compared_from(enactment.proof.get("totals", ()))


@dataclass(frozen=True)
class Sum:
    """All of one kind of thing: before + joined - gone - what is still open = after."""

    what: str
    before: Decimal
    joined: Decimal
    gone: Decimal
    after: Decimal
    left: Decimal


def sums(enactment: Enactment) -> tuple[Sum, ...]:
    """The sums of a proof."""
    return tuple(
        Sum(row["what"], *(Decimal(row[side]) for side in ("before", "joined", "gone", "after", "left_open")))
        for row in enactment.proof.get("sums", ())
    )


def left_open(enactment: Enactment) -> tuple[dict[str, Any], ...]:
    """What a proof lists as left without a home."""
    return tuple(enactment.proof.get("unresolved", ()))
