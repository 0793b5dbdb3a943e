"""What a request asks of: its day, state of knowledge and edition, read strictly and told back in every answer."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.core.exceptions import BadRequest
from ninja import Field, Path, Schema
from pydantic import BeforeValidator

from ouzel.core.permissions import today
from ouzel.core.queries import current_edition
from ouzel.register.answers import Moment
from ouzel.register.asking import ids_of
from ouzel.register.search import resolve

NAMES = r"^[A-Za-z0-9][A-Za-z0-9:-]{0,39}$"


def _iso(value: Any) -> Any:
    """A day as 2021-11-30 and in no other form; numbers are none."""
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("write the day as 2021-11-30")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("write the day as 2021-11-30, one that is in the calendar") from None


Day = Annotated[date, BeforeValidator(_iso)]
Code = Annotated[
    str, Path(..., pattern=NAMES, description="Code of the body: M1J4Y, 06F, or an old form (06F00, E38000010)")
]
ACode = Annotated[str, Field(pattern=NAMES)]


class Asked(Schema):
    """The day, state of knowledge and edition that a question may name."""

    on: Day | None = Field(None, description="The day asked about; today in London if not given")
    known_at: Day | None = Field(
        None, alias="known-at", description="As known at the end of that day; all that is loaded if not given"
    )
    edition: int | None = Field(
        None, ge=1, le=2**31 - 1, description="As this register answered at that edition; the newest if not given"
    )

    def moment(self) -> "Answering":
        """The moment, with the edition that answers."""
        return answering(on=self.on, known_at=self.known_at, edition=self.edition)


@dataclass(frozen=True)
class Answering:
    """A moment and the edition that answers. `pinned`: the question can never have another answer."""

    moment: Moment
    edition: int
    pinned: bool


def answering(*, on: date | None, known_at: date | None, edition: int | None) -> Answering:
    """BadRequest for an edition that there is not (yet)."""
    newest = current_edition()
    if edition is not None and edition > newest:
        there = f"editions go from 1 to {newest}" if newest else "nothing was ever loaded"
        raise BadRequest(f"There is no edition {edition}: {there}.")
    answers = newest if edition is None else edition
    return Answering(Moment(on or today(), known_at, answers), answers, on is not None and edition is not None)


def meant(code: str, *, edition: int) -> str:
    """The body meant by a code in any of its forms; the code itself where there is none."""
    plain = code.upper()
    return plain if ids_of([plain]) else resolve(plain, edition=edition) or plain
