"""What a run of attribution and pricing is asked: which lines, whose facts of the patient, whose map, known when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Asked:
    """Three dates that are not the same.

    `patient`: the practice and residence at the start of the care, as the rules say, or at its end. `map_on`: the one
    day that the organisation map is read on for every line; None: each line's own assignment date, as the rules say.
    `known_at`: as known at the end of that day; None: as known now. `edition`: of the register; None: that of
    `known_at`. `months` (year * 12 + month - 1), `loads` and `datasets` choose among the lines that count; None: all.

    What is known over time are the register, price lists and their withdrawals, loaded tables and loaded rules,
    episodes of responsibility, agreements on payment and mappings of local points of delivery; of the postcode
    directory the places of providers and the boards of areas. The lines, with the small areas that their addresses
    were found to be in when they were taken, and the rules that come with Ouzel have no such clock.
    """

    patient: Literal["start", "end"] = "start"
    map_on: date | None = None
    known_at: date | None = None
    edition: int | None = None
    months: Sequence[int] | None = None
    loads: Sequence[int] | None = None
    datasets: Sequence[str] | None = None

    @property
    def whole(self) -> bool:
        """Whether it is about all lines by the rules as they are, as known now: only such a run is posted and answered
        from, so that a look into the past never becomes what is owed.
        """
        return self == Asked()

    @property
    def words(self) -> str:
        """What was asked, in a sentence."""
        facts = "when the care began" if self.patient == "start" else "when the care ended"
        day = f"on {_said(self.map_on)}" if self.map_on else "on each line's own assignment date"
        known = f"as known on {_said(self.known_at)}" if self.known_at else "as known now"
        return f"Practice and address of the patient {facts}; who is responsible for whom {day}, {known}."


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


USUAL = Asked()
"""All lines that count, by the rules as they are, as known now."""
