"""Who was there, for which body and for how long, and what they declared: as minutes say it."""

from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.meetings.when import in_words, stays_of
from ouzel.governance.minutes.wording import name
from ouzel.governance.models import AgendaItem, Attendance, Body, Meeting, Recusal, Seat

EFFECTS = {
    "left": "left the room",
    "silent": "stayed, and took no part",
    "no-vote": "spoke, and did not vote",
    "none": "took part by ruling of the chair",
}
THERE = ("member", "deputy")


def section(meeting: Meeting) -> str:
    """Present, apologies, in attendance: by body where several met in common."""
    bodies = bodies_of(meeting)
    return "\n\n".join(part for body in bodies for part in _of_body(meeting, body, several=len(bodies) > 1))


def declarations(item: AgendaItem) -> list[str]:
    """What was declared on an item, and what became of it; nothing where nobody declared anything."""
    lines = []
    for row in Recusal.objects.filter(item=item).standing().select_related("person").order_by("pk"):
        ruling = f" {row.ruling.rstrip('.')}." if row.ruling else ""
        lines.append(
            f"{row.person.name} declared an interest: {row.declared.rstrip('.')}. They {EFFECTS[row.effect]}.{ruling}"
        )
    return lines


def _of_body(meeting: Meeting, body: Body, *, several: bool) -> list[str]:
    day = day_of(meeting)
    rows = list(
        Attendance.objects.filter(meeting=meeting, body=body).select_related("person").order_by("pk")
    )  # fmt: skip
    titles = dict(Seat.objects.on(day).filter(body=body).order_by("order", "slug").values_list("slug", "title"))
    room = Room(meeting, bodies=[body])
    chair = meeting.sittings.get(body=body).chair_id
    place = list(titles)
    rows.sort(key=lambda row: (place.index(row.seat) if row.seat in titles else len(place), row.pk))
    parts = [f"## {name(body, day)}"] if several else []
    level = "###" if several else "##"
    for heading, capacities in (
        ("Present", THERE), ("In attendance", ("in-attendance",)), ("Apologies", ("apologies",)),
        ("Absent", ("absent",)),
    ):  # fmt: skip
        lines = [_line(row, titles, in_words(stays_of(room, row)), chair) for row in rows if row.capacity in capacities]
        if lines:
            parts.append(f"{level} {heading}\n\n" + "\n".join(lines))
    return parts


def _line(row: Attendance, titles: dict[str, str], when: str, chair: int | None) -> str:
    title = titles.get(row.seat, row.seat)
    seat = f", deputy for the {title}" if row.capacity == "deputy" else (f", {title}" if title else "")
    notes = [
        "in the chair" if row.person_id == chair and row.capacity in THERE else "",
        "without a vote" if row.capacity in THERE and not row.votes else "",
        "online" if row.how == "online" else "",
        when,
        row.note,
    ]
    said = "; ".join(note for note in notes if note)
    return f"- {row.person.name}{seat}{f' ({said})' if said else ''}"
