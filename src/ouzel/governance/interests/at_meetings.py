"""What was declared at a meeting, and is not in the register yet.

Who declares an interest at a meeting that the register does not have enters it there, as with any change. It counts as
entered once a declaration names the meeting: an entry, or the word that what is in the register is all.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ouzel.governance.meetings.steps import day_of
from ouzel.governance.models import Declaration, Meeting, Person, Recusal


@dataclass(frozen=True)
class DeclaredAt:
    """Somebody declared, at these items of a meeting, what no entry of the register was named for."""

    person: Person
    meeting: Meeting
    items: tuple[str, ...]  # as printed

    @property
    def day(self) -> date:
        """The day of the meeting, from which on it is to be entered."""
        return day_of(self.meeting)


def not_entered(people: Collection[Person], *, on: date) -> tuple[DeclaredAt, ...]:
    """What some people declared at meetings by the day and did not enter by it, the first meeting first."""
    rows = Recusal.objects.standing().filter(person__in=people, interest=None)
    rows = rows.select_related("person", "meeting", "item")
    told = Declaration.objects.filter(person__in=people, on__lte=on).exclude(meeting="")
    entered = set(told.values_list("person", "meeting"))
    found: dict[tuple[int, int], DeclaredAt] = {}
    for row in rows.order_by("meeting__starts", "meeting", "item__order", "pk"):
        if day_of(row.meeting) <= on and (row.person_id, row.meeting.slug) not in entered:
            before = found.get((row.person_id, row.meeting_id))
            items = (*before.items, row.item.number) if before else (row.item.number,)
            found[row.person_id, row.meeting_id] = DeclaredAt(row.person, row.meeting, items)
    return tuple(found.values())
